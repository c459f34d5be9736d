"""One HTTP request in, one reply out, as values: the strict and bounded little part of HTTP/1.1 that a callback needs.

Syntax after RFC 9112. Whatever a browser does not send is refused, not repaired.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

MAX_REQUEST_LINE = 16 * 1024  # bytes
MAX_HEADERS = 64
MAX_HEAD = 64 * 1024  # bytes; browsers send the cookies of every other server on this address too
MAX_BODY = 64 * 1024  # bytes
FORM = "application/x-www-form-urlencoded"

_REQUEST_LINE = re.compile(r"([A-Z]{1,16}) ([!-~]+) HTTP/1\.[01]", re.ASCII)
_FIELD_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.ASCII)
# Two of any of these is an attempt to be read in two ways.
_SINGLE = frozenset({"host", "content-length", "content-type", "origin", "sec-fetch-site", "transfer-encoding"})


class Refused(Exception):
    """A request that gets no further. ``sentence`` says why and quotes nothing of what was sent."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A request's first part. ``query`` is None where the target has no ``?``; header names are in lower case."""

    method: str
    path: str
    query: str | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back. ``final``: this is the page that ends the login, so closing may wait until it was sent."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    final: bool = False

    def encode(self) -> bytes:
        """The bytes on the wire; the connection always closes after them."""
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.status is not HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(self.body)}")
        lines += ["Connection: close", "", ""]
        return "\r\n".join(lines).encode("ascii") + self.body


def read_head(received: bytes) -> tuple[Head, int] | None:
    """Read the request line and the headers from what has arrived: the head and its length in bytes.

    None while more is needed. Raises Refused as soon as it is clear that this is no request we answer.
    """
    if received and not 0x41 <= received[0] <= 0x5A:  # no method starts so; a TLS hello starts with 0x16
        raise Refused(HTTPStatus.BAD_REQUEST, "This is not a plain HTTP request.")
    line_end = received.find(b"\r\n")
    if line_end > MAX_REQUEST_LINE or (line_end < 0 and len(received) > MAX_REQUEST_LINE):
        raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.")
    end = received.find(b"\r\n\r\n")
    if end > MAX_HEAD or (end < 0 and len(received) > MAX_HEAD):
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request headers are too long.")
    if end < 0:
        return None
    first, *rest = received[:end].decode("latin-1").split("\r\n")
    if len(rest) > MAX_HEADERS:
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "There are too many request headers.")
    request = _REQUEST_LINE.fullmatch(first)
    if request is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "The request line is malformed.")
    method, target = request.groups()
    if not target.startswith("/") or "#" in target:  # absolute form is for proxies
        raise Refused(HTTPStatus.BAD_REQUEST, "The request must name a path on this server.")
    path, mark, query = target.partition("?")
    return Head(method=method, path=path, query=query if mark else None, headers=_headers(rest)), end + 4


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        match = _FIELD_LINE.fullmatch(line)
        if match is None or "\r" in line or "\0" in line:
            raise Refused(HTTPStatus.BAD_REQUEST, "A request header is malformed.")
        name = match[1].lower()
        if name in headers and name in _SINGLE:
            raise Refused(HTTPStatus.BAD_REQUEST, "A request header was sent twice.")
        headers.setdefault(name, match[2])
    return headers


def body_length(head: Head) -> int:
    """How many bytes of form follow the head of a POST. Raises Refused for another type, no length, or too much."""
    if "transfer-encoding" in head.headers:
        raise Refused(HTTPStatus.BAD_REQUEST, "The form must be sent in one piece, with its length.")
    if head.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The form must be sent as {FORM}.")
    length = head.headers.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,12}", length, re.ASCII):
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "The form must be sent with its length.")
    if int(length) > MAX_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The form is too large.")
    return int(length)
