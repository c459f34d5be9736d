"""A server in front of the embedded tenant that breaks requests: 24 kinds of fault, at the k-th request or from it on.

Only requests of auth0ctl itself count (by their User-Agent), so a browser beside it does not shift the numbers.
"""

import gzip
import io
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

App = Callable[..., Iterable[bytes]]
Headers = list[tuple[str, str]]
JSON = "application/json; charset=utf-8"

# Faults that never reach the tenant's application.
UNREACHED = ("refuse", "dns-fail", "reset-before", "bad-tls")
# What an intermediary, or the tenant before it does anything, answers.
INSTEAD: Mapping[str, tuple[str, dict[str, str], bytes]] = {
    "html-200": ("200 OK", {"Content-Type": "text/html"}, b"<html><title>Sign in to the guest network</title></html>"),
    "body-10mb": ("200 OK", {"Content-Type": JSON}, b'{"x": "' + b"x" * (10 * 1024 * 1024) + b'"}'),
    "gzip-bomb": (
        "200 OK",
        {"Content-Type": JSON, "Content-Encoding": "gzip"},
        gzip.compress(b"[" + b" " * (40 * 1024 * 1024) + b"]", 9),
    ),
    "redirect-loop": ("301 Moved Permanently", {"Location": "/.well-known/openid-configuration"}, b""),
    "401": ("401 Unauthorized", {"Content-Type": JSON}, b'{"statusCode":401,"error":"Unauthorized","message":"No"}'),
    "403": ("403 Forbidden", {"Content-Type": JSON}, b'{"statusCode":403,"error":"Forbidden","message":"No"}'),
    "409": ("409 Conflict", {"Content-Type": JSON}, b'{"statusCode":409,"error":"Conflict","message":"No"}'),
    "429-told": (
        "429 Too Many Requests",
        {"Content-Type": JSON, "x-ratelimit-limit": "2", "x-ratelimit-remaining": "0", "retry-after": "1"},
        b'{"statusCode":429,"error":"too_many_requests","message":"Global limit has been reached"}',
    ),
    "429-bare": ("429 Too Many Requests", {}, b"Too many"),
    "500": ("500 Internal Server Error", {"Content-Type": JSON}, b'{"statusCode":500,"message":"Internal error"}'),
    "503": ("503 Service Unavailable", {"Content-Type": "text/html"}, b"<html>maintenance</html>"),
}
# What becomes of the tenant's own answer after it has done what was asked.
AFTERWARDS = (
    "reset-after",
    "hang",
    "slow-drip",
    "truncated-json",
    "empty-204",
    "wrong-type",
    "502",
    "bad-date",
    "duplicate-keys",
    "nul",
)
FAULTS = (*UNREACHED, *INSTEAD, *AFTERWARDS)


@dataclass(slots=True, kw_only=True)
class Plan:
    """Break request number ``first`` and, if ``lasting``, all after it. ``requests``: what came, ``METHOD /path``."""

    fault: str = ""
    first: int = 0
    lasting: bool = False
    methods: tuple[str, ...] = ()  # only requests of these count; all where empty
    count: int = 0
    requests: list[str] = field(default_factory=list)

    def hits(self) -> bool:
        """Count one request; whether it is to be broken."""
        self.count += 1
        return bool(self.fault) and (self.count >= self.first if self.lasting else self.count == self.first)


