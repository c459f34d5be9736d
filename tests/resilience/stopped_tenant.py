"""A tenant that holds one chosen request: carried out, and not answered until the test lets it go."""

import io
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proof.broken_network import App, Network, network

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.localtenant import LocalTenant, open_tenant

WRITES = ("POST", "PATCH", "PUT", "DELETE")


class Stopped:
    """``hold(n)``: keep the answer to the n-th change from now on. ``arrived`` is set when it is there."""

    def __init__(self, local: LocalTenant, over: Network) -> None:
        self.local, self.over = local, over
        self.arrived, self.release = threading.Event(), threading.Event()
        self._app: App = local.app
        self._left = 0
        over.app = self

    def hold(self, number: int) -> None:
        self.arrived.clear()
        self.release.clear()
        self._left = number

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = self._app(environ, start_response)
        if environ["REQUEST_METHOD"] in WRITES and environ["PATH_INFO"].startswith("/api/"):
            self._left -= 1
            if self._left == 0:
                answer = list(answer)
                self.arrived.set()
                self.release.wait(10)
        return answer

    @property
    def environment(self) -> Mapping[str, str]:
        return {"AUTH0_DOMAIN": self.over.origin, "AUTH0_API_TOKEN": self.local.management_token()}

    def run(self, home: Path, line: str) -> tuple[int, str, str]:
        """A command inside this process: its exit code, stdout and stderr."""
        out, err = io.StringIO(), io.StringIO()
        environ = {"HOME": str(home), "AUTH0CTL_HOME": str(home / "auth0ctl"), "PATH": "", **self.environment}
        session = Session(environ=environ, stdin=io.StringIO(), stdout=out, stderr=err, pause=lambda _: None)
        return run((*line.split(), "-o", "json"), session), out.getvalue(), err.getvalue()


@contextmanager
def stopped(folder: Path) -> Iterator[Stopped]:
    with network() as over:
        local = open_tenant(folder, issuer=f"{over.origin}/")
        one = Stopped(local, over)
        try:
            yield one
        finally:
            one.release.set()
            local.close()
