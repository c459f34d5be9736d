"""The local tenant's store: one SQLite file that several threads and several processes use at the same time.

Three tables and a count: objects (what the Management API shows, in order of creation), entries (the tenant log, of
which the newest are kept) and short-lived things (authorization codes, login transactions, sessions, refresh tokens),
each with an expiry. Bodies are JSON objects.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from auth0ctl.localtenant.store import filters
from auth0ctl.localtenant.store.filters import Where

JSON = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    alias TEXT,
    body TEXT NOT NULL,
    UNIQUE (kind, key)
);
CREATE INDEX IF NOT EXISTS objects_by_alias ON objects (kind, alias, place);
CREATE INDEX IF NOT EXISTS objects_by_place ON objects (kind, place);
-- No index, no count: an entry is written with every answer, and there are too few of them to be long in looking.
CREATE TABLE IF NOT EXISTS entries (
    place INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    alias TEXT,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS short_lived (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at REAL NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX IF NOT EXISTS short_lived_by_expiry ON short_lived (expires_at);
-- How many objects there are of each kind: counting a hundred thousand rows for each page would take longer than the
-- page. An upsert that replaces a row fires no insert trigger.
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS counts (kind TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counts SELECT kind, COUNT(*) FROM objects WHERE NOT EXISTS (SELECT 1 FROM counts) GROUP BY kind;
CREATE TRIGGER IF NOT EXISTS objects_counted_in AFTER INSERT ON objects BEGIN
    INSERT INTO counts VALUES (new.kind, 1) ON CONFLICT (kind) DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER IF NOT EXISTS objects_counted_out AFTER DELETE ON objects BEGIN
    UPDATE counts SET number = number - 1 WHERE kind = old.kind;
END;
-- A store of an earlier version has its log among the objects.
INSERT INTO entries (kind, key, body) SELECT kind, key, body FROM objects WHERE kind = 'log' ORDER BY place;
DELETE FROM objects WHERE kind = 'log';
"""

_ENTRIES = frozenset({"log"})

BUSY_SECONDS = 15.0


class Exists(Exception):
    """An insert of a key that is there already. The argument is ``kind/key``."""


