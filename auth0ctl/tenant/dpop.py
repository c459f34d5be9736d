"""DPoP (RFC 9449): a key of our own, and a signed proof for each request that a token bound to it is used in.

Auth0 takes ES256 (auth0-facts/token-endpoint.md section 11). A public client's first proof is answered with
``use_dpop_nonce`` and a nonce, which the next one carries.
"""

import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from auth0ctl.lookup import load
from auth0ctl.tenant.http import Answer

USE_NONCE = "use_dpop_nonce"
LIKE_A_CHALLENGE = re.compile(r'\bDPoP\b.*\berror="?use_dpop_nonce"?', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DpopKey:
    """A P-256 key that tokens are bound to. ``private_key`` is PEM, ``public_jwk`` its public half (RFC 7517).

    ``nonces`` holds the last nonce that each origin gave, as RFC 9449 section 8.2 asks: the one part that changes.
    """

    private_key: bytes = field(repr=False)
    public_jwk: Mapping[str, str]
    nonces: dict[str, str] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def generate(cls) -> Self:
        """A new key."""
        return cls.from_pem(load("auth0ctl.tokens.signing:new_ec_key")())

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """The key that ``to_pem`` gave. Raises ConfigError for anything but a P-256 private key."""
        return cls(private_key=pem, public_jwk=load("auth0ctl.tokens.signing:public_ec_jwk")(pem))

    def to_pem(self) -> bytes:
        """The private key as PEM, to be kept where secrets are kept."""
        return self.private_key

    @property
    def thumbprint(self) -> str:
        """The key's name, as in a bound token's ``cnf.jkt`` and in ``dpop_jkt`` (RFC 7638)."""
        canonical = json.dumps(dict(sorted(self.public_jwk.items())), separators=(",", ":"))
        return hashed(canonical)


def proof(
    key: DpopKey,
    method: str,
    url: str,
    *,
    nonce: str | None = None,
    access_token: str | None = None,
    now: datetime,
) -> str:
    """The ``DPoP`` header's value for one request (RFC 9449 section 4.2).

    ``access_token`` is given where the request carries one: the proof then holds its hash (``ath``).
    """
    claims: dict[str, str | int] = {
        "jti": secrets.token_urlsafe(24),
        "htm": method,
        "htu": urlunsplit((*urlsplit(url)[:3], "", "")),  # without query and fragment
        "iat": int(now.timestamp()),
    }
    if nonce:
        claims["nonce"] = nonce
    if access_token:
        claims["ath"] = hashed(access_token)
    header = {"typ": "dpop+jwt", "jwk": dict(key.public_jwk)}
    signed: str = load("auth0ctl.tokens.signing:sign")(header, claims, key.private_key, "ES256")
    return signed


def nonce_for(key: DpopKey, url: str) -> str | None:
    """The last nonce that this URL's origin gave."""
    return key.nonces.get(origin_of(url))


def keep_nonce(key: DpopKey, url: str, answer: Answer) -> bool:
    """Keep the nonce of an answer, if there is one. True when the request was refused for want of just that one."""
    if not (nonce := answer.headers.get("dpop-nonce")):
        return False
    key.nonces[origin_of(url)] = nonce
    return nonce_wanted(answer)


def nonce_wanted(answer: Answer) -> bool:
    """Whether the answer is the ``use_dpop_nonce`` error: in a body (section 8) or as a challenge (section 9)."""
    if answer.status < 400:
        return False
    if LIKE_A_CHALLENGE.search(answer.headers.get("www-authenticate", "")):
        return True
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(body, Mapping) and body.get("error") == USE_NONCE


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def hashed(text: str) -> str:
    """SHA-256, base64url without padding."""
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
