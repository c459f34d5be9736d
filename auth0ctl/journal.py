"""What was changed on a tenant, for a while or to mend it, written down before the change so that it can be put back.

Each change is a file of its own in the journal's folder, so that a damaged one takes no other with it. The process that
made the change holds a lock beside the file for as long as it borrows. A lock goes when its process does, however it
ends, so an entry whose lock can be had was left behind; unlike a process id, a lock cannot be mistaken for another's.
No entry has a place for a secret (standards.md Q05, Q12, S14).
"""

import contextlib
import json
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from auth0ctl import edits
from auth0ctl.edits import Edit
from auth0ctl.errors import ConfigError
from auth0ctl.files import Busy, locked, read_file, remove_file, write_file
from auth0ctl.model import Tenant

SCHEMA = 2  # 1 knew no edits
LOOK_SECONDS = 0.2  # more than another process takes to see whether an entry is owned
TURN_SECONDS = 60.0  # to wait for another process of ours that is changing a tenant: a few requests


class Change(StrEnum):
    CALLBACK = "callback-added"  # put back by taking it away from the client
    CLIENT = "client-created"  # put back by deleting it
    EDIT = "settings-edited"  # put back by writing the former values; stays open until somebody decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change. ``value`` is the callback that was added, the name of the client that was made, or the edit in words.

    ``client_id`` is None while a client is being made. ``confirmed``: the tenant has said that the change is done.
    ``was_absent``: the client had no list of callbacks at all, not even an empty one. ``edit`` holds the former values
    of an edit, and the id of an object that was made as soon as it is known.
    """

    id: str  # also the mark of a client that was made (``client_metadata``)
    change: Change
    tenant: str
    origin: str
    client_id: str | None
    value: str
    at: datetime
    pid: int
    was_absent: bool = False
    confirmed: bool = False
    edit: Edit | None = None

    def same_loan(self, other: "Entry") -> bool:
        """Whether two entries say that one and the same thing was changed."""
        return (self.change, self.origin, self.client_id, self.value) == (
            other.change,
            other.origin,
            other.client_id,
            other.value,
        )


def silent(sentence: str) -> None:
    """Where nobody is to be told."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries in ``folder``, which is made when something is first borrowed. ``say`` is told of damaged ones."""

    folder: Path
    say: Callable[[str], None] = field(default=silent)
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def new(self, change: Change, tenant: Tenant, client_id: str | None, value: str, edit: Edit | None = None) -> Entry:
        """An entry of this process, not yet written."""
        return Entry(
            id=uuid.uuid4().hex,
            change=change,
            tenant=tenant.name,
            origin=tenant.origin,
            client_id=client_id,
            value=value,
            at=self.now().astimezone(UTC),
            pid=os.getpid(),
            edit=edit,
        )

    def begin(self, entry: Entry) -> None:
        """Write an entry to the disk, or what has become of it. Raises ConfigError where that is not possible."""
        write_file(self._file(entry.id), json.dumps(document(entry), indent=1).encode())

    def end(self, entry: Entry) -> None:
        """The change is put back, or never was made. Raises ConfigError."""
        remove_file(self._file(entry.id))

    def find(self, entry_id: str) -> Entry | None:
        """The entry as it is on the disk now; None where it has ended."""
        return self._read(self._file(entry_id))

    def open_entries(self, origin: str | None = None) -> tuple[Entry, ...]:
        """What is changed now, of one tenant or of all, oldest first. Raises ConfigError for an unreadable folder.

        A file that is no entry is renamed to ``NAME.corrupt-TIME``; one of a newer auth0ctl is left alone. Both are
        said.
        """
        try:
            files = sorted(self.folder.glob("*.json"))
        except OSError as error:
            raise ConfigError(f"Cannot read {self.folder}: {error.strerror}.") from error
        found = [entry for file in files if (entry := self._read(file)) is not None]
        return tuple(sorted((one for one in found if origin in (None, one.origin)), key=lambda one: one.at))

    def turn(self, *, wait: float = TURN_SECONDS) -> AbstractContextManager[None]:
        """Let only one process at a time read and change a tenant. Not to be taken twice. Raises ConfigError.

        The API replaces a whole list of callbacks at once, so of two logins in a race one would lose its own.
        """
        return locked(self.folder / "turn.lock", wait=wait)

    @contextmanager
    def owned(self, entry: Entry) -> Iterator[None]:
        """Be the process that has borrowed it. To be taken in one's turn. Raises Busy where another process is."""
        lock = self._lock(entry.id)
        try:
            with locked(lock, wait=LOOK_SECONDS):
                yield
        finally:
            if not self._file(entry.id).exists():
                with contextlib.suppress(OSError):  # Windows, while another process looks at it
                    lock.unlink()

    def is_owned(self, entry: Entry) -> bool:
        """Whether a process that is running now has borrowed it."""
        if not self._lock(entry.id).exists():
            return False
        try:
            with locked(self._lock(entry.id), wait=LOOK_SECONDS):
                return False
        except Busy:
            return True

    def sweep(self) -> None:
        """Clear what killed processes left that is no entry: half-written files, locks of nothing. In one's turn."""
        for lock in self.folder.glob("*.lock"):
            if lock.name == "turn.lock" or lock.with_suffix(".json").exists():
                continue
            with contextlib.suppress(OSError, ConfigError):
                with locked(lock, wait=0):
                    lock.with_name(f".{lock.stem}.json.new").unlink(missing_ok=True)
                lock.unlink()

    def _file(self, entry_id: str) -> Path:
        return self.folder / f"{entry_id}.json"

    def _lock(self, entry_id: str) -> Path:
        return self.folder / f"{entry_id}.lock"

    def _read(self, file: Path) -> Entry | None:
        try:
            content = read_file(file)
        except OSError as error:
            raise ConfigError(f"Cannot read {file}: {error.strerror}.") from error
        if content is None:
            return None
        try:
            written = json.loads(content)
            if type(written["schema"]) is not int or written["id"] != file.stem:
                raise ValueError(written["schema"])
            if written["schema"] > SCHEMA:
                self.say(f"{file} was written by a newer auth0ctl and is left alone: put it back with that one.")
                return None
            return entry_of(written)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._move_aside(file)
            return None

    def _move_aside(self, file: Path) -> None:
        aside = file.with_name(f"{file.name}.corrupt-{self.now().astimezone(UTC):%Y%m%dT%H%M%S.%fZ}")
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            file.rename(aside)
        self.say(
            f"{file} was no journal entry and is now called {aside.name}. If a login was broken off, look at the "
            "client's Allowed Callback URLs yourself."
        )


