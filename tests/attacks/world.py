"""Real parts to try an attack in: a tenant on loopback, the attacker's own server, the command line, and a watch on it.

The watch is an audit hook: it sees every connection, every name that is looked up, every program that is started and
every file that is opened, whatever library does it.
"""

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from forge import AT

from auth0ctl.cli.app import build
from auth0ctl.cli.session import Session
from auth0ctl.errors import Auth0ctlError
from auth0ctl.findings import Report, Status
from auth0ctl.results import Verified

Reply = tuple[int, Mapping[str, str], bytes]


class Server:
    """A web server on loopback. ``pages`` maps a path to what it answers; ``asked`` lists the paths requested."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[], Reply]] = {}
        self.asked: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop answering; from now on connections are refused."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
            self._http.server_close()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._http.server_address[1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.address[1]}"

    def answer(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        content = body if isinstance(body, bytes) else body.encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = lambda: (status, {"Content-Type": "application/json"} | named, content)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            status, headers, body = server.pages.get(self.path, lambda: (404, {}, b""))()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


JWKS = "/.well-known/jwks.json"
DISCOVERY = "/.well-known/openid-configuration"


class TenantServer(Server):
    """A tenant as far as a verifier sees it: a discovery document and a key set. Its issuer is its own origin."""

    def __init__(self) -> None:
        super().__init__()
        self.describe()

    @property
    def issuer(self) -> str:
        return f"{self.origin}/"

    def publish(self, document: bytes) -> None:
        self.answer(JWKS, document)

    def describe(self, **changes: str) -> None:
        """Serve the discovery document, with some members changed."""
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/oauth/token",
            "jwks_uri": f"{self.origin}{JWKS}",
        }
        self.answer(DISCOVERY, json.dumps(own | changes))


@dataclass(kw_only=True)
class Seen:
    """What a stretch of code did to the world outside."""

    connected: set[Any] = field(default_factory=set)
    looked_up: set[str] = field(default_factory=set)
    started: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)


class Watch:
    """Sees what this process does while ``on``. An audit hook cannot be taken out again; it sleeps in between."""

    def __init__(self) -> None:
        self._seen: Seen | None = None
        sys.addaudithook(self._hook)

    @contextmanager
    def on(self) -> Iterator[Seen]:
        self._seen = seen = Seen()
        try:
            yield seen
        finally:
            self._seen = None

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        seen = self._seen
        if seen is None:
            return
        if event == "socket.connect":
            seen.connected.add(args[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            seen.looked_up.add(str(args[0]))
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
            seen.started.append(event)
        elif event == "open" and isinstance(args[0], str):
            seen.opened.add(args[0])


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one command line ended. ``report`` is None where the command ended in an error."""

    code: int
    report: Report | None
    stdout: str
    stderr: str

    @property
    def failed(self) -> set[str]:
        """The ids of the checks that failed."""
        assert self.report is not None, self.stderr
        return {check.id for check in self.report.checks if check.status is Status.FAIL}

    @property
    def explained(self) -> set[str]:
        """The ids of the checks that a finding accounts for."""
        assert self.report is not None
        return {id_ for finding in self.report.findings for id_ in finding.explains}

    @property
    def names(self) -> list[str]:
        assert self.report is not None
        return [finding.rule.name for finding in self.report.findings]


class _Recorded(Session):
    """A session that keeps what it shows."""

    shown: Any = None

    def show(self, result: Any) -> None:
        self.shown = result
        super().show(result)


def run(arguments: list[str], *, home: Path, domain: str | None = None, at: datetime = AT) -> Outcome:
    """Run one auth0ctl command line in this process, with its own streams, environment, home and clock."""
    environ = {"HOME": str(home), "AUTH0CTL_HOME": str(home)} | ({"AUTH0_DOMAIN": domain} if domain else {})
    out, err = io.StringIO(), io.StringIO()
    session = _Recorded(environ=environ, stdin=io.StringIO(), stdout=out, stderr=err, now=lambda: at)
    try:
        with session, build().make_context("auth0ctl", ["-o", "json", *arguments], obj=session) as ctx:
            code = int(ctx.command.invoke(ctx) or 0)
    except Auth0ctlError as error:
        session.fail(error)
        code = int(error.exit_code)
    shown = session.shown
    report = shown.report if isinstance(shown, Verified) else None
    return Outcome(code=code, report=report, stdout=out.getvalue(), stderr=err.getvalue())
