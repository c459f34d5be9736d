"""A vault: three functions over named entries, and in words what it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from auth0ctl.errors import ConfigError, VaultError
from auth0ctl.files import LOCK_WAIT, locked

REFRESH_WAIT = 120.0  # seconds: the tenant's answer is waited for inside, and several shells may stand in line


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Where tokens and secrets are kept. An account is a name such as ``login/prod``; a value is text.

    ``get(account)`` gives None where there is nothing; ``set(account, value)`` has read back what it wrote; ``delete``
    of what is not there is fine and afterwards it is gone. All raise VaultError. ``kind`` is for people ("the macOS
    Keychain"), ``note`` is the sentence they must see (empty: none), ``exclusive()`` is held around several steps that
    belong together, ``refreshing()`` around a refresh, from reading the refresh token to keeping the one that follows
    it (L09); the first may be taken within the second.
    """

    kind: str
    persistent: bool
    note: str = ""
    get: Callable[[str], str | None] = field(repr=False)
    set: Callable[[str, str], None] = field(repr=False)
    delete: Callable[[str], None] = field(repr=False)
    exclusive: Callable[[], AbstractContextManager[None]] = field(repr=False, default=nullcontext)
    refreshing: Callable[[], AbstractContextManager[None]] = field(repr=False, default=nullcontext)


def memory_vault(note: str = "") -> Vault:
    """A vault that is gone when the command ends."""
    entries: dict[str, str] = {}

    def delete(account: str) -> None:
        entries.pop(account, None)

    return Vault(
        kind="memory, for this command only",
        persistent=False,
        note=note,
        get=entries.get,
        set=entries.__setitem__,
        delete=delete,
    )


@contextmanager
def hold(lock: Path, wait: float = LOCK_WAIT) -> Iterator[None]:
    """Hold a lock file for a change to a vault. What the file system then refuses is raised as VaultError."""
    try:
        with locked(lock, wait=wait):
            yield
    except VaultError:
        raise
    except ConfigError as error:
        raise VaultError(error.message, error.hint) from error
