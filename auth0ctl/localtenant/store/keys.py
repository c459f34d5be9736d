"""The tenant's signing keys and the key of its opaque tokens, kept across runs in the store.

Auth0 publishes the key that signs now and the one that will sign next; so does this tenant. The Management API's
``keys/signing`` shows the same rows: kid, cert, pkcs7, current, next, fingerprint, thumbprint, revoked.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.store.state import JSON, State

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    kid: str
    current: bool
    private: "RSAPrivateKey" = field(repr=False)
    certificate: str  # PEM
    pkcs7: str  # PEM

    @property
    def der(self) -> bytes:
        """The certificate."""
        return base64.b64decode("".join(self.certificate.splitlines()[1:-1]))


class Keys:
    """The keys of one store. What the store holds is read afresh each time, and parsed again when it has changed."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parsed: dict[str, RSAPrivateKey] = {}
        self._known: tuple[list[str], tuple[SigningKey, ...]] = ([], ())

    def all(self) -> list[SigningKey]:
        """Every published key, the current one first."""
        texts = self._state.texts("signing_key")
        before, keys = self._known
        if texts != before:
            rows = [row for row in map(json.loads, texts) if not row.get("revoked")]
            keys = tuple(sorted((self._read(row) for row in rows), key=lambda key: not key.current))
            self._known = (texts, keys)
        return list(keys)

    def current(self) -> SigningKey:
        return self.all()[0]

    def jwks(self) -> JSON:
        """The public key set, members in Auth0's order (token-endpoint.md section 15)."""
        return {"keys": [_published(key) for key in self.all()]}

    def opaque(self) -> bytes:
        """The 256-bit key that encrypts opaque access tokens; nobody but this tenant can read them."""
        row = self._state.get("token_key", "opaque")
        if row is None:
            with self._state.transaction():
                row = self._state.get("token_key", "opaque")
                if row is None:
                    row = {"_secret": chance.token_hex(32)}
                    self._state.put("token_key", "opaque", row)
        return bytes.fromhex(row["_secret"])

    def _read(self, row: JSON) -> SigningKey:
        kid = row["kid"]
        if kid not in self._parsed:
            self._parsed[kid] = load("store.private_key:read")(row["_private_key"])
        private_key = self._parsed[kid]
        return SigningKey(
            kid=kid, current=bool(row["current"]), private=private_key, certificate=row["cert"], pkcs7=row["pkcs7"]
        )


def create_signing_keys(state: State, *, host: str, now: float) -> None:
    """Make the current and the next key unless the store has keys. ``host`` is the certificates' common name."""
    with state.transaction():
        if state.count("signing_key"):
            return
        for current in (True, False):
            row = _new_row(host, now, current=current)
            state.insert("signing_key", row["kid"], row)


def rotate(state: State, *, host: str, now: float) -> None:
    """Sign with a new key that nobody has seen yet. The one before stays published, those before that do not."""
    with state.transaction():
        for row in state.all("signing_key"):
            if row["current"]:
                state.put("signing_key", row["kid"], row | {"current": False, "next": False, "previous": True})
            elif not row["next"]:
                state.delete("signing_key", row["kid"])
        row = _new_row(host, now, current=True)
        state.put("signing_key", row["kid"], row)  # after a reset, a seeded tenant makes the same key once more


def advance(state: State, *, host: str, now: float) -> JSON:
    """Rotate as the Management API does: sign with the next key, and make a new next one. Returns the current row.

    The key before stays published until it is revoked; the one before that goes (INFERRED).
    """
    with state.transaction():
        at = _milliseconds(now)
        current: JSON = {}
        for row in state.all("signing_key"):
            if row["current"]:
                row |= {"current": False, "previous": True, "current_until": at}
                state.put("signing_key", row["kid"], row)
            elif row["next"]:
                current = row | {"current": True, "next": False, "current_since": at}
                state.put("signing_key", row["kid"], current)
            else:
                state.delete("signing_key", row["kid"])
        if not current:
            current = _new_row(host, now, current=True)
            state.insert("signing_key", current["kid"], current)
        fresh = _new_row(host, now, current=False)
        state.put("signing_key", fresh["kid"], fresh)
        return current


def revoke(state: State, kid: str, *, now: float) -> JSON | None:
    """Withdraw a previous key from the key set. None unless it is one."""
    with state.transaction():
        row = state.get("signing_key", kid)
        if row is None or row["current"] or row["next"]:
            return None
        if not row["revoked"]:
            row |= {"revoked": True, "revoked_at": _milliseconds(now)}
            state.put("signing_key", kid, row)
        return row


def _milliseconds(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _new_row(host: str, now: float, *, current: bool) -> JSON:
    # What makes certificates takes long to import, and a store's keys are made once.
    made: JSON = load("store.new_key:row")(host, now, current=current)
    return made


def _number(value: int) -> str:
    """Base64urlUInt (RFC 7518 section 2)."""
    octets = value.to_bytes((value.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _published(key: SigningKey) -> JSON:
    public = key.private.public_key().public_numbers()
    der = key.der
    thumbprint = hashlib.sha1(der, usedforsecurity=False).digest()
    return {
        "kty": "RSA",
        "use": "sig",
        "n": _number(public.n),
        "e": _number(public.e),
        "kid": key.kid,
        "x5t": base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode(),
        "x5c": [base64.b64encode(der).decode()],
        "alg": "RS256",
    }
