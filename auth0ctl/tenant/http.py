"""The one HTTP door, and the only importer of httpx.

What every request gets here and nowhere else: no redirects followed, a bound on time and on size, the operating
system's proxies and certificates (loopback always direct), and one clear sentence when no answer comes.
httpx's own loggers print whole URLs, codes included: nothing may ever attach a handler to them.
"""

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.protocol import Exchange

BODY_LIMIT = 10 * 1024 * 1024  # bytes; standards.md Q06
CONNECT_SECONDS = 5.0
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

WSGIApp = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer. Header names are lower case; ``body`` is the whole body, decompressed."""

    url: str = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 become the replacement character."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises NetworkError when it is something else (a proxy's HTML page, a truncated body)."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # the latter for brackets within brackets without end
            kind = self.headers.get("content-type", "no content type").split(";")[0]
            raise NetworkError(
                f"{place(self.url)} answered {self.status} with {kind} where JSON was expected",
                "Check that the domain is the tenant's own and that no proxy answers in its place.",
            ) from None


def place(url: str) -> str:
    """The part of a URL that may be shown: scheme, host and path, never the query (it can hold codes)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def unobserved(exchange: Exchange) -> None:
    """Where nobody looks on."""


class Http:
    """Sends requests. ``apps`` maps an origin to a WSGI application that answers for it inside this process.

    ``observe`` is told each exchange, secrets and all, before the caller sees the answer or the error.
    """

    def __init__(
        self,
        *,
        apps: Mapping[str, WSGIApp] | None = None,
        timeout: float = 30.0,
        user_agent: str = "auth0ctl",
        observe: Callable[[Exchange], None] = unobserved,
    ) -> None:
        self._apps = dict(apps or {})
        self._observe = observe
        self._timeout = timeout
        self._headers = {"User-Agent": user_agent}
        self._clients: dict[str, httpx.Client] = {}
        self._making = threading.Lock()  # requests may be sent side by side; httpx's clients allow that themselves

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def answer_for(self, origin: str, app: WSGIApp) -> None:
        """From now on let ``app`` answer for ``origin``."""
        self._apps[origin] = app

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        form: Mapping[str, str] | None = None,
        body: Any = None,
        text: str | None = None,
        headers: Mapping[str, str] | None = None,
        limit: int = BODY_LIMIT,
    ) -> Answer:
        """Send one request and read the whole answer.

        ``form`` is sent URL-encoded, ``body`` as JSON, ``text`` as it is. Raises NetworkError when there is no
        answer, when it takes longer than the timeout in all (seconds, given at construction), or when its body
        passes ``limit`` bytes.
        """
        check_url(url)
        began = time.monotonic()
        deadline = began + self._timeout
        asked: dict[str, Any] = {
            "method": method,
            "url": str(httpx.URL(url, params=params)) if params else url,
            "sent_headers": headers or {},
            "form": form,
            "sent": text if body is None else body,
        }
        try:
            with self._client(url).stream(
                method, url, params=params, data=form, json=body, content=text, headers=headers
            ) as response:
                received = bytearray()
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > limit:
                        too_much = f"{place(url)} sent more than {limit // 1024} KiB; auth0ctl stopped reading"
                        self._observe(Exchange(**asked, seconds=time.monotonic() - began, failure=too_much))
                        raise NetworkError(too_much)
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout("the whole answer took too long")
        except httpx.HTTPError as error:
            none = no_answer(url, error, self._timeout)
            self._observe(Exchange(**asked, seconds=time.monotonic() - began, failure=none.message))
            raise none from None
        answer = Answer(
            url=str(response.url),
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=bytes(received),
        )
        self._observe(
            Exchange(
                **asked,
                seconds=time.monotonic() - began,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
            )
        )
        return answer

    def _client(self, url: str) -> httpx.Client:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        app = self._apps.get(origin)
        key = origin if app else parts.scheme
        with self._making:
            if key not in self._clients:
                self._clients[key] = self._made(app, parts.scheme)
            return self._clients[key]

    def _made(self, app: WSGIApp | None, scheme: str) -> httpx.Client:
        timeout = httpx.Timeout(self._timeout, connect=min(CONNECT_SECONDS, self._timeout))
        # Without TLS no certificates are needed, and reading them is most of what a client costs to make.
        if app:
            transport = httpx.WSGITransport(app=with_path_bytes(app))
            return httpx.Client(transport=transport, timeout=timeout, headers=self._headers)
        verify = certificates() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        direct = {f"all://{host}": httpx.HTTPTransport(verify=verify) for host in LOOPBACK}
        return httpx.Client(timeout=timeout, headers=self._headers, mounts=direct, verify=verify)


def with_path_bytes(app: WSGIApp) -> WSGIApp:
    """httpx puts the path into the environment as text; WSGI wants its bytes, each as one character (PEP 3333)."""

    def corrected(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "PATH_INFO": environ["PATH_INFO"].encode().decode("latin-1")}, start_response)

    return corrected


def certificates() -> ssl.SSLContext:
    """The trusted certificates: SSL_CERT_FILE or SSL_CERT_DIR where set, else the bundled ones. Raises NetworkError."""
    try:
        return httpx.create_ssl_context()
    except (OSError, ssl.SSLError) as error:
        raise NetworkError(
            f"the certificates named by SSL_CERT_FILE or SSL_CERT_DIR cannot be read: {error}",
            "Point SSL_CERT_FILE at a PEM file, or unset it.",
        ) from None


def check_url(url: str) -> None:
    """Refuse what must never be requested: plain http away from loopback, a user part, an unknown scheme (L04)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise UsageError("that is not a URL auth0ctl can open") from None
    loopback = host in ("127.0.0.1", "localhost", "::1") or host.endswith(".localhost")
    if "@" in parts.netloc or not host:
        raise UsageError(f"{place(url)} is not a URL auth0ctl will open: it has a user part or no host")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise UsageError(f"{place(url)} is not https", "Plain http is for servers on this machine only.")


def no_answer(url: str, error: httpx.HTTPError, timeout: float) -> NetworkError:
    """Say in one sentence why there was no answer."""
    host = urlsplit(url).netloc
    reason = str(error).strip()
    again = "Check the domain (`auth0ctl tenant show`) and the network, then try again."
    if isinstance(error, httpx.TimeoutException):
        return NetworkError(f"{host} did not answer within {timeout:g} seconds", "Try again, or raise --timeout.")
    if "CERTIFICATE_VERIFY_FAILED" in reason or "SSL" in reason or "TLS" in reason:
        why = re.sub(r"^\[[^\]]*\]\s*|\s*\(_ssl\.c:\d+\)", "", reason) or reason  # OpenSSL's own marks around it
        return NetworkError(
            f"no trusted TLS connection to {host}: {why}",
            "Behind a company proxy, set SSL_CERT_FILE to its CA. For `auth0ctl local serve --https`, set it to the "
            "file that `auth0ctl local ca` prints.",
        )
    if "Name or service not known" in reason or "nodename nor servname" in reason or "getaddrinfo" in reason:
        return NetworkError(f"the name {host} cannot be found", again)
    if "refused" in reason.lower():
        return NetworkError(f"{host} refused the connection: nothing listens there", again)
    return NetworkError(f"no answer from {host}: {reason or type(error).__name__}", again)
