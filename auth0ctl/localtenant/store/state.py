"""The local tenant's store: one SQLite file that several threads and several processes use at the same time.

Three tables and a count: objects (what the Management API shows, in order of creation), entries (the tenant log, of
which the newest are kept) and short-lived things (authorization codes, login transactions, sessions, refresh tokens),
each with an expiry. Bodies are JSON objects.
"""

import json
import os
import sqlite3
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

from auth0ctl.localtenant.store import filters
from auth0ctl.localtenant.store.database import Database
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
_INSERT = "INSERT INTO {table} (kind, key, alias, body) VALUES ({kind}, ?, ?, ?)"


class Exists(Exception):
    """An insert of a key that is there already. The argument is ``kind/key``."""


class State:
    """The store of one local tenant.

    ``folder`` is created with mode 0700 and the database in it with mode 0600 (SQLite gives its side files the same).
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self.file = folder / "tenant.sqlite"
        # Made here first, because SQLite would create it with the process's umask.
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        self._database = Database(self.file, f"{_SCHEMA}{filters.SCHEMA}")

    # Management objects

    def insert(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> int:
        """Add an object at the end of its kind, and return its place there. Raises ``Exists`` if the key is taken."""
        try:
            return self._database.insert(_of(kind, _INSERT), (key, alias, _text(body)))
        except sqlite3.IntegrityError as error:
            raise Exists(f"{kind}/{key}") from error

    def append(self, kind: str, key: str, body: JSON) -> None:
        """Add an entry at the end of its kind (the log). Nobody looks whether the key is taken."""
        self._database.append(_of(kind, _INSERT), (key, None, _text(body)))

    def put(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> None:
        """Insert or replace. A replaced object keeps its place in the order, and its alias unless one is given."""
        sql = (
            "INSERT INTO objects (kind, key, alias, body) VALUES ({kind}, ?, ?, ?) "
            "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, alias = COALESCE(excluded.alias, alias)"
        )
        self._database.change(_of(kind, sql), (key, alias, _text(body)))

    def get(self, kind: str, key: str) -> JSON | None:
        rows = self._asked(kind, _of(kind, "SELECT body FROM {table} WHERE kind = {kind} AND key = ?"), (key,))
        return _parsed(rows[0][0]) if rows else None

    def find(self, kind: str, alias: str) -> JSON | None:
        """The oldest object with this alias (resource_server: identifier, user: lower-case email, connection: name)."""
        sql = "SELECT body FROM objects WHERE kind = {kind} AND alias = ? ORDER BY place LIMIT 1"
        rows = self._asked(kind, _of(kind, sql), (alias,))
        return _parsed(rows[0][0]) if rows else None

    def named(self, kind: str, alias: str) -> list[JSON]:
        """All objects with this alias, the oldest first."""
        sql = "SELECT body FROM objects WHERE kind = {kind} AND alias = ? ORDER BY place"
        return [_parsed(row[0]) for row in self._asked(kind, _of(kind, sql), (alias,))]

    def having(self, kind: str, member: str, value: str) -> list[JSON]:
        """All objects whose body has this member, the oldest first; quick for those of ``filters.INDEXED``."""
        return [_parsed(row[0]) for row in self._asked(kind, filters.having(kind, member), (value,))]

    def delete(self, kind: str, key: str) -> bool:
        """True if the object was there."""
        return self._database.change(_of(kind, "DELETE FROM objects WHERE kind = {kind} AND key = ?"), (key,)) > 0

    def forget(self, kind: str, *, but: int) -> None:
        """Remove the entries of a kind, but for so many of the last."""
        sql = "DELETE FROM {table} WHERE kind = {kind} AND place <= (SELECT MAX(place) FROM {table}) - ?"
        self._database.change(_of(kind, sql), (but,))

    def all(self, kind: str) -> list[JSON]:
        return [_parsed(text) for text in self.texts(kind)]

    def texts(self, kind: str) -> list[str]:
        """The bodies of all objects of a kind as they are stored: what has not changed need not be parsed again."""
        sql = _of(kind, "SELECT body FROM {table} WHERE kind = {kind} ORDER BY place")
        return [row[0] for row in self._asked(kind, sql, ())]

    def page(
        self, kind: str, *, offset: int, limit: int, newest_first: bool = False, where: Where | None = None
    ) -> list[JSON]:
        """The objects from a number on, in order; with ``where``, of those that fit, the oldest first (filters.py)."""
        if where:
            sql, values = filters.paging(kind, where, after=0, offset=offset, limit=limit)
            return [_parsed(row[1]) for row in self._database.rows(sql, values)]
        order = "DESC" if newest_first else "ASC"
        sql = "SELECT body FROM {table} WHERE kind = {kind} ORDER BY place " + order + " LIMIT ? OFFSET ?"  # noqa: S608 (one of two words)
        return [_parsed(row[0]) for row in self._database.rows(_of(kind, sql), (limit, offset))]

    def after(self, kind: str, place: int, *, limit: int, where: Where | None = None) -> list[tuple[int, JSON]]:
        """The objects that come after a place in the order, each with its own place; 0 is before the first."""
        sql = _of(kind, "SELECT place, body FROM {table} WHERE kind = {kind} AND place > ? ORDER BY place LIMIT ?")
        values: tuple[object, ...] = (place, limit)
        if where:
            sql, values = filters.paging(kind, where, after=place, offset=0, limit=limit)
        return [(int(row[0]), _parsed(row[1])) for row in self._database.rows(sql, values)]

    def count(self, kind: str, where: Where | None = None) -> int:
        if where:
            if filters.is_tallied(kind, where):
                return filters.tallied(self._database.rows(filters.TALLIES, ()), where)
            return int(self._database.rows(*filters.counting(kind, where))[0][0])
        if kind in _ENTRIES:
            sql = "SELECT COUNT(*) FROM entries WHERE kind = ?"
        else:
            sql = "SELECT COALESCE(SUM(number), 0) FROM counts WHERE kind = ?"
        return int(self._database.rows(sql, (kind,))[0][0])

    def _asked(self, kind: str, sql: str, values: tuple[object, ...]) -> list[Any]:
        ask = self._database.rows if kind in _ENTRIES else self._database.known_rows
        return ask(sql, values)

    # Short-lived things

    def keep(self, kind: str, key: str, body: JSON, *, expires_at: float) -> None:
        """Insert or replace. ``expires_at`` in Unix seconds."""
        self._database.change(
            "INSERT OR REPLACE INTO short_lived (kind, key, body, expires_at) VALUES (?, ?, ?, ?)",
            (kind, key, _text(body), expires_at),
        )

    def peek(self, kind: str, key: str, *, now: float) -> JSON | None:
        """The body, or None if it is unknown or has expired."""
        sql = "SELECT body FROM short_lived WHERE kind = ? AND key = ? AND expires_at > ?"
        rows = self._database.rows(sql, (kind, key, now))
        return _parsed(rows[0][0]) if rows else None

    def take(self, kind: str, key: str, *, now: float) -> JSON | None:
        """Remove and return in one step: of several callers, in any process, exactly one gets the body."""
        rows = self._database.rows(
            "DELETE FROM short_lived WHERE kind = ? AND key = ? RETURNING body, expires_at", (kind, key)
        )
        self._database.change("DELETE FROM short_lived WHERE expires_at <= ?", (now,))
        if not rows or rows[0][1] <= now:
            return None
        return _parsed(rows[0][0])

    def living(self, kind: str, *, now: float, **members: str) -> list[tuple[str, JSON, float]]:
        """Key, body and end (Unix seconds) of every short-lived thing that has not ended and has these members."""
        same = "".join(" AND json_extract(body, ?) = ?" for _ in members)
        values = [part for name, value in members.items() for part in (f"$.{name}", value)]
        sql = f"SELECT key, body, expires_at FROM short_lived WHERE kind = ? AND expires_at > ?{same} ORDER BY rowid"  # noqa: S608 (only placeholders are put in)
        return [(row[0], json.loads(row[1]), float(row[2])) for row in self._database.rows(sql, (kind, now, *values))]

    def drop(self, kind: str, **members: str) -> int:
        """Remove every short-lived thing whose body has these members; returns how many there were."""
        same = "".join(" AND json_extract(body, ?) = ?" for _ in members)
        values = [part for name, value in members.items() for part in (f"$.{name}", value)]
        sql = f"DELETE FROM short_lived WHERE kind = ?{same}"  # noqa: S608 (only placeholders are put in)
        return self._database.change(sql, (kind, *values))

    # The whole

    def request(self) -> AbstractContextManager[None]:
        """What is asked inside is answered as of now at the earliest; what was asked before need not be read again.

        Outside, and in a transaction, every answer is read anew.
        """
        return self._database.request()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside take effect together or not at all, with no other writer between. Re-entrant."""
        return self._database.transaction()

    def clear(self) -> None:
        """Forget everything except the signing keys, so that a reset tenant keeps its key set."""
        with self.transaction():
            self._database.change("DELETE FROM objects WHERE kind != 'signing_key'", ())
            self._database.change("DELETE FROM entries", ())
            self._database.change("DELETE FROM short_lived", ())

    def close(self) -> None:
        """Close the connection; the next call opens a new one."""
        self._database.close()


@lru_cache(maxsize=512)
def _of(kind: str, sql: str) -> str:
    """The statement for one kind, which is a word of the tenant's own, and the table that it is kept in.

    The kind is no value to be bound: some indexes are for one kind alone, and SQLite plans a statement anew for each
    value that could decide whether one of them may be used. That takes ten times as long as to run it.
    """
    return sql.format(kind=f"'{kind}'", table="entries" if kind in _ENTRIES else "objects")


def _text(body: JSON) -> str:
    return _ENCODER.encode(body)


def _parsed(text: str) -> JSON:
    body: JSON = _DECODER.raw_decode(text)[0]
    return body


# What this module has written itself begins and ends without white space, so nothing has to be looked for around it.
_DECODER = json.JSONDecoder()
# json.dumps makes an encoder of its own at every call that asks for anything but the defaults.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
