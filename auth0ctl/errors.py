"""Every error auth0ctl raises on purpose, and the exit code that each one ends in.

The tree:

    Auth0ctlError               70   (never raised bare)
    ├── UsageError               2   the command line does not make sense
    ├── ConfigError              3   a profile, a setting or a file of ours
    │   └── VaultError           3   the place where tokens are kept
    ├── AuthError                4   authentication is needed, or was refused
    ├── NetworkError             5   no answer: DNS, TLS, refused, timed out
    ├── TenantError              6   the tenant's API answered, and said no
    ├── RateLimited              7   the tenant asks us to slow down
    └── Unfinished               8   some of several steps are done; running it again goes on

A message is one sentence that says what went wrong and why; a hint says what to type next.
Neither may hold a secret, and foreign text in them is made safe where it is printed.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit status means. Formats never change it, and "nothing was checked" is never 0."""

    OK = 0, "fine"
    FOUND = 1, "checked, and found wanting"
    USAGE = 2, "the command line is wrong"
    CONFIG = 3, "configuration or credential store"
    AUTH = 4, "authentication needed or refused"
    NETWORK = 5, "network, TLS or timeout"
    API = 6, "the tenant's API said no"
    RATE_LIMITED = 7, "rate limited"
    PARTIAL = 8, "broken off between two steps; the same command goes on"
    BUG = 70, "our bug"
    INTERRUPTED = 130, "interrupted"
    BROKEN_PIPE = 141, "broken pipe"

    meaning: str

    def __new__(cls, value: int, meaning: str) -> "ExitCode":
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Auth0ctlError(Exception):
    """An error with one clear sentence and, where there is one, the next thing to type."""

    exit_code = ExitCode.BUG

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(Auth0ctlError):
    exit_code = ExitCode.USAGE


class ConfigError(Auth0ctlError):
    exit_code = ExitCode.CONFIG


class VaultError(ConfigError):
    pass


class AuthError(Auth0ctlError):
    exit_code = ExitCode.AUTH


class NetworkError(Auth0ctlError):
    """No answer, or none that can be read. ``sent``: the request may have arrived, and may have been carried out."""

    exit_code = ExitCode.NETWORK

    def __init__(self, message: str, hint: str = "", *, sent: bool = True) -> None:
        super().__init__(message, hint)
        self.sent = sent


class TenantError(Auth0ctlError):
    """The tenant answered with an error: ``status`` is HTTP's, ``code`` Auth0's ``errorCode`` or OAuth's ``error``."""

    exit_code = ExitCode.API

    def __init__(self, message: str, hint: str = "", *, status: int = 0, code: str = "") -> None:
        super().__init__(message, hint)
        self.status = status
        self.code = code


class RateLimited(Auth0ctlError):
    exit_code = ExitCode.RATE_LIMITED


class Unfinished(Auth0ctlError):
    """Some of several changes are made and the rest are not: the message says which, the hint how to go on or back."""

    exit_code = ExitCode.PARTIAL
