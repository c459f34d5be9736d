"""A whole login without a person: the embedded tenant, which may misbehave, and the quick browser."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quick_browser import browse

from auth0ctl.flows import FLOWS
from auth0ctl.journeys.login.listening import Place
from auth0ctl.journeys.login.run import Wish, login
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.tokens.keys import keys_at
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Tenant
from auth0ctl.protocol import ClientAuthentication, Event
from auth0ctl.results import Login
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

SPA = "localSPA000000000000000000000000"
WEB = "localWEB000000000000000000000000"
SECRET = "web-secret-that-nobody-else-knows"
API = "https://api.example.com"
USER = "user@example.com"


def web(**changes: Any) -> dict[str, Any]:
    """A client with a secret, as a seed document's client."""
    return {
        "client_id": WEB,
        "client_secret": SECRET,
        "name": "Web",
        "app_type": "regular_web",
        "is_first_party": True,
        "oidc_conformant": True,
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "jwt_configuration": {"alg": "RS256"},
        "callbacks": [],
        **changes,
    }


API_RECORD = {
    "identifier": API,
    "name": "Orders",
    "signing_alg": "RS256",
    "scopes": [{"value": "read:orders"}],
    "allow_offline_access": True,
}


@dataclass(slots=True)
class Bench:
    """``run`` makes one login. ``events``, ``said`` and ``opened`` hold what the login told and did, all logins'."""

    local: LocalTenant
    world: World
    ports: tuple[int, ...]
    events: list[Event] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def run(
        self,
        flow: str = "pkce",
        *,
        secret: str | None = None,
        world: Mapping[str, Any] | None = None,
        **wish: Any,
    ) -> Login:
        asked: dict[str, Any] = {"client_id": SPA, "scope": ("openid", "profile"), "timeout": 20, **wish}
        changes: dict[str, Any] = dict(world or {})
        if secret:
            changes["authentication"] = ClientAuthentication(client_secret=secret)
        return login(Wish(flow=FLOWS[flow], **asked), replace(self.world, **changes))

    def calls(self, path: str) -> int:
        """How many requests of this method and path the tenant got: ``POST /oauth/token``."""
        return sum(one == path for one in self.local.requests)

    def register(self, *clients: dict[str, Any], **document: Any) -> None:
        """Add clients, each with this bench's callbacks beside its own."""
        own = [f"http://127.0.0.1:{port}/callback" for port in self.ports]
        enabled = [SPA, *(one["client_id"] for one in clients)]
        connection = {"name": "Username-Password-Authentication", "strategy": "auth0", "enabled_clients": enabled}
        added = [{**one, "callbacks": [*one["callbacks"], *own]} for one in clients]
        self.local.seed({"clients": added, "connections": [connection], **document})


@contextmanager
def bench(
    folder: Path,
    first_run: Path,
    ports: tuple[int, ...],
    *faults: str,
    visit: Callable[[str], object] = browse,
    settings: Mapping[str, Any] | None = None,
) -> Iterator[Bench]:
    """A tenant with these ``faults`` on a listener of its own, and the world of a login at it."""
    shutil.copytree(first_run, folder)
    local = open_tenant(folder, auto_login=USER, faults=faults)
    visits: list[threading.Thread] = []
    try:
        document: dict[str, Any] = {"resource_servers": [API_RECORD], "clients": [spa(ports)]}
        local.seed({**document, **({"tenant_settings": dict(settings)} if settings else {})})
        with local.listen() as listener, Http() as http:
            for place in (local.issuer.rstrip("/"), listener.origin):
                http.answer_for(place, local.app)
            tenant = Tenant(name="local", origin=local.issuer.rstrip("/"))
            made = Bench(local=local, world=None, ports=ports)  # type: ignore[arg-type]  # filled in next

            def send_person_to(url: str) -> None:
                made.opened.append(url)
                visits.append(threading.Thread(target=visit, args=(url,), daemon=True))
                visits[-1].start()

            discovery = discover(http, tenant)
            made.world = World(
                http=http,
                tenant=tenant,
                discovery=discovery,
                management=Management(http, tenant, local.management_token),
                why_no_management="",
                keys=keys_at(http, discovery.jwks_uri),
                send_person_to=send_person_to,
                tick=lambda _: None,
                warn=made.said.append,
                step=lambda _: None,
                trace=made.events.append,
                now=lambda: datetime.now(UTC),
            )
            yield made
            for one in visits:
                one.join(10)
    finally:
        local.close()


def spa(ports: tuple[int, ...], **changes: Any) -> dict[str, Any]:
    """The first-run client with callbacks on these ports."""
    return web(
        client_id=SPA,
        client_secret="nobody-sends-this-secret-of-a-spa",
        name="Example SPA",
        app_type="spa",
        token_endpoint_auth_method="none",
        callbacks=[f"http://127.0.0.1:{port}/callback" for port in ports],
        **changes,
    )


__all__ = ["API", "SECRET", "SPA", "WEB", "Bench", "Place", "bench", "browse", "spa", "web"]
