"""POST /oauth/token: the grants, each with Auth0's own statuses and texts (token-endpoint.md sections 1 to 5)."""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from werkzeug import Request, Response

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import refresh as refresh_tokens
from auth0ctl.localtenant.grants.client_auth import TokenError, authenticate, is_public
from auth0ctl.localtenant.grants.password import PASSWORD, PASSWORD_REALM, password
from auth0ctl.localtenant.grants.refresh import Unknown
from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.login import session
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

GRANT_TYPES_PAGE = "https://auth0.com/docs/clients/client-grant-types"
INVALID_CODE = "Invalid authorization code"
INVALID_REFRESH_TOKEN = "Unknown or invalid refresh token."

# Grant type -> log types of failure and success.
LOG_TYPES = {
    "authorization_code": ("feacft", "seacft"),
    "refresh_token": ("fertft", "sertft"),
    "client_credentials": ("feccft", "seccft"),
    PASSWORD: ("fepft", "sepft"),
    PASSWORD_REALM: ("fepft", "sepft"),
}

# Grant types that Auth0 knows and this tenant does not serve: a client that allows one is told so.
OTHER_GRANTS = frozenset(
    {
        "http://auth0.com/oauth/grant-type/passwordless/otp",
        "http://auth0.com/oauth/grant-type/mfa-otp",
        "http://auth0.com/oauth/grant-type/mfa-oob",
        "http://auth0.com/oauth/grant-type/mfa-recovery-code",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:openid:params:grant-type:ciba",
    }
)


def token(request: Request, tenant: Tenant) -> Response:
    """The endpoint. Takes a form or JSON; answers JSON, never cached."""
    client: JSON | None = None
    params: dict[str, str] = {}
    grant_type = ""
    try:
        params = read_params(request)
        grant_type = params.get("grant_type", "")
        if not grant_type:
            raise _missing("grant_type")
        grant = GRANTS.get(grant_type)
        if grant is None and grant_type not in OTHER_GRANTS:
            raise TokenError(403, "unsupported_grant_type", f"Unsupported grant type: {grant_type}")
        client = authenticate(tenant, request, params)
        _allowed(client, grant_type)
        if grant is None:
            raise TokenError(501, "unsupported_grant_type", f"The local tenant does not serve {grant_type}")
        return answer(200, grant(request, tenant, client, params))
    except TokenError as error:
        kind = LOG_TYPES.get(grant_type, ("f", ""))[0]
        details: JSON = {}
        if isinstance(error.__cause__, Unknown) and error.__cause__.reuse:
            kind, details = "ferrt", error.__cause__.reuse
        logs.write(
            tenant,
            kind,
            request,
            description=error.description,
            client=client,
            client_id=params.get("client_id", ""),
            audience=params.get("audience", ""),
            error=error.error,
            details=details,
        )
        return error_answer(error)


def read_params(request: Request) -> dict[str, str]:
    """Form or JSON body as strings. Raises ``TokenError``."""
    if request.mimetype == "application/json":
        try:
            body = json.loads(request.get_data())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise TokenError(400, "invalid_request", "The request body is not a JSON object")  # INFERRED
        try:
            json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            # Half a surrogate pair is no text, and nothing behind this point could write it down.
            raise TokenError(400, "invalid_request", "The request body is not valid Unicode") from None  # INFERRED
        return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    return {name: value for name, value in request.form.items() if value}


def answer(status: int, body: Mapping[str, Any]) -> Response:
    # "application/json" without a charset, as recorded.
    response = Response(json.dumps(body, separators=(",", ":")), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response


def error_answer(error: TokenError) -> Response:
    body = {"error": error.error, "error_description": error.description}
    if error.uri:
        body["error_uri"] = error.uri
    return answer(error.status, body)


def _missing(name: str) -> TokenError:
    return TokenError(400, "invalid_request", f"Missing required parameter: {name}")


def _allowed(client: JSON, grant_type: str) -> None:
    public_machine = grant_type == "client_credentials" and is_public(client)
    if public_machine or grant_type not in (client.get("grant_types") or []):
        text = f"Grant type '{grant_type}' not allowed for the client."
        raise TokenError(403, "unauthorized_client", text, uri=GRANT_TYPES_PAGE)


def _authorization_code(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> JSON:
    if not params.get("code"):
        raise _missing("code")
    # Taken before anything is compared, so that a code is good for one attempt, in whatever process it is made.
    code = tenant.state.take("code", session.digest(params["code"]), now=tenant.now())
    if code is None or code["client_id"] != client["client_id"]:
        raise TokenError(403, "invalid_grant", INVALID_CODE)
    _redirect_uri(code, params)
    _code_verifier(code, params)
    user = tenant.state.get("user", code["user_id"])
    if user is None:
        raise TokenError(403, "invalid_grant", INVALID_CODE)
    grant = issue.Grant(
        client=client,
        user=user,
        api=find_api(tenant, code["audience"]),
        scope=tuple(code["scope"]),
        nonce=code["nonce"],
        auth_time=code["auth_time"],
        sid=code["sid"],
        organization=tenant.state.get("organization", code["organization"]) if code["organization"] else None,
        id_token_claims=code["id_token_claims"],
        access_token_claims=code["access_token_claims"],
    )
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "seacft", request, client=client, user=user, audience=code["audience"], scope=grant.scope)
    return body


def _redirect_uri(code: JSON, params: Mapping[str, str]) -> None:
    sent, expected = params.get("redirect_uri"), code["redirect_uri"]
    if sent and sent != expected:
        text = f"The redirect URI is wrong. You sent {sent}, and we expected {expected}"
        raise TokenError(403, "unauthorized_client", text)


def _code_verifier(code: JSON, params: Mapping[str, str]) -> None:
    challenge = code["code_challenge"]
    if challenge is None:
        return  # a verifier without a challenge is not looked at (INFERRED)
    verifier = params.get("code_verifier", "")
    computed = create_s256_code_challenge(verifier) if verifier.isascii() else ""
    if not verifier or not hmac.compare_digest(computed, challenge):
        raise TokenError(403, "invalid_grant", "Failed to verify code verifier")


def _refresh_token(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> JSON:
    if not params.get("refresh_token"):
        raise _missing("refresh_token")
    try:
        redeemed = refresh_tokens.redeem(tenant, client, params["refresh_token"])
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
        request=request,
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
    )
    body = user_tokens(tenant, grant, refresh=redeemed.replacement)
    logs.write(tenant, "sertft", request, client=client, user=user, audience=kept["audience"], scope=scope)
    return body


def _client_credentials(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> JSON:
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
    grant = issue.Grant(client=client, api=api, scope=scope, gty="client-credentials")
    made = issue.access_token(tenant, grant)
    logs.write(tenant, "seccft", request, client=client, audience=audience, scope=scope)
    told = {"scope": " ".join(scope)} if scope else {}
    return {"access_token": made.text, **told, "expires_in": made.expires_in, "token_type": "Bearer"}


Grantor = Callable[[Request, Tenant, JSON, Mapping[str, str]], JSON]
GRANTS: dict[str, Grantor] = {
    "authorization_code": _authorization_code,
    "refresh_token": _refresh_token,
    "client_credentials": _client_credentials,
    PASSWORD: password,
    PASSWORD_REALM: password,
}
