"""Serves the pages of ``tests/sdk/page`` and the SDKs' own build files to a browser, on loopback."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from machine import SDK_FOLDER

HTML, SCRIPT = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
FILES = {
    "/": ("page/index.html", HTML),
    "/pkce.html": ("page/pkce.html", HTML),
    "/silent.html": ("page/silent.html", HTML),
    "/embedded.html": ("page/embedded.html", HTML),
    "/verification.html": ("page/verification.html", HTML),
    "/frame.html": ("page/frame.html", HTML),
    "/auth0.js": ("node_modules/auth0-js/dist/auth0.min.js", SCRIPT),
    "/auth0-spa-js.js": ("node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js", SCRIPT),
}


class PagesServer(ThreadingHTTPServer):
    """``settings`` is what the pages read from ``/settings.json``; a test fills it in."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.settings: Mapping[str, Any] = {}
        self.origin = f"http://localhost:{self.server_address[1]}"


class _Pages(BaseHTTPRequestHandler):
    server: PagesServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/settings.json":
            self._answer(200, "application/json", json.dumps(self.server.settings).encode())
        elif path in FILES:
            file, kind = FILES[path]
            self._answer(200, kind, (SDK_FOLDER / file).read_bytes())
        else:
            self._answer(404, "text/plain", b"not here")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed: the addresses hold codes."""

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_pages() -> Iterator[PagesServer]:
    with PagesServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
