"""A tenant, an API behind it, and a smoke file with every kind of check: all green until somebody breaks something."""

import base64
import io
import json
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from called_api import CalledApi, Reply, called_api
from referencing import Registry, Resource
from smoke_declaration import ENVIRON, ORDERS, PHONE, seed, smoke_file

import auth0ctl.render
from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.journeys.tokens.keys import keys_at
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Expected, Tenant, TokenKind
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

LOCAL = {"AUTH0CTL_TENANT": "local"}
FOLDER = Path(auth0ctl.render.__file__).parent


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One run: the exit code, and stdout as JSON where it is one document."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def red(self) -> dict[str, dict[str, Any]]:
        """The checks that are not green, by id."""
        return {one["id"]: one for one in self.document["checks"] if one["outcome"] != "passed"}

    def names(self, check: str) -> list[str]:
        """The names of a red check's findings."""
        return [one["name"] for one in self.red[check]["findings"]]


@dataclass(kw_only=True)
class SmokeHome:
    """``home("--only", "api")`` runs smoke on the file."""

    home: Path
    file: Path
    environ: Mapping[str, str] = field(default_factory=lambda: ENVIRON)

    def __call__(self, *words: str, file: Path | None = None, output: str = "json") -> Ran:
        """Run ``auth0ctl smoke`` in this process."""
        return self.run("smoke", str(file or self.file), *words, "-o", output)

    def run(self, *words: str, environ: Mapping[str, str] | None = None) -> Ran:
        given = {"HOME": str(self.home), "AUTH0CTL_HOME": str(self.home), "PATH": "", "CI": "true", **LOCAL}
        out, err = io.StringIO(), io.StringIO()
        own = self.environ if environ is None else environ
        session = Session(environ={**given, **own}, stdin=io.StringIO(), stdout=out, stderr=err)
        return Ran(code=run(words, session), out=out.getvalue(), err=err.getvalue())


@dataclass(kw_only=True)
class SmokeWorld(SmokeHome):
    """The same with the tenant that is checked, and the API behind it, which checks tokens as ``guard`` says."""

    tenant: LocalTenant
    management: Management
    http: Http
    api: CalledApi
    port: int
    guard: "Guard"


@dataclass(kw_only=True)
class Guard:
    """What the API checks of a token; each can be left out, as careless APIs do."""

    http: Http
    jwks_uri: str
    issuer: str
    open: bool = False
    closed: bool = False
    audience: bool = True
    signature: bool = True

    def __call__(self, method: str, token: str | None) -> Reply:
        if self.open or (token is not None and not self.closed and self.takes(token)):
            return Reply(status=200, body="[]")
        return Reply(status=401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})

    def takes(self, token: str) -> bool:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        if not self.signature:
            return ORDERS in claims["aud"]
        if not self.audience:
            kind = TokenKind.ACCESS if ORDERS in claims["aud"] else TokenKind.ID
            expected = Expected(kind=kind, at=datetime.now(UTC), issuer=self.issuer, client_id=PHONE, audience=ORDERS)
        else:
            expected = Expected(kind=TokenKind.ACCESS, at=datetime.now(UTC), issuer=self.issuer, audience=ORDERS)
        return verify(token, expected, keys_at(self.http, self.jwks_uri)).passed


def seed_once(folder: Path) -> Path:
    """A tenant's folder to copy: keys and password hashes take a while."""
    port = free_port()
    local = open_tenant(folder)
    local.seed(seed(port))
    local.close()
    (folder / "port").write_text(str(port), encoding="utf-8")
    return folder


@contextmanager
def smoke_world(folder: Path, seeded: Path) -> Iterator[SmokeWorld]:
    """The whole world in ``folder``; ``seeded`` is what ``seed_once`` made."""
    shutil.copytree(seeded, folder / "home" / "data" / "local")
    local = open_tenant(folder / "home" / "data" / "local")
    port = int((seeded / "port").read_text(encoding="utf-8"))
    origin = local.issuer.rstrip("/")
    try:
        with Http(apps={origin: local.app}) as http:
            guard = Guard(http=http, jwks_uri=f"{origin}/.well-known/jwks.json", issuer=local.issuer)
            with called_api(guard) as api:
                file = folder / "auth0ctl.toml"
                file.write_text(smoke_file(port, api.url), encoding="utf-8")
                yield SmokeWorld(
                    home=folder / "home",
                    tenant=local,
                    management=Management(http, Tenant(name="local", origin=origin), local.management_token),
                    http=http,
                    api=api,
                    port=port,
                    file=file,
                    guard=guard,
                )
    finally:
        local.close()


@pytest.fixture(scope="session")
def seeded_smoke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seed_once(tmp_path_factory.mktemp("smoke") / "seeded")


@pytest.fixture
def world(seeded_smoke: Path, tmp_path: Path) -> Iterator[SmokeWorld]:
    """A copy for one test, to break."""
    with smoke_world(tmp_path, seeded_smoke) as made:
        yield made


def schema(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def objections(document: Any) -> list[str]:
    """What the documented schema says against a document, no undocumented member allowed."""
    report = Resource.from_contents(strict(schema("report.schema.json")))
    registry: Registry[Any] = Registry().with_resource("urn:auth0ctl:report:1", report)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(
        strict(schema("smoke.schema.json"), but=("auth0ctl/login/1",)), registry=registry, format_checker=checker
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def strict(part: Any, *, but: tuple[str, ...] = ()) -> Any:
    """A schema that forbids every member it does not name; a login is documented elsewhere."""
    if isinstance(part, list):
        return [strict(one, but=but) for one in part]
    if not isinstance(part, dict):
        return part
    named = part.get("properties", {})
    elsewhere = named.get("schema", {}).get("const") in but if isinstance(named, dict) else False
    closed = {"additionalProperties": False} if part.get("type") == "object" and named and not elsewhere else {}
    return {name: strict(value, but=but) for name, value in part.items()} | closed
