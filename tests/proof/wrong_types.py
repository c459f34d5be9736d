"""Every member of every Management answer with a value of another type: a command says so, or does without.

    python -m tests.proof.wrong_types [--sample N] [--seed N]

Each command is run once on a healthy tenant, in this process, and every JSON answer that it got is recorded. Then each
member of each of them is replaced by a number, a text, a list and so on, one at a time. A run complains where the
command ends in a way that is no documented one, 70 above all.
"""

import argparse
import copy
import io
import json
import random
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.tenant.http import Http

ORIGIN = "http://127.0.0.1:18999"
API, CLAIM = "https://api.example.com", "https://x.example/plan"
WRONG: tuple[Any, ...] = (5, "text", True, {"x": 5}, [5], [{"x": 5}], {"x": {"x": 5}}, [[5]])
DOCUMENT: dict[str, Any] = {
    "resource_servers": [
        {
            "identifier": API,
            "name": "Items",
            "scopes": [{"value": "read:items", "description": "Read items"}],
            "signing_alg": "RS256",
            "enforce_policies": True,
            "token_dialect": "access_token_authz",
            "subject_type_authorization": {
                "user": {"policy": "allow_all"},
                "client": {"policy": "require_client_grant"},
            },
        }
    ],
    "clients": [
        {
            "client_id": "spa1",
            "name": "Shop",
            "app_type": "spa",
            "oidc_conformant": True,
            "token_endpoint_auth_method": "none",
            "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000},
            "grant_types": ["authorization_code", "refresh_token"],
            "callbacks": ["https://shop.example/cb", "http://localhost:3000/cb"],
            "web_origins": ["https://shop.example"],
            "allowed_origins": ["https://shop.example"],
            "allowed_logout_urls": ["https://shop.example"],
            "organization_usage": "allow",
            "organization_require_behavior": "pre_login_prompt",
            "initiate_login_uri": "https://shop.example/login",
            "cross_origin_authentication": False,
            "refresh_token": {
                "rotation_type": "rotating",
                "expiration_type": "expiring",
                "token_lifetime": 3600,
                "idle_token_lifetime": 1800,
                "leeway": 0,
            },
            "oidc_logout": {"backchannel_logout_urls": ["https://shop.example/out"]},
        },
        {
            "client_id": "m2m1",
            "name": "Robot",
            "app_type": "non_interactive",
            "oidc_conformant": True,
            "client_secret": "hush-machine-secret-that-nobody-knows",
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["client_credentials"],
        },
    ],
    "client_grants": [{"client_id": "m2m1", "audience": API, "scope": ["read:items"]}],
    "connections": [
        {
            "name": "Users",
            "strategy": "auth0",
            "enabled_clients": ["spa1"],
            "options": {
                "passwordPolicy": "good",
                "password_history": {"enable": True},
                "password_dictionary": {"enable": True},
                "password_complexity_options": {"min_length": 8},
                "authentication_methods": {"passkey": {"enabled": True}},
            },
        }
    ],
    "roles": [{"name": "Reader", "permissions": []}],
    "users": [{"email": "a@example.com", "password": "password", "connection": "Users", "user_id": "auth0|u1"}],
    "organizations": [{"name": "team", "members": [{"user_id": "auth0|u1", "roles": ["Reader"]}]}],
    "actions": [
        {
            "name": "Plan",
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
            "code": f"exports.onExecutePostLogin = async (event, api) => api.idToken.setCustomClaim('{CLAIM}', 1);",
            "deployed": True,
            "runtime": "node18",
        }
    ],
    "tenant_settings": {"friendly_name": "Shop", "default_audience": API, "flags": {"x": True}},
}
EVERYTHING = (
    f"--audience {API} --organization team --user auth0|u1 --redirect-uri https://shop.example/cb --audit "
    f"--expect-claim {CLAIM} --require-permission read:items --want-refresh-token --connection Users"
)
COMMANDS = (
    "client list",
    "client inspect Shop",
    "client inspect spa1",
    "api list",
    f"api inspect {API}",
    "grant list",
    "claim list",
    f"doctor --client spa1 --flow spa-pkce {EVERYTHING}",
    f"doctor --client Shop --redirect-uri https://shop.example/other --audience {API} --fix --dry-run",
    f"doctor --client m2m1 --flow client-credentials --audience {API} --require-scope read:items",
    "doctor --flow logout --return-to https://shop.example",
    "doctor --all-clients --audit",
    "smoke init FOLDER/made.toml --force",
    f"api create Items --identifier {API} --scope write:items --ensure",
    f"grant update --client m2m1 --audience {API} --scope read:items",
    f"claim add {CLAIM} --value gold",
)

Step = str | int


@dataclass(frozen=True, kw_only=True)
class Bent:
    """One member of one answer, and what stands in its place."""

    path: str
    steps: tuple[Step, ...]
    value: Any


