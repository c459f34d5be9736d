"""Passwordless: POST /passwordless/start and the OTP grant (token-endpoint.md section 7).

No message is sent; the code is the one of stand_ins.py. ``realm`` and ``connection`` are a connection of the strategy
``email`` or ``sms``; who has no user there gets one with the first good code.
"""

import re

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import stand_ins
from auth0ctl.localtenant.grants.client_auth import authenticate
from auth0ctl.localtenant.grants.user_tokens import decide, find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError, answer, error_answer, missing, read_params
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import defaults, logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access

OTP = "http://auth0.com/oauth/grant-type/passwordless/otp"
KIND = "passwordless_code"
LIFETIME = 180  # seconds (docs: authenticate/passwordless)
_FIELDS = {"email": "email", "sms": "phone_number"}
_WRONG = {"email": "Wrong email or verification code.", "sms": "Wrong phone number or verification code."}
EXPIRED = "The verification code has expired. Please try to login again."


def start(request: Request, tenant: Tenant) -> Response:
    """The endpoint. The wordings of its refusals are INFERRED."""
    try:
        params = read_params(request)
        client = authenticate(tenant, request, params)
        strategy = params.get("connection", "")
        connection = _connection(tenant, client, strategy)
        name = _FIELDS[connection["strategy"]]
        if not params.get(name):
            raise missing(name)
    except TokenError as error:
        return error_answer(error)
    address = params[name]
    tenant.state.keep(KIND, _key(strategy, address), {}, expires_at=tenant.now() + LIFETIME)
    found = users.find(tenant, address, [connection["name"]])
    user = found[0] if found else {}
    kind = "cls" if params.get("send", "code" if name == "phone_number" else "link") == "link" else "cs"
    logs.write(tenant, kind, request, client=client, user_name=address[:200], connection=connection["name"])
    body = {
        "_id": str(user.get("user_id", "")).partition("|")[2] or chance.token_hex(12),
        name: address,
        name.replace("_number", "") + "_verified": True,
    }
    return answer(200, body, content_type="application/json; charset=utf-8")


def redeem(call: TokenCall) -> JSON:
    """The grant. Raises ``TokenError``."""
    tenant, client, params = call.tenant, call.client, call.params
    address, code, realm = call.required("username"), call.required("otp"), call.required("realm")
    user, connection = verified(tenant, client, realm=realm, address=address, code=code)
    api = find_api(tenant, access.effective_audience(tenant, params))
    requested = params.get("scope", "").split()
    grant = decide(call, user, api=api, requested=requested, protocol="oauth2-password").grant
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "s", call.request, client=client, user=grant.user, connection=connection, scope=grant.scope)
    return body


def verified(tenant: Tenant, client: JSON, *, realm: str, address: str, code: str) -> tuple[JSON, str]:
    """Whose the address is, made where there is no such user yet, and the connection's name. Raises ``TokenError``."""
    connection = _connection(tenant, client, realm)
    strategy, key = connection["strategy"], _key(realm, address)
    if tenant.state.peek(KIND, key, now=tenant.now()) is None and tenant.state.peek(KIND, key, now=0) is not None:
        raise TokenError(403, "invalid_grant", EXPIRED)
    # A wrong code ends the right one as well; six digits are soon tried out otherwise.
    if tenant.state.take(KIND, key, now=tenant.now()) is None or code != stand_ins.CODE:
        raise TokenError(403, "invalid_grant", _WRONG[strategy])
    return _user(tenant, connection, address), str(connection["name"])


def _connection(tenant: Tenant, client: JSON, name: str) -> JSON:
    """The passwordless connection of this name, or the only one of this strategy. Raises ``TokenError``."""
    rows = [row for row in tenant.state.all("connection") if row["strategy"] in _FIELDS]
    found = next((row for row in rows if name in (row["name"], row["strategy"])), None)
    if found is None or client["client_id"] not in (found.get("enabled_clients") or []):
        raise TokenError(
            400, "bad.connection", "Connection does not exist" if found is None else "Connection is disabled"
        )
    return found


def _user(tenant: Tenant, connection: JSON, address: str) -> JSON:
    if found := users.find(tenant, address, [connection["name"]]):
        return found[0]
    strategy = connection["strategy"]
    profile: JSON = {"email": address, "email_verified": True}
    if strategy == "sms":
        profile = {"phone_number": address, "phone_verified": True, "name": re.sub(r"\s", "", address)}
    body = defaults.user(profile, connection=connection["name"], provider=strategy, now=tenant.now())
    tenant.state.insert("user", body["user_id"], body, alias=address.lower())
    return body


def _key(realm: str, address: str) -> str:
    return digest(f"{realm} {address.strip().lower()}")
