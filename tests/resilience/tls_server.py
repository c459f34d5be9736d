"""A certificate authority of the test's own, a TLS server with its certificate, and a proxy that tunnels to it."""

import datetime
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "tenant.example"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def name_of(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certified(folder: Path, issuer: str) -> tuple[Path, Path]:
    """A CA's certificate, and the chain and key of a server called ``HOST``."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)

    def build(subject: str, public: Any, extension: x509.ExtensionType) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(name_of(subject))
            .issuer_name(name_of(issuer))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(extension, critical=True)
            .sign(ca_key, hashes.SHA256())
        )

    ca = build(issuer, ca_key.public_key(), x509.BasicConstraints(ca=True, path_length=None))
    own = build(HOST, key.public_key(), x509.SubjectAlternativeName([x509.DNSName(HOST)]))
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "server.pem").write_bytes(own.public_bytes(pem) + private)
    return folder / "ca.pem", folder / "server.pem"


@dataclass(slots=True)
class Served:
    """``asked``: the first line of each request; what a proxy was asked is ``CONNECT host:port``."""

    port: int
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


@contextmanager
def accepting(talk: Any) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        served = Served(int(server.getsockname()[1]))

        def one(connection: socket.socket) -> None:
            with connection, suppress(OSError, ValueError):
                connection.settimeout(5)
                talk(connection, served)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(server.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@contextmanager
def tls_server(pem: Path) -> Iterator[Served]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    def talk(connection: socket.socket, served: Served) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            head = secure.recv(65536).decode("latin-1")
            if head:
                served.asked.append(head.partition("\r\n")[0])
                secure.sendall(ANSWER)

    with accepting(talk) as served:
        yield served


@contextmanager
def proxy(target: int, *, refusal: bytes = b"") -> Iterator[Served]:
    """Tunnels every CONNECT to ``target`` on this machine, or answers it with ``refusal``."""

    def talk(connection: socket.socket, served: Served) -> None:
        head = connection.recv(65536).decode("latin-1")
        served.asked.append(" ".join(head.split()[:2]))
        served.heads.append(head)
        if refusal:
            connection.sendall(refusal)
            return
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", target), 5) as onward:
            pair = {connection: onward, onward: connection}
            while True:
                ready, _, _ = select.select(list(pair), [], [], 5)
                for side in ready:
                    data = side.recv(65536)
                    if not data:
                        return
                    pair[side].sendall(data)

    with accepting(talk) as served:
        yield served
