"""private_key_jwt: a client proves itself by a signed assertion (token-endpoint.md section 11, RFC 7523)."""

from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from auth0ctl.localtenant.grants.client_jwt import parts, seconds
from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAX_BYTES = 2048
MAX_LIFETIME = 300  # seconds from iat to exp
SKEW = 10  # seconds that the client's clock may be off

TOO_LONG_LIVED = "'exp' claim must specify a time that is no more than 5 minutes after 'iat'"


def check(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> None:
    """Raises ``TokenError`` (401 ``invalid_client``) unless the request carries a good assertion of this client.

    The one reported text is the one about the lifetime; the other wordings are INFERRED.
    """
    text = params.get("client_assertion", "")
    if not text or params.get("client_assertion_type") != TYPE:
        raise _failed("a client assertion is required")
    if len(text) > MAX_BYTES:
        raise _failed("the client assertion is larger than 2048 bytes")
    header, claims = _parts(text)
    _signature(tenant, client, text, header)
    client_id = client["client_id"]
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        raise _failed("'iss' and 'sub' must be the client_id")
    # A list, or the token endpoint's URL, was accepted once and is no more.
    if claims.get("aud") != tenant.issuer:
        raise _failed(f"'aud' claim must be {tenant.issuer}")
    _times(tenant, claims)
    _once(tenant, client_id, claims)


def issuer_of(params: Mapping[str, str]) -> str:
    """The client that an unchecked assertion claims to be from; empty when there is none."""
    try:
        _, claims = _parts(params.get("client_assertion", ""))
    except TokenError:
        return ""
    return claims["sub"] if isinstance(claims.get("sub"), str) else ""


def _parts(text: str) -> tuple[JSON, JSON]:
    try:
        return parts(text)
    except ValueError:
        raise _failed("the client assertion is malformed") from None


def _signature(tenant: Tenant, client: JSON, text: str, header: Mapping[str, Any]) -> None:
    """One of the client's credentials must fit, with that credential's own algorithm."""
    for one in client["client_authentication_methods"]["private_key_jwt"].get("credentials") or []:
        credential = tenant.state.get("client_credential", str(one.get("id")))
        if credential is None or credential.get("alg") != header.get("alg"):
            continue
        if header.get("kid") not in (None, credential["kid"]):
            continue
        if credential.get("_expires_at") is not None and credential["_expires_at"] <= tenant.now():
            continue
        try:
            jws.deserialize_compact(text, RSAKey.import_key(credential["_pem"]), algorithms=[credential["alg"]])
        except (JoseError, ValueError, TypeError):
            continue
        return
    raise _failed("no credential of the client fits the assertion's 'alg', 'kid' and signature")


def _times(tenant: Tenant, claims: JSON) -> None:
    now = tenant.now()
    issued, expires, not_before = (seconds(claims.get(name)) for name in ("iat", "exp", "nbf"))
    if issued is None or expires is None:
        raise _failed("'iat' and 'exp' are required")
    if expires - issued > MAX_LIFETIME:
        raise _failed(TOO_LONG_LIVED)
    if expires <= now - SKEW:
        raise _failed("the client assertion has expired")
    if issued > now + SKEW or (not_before or 0) > now + SKEW:
        raise _failed("the client assertion is not valid yet")


def _once(tenant: Tenant, client_id: str, claims: JSON) -> None:
    jti = claims.get("jti")
    if not isinstance(jti, str) or not jti:
        raise _failed("'jti' is required")
    key = digest(f"{client_id} {jti}")
    with tenant.state.transaction():
        if tenant.state.peek("assertion", key, now=tenant.now()) is not None:
            raise _failed("the client assertion was used before")
        tenant.state.keep("assertion", key, {}, expires_at=claims["exp"] + SKEW + 1)


def _failed(reason: str) -> TokenError:
    # That the answer repeats the reason is INFERRED; the log text is reported (community 191217).
    return TokenError(401, "invalid_client", reason, logged=f"Failed client authentication: {reason}")
