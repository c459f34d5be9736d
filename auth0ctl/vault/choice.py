"""Which vault this machine and this user get."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from auth0ctl.errors import ConfigError, VaultError
from auth0ctl.files import LOCK_WAIT, Folders, make_folder
from auth0ctl.vault.file import file_vault, vault_file
from auth0ctl.vault.oskeyring import (
    TIMEOUT,
    TRUSTED,
    Backend,
    Silent,
    candidates,
    keyring_vault,
    limit_of,
    load_backend,
    probe,
)
from auth0ctl.vault.store import REFRESH_WAIT, Vault, hold, memory_vault

FOREIGN_VARIABLE = "PYTHON_KEYRING_BACKEND"  # keyring's own; it may name any class at all
MEMORY = "tokens are kept in memory for this command only; --insecure-storage keeps them in a file only you can read."


def open_vault(
    folders: Folders,
    environ: Mapping[str, str],
    insecure: bool,
    *,
    backend: str | None = None,
    before_login: bool = False,
    timeout: float = TIMEOUT,
    platform: str = sys.platform,
) -> Vault:
    """The vault to use: the file if ``insecure``, else the keyring, else memory with a ``note`` that says so.

    ``backend`` (setting ``keyring_backend``) names a keyring class that is not in the list of trusted ones.
    ``before_login`` tries the keyring out first, so that a login is not wasted on one that keeps nothing; give it
    ``timeout=TIMEOUT_WITH_PROMPT`` where somebody sits at a terminal. Raises VaultError where the keyring does not
    answer or ``backend`` cannot be loaded.
    """
    if insecure:
        return file_vault(folders.data)
    found, note = _find_backend(environ, backend, timeout, platform)
    if found is None:
        return memory_vault(note)
    name, loaded = found
    vault = keyring_vault(
        loaded,
        kind=TRUSTED.get(name, f"the keyring {name}"),
        timeout=timeout,
        limit=limit_of(name),
        exclusive=partial(_lock_where_possible, folders.data / "vault" / "logins.lock"),
        refreshing=partial(_lock_where_possible, folders.data / "vault" / "refresh.lock", REFRESH_WAIT),
        writing=partial(_lock_where_possible, folders.data / "vault" / "vault.lock"),
    )
    if before_login:
        try:
            probe(vault)
        except Silent:
            raise
        except VaultError as error:
            return memory_vault(f"{error.message[:-1]}, so {MEMORY}")
    return vault


def every_vault(
    folders: Folders, environ: Mapping[str, str], *, backend: str | None = None, timeout: float = TIMEOUT
) -> tuple[Vault, ...]:
    """All vaults in which something of ours may lie, for ``logout``: the keyring where there is one, the file too.

    Raises VaultError as ``open_vault`` does.
    """
    chosen = open_vault(folders, environ, False, backend=backend, timeout=timeout)
    vaults = [chosen] if chosen.persistent else []
    path = vault_file(folders.data)
    if path.is_absolute() and os.path.lexists(path):
        vaults.append(file_vault(folders.data))
    return tuple(vaults)


def trusted_backend(
    environ: Mapping[str, str], *, backend: str | None = None, timeout: float = TIMEOUT, platform: str = sys.platform
) -> tuple[str, Backend] | None:
    """The keyring that ``open_vault`` would use, with its name; None where there is none. Raises as that does."""
    return _find_backend(environ, backend, timeout, platform)[0]


def _find_backend(
    environ: Mapping[str, str], asked: str | None, timeout: float, platform: str
) -> tuple[tuple[str, Backend] | None, str]:
    """A backend with its name, or None and the sentence that says why there is none."""
    if asked:
        loaded = load_backend(asked, timeout=timeout)
        if loaded is None:
            raise VaultError(f"The keyring backend {asked} cannot be used here.", "Check --keyring-backend.")
        return (asked, loaded), ""
    foreign = environ.get(FOREIGN_VARIABLE)
    if foreign and foreign not in TRUSTED:
        why = f"{FOREIGN_VARIABLE} names {foreign}, which auth0ctl does not trust by itself (--keyring-backend would)"
        return None, f"{why}, so {MEMORY}"
    for name in (foreign,) if foreign else candidates(platform, environ):
        loaded = load_backend(name, timeout=timeout)
        if loaded is not None:
            return (name, loaded), ""
    return None, f"There is no keyring on this machine, so {MEMORY}"


@contextmanager
def _lock_where_possible(path: Path, wait: float = LOCK_WAIT) -> Iterator[None]:
    """Hold the lock, or go on without where the folder cannot be written: a keyring works on a read-only home too."""
    try:
        make_folder(path.parent)
    except ConfigError:
        yield
        return
    if not os.access(path.parent, os.W_OK):
        yield
        return
    with hold(path, wait):
        yield
