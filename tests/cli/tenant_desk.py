"""``tenant add`` inside this process, at a home folder and a keyring of its own, against a tenant that listens."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from shared_keyring import NAME, Shared

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.journeys.tenants.scopes import NAMES
from auth0ctl.testing import Auth0Tenant, local_tenant

MACHINE, WEB, SECRET = "reading-machine", "web-app", "hush-secret-of-a-machine-that-reads"


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True, kw_only=True)
class Desk:
    """``desk("tenant", "add", ...)`` runs a command line. ``served`` is the tenant, ``domain`` its URL."""

    home: Path
    served: Auth0Tenant

    def __call__(self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Done:
        environ = {
            "HOME": str(self.home),
            "AUTH0CTL_HOME": str(self.home / "auth0ctl"),
            "AUTH0CTL_KEYRING_BACKEND": NAME,
            "COLUMNS": "200",
            **(env or {}),
        }
        out, err = io.StringIO(), io.StringIO()
        code = run(words, Session(environ=environ, stdin=io.StringIO(stdin), stdout=out, stderr=err))
        return Done(code=code, out=out.getvalue(), err=err.getvalue())

    @property
    def domain(self) -> str:
        return self.served.issuer.rstrip("/")

    @property
    def api(self) -> str:
        return f"{self.served.issuer}api/v2/"

    def token(self, *scopes: str, **more: Any) -> str:
        """A Management token with these scopes."""
        return self.served.mint(audience=self.api, scope=" ".join(scopes), client_id=MACHINE, **more)

    def file(self, name: str, text: str) -> str:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def kept(self, name: str, secret: str) -> str | None:
        """A secret of a profile, as the keyring has it."""
        return Shared.entries.get((f"auth0ctl:secret/{name}/{secret}", f"secret/{name}/{secret}"))

    def names(self) -> list[str]:
        return [one["name"] for one in self("tenant", "list", "-o", "json").json]


def machine(client_id: str, grants: list[str]) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": client_id.replace("-", " ").title(),
        "client_secret": SECRET,
        "app_type": "non_interactive" if client_id == MACHINE else "regular_web",
        "grant_types": grants,
        "token_endpoint_auth_method": "client_secret_post",
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auth0Tenant]:
    with local_tenant(tmp_path_factory.mktemp("tenant")) as tenant:
        held = [one for one in NAMES if one != "read:actions"]
        tenant.seed(
            {
                "clients": [machine(MACHINE, ["client_credentials"]), machine(WEB, ["authorization_code"])],
                "client_grants": [{"client_id": MACHINE, "audience": f"{tenant.issuer}api/v2/", "scope": held}],
            }
        )
        yield tenant


@pytest.fixture
def desk(served: Auth0Tenant, tmp_path: Path) -> Iterator[Desk]:
    Shared.entries.clear()
    Shared.written.clear()
    yield Desk(home=tmp_path, served=served)
    Shared.entries.clear()
