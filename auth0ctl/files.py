"""Files of ours: which folders they live in, how they are written so that nothing is ever half there, and locks.

A write goes to a temporary file in the same folder (0600), is flushed to the disk, and takes the place of the old file
in one step, so a reader sees the old content or the new and a crash leaves the old (standards.md Q12).
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from auth0ctl.errors import ConfigError
from auth0ctl.words import counted

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HOME_VARIABLE = "AUTH0CTL_HOME"
LOCK_WAIT = 10.0  # seconds
WRITABLE_HINT = f"Set {HOME_VARIABLE} to a folder you can write to."

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag
BINARY = getattr(os, "O_BINARY", 0)


class Busy(ConfigError):
    """Somebody else holds a lock, and went on holding it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where ``config`` (profiles) and ``data`` (local tenant, vault file, journal, caches) are. Made on first write."""

    config: Path
    data: Path


def find_folders(environ: Mapping[str, str]) -> Folders:
    """The folders of this user: ``$AUTH0CTL_HOME/config`` and ``/data``, else the system's usual places.

    Never fails and makes nothing. With no home folder at all the paths stay relative (``~/...``); reading then finds
    nothing and writing raises ConfigError.
    """
    home = environ.get(HOME_VARIABLE)
    if home:
        root = Path(os.path.abspath(home))
        return Folders(config=root / "config", data=root / "data")
    return Folders(
        config=platformdirs.user_config_path("auth0ctl", appauthor=False, roaming=True),
        data=platformdirs.user_data_path("auth0ctl", appauthor=False),
    )


def make_folder(folder: Path) -> None:
    """Make ``folder`` (0700) and its parents where they are missing. Raises ConfigError where that is not possible."""
    if not folder.is_absolute():
        # expanduser leaves "~" alone when there is no home: never make a folder called "~" in the current one
        raise ConfigError("There is no home folder to keep settings and tokens in.", WRITABLE_HINT)
    try:
        for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)  # mkdir(parents=True) would make the parents readable to all
        folder.mkdir(exist_ok=True)  # says so where it is there and is not a folder
    except OSError as error:
        raise ConfigError(f"Cannot make the folder {folder}: {error.strerror}.", WRITABLE_HINT) from error


def read_file(path: Path) -> bytes | None:
    """The content of ``path``; None where there is no such file. Raises OSError where it is there but unreadable."""
    if not path.is_absolute():
        return None
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_file(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step, mode 0600. The caller holds the lock of that file.

    Raises ConfigError (no space, not writable, ...); the old content is then still there.
    """
    make_folder(path.parent)
    # One name, not a random one: whoever holds the lock also clears what a killed writer left behind.
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o600)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise ConfigError(f"Cannot write {path}: {error.strerror}.", WRITABLE_HINT) from error


def remove_file(path: Path) -> None:
    """Remove ``path``, so that it is gone after a crash too; nothing to do where there is none. Raises ConfigError."""
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigError(f"Cannot remove {path}: {error.strerror}.", WRITABLE_HINT) from error


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be opened there; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, *, wait: float = LOCK_WAIT, clock: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Hold the lock file ``path`` (made if missing, never deleted) against other processes and threads.

    The lock goes when the process does, however it ends. Raises Busy after ``wait`` seconds, ConfigError where the lock
    file cannot be made.
    """
    make_folder(path.parent)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW | BINARY, 0o600)
    except OSError as error:
        raise ConfigError(f"Cannot make the lock file {path}: {error.strerror}.", WRITABLE_HINT) from error
    try:
        end = clock() + wait
        while not _try_lock(handle):
            if clock() >= end:
                raise Busy(
                    f"Another auth0ctl has held {path} for {counted(wait, 'second')}.",
                    "Wait for it to finish, or end it, and run this command again.",
                )
            time.sleep(0.005 + os.urandom(1)[0] / 12800)  # 5 to 25 ms, spread out so that all get their turn
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
