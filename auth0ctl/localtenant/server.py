"""A real socket for the tenant: a thread for each connection, on loopback, HTTP/1.1, with TLS when asked."""

import contextlib
import os
import selectors
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from auth0ctl.localtenant.hosts import is_this_machine
from auth0ctl.localtenant.http1 import Connection, Gone, Place, Refused

if TYPE_CHECKING:
    import ssl

    from _typeshed.wsgi import WSGIApplication

SOCKET_SECONDS = 30.0
STOP_SECONDS = 2.0  # how long stopping waits for answers that are being made
MOST_CONNECTIONS = 512  # those above it are closed; a browser opens six
_LINGER_SECONDS = 2.0
_LINGER_BYTES = 10_000_000


def free_port(host: str = "127.0.0.1") -> int:
    """A free port, chosen by the system, so that the issuer can be known before the tenant is opened."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class NotLoopback(ValueError):
    """The tenant would be reachable from other machines. The argument says how to allow it."""


@dataclass(slots=True, eq=False)
class _Served:
    """A connection that is being served. ``socket`` is the TLS one once there is one."""

    socket: socket.socket
    peer: tuple[str, int]
    thread: threading.Thread | None = None
    answering: bool = False


class _Server:
    """Accepts in one thread and serves each connection in one of its own."""

    def __init__(
        self,
        listening: socket.socket,
        app: "WSGIApplication",
        *,
        context: "ssl.SSLContext | None",
        seconds: float,
        verbose: bool = False,
    ) -> None:
        self._verbose = verbose
        self._listening = listening
        self._app = app
        self._context = context
        self._seconds = seconds
        self._address = listening.getsockname()[:2]
        self._waker, self._wakes = socket.socketpair()
        self._lock = threading.Lock()
        self._open: set[_Served] = set()
        self._stopping = False

    def serve_forever(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listening, selectors.EVENT_READ)
            waiting.register(self._wakes, selectors.EVENT_READ)
            while not self._stopping:
                ready = waiting.select()
                if self._stopping or not ready:
                    continue
                try:
                    one, peer = self._listening.accept()
                except OSError:  # it was given up between the two calls, or there is no free descriptor
                    continue
                self._begin(one, peer)

    def _begin(self, accepted: socket.socket, peer: Any) -> None:
        one = _Served(accepted, peer[:2])
        one.thread = threading.Thread(target=self._serve, args=(one,), name="localtenant", daemon=True)
        with self._lock:
            full = len(self._open) >= MOST_CONNECTIONS
            if not full:
                self._open.add(one)
        if full:
            accepted.close()
        else:
            one.thread.start()

    def stop(self) -> None:
        """No new connections; those without a request end now, the others after their answer, or ``STOP_SECONDS``."""
        self._stopping = True
        self._waker.send(b"x")

    def finish(self) -> None:
        """After ``serve_forever`` has returned."""
        self._listening.close()
        give_up = time.monotonic() + STOP_SECONDS
        with self._lock:
            left = list(self._open)
        for one in left:
            if not one.answering:
                _shut(one.socket, socket.SHUT_RDWR)
        for one in left:
            if one.thread is not None:
                one.thread.join(max(0.0, give_up - time.monotonic()))
        self._waker.close()
        self._wakes.close()

    def _serve(self, one: _Served) -> None:
        # A connection that breaks off, or speaks no TLS, is its own affair.
        with contextlib.suppress(OSError, Gone):
            one.socket.settimeout(self._seconds)
            one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is not None:
                # Here and not in the accepting thread: there one silent connection (browsers open them ahead of need)
                # would keep everybody else waiting.
                one.socket = self._context.wrap_socket(one.socket, server_side=True, do_handshake_on_connect=False)
                one.socket.do_handshake()
            self._converse(one)
            _linger(one.socket)
        with contextlib.suppress(OSError):
            one.socket.close()
        with self._lock:
            self._open.discard(one)

    def _converse(self, one: _Served) -> None:
        scheme = "https" if self._context else "http"
        place = Place(scheme=scheme, server=self._address, peer=one.peer, seconds=self._seconds, verbose=self._verbose)
        connection = Connection(one.socket, place)
        more = True
        while more and not self._stopping:
            one.answering = False
            try:
                environ = connection.read_request()
                one.answering = True
                more = connection.respond(self._app, environ, last=self._is_stopping)
            except Refused as refusal:
                connection.refuse(refusal.args[0])
                more = False

    def _is_stopping(self) -> bool:
        return self._stopping


class Listener:
    """A listening tenant. ``origin`` has no trailing slash. Stop it, or use it as a context manager.

    ``seconds``: how long one request may take to come in. ``verbose``: a failure is told with the way to it.
    ``stopped`` is called when the listener has stopped.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        host: str,
        port: int,
        context: "ssl.SSLContext | None",
        expose: bool,
        stopped: Callable[[], None],
        seconds: float = SOCKET_SECONDS,
        verbose: bool = False,
    ) -> None:
        if not expose and not is_this_machine(host):
            raise NotLoopback(f"{host} is not a loopback address; the local tenant is for this machine alone")
        self._stopped = stopped
        listening = _bound(host, port)
        self._server = _Server(listening, app, context=context, seconds=seconds, verbose=verbose)
        self._stopping = threading.Lock()
        self._is_stopped = False
        named = f"[{host}]" if ":" in host else host
        self.port = int(listening.getsockname()[1])
        self.origin = f"{'https' if context else 'http'}://{named}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="localtenant", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the socket; answers that are being made are given first. Calling it twice does no harm."""
        with self._stopping:
            if not self._is_stopped:
                self._is_stopped = True
                self._server.stop()
                self._thread.join()
                self._server.finish()
                self._stopped()

    def wait(self) -> None:
        """Return when somebody has stopped the listener."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    one = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere this option would let two programs share the port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(address)
        one.listen(128)
    except OSError:
        one.close()
        raise
    return one


def _linger(one: socket.socket) -> None:
    """End the connection so that the last answer arrives: closing on unread input would take it back on the way."""
    give_up = time.monotonic() + _LINGER_SECONDS
    read = 0
    _shut(one, socket.SHUT_WR)
    while read < _LINGER_BYTES and (left := give_up - time.monotonic()) > 0:
        one.settimeout(left)
        piece = socket.socket.recv(one, 65536)
        if not piece:
            return
        read += len(piece)


def _shut(one: socket.socket, how: int) -> None:
    # The plain socket's own method: that of a TLS socket takes the encryption away under a thread that reads.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(one, how)
