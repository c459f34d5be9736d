"""The tenant that the SDKs talk to: ``local serve --https`` in a process of its own, and programs that trust its CA."""

import base64
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cli_process import Auth0ctl, Running
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from machine import SDK_FOLDER, find_node

import auth0ctl.localtenant.store
from auth0ctl.localtenant.first_run import CONNECTION, PASSWORD

AUDIENCE = "https://api.example.com"
API_NAME = "Items"
MACHINE, SECRET = "machine00000000000000000000000000", "machine-secret-that-nobody-else-knows"
READER = "reader000000000000000000000000000"
SPA = "localSPA000000000000000000000000"
MANAGEMENT = "https://{{domain}}/api/v2/"


@dataclass(frozen=True, slots=True)
class Served:
    """The tenant as ``local serve`` announced it."""

    domain: str  # host:port
    issuer: str
    ca_file: Path
    user: str
    password: str

    @property
    def trust(self) -> dict[str, str]:
        """The variables by which Node, OpenSSL's users and Python's requests are told of another CA."""
        names = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        return dict.fromkeys(names, str(self.ca_file))

    def context(self) -> ssl.SSLContext:
        """For this process's own requests."""
        return ssl.create_default_context(cafile=str(self.ca_file))


def serve(auth0ctl: Auth0ctl, seed: Mapping[str, Any] | None = None) -> Served:
    """Start the tenant over https on a free port; it ends with ``auth0ctl``."""
    more: list[str] = []
    if seed is not None:
        file = auth0ctl.home / "seed.json"
        file.write_text(json.dumps(seed), encoding="utf-8")
        more = ["--seed", str(file)]
    said = auth0ctl.start("local", "serve", "--https", "--port", "0", *more, "-o", "json").json()["resource"]
    return Served(
        domain=said["domain"],
        issuer=said["issuer"],
        ca_file=Path(said["ca_file"]),
        user=said["user"],
        password=PASSWORD,  # the JSON hides every member of that name
    )


def with_machine() -> dict[str, Any]:
    """A seed: an API, a machine that may do everything, and one that may read clients and nothing else."""
    file = Path(auth0ctl.localtenant.store.__path__[0]) / "management_scopes.json"
    everything = [scope["value"] for scope in json.loads(file.read_text(encoding="utf-8"))]
    realm = "http://auth0.com/oauth/grant-type/password-realm"
    machine = {
        "app_type": "regular_web",
        "oidc_conformant": True,
        "token_endpoint_auth_method": "client_secret_post",
        "client_secret": SECRET,
        "grant_types": ["client_credentials", "password", realm, "refresh_token", "authorization_code"],
        "callbacks": ["https://app.example.com/callback"],
        "jwt_configuration": {"alg": "RS256"},
    }
    return {
        "tenant_settings": {
            "default_directory": CONNECTION,
            "pushed_authorization_requests_supported": True,
        },
        "clients": [
            {**machine, "client_id": MACHINE, "name": "Machine"},
            {**machine, "client_id": READER, "name": "Reader"},
        ],
        "resource_servers": [
            {
                "identifier": AUDIENCE,
                "name": API_NAME,
                "signing_alg": "RS256",
                "allow_offline_access": True,
                "scopes": [{"value": "read:items", "description": "Read items"}],
            }
        ],
        "client_grants": [
            {"client_id": MACHINE, "audience": MANAGEMENT, "scope": everything},
            {"client_id": READER, "audience": MANAGEMENT, "scope": ["read:clients"]},
            {"client_id": MACHINE, "audience": AUDIENCE, "scope": ["read:items"]},
        ],
        "connections": [
            {
                "name": CONNECTION,
                "strategy": "auth0",
                "options": {"disable_signup": False},
                "enabled_clients": [SPA, MACHINE],
            }
        ],
    }


def run_node(tenant: Served, script: str, *args: str, settings: Mapping[str, str]) -> Any:
    """Run a program of this folder to its end; what it printed, read as JSON."""
    node = find_node()
    assert node
    return _run([node, script, *args], {**tenant.trust, **settings})


def run_python(tenant: Served, script: str, *, settings: Mapping[str, str]) -> Any:
    return _run([sys.executable, script], {**tenant.trust, **settings})


def _run(command: list[str], settings: Mapping[str, str]) -> Any:
    done = subprocess.run(
        command,
        cwd=SDK_FOLDER,
        env={"PATH": os.environ["PATH"], **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return json.loads(done.stdout)


@contextmanager
def started_node(tenant: Served, script: str, *, settings: Mapping[str, str]) -> Iterator[int]:
    """A server of this folder; the port on loopback that it printed."""
    node = find_node()
    assert node
    process = subprocess.Popen(
        [node, script],
        cwd=SDK_FOLDER,
        env={"PATH": os.environ["PATH"], **tenant.trust, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    running = Running(process)
    try:
        yield int(running.json()["port"])
    finally:
        running.stop()


def spki_of(tenant: Served) -> str:
    """The base64 SHA-256 of the served certificate's key. The handshake fails unless the tenant's CA vouches for it."""
    address = urlsplit(tenant.issuer)
    assert address.hostname
    assert address.port
    with (
        socket.create_connection((address.hostname, address.port), 10) as plain,
        tenant.context().wrap_socket(plain, server_hostname=address.hostname) as secure,
    ):
        der = secure.getpeercert(binary_form=True)
    assert der
    key = x509.load_der_x509_certificate(der).public_key()
    return base64.b64encode(
        hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()
