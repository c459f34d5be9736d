"""The well-known documents (token-endpoint.md sections 14 and 15)."""

import json

from auth0ctl.localtenant.grants import client_auth, dpop
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant


def configuration(_request: Request, tenant: Tenant) -> Response:
    """``openid-configuration`` and ``oauth-authorization-server``: one body."""
    return _json(tenant.faults.discovery(document(tenant)))


def keys(_request: Request, tenant: Tenant) -> Response:
    response = _json(tenant.faults.jwks(tenant.keys.jwks()))
    response.headers["Cache-Control"] = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400"
    return response


def certificate(request: Request, tenant: Tenant) -> Response:
    """The certificate of the key that signs, as PEM, DER or PKCS #7 (docs: view-signing-certificates)."""
    current = tenant.keys.current()
    match request.path:
        case "/cer":
            return Response(current.der, content_type="application/pkix-cert")
        case "/pb7":
            text, kind = current.pkcs7, "application/x-pkcs7-certificates"
        case _:
            kind = "text/plain" if request.path == "/rawpem" else "application/x-pem-file"
            text = current.certificate
    return Response(text, content_type=kind)  # content types INFERRED


def document(tenant: Tenant) -> JSON:
    """The discovery document, members in the recorded order.

    What a browser opens lies under the front origin, all else under the issuer's. Differences from the recorded body:
    only what this tenant serves is listed among the conditional members, and S256 is the only challenge method.
    """
    back, front = tenant.origin, tenant.front_origin
    settings = tenant.settings()
    body: JSON = {
        "issuer": tenant.issuer,
        "authorization_endpoint": f"{front}/authorize",
        "token_endpoint": f"{back}/oauth/token",
        "device_authorization_endpoint": f"{back}/oauth/device/code",
        "userinfo_endpoint": f"{back}/userinfo",
        "mfa_challenge_endpoint": f"{back}/mfa/challenge",
        "jwks_uri": f"{back}/.well-known/jwks.json",
        "registration_endpoint": f"{back}/oidc/register",
        "revocation_endpoint": f"{back}/oauth/revoke",
        "scopes_supported": [
            "openid",
            "profile",
            "offline_access",
            "name",
            "given_name",
            "family_name",
            "nickname",
            "email",
            "email_verified",
            "picture",
            "created_at",
            "identities",
            "phone",
            "address",
        ],
        "response_types_supported": [
            "code",
            "token",
            "id_token",
            "code token",
            "code id_token",
            "token id_token",
            "code token id_token",
        ],
        "code_challenge_methods_supported": ["S256"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(client_auth.ASSERTION_ALGORITHMS),
        "claims_supported": [
            "aud",
            "auth_time",
            "created_at",
            "email",
            "email_verified",
            "exp",
            "family_name",
            "given_name",
            "iat",
            "identities",
            "iss",
            "name",
            "nickname",
            "phone_number",
            "picture",
            "sub",
        ],
        "request_uri_parameter_supported": False,
        "request_parameter_supported": False,
        "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
        "backchannel_logout_supported": False,
        "backchannel_logout_session_supported": False,
    }
    if (settings.get("oidc_logout") or {}).get("rp_logout_end_session_endpoint_discovery"):
        body["end_session_endpoint"] = f"{front}/oidc/logout"
    if settings.get("authorization_response_iss_parameter_supported"):
        body["authorization_response_iss_parameter_supported"] = True
    if settings.get("pushed_authorization_requests_supported"):
        body["pushed_authorization_request_endpoint"] = f"{back}/oauth/par"
    body["dpop_signing_alg_values_supported"] = list(dpop.ALGORITHMS)
    return body


def _json(body: JSON) -> Response:
    return Response(json.dumps(body, separators=(",", ":")), content_type="application/json; charset=utf-8")
