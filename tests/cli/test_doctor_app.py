"""``doctor --project`` and ``--call``: the app's side, by the real command."""

import json
from pathlib import Path

from called_api import Reply, called_api
from cli_process import Auth0ctl


def test_a_placeholder_in_the_apps_settings_is_found(auth0ctl: Auth0ctl) -> None:
    app = auth0ctl.home / "app"
    app.mkdir()
    (app / "package.json").write_text('{"dependencies": {"@auth0/auth0-react": "2.3.0"}}')
    (app / ".env").write_text("VITE_AUTH0_CLIENT_ID=YOUR_CLIENT_ID\n")
    done = auth0ctl("doctor", "--project", str(app), "-o", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["findings"][0]["name"] == "setting-placeholder"
    assert ".env:1" in report["findings"][0]["fix"]
    assert {"id": "project", "status": "pass"}.items() <= next(
        one for one in report["checks"] if one["id"] == "project"
    ).items()


def test_a_folder_that_is_none_is_a_usage_error(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    done = auth0ctl("doctor", "--project", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_an_api_that_is_open_to_everybody_is_found(auth0ctl: Auth0ctl) -> None:
    with called_api(lambda _method, _token: Reply(body="{}")) as api:
        done = auth0ctl("doctor", "--call", api.url, "-o", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["findings"][0]["name"] == "api-accepts-no-token"
    assert [call[2] for call in api.calls] == [None], "no login is kept, so no token was sent"
    assert "auth0ctl login" in done.stderr


def test_an_api_that_refuses_whoever_has_no_token_is_fine(auth0ctl: Auth0ctl) -> None:
    refusal = Reply(status=401, headers={"WWW-Authenticate": 'Bearer realm="api"'})
    with called_api(lambda _method, _token: refusal) as api:
        done = auth0ctl("doctor", "--call", api.url, "-o", "json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["findings"] == []


SPA = "localSPA000000000000000000000000"  # the built-in tenant's
HERE = "127.0.0.1:18400"


def app_of(folder: Path, domain: str, callback: str) -> str:
    """An app whose settings say everything about its login, and where nothing else does."""
    folder.mkdir()
    (folder / "package.json").write_text('{"dependencies": {"@auth0/auth0-react": "2.3.0"}}')
    named = {"DOMAIN": domain, "CLIENT_ID": SPA, "REDIRECT_URI": callback, "AUDIENCE": f"http://{HERE}/api/v2/"}
    (folder / ".env").write_text("".join(f"VITE_AUTH0_{name}={value}\n" for name, value in named.items()))
    return str(folder)


def test_the_login_that_is_looked_at_is_the_apps_own(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    app = app_of(tmp_path / "app", HERE, "http://127.0.0.1:18484/callback/")
    done = auth0ctl("doctor", "--project", app, "-o", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"][0]["name"]) == (1, "callback-url-not-registered")
    assert any("error page" in seen for seen in report["findings"][0]["evidence"])  # /authorize was really asked
    asked = {"client_id": SPA, "redirect_uri": "http://127.0.0.1:18484/callback/"}
    assert {**asked, "audience": f"http://{HERE}/api/v2/"}.items() <= report["facts"].items()
    fine = auth0ctl("doctor", "--project", app, "--redirect-uri", "http://127.0.0.1:18484/callback", "-o", "json")
    assert json.loads(fine.stdout)["facts"]["redirect_uri"] == "http://127.0.0.1:18484/callback"  # what is typed wins


def test_an_app_of_another_tenant_is_not_looked_for_here(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    for place, domain in enumerate(("shop.eu.auth0.com", "login.shop.example")):
        app = app_of(tmp_path / f"app{place}", domain, "https://shop.example/cb")
        report = json.loads(auth0ctl("doctor", "--project", app, "-o", "json").stdout)
        assert "client_id" not in report["facts"]
        assert "wrong-tenant-domain" in [one["name"] for one in report["findings"]]
