"""HTTP/1.1 as far as the tenant needs it (RFC 9112): what is said on a connection, without the connection itself.

Werkzeug's own server closes the connection after every answer and takes ten times as long to read a request.
"""

import re
import sys
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from auth0ctl.localtenant import failure
from auth0ctl.localtenant.answer import message

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

MAX_HEAD = 128 * 1024  # bytes of the request line and the headers together
MAX_BODY = 1024 * 1024  # bytes, the most that an endpoint takes; of a longer one the application hears the length alone

# RFC 9110 section 5.6.2 (token); a target has no spaces and no control characters.
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\xff]+) HTTP/1\.([01])\Z")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}\Z")


class Refused(Exception):
    """No request that can be answered by the application. The argument is the HTTP status."""


class Gone(Exception):
    """The other side has closed the connection, or was silent for too long, between two requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is the same for all requests of a connection. ``verbose``: a failure is told with the way to it."""

    scheme: str
    server: tuple[str, int]
    peer: tuple[str, int]
    verbose: bool = False


# What a conversation says next: bytes to send, none where it waits to hear more, or seconds for which it is silent.
# It hears what came in, nothing where the other side has ended, ``TimeoutError`` where it has waited too long, and
# ``Refused`` where an answer must not be given after all.
Said = bytes | float
Hearing = Generator[Said, bytes, "bytes"]


@dataclass(slots=True)
class Conversation:
    """What is said on one connection. ``last`` is asked, when an answer is ready, whether it shall be the last."""

    app: "WSGIApplication"
    place: Place
    last: Callable[[], bool]
    ahead: bytes = b""  # what was heard ahead of need
    held: float = 0.0  # seconds for which the answer is kept back

    def run(self) -> Generator[Said, bytes, None]:
        """Until the connection is to be closed. Raises ``Gone``."""
        more = True
        while more:
            try:
                answer, more = self._answer((yield from self._request()))
                if self.held:
                    yield self.held
                    self.held = 0.0
                yield answer
            except Refused as refusal:
                yield _refusal(refusal.args[0])
                return

    def _request(self) -> Generator[Said, bytes, "WSGIEnvironment"]:
        """The next request. ``auth0ctl.last`` in it: this is the last one on the connection.

        Raises ``Gone`` where none comes, ``Refused`` for what is none.
        """
        lines = (yield from self._head()).split(b"\r\n")
        first = _REQUEST_LINE.match(lines[0])
        if first is None:
            raise Refused(400)
        method, target, minor = first.groups()
        headers = _headers(lines[1:])
        environ = self._environ(method.decode("ascii"), target, minor.decode("ascii"), headers)
        try:
            yield from self._body(environ)
        except TimeoutError:
            raise Refused(408) from None
        asked = headers.get("HTTP_CONNECTION", "").lower()
        if "close" in asked or (minor == b"0" and "keep-alive" not in asked):
            environ["auth0ctl.last"] = True
        return environ

    def _head(self) -> Hearing:
        while True:
            # Empty lines in front of a request are passed over (RFC 9112 section 2.2).
            held = self.ahead.lstrip(b"\r\n") if self.ahead[:1] in (b"\r", b"\n") else self.ahead
            end = held.find(b"\r\n\r\n")
            if end > MAX_HEAD or (end < 0 and len(held) > MAX_HEAD):
                raise Refused(431)
            if end >= 0:
                self.ahead = held[end + 4 :]
                return held[:end]
            try:
                more = yield b""
            except TimeoutError:
                raise (Refused(408) if self.ahead else Gone) from None
            if not more:
                raise Refused(400) if held else Gone
            self.ahead = held + more

    def _environ(self, method: str, target: bytes, minor: str, headers: dict[str, str]) -> "WSGIEnvironment":
        raw = target.decode("latin-1")
        if not raw.startswith("/"):
            raw = _origin_form(raw, headers)
        path, _, query = raw.partition("?")
        place = self.place
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1") if "%" in path else path,
            "QUERY_STRING": query,
            "REQUEST_URI": raw,
            "RAW_URI": raw,
            "SERVER_NAME": place.server[0],
            "SERVER_PORT": str(place.server[1]),
            "SERVER_PROTOCOL": f"HTTP/1.{minor}",
            "REMOTE_ADDR": place.peer[0],
            "REMOTE_PORT": place.peer[1],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": place.scheme,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "auth0ctl.last": False,
            "auth0ctl.hold": self._hold,
            **headers,
        }

    def _hold(self, seconds: float) -> None:
        """Keep the answer to the request back. An application that slept would keep everybody waiting."""
        self.held = seconds

    def _body(self, environ: "WSGIEnvironment") -> Generator[Said, bytes, None]:
        coding = environ.pop("HTTP_TRANSFER_ENCODING", None)
        length: str | None = environ.get("CONTENT_LENGTH")
        # Both at once is how requests are smuggled past a proxy (RFC 9112 section 6.1).
        if coding is not None and length is not None:
            raise Refused(400)
        if coding is None and (length is None or length == "0"):
            environ["wsgi.input"] = BytesIO()
            return
        if coding is not None and coding.strip().lower() != "chunked":
            raise Refused(501)
        if length is not None and not (length.isascii() and length.isdigit() and len(length) < 19):
            raise Refused(400)
        if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
            yield b"HTTP/1.1 100 Continue\r\n\r\n"
        body = yield from self._chunks() if length is None else self._at_most(int(length))
        if body is None:
            # Never read: the application answers 413 by the length, and the connection ends.
            environ["auth0ctl.last"] = True
            environ["CONTENT_LENGTH"] = length or str(MAX_BODY + 1)
        else:
            environ["CONTENT_LENGTH"] = str(len(body))
            environ["auth0ctl.body"] = body
        environ["wsgi.input"] = BytesIO(body or b"")
        environ["wsgi.input_terminated"] = True

    def _at_most(self, length: int) -> Generator[Said, bytes, bytes | None]:
        return None if length > MAX_BODY else (yield from self._exactly(length))

    def _exactly(self, length: int) -> Hearing:
        if len(self.ahead) < length:
            pieces, held = [self.ahead], len(self.ahead)
            while held < length:
                piece = yield b""
                if not piece:
                    raise Refused(400)
                pieces.append(piece)
                held += len(piece)
            self.ahead = b"".join(pieces)
        body, self.ahead = self.ahead[:length], self.ahead[length:]
        return body

    def _chunks(self) -> Generator[Said, bytes, bytes | None]:
        body = bytearray()
        while True:
            size = (yield from self._line()).partition(b";")[0].strip()
            if not _CHUNK_SIZE.match(size):
                raise Refused(400)
            length = int(size, 16)
            if len(body) + length > MAX_BODY:
                return None
            if not length:
                break
            body += yield from self._exactly(length)
            if (yield from self._exactly(2)) != b"\r\n":
                raise Refused(400)
        for _ in range(100):  # trailers, which nobody here wants
            if not (yield from self._line()):
                return bytes(body)
        raise Refused(431)

    def _line(self) -> Hearing:
        while (end := self.ahead.find(b"\r\n")) < 0:
            if len(self.ahead) > 8192:
                raise Refused(400)
            piece = yield b""
            if not piece:
                raise Refused(400)
            self.ahead += piece
        line, self.ahead = self.ahead[:end], self.ahead[end + 2 :]
        return line

    def _answer(self, environ: "WSGIEnvironment") -> tuple[bytes, bool]:
        """Run the application. Its answer, or 500 where it fails, and whether another request may follow."""
        started: list[Any] = []

        def start_response(
            status: str, headers: "list[tuple[str, str]]", _error: object = None
        ) -> "Callable[[bytes], object]":  # as text, for it is defined anew for each request
            started[:] = (status, headers)
            return started.append  # write() of PEP 3333 is not served: whoever calls it gets 500

        try:
            body = _joined(self.app(environ, start_response))
            status, headers = started
        except Exception as error:
            failure.tell(environ["wsgi.errors"], environ, error, steps=self.place.verbose)
            return _refusal(500), False
        ends = environ["auth0ctl.last"] or self.last()
        return message(status, headers, body, environ, ends=ends), not ends