class Network:
    """``app`` answers at ``origin``; ``plan`` says what is broken."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self.origin = f"http://127.0.0.1:{server.getsockname()[1]}"
        self.app: App | None = None
        self.plan = Plan()
        self.end = threading.Event()

    def resolve(self, host: str, port: int, **more: Any) -> list[Any]:
        """As ``socket.getaddrinfo``; breaks what is broken before a connection is there."""
        if self.plan.fault in ("dns-fail", "refuse") and self.plan.hits():
            if self.plan.fault == "dns-fail":
                raise socket.gaierror(-2, "Name or service not known")
            host = "127.0.0.2"  # nothing listens there
        return socket.getaddrinfo(host, port, **more)

    def serve(self) -> None:
        while not self.end.is_set():
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                asked = read_request(connection)
                if asked is not None:
                    self._answer(connection, *asked)
            except OSError:
                pass

    def _answer(
        self, connection: socket.socket, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> None:
        plan = self.plan
        ours = headers.get("user-agent", "").startswith("auth0ctl") and (not plan.methods or method in plan.methods)
        if ours:
            plan.requests.append(f"{method} {target.partition('?')[0]}")
        fault = plan.fault if ours and plan.fault not in ("dns-fail", "refuse") and plan.hits() else ""
        if fault == "reset-before":
            reset(connection)
        elif fault == "bad-tls":
            connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")  # a TLS alert: handshake failure
        elif fault in INSTEAD:
            status, more, content = INSTEAD[fault]
            connection.sendall(written(status, list(more.items()), content))
        else:
            assert self.app is not None
            self._tell(connection, fault, *called(self.app, self.origin, method, target, headers, body))

    def _tell(self, connection: socket.socket, fault: str, status: str, headers: Headers, body: bytes) -> None:
        whole = written(status, headers, body)
        if fault == "reset-after":
            reset(connection)
        elif fault == "hang":
            self.end.wait(5)
        elif fault == "slow-drip":
            for byte in whole:
                connection.sendall(bytes([byte]))
                if self.end.wait(0.1):
                    return
        else:
            connection.sendall(bent(fault, status, headers, body) if fault else whole)


def bent(fault: str, status: str, headers: Headers, body: bytes) -> bytes:
    """The tenant's answer with one thing wrong."""
    if fault == "truncated-json":
        return written(status, headers, body[: len(body) // 2])
    if fault == "empty-204":
        return written("204 No Content", [], b"")
    if fault == "wrong-type":
        return written(status, with_header(headers, "Content-Type", "text/plain"), body)
    if fault == "502":
        return written("502 Bad Gateway", [("Content-Type", "text/html")], b"<html>bad gateway</html>")
    if fault == "bad-date":
        return written(status, with_header(headers, "Date", "Smarch 13th, two thousand"), body)
    if fault == "duplicate-keys":
        return written(status, headers, body.replace(b"{", b'{"twice":1,"twice":2,', 1))
    assert fault == "nul"
    return written(status, headers, body + b"\0")


def read_request(connection: socket.socket) -> tuple[str, str, dict[str, str], bytes] | None:
    """Method, target, headers (names in small letters) and body; None where the other side has left."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return None
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return method, target, headers, body


def called(
    app: App, origin: str, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, Headers, bytes]:
    """The application's answer."""
    path, _, query = target.partition("?")
    host, _, port = origin.removeprefix("http://").partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquoted(path),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.get("content-type", ""),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        told[:] = [status, headers]
        return lambda _: None

    content = b"".join(app(environ, start_response))
    status, pairs = told
    return status, list(pairs), content


def unquoted(path: str) -> str:
    """A path as WSGI wants it: its bytes, each as one character (PEP 3333)."""
    raw = path.encode("latin-1").split(b"%")
    return (raw[0] + b"".join(bytes([int(part[:2], 16)]) + part[2:] for part in raw[1:])).decode("latin-1")


def with_header(headers: Headers, name: str, value: str) -> Headers:
    return [*((one, text) for one, text in headers if one.lower() != name.lower()), (name, value)]


def written(status: str, headers: Headers, body: bytes) -> bytes:
    """An answer on the wire; the connection ends with it."""
    own = [(name, value) for name, value in headers if name.lower() not in ("content-length", "connection")]
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in own)]
    if not status.startswith("204"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1") + body


def reset(connection: socket.socket) -> None:
    """End a connection as a crash does, with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def network() -> Iterator[Network]:
    """A network for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        one = Network(server)
        thread = threading.Thread(target=one.serve, daemon=True)
        thread.start()
        try:
            yield one
        finally:
            one.end.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
