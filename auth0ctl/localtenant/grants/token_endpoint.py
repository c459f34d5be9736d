"""POST /oauth/token: who asks, by which grant, and Auth0's own statuses and texts (token-endpoint.md)."""

from collections.abc import Callable

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import ciba, device, dpop, mfa, passwordless
from auth0ctl.localtenant.grants import refresh as refresh_tokens
from auth0ctl.localtenant.grants.authorization_code import authorization_code
from auth0ctl.localtenant.grants.client_auth import authenticate, is_public
from auth0ctl.localtenant.grants.client_credentials import client_credentials
from auth0ctl.localtenant.grants.exchange import TOKEN_EXCHANGE, exchange
from auth0ctl.localtenant.grants.password import PASSWORD, PASSWORD_REALM, password
from auth0ctl.localtenant.grants.refresh import Unknown
from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError, answer, error_answer, missing, read_params
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

GRANT_TYPES_PAGE = "https://auth0.com/docs/clients/client-grant-types"
INVALID_REFRESH_TOKEN = "Unknown or invalid refresh token."

# Grant type -> the log type of a failure. Each grant writes its own success.
FAILURES = {
    "authorization_code": "feacft",
    "refresh_token": "fertft",
    "client_credentials": "feccft",
    PASSWORD: "fepft",
    PASSWORD_REALM: "fepft",
    device.DEVICE_CODE: "fede",
    TOKEN_EXCHANGE: "fecte",
    mfa.OTP: "gd_auth_failed",
    mfa.OOB: "gd_auth_rejected",
    mfa.RECOVERY_CODE: "gd_recovery_failed",
}
# Answers that belong to the course of a flow, and are no failed attempt (INFERRED).
UNLOGGED = frozenset({"authorization_pending", "slow_down", "use_dpop_nonce"})

# Grant types that Auth0 knows and this tenant does not serve: a client that allows one is told so.
OTHER_GRANTS = frozenset(
    {
        "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
        "urn:okta:params:oauth:grant-type:webauthn",
    }
)


STRICT_GRANTS = frozenset({"authorization_code", "refresh_token", "client_credentials"})


def token(request: Request, tenant: Tenant) -> Response:
    """The endpoint. Takes a form or JSON; answers JSON, never cached."""
    client: JSON | None = None
    params: dict[str, str] = {}
    grant_type = ""
    try:
        params = read_params(request)
        grant_type = params.get("grant_type", "")
        if not grant_type:
            raise missing("grant_type")
        grant = GRANTS.get(grant_type)
        if grant is None and grant_type not in OTHER_GRANTS:
            raise TokenError(403, "unsupported_grant_type", f"Unsupported grant type: {grant_type}")
        client = authenticate(tenant, request, params)
        _allowed(client, grant_type)
        if grant is None:
            raise TokenError(501, "unsupported_grant_type", f"The local tenant does not serve {grant_type}")
        jkt = dpop.proven_key(request, tenant, client)
        body = grant(TokenCall(request=request, tenant=tenant, client=client, params=params, jkt=jkt))
    except TokenError as error:
        if error.error not in UNLOGGED:
            _log(request, tenant, error, kind=FAILURES.get(grant_type, "f"), client=client, params=params)
        return error_answer(error)
    return answer(200, tenant.faults.token_answer(body))


def _log(
    request: Request, tenant: Tenant, error: TokenError, *, kind: str, client: JSON | None, params: dict[str, str]
) -> None:
    details: JSON = {}
    if error.error == "mfa_required":
        kind = "mfar"
    if isinstance(error.__cause__, Unknown) and error.__cause__.reuse:
        kind, details = "ferrt", error.__cause__.reuse
    logs.write(
        tenant,
        kind,
        request,
        description=error.logged,
        client=client,
        client_id=params.get("client_id", ""),
        audience=params.get("audience", ""),
        error=error.error,
        details=details,
    )


def _allowed(client: JSON, grant_type: str) -> None:
    public_machine = grant_type == "client_credentials" and is_public(client)
    if public_machine or _foreign(client, grant_type) or grant_type not in (client.get("grant_types") or []):
        text = f"Grant type '{grant_type}' not allowed for the client."
        raise TokenError(403, "unauthorized_client", text, uri=GRANT_TYPES_PAGE)


def _foreign(client: JSON, grant_type: str) -> bool:
    """Is the grant closed to this client because it is a third party's (clients.md section 5)?"""
    if access.is_strict(client):
        return grant_type not in STRICT_GRANTS
    return access.is_third_party(client) and grant_type in (PASSWORD, PASSWORD_REALM)


def _refresh_token(call: TokenCall) -> JSON:
    tenant, client, params = call.tenant, call.client, call.params
    try:
        redeemed = refresh_tokens.redeem(tenant, client, call.required("refresh_token"), jkt=call.jkt)
    except Unknown as unknown:
        raise TokenError(403, "invalid_grant", INVALID_REFRESH_TOKEN) from unknown
    kept = redeemed.body
    user = tenant.state.get("user", kept["user_id"])
    if user is None:
        text = "The refresh_token was generated for a user who doesn't exist anymore."
        raise TokenError(403, "invalid_grant", text)
    if user.get("blocked"):
        raise TokenError(403, "unauthorized", "user is blocked")
    wanted = params.get("scope", "").split()
    # A scope outside the original grant is left out; the facts give no verified error for it.
    scope = tuple(name for name in kept["scope"] if not wanted or name in wanted)
    api = find_api(tenant, kept["audience"])
    organization = tenant.state.get("organization", kept["organization"]) if kept["organization"] else None
    result = action_event.run(
        tenant,
        user=user,
        client=client,
        api=api,
        params=params,
        requested=wanted or kept["scope"],
        protocol="oauth2-refresh-token",
        organization=organization,
        request=call.request,
    )
    if result.denied is not None:
        raise TokenError(403, "access_denied", result.denied)
    # nonce and auth_time are not renewed, and at a refresh there is no login they could tell about.
    grant = issue.Grant(
        client=client,
        user=user,
        api=api,
        scope=scope,
        gty="refresh_token",
        sid=kept["sid"],
        organization=organization,
        id_token_claims=result.id_token_claims,
        access_token_claims=result.access_token_claims,
        jkt=call.jkt,
    )
    if "mfa" in result.asks:
        raise mfa.demand(tenant, grant)
    body = user_tokens(tenant, grant, refresh=redeemed.replacement)
    logs.write(tenant, "sertft", call.request, client=client, user=user, audience=kept["audience"], scope=scope)
    return body


Grantor = Callable[[TokenCall], JSON]
GRANTS: dict[str, Grantor] = {
    "authorization_code": authorization_code,
    "refresh_token": _refresh_token,
    "client_credentials": client_credentials,
    PASSWORD: password,
    PASSWORD_REALM: password,
    device.DEVICE_CODE: device.redeem,
    TOKEN_EXCHANGE: exchange,
    passwordless.OTP: passwordless.redeem,
    mfa.OTP: mfa.redeem,
    mfa.OOB: mfa.redeem,
    mfa.RECOVERY_CODE: mfa.redeem,
    ciba.CIBA: ciba.redeem,
}
