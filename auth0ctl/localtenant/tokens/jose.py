"""Reading the tenant's tokens, and encrypting those of APIs; imported when one comes back, or an API wants it."""

import json

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.bad_token import BadToken
from auth0ctl.localtenant.tokens.signing import RSA_ALGORITHMS

MAX_TOKEN_CHARS = 1_000_000


def _opaque_registry() -> jwe.JWERegistry:
    # "iss" in a JWE header is RFC 7519 section 5.3, which joserfc's strict check does not know.
    return jwe.JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)


def nest(signed: str, *, pem: str, alg: str, kid: str | None) -> str:
    """Encrypt a signed token for an API with ``token_encryption`` (format compact-nested-jwe)."""
    header = {"alg": alg, "enc": "A256GCM", "cty": "JWT"} | ({"kid": kid} if kid else {})
    return jwe.encrypt_compact(header, signed.encode(), RSAKey.import_key(pem), algorithms=[alg, "A256GCM"])


def unseal(tenant: Tenant, token: str) -> JSON:
    """The claims inside an opaque token. Raises ``BadToken``."""
    if len(token) > MAX_TOKEN_CHARS or token.count(".") != 4:
        raise BadToken("malformed")
    try:
        text = jwe.decrypt_compact(
            token, OctKey.import_key(tenant.keys.opaque()), registry=_opaque_registry()
        ).plaintext
        claims: JSON = json.loads(text or b"")
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise BadToken("invalid") from error
    if not _ends_after(claims, tenant.now()):
        raise BadToken("expired")
    return claims


def verify(tenant: Tenant, token: str) -> JSON:
    """The claims of a JWT access token of this tenant, for whatever audience.

    Only the tenant's own RSA keys count: HS256 tokens are between an API and its secret. ID tokens are refused.
    Raises ``BadToken``.
    """
    claims = _read_signed(tenant, token)
    if claims.get("iss") != tenant.issuer or _is_id_token(tenant, claims):
        raise BadToken("invalid")
    if not _ends_after(claims, tenant.now()):
        raise BadToken("expired")
    return claims


def _ends_after(claims: JSON, now: float) -> bool:
    # A token made on purpose may lack the time of its end, or have another thing there.
    ends = claims.get("exp")
    return isinstance(ends, int | float) and ends > now


def read_id_token(tenant: Tenant, token: str) -> JSON:
    """The claims of an RS256 ID token of this tenant, expired or not; empty for anything else."""
    try:
        claims = _read_signed(tenant, token)
    except BadToken:
        return {}
    return claims if claims.get("iss") == tenant.issuer and _is_id_token(tenant, claims) else {}


def _read_signed(tenant: Tenant, token: str) -> JSON:
    if len(token) > MAX_TOKEN_CHARS or token.count(".") != 2:
        raise BadToken("malformed")
    try:
        parsed = jws.extract_compact(token.encode())
        header = parsed.headers()
        claims: JSON = json.loads(parsed.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise BadToken("malformed") from error
    if not isinstance(claims, dict):
        raise BadToken("malformed")
    key = next((key for key in tenant.keys.all() if key.kid == header.get("kid")), None)
    if key is None:
        raise BadToken("invalid")
    try:
        jws.deserialize_compact(token, RSAKey(key.private, key.private), algorithms=list(RSA_ALGORITHMS))
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken("invalid") from error
    return claims


def _is_id_token(tenant: Tenant, claims: JSON) -> bool:
    audience = claims.get("aud")
    return isinstance(audience, str) and tenant.client(audience) is not None
