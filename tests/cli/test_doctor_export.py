"""``doctor --export``: a tenant is judged from its files, and nobody is asked, by the real command."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl

HEALTHY = {
    "name": "Shop",
    "app_type": "spa",
    "oidc_conformant": True,
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code"],
    "callbacks": ["https://shop.example/cb"],
    "jwt_configuration": {"alg": "RS256"},
}
# A host that no name server knows: whoever asked it would fail.
ELSEWHERE = {"AUTH0_DOMAIN": "shop.invalid"}


def export(folder: Path, client: dict[str, Any]) -> str:
    database = {"name": "Users", "strategy": "auth0", "enabled_clients": ["Shop"], "options": {}}
    sections = {"clients": [client], "resourceServers": [], "databases": [database], "connections": []}
    folder.mkdir()
    (folder / "tenant.yaml").write_text("".join(f"{name}: {json.dumps(one)}\n" for name, one in sections.items()))
    return str(folder)


LOGIN = ("--client", "Shop", "--flow", "spa-pkce", "--redirect-uri")


def test_a_healthy_export_is_fine_and_nobody_was_asked(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    path = export(tmp_path / "e", HEALTHY)
    done = auth0ctl("doctor", "--export", path, *LOGIN, "https://shop.example/cb", "-o", "json", env=ELSEWHERE)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    lines = {one["id"]: one for one in report["checks"]}
    assert lines["client"]["status"] == "pass"
    assert lines["actions"] == {**lines["actions"], "status": "skip", "detail": "not in an export of auth0-deploy-cli"}
    assert "authorize" not in lines


def test_a_callback_that_is_not_in_the_export_is_the_cause(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    path = export(tmp_path / "e", HEALTHY)
    done = auth0ctl("doctor", "--export", path, *LOGIN, "https://shop.example/other", "-o", "json", env=ELSEWHERE)
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["name"] == "callback-url-not-registered"


def test_no_change_is_offered_to_an_export(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    path = export(tmp_path / "e", HEALTHY)
    done = auth0ctl("doctor", "--export", path, *LOGIN, "https://shop.example/other", env=ELSEWHERE)
    assert "Allowed Callback" in done.stdout
    assert "--fix" not in done.stdout


@pytest.mark.parametrize("more", [["--fix", "--yes"], []])
def test_an_export_is_not_mended_and_must_be_there(auth0ctl: Auth0ctl, tmp_path: Path, more: list[str]) -> None:
    path = export(tmp_path / "e", HEALTHY) if more else str(tmp_path / "nowhere")
    done = auth0ctl("doctor", "--export", path, *more, env=ELSEWHERE)
    assert done.returncode == 2, done.stdout + done.stderr
