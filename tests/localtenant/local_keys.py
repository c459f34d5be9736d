"""Keys of a client for the local tenant's tests: assertions and DPoP proofs, made by PyJWT."""

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from local_browser import MACHINE

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_URL = "http://127.0.0.1:18400/oauth/token"


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def other_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def assertion(
    now: float, *, alg: str = "RS256", key: rsa.RSAPrivateKey | None = None, kid: str = "", **claims: Any
) -> str:
    """A good assertion of the machine client, with changes; None leaves a claim out."""
    body = {
        "iss": MACHINE,
        "sub": MACHINE,
        "aud": "http://127.0.0.1:18400/",
        "iat": int(now),
        "exp": int(now) + 60,
        "jti": uuid.uuid4().hex,
        **claims,
    }
    body = {name: value for name, value in body.items() if value is not None}
    # PyJWT would refuse to write an iss that is no text; the tenant must cope with one.
    return jwt.encode(body, key or rsa_key(), algorithm=alg, headers={"kid": kid} if kid else None)


def thumbprint(jwk: dict[str, Any]) -> str:
    text = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return _text(hashlib.sha256(text.encode()).digest())


@dataclass(frozen=True, slots=True)
class DpopKey:
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def jwk(self) -> dict[str, Any]:
        known: dict[str, Any] = jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {name: known[name] for name in ("kty", "crv", "x", "y")}

    @property
    def thumbprint(self) -> str:
        return thumbprint(self.jwk)

    def proof(self, now: float, **changes: Any) -> str:
        """A proof for POST /oauth/token. ``typ`` and ``jwk`` change the header; None leaves a claim out."""
        header = {"typ": changes.pop("typ", "dpop+jwt"), "jwk": changes.pop("jwk", self.jwk)}
        body = {"htm": "POST", "htu": TOKEN_URL, "iat": int(now), "jti": uuid.uuid4().hex, **changes}
        body = {name: value for name, value in body.items() if value is not None}
        return jwt.encode(body, self.private, algorithm="ES256", headers=header)


def access_token_hash(token: str) -> str:
    return _text(hashlib.sha256(token.encode()).digest())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
