"""POST /oidc/register: dynamic client registration (token-endpoint.md section 16, RFC 7591)."""

import json

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants.wire import TokenError, answer, error_answer
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import defaults, logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

DISABLED = "dynamic client registration is disabled"
_METHODS = ("none", "client_secret_post", "client_secret_basic")


def register(request: Request, tenant: Tenant) -> Response:
    """201 with the client: always a third party's, in the mode that the tenant's settings name."""
    try:
        if not (tenant.settings().get("flags") or {}).get("enable_dynamic_client_registration"):
            raise TokenError(403, "access_denied", DISABLED)  # status and code INFERRED
        stated = _stated(request)
    except TokenError as error:
        response = error_answer(error)
        response.content_type = "application/json; charset=utf-8"
        return response
    strict = tenant.setting("dynamic_client_registration_security_mode") != "permissive"
    public = stated.get("token_endpoint_auth_method") == "none"
    client = defaults.client(
        {
            "name": str(stated["client_name"]),
            "is_first_party": False,
            "oidc_conformant": True,
            "third_party_security_mode": "strict" if strict else "permissive",
            "callbacks": stated["redirect_uris"],
            "token_endpoint_auth_method": str(stated.get("token_endpoint_auth_method") or "client_secret_post"),
            "jwt_configuration": {"alg": "RS256"},
            "external_metadata_type": "dcr",
            "external_metadata_created_by": "client",
            **({"client_id": "tpc_" + chance.token_hex(11)} if strict else {}),
        }
    )
    tenant.state.insert("client", client["client_id"], client)
    logs.write(tenant, "sapi", request, description="Dynamic client registration", client=client)
    body: JSON = {
        "client_name": client["name"],
        "client_id": client["client_id"],
        **({} if public else {"client_secret": client["client_secret"], "client_secret_expires_at": 0}),
        "client_id_issued_at": int(tenant.now()),
        "redirect_uris": client["callbacks"],
        "token_endpoint_auth_method": client["token_endpoint_auth_method"],
        "grant_types": client["grant_types"],
    }
    return answer(201, body, content_type="application/json; charset=utf-8")


def _stated(request: Request) -> JSON:
    """The client's metadata. Raises ``TokenError`` in RFC 7591's form (INFERRED wordings)."""
    try:
        body = json.loads(request.get_data())
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise TokenError(400, "invalid_client_metadata", "The request body is not a JSON object")
    uris = body.get("redirect_uris")
    if not isinstance(uris, list) or not uris or not all(isinstance(uri, str) and ":" in uri for uri in uris):
        raise TokenError(400, "invalid_redirect_uri", "redirect_uris must be an array of URLs")
    if not isinstance(body.get("client_name"), str) or not body["client_name"]:
        raise TokenError(400, "invalid_client_metadata", "client_name is required")
    if body.get("token_endpoint_auth_method", "none") not in _METHODS:
        raise TokenError(400, "invalid_client_metadata", "token_endpoint_auth_method is not supported")
    return body
