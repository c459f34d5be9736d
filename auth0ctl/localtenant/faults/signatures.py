"""Wrong signatures and wrong headers: each gets the good token and returns another."""

import base64
import json
from collections.abc import Callable
from functools import cache

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from auth0ctl.localtenant.faults.seams import Minting
from auth0ctl.localtenant.store.keys import SigningKey
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import signing

Signed = Callable[[Tenant, JSON, Minting, str], str]


def on(kind: str, change: Signed) -> Signed:
    """The change for tokens of one kind, ``id`` or ``access``."""

    def changed(tenant: Tenant, claims: JSON, minting: Minting, token: str) -> str:
        return change(tenant, claims, minting, token) if minting.kind == kind else token

    return changed


def broken(_tenant: Tenant, _claims: JSON, _minting: Minting, token: str) -> str:
    """The last byte of the signature is another."""
    head, _, tail = token.rpartition(".")
    signature = bytearray(base64.urlsafe_b64decode(tail + "=" * (-len(tail) % 4)))
    signature[-1] ^= 0x01
    return f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def unsigned(_tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def without_kid(tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    return _signed({"alg": "RS256", "typ": "JWT"}, claims, as_jwk(tenant.keys.current()))


def with_public_key_as_secret(tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    """HS256 with the public key's PEM for a secret: the classic confusion of algorithms."""
    key = tenant.keys.current()
    pem = as_jwk(key).as_pem(private=False)
    return _signed({"alg": "HS256", "typ": "JWT", "kid": key.kid}, claims, OctKey(pem, pem))


def es256(_tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    """ES256 by a key that the tenant does not publish; Auth0 signs nothing with elliptic curves."""
    return _signed({"alg": "ES256", "typ": "JWT", "kid": "elliptic"}, claims, _elliptic())


def ps256(tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    """The right key, another algorithm than the client is set up for."""
    return signing.sign(tenant, claims, alg="PS256")


def by_withdrawn_key(_tenant: Tenant, claims: JSON, _minting: Minting, _token: str) -> str:
    """A key that is no longer published."""
    return _signed({"alg": "RS256", "typ": "JWT", "kid": "withdrawnKeyNoOneKnows"}, claims, _withdrawn())


def as_jwk(key: SigningKey) -> RSAKey:
    """The key as joserfc has it."""
    return RSAKey(key.private, key.private)


def _signed(header: JSON, claims: JSON, key: RSAKey | ECKey | OctKey) -> str:
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[header["alg"]])


def _part(value: JSON) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


@cache
def _withdrawn() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


@cache
def _elliptic() -> ECKey:
    return ECKey.generate_key("P-256", private=True)
