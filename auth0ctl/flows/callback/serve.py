"""The loop that serves a few short connections in one thread, whatever the other side does.

One thread and a selector, so nothing has to be locked between requests and a thousand hostile connections cost no
threads. Every connection carries one request and a deadline. When all places are taken the connection that has kept us
waiting longest makes room, so that silent ones cannot keep the browser out; but each has a moment first, in which the
system keeps the newcomers, so that a crowd cannot push the browser out either.
"""

import selectors
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from http import HTTPStatus
from typing import Protocol

from auth0ctl.flows.callback.http import Head, Refused, Reply, read_head

_CHUNK = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much; seconds, except ``connections``."""

    receive: float = 2.0  # for a whole request, and for taking a whole reply
    hold: float = 10.0  # how long the last page waits for the verdict
    replay: float = 2.0  # within this a repeated answer is taken for a browser's prefetch or reload
    linger: float = 1.5  # how long closing waits for the browser to fetch the verdict; it may ask once a second
    grace: float = 0.05  # no connection makes room before that
    connections: int = 16


class Service(Protocol):
    """What answers the requests; called on the loop's thread only."""

    def begin(self, head: Head) -> Reply | int:
        """The reply, or how many bytes of body to read first. May raise Refused."""

    def finish(self, head: Head, body: bytes) -> Reply | None:
        """The reply; None holds the connection until ``verdict`` has one. May raise Refused."""

    def verdict(self) -> Reply | None:
        """The reply to held connections, once there is one."""

    def late(self, *, ask_again: bool) -> Reply:
        """The reply to a connection that was held for as long as we hold any, or until the end."""

    def refuse(self, head: Head | None, status: HTTPStatus, sentence: str) -> Reply:
        """The reply to a request that was refused; ``head`` is None where it could not be read."""


class _Phase(IntEnum):
    """In the order in which connections make room for a new one."""

    DRAINING = 0  # answered; reading on so that the answer is not lost to a reset
    READING = 1
    WRITING = 2
    HELD = 3


@dataclass(slots=True, kw_only=True, eq=False)
class _Connection:
    socket: socket.socket
    since: float  # when its phase began
    deadline: float
    phase: _Phase = _Phase.READING
    received: bytearray = field(default_factory=bytearray, repr=False)
    head: Head | None = None
    body_length: int = 0
    out: bytes = field(default=b"", repr=False)
    final: bool = False


