"""The token endpoint's way from a user who has proved himself to his tokens, whatever the grant."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import dpop
from auth0ctl.localtenant.grants import refresh as refresh_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, claims, issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the user is to get, and whether an Action wants a second factor first."""

    grant: issue.Grant
    asks_mfa: bool


def decide(
    call: TokenCall,
    user: JSON,
    *,
    api: access.Api | None,
    requested: Sequence[str],
    protocol: str,
    gty: str | None = None,
    organization: JSON | None = None,
    without: frozenset[str] = frozenset(),
    is_login: bool = True,
) -> Decided:
    """Policies and post-login Actions for a user without a browser. ``without``: scopes that are not granted here.

    Raises ``TokenError``: the user is blocked, the client may not have the API, or an Action denied it.
    """
    if user.get("blocked"):
        raise TokenError(403, "unauthorized", "user is blocked")
    scope = tuple(name for name in allowed_scope(call, user, api, requested) if name not in without)
    if is_login:
        user = users.record_login(call.tenant, user, call.request.remote_addr or "127.0.0.1")
    result = action_event.run(
        call.tenant,
        user=user,
        client=call.client,
        api=api,
        params=call.params,
        requested=requested,
        protocol=protocol,
        organization=organization,
        request=call.request,
    )
    if result.denied is not None:
        raise TokenError(403, "access_denied", result.denied)
    grant = issue.Grant(
        client=call.client,
        user=user,
        api=api,
        scope=scope,
        gty=gty,
        organization=organization,
        id_token_claims=result.id_token_claims,
        access_token_claims=result.access_token_claims,
        jkt=call.jkt,
    )
    return Decided(grant=grant, asks_mfa="mfa" in result.asks)


def allowed_scope(call: TokenCall, user: JSON, api: access.Api | None, requested: Sequence[str]) -> tuple[str, ...]:
    """As ``access.user_scope``, with the token endpoint's error."""
    permissions = access.user_permissions(call.tenant, user, api)
    try:
        return access.user_scope(call.tenant, call.client, api, requested, permissions=permissions)
    except access.NotAuthorized as denied:
        text = f'Client "{call.client["client_id"]}" is not authorized to access resource server "{denied}".'
        raise TokenError(403, "access_denied", text) from denied


def user_tokens(tenant: Tenant, grant: issue.Grant, *, refresh: str | None) -> JSON:
    """The answer for a user, keys in the captured order. ``refresh``: a token to hand out, or ``new`` to make one.

    Raises ``TokenError``.
    """
    dpop.check_required(grant.client, grant.api, grant.jkt)
    try:
        made = issue.access_token(tenant, grant)
        body: JSON = {"access_token": made.text}
        if refresh == "new":
            refresh = refresh_tokens.create(tenant, grant) if "offline_access" in grant.scope else None
        if refresh:
            body["refresh_token"] = refresh
        if "openid" in grant.scope:
            body["id_token"] = issue.id_token(tenant, grant)
    except claims.TooManyClaims as error:
        raise TokenError(403, "access_denied", "Custom claims exceed 100 KB") from error  # INFERRED
    kind = "DPoP" if grant.jkt else "Bearer"
    return body | {"scope": " ".join(grant.scope), "expires_in": made.expires_in, "token_type": kind}


def find_api(tenant: Tenant, audience: str) -> access.Api | None:
    """As ``access.find_api``, with the token endpoint's error."""
    try:
        return access.find_api(tenant, audience)
    except access.ServiceNotFound as missing:
        raise TokenError(403, "access_denied", f"Service not found: {missing}") from missing
