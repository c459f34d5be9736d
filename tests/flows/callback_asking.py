"""Asking a callback server what a browser would ask it, or something else, over a real socket."""

import http.client
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from auth0ctl.flows.callback.server import CallbackServer

STATE = "right-state-of-this-attempt"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def port_of(server: CallbackServer) -> int:
    port = urlsplit(server.redirect_uri).port
    assert port is not None
    return port


def ask(
    server: CallbackServer,
    target: str,
    *,
    method: str = "GET",
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=5)
    try:
        connection.request(method, target, body=body, headers=headers or {})
        reply = connection.getresponse()
        text = reply.read().decode()
        return Answer(status=reply.status, headers={k.lower(): v for k, v in reply.getheaders()}, text=text)
    finally:
        connection.close()


def waits_on(server: CallbackServer) -> bool:
    """Whether the login still goes on: a good answer is taken now."""
    return ask(server, f"/callback?code=last&state={STATE}").status == 303


def once_in(page: Answer) -> str:
    match = re.search(r'data-once="([^"]+)"', page.text)
    assert match is not None
    return match[1]


def post_fragment(server: CallbackServer, body: str, **changed: str | None) -> Answer:
    headers = FORM | {
        "Origin": f"http://127.0.0.1:{port_of(server)}",
        "X-Auth0ctl-Once": once_in(ask(server, "/callback")),
    }
    for name, value in changed.items():
        header = name.replace("_", "-")
        headers.pop(header, None)
        if value is not None:
            headers[header] = value
    return ask(server, "/fragment", method="POST", body=body, headers=headers)


def send_raw(server: CallbackServer, sent: bytes, *, timeout: float = 5) -> bytes:
    """Send bytes and read until the server closes; empty when it closes without a word."""
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=timeout) as connection:
        try:
            connection.sendall(sent)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except ConnectionError:
            return b""
