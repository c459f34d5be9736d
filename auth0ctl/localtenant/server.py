"""A real socket for the tenant: Werkzeug's threaded server on loopback, HTTP/1.1, with TLS when asked."""

import os
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from auth0ctl.localtenant.hosts import is_this_machine

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SOCKET_SECONDS = 30.0


def free_port(host: str = "127.0.0.1") -> int:
    """A free port, chosen by the system, so that the issuer can be known before the tenant is opened."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class NotLoopback(ValueError):
    """The tenant would be reachable from other machines. The argument says how to allow it."""


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SOCKET_SECONDS

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing is printed: request lines carry codes and tokens. The tenant log tells what happened."""


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def __init__(
        self,
        host: str,
        port: int,
        app: "WSGIApplication",
        *,
        context: ssl.SSLContext | None,
        release: Callable[[], None],
    ) -> None:
        self._release = release
        # Bound here, because Werkzeug answers a port that is taken by printing and leaving the program.
        with _bound(host, port) as bound:
            super().__init__(host, port, app, handler=_Handler, fd=bound.fileno())
        # Set after Werkzeug's own constructor, which would shake hands in the accepting thread: there one silent
        # connection (browsers open them ahead of need) would keep everybody else waiting.
        self.ssl_context = context

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        connection.settimeout(SOCKET_SECONDS)
        if self.ssl_context is not None:
            connection = self.ssl_context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off, or spoke no TLS, is its own affair."""


class Listener:
    """A listening tenant. ``origin`` has no trailing slash. Stop it, or use it as a context manager.

    ``release`` is called at the end of each connection, in its thread; ``stopped`` when the listener has stopped.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        host: str,
        port: int,
        context: ssl.SSLContext | None,
        expose: bool,
        release: Callable[[], None],
        stopped: Callable[[], None],
    ) -> None:
        if not expose and not is_this_machine(host):
            raise NotLoopback(f"{host} is not a loopback address; the local tenant is for this machine alone")
        self._stopped = stopped
        self._server = _Server(host, port, app, context=context, release=release)
        named = f"[{host}]" if ":" in host else host
        self.port = int(self._server.server_address[1])
        self.origin = f"{'https' if context else 'http'}://{named}:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="localtenant", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the socket. Calling it twice does no harm."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
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
