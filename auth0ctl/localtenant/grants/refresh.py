"""Refresh tokens: making, rotating, noticing reuse, revoking (tokens.md section 6, token-endpoint.md section 5)."""

from dataclasses import dataclass, field

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants.client_auth import is_public
from auth0ctl.localtenant.login import consents
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.issue import Grant

FOREVER = 400 * 365 * 86400.0


class Unknown(Exception):
    """Expired, revoked, reused or never issued; the answer is the same for all. ``reuse`` tells the log."""

    def __init__(self, reuse: JSON | None = None) -> None:
        super().__init__()
        self.reuse = reuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """What a good refresh token stands for, and the token that replaces it when the client rotates them."""

    body: JSON = field(repr=False)
    replacement: str | None = field(repr=False)


def create(tenant: Tenant, grant: Grant) -> str:
    """The first token of a new family."""
    body = {
        "client_id": grant.client["client_id"],
        "user_id": grant.subject,
        "audience": grant.api.audience if grant.api else "",
        "scope": list(grant.scope),
        "sid": grant.sid,
        "organization": grant.organization["id"] if grant.organization else None,
        "family": chance.token_urlsafe(18),
        "counter": 1,
        "created_at": tenant.now(),
        # Without a secret, the key is all that tells the client from a thief (RFC 9449 section 5).
        "jkt": grant.jkt if is_public(grant.client) else None,
    }
    with tenant.state.transaction():
        absolute, _ = _lifetimes(grant.client)
        ends = tenant.now() + absolute
        family = {"counter": 1, "rotated_at": 0.0, "expires_at": ends}
        tenant.state.keep("refresh_family", body["family"], family, expires_at=ends)
        return _store(tenant, grant.client, body, ends)


def redeem(tenant: Tenant, client: JSON, token: str, *, jkt: str | None = None) -> Redeemed:
    """Use a token; one that is bound to a key needs a proof of it, ``jkt``.

    Raises ``Unknown``; reuse of a rotated token ends its whole family and the user's consent.
    """
    reuse: JSON | None = None
    with tenant.state.transaction():
        body = tenant.state.peek("refresh_token", digest(token), now=tenant.now())
        family = tenant.state.peek("refresh_family", body["family"], now=tenant.now()) if body else None
        if body is None or family is None or body["client_id"] != client["client_id"]:
            raise Unknown
        if body.get("jkt") and body["jkt"] != jkt:
            raise Unknown
        if not _rotates(client):
            _store(tenant, client, body, family["expires_at"], token)  # a use puts the idle end off
            return Redeemed(body=body, replacement=None)
        leeway = float((client.get("refresh_token") or {}).get("leeway") or 0)
        age = tenant.now() - family["rotated_at"]
        previous = leeway > 0 and age <= leeway and body["counter"] == family["counter"] - 1
        if body["counter"] == family["counter"] or previous:
            following = {**body, "counter": family["counter"] + 1}
            moved = {**family, "counter": following["counter"], "rotated_at": tenant.now()}
            # The absolute end stays where it was: rotation does not extend it.
            tenant.state.keep("refresh_family", body["family"], moved, expires_at=family["expires_at"])
            return Redeemed(body=body, replacement=_store(tenant, client, following, family["expires_at"]))
        tenant.state.take("refresh_family", body["family"], now=tenant.now())
        _forget_consent(tenant, body)
        reuse = {
            "familyId": body["family"],
            "tokenCounter": body["counter"],
            "latestCounter": family["counter"],
        }
    raise Unknown(reuse)


def revoke(tenant: Tenant, client: JSON, token: str) -> None:
    """Revoke a token of this client; anything else is passed over (RFC 7009 section 2.2).

    Rotated tokens are one line, so the family goes; with ``flags.revoke_refresh_token_grant`` the consent goes too, and
    with it every other token that rests on it.
    """
    with tenant.state.transaction():
        body = tenant.state.peek("refresh_token", digest(token), now=tenant.now())
        if body is None or body["client_id"] != client["client_id"]:
            return
        tenant.state.take("refresh_token", digest(token), now=tenant.now())
        tenant.state.take("refresh_family", body["family"], now=tenant.now())
        if (tenant.settings().get("flags") or {}).get("revoke_refresh_token_grant"):
            rests_on = {name: body[name] for name in ("client_id", "user_id", "audience")}
            tenant.state.drop("refresh_token", **rests_on)
            _forget_consent(tenant, body)


def _forget_consent(tenant: Tenant, body: JSON) -> None:
    # A consent without an API is kept under /userinfo.
    consents.forget(tenant, body["client_id"], body["user_id"], body["audience"] or tenant.userinfo_audience)


def _rotates(client: JSON) -> bool:
    return (client.get("refresh_token") or {}).get("rotation_type") == "rotating"


def _lifetimes(client: JSON) -> tuple[float, float]:
    """Absolute and idle lifetime in seconds."""
    settings = client.get("refresh_token") or {}
    if settings.get("expiration_type") != "expiring":
        return FOREVER, FOREVER
    absolute = FOREVER if settings.get("infinite_token_lifetime") else float(settings.get("token_lifetime") or 2592000)
    idle = settings.get("infinite_idle_token_lifetime")
    return absolute, FOREVER if idle else float(settings.get("idle_token_lifetime") or 1296000)


def _store(tenant: Tenant, client: JSON, body: JSON, ends: float, token: str = "") -> str:
    # 90 characters, "v1.M" first, as in the three captures.
    token = token or f"v1.M{chance.token_urlsafe(65)[:86]}"
    _, idle = _lifetimes(client)
    tenant.state.keep("refresh_token", digest(token), body, expires_at=min(ends, tenant.now() + idle))
    return token
