"""A real socket for the tenant: on loopback, HTTP/1.1, with TLS when asked."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from auth0ctl.localtenant.connections import STOP_SECONDS, Connections, Together
from auth0ctl.localtenant.hosts import is_this_machine

if TYPE_CHECKING:
    import ssl

    from _typeshed.wsgi import WSGIApplication

REQUEST_SECONDS = 30.0


def free_port(host: str = "127.0.0.1") -> int:
    """A free port, chosen by the system, so that the issuer can be known before the tenant is opened."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class NotLoopback(ValueError):
    """The tenant would be reachable from other machines. The argument says how to allow it."""


class Listener:
    """A listening tenant. ``origin`` has no trailing slash. Stop it, or use it as a context manager.

    ``seconds``: how long one request may take to come in. ``verbose``: a failure is told with the way to it.
    ``stopped`` is called when the listener has stopped. Requests that were there at the same time are answered in one
    context of ``together``.
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
        seconds: float = REQUEST_SECONDS,
        verbose: bool = False,
        together: Together = contextlib.nullcontext,
    ) -> None:
        if not expose and not is_this_machine(host):
            raise NotLoopback(f"{host} is not a loopback address; the local tenant is for this machine alone")
        self._stopped = stopped
        listening = _bound(host, port)
        self._connections = Connections(
            listening, app, context=context, seconds=seconds, verbose=verbose, together=together
        )
        self._stopping = threading.Lock()
        self._is_stopped = False
        named = f"[{host}]" if ":" in host else host
        self.port = int(listening.getsockname()[1])
        self.origin = f"{'https' if context else 'http'}://{named}:{self.port}"
        self._thread = threading.Thread(target=self._connections.serve_forever, name="localtenant", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the socket; answers that are being made are given first. Calling it twice does no harm."""
        with self._stopping:
            if not self._is_stopped:
                self._is_stopped = True
                self._connections.stop()
                # An application that does not come back is not waited for.
                self._thread.join(2 * STOP_SECONDS)
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
