"""Signing the tenant's tokens and sealing its opaque ones. What stands in them is decided in claims.py and issue.py."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.tenant import Tenant

_PKCS1 = padding.PKCS1v15()
# RFC 7518 sections 3.3 and 3.5: the salt of PS256 is as long as its hash.
_SCHEMES: Mapping[str, tuple[AsymmetricPadding, hashes.HashAlgorithm]] = {
    "RS256": (_PKCS1, hashes.SHA256()),
    "RS384": (_PKCS1, hashes.SHA384()),
    "RS512": (_PKCS1, hashes.SHA512()),
    "PS256": (padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32), hashes.SHA256()),
}
RSA_ALGORITHMS = tuple(_SCHEMES)
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def sign(tenant: Tenant, claims: Mapping[str, Any], *, alg: str, typ: str = "JWT", secret: str | None = None) -> str:
    """A compact JWS. Header members in Auth0's order: alg, typ, kid; an HS256 token has no kid (tokens.md 10)."""
    payload = _COMPACT.encode(claims).encode()
    if alg == "HS256":
        if not secret:
            raise ValueError("an HS256 token needs the secret of its client or API")
        shared = f"{_base64url(_COMPACT.encode({'alg': alg, 'typ': typ}).encode())}.{_base64url(payload)}"
        return f"{shared}.{_base64url(hmac.digest(secret.encode(), shared.encode('ascii'), 'sha256'))}"
    key = tenant.keys.current()
    signed = f"{_head(alg, typ, key.kid)}.{_base64url(payload)}"
    # Straight to the key: a library's way there takes a quarter of the time that the signature itself takes.
    scheme, digest = _SCHEMES[alg]
    return f"{signed}.{_base64url(key.private.sign(signed.encode('ascii'), scheme, digest))}"


def seal(tenant: Tenant, claims: Mapping[str, Any]) -> str:
    """An opaque access token: five parts, the second empty, this header and nothing else (tokens.md section 5)."""
    header = {"alg": "dir", "enc": "A256GCM", "iss": tenant.issuer}
    head = _base64url(json.dumps(header, separators=(",", ":")).encode())
    payload = json.dumps(claims, separators=(",", ":")).encode()
    # Not joserfc's encryption (which jose.py reads it by): its nonce cannot come from a tenant's own stream.
    nonce = chance.token_bytes(12)
    sealed = AESGCM(tenant.keys.opaque()).encrypt(nonce, payload, head.encode())
    return ".".join((head, "", _base64url(nonce), _base64url(sealed[:-16]), _base64url(sealed[-16:])))


@lru_cache(maxsize=16)
def _head(alg: str, typ: str, kid: str) -> str:
    return _base64url(_COMPACT.encode({"alg": alg, "typ": typ, "kid": kid}).encode())


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def half_hash(value: str, alg: str) -> str:
    """``at_hash`` or ``c_hash``: the left half of the algorithm's hash (OpenID Connect Core 3.2.2.9)."""
    name = {"256": "sha256", "384": "sha384", "512": "sha512"}[alg[-3:]]
    digest = hashlib.new(name, value.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