def _refusal(status: int) -> bytes:
    """What is answered in place of the application. The connection ends after that."""
    reason = HTTPStatus(status).phrase
    body = f'{{"statusCode":{status},"error":"{reason}","message":"{reason}"}}'.encode()
    headers = [("Content-Type", "application/json; charset=utf-8")]
    return message(f"{status} {reason}", headers, body, {}, ends=True)


def _headers(lines: list[bytes]) -> dict[str, str]:
    """Header fields under their WSGI names. Raises ``Refused``."""
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, content = line.partition(b":")
        # A folded line, or a space before the colon, is read differently by different servers (RFC 9112 section 5).
        if not colon or not _NAME.match(name) or b"\r" in content or b"\n" in content or b"\0" in content:
            raise Refused(400)
        if b"_" in name:
            continue  # X_Y would pass for X-Y
        key, value = _wsgi_name(name), content.strip(b" \t").decode("latin-1")
        if key not in fields:
            fields[key] = value
        elif key == "CONTENT_LENGTH":
            if fields[key] != value:
                raise Refused(400)
        elif key == "HTTP_HOST":
            raise Refused(400)
        else:
            fields[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
    return fields


@lru_cache(maxsize=256)
def _wsgi_name(name: bytes) -> str:
    key = name.decode("ascii").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


def _origin_form(target: str, headers: dict[str, str]) -> str:
    """The path and query of ``http://host/path?query``, whose host stands above the header (RFC 9112 section 3.2.2)."""
    if target == "*":
        return target
    try:
        parts = urlsplit(target)
    except ValueError:
        raise Refused(400) from None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Refused(400)
    headers["HTTP_HOST"] = parts.netloc
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _joined(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