class Loop:
    """Serves ``service`` on listening, non-blocking sockets from ``start`` to ``stop``. ``final_sent`` is set when a
    reply marked ``final`` has been handed to the system."""

    def __init__(self, sockets: list[socket.socket], service: Service, limits: Limits) -> None:
        self.final_sent = threading.Event()
        self._service = service
        self._limits = limits
        self._listeners = sockets
        self._connections: list[_Connection] = []
        self._selector = selectors.DefaultSelector()
        self._wake_in, self._wake_out = socket.socketpair()
        for one in (self._wake_in, self._wake_out):
            one.setblocking(False)
        self._selector.register(self._wake_out, selectors.EVENT_READ, None)
        for listener in sockets:
            self._selector.register(listener, selectors.EVENT_READ, listener)
        self._resting_until: float | None = None  # no newcomers before then
        self._stopping = False
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="auth0ctl callback", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look again now: a verdict has come, or it is time to stop. Safe from any thread."""
        with suppress(OSError):  # the pipe is full, so the loop is awake already; or it is closed
            self._wake_in.send(b"!")

    def stop(self) -> None:
        """Answer what is held, close every socket, end the thread. May be called again."""
        if self._stopped:
            return
        self._stopping = True
        self.wake()
        self._thread.join()
        for connection in list(self._connections):
            if connection.phase is _Phase.HELD:
                self._reply(connection, self._service.verdict() or self._service.late(ask_again=False))
            self._drop(connection)
        self._selector.close()
        for one in (*self._listeners, self._wake_in, self._wake_out):
            one.close()
        self._stopped = True

    def _run(self) -> None:
        while not self._stopping:
            now = time.monotonic()
            times = [connection.deadline for connection in self._connections]
            times += [] if self._resting_until is None else [self._resting_until]
            for key, _ in self._selector.select(max(0.0, min(times) - now) if times else None):
                if isinstance(key.data, _Connection):
                    self._serve(key.data)
                elif isinstance(key.data, socket.socket):
                    self._accept(key.data)
                else:
                    self._wake_out.recv(_CHUNK)
                    self._release()
            now = time.monotonic()
            for connection in [one for one in self._connections if one.deadline <= now]:
                self._expire(connection)
            if self._resting_until is not None and self._resting_until <= now:
                self._resting_until = None
                for listener in self._listeners:
                    self._selector.register(listener, selectors.EVENT_READ, listener)

    def _accept(self, listener: socket.socket) -> None:
        if self._resting_until is not None:
            return  # since this same round
        if len(self._connections) >= self._limits.connections and not self._make_room():
            return
        try:
            accepted, _ = listener.accept()
        except OSError:
            return  # gone again before we took it
        accepted.setblocking(False)
        now = time.monotonic()
        connection = _Connection(socket=accepted, since=now, deadline=now + self._limits.receive)
        self._connections.append(connection)
        self._selector.register(accepted, selectors.EVENT_READ, connection)

    def _serve(self, connection: _Connection) -> None:
        if connection.socket.fileno() < 0:
            return  # made room for another one in this same round
        try:
            if connection.phase is _Phase.WRITING:
                self._write(connection)
                return
            data = connection.socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            self._drop(connection)
            return
        if not data:
            self._drop(connection)
        elif connection.phase is _Phase.READING:
            connection.received += data
            self._answer(connection)

    def _answer(self, connection: _Connection) -> None:
        try:
            reply = self._judge(connection)
        except Refused as refused:
            reply = self._service.refuse(connection.head, refused.status, refused.sentence)
        except Exception:  # a fault of ours must not end somebody's login
            sentence = "This request could not be answered."
            reply = self._service.refuse(connection.head, HTTPStatus.INTERNAL_SERVER_ERROR, sentence)
        if reply is not None:
            self._reply(connection, reply)

    def _judge(self, connection: _Connection) -> Reply | None:
        if connection.head is None:
            found = read_head(bytes(connection.received))
            if found is None:
                return None
            connection.head, used = found
            del connection.received[:used]
            begun = self._service.begin(connection.head)
            if isinstance(begun, Reply):
                return begun
            connection.body_length = begun
        if len(connection.received) < connection.body_length:
            return None
        reply = self._service.finish(connection.head, bytes(connection.received[: connection.body_length]))
        if reply is None:
            self._enter(connection, _Phase.HELD, self._limits.hold)
        return reply

    def _enter(self, connection: _Connection, phase: _Phase, patience: float) -> None:
        connection.phase = phase
        connection.since = time.monotonic()
        connection.deadline = connection.since + patience

    def _release(self) -> None:
        reply = self._service.verdict()
        if reply is None:
            return
        for connection in [one for one in self._connections if one.phase is _Phase.HELD]:
            self._reply(connection, reply)

    def _make_room(self) -> bool:
        """Whether somebody went. If not, everybody has just come: the listeners rest until the first had its moment."""
        before = time.monotonic() - self._limits.grace
        settled = [connection for connection in self._connections if connection.since <= before]
        if not settled:
            self._resting_until = min(one.since for one in self._connections) + self._limits.grace
            for listener in self._listeners:
                self._selector.unregister(listener)
            return False
        longest = min(settled, key=lambda one: (one.phase, one.deadline))
        if longest.phase is _Phase.HELD:
            self._reply(longest, self._service.late(ask_again=True))
        self._drop(longest)
        return True

    def _expire(self, connection: _Connection) -> None:
        if connection.phase is _Phase.HELD:
            self._reply(connection, self._service.late(ask_again=True))
        elif connection.phase is _Phase.READING and connection.received:
            sentence = "The request did not arrive in time."
            self._reply(connection, self._service.refuse(connection.head, HTTPStatus.REQUEST_TIMEOUT, sentence))
        else:
            self._drop(connection)

    def _reply(self, connection: _Connection, reply: Reply) -> None:
        connection.out = reply.encode()
        connection.final = reply.final
        self._enter(connection, _Phase.WRITING, self._limits.receive)
        self._write(connection)

    def _write(self, connection: _Connection) -> None:
        try:
            sent = connection.socket.send(connection.out)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(connection)
            return
        connection.out = connection.out[sent:]
        if connection.out:
            self._selector.modify(connection.socket, selectors.EVENT_WRITE, connection)
            return
        if connection.final:
            self.final_sent.set()
        connection.phase, connection.since = _Phase.DRAINING, time.monotonic()  # the deadline stays
        try:
            connection.socket.shutdown(socket.SHUT_WR)
            self._selector.modify(connection.socket, selectors.EVENT_READ, connection)
        except OSError:
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            self._selector.unregister(connection.socket)
            connection.socket.close()
