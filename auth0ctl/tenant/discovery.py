"""``/.well-known/openid-configuration``: where a tenant's endpoints are (OIDC Discovery 1.0 section 4)."""

from collections.abc import Mapping
from typing import Any

from auth0ctl.errors import NetworkError, TenantError, UsageError
from auth0ctl.model import Tenant
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.http import Http, check_url

PATH = "/.well-known/openid-configuration"
LIMIT = 512 * 1024  # bytes


def discover(http: Http, tenant: Tenant) -> Discovery:
    """Read a tenant's discovery document.

    Raises TenantError when the host answers but is no OpenID provider, or names another issuer than the one asked
    (I01: a mix-up, or a domain that is not the tenant's own); NetworkError when there is no answer.
    """
    answer = http.send("GET", tenant.origin + PATH, limit=LIMIT)
    if answer.status != 200:
        raise TenantError(
            f"{tenant.domain} is no Auth0 tenant: its discovery document answered {answer.status}",
            "Check the domain: `auth0ctl tenant show`. Auth0 domains look like NAME.eu.auth0.com.",
            status=answer.status,
        )
    raw = answer.json()
    if not isinstance(raw, Mapping):
        raise NetworkError(f"{tenant.domain} sent a discovery document that is not a JSON object")
    issuer = text(raw, "issuer")
    # A provider on this machine that stands in for Auth0 may leave the slash out; Auth0 never does.
    if issuer not in (tenant.issuer, tenant.origin):
        raise TenantError(
            f"asked {tenant.issuer} for its settings, but they name the issuer {issuer or '(none)'}",
            "Use the domain the tokens are meant to come from: the custom domain or the canonical one, not a mixture.",
        )
    return Discovery(
        issuer=issuer,
        authorization_endpoint=required(raw, "authorization_endpoint", tenant),
        token_endpoint=required(raw, "token_endpoint", tenant),
        jwks_uri=required(raw, "jwks_uri", tenant),
        userinfo_endpoint=text(raw, "userinfo_endpoint"),
        device_authorization_endpoint=text(raw, "device_authorization_endpoint"),
        pushed_authorization_request_endpoint=text(raw, "pushed_authorization_request_endpoint"),
        revocation_endpoint=text(raw, "revocation_endpoint"),
        end_session_endpoint=text(raw, "end_session_endpoint"),
        iss_parameter_supported=raw.get("authorization_response_iss_parameter_supported") is True,
        raw=raw,
    )


def text(raw: Mapping[str, Any], name: str) -> str:
    """A member as a string; anything else counts as absent."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def required(raw: Mapping[str, Any], name: str, tenant: Tenant) -> str:
    """An endpoint without which nothing works. Raises TenantError where it is missing or must not be opened (L04)."""
    if not (value := text(raw, name)):
        raise TenantError(f"the discovery document of {tenant.domain} has no {name}")
    try:
        check_url(value)
    except UsageError as refused:
        raise TenantError(
            f"the discovery document of {tenant.domain} names a {name} of no use: {refused.message}"
        ) from None
    return value
