"""Reading the local tenant's tokens with PyJWT and nothing of its own."""

import base64
import hashlib
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from local_browser import Browser

ISSUER = "http://127.0.0.1:18400/"


def verified(browser: Browser, token: str, audience: str, algorithms: tuple[str, ...] = ("RS256",)) -> dict[str, Any]:
    """The claims, after PyJWT has checked signature, audience and issuer with the published keys."""
    keys = {key["kid"]: key for key in browser.http.get("/.well-known/jwks.json").json()["keys"]}
    key = jwt.PyJWK(keys[jwt.get_unverified_header(token)["kid"]])
    assert isinstance(key.key, RSAPublicKey)
    options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}  # the clock stands still
    return jwt.decode(token, key.key, algorithms=list(algorithms), audience=audience, issuer=ISSUER, options=options)


def peek(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def raw_header(token: str) -> str:
    part = token.split(".", maxsplit=1)[0]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()


def left_half(value: str, name: str = "sha256") -> str:
    digest = hashlib.new(name, value.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
