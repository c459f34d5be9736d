"""A tenant that answers a device flow by a script, on a clock that moves only when somebody waits or answers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx

from auth0ctl.flows import FLOWS
from auth0ctl.flows.device import Patience, run
from auth0ctl.flows.direct import DirectWish
from auth0ctl.protocol import Discovery, TokenSet
from auth0ctl.tenant.device import DeviceCode
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.token_endpoint import TokenEndpoint

ORIGIN = "https://tenant.example.com"
CLIENT = "native-client"
DEVICE_CODE = "the-device-code-that-nobody-may-see"
DISCOVERY = Discovery(
    issuer=f"{ORIGIN}/",
    authorization_endpoint=f"{ORIGIN}/authorize",
    token_endpoint=f"{ORIGIN}/oauth/token",
    jwks_uri=f"{ORIGIN}/.well-known/jwks.json",
    device_authorization_endpoint=f"{ORIGIN}/oauth/device/code",
)
TOKENS = {"access_token": "at", "id_token": "it", "expires_in": 86400, "token_type": "Bearer"}

# One letter a reply, with Auth0's own statuses (auth0-facts/token-endpoint.md section 9).
REPLIES: dict[str, tuple[int, Any]] = {
    "P": (403, {"error": "authorization_pending", "error_description": "User has yet to authorize device code."}),
    "p": (400, {"error": "authorization_pending"}),  # RFC 8628's own status
    "S": (
        429,
        {
            "error": "slow_down",
            "error_description": "You are polling faster than the specified interval of 5 seconds.",
        },
    ),
    "s": (400, {"error": "slow_down"}),
    "X": (403, {"error": "expired_token", "error_description": "The device code has expired."}),
    "D": (403, {"error": "access_denied", "error_description": "User cancelled the confirmation prompt."}),
    "I": (403, {"error": "invalid_grant", "error_description": "Invalid or expired device code."}),
    "U": (403, {"error": "unauthorized_client", "error_description": "Grant type not allowed for the client."}),
    "R": (429, {"error": "too_many_requests", "error_description": "Global limit has been reached"}),
    "E": (503, {"error": "temporarily_unavailable"}),
    "H": (502, "<html>Bad gateway</html>"),
    "G": (200, TOKENS),
}
LOST = "T"  # no answer: the request timed out
NO_ANSWER = "TREH"  # all that says nothing about the code


@dataclass(kw_only=True)
class Clock:
    at: float = 1000.0

    def __call__(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        assert 0 < seconds <= 1.0  # so that a countdown moves and Ctrl-C is heard
        self.at += seconds


@dataclass(frozen=True, kw_only=True)
class Poll:
    begun: float
    ended: float
    reply: str


@dataclass(kw_only=True)
class Tenant:
    """``script`` is a letter for each poll, the last one for ever; each answer takes ``slow`` seconds."""

    script: str
    code: dict[str, Any]
    clock: Clock
    slow: float = 0.0
    polls: list[Poll] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        self.forms.append({name: one[0] for name, one in parse_qs(environ["wsgi.input"].read(size).decode()).items()})
        if environ["PATH_INFO"] == "/oauth/device/code":
            return answer(start_response, 200, self.code)
        reply = self.script[min(len(self.polls), len(self.script) - 1)]
        begun = self.clock.at
        self.clock.at += self.slow
        self.polls.append(Poll(begun=begun, ended=self.clock.at, reply=reply))
        if reply == LOST:
            raise httpx.ReadTimeout("the answer never came")
        return answer(start_response, *REPLIES[reply])


def answer(start_response: Any, status: int, body: Any) -> list[bytes]:
    kind = "text/html" if isinstance(body, str) else "application/json"
    start_response(f"{status} Status", [("Content-Type", kind)])
    return [body.encode() if isinstance(body, str) else json.dumps(body).encode()]


@dataclass(kw_only=True)
class Attempt:
    """One device flow against a scripted tenant, and all that can be seen of it."""

    tenant: Tenant
    clock: Clock
    told: list[DeviceCode] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    shown_at: float = 0.0

    def run(self, *, timeout: float | None = None, **wished: Any) -> TokenSet:
        wish = DirectWish(flow=FLOWS["device"], client_id=CLIENT, timeout=timeout, **wished)

        def tell(code: DeviceCode) -> None:
            self.told.append(code)
            self.shown_at = self.clock.at

        patience = Patience(
            tell=tell, tick=self.ticks.append, warn=self.warned.append, clock=self.clock, wait=self.clock.wait
        )
        with Http(apps={ORIGIN: self.tenant}) as http:
            endpoint = TokenEndpoint(
                http=http,
                url=DISCOVERY.token_endpoint,
                issuer=DISCOVERY.issuer,
                client_id=CLIENT,
                now=lambda: datetime.fromtimestamp(self.clock.at, UTC),
            )
            return run(wish, endpoint, discovery=DISCOVERY, patience=patience)


def attempt(script: str, *, slow: float = 0.0, **code: Any) -> Attempt:
    """``code`` changes the answer of the device endpoint; a change to None leaves a member out."""
    usual = {
        "device_code": DEVICE_CODE,
        "user_code": "ABCD-EFGH",
        "verification_uri": f"{ORIGIN}/activate",
        "verification_uri_complete": f"{ORIGIN}/activate?user_code=ABCD-EFGH",
        "expires_in": 900,
        "interval": 5,
    }
    members = {name: value for name, value in (usual | code).items() if value is not None}
    clock = Clock()
    return Attempt(tenant=Tenant(script=script, code=members, clock=clock, slow=slow), clock=clock)
