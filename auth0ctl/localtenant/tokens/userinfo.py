"""GET and POST /userinfo, and POST /oauth/revoke (token-endpoint.md sections 12 and 13)."""

import json

from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import dpop_proof
from auth0ctl.localtenant.grants import refresh as refresh_tokens
from auth0ctl.localtenant.grants.client_auth import authenticate
from auth0ctl.localtenant.grants.wire import TokenError, error_answer, missing, read_params
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import claims
from auth0ctl.localtenant.tokens import jose as tokens
from auth0ctl.localtenant.tokens.bad_token import BadToken


def userinfo(request: Request, tenant: Tenant) -> Response:
    """The user's claims by the token's scope. 401, plain text ``Unauthorized`` (INFERRED), for any other token."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if not bearer and request.method == "POST":
        scheme, bearer = "bearer", request.form.get("access_token", "")
    try:
        if scheme.lower() not in {"bearer", "dpop"}:
            raise BadToken("malformed")
        known = _read(tenant, bearer.strip())
        _check_binding(request, tenant, known, scheme.lower(), bearer.strip())
    except BadToken:
        response = Response("Unauthorized", status=401, content_type="text/plain; charset=utf-8")
        bound = scheme.lower() == "dpop"
        response.headers["WWW-Authenticate"] = (
            'DPoP error="invalid_token", algs="ES256"' if bound else 'Bearer error="invalid_token"'
        )
        return response
    user = tenant.state.get("user", str(known["sub"]))
    client = tenant.client(str(known.get("azp") or known.get("client_id") or ""))
    if user is None or client is None:
        return Response("Unauthorized", status=401, content_type="text/plain; charset=utf-8")
    scope = str(known.get("scope") or "").split()
    body: JSON = {}
    if "openid" in scope:
        custom = action_event.run(
            tenant, user=user, client=client, api=None, params={}, requested=scope, protocol="oidc-basic-profile"
        ).id_token_claims
        body = {"sub": user["user_id"], **claims.profile(user, scope), **claims.kept(custom, scope=scope)}
    body = tenant.faults.userinfo(body, tenant)
    return tenant.faults.userinfo_answer(body, tenant, str(client["client_id"])) or Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json; charset=utf-8"
    )


def _check_binding(request: Request, tenant: Tenant, known: JSON, scheme: str, bearer: str) -> None:
    """A bound token is good beside a proof of its key, and nowhere else (RFC 9449 section 7)."""
    bound_to = (known.get("cnf") or {}).get("jkt")
    if bound_to is None and scheme == "bearer":
        return
    if bound_to is None or scheme == "bearer":
        raise BadToken("invalid")
    try:
        _, thumbprint = dpop_proof.read(request, tenant, access_token=bearer)
    except TokenError as error:
        raise BadToken("invalid") from error
    if thumbprint != bound_to:
        raise BadToken("invalid")


def _read(tenant: Tenant, bearer: str) -> JSON:
    if bearer.count(".") == 4:
        return tokens.unseal(tenant, bearer)
    known = tokens.verify(tenant, bearer)
    audience = known.get("aud")
    if not isinstance(audience, list) or tenant.userinfo_audience not in audience:
        raise BadToken("invalid")
    return known


def revoke(request: Request, tenant: Tenant) -> Response:
    """Revoke a refresh token: 200 with an empty body, also for a token that is not known (RFC 7009)."""
    try:
        params = read_params(request)
        client = authenticate(tenant, request, params)
        if not params.get("token"):
            raise missing("token")
    except TokenError as error:
        return error_answer(error)
    refresh_tokens.revoke(tenant, client, params["token"])
    return Response(status=200, content_type="application/json")  # recorded, with nothing behind it
