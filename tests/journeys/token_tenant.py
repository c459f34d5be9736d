"""A tenant of three endpoints for refreshes: a token endpoint that answers what a test says, keys, revocation."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
from forge import API, AT, CLIENT, ISSUER, NOW, access_claims, id_claims, key_set, rsa_signer

from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.tokens.keys import keys_at
from auth0ctl.model import Tenant
from auth0ctl.protocol import ClientAuthentication, Discovery
from auth0ctl.tenant.http import Http
from auth0ctl.vault import SavedLogin

KEY = rsa_signer()
ORIGIN = ISSUER.rstrip("/")
DISCOVERY = Discovery(
    issuer=ISSUER,
    authorization_endpoint=f"{ORIGIN}/authorize",
    token_endpoint=f"{ORIGIN}/oauth/token",
    jwks_uri=f"{ORIGIN}/.well-known/jwks.json",
    revocation_endpoint=f"{ORIGIN}/oauth/revoke",
)
INVALID = (403, {"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."})
LOST = "the answer never comes"

Reply = tuple[int, dict[str, Any]] | str
OLD = {"iat": NOW - 3600, "exp": NOW + 32_400, "nonce": "nonce-1"}  # of the ID token before
LOGIN = SavedLogin(
    tenant="prod",
    issuer=ISSUER,
    client_id=CLIENT,
    audience=API,
    requested_scope="openid profile read:items offline_access",
    granted_scope="openid profile read:items offline_access",
    received_at=AT - timedelta(hours=1),
    flow="authorization code + PKCE",
    response_type="code",
    expires_in=86400,
    nonce="nonce-1",
    access_token="hush-old-access",
    id_token=KEY.sign(id_claims(**OLD)),
    refresh_token="hush-refresh-1",
)


def renewed(*, rotates_to: str | None = "hush-refresh-2", **changes: Any) -> tuple[int, dict[str, Any]]:
    """A good answer to a refresh; ``changes`` are to the ID token's claims."""
    claims = id_claims(**{"nonce": None, **changes})
    body = {
        "access_token": KEY.sign(access_claims(scope=LOGIN.granted_scope)),
        "id_token": KEY.sign(claims),
        "scope": LOGIN.granted_scope,
        "expires_in": 86400,
        "token_type": "Bearer",
        "refresh_token": rotates_to,
    }
    return 200, {name: value for name, value in body.items() if value is not None}


@dataclass(kw_only=True)
class TokenTenant:
    """``replies`` to the token endpoint in order; ``asked`` its forms. ``revoked`` are the tokens that were revoked."""

    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    before_keys: Callable[[], None] | None = None  # called as the keys are asked for

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = {name: one[0] for name, one in parse_qs(environ["wsgi.input"].read(size).decode()).items()}
        body: Any = ""
        status = 200
        match environ["PATH_INFO"]:
            case "/oauth/token":
                self.asked.append(form)
                reply = self.replies.pop(0)
                if isinstance(reply, str):
                    raise httpx.ReadTimeout(reply)
                status, body = reply
            case "/oauth/revoke":
                self.revoked.append(form["token"])
            case "/.well-known/jwks.json":
                if self.before_keys:
                    self.before_keys()
                body = json.loads(key_set(KEY))
            case _:
                status = 404
        headers = [("Content-Type", "application/json"), ("Date", datetime.now(UTC).strftime("%a, %d %b %Y %T GMT"))]
        start_response(f"{status} Status", headers)
        return [json.dumps(body).encode() if body else b""]


@dataclass(kw_only=True)
class Outside:
    """What a journey says to the world."""

    said: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def world(tenant: TokenTenant, http: Http, outside: Outside | None = None, secret: str | None = None) -> World:
    """A world in which that tenant answers and time stands still at ``forge.NOW``."""
    seen = outside or Outside()
    http.answer_for(ORIGIN, tenant)
    return World(
        http=http,
        tenant=Tenant(name="prod", origin=ORIGIN),
        discovery=DISCOVERY,
        management=None,
        why_no_management="no Management token",
        authentication=ClientAuthentication(client_secret=secret),
        keys=keys_at(http, DISCOVERY.jwks_uri),
        send_person_to=seen.pages.append,
        tick=lambda _left: None,
        warn=seen.said.append,
        step=lambda _sentence: None,
        now=lambda: AT,
    )
