"""A request and its answer over WSGI (PEP 3333). Their parts have the names that Werkzeug's have.

Werkzeug itself takes as long to import as all else that the first answer needs, and a good part of each request's time.
What is rare is left to it: forms with files, cookies, languages (browsers.py).
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, overload
from urllib.parse import parse_qsl, quote

from auth0ctl.localtenant.lazy import load

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MAX_BODY = 1_000_000  # bytes (management-api.md section 3)
FORM = "application/x-www-form-urlencoded"
UNDECODED = "auth0ctl.undecoded"  # for decoding: octets that are no UTF-8 stay percent-encoded
_NO_BODY = frozenset({204, 304})

codecs.register_error(UNDECODED, lambda error: (quote(error.object[error.start : error.end], safe=""), error.end))  # type: ignore[attr-defined]


class TooLarge(Exception):
    """The body is longer than it may be."""


class Broken(Exception):
    """The body ended before its announced length."""


class Fields:
    """The headers of a request."""

    __slots__ = ("_environ",)

    def __init__(self, environ: "WSGIEnvironment") -> None:
        self._environ = environ

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        value: str | None = self._environ.get(_wsgi_name(name), default)
        return value

    def __contains__(self, name: str) -> bool:
        return _wsgi_name(name) in self._environ


class Params(dict[str, str]):
    """Names and values of a query or a form. Of several values of a name the first counts; ``pairs`` has all."""

    def __init__(self, pairs: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        for name, value in pairs:
            self.setdefault(name, value)
        self.pairs = pairs

    def getlist(self, name: str) -> list[str]:
        return [value for known, value in self.pairs if known == name]


class Request:
    """One request. ``path`` is decoded, without the query; ``remote_addr`` is the caller's address."""

    def __init__(self, environ: "WSGIEnvironment") -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"].upper()
        path: str = environ.get("PATH_INFO", "")
        if not path.isascii():
            path = path.encode("latin-1").decode(errors="replace")
        self.path = path if path[:1] == "/" != path[1:2] else "/" + path.lstrip("/")
        self.headers = Fields(environ)
        self.scheme: str = environ["wsgi.url_scheme"]
        self.remote_addr: str | None = environ.get("REMOTE_ADDR")
        self.max_content_length = MAX_BODY  # bytes

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host(self) -> str:
        """The host that was asked for, without the port where it is the scheme's own."""
        host: str = self.environ.get("HTTP_HOST", "")
        if not host:
            name, port = self.environ["SERVER_NAME"], self.environ["SERVER_PORT"]
            host = f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
        return host.removesuffix(":443" if self.is_secure else ":80")

    @property
    def host_url(self) -> str:
        return f"{self.scheme}://{self.host}/"

    @property
    def mimetype(self) -> str:
        """The media type of the body without its parameters, in lower case; empty where none was sent."""
        return str(self.environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()

    @cached_property
    def args(self) -> Params:
        query: str = self.environ.get("QUERY_STRING", "")
        return Params(_pairs(query.encode("latin-1", "replace").decode(errors="replace"))) if query else Params()

    @cached_property
    def form(self) -> Params:
        """The form in the body. Raises ``TooLarge``, ``Broken``."""
        if self.mimetype == FORM:
            try:
                return Params(_pairs(self.get_data().decode()))
            except UnicodeDecodeError:
                return Params()
        if self.mimetype == "multipart/form-data":
            return Params(load("browsers:multipart")(self.environ["CONTENT_TYPE"], self.get_data()))
        return Params()

    @cached_property
    def values(self) -> Params:
        """Query and form together, the query first."""
        if self.method == "GET":
            return self.args
        return Params([*self.args.pairs, *self.form.pairs])

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        header = self.environ.get("HTTP_COOKIE", "")
        found: Mapping[str, str] = load("browsers:cookies")(header) if header else {}
        return found

    @property
    def language(self) -> str:
        """The language that the browser likes best, such as ``en-US``; empty if it does not say."""
        header = self.environ.get("HTTP_ACCEPT_LANGUAGE", "")
        return str(load("browsers:language")(header)) if header else ""

    @cached_property
    def _data(self) -> bytes:
        environ = self.environ
        body: bytes | None = environ.get("auth0ctl.body")  # what the tenant's own listener has read
        if body is None:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            if length > self.max_content_length:
                raise TooLarge
            unbounded = not length and environ.get("wsgi.input_terminated")
            body = environ["wsgi.input"].read(self.max_content_length + 1 if unbounded else length)
            if len(body) < length:
                raise Broken
        return body

    def get_data(self) -> bytes:
        """The body. Raises ``TooLarge`` above ``max_content_length`` bytes, ``Broken``."""
        data = self._data
        if len(data) > self.max_content_length:
            raise TooLarge
        return data


class Headers:
    """The headers of an answer, in order. Names are the same in any case. Raises ``ValueError`` for a line break."""

    __slots__ = ("fields",)

    def __init__(self, fields: "Pairs" = ()) -> None:
        self.fields: list[tuple[str, str]] = []
        self.extend(fields)

    def add(self, name: str, value: str) -> None:
        if "\n" in value or "\r" in value:
            raise ValueError("a header cannot hold a line break")  # it would begin another header
        self.fields.append((name, value))

    def extend(self, fields: "Pairs") -> None:
        for name, value in fields if isinstance(fields, list | tuple) else dict(fields).items():
            self.add(name, value)

    def update(self, fields: Mapping[str, str]) -> None:
        for name, value in fields.items():
            self[name] = value

    def __setitem__(self, name: str, value: str) -> None:
        """Put in the place of the first of that name; further ones go."""
        before = self.fields
        place = next((at for at, (known, _) in enumerate(before) if known.lower() == name.lower()), None)
        self.add(name, value)
        if place is not None:
            new = before.pop()
            kept = [field for field in before[place + 1 :] if field[0].lower() != name.lower()]
            self.fields = [*before[:place], new, *kept]

    def __contains__(self, name: str) -> bool:
        return name.lower() in [known.lower() for known, _ in self.fields]


Pairs = Mapping[str, str] | Sequence[tuple[str, str]]


class Response:
    """One answer. A body that is an iterator goes out piece by piece, without a length."""

    def __init__(
        self,
        body: str | bytes | Iterator[bytes] = b"",
        status: int = 200,
        headers: Pairs = (),
        content_type: str | None = None,
    ) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status_code = status
        self.headers = Headers(headers)
        if content_type is not None:
            self.content_type = content_type
        elif "Content-Type" not in self.headers:
            self.content_type = "text/plain; charset=utf-8"

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers.fields if name.lower() == "content-type"), "")

    @content_type.setter
    def content_type(self, value: str) -> None:
        self.headers["Content-Type"] = value

    def set_cookie(
        self,
        name: str,
        value: str,
        *,
        max_age: int,
        path: str,
        httponly: bool = False,
        secure: bool = False,
        samesite: str | None = None,
    ) -> None:
        """``max_age`` in seconds."""
        make = load("browsers:cookie")
        made = make(name, value, max_age=max_age, path=path, httponly=httponly, secure=secure, samesite=samesite)
        self.headers.add("Set-Cookie", made)

    def delete_cookie(self, name: str, *, path: str) -> None:
        self.headers.add("Set-Cookie", load("browsers:cookie")(name, "", max_age=0, expires=0, path=path))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        status, fields, body = self.status_code, self.headers.fields, self.body
        if isinstance(body, bytes) and status not in _NO_BODY:
            fields = [*fields, ("Content-Length", str(len(body)))]
        start_response(_status_line(status), fields)
        if environ["REQUEST_METHOD"] == "HEAD" or status in _NO_BODY:
            return ()
        return (body,) if isinstance(body, bytes) else body


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors=UNDECODED)


@lru_cache(maxsize=256)
def _wsgi_name(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


@lru_cache(maxsize=64)
def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
