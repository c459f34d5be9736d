"""The vault as a file that only its owner can read: ``vault/vault.json`` in the data folder, folder 0700, file 0600.

Used only where somebody asked for it (``--insecure-storage``), and for the built-in tenant. What is found is not
trusted: a link, a foreign owner, or a mode that lets others read or change it is refused (standards.md S05). Windows
has no such modes; there the file has the access list of the user's own folder.
"""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from auth0ctl.errors import VaultError
from auth0ctl.files import LOCK_WAIT, NO_FOLLOW, write_file
from auth0ctl.vault.store import REFRESH_WAIT, Vault, hold

SCHEMA = 1
MAX_SIZE = 4 * 1024 * 1024  # bytes; ours are a few thousand


def vault_file(data: Path) -> Path:
    return data / "vault" / "vault.json"


def file_vault(data: Path, *, wait: float = LOCK_WAIT) -> Vault:
    """A vault in the file under ``data`` (made on the first write). ``wait``: seconds to wait for another process."""
    path = vault_file(data)

    def change(edit: Callable[[dict[str, str]], object]) -> None:
        with hold(path.with_name("vault.lock"), wait):
            before = _read(path)
            after = dict(before)
            edit(after)
            if after != before:
                document = {"schema": SCHEMA, "accounts": after}
                write_file(path, json.dumps(document, indent=1, sort_keys=True).encode())

    def put(account: str, value: str) -> None:
        change(lambda entries: entries.update({account: value}))

    def delete(account: str) -> None:
        if account in _read(path):  # nothing is made only to forget something
            change(lambda entries: entries.pop(account, None))

    return Vault(
        kind=f"the file {path}, which only you can read",
        persistent=True,
        get=lambda account: _read(path).get(account),
        set=put,
        delete=delete,
        exclusive=lambda: hold(path.with_name("logins.lock"), wait),
        refreshing=lambda: hold(path.with_name("refresh.lock"), max(wait, REFRESH_WAIT)),
    )


def _read(path: Path) -> dict[str, str]:
    """All entries; none where there is no file. Raises VaultError for a file that must not be trusted or read."""
    if not path.is_absolute():
        return {}
    try:
        handle = os.open(path, os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        if path.is_symlink():
            raise VaultError(f"{path} is a link, and is not followed.", "Remove the link.") from error
        raise VaultError(f"Cannot read {path}: {error.strerror}.") from error
    try:
        _check(path.parent, os.stat(path.parent, follow_symlinks=False), stat.S_ISDIR, 0o077, "700")
        _check(path, os.fstat(handle), stat.S_ISREG, 0o077, "600")
        with open(handle, "rb", closefd=False) as file:
            content = file.read(MAX_SIZE + 1)
    finally:
        os.close(handle)
    return _entries(path, content)


def _check(path: Path, found: os.stat_result, is_kind: Callable[[int], bool], forbidden: int, mode: str) -> None:
    if not is_kind(found.st_mode):
        raise VaultError(f"{path} is not what it should be (a link, or another kind of file).", f"Remove {path}.")
    if sys.platform == "win32":
        return
    if found.st_uid != os.geteuid():
        raise VaultError(f"{path} belongs to another user, so it is not trusted.", f"Remove {path}.")
    if found.st_mode & forbidden:
        raise VaultError(f"Others can read or change {path}, so it is not trusted.", f"chmod {mode} {path}")


def _entries(path: Path, content: bytes) -> dict[str, str]:
    hint = f"Move {path} aside and log in again."
    if len(content) > MAX_SIZE:
        raise VaultError(f"{path} is larger than anything auth0ctl writes.", hint)
    try:
        document = json.loads(content)
        schema, accounts = document["schema"], document["accounts"]
        sound = isinstance(schema, int) and all(isinstance(value, str) for value in accounts.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:  # outside the handler, so that the parser's error, which quotes the file, is not carried along
        raise VaultError(f"{path} is damaged.", hint)
    if schema > SCHEMA:
        raise VaultError(f"{path} was written by a newer auth0ctl (schema {schema}).", "Update auth0ctl.")
    return dict(accounts)