@dataclass(frozen=True, kw_only=True)
class Complaint:
    command: str
    bent: Bent
    code: int
    said: str


class Bending:
    """The tenant's application, with one member of its JSON answers replaced; it keeps what it answered."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.bent: Bent | None = None
        self.answers: dict[str, Any] = {}

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        began: list[Any] = []
        body = b"".join(self.app(environ, lambda *words: began.append(words)))
        status, headers, *_ = began[0]
        path = environ["PATH_INFO"]
        if path.startswith("/api/v2/") and environ["REQUEST_METHOD"] == "GET" and status.startswith("200"):
            answer = json.loads(body)
            self.answers.setdefault(path, answer)
            if self.bent is not None and self.bent.path == path:
                body = json.dumps(replaced(answer, self.bent.steps, self.bent.value)).encode()
                headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        start(status, headers)
        return [body]


class Shell(Session):
    """One run of the command line at this tenant, in this process."""

    def __init__(self, app: Bending, **streams: Any) -> None:
        super().__init__(pause=lambda _: None, **streams)
        self._app = app

    @cached_property
    def http(self) -> Http:
        http = self._closing.enter_context(self.make_http())
        http.answer_for(ORIGIN, self._app)
        return http


@dataclass(kw_only=True)
class Bench:
    folder: Path
    local: LocalTenant
    app: Bending

    def run(self, line: str, bent: Bent | None = None) -> tuple[int, str]:
        """The exit code and what was said."""
        self.app.bent = bent
        environ = {
            "HOME": str(self.folder),
            "AUTH0CTL_HOME": str(self.folder / "home"),
            "AUTH0_DOMAIN": ORIGIN,
            "AUTH0_API_TOKEN": self.local.management_token(),
        }
        out, err = io.StringIO(), io.StringIO()
        session = Shell(self.app, environ=environ, stdin=io.StringIO(), stdout=out, stderr=err)
        return run(line.replace("FOLDER", str(self.folder)).split(), session), err.getvalue()

    def recorded(self, line: str) -> dict[str, Any]:
        """The Management API's answers to a command on the healthy tenant, by path."""
        self.app.answers = {}
        code, said = self.run(line)
        assert code in (ExitCode.OK, ExitCode.FOUND), f"{line}: {code} {said}"
        return self.app.answers


def bench(folder: Path) -> Bench:
    """A tenant that has one of everything."""
    local = open_tenant(folder / "tenant", issuer=f"{ORIGIN}/")
    local.seed(DOCUMENT)
    return Bench(folder=folder, local=local, app=Bending(local.app))


def replaced(answer: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """A copy of the answer with another value at the end of these steps, where they lead somewhere."""
    if not steps:
        return value
    whole = copy.deepcopy(answer)
    inner = whole
    try:
        for step in steps[:-1]:
            inner = inner[step]
        inner[steps[-1]] = value
    except (KeyError, IndexError, TypeError):
        return answer
    return whole


def members(value: Any, depth: int = 5) -> Iterator[tuple[Step, ...]]:
    """Where each member of an answer is; of a list, the first element stands for all."""
    if isinstance(value, dict) and depth:
        for name, inner in value.items():
            yield (name,)
            yield from ((name, *rest) for rest in members(inner, depth - 1))
    elif isinstance(value, list) and value and depth:
        yield (0,)
        yield from ((0, *rest) for rest in members(value[0], depth - 1))


def trials(one: Bench, commands: Iterable[str] = COMMANDS) -> list[tuple[str, Bent]]:
    """Every command with every member of each answer that it gets, and each value in its place."""
    found = []
    for line in commands:
        for path, answer in sorted(one.recorded(line).items()):
            for steps in ((), *members(answer)):
                found += [(line, Bent(path=path, steps=steps, value=value)) for value in (*WRONG, None)]
    return found


def complaints(one: Bench, some: Iterable[tuple[str, Bent]]) -> Iterator[Complaint]:
    """The trials that ended in a bug of ours, or in no documented way."""
    for line, bent in some:
        code, said = one.run(line, bent)
        if code == ExitCode.BUG or code not in [int(known) for known in ExitCode]:
            yield Complaint(command=line, bent=bent, code=code, said=said)


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.proof.wrong_types", description=__doc__)
    asked.add_argument("--sample", type=int, default=0, help="so many trials; 0: all")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one = bench(Path(folder))
        every = trials(one)
        some = random.Random(given.seed).sample(every, given.sample) if given.sample else every
        found = 0
        for each in complaints(one, some):
            found += 1
            print(f"{each.code}  {each.command}\n    {each.bent}\n    {each.said.strip()}", flush=True)  # noqa: T201
        print(f"{len(some)} of {len(every)} trials, {found} complaints")  # noqa: T201
    return min(found, 1)


if __name__ == "__main__":
    raise SystemExit(main())
