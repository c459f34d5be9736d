"""The password and password-realm grants (token-endpoint.md section 6)."""

from collections.abc import Mapping

from werkzeug import Request

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants.client_auth import TokenError
from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

PASSWORD = "password"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
WRONG = "Wrong email or password."


def password(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> JSON:
    """Tokens for a user name and a password. Never asks for consent; without ``scope`` every scope of the API is meant.

    Raises ``TokenError``.
    """
    for name in ("username", "password"):
        if not params.get(name):
            raise TokenError(400, "invalid_request", f"Missing required parameter: {name}")
    connection = _connection(tenant, client, params)
    api = find_api(tenant, access.effective_audience(tenant, params))
    found = users.find(tenant, params["username"], [connection])
    fits = users.password_fits(found[0] if found else None, params["password"])
    if found is None or not fits:
        raise TokenError(403, "invalid_grant", WRONG)
    user = found[0]
    if user.get("blocked"):
        raise TokenError(403, "unauthorized", "user is blocked")
    requested = params.get("scope", "").split() or _everything(api)
    try:
        permissions = access.user_permissions(user, api)
        scope = access.user_scope(tenant, client, api, requested, permissions=permissions)
    except access.NotAuthorized as denied:
        text = f'Client "{client["client_id"]}" is not authorized to access resource server "{denied}".'
        raise TokenError(403, "access_denied", text) from denied
    user = users.record_login(tenant, user, request.remote_addr or "127.0.0.1")
    result = action_event.run(
        tenant,
        user=user,
        client=client,
        api=api,
        params=params,
        requested=requested,
        protocol="oauth2-password",
        request=request,
    )
    if result.denied is not None:
        raise TokenError(403, "access_denied", result.denied)
    grant = issue.Grant(
        client=client,
        user=user,
        api=api,
        scope=scope,
        gty="password",
        id_token_claims=result.id_token_claims,
        access_token_claims=result.access_token_claims,
    )
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "sepft", request, client=client, user=user, connection=connection, scope=scope)
    return body


def _connection(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> str:
    """The realm, or for the plain grant the tenant's default directory."""
    if params["grant_type"] == PASSWORD_REALM:
        name = params.get("realm", "")
        if not name:
            raise TokenError(400, "invalid_request", "Missing required parameter: realm")
    else:
        name = tenant.setting("default_directory")
        if not name:
            text = "Authorization server not configured with default connection."
            raise TokenError(500, "server_error", text)
    connection = tenant.state.find("connection", name)
    # The answer for an unknown realm is not verified; this is the text of /authorize.
    if connection is None:
        raise TokenError(400, "invalid_request", "the connection was not found")
    if client["client_id"] not in (connection.get("enabled_clients") or []):
        raise TokenError(400, "invalid_request", "the connection is not enabled")
    return name


def _everything(api: access.Api | None) -> list[str]:
    return ["openid", "profile", "email", "address", "phone", *(access.api_scopes(api) if api else [])]
