"""The password and password-realm grants (token-endpoint.md section 6)."""

from collections.abc import Mapping

from auth0ctl.localtenant.grants import mfa
from auth0ctl.localtenant.grants.user_tokens import decide, find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError, missing
from auth0ctl.localtenant.login import attempts, users
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access

PASSWORD = "password"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
WRONG = "Wrong email or password."


def password(call: TokenCall) -> JSON:
    """Tokens for a user name and a password. Never asks for consent; without ``scope`` every scope of the API is meant.

    Raises ``TokenError``.
    """
    tenant, client, params = call.tenant, call.client, call.params
    username, given = call.required("username"), call.required("password")
    connection = _connection(tenant, client, params)
    api = find_api(tenant, access.effective_audience(tenant, params))
    found = users.find(tenant, username, [connection])
    named = found[0] if found else None
    if reason := attempts.blocked(tenant, call.request, named, connection):
        raise TokenError(429, "too_many_attempts", reason)
    fits = users.password_fits(named, given)
    if found is None or not fits:
        attempts.wrong(tenant, call.request, named, connection, client)
        raise TokenError(403, "invalid_grant", WRONG)
    user = found[0]
    attempts.right(tenant, call.request, user)
    if attempts.leaked(tenant, given):
        raise TokenError(403, "password_leaked", attempts.LEAKED)  # status and code INFERRED
    requested = params.get("scope", "").split() or _everything(api)
    decided = decide(call, user, api=api, requested=requested, protocol="oauth2-password", gty="password")
    grant = decided.grant
    if mfa.by_policy(tenant) or decided.asks_mfa:
        raise mfa.demand(tenant, grant)
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "sepft", call.request, client=client, user=grant.user, connection=connection, scope=grant.scope)
    return body


def _connection(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> str:
    """The realm, or for the plain grant the tenant's default directory."""
    if params["grant_type"] == PASSWORD_REALM:
        name = params.get("realm", "")
        if not name:
            raise missing("realm")
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
        raise TokenError(400, "invalid_request", "the connection was disabled")
    return name


def _everything(api: access.Api | None) -> list[str]:
    return ["openid", "profile", "email", "address", "phone", *(access.api_scopes(api) if api else [])]
