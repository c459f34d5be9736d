"""The local tenant's store: one SQLite file that several threads and several processes use at the same time.

Two tables and a count: objects (what the Management API shows, in order of creation) and short-lived things
(authorization codes, login transactions, sessions, refresh tokens), each with an expiry. Bodies are JSON objects.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
COMMIT;
"""

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
        self._thread = threading.local()
        self._create_tables()

    # Management objects

    def insert(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> None:
        """Add an object at the end of its kind. Raises ``Exists`` if the key is taken."""
        try:
            self._db.execute(
                "INSERT INTO objects (kind, key, alias, body) VALUES (?, ?, ?, ?)", (kind, key, alias, _text(body))
            )
        except sqlite3.IntegrityError as error:
            raise Exists(f"{kind}/{key}") from error

    def put(self, kind: str, key: str, body: JSON, *, alias: str | None = None) -> None:
        """Insert or replace. A replaced object keeps its place in the order, and its alias unless one is given."""
        self._db.execute(
            "INSERT INTO objects (kind, key, alias, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, alias = COALESCE(excluded.alias, alias)",
            (kind, key, alias, _text(body)),
        )

    def get(self, kind: str, key: str) -> JSON | None:
        return self._one("SELECT body FROM objects WHERE kind = ? AND key = ?", (kind, key))

    def find(self, kind: str, alias: str) -> JSON | None:
        """The oldest object with this alias (resource_server: identifier, user: lower-case email, connection: name)."""
        return self._one("SELECT body FROM objects WHERE kind = ? AND alias = ? ORDER BY place LIMIT 1", (kind, alias))

    def delete(self, kind: str, key: str) -> bool:
        """True if the object was there."""
        return self._db.execute("DELETE FROM objects WHERE kind = ? AND key = ?", (kind, key)).rowcount > 0

    def all(self, kind: str) -> list[JSON]:
        return self._many("SELECT body FROM objects WHERE kind = ? ORDER BY place", (kind,))

    def page(self, kind: str, *, offset: int, limit: int, newest_first: bool = False) -> list[JSON]:
        order = "DESC" if newest_first else "ASC"
        return self._many(
            f"SELECT body FROM objects WHERE kind = ? ORDER BY place {order} LIMIT ? OFFSET ?",  # noqa: S608 (one of two words)
            (kind, limit, offset),
        )

    def after(self, kind: str, place: int, *, limit: int) -> list[tuple[int, JSON]]:
        """The objects that come after a place in the order, each with its own place; 0 is before the first."""
        sql = "SELECT place, body FROM objects WHERE kind = ? AND place > ? ORDER BY place LIMIT ?"
        return [(int(row[0]), json.loads(row[1])) for row in self._db.execute(sql, (kind, place, limit)).fetchall()]

    def count(self, kind: str) -> int:
        row = self._db.execute("SELECT number FROM counts WHERE kind = ?", (kind,)).fetchone()
        return int(row[0]) if row else 0

    # Short-lived things

    def keep(self, kind: str, key: str, body: JSON, *, expires_at: float) -> None:
        """Insert or replace. ``expires_at`` in Unix seconds."""
        self._db.execute(
            "INSERT OR REPLACE INTO short_lived (kind, key, body, expires_at) VALUES (?, ?, ?, ?)",
            (kind, key, _text(body), expires_at),
        )

    def peek(self, kind: str, key: str, *, now: float) -> JSON | None:
        """The body, or None if it is unknown or has expired."""
        return self._one("SELECT body FROM short_lived WHERE kind = ? AND key = ? AND expires_at > ?", (kind, key, now))

    def take(self, kind: str, key: str, *, now: float) -> JSON | None:
        """Remove and return in one step: of several callers, in any process, exactly one gets the body."""
        rows = self._db.execute(
            "DELETE FROM short_lived WHERE kind = ? AND key = ? RETURNING body, expires_at", (kind, key)
        ).fetchall()
        self._db.execute("DELETE FROM short_lived WHERE expires_at <= ?", (now,))
        if not rows or rows[0][1] <= now:
            return None
        body: JSON = json.loads(rows[0][0])
        return body

    def drop(self, kind: str, **members: str) -> int:
        """Remove every short-lived thing whose body has these members; returns how many there were."""
        same = "".join(" AND json_extract(body, ?) = ?" for _ in members)
        values = [part for name, value in members.items() for part in (f"$.{name}", value)]
        sql = f"DELETE FROM short_lived WHERE kind = ?{same}"  # noqa: S608 (only placeholders are put in)
        return self._db.execute(sql, (kind, *values)).rowcount

    # The whole

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside take effect together or not at all, with no other writer between. Re-entrant."""
        depth = getattr(self._thread, "depth", 0)
        if depth:
            self._thread.depth = depth + 1
            try:
                yield
            finally:
                self._thread.depth -= 1
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._thread.depth = 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._thread.depth = 0

    def clear(self) -> None:
        """Forget everything except the signing keys, so that a reset tenant keeps its key set."""
        with self.transaction():
            self._db.execute("DELETE FROM objects WHERE kind != 'signing_key'")
            self._db.execute("DELETE FROM short_lived")

    def close(self) -> None:
        """Close this thread's connection; the next call opens a new one."""
        connection = getattr(self._thread, "connection", None)
        if connection is not None:
            connection.close()
            self._thread.connection = None

    # Connections

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._thread, "connection", None)
        if connection is None:
            # isolation_level None: no hidden transactions, every statement commits by itself outside transaction().
            connection = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA synchronous = NORMAL")
            self._thread.connection = connection
        return connection

    def _create_tables(self) -> None:
        # SQLite answers "locked" at once, without its busy timeout, while another process switches the journal mode.
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.executescript(_SCHEMA)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
            else:
                return

    def _one(self, sql: str, values: tuple[object, ...]) -> JSON | None:
        row = self._db.execute(sql, values).fetchone()
        if row is None:
            return None
        body: JSON = json.loads(row[0])
        return body

    def _many(self, sql: str, values: tuple[object, ...]) -> list[JSON]:
        return [json.loads(row[0]) for row in self._db.execute(sql, values).fetchall()]


def _text(body: JSON) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
