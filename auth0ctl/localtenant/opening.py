"""Opening the local tenant of a folder, and what its owner can do with it."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auth0ctl.localtenant import chance, first_run, limits
from auth0ctl.localtenant import faults as misbehaviour
from auth0ctl.localtenant.app import Application
from auth0ctl.localtenant.hosts import OwnHosts
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.server import Listener
from auth0ctl.localtenant.store.keys import Keys, create_signing_keys
from auth0ctl.localtenant.store.state import JSON, State
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.wanted import Wanted

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEFAULT_ISSUER = "http://127.0.0.1:18400/"

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

    def __init__(self, tenant: Tenant, folder: Path, beginning: Any = None) -> None:
        self._tenant = tenant
        self.folder = folder
        self.state: State = tenant.state
        self.app: WSGIApplication = Application(tenant)
        self._beginning = beginning

    @property
    def issuer(self) -> str:
        return self._tenant.issuer

    @property
    def front_origin(self) -> str:
        """Where a browser finds the tenant's pages; the discovery document names it."""
        return self._tenant.front_origin

    @property
    def requests(self) -> tuple[str, ...]:
        """Every request that came in to this process, oldest first: ``POST /oauth/token``, without its query."""
        return tuple(self._tenant.requests)

    @property
    def ca_file(self) -> Path:
        """The certificate to trust for https, made on first use."""
        with self.state.transaction():
            file: Path = load("tls:create_ca")(self.folder)
        return file

    def listen(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool = False,
        expose: bool = False,
        verbose: bool = False,
    ) -> Listener:
        """Listen on a real socket; port 0 takes a free one. ``expose`` allows any address, and any ``Host``.

        ``verbose``: where the tenant itself fails, standard error tells the way to it as well.

        Raises ``OSError`` when the port is taken, ``NotLoopback`` for an address that others could reach.
        """
        context = self._server_context() if tls else None
        listener = Listener(
            self.app if expose else OwnHosts(self.app, self._tenant),
            host=host,
            port=port,
            context=context,
            expose=expose,
            stopped=self._leave_front,
            verbose=verbose,
            together=self.state.request,
        )
        if not self._is_own_origin(listener):
            self._tenant.front_origin = listener.origin
        return listener

    def management_token(self, scope: str | None = None) -> str:
        """A token for the tenant's own Management API with the given scopes (space separated), or with all."""
        with self._drawing():
            text: str = load("owner:management_token")(self._tenant, scope)
        return text

    def mint(self, wanted: Wanted) -> str:
        """A token of any shape, for negative tests. Raises ``ValueError`` that says what cannot be had."""
        with self._drawing():
            text: str = load("minting:mint")(self._tenant, wanted)
        return text

    def add_user(self, profile: Mapping[str, Any]) -> JSON:
        """Add one user, described as in a seed document, and return it as the Management API shows it.

        Raises ``ValueError`` naming the member that is wrong.
        """
        with self._drawing():
            stated = {"user_id": f"auth0|{chance.token_hex(12)}", **profile}
        self.seed({"users": [stated]})
        bare, provider = stated["user_id"], "" if "|" in stated["user_id"] else "auth0|"
        return _shown(self.state.get("user", f"{provider}{bare}") or {})

    def log(self) -> list[JSON]:
        """The tenant's log entries, oldest first, as ``/api/v2/logs`` shows them."""
        return [_shown(entry) for entry in self.state.all("log")]

    def misbehave(self, *faults: str) -> None:
        """From now on get these things wrong, and nothing else; without names, nothing. Names are those of ``FAULTS``.

        Raises ``ValueError`` for one that does not exist.
        """
        self._tenant.faults = misbehaviour.chosen(faults)
        self.state.drop("fault")

    def log_in_by_itself(self, email: str | None) -> None:
        """From now on log this user in, consent and confirm without a page; with None, show the pages again."""
        self._tenant.auto_login = email

    def seed(self, document: Mapping[str, Any]) -> None:
        """Add what the document says. Raises ``ValueError`` naming the place that is wrong; nothing is added then."""
        with self._drawing(), self.state.transaction():
            load("store.seed:load")(self.state, document, issuer=self.issuer, now=self._tenant.now())

    def reset(self) -> None:
        """Back to the first run; the signing keys stay. The requests are forgotten too.

        With ``seed_random`` what follows is the same after every reset.
        """
        if self._tenant.chance is not None:
            self._tenant.chance.setstate(self._beginning)
        with self._drawing(), self.state.transaction():
            openings = self.state.get("settings", "openings")
            self.state.clear()
            if openings:
                self.state.put("settings", "openings", openings)
            load("store.seed:load")(self.state, first_run.document(), issuer=self.issuer, now=self._tenant.now())
        self._tenant.requests.clear()

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

    def _drawing(self) -> AbstractContextManager[None]:
        return chance.drawn_from(self._tenant.chance)

    def _server_context(self) -> Any:
        with self.state.transaction():
            load("tls:create_ca")(self.folder)
            return load("tls:server_context")(self.folder)

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
    faults: Sequence[str] = (),
    pause: Callable[[float], None] = time.sleep,
    rate_limit: str | None = None,
    seed_random: int | None = None,
) -> LocalTenant:
    """Open the tenant whose state is in ``folder``; a new one gets keys and the first-run content.

    ``now`` gives Unix seconds. ``auto_login`` is the e-mail address of a user for whom login, consent and confirmation
    are answered without a page. Safe in several processes at once: one of them makes what is missing.
    ``faults`` are names from ``FAULTS``: what the tenant gets wrong for as long as it is open here. ``pause`` is how
    the fault ``slow`` waits where no listener keeps the answer back. ``rate_limit`` is a plan of ``limits.PLANS``
    (``free``, ``enterprise``, ``enterprise-nonprod``) whose rate limits are kept; without one they are told, not kept.
    ``seed_random`` makes ids, keys, codes and tokens the same every time for the same requests in the same order, at
    the same ``now``: good for tests, and for nothing else, as all of them can be foretold. PS256 signatures and
    encrypted tokens of APIs are new each time all the same: their randomness is the library's. Raises ``ValueError``
    for an issuer that is not an origin with a slash behind it, and for a fault or a plan that does not exist.
    """
    parts = urlsplit(issuer)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path != "/" or parts.query or parts.fragment:
        raise ValueError(f"the issuer must be an origin and a slash, such as {DEFAULT_ISSUER}, not {issuer}")
    chosen = misbehaviour.chosen(tuple(faults))
    kept_limits = limits.limits(rate_limit)
    state = State(folder)
    source = _stream(state, seed_random)
    with chance.drawn_from(source), state.transaction():
        state.drop("fault")  # what a fault remembers ends with the opening it was chosen for
        if not state.count("signing_key"):
            create_signing_keys(state, host=parts.netloc, now=now())
        beginning = source.getstate() if source else None  # a reset goes back to here
        if state.get("settings", "tenant") is None:
            load("store.seed:load")(state, first_run.document(), issuer=issuer, now=now())
    tenant = Tenant(
        state=state,
        issuer=issuer,
        now=now,
        keys=Keys(state),
        front_origin=issuer.rstrip("/"),
        faults=chosen,
        pause=pause,
        auto_login=auto_login,
        limits=kept_limits,
        chance=source,
    )
    return LocalTenant(tenant, folder, beginning)


def _stream(state: State, seed_random: int | None) -> Random | None:
    if seed_random is None:
        return None
    with state.transaction():
        opening = int((state.get("settings", "openings") or {}).get("number", 0))
        state.put("settings", "openings", {"number": opening + 1})
    return chance.stream(seed_random, opening)


def _shown(body: JSON) -> JSON:
    return {name: value for name, value in body.items() if not name.startswith("_")}
