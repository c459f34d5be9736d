"""Client-initiated backchannel authentication: POST /bc-authorize and its polls (token-endpoint.md section 9).

The user's answer is played (stand_ins.py). The statuses of the polls' errors are those of the one that is documented.
"""

import json

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import stand_ins
from auth0ctl.localtenant.grants.client_auth import authenticate, is_public, unauthorized
from auth0ctl.localtenant.grants.user_tokens import allowed_scope, find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError, answer, error_answer, read_params
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

CIBA = "urn:openid:params:grant-type:ciba"
KIND = "auth_req_id"
EXPIRES_IN = 300  # seconds, as recorded
INTERVAL = 5  # seconds, as recorded
_JSON = "application/json; charset=utf-8"

NO_OPENID = "openid scope must be requested"
NO_MESSAGE = "binding_message is required"
UNKNOWN_USER = "User ID is malformed or unknown"
PENDING = "The end-user authorization is pending"
TOO_FAST = "You are polling faster than allowed. Try again in 10 seconds."
DENIED = "The end-user denied the authorization request or it has been expired"
INVALID = "Invalid or expired auth_req_id"


def bc_authorize(request: Request, tenant: Tenant) -> Response:
    """The endpoint. Errors are JSON with a charset, as recorded."""
    client: JSON | None = None
    try:
        params = read_params(request)
        client = authenticate(tenant, request, params)
        if is_public(client):
            raise unauthorized()
        if CIBA not in (client.get("grant_types") or []):
            raise TokenError(403, "unauthorized_client", f"Grant type '{CIBA}' not allowed for the client.")
        scope = params.get("scope", "").split()
        if "openid" not in scope:
            raise TokenError(400, "invalid_request", NO_OPENID)
        if not params.get("binding_message"):
            raise TokenError(400, "invalid_request", NO_MESSAGE)
        user = _user(tenant, params.get("login_hint", ""))
        api = find_api(tenant, access.effective_audience(tenant, params))
    except TokenError as error:
        logs.write(tenant, "f", request, description=error.logged, client=client, error=error.error)
        response = error_answer(error)
        response.content_type = _JSON
        return response
    name = chance.token_urlsafe(48)
    body: JSON = {
        "client_id": client["client_id"],
        "user_id": user["user_id"],
        "scope": scope,
        "audience": api.audience if api else "",
        "polled_at": 0.0,
        "ends": tenant.now() + EXPIRES_IN,
    }
    tenant.state.keep(KIND, digest(name), body, expires_at=body["ends"])
    return answer(200, {"auth_req_id": name, "expires_in": EXPIRES_IN, "interval": INTERVAL}, content_type=_JSON)


def _user(tenant: Tenant, hint: str) -> JSON:
    """``login_hint`` is JSON: format ``iss_sub``, the tenant as ``iss``, the user's id as ``sub``."""
    try:
        named = json.loads(hint)
    except (ValueError, RecursionError):
        named = None
    if not isinstance(named, dict) or named.get("format") != "iss_sub" or named.get("iss") != tenant.issuer:
        raise TokenError(400, "unknown_user_id", UNKNOWN_USER)
    user = tenant.state.get("user", str(named.get("sub")))
    if user is None:
        raise TokenError(400, "unknown_user_id", UNKNOWN_USER)
    return user


def redeem(call: TokenCall) -> JSON:
    """The poll. Raises ``TokenError``."""
    tenant, key = call.tenant, digest(call.required("auth_req_id"))
    kept = tenant.state.peek(KIND, key, now=tenant.now())
    user = tenant.state.get("user", kept["user_id"]) if kept else None
    if kept is None or user is None or kept["client_id"] != call.client["client_id"]:
        raise TokenError(400, "invalid_grant", INVALID)
    said = stand_ins.push_answer(user)
    if said is None:
        if tenant.now() - kept["polled_at"] < INTERVAL:
            raise TokenError(400, "slow_down", TOO_FAST)
        tenant.state.keep(KIND, key, {**kept, "polled_at": tenant.now()}, expires_at=kept["ends"])
        raise TokenError(400, "authorization_pending", PENDING)
    if tenant.state.take(KIND, key, now=tenant.now()) is None:
        raise TokenError(400, "invalid_grant", INVALID)
    if said == "reject":
        raise TokenError(400, "access_denied", DENIED)
    api = find_api(tenant, kept["audience"])
    scope = allowed_scope(call, user, api, kept["scope"])
    grant = issue.Grant(client=call.client, user=user, api=api, scope=scope, jkt=call.jkt)
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "s", call.request, client=call.client, user=user, scope=scope)
    return body
