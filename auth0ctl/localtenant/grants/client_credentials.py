"""The client_credentials grant, with and without an organization (token-endpoint.md section 4)."""

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import dpop, quota
from auth0ctl.localtenant.grants.user_tokens import find_api
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError
from auth0ctl.localtenant.login import organizations
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tokens import access, claims, issue


def client_credentials(call: TokenCall) -> JSON:
    """Raises ``TokenError``."""
    tenant, client, params = call.tenant, call.client, call.params
    audience = params.get("audience") or params.get("resource") or tenant.setting("default_audience")
    if not audience:
        text = "No audience parameter was provided, and no default audience has been configured"
        raise TokenError(403, "access_denied", text)
    api = find_api(tenant, audience)
    if api is None:  # /userinfo is nothing that a machine could ask for
        raise TokenError(403, "access_denied", f"Service not found: {audience}")
    granted = access.client_grant(tenant, client, api, "client")
    if granted is None or access.policy(api, "client", "require_client_grant") == "deny_all":
        text = (
            f'Client "{client["client_id"]}" is not authorized to access resource server '
            f'"{api.body.get("identifier")}". You need to create a "client-grant" associated to this API.'
        )
        raise TokenError(403, "access_denied", text)
    allowed = access.granted_scope(granted, api)
    wanted = params.get("scope", "").split()
    missing = [name for name in wanted if name not in allowed]
    if missing:
        raise TokenError(403, "access_denied", f"Client has not been granted scopes: {' '.join(missing)}")
    scope = tuple(wanted or allowed)
    organization = _organization(call, granted)
    dpop.check_required(client, api, call.jkt)
    result = action_event.run_for_machine(
        tenant, client=client, api=api, params=params, scope=scope, request=call.request
    )
    if result.denied is not None:
        raise TokenError(403, result.denied_code, result.denied)
    quota.spend(tenant, client)
    grant = issue.Grant(
        client=client,
        api=api,
        scope=scope,
        gty="client-credentials",
        organization=organization,
        access_token_claims=result.access_token_claims,
        jkt=call.jkt,
    )
    try:
        made = issue.access_token(tenant, grant)
    except claims.TooManyClaims as error:
        raise TokenError(403, "access_denied", "Custom claims exceed 100 KB") from error  # INFERRED
    logs.write(tenant, "seccft", call.request, client=client, audience=audience, scope=scope)
    told = {"scope": " ".join(scope)} if scope else {}
    kind = "DPoP" if call.jkt else "Bearer"
    return {"access_token": made.text, **told, "expires_in": made.expires_in, "token_type": kind}


def _organization(call: TokenCall, granted: JSON) -> JSON | None:
    """The organization of the token, as far as the client grant allows one. The texts are those of /authorize.

    INFERRED: that /oauth/token refuses with them, and with 403 ``access_denied``.
    """
    chosen = call.client.get("default_organization") or {}
    wanted = call.params.get("organization", "")
    if not wanted and "client_credentials" in (chosen.get("flows") or []):
        wanted = str(chosen.get("organization_id") or "")
    usage = granted.get("organization_usage") or "deny"
    if not wanted:
        if usage == "require":
            raise TokenError(403, "access_denied", "parameter organization is required for this client")
        return None
    found = organizations.find(call.tenant, wanted)
    if found is None:
        raise TokenError(403, "access_denied", f"parameter organization is invalid: {wanted}")
    linked = granted["id"] in (found.get("_client_grants") or [])
    if usage == "deny" or not (granted.get("allow_any_organization") or linked):
        raise TokenError(403, "access_denied", "parameter organization is not allowed for this client")
    return found
