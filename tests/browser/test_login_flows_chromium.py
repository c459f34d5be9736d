"""The other browser flows in a real Chromium: a client with a secret, hybrid, and answers that come as a form."""

from pathlib import Path

import pytest
from cli_process import Auth0ctl
from login_pages import API, FREE, free_ports, last_page, log_in, names, result, seed, spa
from playwright.sync_api import BrowserContext

WEB = "localWEB000000000000000000000000"
SECRET = "a-web-secret"


@pytest.fixture
def port(auth0ctl: Auth0ctl) -> int:
    """The callback port of the tenant's two clients: one without a secret, one with."""
    (free,) = free_ports(1)
    web = {"client_id": WEB, "client_secret": SECRET, "app_type": "regular_web", "name": "Web"}
    web["token_endpoint_auth_method"] = "client_secret_post"
    enabled = [spa([])["client_id"], WEB]
    seed(
        auth0ctl,
        clients=[spa([FREE.format(free)]), spa([FREE.format(free)], **web)],
        connections=[
            {"name": "Username-Password-Authentication", "strategy": "auth0", "enabled_clients": enabled},
        ],
        resource_servers=[{"identifier": API, "name": "Orders", "signing_alg": "RS256", "scopes": []}],
    )
    return free


def test_code_with_a_secret(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    page = chromium.new_page()
    given = ("--flow", "code", "--client", WEB, "--client-secret-file", str(secret), "--audience", API)
    running = auth0ctl.start("login", *given, "--no-browser", "--userinfo", "-o", "json")
    log_in(page, running)
    assert "Access token verified." in last_page(page)
    document = result(running, 0)
    assert document["userinfo"]["email"] == "user@example.com"


@pytest.mark.parametrize(
    ("response_type", "tokens"), [("code id_token", 3), ("code token", 3), ("code id_token token", 4)]
)
def test_hybrid(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, response_type: str, tokens: int) -> None:
    page = chromium.new_page()
    given = ("--flow", "hybrid", "--response-type", response_type, "--audience", API)
    running = auth0ctl.start("login", *given, "--no-browser", "-o", "json")
    log_in(page, running)
    text = last_page(page)
    document = result(running, 0)
    assert document["answer"]["delivered_by"] == "fragment"
    assert len(document["tokens"]) == tokens
    assert "Front-channel" in text
    assert ("I10" in {check["id"] for check in document["checks"]}) is ("id_token" in response_type)


@pytest.mark.parametrize("flow", ["pkce", "implicit", "hybrid"])
def test_form_post(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, flow: str) -> None:
    page = chromium.new_page()
    given = ("--flow", flow, "--response-mode", "form_post", "--audience", API)
    running = auth0ctl.start("login", *given, "--no-browser", "-o", "json")
    log_in(page, running)
    assert "Logged in" in last_page(page)
    document = result(running, 0)
    assert document["answer"]["delivered_by"] == "form_post"
    assert page.url.rstrip("#") == f"http://127.0.0.1:{port}/done"


def test_declined_by_form_post(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext) -> None:
    page = chromium.new_page()
    given = ("--flow", "hybrid", "--response-mode", "form_post", "--audience", API)
    running = auth0ctl.start("login", *given, "--no-browser", "-o", "json")
    log_in(page, running, consent="decline")
    assert "The login was refused" in last_page(page)
    document = result(running, 4)
    assert document["answer"] is None
    assert names(document) == ["user-declined-consent"]


def test_callback_under_localhost(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext) -> None:
    """Chromium finds NAME.localhost by itself, and the tenant asks for no confirmation there."""
    seed(auth0ctl, clients=[spa([FREE.format(port), f"http://myapp.localhost:{port}/callback"])])
    page = chromium.new_page()
    running = auth0ctl.start("login", "--callback-host", "myapp", "--no-browser", "-o", "json")
    log_in(page, running, consent="")
    assert "Logged in" in last_page(page)
    assert result(running, 0)["asked"]["redirect_uri"] == f"http://myapp.localhost:{port}/callback"
