"""The tenant's signing keys and the key of its opaque tokens, kept across runs in the store.

Auth0 publishes the key that signs now and the one that will sign next; so does this tenant. The Management API's
``keys/signing`` shows the same rows: kid, cert, pkcs7, current, next, fingerprint, thumbprint, revoked.
"""

import base64
import hashlib
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from joserfc.jwk import OctKey, RSAKey

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.store.state import JSON, State

_ALPHABET = string.ascii_letters + string.digits
KID_LENGTH = 21  # the newer form of Auth0's key ids (tokens.md section 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    kid: str
    current: bool
    private: RSAKey = field(repr=False)
    certificate: x509.Certificate


class Keys:
    """The keys of one store. Keys are parsed once per object; which one is current is read afresh each time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parsed: dict[str, RSAKey] = {}

    def all(self) -> list[SigningKey]:
        """Every published key, the current one first."""
        rows = [row for row in self._state.all("signing_key") if not row.get("revoked")]
        return sorted((self._read(row) for row in rows), key=lambda key: not key.current)

    def current(self) -> SigningKey:
        return self.all()[0]

    def jwks(self) -> JSON:
        """The public key set, members in Auth0's order (token-endpoint.md section 15)."""
        return {"keys": [_published(key) for key in self.all()]}

    def opaque(self) -> OctKey:
        """The 256-bit key that encrypts opaque access tokens; nobody but this tenant can read them."""
        row = self._state.get("token_key", "opaque")
        if row is None:
            with self._state.transaction():
                row = self._state.get("token_key", "opaque")
                if row is None:
                    row = {"_secret": chance.token_hex(32)}
                    self._state.put("token_key", "opaque", row)
        return OctKey.import_key(bytes.fromhex(row["_secret"]))

    def _read(self, row: JSON) -> SigningKey:
        kid = row["kid"]
        if kid not in self._parsed:
            # Our own key from our own 0600 file: the slow consistency check of the primes is left out.
            private = serialization.load_pem_private_key(
                row["_private_key"].encode(), password=None, unsafe_skip_rsa_key_validation=True
            )
            if not isinstance(private, rsa.RSAPrivateKey):
                raise TypeError(f"signing key {kid} is not an RSA key")
            self._parsed[kid] = RSAKey(private, private)
        certificate = x509.load_pem_x509_certificate(row["cert"].encode())
        return SigningKey(kid=kid, current=bool(row["current"]), private=self._parsed[kid], certificate=certificate)


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
    private = chance.rsa_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = datetime.fromtimestamp(now, tz=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(chance.serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=14 * 365))
        .sign(private, hashes.SHA256())
    )
    sha1 = certificate.fingerprint(hashes.SHA1()).hex().upper()  # noqa: S303 (a thumbprint, as RFC 7517 defines x5t)
    return {
        "kid": "".join(chance.choice(_ALPHABET) for _ in range(KID_LENGTH)),
        "cert": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "pkcs7": pkcs7.serialize_certificates([certificate], serialization.Encoding.PEM).decode(),
        "current": current,
        "next": not current,
        "fingerprint": ":".join(sha1[i : i + 2] for i in range(0, len(sha1), 2)),
        "thumbprint": sha1,
        "revoked": False,
        "_private_key": private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    }


def _published(key: SigningKey) -> JSON:
    public = key.private.as_dict(private=False)
    der = key.certificate.public_bytes(serialization.Encoding.DER)
    thumbprint = hashlib.sha1(der, usedforsecurity=False).digest()
    return {
        "kty": "RSA",
        "use": "sig",
        "n": public["n"],
        "e": public["e"],
        "kid": key.kid,
        "x5t": base64.urlsafe_b64encode(thumbprint).rstrip(b"=").decode(),
        "x5c": [base64.b64encode(der).decode()],
        "alg": "RS256",
    }
