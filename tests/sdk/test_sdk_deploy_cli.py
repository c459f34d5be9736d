"""``auth0-deploy-cli`` against the tenant: what it exports, it can put back, and then exports the same again."""

import os
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from cli_process import Auth0ctl
from machine import SDK_FOLDER, find_node
from sdk_tenant import API_NAME, AUDIENCE, MACHINE, SECRET, Served, serve, with_machine

from auth0ctl.evidence.export import read_export, with_exported
from auth0ctl.localtenant.first_run import CONNECTION
from auth0ctl.model import Facts

pytestmark = pytest.mark.sdk

ACTION = "11111111-2222-4333-8444-555555555555"
CODE = """exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim("https://claims.example.com/plan", "gold");
};
"""


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl) -> Served:
    seed = with_machine()
    # The tool fills this in when it imports a database that lacks it, on any tenant.
    seed["connections"][0]["options"]["disable_self_service_change_password"] = False
    permission = {"resource_server_identifier": AUDIENCE, "permission_name": "read:items"}
    return serve(
        shared_auth0ctl,
        {
            **seed,
            "roles": [{"name": "editor", "description": "May edit", "permissions": [permission]}],
            "organizations": [{"name": "acme", "display_name": "Acme", "enabled_connections": [CONNECTION]}],
            "actions": [{"id": ACTION, "name": "add-claim", "code": CODE}],
            "action_bindings": [{"action_id": ACTION}],
        },
    )


def deploy(tenant: Served, home: Path, *args: str) -> None:
    node = find_node()
    assert node
    done = subprocess.run(
        [node, "node_modules/auth0-deploy-cli/lib/index.js", *args],
        cwd=SDK_FOLDER,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            **tenant.trust,
            "AUTH0_DOMAIN": tenant.domain,
            "AUTH0_CLIENT_ID": MACHINE,
            "AUTH0_CLIENT_SECRET": SECRET,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"


def written(folder: Path) -> dict[str, str]:
    """Every exported file and what is in it."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}


def damage(tenant: Served) -> None:
    """Take away some of what was exported and change the rest, with the Management API's own requests."""
    with httpx.Client(base_url=tenant.issuer, verify=tenant.context(), trust_env=False) as http:
        asked = {
            "grant_type": "client_credentials",
            "client_id": MACHINE,
            "client_secret": SECRET,
            "audience": f"{tenant.issuer}api/v2/",
        }
        http.headers["Authorization"] = f"Bearer {http.post('/oauth/token', data=asked).json()['access_token']}"

        def change(method: str, path: str, body: Any = None) -> None:
            response = http.request(method, f"/api/v2/{path}", json=body)
            assert response.is_success, response.text

        (role,) = http.get("/api/v2/roles").json()
        (organization,) = http.get("/api/v2/organizations").json()
        (api,) = [one for one in http.get("/api/v2/resource-servers").json() if one["identifier"] == AUDIENCE]
        (spa,) = [one for one in http.get("/api/v2/clients").json() if one["name"] == "Example SPA"]
        change("DELETE", f"roles/{role['id']}")
        change("DELETE", f"organizations/{organization['id']}")
        change("DELETE", f"clients/{spa['client_id']}")
        change("PATCH", "actions/triggers/post-login/bindings", {"bindings": []})
        change("DELETE", f"actions/actions/{ACTION}")
        change("PATCH", f"resource-servers/{api['id']}", {"token_lifetime": 10000, "scopes": []})
        change("PATCH", "tenants/settings", {"friendly_name": "Changed"})
        change("PATCH", "attack-protection/brute-force-protection", {"enabled": False})
        change("PUT", "guardian/factors/otp", {"enabled": True})


@pytest.mark.parametrize("form", ["directory", "yaml"])
def test_doctor_reads_what_the_tool_exports(tenant: Served, tmp_path: Path, form: str) -> None:
    deploy(tenant, tmp_path, "export", "--format", form, "--output_folder", str(tmp_path / "export"))
    export = read_export(tmp_path / "export")
    facts = with_exported(Facts(), export, client="Example SPA", organization="acme")
    assert facts.client is not None
    assert facts.client.app_type == "spa"
    assert AUDIENCE in {one.identifier for one in facts.resource_servers or ()}
    assert [(one.name, one.code, one.deployed, one.bound) for one in facts.actions or ()] == [
        ("add-claim", CODE, True, True)
    ]
    assert facts.organization is not None
    assert facts.organization.connections == (CONNECTION,)
    assert CONNECTION in {one.name for one in facts.connections or () if one.strategy == "auth0"}
    unknown = {"user", "enabled connections", "organization members"}
    assert {name for name, reason in facts.missing.items() if reason.startswith("not in")} <= unknown


@pytest.mark.shows("auth0-deploy-cli")
def test_export_import_export_without_a_difference(tenant: Served, tmp_path: Path) -> None:
    deploy(tenant, tmp_path, "export", "--format", "directory", "--output_folder", str(tmp_path / "first"))
    first = written(tmp_path / "first")
    assert {f"resource-servers/{API_NAME}.json", "clients/Example SPA.json", "actions/add-claim/code.js"} <= set(first)
    damage(tenant)
    deploy(tenant, tmp_path, "import", "--input_file", str(tmp_path / "first"))
    deploy(tenant, tmp_path, "export", "--format", "directory", "--output_folder", str(tmp_path / "second"))
    assert written(tmp_path / "second") == first
