"""Signing, encrypting and reading the tenant's tokens. What stands in them is decided in claims.py and issue.py."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

RSA_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256")
MAX_TOKEN_CHARS = 1_000_000


class BadToken(Exception):
    """A bearer token that is not a good access token of this tenant."""

    def __init__(self, kind: Literal["malformed", "expired", "invalid"]) -> None:
        super().__init__(kind)
        self.kind = kind


def sign(tenant: Tenant, claims: Mapping[str, Any], *, alg: str, typ: str = "JWT", secret: str | None = None) -> str:
    """A compact JWS. Header members in Auth0's order: alg, typ, kid; an HS256 token has no kid (tokens.md 10)."""
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    if alg == "HS256":
        if not secret:
            raise ValueError("an HS256 token needs the secret of its client or API")
        # Not import_key: it warns on standard error about short secrets, and Auth0 takes them from 16 characters.
        shared = OctKey(secret.encode(), secret.encode())
        return jws.serialize_compact({"alg": alg, "typ": typ}, payload, shared, algorithms=[alg])
    key = tenant.keys.current()
    header = {"alg": alg, "typ": typ, "kid": key.kid}
    return jws.serialize_compact(header, payload, key.private, algorithms=[alg])


def seal(tenant: Tenant, claims: Mapping[str, Any]) -> str:
    """An opaque access token: five parts, the second empty, this header and nothing else (tokens.md section 5)."""
    header = {"alg": "dir", "enc": "A256GCM", "iss": tenant.issuer}
    head = _base64url(json.dumps(header, separators=(",", ":")).encode())
    payload = json.dumps(claims, separators=(",", ":")).encode()
    # Not joserfc's encryption: its nonce cannot come from a tenant's own stream.
    nonce = chance.token_bytes(12)
    sealed = AESGCM(tenant.keys.opaque().raw_value).encrypt(nonce, payload, head.encode())
    return ".".join((head, "", _base64url(nonce), _base64url(sealed[:-16]), _base64url(sealed[-16:])))


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


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
        text = jwe.decrypt_compact(token, tenant.keys.opaque(), registry=_opaque_registry()).plaintext
        claims: JSON = json.loads(text or b"")
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken("invalid") from error
    if claims["exp"] <= tenant.now():
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
    if claims["exp"] <= tenant.now():
        raise BadToken("expired")
    return claims


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
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken("malformed") from error
    if not isinstance(claims, dict):
        raise BadToken("malformed")
    key = next((key for key in tenant.keys.all() if key.kid == header.get("kid")), None)
    if key is None:
        raise BadToken("invalid")
    try:
        jws.deserialize_compact(token, key.private, algorithms=list(RSA_ALGORITHMS))
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken("invalid") from error
    return claims


def _is_id_token(tenant: Tenant, claims: JSON) -> bool:
    audience = claims.get("aud")
    return isinstance(audience, str) and tenant.client(audience) is not None


def half_hash(value: str, alg: str) -> str:
    """``at_hash`` or ``c_hash``: the left half of the algorithm's hash (OpenID Connect Core 3.2.2.9)."""
    name = {"256": "sha256", "384": "sha384", "512": "sha512"}[alg[-3:]]
    digest = hashlib.new(name, value.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
