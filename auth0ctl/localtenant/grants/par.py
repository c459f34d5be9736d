"""POST /oauth/par: an authorization request that is pushed ahead of the browser (authorize.md section 9, RFC 9126)."""

from collections.abc import Mapping

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import dpop
from auth0ctl.localtenant.grants.client_auth import authenticate, is_public, unauthorized
from auth0ctl.localtenant.grants.wire import TokenError, answer, error_answer
from auth0ctl.localtenant.login import request as authorize_request
from auth0ctl.localtenant.login.delivery import Refused
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access

PREFIX = "urn:ietf:params:oauth:request_uri:"
EXPIRES_IN = 30  # seconds, as recorded; the client's par_request_expiry says otherwise
_PROOF = frozenset({"client_secret", "client_assertion", "client_assertion_type"})


def push(request: Request, tenant: Tenant) -> Response:
    """The endpoint: 201 with ``expires_in`` and ``request_uri``. The wordings of its own refusals are INFERRED."""
    client: JSON | None = None
    params: dict[str, str] = {}
    try:
        if request.mimetype != "application/x-www-form-urlencoded":
            raise TokenError(400, "invalid_request", "The request must be form encoded")
        params = {name: value for name, value in request.form.items() if value}
        client = authenticate(tenant, request, params)
        if is_public(client):
            raise unauthorized()  # a client has to prove itself here
        lifetime = int(client.get("par_request_expiry") or EXPIRES_IN)
        name = _keep(tenant, _checked(request, tenant, client, params), lifetime)
    except TokenError as error:
        logs.write(
            tenant,
            "fpar",
            request,
            description=error.logged,
            client=client,
            client_id=params.get("client_id", ""),
            audience=params.get("audience", ""),
            error=error.error,
        )
        return error_answer(error)
    body = {"expires_in": lifetime, "request_uri": name}
    return answer(201, body, content_type="application/json; charset=utf-8")


def _checked(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters that go on to /authorize. Raises ``TokenError``."""
    if not tenant.settings().get("pushed_authorization_requests_supported") or access.is_strict(client):
        raise TokenError(403, "unauthorized_client", "Pushed authorization requests are not enabled")
    if "request_uri" in params:
        raise TokenError(400, "invalid_request", "request_uri is not allowed in a pushed authorization request")
    asked = {name: value for name, value in params.items() if name not in _PROOF}
    asked["client_id"] = client["client_id"]
    jkt = dpop.proven_key(request, tenant, client)
    if jkt is not None and asked.setdefault("dpop_jkt", jkt) != jkt:
        raise TokenError(400, "invalid_dpop_proof", "Invalid DPoP proof: the key is not the one that dpop_jkt named")
    try:
        authorize_request.read(tenant, asked)
    except Refused as refused:
        raise TokenError(400, refused.error, refused.description) from refused
    return asked


def _keep(tenant: Tenant, asked: dict[str, str], lifetime: int) -> str:
    name = PREFIX + chance.token_urlsafe(32)
    tenant.state.keep("pushed", digest(name), {"params": asked}, expires_at=tenant.now() + lifetime)
    return name


def pushed(tenant: Tenant, client_id: str, request_uri: str) -> dict[str, str]:
    """The pushed parameters; a ``request_uri`` is good once. Raises ``Refused``, to be shown on a page."""
    body = tenant.state.take("pushed", digest(request_uri), now=tenant.now())
    if body is None or body["params"]["client_id"] != client_id:
        raise Refused("invalid_request", "The request_uri is invalid, was used before or has expired")  # INFERRED
    params: dict[str, str] = body["params"]
    return params
