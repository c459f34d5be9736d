"""Whose certificates are trusted, and who signed the one that was not (standards.md Q07)."""

import contextlib
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import certifi

from auth0ctl.errors import NetworkError
from auth0ctl.lookup import load
from auth0ctl.tenant.limit import Resolve

LOOK_SECONDS = 2.0
OTHERS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")  # what other programs read


def trusted(environ: Mapping[str, str], ca_file: str | None = None) -> ssl.SSLContext:
    """SSL_CERT_FILE or SSL_CERT_DIR where set, else the bundled certificates; ``ca_file`` (PEM) besides.

    Raises NetworkError where they cannot be read.
    """
    file, folder = environ.get("SSL_CERT_FILE"), environ.get("SSL_CERT_DIR")
    named = "SSL_CERT_FILE or SSL_CERT_DIR"
    try:
        if file or folder:
            context = ssl.create_default_context(cafile=file or None, capath=folder or None)
        else:
            context = ssl.create_default_context(cafile=certifi.where())
        if ca_file:
            named = "--ca-file"
            context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise NetworkError(
            f"the certificates named by {named} cannot be read: {error}",
            "It takes a file with certificates in PEM form.",
            sent=False,
        ) from None
    return context


def hint(environ: Mapping[str, str]) -> str:
    """What to do about a certificate that is not trusted."""
    other = next((name for name in OTHERS if environ.get(name)), None)
    if other and not environ.get("SSL_CERT_FILE"):
        return f"{other} is for other programs: give that file with --ca-file, or in SSL_CERT_FILE."
    return (
        "Behind a company proxy, give its CA with --ca-file FILE, or in SSL_CERT_FILE. For "
        "`auth0ctl local serve --https`, that is the file that `auth0ctl local ca` prints."
    )


def presented_issuer(url: str, resolve: Resolve) -> str:
    """The name of whoever signed the certificate that a host shows; empty where it cannot be found out.

    The handshake is made once more without believing the other side, and nothing is sent.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only to read what is shown; the request itself is never sent here
    with contextlib.suppress(OSError, ValueError, StopIteration):
        address = next(row[4][0] for row in resolve(host, port, type=socket.SOCK_STREAM))
        with (
            socket.create_connection((address, port), LOOK_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as shown,
        ):
            certificate = shown.getpeercert(binary_form=True)
        if certificate:
            names = list(load("cryptography.x509:load_der_x509_certificate")(certificate).issuer)
            of_use = [one for one in names if one.rfc4514_attribute_name in ("CN", "O")]
            of_use.sort(key=lambda one: one.rfc4514_attribute_name != "CN")
            return str(of_use[0].value) if of_use else ""
    return ""
