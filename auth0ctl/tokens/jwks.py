"""A JWKS document as the members that may be tried for a signature. Judges form and marks; no cryptography here.

Requirements V02, V10, V11 and K01; RFC 7517 sections 4 and 5.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from auth0ctl.errors import TenantError
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import base64url, strictjson

MAX_DOCUMENT = 512 * 1024  # bytes
MAX_KEYS = 100
RSA_BITS = (2048, 16_384)  # below is breakable, above only costs time
EC_BYTES = {"P-256": 32, "P-384": 48, "P-521": 66}
PUBLIC_MEMBERS = {"RSA": ("n", "e"), "EC": ("x", "y")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One member of a key set. ``public`` is the key object; ``refused`` says why the member must not be used."""

    kid: str | None
    kty: str
    alg: str | None
    crv: str | None = None
    public: Any = field(repr=False, default=None)
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """The keys of one issuer. ``notes`` has a sentence for every member that was left out (V11)."""

    keys: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()

    def named(self, kid: str) -> tuple[Key, ...]:
        """The keys whose ``kid`` is exactly this string; more than one means the set is ambiguous (V10)."""
        return tuple(key for key in self.keys if key.kid == kid)


def members(document: bytes) -> tuple[JSONObject, ...]:
    """The objects in the document's ``keys``, other things in it dropped.

    Raises TenantError where the document as a whole is not a key set: too large, not strict JSON, no ``keys``.
    """
    if len(document) > MAX_DOCUMENT:
        raise TenantError(f"The key set has {len(document)} bytes; at most {MAX_DOCUMENT} are read.")
    value, objections = strictjson.read(document)
    if objections:
        raise TenantError(f"The key set {objections[0]}.")
    keys = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(keys, list):
        raise TenantError("The key set has no `keys` array, so it is not a JWKS document.")
    if len(keys) > MAX_KEYS:
        raise TenantError(f"The key set has {len(keys)} keys; at most {MAX_KEYS} are read.")
    return tuple(one for one in keys if isinstance(one, dict))


def twice_named(found: tuple[JSONObject, ...]) -> frozenset[str]:
    """Every ``kid`` that more than one member carries: which of them signs cannot be known."""
    counts = Counter(one["kid"] for one in found if isinstance(one.get("kid"), str))
    return frozenset(kid for kid, count in counts.items() if count > 1)


def objection(jwk: JSONObject) -> str:
    """Why this member must not verify a signature; empty where nothing in its marks or sizes forbids it."""
    kid, kty, use, key_ops, alg = (jwk.get(name) for name in ("kid", "kty", "use", "key_ops", "alg"))
    if (kid is not None and not isinstance(kid, str)) or (alg is not None and not isinstance(alg, str)):
        return "its kid or alg is not a name"
    if use not in (None, "sig"):
        return f"it is marked for another use ({use!a})"
    if key_ops is not None and not (isinstance(key_ops, list) and "verify" in key_ops):
        return "its key_ops do not allow it to verify"
    try:
        values = {name: base64url.read(_text(jwk.get(name))) for name in PUBLIC_MEMBERS[str(kty)]}
    except ValueError as error:
        return f"a number in it {error}"
    return _rsa(values) if kty == "RSA" else _ec(jwk.get("crv"), values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is missing")
    return value


def _rsa(values: dict[str, bytes]) -> str:
    bits = int.from_bytes(values["n"]).bit_length()
    exponent = int.from_bytes(values["e"])
    if not RSA_BITS[0] <= bits <= RSA_BITS[1]:
        return f"its RSA modulus has {bits} bits, outside {RSA_BITS[0]} to {RSA_BITS[1]}"
    if exponent < 3 or exponent % 2 == 0 or exponent.bit_length() > 64:
        return "its RSA exponent is not an odd number from 3 to 2^64"
    return "it has the ROCA weakness (CVE-2017-15361)" if roca(int.from_bytes(values["n"])) else ""


def roca(modulus: int) -> bool:
    """True for a modulus made by the library of CVE-2017-15361: its primes are of the form k*M + 65537^a mod M.

    Such a modulus is a power of 65537 modulo every small prime; by chance that happens once in about 2^27 keys.
    """
    return all(modulus % prime in powers for prime, powers in _ROCA_MARKS)


def _powers(prime: int) -> frozenset[int]:
    found, power = set[int](), 1
    while power not in found:  # they come round again
        found.add(power)
        power = power * 65537 % prime
    return frozenset(found)


# The primes (3 to 167) for which the powers of 65537 are not simply every number; the others would tell nothing.
_ROCA_PRIMES = tuple(p for p in range(3, 168, 2) if all(p % d for d in range(3, int(p**0.5) + 1, 2)))
_ROCA_MARKS = tuple((p, marks) for p in _ROCA_PRIMES if len(marks := _powers(p)) < p - 1)


def _ec(crv: Any, values: dict[str, bytes]) -> str:
    size = EC_BYTES.get(crv) if isinstance(crv, str) else None
    if size is None:
        return "its curve is not P-256, P-384 or P-521"
    if any(len(value) != size for value in values.values()):
        return f"its coordinates do not have the {size} bytes of {crv}"
    return ""