class State:
    """The store of one local tenant.

    ``folder`` is created with mode 0700 and the database in it with mode 0600 (SQLite gives its side files the same).
    A write is there for every other process as soon as the call returns, and survives a killed process: the journal is
    a write-ahead log.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.file = folder / "tenant.sqlite"
        # Made here first, because SQLite would create it with the process's umask.
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        # One connection for all threads, used by one at a time: SQLite would make the second writer of a process wait
        # in steps of milliseconds, and would forget its cache whenever another connection has written.
        self._lock = threading.RLock()
        self._depth = 0
        self._connection: sqlite3.Connection | None = None
        self._create_tables()

    # Management objects

    def insert(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> int:
        """Add an object at the end of its kind, and return its place there. Raises ``Exists`` if the key is taken.

        Of entries (the log) nobody looks whether a key is taken.
        """
        sql = _in_table(kind, "INSERT INTO {table} (kind, key, alias, body) VALUES (?, ?, ?, ?)")
        try:
            with self._lock:
                return int(self._db.execute(sql, (kind, key, alias, _text(body))).lastrowid or 0)
        except sqlite3.IntegrityError as error:
            raise Exists(f"{kind}/{key}") from error

    def put(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> None:
        """Insert or replace. A replaced object keeps its place in the order, and its alias unless one is given."""
        self._change(
            "INSERT INTO objects (kind, key, alias, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, alias = COALESCE(excluded.alias, alias)",
            (kind, key, alias, _text(body)),
        )

    def get(self, kind: str, key: str) -> JSON | None:
        return self._one(_in_table(kind, "SELECT body FROM {table} WHERE kind = ? AND key = ?"), (kind, key))

    def find(self, kind: str, alias: str) -> JSON | None:
        """The oldest object with this alias (resource_server: identifier, user: lower-case email, connection: name)."""
        return self._one("SELECT body FROM objects WHERE kind = ? AND alias = ? ORDER BY place LIMIT 1", (kind, alias))

    def named(self, kind: str, alias: str) -> list[JSON]:
        """All objects with this alias, the oldest first."""
        sql = "SELECT body FROM objects WHERE kind = ? AND alias = ? ORDER BY place"
        return [_parsed(row[0]) for row in self._rows(sql, (kind, alias))]

    def having(self, kind: str, member: str, value: str) -> list[JSON]:
        """All objects whose body has this member, the oldest first; quick for those of ``filters.INDEXED``."""
        return [_parsed(row[0]) for row in self._rows(filters.having(kind, member), (value,))]

    def delete(self, kind: str, key: str) -> bool:
        """True if the object was there."""
        return self._change("DELETE FROM objects WHERE kind = ? AND key = ?", (kind, key)) > 0

    def keep_newest(self, kind: str, number: int) -> None:
        """Remove all of a kind but the ``number`` newest, in one step."""
        sql = (
            "DELETE FROM {table} WHERE kind = ? AND place <= "
            "(SELECT place FROM {table} WHERE kind = ? ORDER BY place DESC LIMIT 1 OFFSET ?)"
        )
        self._change(_in_table(kind, sql), (kind, kind, number))

    def all(self, kind: str) -> list[JSON]:
        return [_parsed(text) for text in self.texts(kind)]

    def texts(self, kind: str) -> list[str]:
        """The bodies of all objects of a kind as they are stored: what has not changed need not be parsed again."""
        sql = _in_table(kind, "SELECT body FROM {table} WHERE kind = ? ORDER BY place")
        return [row[0] for row in self._rows(sql, (kind,))]

    def page(
        self, kind: str, *, offset: int, limit: int, newest_first: bool = False, where: Where | None = None
    ) -> list[JSON]:
        """The objects from a number on, in order; with ``where``, of those that fit, the oldest first (filters.py)."""
        if where:
            sql, values = filters.paging(kind, where, after=0, offset=offset, limit=limit)
            return [_parsed(row[1]) for row in self._rows(sql, values)]
        order = "DESC" if newest_first else "ASC"
        sql = "SELECT body FROM {table} WHERE kind = ? ORDER BY place " + order + " LIMIT ? OFFSET ?"  # noqa: S608 (one of two words)
        return [_parsed(row[0]) for row in self._rows(_in_table(kind, sql), (kind, limit, offset))]

    def after(self, kind: str, place: int, *, limit: int, where: Where | None = None) -> list[tuple[int, JSON]]:
        """The objects that come after a place in the order, each with its own place; 0 is before the first."""
        sql = _in_table(kind, "SELECT place, body FROM {table} WHERE kind = ? AND place > ? ORDER BY place LIMIT ?")
        values: tuple[object, ...] = (kind, place, limit)
        if where:
            sql, values = filters.paging(kind, where, after=place, offset=0, limit=limit)
        return [(int(row[0]), _parsed(row[1])) for row in self._rows(sql, values)]

    def count(self, kind: str, where: Where | None = None) -> int:
        if where:
            if filters.is_tallied(kind, where):
                return filters.tallied(self._rows(filters.TALLIES, ()), where)
            return int(self._rows(*filters.counting(kind, where))[0][0])
        if kind in _ENTRIES:
            sql = "SELECT COUNT(*) FROM entries WHERE kind = ?"
        else:
            sql = "SELECT COALESCE(SUM(number), 0) FROM counts WHERE kind = ?"
        return int(self._rows(sql, (kind,))[0][0])

    # Short-lived things

    def keep(self, kind: str, key: str, body: JSON, *, expires_at: float) -> None:
        """Insert or replace. ``expires_at`` in Unix seconds."""
        self._change(
            "INSERT OR REPLACE INTO short_lived (kind, key, body, expires_at) VALUES (?, ?, ?, ?)",
            (kind, key, _text(body), expires_at),
        )

    def peek(self, kind: str, key: str, *, now: float) -> JSON | None:
        """The body, or None if it is unknown or has expired."""
        return self._one("SELECT body FROM short_lived WHERE kind = ? AND key = ? AND expires_at > ?", (kind, key, now))

    def take(self, kind: str, key: str, *, now: float) -> JSON | None:
        """Remove and return in one step: of several callers, in any process, exactly one gets the body."""
        rows = self._rows("DELETE FROM short_lived WHERE kind = ? AND key = ? RETURNING body, expires_at", (kind, key))
        self._change("DELETE FROM short_lived WHERE expires_at <= ?", (now,))
        if not rows or rows[0][1] <= now:
            return None
        return _parsed(rows[0][0])

    def living(self, kind: str, *, now: float, **members: str) -> list[tuple[str, JSON, float]]:
        """Key, body and end (Unix seconds) of every short-lived thing that has not ended and has these members."""
        same = "".join(" AND json_extract(body, ?) = ?" for _ in members)
        values = [part for name, value in members.items() for part in (f"$.{name}", value)]
        sql = f"SELECT key, body, expires_at FROM short_lived WHERE kind = ? AND expires_at > ?{same} ORDER BY rowid"  # noqa: S608 (only placeholders are put in)
        return [(row[0], json.loads(row[1]), float(row[2])) for row in self._db.execute(sql, (kind, now, *values))]

    def drop(self, kind: str, **members: str) -> int:
        """Remove every short-lived thing whose body has these members; returns how many there were."""
        same = "".join(" AND json_extract(body, ?) = ?" for _ in members)
        values = [part for name, value in members.items() for part in (f"$.{name}", value)]
        sql = f"DELETE FROM short_lived WHERE kind = ?{same}"  # noqa: S608 (only placeholders are put in)
        return self._change(sql, (kind, *values))

    # The whole

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside take effect together or not at all, with no other writer between. Re-entrant."""
        with self._lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def clear(self) -> None:
        """Forget everything except the signing keys, so that a reset tenant keeps its key set."""
        with self.transaction():
            self._change("DELETE FROM objects WHERE kind != 'signing_key'", ())
            self._change("DELETE FROM entries", ())
            self._change("DELETE FROM short_lived", ())

    def close(self) -> None:
        """Close the connection; the next call opens a new one."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    # The connection. Whoever uses it holds the lock.

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            # isolation_level None: no hidden transactions, every statement commits by itself outside transaction().
            connection = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            # A commit reaches the operating system, not yet the disk: a killed process loses nothing, a power cut may
            # lose the last commits and nothing else.
            connection.execute("PRAGMA synchronous = NORMAL")
            # Moving the write-ahead log into the database waits for the disk; this is every 16 MB of it, not every 4.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
            self._connection = connection
        return self._connection

    def _change(self, sql: str, values: tuple[object, ...]) -> int:
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _create_tables(self) -> None:
        # SQLite answers "locked" at once, without its busy timeout, while another process switches the journal mode.
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.executescript(f"{_SCHEMA}{filters.SCHEMA}COMMIT;")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
            else:
                return

    def _one(self, sql: str, values: tuple[object, ...]) -> JSON | None:
        rows = self._rows(sql, values)
        return _parsed(rows[0][0]) if rows else None


@lru_cache(maxsize=256)
def _in_table(kind: str, sql: str) -> str:
    """The statement for the table that the kind is kept in."""
    return sql.format(table="entries" if kind in _ENTRIES else "objects")


def _text(body: JSON) -> str:
    return _ENCODER.encode(body)


def _parsed(text: str) -> JSON:
    body: JSON = _DECODER.raw_decode(text)[0]
    return body


# What this module has written itself begins and ends without white space, so nothing has to be looked for around it.
_DECODER = json.JSONDecoder()
# json.dumps makes an encoder of its own at every call that asks for anything but the defaults.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
