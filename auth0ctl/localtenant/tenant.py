"""What every endpoint of the local tenant needs: the store, the keys, the clock and the tenant's own names."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auth0ctl.localtenant.limits import Limits
from auth0ctl.localtenant.store.keys import Keys
from auth0ctl.localtenant.store.state import JSON, State

if TYPE_CHECKING:
    from auth0ctl.localtenant.faults import Faults

REQUESTS_KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class Tenant:
    """One open tenant.

    ``issuer`` ends in a slash; whatever address a request comes in by, only a custom domain changes it.
    ``front_origin`` is where a browser finds the pages; a listener on a free port changes it. ``now`` gives Unix
    seconds. ``auto_login`` is the e-mail address of the user for whom every page is answered without being shown.
    ``faults`` is what the tenant does wrong on request. ``pause`` waits for so many seconds. ``canonical`` is the
    tenant's own issuer where ``issuer`` is that of a custom domain; identifiers of APIs never name a custom domain.
    ``limits`` are the rate limits, if any. ``requests`` are those that came in to this process, such as
    ``POST /oauth/token``, without their queries. ``chance`` is where ids, codes and keys come from, unless it is the
    operating system.
    """

    state: State
    issuer: str
    now: Callable[[], float]
    keys: Keys = field(repr=False)
    front_origin: str
    faults: "Faults"
    pause: Callable[[float], None]
    auto_login: str | None = None
    canonical: str = ""
    limits: Limits | None = None
    chance: Random | None = field(default=None, repr=False)
    requests: deque[str] = field(default_factory=lambda: deque(maxlen=REQUESTS_KEPT))

    @property
    def origin(self) -> str:
        return self.issuer.rstrip("/")

    @property
    def host(self) -> str:
        return urlsplit(self.issuer).netloc

    @property
    def userinfo_audience(self) -> str:
        return f"{self.canonical or self.issuer}userinfo"

    @property
    def management_audiences(self) -> tuple[str, str]:
        """The Management API's identifier, and the https spelling that SDKs build from a bare domain."""
        return _management_audiences(self.canonical or self.issuer)

    def at(self, scheme: str, host: str) -> "Tenant":
        """The tenant as it is under the host of a request: another issuer on a custom domain that is ready.

        A custom domain may be called on any port (INFERRED, for local use); the port is part of the issuer then.
        """
        name, colon, port = host.lower().partition(":")
        known = name == _host_name(self.issuer) or (colon and not port.isdecimal())
        if known:
            return self
        for domain in self.state.all("custom_domain"):
            if domain["domain"].lower() == name and domain.get("status") == "ready":
                origin = f"{scheme}://{name}{colon}{port}"
                return replace(self, issuer=f"{origin}/", front_origin=origin, canonical=self.issuer)
        return self

    def settings(self) -> JSON:
        return self.state.get("settings", "tenant") or {}

    def setting(self, name: str) -> str:
        """A tenant setting that is a string; empty when it is not set."""
        value = self.settings().get(name)
        return value if isinstance(value, str) else ""

    def client(self, client_id: str) -> JSON | None:
        return self.state.get("client", client_id) if client_id else None

    def is_userinfo(self, audience: str) -> bool:
        """Does the audience name /userinfo, so that the token is opaque (tokens.md section 1)?"""
        return audience in _userinfo_names(self.canonical or self.issuer)


# Asked for with every request or token, and always the same.
@lru_cache(maxsize=8)
def _host_name(own: str) -> str | None:
    return urlsplit(own).hostname


@lru_cache(maxsize=8)
def _management_audiences(own: str) -> tuple[str, str]:
    return f"{own}api/v2/", f"https://{urlsplit(own).netloc}/api/v2/"


@lru_cache(maxsize=8)
def _userinfo_names(own: str) -> frozenset[str]:
    host = urlsplit(own).netloc
    return frozenset(
        {
            f"{own}userinfo",
            f"https://{host}/userinfo",
            own,
            own.rstrip("/"),
            f"https://{host}/",
            f"https://{host}",
            host,
        }
    )
