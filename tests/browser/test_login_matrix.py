"""``login --matrix`` in a real Chromium: a person logs in once, and the tab goes through every variant by itself."""

import json
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from login_pages import API, FREE, enter, free_ports, said_url, seed, spa
from playwright.sync_api import BrowserContext

UNCONFIRMED = {"skip_non_verifiable_callback_uri_confirmation_prompt": True}


@pytest.fixture
def port(auth0ctl: Auth0ctl) -> int:
    (free,) = free_ports(1)
    seed(
        auth0ctl,
        clients=[spa([FREE.format(free), f"http://myapp.localhost:{free}/callback"])],
        resource_servers=[{"identifier": API, "name": "Orders", "signing_alg": "RS256", "scopes": []}],
    )
    return free


def test_every_variant_works_under_localhost(
    auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, tmp_path: Path
) -> None:
    page, trace = chromium.new_page(), tmp_path / "trace.json"
    given = ("--matrix", "--audience", API, "--callback-host", "myapp", "--trace", str(trace), "--no-browser")
    running = auth0ctl.start("login", *given, "-o", "json")
    page.goto(said_url(running))
    enter(page)
    page.click("button[name=action][value=accept]")
    assert running.wait() == 0, running.stderr
    document = json.loads(running.stdout)
    assert [cell for cell in document["cells"] if cell["verdict"] != "works"] == []
    assert len(document["cells"]) == 30
    assert len(chromium.pages) == 1
    page.get_by_role("heading", name="Logged in").wait_for()
    assert "30 of 30 silent logins" in page.locator("main").inner_text()
    told = json.loads(trace.read_text())
    assert told["outcome"] == "passed"
    assert sum(step["what"] == "open /authorize" for step in told["steps"]) == 31
    # What the person logged in for is kept, not what came after it.
    assert auth0ctl.json("token", "decode")["claims"]["aud"][0] == API


def test_loopback_that_cannot_be_verified_is_said_once(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", "--matrix", "--port", str(port), "--no-browser")
    page.goto(said_url(running))
    enter(page)
    assert running.wait() == 0, running.stderr
    assert " ".join(running.stdout.split()).count("--callback-host NAME") == 1
    assert running.stdout.count("✗ confirmation-needed-on-loopback") == 15
    assert running.stdout.count("AZ327") == 1


def test_a_client_without_the_implicit_grant(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext) -> None:
    seed(auth0ctl, clients=[spa([FREE.format(port)], grant_types=["authorization_code"], **UNCONFIRMED)])
    page = chromium.new_page()
    running = auth0ctl.start("login", "--matrix", "--no-browser", "-o", "json")
    page.goto(said_url(running))
    enter(page)
    assert running.wait() == 0, running.stderr
    cells = json.loads(running.stdout)["cells"]
    assert {cell["response_type"] for cell in cells if cell["verdict"] == "works"} == {"code"}
    refused = [cell for cell in cells if cell["verdict"] == "refused"]
    assert {cell["why"] for cell in refused} == {"grant-type-not-enabled"}
    assert {cell["refusal"]["error"] for cell in refused} == {"unauthorized_client"}
