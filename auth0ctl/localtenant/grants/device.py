"""The device flow's machine side: POST /oauth/device/code and the polls (token-endpoint.md section 9, RFC 8628)."""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants.client_auth import authenticate, is_public
from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError, answer, error_answer, read_params
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
EXPIRES_IN = 900  # seconds
INTERVAL = 5  # seconds
_CHARSETS = {"base20": "BCDFGHJKLMNPQRSTVWXZ", "digits": "0123456789"}
_MASK = "****-****"
_FORGOTTEN = 86400  # seconds: until then an expired code is still told to be expired, once

PENDING = "User has yet to authorize device code."
TOO_FAST = f"You are polling faster than the specified interval of {INTERVAL} seconds."
CANCELLED = "User cancelled the confirmation prompt."
INVALID = "Invalid or expired device code."  # INFERRED


def device_code(request: Request, tenant: Tenant) -> Response:
    """The endpoint. Only native public clients with the grant may ask."""
    client: JSON | None = None
    params: dict[str, str] = {}
    try:
        params = read_params(request)
        client = authenticate(tenant, request, params)
        _allowed(client)
        api = find_api(tenant, access.effective_audience(tenant, params))
        scope = params.get("scope", "").split()
        try:
            access.user_scope(tenant, client, api, scope, permissions=None)
        except access.NotAuthorized as denied:
            text = f'Client "{client["client_id"]}" is not authorized to access resource server "{denied}".'
            raise TokenError(403, "access_denied", text) from denied
    except TokenError as error:
        logs.write(
            tenant,
            "fdeaz",
            request,
            description=error.logged,
            client=client,
            client_id=params.get("client_id", ""),
            audience=params.get("audience", ""),
            error=error.error,
        )
        return error_answer(error)
    return answer(200, _new(tenant, client, scope, api.audience if api else ""))


def _allowed(client: JSON) -> None:
    # INFERRED: a client of the wrong kind is refused with the text for one without the grant.
    fits = is_public(client) and client.get("app_type") == "native" and not access.is_strict(client)
    if not fits or DEVICE_CODE not in (client.get("grant_types") or []):
        raise TokenError(403, "unauthorized_client", f"Grant type '{DEVICE_CODE}' not allowed for the client.")


def _new(tenant: Tenant, client: JSON, scope: list[str], audience: str) -> JSON:
    code, shown = chance.token_urlsafe(24), _user_code(tenant)
    ends = tenant.now() + EXPIRES_IN
    body = {
        "client_id": client["client_id"],
        "user_code": shown,
        "scope": scope,
        "audience": audience,
        "state": "pending",
        "expires_at": ends,
        "polled_at": 0.0,
        "granted": None,
    }
    with tenant.state.transaction():
        tenant.state.keep("device_code", digest(code), body, expires_at=ends + _FORGOTTEN)
        tenant.state.keep("user_code", plain(shown), {"device_code": digest(code)}, expires_at=ends)
    page = f"{tenant.front_origin}/activate"
    return {
        "device_code": code,
        "user_code": shown,
        "verification_uri": page,
        "expires_in": EXPIRES_IN,
        "interval": INTERVAL,
        "verification_uri_complete": f"{page}?user_code={shown}",
    }


def _user_code(tenant: Tenant) -> str:
    settings = tenant.settings().get("device_flow") or {}
    alphabet = _CHARSETS.get(str(settings.get("charset")), _CHARSETS["base20"])
    mask = str(settings.get("mask") or _MASK)
    while True:
        code = "".join(chance.choice(alphabet) if sign == "*" else sign for sign in mask)
        if tenant.state.peek("user_code", plain(code), now=tenant.now()) is None:
            return code


def plain(user_code: str) -> str:
    """A user code as it is compared: without what people leave out or add when they type it."""
    return "".join(sign for sign in user_code.upper() if sign.isalnum())


def redeem(call: TokenCall) -> JSON:
    """The grant. Raises ``TokenError``."""
    tenant = call.tenant
    kept = _poll(call, digest(call.required("device_code")))
    granted: JSON = kept["granted"]
    user = tenant.state.get("user", granted["user_id"])
    if user is None:
        raise TokenError(403, "invalid_grant", INVALID)
    grant = issue.Grant(
        client=call.client,
        user=user,
        api=find_api(tenant, kept["audience"]),
        scope=tuple(granted["scope"]),
        sid=granted["sid"],
        id_token_claims=granted["id_token_claims"],
        access_token_claims=granted["access_token_claims"],
        jkt=call.jkt,
    )
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(
        tenant, "sede", call.request, client=call.client, user=user, audience=kept["audience"], scope=grant.scope
    )
    return body


def _poll(call: TokenCall, key: str) -> JSON:
    """The device code's record, once the user has agreed; it is used up then."""
    tenant, now = call.tenant, call.tenant.now()
    with tenant.state.transaction():
        kept = tenant.state.peek("device_code", key, now=now)
        if kept is None or kept["client_id"] != call.client["client_id"]:
            raise TokenError(403, "invalid_grant", INVALID)
        too_fast = now - kept["polled_at"] < INTERVAL
        expired = now >= kept["expires_at"]
        if kept["state"] == "pending" and not expired:
            ends = kept["expires_at"] + _FORGOTTEN
            tenant.state.keep("device_code", key, {**kept, "polled_at": now}, expires_at=ends)
        else:
            tenant.state.take("device_code", key, now=now)
    # Raised outside, so that what was written stays.
    if expired:
        raise TokenError(403, "expired_token", "The device code has expired.")  # wording INFERRED
    if kept["state"] == "denied":
        raise TokenError(403, "access_denied", str(kept["granted"] or CANCELLED))
    if kept["state"] == "pending":
        raise TokenError(429, "slow_down", TOO_FAST) if too_fast else TokenError(403, "authorization_pending", PENDING)
    return kept


# What the pages tell the device.


def find(tenant: Tenant, user_code: str) -> str | None:
    """The key of the device code that belongs to a user code that is still good."""
    kept = tenant.state.peek("user_code", plain(user_code), now=tenant.now())
    return str(kept["device_code"]) if kept else None


def read(tenant: Tenant, key: str) -> JSON | None:
    """A device code that still waits for its user."""
    kept = tenant.state.peek("device_code", key, now=tenant.now())
    return kept if kept and kept["state"] == "pending" and tenant.now() < kept["expires_at"] else None


def approve(tenant: Tenant, key: str, grant: issue.Grant) -> bool:
    """The user agreed. False when the code is over."""
    granted = {
        "user_id": grant.subject,
        "scope": list(grant.scope),
        "sid": grant.sid,
        "id_token_claims": grant.id_token_claims,
        "access_token_claims": grant.access_token_claims,
    }
    return _settle(tenant, key, "approved", granted)


def deny(tenant: Tenant, key: str, reason: str = CANCELLED) -> bool:
    return _settle(tenant, key, "denied", reason)


def _settle(tenant: Tenant, key: str, state: str, granted: JSON | str) -> bool:
    with tenant.state.transaction():
        kept = read(tenant, key)
        if kept is None:
            return False
        tenant.state.take("user_code", plain(kept["user_code"]), now=tenant.now())
        body = {**kept, "state": state, "granted": granted}
        tenant.state.keep("device_code", key, body, expires_at=kept["expires_at"] + _FORGOTTEN)
    return True
