"""/mfa/challenge, /mfa/authenticators and /mfa/associate, members as recorded (token-endpoint.md section 8)."""

import json
from urllib.parse import quote

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import mfa, stand_ins, totp
from auth0ctl.localtenant.grants.client_auth import authenticate
from auth0ctl.localtenant.grants.wire import TokenError, answer, error_answer, missing, read_params
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

# INFERRED: every user without an authenticator app has the same ones, because stand_ins.py plays them.
_RECOVERY: JSON = {"id": "recovery-code|dev_local", "authenticator_type": "recovery-code", "active": True}
AUTHENTICATORS: tuple[JSON, ...] = (
    {"id": "totp|dev_local", "authenticator_type": "otp", "active": True},
    {"id": "push|dev_local", "authenticator_type": "oob", "active": True, "oob_channel": "auth0", "name": "Local"},
    _RECOVERY,
)
_JSON = "application/json; charset=utf-8"


def challenge(request: Request, tenant: Tenant) -> Response:
    """Which factor the user will be asked for: ``otp`` or ``oob``, as far as ``challenge_type`` allows."""
    try:
        params = read_params(request)
        authenticate(tenant, request, params)
        if not params.get("mfa_token"):
            raise missing("mfa_token")
        mfa.read(tenant, params["mfa_token"])
    except TokenError as error:
        return error_answer(error)
    wanted = params.get("challenge_type", "otp oob").split()
    if "otp" in wanted and not params.get("authenticator_id", "").startswith("push|"):
        return answer(200, {"challenge_type": "otp"}, content_type=_JSON)
    return answer(200, {"challenge_type": "oob", "oob_code": params["mfa_token"]}, content_type=_JSON)


def authenticators(request: Request, tenant: Tenant) -> Response:
    """The user's authenticators, for a bearer that is an ``mfa_token``."""
    try:
        kept = _bearer(request, tenant)
    except TokenError as error:
        return error_answer(error)
    user = tenant.state.get("user", kept["user_id"]) or {}
    own = [{"id": one["id"], "authenticator_type": "otp", "active": one["active"]} for one in user.get(totp.MEMBER, ())]
    rows = [*own, _RECOVERY] if totp.is_enrolled(user) else [*own, *AUTHENTICATORS]
    return Response(json.dumps(rows, separators=(",", ":")), content_type=_JSON)


def associate(request: Request, tenant: Tenant) -> Response:
    """Enrol another authenticator. An app's own codes count from the first that is right (totp.py); other kinds of
    authenticator are played all the same (stand_ins.py)."""
    try:
        kept = _bearer(request, tenant)
        params = read_params(request)
        authenticate(tenant, request, params)
    except TokenError as error:
        return error_answer(error)
    user = tenant.state.get("user", kept["user_id"]) or {}
    name = str(tenant.settings().get("friendly_name") or "local")
    label = f"{quote(name)}:{quote(str(user.get('email') or kept['user_id']), safe='')}"
    if "otp" in params.get("authenticator_types", ""):
        secret = totp.enrol(tenant, kept["user_id"])
        uri = f"otpauth://totp/{label}?secret={secret}&issuer={quote(name)}&algorithm=SHA1&digits=6&period=30"
        body: JSON = {"authenticator_type": "otp", "secret": secret, "barcode_uri": uri}
    else:
        channel = "sms" if "phone_number" in params else "auth0"
        body = {"authenticator_type": "oob", "oob_channel": channel, "oob_code": mfa.PREFIX + chance.token_urlsafe(32)}
        if channel == "sms":
            body = {"authenticator_type": "oob", "binding_method": "prompt"} | body
        else:
            body["barcode_uri"] = f"otpauth://totp/{label}?enrollment_tx_id={chance.token_urlsafe(24)}"
    return answer(200, body | {"recovery_codes": [stand_ins.RECOVERY_CODE]}, content_type=_JSON)


def _bearer(request: Request, tenant: Tenant) -> JSON:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenError(401, "access_denied", "Unauthorized")  # INFERRED
    return mfa.read(tenant, token.strip(), status=401)
