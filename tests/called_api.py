"""An API of a user's, on loopback: it answers as it is told, and remembers who asked what."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


Behaviour = Callable[[str, str | None], Reply]  # the method and the bearer token, if one was sent


class CalledApi(ThreadingHTTPServer):
    """``calls`` are (method, path, token); ``behave`` decides every answer."""

    daemon_threads = True

    def __init__(self, behave: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behave = behave
        self.calls: list[tuple[str, str, str | None]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/items"


class _Handler(BaseHTTPRequestHandler):
    server: CalledApi

    def do_GET(self) -> None:
        sent = self.headers.get("Authorization")
        token = sent.removeprefix("Bearer ") if sent else None
        self.server.calls.append((self.command, self.path, token))
        reply = self.server.behave(self.command, token)
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_OPTIONS = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def called_api(behave: Behaviour) -> Iterator[CalledApi]:
    with CalledApi(behave) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
