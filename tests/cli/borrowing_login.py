"""A login that borrows a callback, a process of its own, at a tenant that stalls on a request of the test's choice."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from cli_process import Auth0ctl, Running
from werkzeug.serving import WSGIRequestHandler, make_server

from auth0ctl.journal import Journal
from auth0ctl.localtenant import LocalTenant, open_tenant

SPA = "localSPA000000000000000000000000"
MINE = "https://app.example.com/callback"
USER = "user@example.com"
PATIENCE = 30.0  # seconds
WSGIApp = Callable[[Any, Any], Iterable[bytes]]
URL = re.compile(r"^ *(http://127\.0\.0\.1:\d+/authorize\?\S+)$", re.MULTILINE)


@dataclass(slots=True)
class Stall:
    """The tenant's application. ``auth0ctl``'s request number ``at`` is held up until ``go_on``.

    ``carried_out``: the tenant has done what was asked by then, and only its answer is held up; else it never does.
    """

    app: WSGIApp
    at: int | None = None
    carried_out: bool = True
    seen: list[str] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        if not environ.get("HTTP_USER_AGENT", "").startswith("auth0ctl"):
            return self.app(environ, start)  # the person's browser
        with self.lock:
            number = len(self.seen)
            self.seen.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if number != self.at:
            return self.app(environ, start)
        body = list(self.app(environ, start)) if self.carried_out else []
        self.reached.set()
        self.go_on.wait(PATIENCE)
        if not self.carried_out:
            start("503 Service Unavailable", [("Content-Type", "application/json")])
        return body


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing is printed."""


@dataclass(slots=True, kw_only=True)
class Place:
    """A served tenant, and auth0ctl set up to talk to it. ``port`` is free for a callback."""

    tenant: LocalTenant
    stall: Stall
    auth0ctl: Auth0ctl
    origin: str
    port: int

    @property
    def env(self) -> dict[str, str]:
        return {"AUTH0_DOMAIN": self.origin, "AUTH0_API_TOKEN": self.tenant.management_token(), "AUTH0_CLIENT_ID": SPA}

    @property
    def journal(self) -> Journal:
        return Journal(self.auth0ctl.home / "auth0ctl" / "data" / "journal")

    def client(self) -> dict[str, Any]:
        """The client as it is kept, every member of it."""
        kept = self.tenant.state.get("client", SPA)
        assert kept is not None
        return kept

    def stall_at(self, at: int | None, *, carried_out: bool = True) -> Stall:
        """From now on count anew."""
        one = self.stall
        one.at, one.carried_out = at, carried_out
        one.seen.clear()
        one.reached.clear()
        one.go_on.clear()
        return one

    def login(self, *more: str, port: int | None = None) -> Running:
        """Start a login that borrows its callback."""
        line = ("login", "--borrow-callback", "--no-browser", "--port", str(port or self.port), "-o", "json", *more)
        return self.auth0ctl.start(*line, env=self.env)

    def ensure(self) -> Running:
        """Start a login with a test client of its own."""
        line = ("login", "--ensure-client", "A test client", "--no-browser", "--port", str(self.port), "-o", "json")
        env = self.env
        del env["AUTH0_CLIENT_ID"]
        return self.auth0ctl.start(*line, env=env)

    def visit(self, running: Running) -> bool:
        """Be the person, who is logged in already, once there is a URL to open; False until then."""
        found = URL.search(running.stderr)
        if found:
            threading.Thread(target=open_page, args=(found.group(1),), daemon=True).start()
        return found is not None

    def go_through(self, running: Running) -> None:
        """Drive the login until it stalls or ends."""
        visited = False
        while running.process.poll() is None and not self.stall.reached.wait(0.02):
            visited = visited or self.visit(running)


def open_page(url: str) -> None:
    """A browser that follows where it is sent."""
    with suppress(httpx.HTTPError):
        httpx.get(url, follow_redirects=True, timeout=PATIENCE, trust_env=False)


@contextmanager
def served(auth0ctl: Auth0ctl, folder: Path, ports: list[int]) -> Iterator[Place]:
    """A tenant in ``folder`` on the first of two free ports, its client with one callback of its own."""
    port, callback_port = ports
    tenant = open_tenant(folder, issuer=f"http://127.0.0.1:{port}/", auto_login=USER)
    stall = Stall(tenant.app)
    server = make_server("127.0.0.1", port, stall, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    place = Place(tenant=tenant, stall=stall, auth0ctl=auth0ctl, origin=f"http://127.0.0.1:{port}", port=callback_port)
    with tenant.state.transaction():
        tenant.state.put("client", SPA, {**place.client(), "callbacks": [MINE]})
    try:
        yield place
    finally:
        stall.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
        tenant.close()
