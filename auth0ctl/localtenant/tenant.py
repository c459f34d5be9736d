"""What every endpoint of the local tenant needs: the store, the keys, the clock and the tenant's own names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auth0ctl.localtenant.store.keys import Keys
from auth0ctl.localtenant.store.state import JSON, State


@dataclass(slots=True, kw_only=True)
class Tenant:
    """One open tenant.

    ``issuer`` ends in a slash and stays the same whatever address a request comes in by. ``front_origin`` is where a
    browser finds the pages; a listener on a free port changes it. ``now`` gives Unix seconds. ``auto_login`` is the
    e-mail address of the user for whom every page is answered without being shown.
    """

    state: State
    issuer: str
    now: Callable[[], float]
    keys: Keys = field(repr=False)
    front_origin: str
    auto_login: str | None = None

    @property
    def origin(self) -> str:
        return self.issuer.rstrip("/")

    @property
    def host(self) -> str:
        return urlsplit(self.issuer).netloc

    @property
    def userinfo_audience(self) -> str:
        return f"{self.issuer}userinfo"

    @property
    def management_audiences(self) -> tuple[str, str]:
        """The Management API's identifier, and the https spelling that SDKs build from a bare domain."""
        return f"{self.issuer}api/v2/", f"https://{self.host}/api/v2/"

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
        host = self.host
        return audience in {
            self.userinfo_audience,
            f"https://{host}/userinfo",
            self.issuer,
            self.origin,
            f"https://{host}/",
            f"https://{host}",
            host,
        }
