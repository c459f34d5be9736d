"""Makes tokens and key sets for tests, right and wrong ones, with nothing of auth0ctl's own."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_790_000_000  # 2026-09-21T14:13:20Z
AT = datetime.fromtimestamp(NOW, UTC)
ISSUER = "https://tenant.eu.auth0.com/"
API = "https://api.example.com"
CLIENT = "localSPA000000000000000000000000"

JSON = dict[str, Any]


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def segment(value: Any) -> str:
    """A header or payload as its part of the token; bytes and text are taken as they are."""
    if isinstance(value, bytes):
        return b64(value)
    return b64((value if isinstance(value, str) else json.dumps(value)).encode())


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


@dataclass(frozen=True, kw_only=True)
class Signer:
    """An RSA or EC key with a name; ``sign`` makes a whole token."""

    kid: str
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def jwk(self) -> JSON:
        numbers = self.private.public_key().public_numbers()
        if isinstance(numbers, rsa.RSAPublicNumbers):
            marks = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid}
            return marks | {"n": number(numbers.n), "e": number(numbers.e)}
        size = (numbers.curve.key_size + 7) // 8
        x, y = (b64(one.to_bytes(size)) for one in (numbers.x, numbers.y))
        return {"kty": "EC", "use": "sig", "crv": "P-256", "kid": self.kid, "x": x, "y": y}

    def signature(self, content: bytes, alg: str = "RS256") -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            if alg.startswith("PS"):
                pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
                return self.private.sign(content, pss, hashes.SHA256())
            return self.private.sign(content, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(self.private.sign(content, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def sign(self, claims: Any, **header: Any) -> str:
        """A token; ``header`` members are added to alg, typ and kid, and removed where their value is None."""
        whole = {"alg": "RS256", "typ": "JWT", "kid": self.kid} | header
        return self.sign_as({name: value for name, value in whole.items() if value is not None}, claims)

    def sign_as(self, header: Any, claims: Any) -> str:
        """A token with exactly this header, which may be text that is no JSON."""
        content = f"{segment(header)}.{segment(claims)}"
        alg = header.get("alg") if isinstance(header, Mapping) else "RS256"
        return f"{content}.{b64(self.signature(content.encode(), alg if isinstance(alg, str) else 'RS256'))}"


def rsa_signer(kid: str = "key-1", bits: int = 2048) -> Signer:
    return Signer(kid=kid, private=rsa.generate_private_key(public_exponent=65537, key_size=bits))


def ec_signer(kid: str = "ec-1") -> Signer:
    return Signer(kid=kid, private=ec.generate_private_key(ec.SECP256R1()))


def hs256(claims: Any, secret: bytes, **header: Any) -> str:
    """A token signed with a shared secret; no kid, as Auth0's have none."""
    content = f"{segment({'alg': 'HS256', 'typ': 'JWT'} | header)}.{segment(claims)}"
    return f"{content}.{b64(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"


def key_set(*keys: Signer | JSON) -> bytes:
    return json.dumps({"keys": [one.jwk if isinstance(one, Signer) else one for one in keys]}).encode()


def id_claims(**changes: Any) -> JSON:
    """An ID token as Auth0 makes it (auth0-facts/tokens.md section 2); a change to None removes the claim."""
    claims = {
        "nickname": "user",
        "email": "user@example.com",
        "iss": ISSUER,
        "aud": CLIENT,
        "iat": NOW - 60,
        "exp": NOW + 35_940,
        "sub": "auth0|u1",
        "sid": "session-1",
        "nonce": "nonce-1",
    }
    return _changed(claims, changes)


def access_claims(**changes: Any) -> JSON:
    """An access token of the default profile (auth0-facts/tokens.md section 3); a change to None removes the claim."""
    claims = {
        "iss": ISSUER,
        "sub": "auth0|u1",
        "aud": [API, f"{ISSUER}userinfo"],
        "iat": NOW - 60,
        "exp": NOW + 86_340,
        "azp": CLIENT,
        "scope": "openid profile read:items",
        "permissions": ["read:items"],
    }
    return _changed(claims, changes)


def _changed(claims: JSON, changes: JSON) -> JSON:
    return {name: value for name, value in (claims | changes).items() if value is not None}


OPAQUE_JWE = ".".join((segment({"alg": "dir", "enc": "A256GCM", "iss": ISSUER}), "", "a" * 16, "b" * 60, "c" * 22))
REFRESH_TOKEN = "v1.M" + "a" * 86