def document(entry: Entry) -> dict[str, Any]:
    """The JSON object of an entry: of schema 1 where an older auth0ctl can put it back as well."""
    more = {"edit": edits.document(entry.edit)} if entry.edit else {}
    return {
        "schema": SCHEMA if entry.edit else 1,
        "id": entry.id,
        "change": entry.change.value,
        "tenant": entry.tenant,
        "origin": entry.origin,
        "client_id": entry.client_id,
        "value": entry.value,
        "at": entry.at.isoformat(),
        "pid": entry.pid,
        "was_absent": entry.was_absent,
        "confirmed": entry.confirmed,
        **more,
    }


def entry_of(written: dict[str, Any]) -> Entry:
    """The entry of a JSON object. Raises ValueError, KeyError or TypeError for anything else."""
    texts = {name: written[name] for name in ("id", "tenant", "origin", "value")}
    client_id, pid = written["client_id"], written["pid"]
    flags = {name: written[name] for name in ("was_absent", "confirmed")}
    sound = (
        all(isinstance(text, str) for text in texts.values())
        and all(isinstance(flag, bool) for flag in flags.values())
        and isinstance(client_id, str | None)
        and type(pid) is int
    )
    at = datetime.fromisoformat(written["at"])
    if not sound or at.tzinfo is None:
        raise ValueError("not an entry")
    change = Change(written["change"])
    edit = edits.edit_of(written["edit"]) if change is Change.EDIT else None
    return Entry(change=change, client_id=client_id, at=at, pid=pid, edit=edit, **texts, **flags)
