"""A client on an embedded tenant that callbacks are lent to, and a Management API that can be disturbed."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auth0ctl.journal import Journal
from auth0ctl.localtenant import LocalTenant
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

ORIGIN = "http://127.0.0.1:18400"
TENANT = Tenant(name="local", origin=ORIGIN)
SPA = "localSPA000000000000000000000000"
MINE = "https://app.example.com/callback"
LENT = "http://127.0.0.1:18999/callback"

Disturb = Callable[[str, str], int | None]  # method and path -> the status to answer with, None to go on


def undisturbed(method: str, path: str) -> int | None:
    """The Management API as it is."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """``calls`` are the Management API's requests so far. ``disturb`` may answer for it before it sees a request."""

    local: LocalTenant
    journal: Journal
    scope: str | None = None
    calls: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    disturb: Disturb = undisturbed

    @property
    def management(self) -> Management:
        return Management(Http(apps={ORIGIN: self.app}), TENANT, lambda: self.local.management_token(self.scope))

    def app(self, environ: Any, start: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.calls.append(f"{method} {path.removeprefix('/api/v2/').partition('/')[0]}")
        if (status := self.disturb(method, path)) is not None:
            start(f"{status} Disturbed", [("Content-Type", "application/json")])
            return [json.dumps({"statusCode": status, "error": "Disturbed", "message": "disturbed"}).encode()]
        return self.local.app(environ, start)

    def client(self, client_id: str = SPA) -> dict[str, Any]:
        """The client as it is kept, every member of it."""
        kept = self.local.state.get("client", client_id)
        assert kept is not None
        return kept

    def callbacks(self) -> list[str]:
        found: list[str] = self.client()["callbacks"]
        return found

    def set_callbacks(self, callbacks: list[str] | None) -> None:
        """None: the client has no such member."""
        client = self.client()
        client.pop("callbacks", None)
        if callbacks is not None:
            client["callbacks"] = callbacks
        with self.local.state.transaction():
            self.local.state.put("client", SPA, client)


def bench(local: LocalTenant, tmp_path: Path) -> Bench:
    """The first-run client with one callback of its own."""
    one = Bench(local=local, journal=Journal(tmp_path / "journal"))
    one.set_callbacks([MINE])
    return one
