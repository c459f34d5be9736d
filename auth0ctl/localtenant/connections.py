"""The tenant's connections, all served in one thread.

With one thread for each, they take Python's lock from each other at every call of the system: on two cores eight of
them gave fewer answers, and each answer cost half as much again.
"""

import contextlib
import errno
import selectors
import socket
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auth0ctl.localtenant import failure
from auth0ctl.localtenant.channel import Channel
from auth0ctl.localtenant.http1 import Conversation, Gone, Place, Refused, Said
from auth0ctl.localtenant.lazy import load

if TYPE_CHECKING:
    import ssl

    from _typeshed.wsgi import WSGIApplication

STOP_SECONDS = 2.0  # how long stopping waits for answers that are being made or sent
MOST_CONNECTIONS = 500  # those above it are closed; a browser opens six
_MOST_TOGETHER = 16  # requests: each waits for the last of them
_LINGER_SECONDS = 2.0
_LINGER_BYTES = 10_000_000
_NEVER = float("inf")

Together = Callable[[], contextlib.AbstractContextManager[None]]


@dataclass(slots=True, eq=False)
class _Served:
    """A connection that is being served."""

    channel: Channel
    conversation: Generator[Said, bytes, None] | None  # None: all is said, and what still comes in is thrown away
    until: float = _NEVER  # on the monotonic clock: what is waited for has to have happened by then
    heard: bytes | None = None  # what came in last; None: nothing yet
    said: Said | None = None  # in reply to what was heard
    unsent: bytes | memoryview = b""  # of what was said
    held: bool = False  # neither speaks nor hears before ``until``
    awaits: int = selectors.EVENT_READ
    thrown_away: int = 0  # bytes

    @property
    def hears(self) -> bool:
        return not (self.unsent or self.held or self.conversation is None)


