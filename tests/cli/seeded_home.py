"""auth0ctl inside this process, at a home folder whose built-in tenant has clients for every flow without a browser."""

import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session

API = "https://api.example.com"
NATIVE, MACHINE, BACKEND = "native-client", "machine-client", "backend-client"
SECRET = "hush-machine-secret-that-nobody-knows"
USERS = "Username-Password-Authentication"
SCOPE = "openid profile email read:items offline_access"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ROTATING = {
    "rotation_type": "rotating",
    "expiration_type": "expiring",
    "leeway": 0,
    "token_lifetime": 2592000,
    "idle_token_lifetime": 1296000,
}


def client(client_id: str, grants: list[str], **more: Any) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": client_id.replace("-", " ").title(),
        "app_type": "native",
        "oidc_conformant": True,
        "token_endpoint_auth_method": "none",
        "jwt_configuration": {"alg": "RS256"},
        "grant_types": grants,
        **more,
    }


PASSWORD_GRANTS = ["password", "http://auth0.com/oauth/grant-type/password-realm"]
SEED = {
    "resource_servers": [
        {
            "identifier": API,
            "name": "Items",
            "scopes": [{"value": "read:items"}, {"value": "write:items"}],
            "signing_alg": "RS256",
            "allow_offline_access": True,
            "skip_consent_for_verifiable_first_party_clients": True,
        }
    ],
    "clients": [
        client(NATIVE, ["refresh_token", DEVICE, *PASSWORD_GRANTS], refresh_token=ROTATING),
        client(
            MACHINE,
            ["client_credentials"],
            client_secret=SECRET,
            app_type="non_interactive",
            token_endpoint_auth_method="client_secret_post",
        ),
        client(
            BACKEND,
            [EXCHANGE],
            client_secret=SECRET,
            app_type="resource_server",
            token_endpoint_auth_method="client_secret_post",
            resource_server_identifier=API,
            token_exchange={"allow_any_profile_of_type": ["on_behalf_of_token_exchange"]},
        ),
    ],
    "client_grants": [{"client_id": MACHINE, "audience": API, "scope": ["read:items"]}],
    "connections": [{"name": USERS, "strategy": "auth0", "enabled_clients": [NATIVE]}],
}


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class Home:
    """``home("token", "refresh")`` runs a command line."""

    folder: Path

    def __call__(self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
        environ = {"HOME": str(self.folder), "AUTH0CTL_HOME": str(self.folder), "PATH": "", **(env or {})}
        out, err = io.StringIO(), io.StringIO()
        code = run(words, Session(environ=environ, stdin=io.StringIO(stdin), stdout=out, stderr=err))
        return Done(code=code, out=out.getvalue(), err=err.getvalue())

    def log_in(self, *more: str, code: int = 0) -> Done:
        """A login by password, the quickest that brings all three tokens."""
        flow = ("--flow", "password-realm", "--realm", USERS, "--client", NATIVE, "--username", "user@example.com")
        wanted = ("--audience", API, "--scope", SCOPE, "--password-file", "-")
        done = self("login", *flow, *wanted, *more, "-o", "json", stdin="password\n")
        assert done.code == code, done.out + done.err
        return done

    @property
    def vault(self) -> Path:
        return self.folder / "data" / "vault" / "vault.json"

    def kept(self) -> list[dict[str, Any]]:
        """The logins in the vault file, the last one at the end."""
        accounts = json.loads(self.vault.read_text())["accounts"]
        last = json.loads(accounts.get("login/local", '{"last": ""}'))["last"]
        names = sorted(
            (name for name in accounts if name.startswith("login/local/")), key=lambda one: one.endswith(last)
        )
        return [json.loads(accounts[name]) for name in names]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was made once: keys and password hashes take a while."""
    home = Home(folder=tmp_path_factory.mktemp("seeded"))
    document = home.folder / "seed.json"
    document.write_text(json.dumps(SEED))
    done = home("local", "seed", str(document))
    assert done.code == 0, done.err
    return home.folder


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Home:
    """A copy of it for one test."""
    shutil.copytree(seeded, tmp_path / "seeded")
    return Home(folder=tmp_path / "seeded")
