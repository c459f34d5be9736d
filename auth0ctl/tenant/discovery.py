"""``/.well-known/openid-configuration``: where a tenant's endpoints are (OIDC Discovery 1.0 section 4)."""

import math
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from auth0ctl.errors import NetworkError, RateLimited, TenantError, UsageError
from auth0ctl.model import Tenant
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.http import Http, check_url, place
from auth0ctl.tenant.patience import SERVER_TROUBLE, TROUBLE, wanted_wait

PATH = "/.well-known/openid-configuration"
LIMIT = 512 * 1024  # bytes


def discover(http: Http, tenant: Tenant, *, allow_hosts: Collection[str] = ()) -> Discovery:
    """Read a tenant's discovery document.

    ``allow_hosts`` are hosts beside the issuer's own whose endpoints may be used (L04).

    Raises TenantError when the host answers but is no OpenID provider, names another issuer than the one asked (I01:
    a mix-up, or a domain that is not the tenant's own), or sends us to endpoints elsewhere; RateLimited; NetworkError
    when there is no answer, or the server has a fault.
    """
    answer = http.send_again("GET", tenant.origin + PATH, limit=LIMIT)
    if answer.status == 429:
        seconds = math.ceil(wanted_wait(answer.headers))
        raise RateLimited(
            f"the discovery document of {tenant.domain} answered 429",
            f"Too many requests came from here; try again in {seconds} s.",
        )
    if answer.status >= SERVER_TROUBLE:
        raise NetworkError(f"the discovery document of {tenant.domain} answered {answer.status}", TROUBLE)
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

    def endpoint(name: str, *, needed: bool = False) -> str:
        value = text(raw, name)
        if needed and not value:
            raise TenantError(f"the discovery document of {tenant.domain} has no {name}")
        if value:
            named = f"the discovery document of {tenant.domain} names a {name} of no use"
            check_endpoint(value, issuer, named, allow_hosts)
        return value

    return Discovery(
        issuer=issuer,
        authorization_endpoint=endpoint("authorization_endpoint", needed=True),
        token_endpoint=endpoint("token_endpoint", needed=True),
        jwks_uri=endpoint("jwks_uri", needed=True),
        userinfo_endpoint=endpoint("userinfo_endpoint"),
        device_authorization_endpoint=endpoint("device_authorization_endpoint"),
        pushed_authorization_request_endpoint=endpoint("pushed_authorization_request_endpoint"),
        revocation_endpoint=endpoint("revocation_endpoint"),
        end_session_endpoint=endpoint("end_session_endpoint"),
        iss_parameter_supported=raw.get("authorization_response_iss_parameter_supported") is True,
        raw=raw,
    )


def text(raw: Mapping[str, Any], name: str) -> str:
    """A member as a string; anything else counts as absent."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def check_endpoint(url: str, issuer: str, named: str, allow_hosts: Collection[str] = ()) -> None:
    """Refuse a URL that secrets must not go to, nor a person (L04, L14).

    It must be https, or http on this machine, and on the issuer's own host, or one of ``allow_hosts``; a custom
    domain's documents name the custom domain. Everything on this machine counts as one host: a server may have
    several ports here. Raises TenantError, whose message begins with ``named``.
    """
    try:
        check_url(url)
    except UsageError as refused:
        raise TenantError(f"{named}: {refused.message}") from None
    theirs, ours = urlsplit(url), urlsplit(issuer)
    same = (theirs.scheme, theirs.netloc.lower()) == (ours.scheme, ours.netloc.lower())
    here = loopback(theirs.hostname or "") and loopback(ours.hostname or "")
    if not (same or here or (theirs.hostname or "") in allow_hosts):
        raise TenantError(f"{named}: {place(url)} is not on {ours.netloc}, the issuer's own host")


def loopback(host: str) -> bool:
    """Whether a host name is this machine itself."""
    return host in ("127.0.0.1", "localhost", "::1") or host.endswith(".localhost")