class Connections:
    """Accepts connections and serves them, all in the thread that calls ``serve_forever``."""

    def __init__(
        self,
        listening: socket.socket,
        app: "WSGIApplication",
        *,
        context: "ssl.SSLContext | None",
        seconds: float,
        verbose: bool,
        together: Together,
    ) -> None:
        listening.setblocking(False)
        self._verbose = verbose
        self._together = together
        self._listening = listening
        self._app = app
        self._context = context
        self._seconds = seconds
        self._address = listening.getsockname()[:2]
        self._waker, self._wakes = socket.socketpair()
        self._spare = self._waker.dup()
        self._events = selectors.DefaultSelector()
        self._open: set[_Served] = set()
        self._look_at = _NEVER  # the first ``until``, or earlier
        self._stopping = False  # no connection has another request answered
        self._ended = False  # no connection is accepted

    def serve_forever(self) -> None:
        """Until ``stop``; then no new connections, and those that owe no answer end."""
        self._events.register(self._listening, selectors.EVENT_READ)
        self._events.register(self._wakes, selectors.EVENT_READ)
        while not self._ended:
            self._wait(self._look_at)
        self._events.unregister(self._wakes)
        self._events.unregister(self._listening)
        self._listening.close()
        give_up = time.monotonic() + STOP_SECONDS
        for one in [one for one in self._open if one.hears or one.held]:
            self._close(one)
        while self._open and time.monotonic() < give_up:
            self._wait(min(give_up, self._look_at))
        for one in list(self._open):
            self._close(one)
        self._events.close()
        for end in (self._waker, self._wakes, self._spare):
            end.close()

    def stop(self) -> None:
        """Make ``serve_forever`` return soon. For another thread; at most once."""
        self._stopping = True
        # It ends when it hears this and not before: then it is sent, and what it was sent through may be closed.
        self._waker.send(b"x")

    def _is_stopping(self) -> bool:
        return self._stopping

    def _wait(self, until: float) -> None:
        """Serve the connections on which something happens by then, and look after those that wait too long."""
        ready: list[_Served] = []
        for key, _ in self._events.select(None if until == _NEVER else max(0.0, until - time.monotonic())):
            if key.fileobj is self._listening:
                self._accept()
            elif key.fileobj is self._wakes:
                self._ended = True
            elif len(ready) < _MOST_TOGETHER:  # the others are ready the next time
                ready.append(key.data)
        # First all that came in is taken, then it is answered: what is answered together was there before that began.
        for one in ready:
            self._attended(one, self._take)
        if hearing := [one for one in ready if one.heard is not None]:
            self._answer(hearing)
        for one in ready:
            self._attended(one, self._serve)
        now = time.monotonic()
        if now >= self._look_at:
            for one in [one for one in self._open if one.until <= now]:
                self._attended(one, self._look_after)
            self._look_at = min((one.until for one in self._open), default=_NEVER)

    def _accept(self) -> None:
        try:
            accepted, peer = self._listening.accept()
        except OSError as error:  # else it was given up between the two calls
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._turn_away()
            return
        if len(self._open) >= MOST_CONNECTIONS:
            accepted.close()
            return
        place = Place(
            scheme="https" if self._context else "http", server=self._address, peer=peer[:2], verbose=self._verbose
        )
        try:
            channel = (
                load("secure_channel:SecureChannel")(accepted, self._context) if self._context else Channel(accepted)
            )
        except OSError:
            accepted.close()
            return
        one = _Served(channel, Conversation(self._app, place, self._is_stopping).run())
        self._open.add(one)
        self._events.register(channel.socket, selectors.EVENT_READ, one)
        self._give(one, self._seconds)
        self._attended(one, self._go_on)

    def _turn_away(self) -> None:
        """Close the next connection, though there is no free descriptor: left waiting, it would be told of for ever."""
        self._spare.close()
        with contextlib.suppress(OSError):
            self._listening.accept()[0].close()
        with contextlib.suppress(OSError):
            self._spare = self._waker.dup()

    def _attended(self, one: _Served, attend: Callable[[_Served], None]) -> None:
        # A connection that breaks off, or speaks no TLS, is its own affair.
        try:
            if one in self._open:
                attend(one)
        except (OSError, Gone):
            self._close(one)
        except Exception as error:  # one connection's end, not that of all
            failure.tell(sys.stderr, {"REQUEST_METHOD": "a request"}, error, steps=self._verbose)
            self._close(one)

    def _take(self, one: _Served) -> None:
        one.heard = one.channel.receive() if one.hears else None
        # TLS may hold more of what came in than it gave.
        while one.heard and one.channel.has_more():
            one.heard += one.channel.receive() or b""

    def _answer(self, hearing: list[_Served]) -> None:
        """Find what is said to what was heard. It may be told when ``together`` has ended, and not before."""
        try:
            with self._together():
                for one in hearing:
                    self._attended(one, self._reply)
        except Exception as error:  # what it keeps could not be written: the disk is full
            failure.tell(sys.stderr, {"REQUEST_METHOD": "all requests"}, error, steps=self._verbose)
            for one in hearing:
                self._attended(one, self._take_back)

    def _reply(self, one: _Served) -> None:
        assert one.conversation is not None
        assert one.heard is not None
        one.said, one.heard = one.conversation.send(one.heard), None

    def _take_back(self, one: _Served) -> None:
        with contextlib.suppress(Refused):  # it had no answer, and has told why
            if one.said and one.conversation is not None:
                one.said = one.conversation.throw(Refused(500))

    def _serve(self, one: _Served) -> None:
        if one.unsent:
            if self._send(one):
                self._go_on(one)
        elif one.conversation is None:
            self._throw_away(one)
        elif one.said is not None:
            self._go_on(one, one.said)
        self._listen(one)

    def _look_after(self, one: _Served) -> None:
        if one.held:
            one.held = False
            self._events.register(one.channel.socket, one.awaits, one)
            self._go_on(one)
        elif one.hears:
            assert one.conversation is not None
            self._go_on(one, one.conversation.throw(TimeoutError()))
        else:
            self._close(one)
        self._listen(one)

    def _go_on(self, one: _Served, said: Said | None = None) -> None:
        """Let the conversation go on until it wants to hear more, is held, or can send no more for now.

        ``said`` is what it has said already.
        """
        assert one.conversation is not None
        one.said = None
        try:
            said = next(one.conversation) if said is None else said
            while said:
                if isinstance(said, float):
                    one.held = True
                    self._events.unregister(one.channel.socket)
                    self._give(one, said)
                    return
                one.unsent = memoryview(said)
                self._give(one, self._seconds)
                if not self._send(one):
                    return
                said = next(one.conversation)
        except StopIteration:
            # The last answer has to arrive: closing on unread input would take it back on the way.
            one.conversation = None
            one.channel.end()
            self._give(one, _LINGER_SECONDS)

    def _send(self, one: _Served) -> bool:
        """Is everything out?"""
        while one.unsent:
            sent = one.channel.send(one.unsent)
            if not sent:
                return False
            one.unsent = one.unsent[sent:]
        return True

    def _throw_away(self, one: _Served) -> None:
        came = one.channel.discard()
        one.thrown_away += came or 0
        if came == 0 or one.thrown_away > _LINGER_BYTES:
            self._close(one)

    def _give(self, one: _Served, seconds: float) -> None:
        one.until = time.monotonic() + seconds
        self._look_at = min(self._look_at, one.until)

    def _listen(self, one: _Served) -> None:
        """Have the events told that the connection waits for."""
        if one.awaits != one.channel.awaits and one in self._open and not one.held:
            one.awaits = one.channel.awaits
            self._events.modify(one.channel.socket, one.awaits, one)

    def _close(self, one: _Served) -> None:
        if one in self._open:
            self._open.discard(one)
            if not one.held:
                self._events.unregister(one.channel.socket)
            with contextlib.suppress(OSError):
                one.channel.socket.close()
