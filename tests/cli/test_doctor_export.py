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


def test_without_a_tenant_an_export_is_nobodys(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    path = export(tmp_path / "e", HEALTHY)
    at_home = ("--app-domain", "shop.eu.auth0.com")
    done = auth0ctl("doctor", "--export", path, *LOGIN, "https://shop.example/cb", *at_home, "-o", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr, report["subject"]) == (0, "", "Shop (Shop)")
    assert report["facts"]["tenant"] is None
    assert "18400" not in done.stdout
    assert not (auth0ctl.home / "auth0ctl" / "data" / "local").exists()  # the built-in tenant was not even opened
    url = "https://shop.eu.auth0.com/authorize?client_id=Shop&response_type=code&scope=openid&redirect_uri="
    pasted = auth0ctl("doctor", "--export", path, "--url", f"{url}https://shop.example/other", "-o", "json")
    assert json.loads(pasted.stdout)["findings"][0]["name"] == "callback-url-not-registered"


def test_an_export_is_held_against_the_app(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    path = export(tmp_path / "e", HEALTHY)
    app = tmp_path / "app"
    app.mkdir()
    (app / "package.json").write_text('{"dependencies": {"@auth0/auth0-react": "2.3.0"}}')
    settings = {"DOMAIN": "shop.eu.auth0.com", "CLIENT_ID": "Shop", "REDIRECT_URI": "https://shop.example/other"}
    (app / ".env").write_text("".join(f"VITE_AUTH0_{name}={value}\n" for name, value in settings.items()))
    done = auth0ctl("doctor", "--export", path, "--project", str(app), "-o", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["name"] == "callback-url-not-registered"


def test_a_client_that_an_export_does_not_show_is_not_called_sound(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text("resourceServers: []\n")
    done = auth0ctl("doctor", "--export", str(tmp_path), "--client", "Shop")
    assert done.returncode == 6
    assert "the client's settings could not be looked at" in done.stdout
