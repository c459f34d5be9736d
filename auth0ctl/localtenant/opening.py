"""Opening the local tenant of a folder, and what its owner can do with it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auth0ctl.localtenant import first_run, tls
from auth0ctl.localtenant.app import Application
from auth0ctl.localtenant.server import Listener
from auth0ctl.localtenant.store import seed
from auth0ctl.localtenant.store.keys import Keys, create_signing_keys
from auth0ctl.localtenant.store.state import JSON, State
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEFAULT_ISSUER = "http://127.0.0.1:18400/"
MANAGEMENT_CLIENT = "auth0ctl"  # the azp of tokens that the owner makes for himself; no client of the tenant

_COUNTED = {
    "clients": "client",
    "resource_servers": "resource_server",
    "client_grants": "client_grant",
    "connections": "connection",
    "users": "user",
    "actions": "action",
    "organizations": "organization",
    "logs": "log",
}


class LocalTenant:
    """One open tenant. ``app`` is a WSGI application; nothing listens until ``listen`` is called."""

    def __init__(self, tenant: Tenant, folder: Path) -> None:
        self._tenant = tenant
        self.folder = folder
        self.state: State = tenant.state
        self.app: WSGIApplication = Application(tenant)

    @property
    def issuer(self) -> str:
        return self._tenant.issuer

    @property
    def front_origin(self) -> str:
        """Where a browser finds the tenant's pages; the discovery document names it."""
        return self._tenant.front_origin

    @property
    def ca_file(self) -> Path:
        """The certificate to trust for https, made on first use."""
        with self.state.transaction():
            return tls.create_ca(self.folder)

    def listen(self, *, host: str = "127.0.0.1", port: int = 0, tls: bool = False, expose: bool = False) -> Listener:
        """Listen on a real socket; port 0 takes a free one.

        Raises ``OSError`` when the port is taken, ``NotLoopback`` for an address that others could reach.
        """
        context = self._server_context() if tls else None
        listener = Listener(
            self.app,
            host=host,
            port=port,
            context=context,
            expose=expose,
            release=self.state.close,
            stopped=self._leave_front,
        )
        if not self._is_own_origin(listener):
            self._tenant.front_origin = listener.origin
        return listener

    def management_token(self, scope: str | None = None) -> str:
        """A token for the tenant's own Management API with the given scopes (space separated), or with all."""
        identifier = self._tenant.management_audiences[0]
        api = access.find_api(self._tenant, identifier)
        if api is None:
            raise LookupError(f"{identifier} is not there; reset the local tenant")
        scopes = tuple(scope.split()) if scope is not None else tuple(access.api_scopes(api))
        grant = issue.Grant(client={"client_id": MANAGEMENT_CLIENT}, api=api, scope=scopes, gty="client-credentials")
        return issue.access_token(self._tenant, grant).text

    def seed(self, document: Mapping[str, Any]) -> None:
        """Add what the document says. Raises ``ValueError`` naming the place that is wrong; nothing is added then."""
        with self.state.transaction():
            seed.load(self.state, document, issuer=self.issuer, now=self._tenant.now())

    def reset(self) -> None:
        """Back to the first run; the signing keys stay."""
        with self.state.transaction():
            self.state.clear()
            seed.load(self.state, first_run.document(), issuer=self.issuer, now=self._tenant.now())

    def status(self) -> JSON:
        """What the tenant is and how many objects of each kind it holds."""
        return {
            "issuer": self.issuer,
            "folder": str(self.folder),
            "signing_key": self._tenant.keys.current().kid,
            **{name: self.state.count(kind) for name, kind in _COUNTED.items()},
        }

    def close(self) -> None:
        """Close this thread's hold on the store; using the tenant again opens it again."""
        self.state.close()

    def _server_context(self) -> Any:
        with self.state.transaction():
            tls.create_ca(self.folder)
            return tls.server_context(self.folder)

    def _leave_front(self) -> None:
        self._tenant.front_origin = self._tenant.origin

    def _is_own_origin(self, listener: Listener) -> bool:
        own = urlsplit(self._tenant.origin)
        return own.port == listener.port and listener.origin.startswith(f"{own.scheme}://")


def open_tenant(
    folder: Path,
    *,
    issuer: str = DEFAULT_ISSUER,
    now: Callable[[], float] = time.time,
    auto_login: str | None = None,
) -> LocalTenant:
    """Open the tenant whose state is in ``folder``; a new one gets keys and the first-run content.

    ``now`` gives Unix seconds. ``auto_login`` is the e-mail address of a user for whom login, consent and confirmation
    are answered without a page. Safe in several processes at once: one of them makes what is missing.
    Raises ``ValueError`` for an issuer that is not an origin with a slash behind it.
    """
    parts = urlsplit(issuer)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path != "/" or parts.query or parts.fragment:
        raise ValueError(f"the issuer must be an origin and a slash, such as {DEFAULT_ISSUER}, not {issuer}")
    state = State(folder)
    with state.transaction():
        if not state.count("signing_key"):
            create_signing_keys(state, host=parts.netloc, now=now())
        if state.get("settings", "tenant") is None:
            seed.load(state, first_run.document(), issuer=issuer, now=now())
    tenant = Tenant(
        state=state,
        issuer=issuer,
        now=now,
        keys=Keys(state),
        front_origin=issuer.rstrip("/"),
        auto_login=auto_login,
    )
    return LocalTenant(tenant, folder)
