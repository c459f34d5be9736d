"""A server on loopback that answers as it is told, one reply after the other, and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from auth0ctl.protocol import ClientAuthentication, Discovery
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.token_endpoint import TokenEndpoint

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CLIENT = "client-1"
TOKENS = {"access_token": "at-1", "expires_in": 86400, "token_type": "Bearer"}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """``body`` is sent as JSON unless it is text. ``dropped``: the connection ends without an answer."""

    status: int = 200
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it arrived. Header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        pairs = parse_qsl(self.body, keep_blank_values=True, strict_parsing=True)
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)


@dataclass(frozen=True, kw_only=True)
class OAuthServer:
    """``http`` is the door to it, through real sockets."""

    origin: str
    asked: list[Asked]
    http: Http

    @property
    def issuer(self) -> str:
        return self.origin + "/"

    @property
    def discovery(self) -> Discovery:
        return Discovery(
            issuer=self.issuer,
            authorization_endpoint=f"{self.origin}/authorize",
            token_endpoint=f"{self.origin}/oauth/token",
            jwks_uri=f"{self.origin}/.well-known/jwks.json",
            userinfo_endpoint=f"{self.origin}/userinfo",
            device_authorization_endpoint=f"{self.origin}/oauth/device/code",
            pushed_authorization_request_endpoint=f"{self.origin}/oauth/par",
            revocation_endpoint=f"{self.origin}/oauth/revoke",
        )

    def endpoint(
        self, authentication: ClientAuthentication | None = None, dpop: DpopKey | None = None
    ) -> TokenEndpoint:
        return TokenEndpoint(
            http=self.http,
            url=f"{self.origin}/oauth/token",
            issuer=self.issuer,
            client_id=CLIENT,
            now=lambda: NOW,
            authentication=authentication or ClientAuthentication(),
            dpop=dpop,
        )


@contextmanager
def answering(*replies: Reply) -> Iterator[OAuthServer]:
    """The server with its replies. A request too many is answered with 500 and kept as well."""
    waiting, asked = list(replies), list[Asked]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append(Asked(method=self.command, path=self.path, headers=headers, body=body))
            reply = waiting.pop(0) if waiting else Reply(status=500, body={"error": "asked_too_often"})
            if reply.dropped:
                self.close_connection = True
                return
            text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_PATCH = do_DELETE = do_GET

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, Http(timeout=5) as http:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield OAuthServer(origin=f"http://127.0.0.1:{server.server_port}", asked=asked, http=http)
        finally:
            server.shutdown()
            thread.join(5)
