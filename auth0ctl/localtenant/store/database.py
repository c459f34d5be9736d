"""The store's SQLite file: one connection for all threads, its transactions, and what was read for a request before."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

BUSY_SECONDS = 15.0

_MOST_KEPT = 1000  # answers, from one request to the next
_FEW = 20  # rows of an answer that is kept

Values = tuple[object, ...]


class Database:
    """``file`` with the tables of ``schema``, a script that begins a transaction and leaves its end to us.

    A write is there for every other process as soon as the call returns, and survives a killed process: the journal is
    a write-ahead log.
    """

    def __init__(self, file: Path, schema: str) -> None:
        self._file = file
        # One connection for all threads, used by one at a time: SQLite would make the second writer of a process wait
        # in steps of milliseconds, and would forget its cache whenever another connection has written.
        self._lock = threading.RLock()
        self._depth = 0
        self._connection: sqlite3.Connection | None = None
        self._kept: dict[tuple[str, Values], list[Any]] = {}  # statement and values -> rows
        self._version = 0  # SQLite's own number, which other connections' commits change
        self._later: list[tuple[str, Values]] = []  # what is written when the request ends
        self._request = threading.local()
        self._create(schema)

    def rows(self, sql: str, values: Values) -> list[Any]:
        """What the statement gives, read now."""
        with self._lock:
            self._write_later_ones()
            return self.connection.execute(sql, values).fetchall()

    def known_rows(self, sql: str, values: Values) -> list[Any]:
        """The same for what only ``change`` and ``insert`` change. In a ``request``, read now or for one before it."""
        if not getattr(self._request, "open", False):
            return self.rows(sql, values)
        with self._lock:
            rows = self._kept.get((sql, values))
            if rows is None or self._depth:
                rows = self.rows(sql, values)
                if len(rows) <= _FEW and not self._depth:
                    if len(self._kept) >= _MOST_KEPT:
                        self._kept.clear()
                    self._kept[sql, values] = rows
            return rows

    def change(self, sql: str, values: Values) -> int:
        """Returns how many rows there were."""
        with self._lock:
            self._write_later_ones()
            self._kept.clear()
            return self.connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Values) -> int:
        """Returns the number of the new row. Raises ``sqlite3.IntegrityError``."""
        with self._lock:
            self._kept.clear()
            return int(self.connection.execute(sql, values).lastrowid or 0)

    def append(self, sql: str, values: Values) -> None:
        """Add a row, to a table that ``known_rows`` is never asked for. In a ``request`` it is written at its end, with
        the others of the request: a commit takes longer than all that is before it. Whoever reads, reads it.
        """
        with self._lock:
            if getattr(self._request, "open", False) and not self._depth:
                self._later.append((sql, values))
            else:
                self.connection.execute(sql, values)

    def _write_later_ones(self) -> None:
        if self._depth or not self._later:
            return
        rows, self._later = self._later, []
        try:
            with self.transaction() if len(rows) > 1 else nullcontext():
                for sql, alike in groupby(rows, itemgetter(0)):
                    self.connection.executemany(sql, [values for _, values in alike])
        except BaseException:
            self._later = rows  # not only whoever happened to read has to hear of it: at the end, the request does
            raise

    @contextmanager
    def request(self) -> Iterator[None]:
        """What is asked inside is answered as of now at the earliest; what was asked before need not be read again.

        Outside, and in a transaction, every answer is read anew. Re-entrant: what is inside another is part of it.
        Raises ``sqlite3.Error`` at its end where what was appended cannot be written.
        """
        if getattr(self._request, "open", False):
            yield
            return
        with self._lock:
            version = self.connection.execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:
                self._kept.clear()
                self._version = version
        self._request.open = True
        try:
            yield
        finally:
            self._request.open = False
            with self._lock:
                try:
                    self._write_later_ones()
                finally:
                    self._later = []

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
            self._write_later_ones()
            self.connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def close(self) -> None:
        """Close the connection; the next call opens a new one."""
        with self._lock:
            if self._connection is not None:
                self._write_later_ones()
                self._connection.close()
                self._connection = None
                self._kept.clear()  # the next connection counts its versions anew

    @property
    def connection(self) -> sqlite3.Connection:
        """Whoever uses it holds the lock."""
        if self._connection is None:
            # isolation_level None: no hidden transactions, every statement commits by itself outside transaction().
            connection = sqlite3.connect(
                self._file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
            )
            # A commit reaches the operating system, not yet the disk: a killed process loses nothing, a power cut may
            # lose the last commits and nothing else.
            connection.execute("PRAGMA synchronous = NORMAL")
            # Moving the write-ahead log into the database waits for the disk; this is every 16 MB of it, not every 4.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
            self._connection = connection
        return self._connection

    def _create(self, schema: str) -> None:
        # SQLite answers "locked" at once, without its busy timeout, while another process switches the journal mode.
        give_up = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
                self.connection.executescript(f"{schema}COMMIT;")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
            else:
                return
