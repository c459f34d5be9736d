"""What a readable tenant adds: ``token verify --why``, and the pages foretold by ``client inspect`` and ``doctor``."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cli_process import Auth0ctl
from joserfc import jws
from joserfc.jwk import RSAKey

from auth0ctl.localtenant import LocalTenant, open_tenant

API, USER = "https://api.example.com", "auth0|reader"
SEED = {
    "clients": [
        {
            "client_id": "spa1",
            "name": "App",
            "app_type": "spa",
            "grant_types": ["authorization_code"],
            "callbacks": ["https://app.example.com/cb"],
        }
    ],
    "resource_servers": [
        {
            "identifier": API,
            "name": "API",
            "scopes": [{"value": "read:items"}, {"value": "write:items"}],
            "enforce_policies": True,
            "token_dialect": "access_token_authz",
        }
    ],
    "users": [
        {
            "user_id": USER,
            "email": "reader@example.com",
            "permissions": [{"resource_server_identifier": API, "permission_name": "read:items"}],
        }
    ],
}


class Bench:
    """A tenant that listens, and the command, told of it."""

    def __init__(self, local: LocalTenant, origin: str, auth0ctl: Auth0ctl) -> None:
        self.local, self.origin, self.auth0ctl = local, origin, auth0ctl

    def mint(self, **changes: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": f"{self.origin}/",
            "sub": USER,
            "aud": [API, f"{self.origin}/userinfo"],
            "iat": now - 60,
            "exp": now + 3600,
            "azp": "spa1",
            "scope": "openid read:items",
            "permissions": ["read:items"],
        } | changes
        key = next(row for row in self.local.state.all("signing_key") if row.get("current"))
        header = {"alg": "RS256", "typ": "JWT", "kid": key["kid"]}
        return str(jws.serialize_compact(header, json.dumps(claims).encode(), RSAKey.import_key(key["_private_key"])))

    def run(self, *args: str, scope: str | None = None) -> tuple[int, Any]:
        """Any command, with a Management token of these scopes."""
        environment = {"AUTH0_DOMAIN": self.origin, "AUTH0_API_TOKEN": self.local.management_token(scope)}
        done = self.auth0ctl(*args, "-o", "json", env=environment)
        return done.returncode, json.loads(done.stdout)

    def verify(self, token: str, *options: str) -> tuple[int, Any, str]:
        environment = {"AUTH0_DOMAIN": self.origin, "AUTH0_API_TOKEN": self.local.management_token()}
        done = self.auth0ctl(
            "token", "verify", "-", "--as", "access", "--audience", API, *options, "-o", "json",
            input=token, env=environment,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def bench(auth0ctl: Auth0ctl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("tenant")
    probe = open_tenant(folder)  # only to learn a free port
    with probe.listen() as listener:
        port = listener.port
    probe.close()
    origin = f"http://127.0.0.1:{port}"
    local = open_tenant(folder, issuer=f"{origin}/")
    local.seed(SEED)
    with local.listen(port=port):
        yield Bench(local, origin, auth0ctl)
    local.close()


def named(document: Any) -> list[str]:
    return [finding["name"] for finding in document["findings"]]


def origin(document: Any, kind: str, name: str) -> Any:
    return next(one for one in document["origins"] if (one["kind"], one["name"]) == (kind, name))


def test_what_was_asked_separates_the_causes_of_a_missing_scope(bench: Bench) -> None:
    required = ("--require-scope", "write:items")
    code, asked, _ = bench.verify(bench.mint(), *required, "--requested-scope", "openid read:items write:items")
    assert (code, named(asked)) == (1, ["rbac-user-lacks-permission"])
    code, unasked, _ = bench.verify(bench.mint(), *required, "--requested-scope", "openid read:items")
    assert (code, named(unasked)[0]) == (1, "api-scope-not-requested")


def test_auth0s_own_api_takes_a_token_only_where_it_was_issued(bench: Bench) -> None:
    host = bench.origin.partition("://")[2]
    system = f"{bench.origin}/api/v2/"
    token = bench.mint(aud=system, permissions=[])
    code, document, _ = bench.verify(token, "--audience", system, "--called-host", host)
    assert (code, named(document)) == (0, [])
    code, document, _ = bench.verify(token, "--audience", system, "--called-host", "login.example.com")
    assert (code, named(document)) == (1, ["issuer-domain-mismatch"])


def test_why_names_who_gave_and_who_took(bench: Bench) -> None:
    options = ("--require-scope", "write:items", "--requested-scope", "openid read:items write:items", "--why")
    _, document, said = bench.verify(bench.mint(), *options)
    assert said == ""
    assert origin(document, "scope", "read:items")["who"] == "RBAC on the API"
    taken = origin(document, "scope", "write:items")
    assert (taken["present"], taken["who"], taken["confidence"]) == (False, "RBAC on the API", "certain")
    assert origin(document, "permission", "read:items")["confidence"] == "certain"


def test_why_without_being_asked_is_not_told(bench: Bench) -> None:
    assert "origins" not in bench.verify(bench.mint())[1]


def test_another_tenants_token_is_not_explained_by_this_ones_settings(bench: Bench) -> None:
    _, document, said = bench.verify(bench.mint(iss="https://other.eu.auth0.com/"), "--why")
    assert "is not from http://127.0.0.1" in said
    assert origin(document, "scope", "read:items")["confidence"] == "likely"


def test_an_inspected_client_is_told_what_its_people_see(bench: Bench) -> None:
    code, document = bench.run("client", "inspect", "spa1")
    pages = document["verdict"]["pages"]
    assert code == 0
    assert [one["audience"] for one in pages] == [None, API]
    assert pages[1]["first"]["error"] == "invalid_request"  # no connection is enabled for it
    assert "connection" in pages[1]["first"]["why"]


def test_what_may_not_be_read_is_not_guessed_at_in_silence(bench: Bench) -> None:
    code, document = bench.run("client", "inspect", "spa1", scope="read:clients")
    assert code == 0
    (only,) = document["verdict"]["pages"]  # the APIs may not be read, so there is one login to speak of
    assert only["first"]["pages"][0]["page"] == "login"
    assert "connections" in only["first"]["not_known"]


def test_a_doctor_foretells_the_login_that_it_was_asked_about(bench: Bench) -> None:
    asked = ("--client", "spa1", "--redirect-uri", "http://localhost:3000/cb", "--audience", API)
    _, document = bench.run("doctor", *asked)
    (line,) = [check for check in document["checks"] if check["id"] == "pages"]
    assert "Auth0's error page" in line["detail"]
    assert "http://localhost:3000/cb is not among" in line["detail"]
