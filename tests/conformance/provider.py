"""The provider of one run: the embedded tenant with a fault, on a real socket, with everything it is asked kept."""

import json
import re
import shutil
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from werkzeug import Request, Response

from auth0ctl.localtenant import LocalTenant, open_tenant

PUBLIC = "localSPA000000000000000000000000"
SECRET_CLIENT = "localWEB000000000000000000000000"
KEY_CLIENT = "localKEY000000000000000000000000"
SECRET = "a secret of a web client: with % and + and /"
CONNECTION = "Username-Password-Authentication"
USER = {
    "user_id": "auth0|local-user-1",
    "email": "user@example.com",
    "email_verified": True,
    "name": "Test User",
    "nickname": "user",
    "phone_number": "+15550100",
    "phone_verified": True,
    "address": {"country": "Wonderland", "locality": "Riverbank"},
    "connection": CONNECTION,
    "password": "password",
}
DISCOVERY = "/.well-known/openid-configuration"
POSTED = re.compile(r'name="(access_token|id_token)" value="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in. ``client`` is ``auth0ctl`` or ``browser``."""

    line: str  # "POST /oauth/token"
    client: str
    query: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] = field(repr=False)
    authorization: str = field(repr=False)


class Wire:
    """A WSGI application in front of the tenant's. ``moved`` gives discovery members their path at this provider.

    ``issued`` are the texts of all tokens that were given out.
    """

    def __init__(self, local: LocalTenant, moved: Mapping[str, str]) -> None:
        self._app = local.app
        self._origin = local.issuer.rstrip("/")
        self._moved = moved
        self._was: dict[str, str] = {}  # path that was named in the document -> the tenant's own
        self._lock = threading.Lock()
        self.asked: list[Asked] = []
        self.issued: set[str] = set()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        body = request.get_data()
        environ["wsgi.input"] = BytesIO(body)
        with self._lock:
            self.asked.append(
                Asked(
                    line=f"{request.method} {request.path}",
                    client="auth0ctl" if "auth0ctl" in request.headers.get("User-Agent", "") else "browser",
                    query=dict(parse_qsl(request.query_string.decode(), keep_blank_values=True)),
                    form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)),
                    authorization=request.headers.get("Authorization", ""),
                )
            )
        if request.path in self._was.values():
            return Response("Not Found", status=404)(environ, start_response)  # it has moved
        environ["PATH_INFO"] = self._was.get(request.path, request.path)
        response = Response.from_app(self._app, environ, buffered=True)
        if request.path == DISCOVERY and self._moved:
            response.data = json.dumps(self._elsewhere(json.loads(response.data)))
        self._note(request.path, response)
        return response(environ, start_response)

    def _elsewhere(self, document: dict[str, Any]) -> dict[str, Any]:
        for member, path in self._moved.items():
            self._was[path] = urlsplit(document[member]).path
            document[member] = self._origin + path
        return document

    def _note(self, path: str, response: Response) -> None:
        given: list[tuple[str, str]] = parse_qsl(urlsplit(response.headers.get("Location", "")).fragment)
        if self._was.get(path, path) == "/oauth/token" and response.status_code == 200:
            given += [(name, text) for name, text in json.loads(response.data).items() if isinstance(text, str)]
        elif response.mimetype == "text/html":
            given += POSTED.findall(response.get_data(as_text=True))
        self.issued |= {text for name, text in given if name in ("access_token", "id_token", "refresh_token")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider that listens. ``origin`` is its URL without a slash behind it."""

    origin: str
    wire: Wire


class Place:
    """A folder with a provider to copy for each run: keys and password hashes take a while to make.

    Its port, and that of the callback, are the same for every run of this place.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.callback_port = free_ports()
        self.issuer = f"http://127.0.0.1:{self.port}/"
        self._template = folder / "template"
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.key_file = folder / "key.pem"
        self.key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.secret_file = folder / "secret"
        self.secret_file.write_text(SECRET, encoding="utf-8")
        local = open_tenant(self._template, issuer=self.issuer)
        local.seed(self._document(public))
        local.close()

    @contextmanager
    def provider(self, folder: Path, fault: str, moved: Mapping[str, str]) -> Iterator[Provider]:
        """A fresh provider with its state in ``folder``."""
        shutil.copytree(self._template, folder)
        local = open_tenant(folder, issuer=self.issuer, faults=(fault,) if fault else ())
        wire = Wire(local, moved)
        local.app = wire
        try:
            with local.listen(port=self.port):
                yield Provider(origin=self.issuer.rstrip("/"), wire=wire)
        finally:
            local.close()
            shutil.rmtree(folder)

    def _document(self, public_pem: str) -> dict[str, Any]:
        common = {
            "is_first_party": True,
            "oidc_conformant": True,
            "jwt_configuration": {"alg": "RS256"},
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "callbacks": [f"http://127.0.0.1:{self.callback_port}/callback"],
        }
        public = {"client_id": PUBLIC, "name": "SPA", "app_type": "spa", "token_endpoint_auth_method": "none"}
        secret = {"client_id": SECRET_CLIENT, "client_secret": SECRET, "name": "Web", "app_type": "regular_web"}
        credential = {"credential_type": "public_key", "name": "key", "pem": public_pem, "alg": "RS256"}
        methods = {"client_authentication_methods": {"private_key_jwt": {"credentials": [credential]}}}
        key = {"client_id": KEY_CLIENT, "name": "Key", "app_type": "regular_web", **methods}
        clients = [public | common, secret | common, key | common]
        enabled = [one["client_id"] for one in clients]
        return {
            "tenant_settings": {"pushed_authorization_requests_supported": True},
            "clients": clients,
            "connections": [{"name": CONNECTION, "strategy": "auth0", "enabled_clients": enabled}],
            "users": [USER],
        }


def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]
