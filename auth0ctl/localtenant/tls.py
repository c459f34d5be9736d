"""The tenant's own certificate authority, made once, and its certificate for the names of this machine.

The CA may vouch for localhost and loopback addresses only (name constraints), so trusting it gives away nothing else.
"""

import os
import re
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_FILE = "ca.pem"
_CA_KEY = "ca-key.pem"
_LEAF = "server.pem"
_LEAF_DAYS = 365
_MOST_SUBDOMAINS = 64
_CA_DAYS = 3650


def create_ca(folder: Path) -> Path:
    """Make the CA unless it is there, or has less than a year left. Returns the certificate's path.

    Call it under the store's transaction: two processes must not make two.
    """
    file = folder / CA_FILE
    if file.exists() and (folder / _CA_KEY).exists() and _days_left(file) > _LEAF_DAYS:
        return file
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("auth0ctl local tenant CA")
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_CA_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(sign_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.NameConstraints(
                permitted_subtrees=[
                    x509.DNSName("localhost"),
                    x509.IPAddress(ip_network("127.0.0.0/8")),
                    x509.IPAddress(ip_network("::1/128")),
                ],
                excluded_subtrees=None,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    _write(folder / _CA_KEY, _private_pem(key), 0o600)
    _write(file, certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    (folder / _LEAF).unlink(missing_ok=True)
    return file


def server_context(folder: Path) -> ssl.SSLContext:
    """The TLS settings of a listener. Needs ``create_ca`` before it; call both under the store's transaction."""
    leaf = folder / _LEAF
    if not leaf.exists() or _days_left(leaf) < 30:
        _write(leaf, _leaf_pem(folder), 0o600)
    context = _context_of(leaf)
    context.sni_callback = _Subdomains(folder).choose
    return context


class _Subdomains:
    """Certificates for single names below .localhost.

    The wildcard does not reach them everywhere: OpenSSL and Node take no star directly before the last label.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    def choose(self, connection: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        if name is None or not re.fullmatch(r"[a-z0-9-]{1,63}\.localhost", name):
            return
        with self._lock:
            if name not in self._known and len(self._known) < _MOST_SUBDOMAINS:
                file = self._folder / f".server-{os.getpid()}-{name}"
                _write(file, _leaf_pem(self._folder, name), 0o600)
                self._known[name] = _context_of(file)
                file.unlink()
            connection.context = self._known.get(name, connection.context)


def _context_of(leaf: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(leaf)
    return context


def _leaf_pem(folder: Path, *more: str) -> bytes:
    """Private key and certificate for this machine's names, and for ``more`` DNS names."""
    ca_key = serialization.load_pem_private_key((folder / _CA_KEY).read_bytes(), password=None)
    if not isinstance(ca_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the CA's key is not an EC key")
    ca = x509.load_pem_x509_certificate((folder / CA_FILE).read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName("*.localhost"), *map(x509.DNSName, more)]
    names += [x509.IPAddress(ip_address("127.0.0.1")), x509.IPAddress(ip_address("::1"))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("localhost"))
        .issuer_name(ca.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_LEAF_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(ca_key, hashes.SHA256())
    )
    return _private_pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def _days_left(file: Path) -> float:
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    return (certificate.not_valid_after_utc - datetime.now(UTC)).total_seconds() / 86400


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key_usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others in between."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    new.replace(file)
