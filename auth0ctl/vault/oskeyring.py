"""The operating system's keyring as a vault. The only importer of keyring, and only by the name of a known backend.

keyring's own discovery is not used: it takes any backend an installed package brings, plain text ones too, and runs
code named in the environment or in ``keyringrc.cfg`` (standards.md S01). Every call runs in a thread of its own with a
timeout, because a locked Secret Service waits for ever for a prompt that nobody sees (S02).
"""

import os
import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from auth0ctl.errors import VaultError
from auth0ctl.lookup import load
from auth0ctl.vault.chunks import WINDOWS_LIMIT, chunked
from auth0ctl.vault.store import Vault
from auth0ctl.words import counted

T = TypeVar("T")

TIMEOUT = 5.0  # seconds a call
TIMEOUT_WITH_PROMPT = 20.0  # where somebody may be typing a password into the keyring's own dialog
PROBE = "probe"

MACOS = "keyring.backends.macOS.Keyring"
WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
LIBSECRET = "keyring.backends.libsecret.Keyring"
KWALLET = "keyring.backends.kwallet.DBusKeyring"

# The backends we trust, and what people call them.
TRUSTED = {
    MACOS: "the macOS Keychain",
    WINDOWS: "the Windows Credential Manager",
    SECRET_SERVICE: "the desktop keyring (Secret Service)",
    LIBSECRET: "the desktop keyring (libsecret)",
    KWALLET: "KWallet",
}


class Silent(VaultError):
    """The keyring did not answer in time."""


class Backend(Protocol):
    """What we use of ``keyring.backend.KeyringBackend``."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def candidates(platform: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The trusted backends to try on ``platform`` (``sys.platform``), best first."""
    if platform == "darwin":
        return (MACOS,)
    if platform == "win32":
        return (WINDOWS,)
    if "KDE" in environ.get("XDG_CURRENT_DESKTOP", "").split(":"):
        return (KWALLET, SECRET_SERVICE, LIBSECRET)
    return (SECRET_SERVICE, KWALLET, LIBSECRET)


def load_backend(name: str, *, timeout: float = TIMEOUT) -> Backend | None:
    """Import and make the backend ``package.module.Class``; None where this machine does not have what it needs.

    Raises VaultError where it does not answer in ``timeout`` seconds.
    """

    def make() -> Backend:
        kind = load(":".join(name.rsplit(".", 1)))
        _ = kind.priority  # raises RuntimeError where the system lacks what the backend needs
        backend: Backend = kind()
        return backend

    try:
        return call_within(timeout, make)
    except TimeoutError:
        raise _silent(TRUSTED.get(name, name), timeout) from None
    except Exception:
        # Whatever it is (no D-Bus, a missing library, a class that does not exist), the backend cannot be had here.
        return None


def call_within(seconds: float, work: Callable[[], T]) -> T:
    """Run ``work`` in a thread and give its result. Raises what it raises, and TimeoutError after ``seconds``.

    A thread that does not come back is left behind; it is a daemon, so it does not keep the process.
    """
    answers: queue.SimpleQueue[tuple[bool, T | Exception]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((True, work()))
        except Exception as error:
            answers.put((False, error))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        fine, answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if fine:
        return answer  # type: ignore[return-value]
    raise answer  # type: ignore[misc]


def keyring_vault(
    backend: Backend,
    *,
    kind: str,
    timeout: float = TIMEOUT,
    limit: int | None = None,
    exclusive: Callable[[], AbstractContextManager[None]] = nullcontext,
    refreshing: Callable[[], AbstractContextManager[None]] = nullcontext,
    writing: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Vault:
    """A vault over a keyring backend.

    ``limit`` is the longest value it takes, in UTF-16 units (None: any). ``writing()`` is held while an entry changes,
    ``exclusive()`` and ``refreshing()`` are the vault's. After a first timeout every call fails at once.
    A value that could not be stored stays readable until the command ends, so that a fresh token is not lost (S03).
    """
    kept: dict[str, str] = {}
    stuck = threading.Event()

    def call(work: Callable[[], T]) -> T:
        if stuck.is_set():
            raise _silent(kind, timeout)
        try:
            return call_within(timeout, work)
        except TimeoutError:
            stuck.set()
            raise _silent(kind, timeout) from None
        except Exception as error:
            # Only the type: a foreign message may quote the value. ``from None``: so may its traceback.
            failure = type(error).__name__
        raise VaultError(f"{kind[0].upper()}{kind[1:]} failed ({failure}).", _hint()) from None

    # One service an account: with one for all, the Windows backend moves entries about on every write.
    def get_one(account: str) -> str | None:
        return call(lambda: backend.get_password(f"auth0ctl:{account}", account))

    def set_one(account: str, value: str) -> None:
        call(lambda: backend.set_password(f"auth0ctl:{account}", account, value))

    def delete_one(account: str) -> None:
        for _ in range(5):  # the Secret Service deletes one of several matching items a call
            if get_one(account) is None:
                return
            call(lambda: backend.delete_password(f"auth0ctl:{account}", account))
        if get_one(account) is not None:
            raise VaultError(f"{kind[0].upper()}{kind[1:]} did not forget {account}.", "Delete it there by hand.")

    whole = (get_one, set_one, delete_one)
    get_any, set_any, delete_any = whole if limit is None else chunked(*whole, limit=limit)

    def get(account: str) -> str | None:
        return kept[account] if account in kept else get_any(account)

    def put(account: str, value: str) -> None:
        try:
            with writing():
                set_any(account, value)
                fine = get_any(account) == value
        except VaultError:
            kept[account] = value
            raise
        if not fine:  # the null backend, for one, says nothing and stores nothing
            kept[account] = value
            raise VaultError(f"{kind[0].upper()}{kind[1:]} does not keep what it is given.", _hint())
        kept.pop(account, None)

    def delete(account: str) -> None:
        kept.pop(account, None)
        with writing():
            delete_any(account)

    return Vault(
        kind=kind,
        persistent=True,
        get=get,
        set=put,
        delete=delete,
        exclusive=exclusive,
        refreshing=refreshing,
    )


def probe(vault: Vault) -> None:
    """Write, read back and delete an entry of no worth.

    Raises VaultError where the vault does not keep it (S03), Silent where it does not answer (S02).
    """
    value = os.urandom(8).hex()
    vault.set(PROBE, value)
    vault.delete(PROBE)


def limit_of(name: str) -> int | None:
    """The longest value a backend takes, in UTF-16 units; None: any."""
    return WINDOWS_LIMIT if name == WINDOWS else None


def _silent(kind: str, timeout: float) -> Silent:
    return Silent(f"{kind[0].upper()}{kind[1:]} did not answer in {counted(timeout, 'second')}.", _hint())


def _hint() -> str:
    return "Unlock it and try again, or use --insecure-storage to keep tokens in a file that only you can read."
