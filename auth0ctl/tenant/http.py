"""The one HTTP door, and the only importer of httpx.

What every request gets here and nowhere else: no redirects followed, a bound on time and on size (packed and
unpacked), the proxies and certificates that the environment names (loopback always direct), and one clear sentence when
no answer comes.
httpx's own loggers print whole URLs, codes included: nothing may ever attach a handler to them.
"""

import json
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.lookup import load
from auth0ctl.protocol import Exchange
from auth0ctl.tenant import certificates
from auth0ctl.tenant.finishing import finishing
from auth0ctl.tenant.limit import Limit, Resolve, limited
from auth0ctl.tenant.patience import SERVER_TROUBLE, TROUBLE, Patience, silent
from auth0ctl.tenant.proxies import is_here, proxy_of
from auth0ctl.tenant.unpacking import Unreadable, unpacked
from auth0ctl.words import counted

BODY_LIMIT = 10 * 1024 * 1024  # bytes; standards.md Q06
CONNECT_SECONDS = 5.0
STRANGER = "Check that the domain is the tenant's own and that no proxy answers in its place."

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
            what = "broken JSON" if "json" in kind else kind
            said = f"{place(self.url)} answered {self.status} with {what} where JSON was expected"
            raise NetworkError(said, TROUBLE if self.status >= SERVER_TROUBLE else STRANGER) from None


def place(url: str) -> str:
    """The part of a URL that may be shown: scheme, host and path, never the query (it can hold codes)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def unobserved(exchange: Exchange) -> None:
    """Where nobody looks on."""


class Http:
    """Sends requests. ``apps`` maps an origin to a WSGI application that answers for it inside this process.

    ``observe`` is told each exchange, secrets and all, before the caller sees the answer or the error. ``environ``
    holds the variables for proxies and certificates, ``ca_file`` (PEM) is trusted besides. ``resolve`` finds a name's
    addresses, as ``socket.getaddrinfo`` does. ``patience`` is for those who call ``send_again``.
    """

    def __init__(
        self,
        *,
        apps: Mapping[str, WSGIApp] | None = None,
        timeout: float = 30.0,
        user_agent: str = "auth0ctl",
        observe: Callable[[Exchange], None] = unobserved,
        environ: Mapping[str, str] | None = None,
        ca_file: str | None = None,
        resolve: Resolve = socket.getaddrinfo,
        patience: Patience | None = None,
    ) -> None:
        self._apps = dict(apps or {})
        self._observe = observe
        self._timeout = timeout
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}  # no other can be unpacked bit by bit
        self._environ = os.environ if environ is None else environ
        self._ca_file = ca_file
        self._resolve = resolve
        self._patience = patience
        self._clients: dict[tuple[str, str | None], httpx.Client] = {}
        self._making = threading.Lock()  # requests may be sent side by side; httpx's clients allow that themselves
        self._under_way: Limit | None = None  # of the main thread's request

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

    @property
    def patient(self) -> bool:
        """Whether ``send_again`` sends anything again."""
        return self._patience is not None

    def hurry(self, seconds: float) -> None:
        """The main thread's request that is under way, if there is one, ends within ``seconds``, answered or not."""
        if self._under_way is not None:
            self._under_way.shorten(seconds)

    def send_again(self, method: str, url: str, *, finish: bool = False, **asked: Any) -> Answer:
        """``send``, and the same request again where that can do no harm (``patience``; see its table).

        ``finish``: Ctrl-C lets a request that is under way be answered first, and comes afterwards.
        """

        def attempt() -> Answer:
            if not finish:
                return self.send(method, url, **asked)
            say = self._patience.say if self._patience else silent
            with finishing(f"{method} {urlsplit(url).path}", self.hurry, say):
                return self.send(method, url, **asked)

        return self._patience.answer(method, attempt) if self._patience else attempt()

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
        passes ``limit`` bytes, unpacked.
        """
        check_url(url)
        began = time.monotonic()
        exchange: dict[str, Any] = {
            "method": method,
            "url": whole_url(url, params),
            "sent_headers": headers or {},
            "form": form,
            "sent": text if body is None else body,
        }
        sent = False
        try:
            client = self._client(url)
            with limited(self._timeout) as ends:
                if threading.current_thread() is threading.main_thread():
                    self._under_way = ends
                with client.stream(
                    method, url, params=params, data=form, json=body, content=text, headers=headers
                ) as response:
                    sent = True
                    packing = response.headers.get("content-encoding", "").strip().lower()
                    received = b"".join(unpacked(bounded(response.iter_raw(), ends), packing, limit))
        except UnicodeEncodeError:  # a token that was pasted with "…" in its middle, say
            raise UsageError(
                f"a header for {place(url)} has a character in it that no header can have",
                "Check the token: it is letters, digits and a few signs, without spaces, quotes or accents.",
            ) from None
        except (httpx.HTTPError, Unreadable) as error:
            none = self._no_answer(url, error, sent)
            self._observe(Exchange(**exchange, seconds=time.monotonic() - began, failure=none.message))
            raise none from None
        finally:
            if threading.current_thread() is threading.main_thread():
                self._under_way = None
        answer = Answer(
            url=str(response.url),
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=received,
        )
        self._observe(
            Exchange(
                **exchange,
                seconds=time.monotonic() - began,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
            )
        )
        return answer

    def _no_answer(self, url: str, error: httpx.HTTPError | Unreadable, sent: bool) -> NetworkError:
        if isinstance(error, Unreadable):
            return NetworkError(f"{place(url)} {error}")
        none = no_answer(url, error, self._timeout)
        none.sent = sent or not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)
        if isinstance(error, httpx.ProxyError):
            none.message = f"the proxy on the way to {urlsplit(url).netloc} said no: {error}"
            none.hint = "Check HTTPS_PROXY, and the user and password in it; NO_PROXY names hosts to reach directly."
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            none.hint = certificates.hint(self._environ)
            if proxy_of(url, self._environ) is None and (signer := certificates.presented_issuer(url, self._resolve)):
                none.message += f" (the certificate is signed by {signer})"
        return none

    def _client(self, url: str) -> httpx.Client:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        app = self._apps.get(origin)
        proxy = None if app else proxy_of(url, self._environ)
        key = (origin if app else parts.scheme, proxy)
        with self._making:
            if key not in self._clients:
                self._clients[key] = self._made(app, parts.scheme, proxy)
            return self._clients[key]

    def _made(self, app: WSGIApp | None, scheme: str, proxy: str | None) -> httpx.Client:
        timeout = httpx.Timeout(self._timeout, connect=min(CONNECT_SECONDS, self._timeout))
        transport: httpx.BaseTransport
        if app:
            transport = httpx.WSGITransport(app=with_path_bytes(app))
        else:
            transport = Transport(self._verify(scheme), proxy, self._resolve)
        return httpx.Client(transport=transport, timeout=timeout, headers=self._headers, trust_env=False)

    def _verify(self, scheme: str) -> ssl.SSLContext:
        # Without TLS no certificates are needed, and reading them is most of what a client costs to make.
        if scheme != "https":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return certificates.trusted(self._environ, self._ca_file)


class Transport(httpx.HTTPTransport):
    """httpx's own, over our connections."""

    def __init__(self, verify: ssl.SSLContext, proxy: str | None, resolve: Resolve) -> None:
        super().__init__(verify=verify, proxy=proxy, trust_env=False)
        # httpx has no parameter for this; httpcore's pool has one, and reads it for each new connection.
        self._pool._network_backend = load("auth0ctl.tenant.connections:Backend")(resolve)


