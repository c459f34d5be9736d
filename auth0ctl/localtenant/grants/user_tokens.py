"""The token endpoint's answer for a user, whatever the grant."""

from auth0ctl.localtenant.grants import dpop
from auth0ctl.localtenant.grants import refresh as refresh_tokens
from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, claims, issue


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
