"""The way into a tenant, tried at once: does the domain answer, is the token or secret accepted, what may it read.

Three ways in: the domain and a client id alone (probe, login, verify), a Management API token, or a machine-to-machine
client whose secret gets such tokens. Two requests and, for the client id or the secret, one more; none of them writes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.token import probe_grant
from auth0ctl.model import Tenant
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, Discovery
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused, client_credentials
from auth0ctl.tokens.decode import decode

OUTSIDE, TOKEN, MACHINE = "client id", "Management API token", "machine-to-machine client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What somebody has for a tenant. All None: the domain alone."""

    client_id: str | None = None
    client_secret: str | None = field(repr=False, default=None)
    api_token: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a way in opens. ``way`` is OUTSIDE, TOKEN or MACHINE.

    ``scopes`` are those of the Management token; None where there is none, or it does not say. ``expires_at`` is the
    token's end; a machine-to-machine client gets a new one each time. ``notes`` are sentences worth reading.
    """

    way: str
    issuer: str
    scopes: tuple[str, ...] | None = None
    expires_at: datetime | None = None
    notes: tuple[str, ...] = ()


def try_way_in(
    http: Http, tenant: Tenant, credentials: Credentials, *, now: Callable[[], datetime], step: Callable[[str], None]
) -> Access:
    """Ask the tenant, with what there is. The token is preferred to the secret, as every command prefers it.

    Raises NetworkError where the domain does not answer, TenantError where it is no tenant, AuthError where the token
    or the secret is refused, or the token is another API's or has expired.
    """
    step(f"asking {tenant.domain} who it is")
    found = discover(http, tenant)
    if credentials.api_token:
        return with_token(http, tenant, found, TOKEN, credentials.api_token, now)
    if credentials.client_secret and credentials.client_id:
        step(f"asking for a Management token with client {credentials.client_id}")
        token, note = machine_token(http, tenant, found, credentials, now)
        if not token:
            return Access(way=OUTSIDE, issuer=found.issuer, notes=(note,))
        return with_token(http, tenant, found, MACHINE, token, now)
    notes = known_client(http, found, credentials.client_id, step) if credentials.client_id else ()
    return Access(way=OUTSIDE, issuer=found.issuer, notes=notes)


def known_client(http: Http, found: Discovery, client_id: str, step: Callable[[str], None]) -> tuple[str, ...]:
    """What the token endpoint lets be known about the client id, from a request that cannot succeed."""
    asked = probe_grant(Asking(http=http, step=step), found.token_endpoint, "authorization_code", client_id)
    if asked.outcome == "proof wanted":
        # An unknown client and a confidential one are answered alike (auth0-facts/token-endpoint.md section 2).
        return (
            f"The tenant wants proof from the client {client_id}: it has a secret, or there is no such client. "
            "For a login give its secret: --client-secret-file.",
        )
    if asked.outcome == "grant off":
        return (f"The client {client_id} may not use authorization_code, so `auth0ctl login` needs another --flow.",)
    return ()


def machine_token(
    http: Http, tenant: Tenant, found: Discovery, credentials: Credentials, now: Callable[[], datetime]
) -> tuple[str, str]:
    """A Management token for the client's secret; or none, and the sentence why, where the secret serves logins alone.

    Raises AuthError where the secret is refused.
    """
    endpoint = TokenEndpoint(
        http=http,
        url=found.token_endpoint,
        issuer=found.issuer,
        client_id=str(credentials.client_id),
        authentication=ClientAuthentication(method=ClientAuthMethod.POST, client_secret=credentials.client_secret),
        now=now,
    )
    try:
        got = client_credentials(endpoint, audience=f"{tenant.issuer}api/v2/")
    except TokenRefused as refused:
        # The client is authenticated first; these two refuse what it asks (auth0-facts/token-endpoint.md section 4).
        if refused.code == "unauthorized_client" or "not authorized to access" in refused.description:
            return "", (
                f"The client {credentials.client_id} gets no Management token ({refused.message}), so its secret "
                "serves logins alone. For `client`, `api` and `doctor` it needs the grant client_credentials and a "
                f"client grant for {tenant.issuer}api/v2/ with the read scopes."
            )
        raise AuthError(
            f"the tenant refuses the secret of the client {credentials.client_id}: {refused.message}",
            "Copy the secret anew from the client's settings in the dashboard.",
        ) from None
    if not got.access_token:
        raise AuthError("the token endpoint answered without an access token for the Management API")
    return got.access_token, ""


def with_token(
    http: Http, tenant: Tenant, found: Discovery, way: str, token: str, now: Callable[[], datetime]
) -> Access:
    """What a Management token may read, by its own claims; one harmless request proves that the tenant takes it."""
    claims = decode(token).claims
    expires_at = time_of(claims.get("exp"))
    if expires_at is not None and expires_at <= now():
        raise AuthError(
            f"the Management API token expired at {expires_at:%Y-%m-%d %H:%M} UTC",
            "Copy a new one from the dashboard (APIs, Auth0 Management API, API Explorer), or give the secret of a "
            "machine-to-machine client instead: it gets a new token by itself.",
        )
    audiences = claims.get("aud")
    audiences = audiences if isinstance(audiences, list) else [audiences]
    if claims and not any(isinstance(one, str) and one.endswith("/api/v2/") for one in audiences):
        raise AuthError(
            f"this token is for {audiences[0] or 'no API'}, not for the Management API",
            f"A Management token's audience is {tenant.issuer}api/v2/; `auth0ctl token decode` shows a token's.",
        )
    notes: tuple[str, ...] = ()
    try:
        Management(http, tenant, lambda: token).tenant_settings()
    except TenantError as refused:
        if refused.code != "insufficient_scope":  # that one is an answer to a good token
            raise
    except RateLimited:
        notes = ("The tenant's rate limit is used up just now, so the token was read and not tried.",)
    scope = claims.get("scope")
    if not isinstance(scope, str):
        notes += ("The token does not say which scopes it has.",)
    return Access(
        way=way,
        issuer=found.issuer,
        scopes=tuple(scope.split()) if isinstance(scope, str) else None,
        expires_at=expires_at if way == TOKEN else None,
        notes=notes,
    )


def time_of(claim: Any) -> datetime | None:
    """A NumericDate (Unix seconds) as a time; None for what is none."""
    try:
        return datetime.fromtimestamp(claim, UTC) if isinstance(claim, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None