def bounded(chunks: Iterable[bytes], ends: Limit) -> Iterator[bytes]:
    """The chunks of a body, until time is up. An application in this process has no connection that could do it."""
    for chunk in chunks:
        yield chunk
        if ends.left() < 0:
            raise httpx.ReadTimeout("the whole answer took too long")


def with_path_bytes(app: WSGIApp) -> WSGIApp:
    """httpx puts the path into the environment as text; WSGI wants its bytes, each as one character (PEP 3333)."""

    def corrected(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "PATH_INFO": environ["PATH_INFO"].encode().decode("latin-1")}, start_response)

    return corrected


def whole_url(url: str, params: Mapping[str, str | int] | None) -> str:
    """The URL with its query. Raises UsageError for one that no request can have, such as one beyond 64 KiB."""
    try:
        return str(httpx.URL(url, params=params)) if params else str(httpx.URL(url)) and url
    except httpx.InvalidURL as error:
        raise UsageError(f"{place(url)} cannot be asked: {str(error)[:80]}") from None


def check_url(url: str) -> None:
    """Refuse what must never be requested: plain http away from loopback, a user part, an unknown scheme (L04)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise UsageError("that is not a URL auth0ctl can open") from None
    loopback = is_here(host)
    if "@" in parts.netloc or not host:
        raise UsageError(f"{place(url)} is not a URL auth0ctl will open: it has a user part or no host")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise UsageError(f"{place(url)} is not https", "Plain http is for servers on this machine only.")


def no_answer(url: str, error: httpx.HTTPError, timeout: float) -> NetworkError:
    """Say in one sentence why there was no answer."""
    host, reason = urlsplit(url).netloc, str(error).strip()
    again = "Check the domain (`auth0ctl tenant show`) and the network, then try again."
    if isinstance(error, httpx.TimeoutException):
        return NetworkError(f"{host} did not answer within {counted(timeout, 'second')}", "Try a longer --timeout.")
    if "CERTIFICATE_VERIFY_FAILED" in reason or "SSL" in reason or "TLS" in reason:
        why = re.sub(r"^\[[^\]]*\]\s*|\s*\(_ssl\.c:\d+\)", "", reason) or reason  # OpenSSL's own marks around it
        return NetworkError(f"no trusted TLS connection to {host}: {why}", certificates.hint({}))
    if "Name or service not known" in reason or "nodename nor servname" in reason or "getaddrinfo" in reason:
        return NetworkError(f"the name {host} cannot be found", again)
    if "refused" in reason.lower():
        return NetworkError(f"{host} refused the connection: nothing listens there", again)
    return NetworkError(f"no answer from {host}: {reason or type(error).__name__}", again)
