"""Making a signing key and its certificate."""

import string
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from auth0ctl.localtenant import chance, rsa_keys
from auth0ctl.localtenant.store.state import JSON

_ALPHABET = string.ascii_letters + string.digits
KID_LENGTH = 21  # the newer form of Auth0's key ids (tokens.md section 10)


def row(host: str, now: float, *, current: bool) -> JSON:
    """A row of the store's signing keys. ``host`` is the certificate's common name, ``now`` in Unix seconds."""
    private = rsa_keys.rsa_key()
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
