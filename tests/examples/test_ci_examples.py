"""Every line of examples/ci that a CI server would run is run: in a clean home, against the embedded tenant without a
secret, and against a tenant that is reached over HTTP by a machine-to-machine client that may read and nothing else.
"""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from page_sessions import ROOT, Machine

from auth0ctl import Auth0Tenant, local_tenant
from auth0ctl.journeys.tenants.scopes import NAMES

CI = ROOT / "examples" / "ci"
CHECKS = 6  # in auth0ctl.toml
READER_SECRET = "a-secret-that-only-this-test-knows"
READER = {
    "client_id": "reader",
    "client_secret": READER_SECRET,
    "app_type": "non_interactive",
    "token_endpoint_auth_method": "client_secret_post",
    "grant_types": ["client_credentials"],
}
ORDERS_SECRET = "only-the-embedded-tenant-knows-this-one"


@pytest.fixture(scope="module")
def real_tenant() -> Iterator[Auth0Tenant]:
    """A tenant over HTTP, with the clients of the example and a reader of all that auth0ctl reads."""
    with local_tenant(seed=CI / "tenant.json") as tenant:
        grant = {"client_id": "reader", "audience": f"{tenant.issuer}api/v2/", "scope": list(NAMES)}
        tenant.seed({"clients": [READER], "client_grants": [grant]})
        yield tenant


def variables(tenant: Auth0Tenant) -> dict[str, str]:
    """What the owner of the tenant has told the CI server."""
    return {
        "AUTH0_DOMAIN": tenant.domain,
        "AUTH0_CLIENT_ID": "reader",
        "AUTH0_CLIENT_SECRET": READER_SECRET,
        "ORDERS_SECRET": ORDERS_SECRET,
    }


def ci_machine(folder: Path, environ: Mapping[str, str]) -> Machine:
    """A machine on which the repository has been checked out, and nothing has to be downloaded."""
    machine = Machine(folder, {"CI": "true", **environ})
    machine.program("pip", "exit 0")
    for name in ("tenant.json", "auth0ctl.toml", "smoke.sh"):
        shutil.copy(CI / name, machine.home)
    return machine


def run_lines(machine: Machine, lines: list[str]) -> list[str]:
    """Run until a line fails, as CI servers do; all that was printed."""
    printed: list[str] = []
    for line in lines:
        printed += machine.run(f"set -eo pipefail\n{line}")
        if machine.code:
            break
    return printed


def break_something(machine: Machine) -> None:
    """The file asks for what the tenant does not have."""
    file = machine.home / "auth0ctl.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('signing_alg = "RS256"', 'signing_alg = "PS256"'))


def github_job(name: str, known: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """A job's run lines, and its environment with the expressions filled in from ``known``."""
    job = yaml.safe_load((CI / "github-actions.yml").read_text(encoding="utf-8"))["jobs"][name]
    filled = {
        key: re.sub(r"\$\{\{ (?:vars|secrets)\.(\w+) \}\}", lambda found: known[found.group(1)], value)
        for key, value in job["env"].items()
    }
    assert not [value for value in filled.values() if "${{" in value]
    return [step["run"] for step in job["steps"] if "run" in step], filled


def test_github_without_a_secret(tmp_path: Path) -> None:
    lines, environ = github_job("embedded", {})
    summary = tmp_path / "summary.md"
    machine = ci_machine(tmp_path / "one", {**environ, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)})
    said = run_lines(machine, lines)
    assert machine.code == 0, said
    assert f"{CHECKS} passed" in summary.read_text(encoding="utf-8")
    assert not [line for line in said if line.startswith("::error")]
    break_something(machine)
    said = run_lines(machine, lines)
    assert machine.code == 1
    assert [line for line in said if line.startswith("::error")]


def test_github_with_the_real_tenant(real_tenant: Auth0Tenant, tmp_path: Path) -> None:
    lines, environ = github_job("tenant", variables(real_tenant))
    machine = ci_machine(tmp_path / "one", environ)
    said = run_lines(machine, lines)
    assert machine.code == 0, said
    (run,) = json.loads((machine.home / "auth0ctl.sarif").read_text(encoding="utf-8"))["runs"]
    assert run["results"] == []
    break_something(machine)
    run_lines(machine, lines)
    assert machine.code == 1
    (run,) = json.loads((machine.home / "auth0ctl.sarif").read_text(encoding="utf-8"))["runs"]
    assert run["results"]
    assert not [call for call in real_tenant.requests() if re.match("(POST|PATCH|PUT|DELETE) /api", call)]


def test_only_the_job_of_the_real_tenant_knows_secrets() -> None:
    jobs = yaml.safe_load((CI / "github-actions.yml").read_text(encoding="utf-8"))["jobs"]
    assert "secrets." not in json.dumps(jobs["embedded"])
    assert jobs["tenant"]["if"] == "github.event_name != 'pull_request'"


def gitlab() -> Any:
    return yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["auth0-embedded", "auth0-tenant"])
def test_gitlab(name: str, real_tenant: Auth0Tenant, tmp_path: Path) -> None:
    document = gitlab()
    job = document[name]
    known = variables(real_tenant) if name == "auth0-tenant" else {}
    machine = ci_machine(tmp_path / "one", {**known, **job.get("variables", {})})
    lines = [*document["default"]["before_script"], *job["script"]]
    said = run_lines(machine, lines)
    assert machine.code == 0, said
    report = machine.home / job["artifacts"]["reports"]["junit"]
    assert len(list(ET.parse(report).iter("testcase"))) == CHECKS
    break_something(machine)
    run_lines(machine, lines)
    assert machine.code == 1
    assert len(list(ET.parse(report).iter("failure"))) == 1


@pytest.mark.parametrize("real", [False, True])
def test_the_shell_script(real: bool, real_tenant: Auth0Tenant, tmp_path: Path) -> None:
    machine = ci_machine(tmp_path / "one", variables(real_tenant) if real else {})
    said = machine.run("sh smoke.sh")
    assert machine.code == 0, said
    assert said[-1].startswith(f"{CHECKS} passed of {CHECKS}")
    machine.run("sh smoke.sh -o junit > auth0.xml")
    assert len(list(ET.parse(machine.home / "auth0.xml").iter("testcase"))) == CHECKS
    break_something(machine)
    machine.run("sh smoke.sh")
    assert machine.code == 1
    assert real or not (machine.home / ".local").exists()  # the embedded tenant's folder was for this run alone


SHOP = {
    "deploy/tenant.yaml": """
clients:
  - name: Shop
    client_id: shop-spa
    app_type: spa
    is_first_party: true
    oidc_conformant: true
    token_endpoint_auth_method: none
    grant_types: [authorization_code, refresh_token]
    callbacks: [https://shop.example.com/callback]
    web_origins: [https://shop.example.com]
    jwt_configuration: {alg: RS256}
resourceServers:
  - name: Orders
    identifier: https://api.example.com
    signing_alg: RS256
    allow_offline_access: true
databases:
  - name: Username-Password-Authentication
    strategy: auth0
    enabled_clients: [Shop]
""",
    "package.json": '{"dependencies": {"@auth0/auth0-spa-js": "^2.1.0"}}',
    "src/login.js": """
import { createAuth0Client } from "@auth0/auth0-spa-js";
export const login = () => createAuth0Client({
  domain: "shop.eu.auth0.com",
  clientId: "shop-spa",
  useRefreshTokens: true,
  cacheLocation: "localstorage",
  authorizationParams: {
    audience: "https://api.example.com",
    scope: "openid profile offline_access",
    redirect_uri: "https://shop.example.com/callback",
  },
});
""",
}


def hooks() -> dict[str, Any]:
    rows = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


def test_the_hooks_of_pre_commit(real_tenant: Auth0Tenant, tmp_path: Path) -> None:
    (repository,) = yaml.safe_load((CI / "pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    defined = hooks()
    lines = {
        chosen["id"]: " ".join((defined[chosen["id"]]["entry"], *chosen["args"])) for chosen in repository["hooks"]
    }
    assert {hook["language"] for hook in defined.values()} == {"python"}
    assert not any(hook["pass_filenames"] for hook in defined.values())

    offline = Machine(tmp_path / "one")
    for name, text in SHOP.items():
        (offline.home / name).parent.mkdir(exist_ok=True)
        (offline.home / name).write_text(text, encoding="utf-8")
    said = offline.run(lines["auth0ctl-doctor"])
    assert offline.code == 0, said
    export = offline.home / "deploy" / "tenant.yaml"
    export.write_text(
        export.read_text(encoding="utf-8").replace("shop.example.com/callback", "old.example.com/callback")
    )
    said = offline.run(lines["auth0ctl-doctor"])
    assert offline.code == 1
    assert any("callback-url-not-registered" in line for line in said)

    online = ci_machine(tmp_path / "two", variables(real_tenant))
    said = online.run(lines["auth0ctl-smoke"])
    assert online.code == 0, said
    break_something(online)
    online.run(lines["auth0ctl-smoke"])
    assert online.code == 1
