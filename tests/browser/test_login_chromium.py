"""Logins in a real Chromium that do not go the straight way: implicit, declined, mistyped, two at once, given up."""

import json
import os
import shlex
import signal
import socket
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from login_pages import API, FREE, SPA, enter, free_ports, last_page, log_in, names, result, said_url, seed, spa
from machine import find_chromium
from playwright.sync_api import Browser, BrowserContext

ACCESS_ONLY = ("--flow", "implicit", "--response-type", "token")


@pytest.fixture
def ports(auth0ctl: Auth0ctl) -> list[int]:
    """The callback ports that the tenant's client has registered, in this test alone; and the API that is there."""
    free = free_ports(2)
    scopes = [{"value": "read:orders", "description": "Read orders"}]
    seed(
        auth0ctl,
        clients=[spa([FREE.format(port) for port in free])],
        resource_servers=[{"identifier": API, "name": "Orders", "signing_alg": "RS256", "scopes": scopes}],
    )
    return free


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A BROWSER that only leaves a mark: ``mark`` exists when a browser was opened, and holds its URL."""
    program, made = tmp_path / "browser", tmp_path / "opened"
    program.write_text(f'#!/bin/sh\necho "$1" > {shlex.quote(str(made))}\n')
    program.chmod(0o755)
    return made


def test_implicit_brings_both_tokens_and_leaves_nothing_in_the_address(
    auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext
) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", "--flow", "implicit", "--audience", API, "--no-browser", "-o", "json")
    log_in(page, running)
    text = last_page(page)
    document = result(running, 0)
    assert document["asked"]["response_type"] == "id_token token"
    assert document["answer"]["delivered_by"] == "fragment"
    assert [one["passed"] for one in document["tokens"]] == [True, True]
    id_token = document["tokens"][0]
    assert "at_hash" in id_token["token"]["claims"]
    assert "ID token verified." in text
    assert "Access token verified." in text
    assert page.url == f"http://127.0.0.1:{ports[0]}/done"
    history = chromium.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert len(history) > 2
    assert not [entry["url"] for entry in history if "token=" in entry["url"]]  # Back does not find the tokens either


def test_login_without_audience_says_why_the_token_is_opaque(
    auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext
) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", "--no-browser")
    log_in(page, running, consent="")
    assert "The access token is opaque" in last_page(page)
    assert running.wait() == 0
    assert "AZ402 audience-missing-opaque-token" in running.stdout
    assert "opaque: only Auth0 can read it" in running.stdout


def test_declined_consent(auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", "--audience", API, "--no-browser", "-o", "json")
    log_in(page, running, consent="decline")
    text = last_page(page)
    assert "The login was refused" in text
    assert "The person declined the consent page" in text
    document = result(running, 4)
    assert document["passed"] is False
    assert document["answer"] is None
    assert document["refusal"]["error"] == "access_denied"
    assert names(document) == ["user-declined-consent"]
    assert auth0ctl("token", "get").returncode == 2  # nothing was kept


def test_wrong_password_is_said_on_the_page_and_the_login_goes_on(
    auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext
) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", "--audience", API, "--no-browser", "-o", "json")
    page.goto(said_url(running))
    enter(page, password="wrong")
    page.get_by_text("Wrong email or password").wait_for()
    assert running.process.poll() is None
    enter(page)
    page.click("button[name=action][value=accept]")
    assert "Logged in" in last_page(page)
    assert result(running, 0)["passed"] is True


def test_response_type_token_alone(auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext) -> None:
    page = chromium.new_page()
    running = auth0ctl.start("login", *ACCESS_ONLY, "--audience", API, "--no-browser", "-o", "json")
    log_in(page, running)
    last_page(page)
    document = result(running, 0)
    assert names(document) == ["response-type-without-id-token"]
    assert document["answer"]["id_token"] is False
    assert [one["subject"].partition(" of ")[0] for one in document["tokens"]] == ["access token"]


@pytest.mark.parametrize(
    ("audience", "finding", "fix"),
    [
        ("https://nosuch.example.com", "audience-not-registered", "auth0ctl api create NAME --identifier"),
        (f"{API}/", "audience-slash-mismatch", f"auth0ctl login --audience {API}"),
    ],
)
def test_audience_that_is_refused_opens_no_browser(
    auth0ctl: Auth0ctl, ports: list[int], mark: Path, audience: str, finding: str, fix: str
) -> None:
    env = {"BROWSER": str(mark.with_name("browser"))}
    document = json.loads(refused(auth0ctl, "--audience", audience, "-o", "json", env=env))
    assert names(document) == [finding]
    assert fix in document["findings"][0]["fix"]
    assert not mark.exists()


def test_callback_that_is_not_registered_opens_no_browser(auth0ctl: Auth0ctl, ports: list[int], mark: Path) -> None:
    seed(
        auth0ctl,
        clients=[spa(["https://app.example.com/callback"])],
    )
    (port,) = free_ports(1)
    told = refused(auth0ctl, "--port", str(port), env={"BROWSER": str(mark.with_name("browser"))})
    assert "AZ301 callback-url-not-registered" in told
    assert "no browser was needed to find out" in told
    assert FREE.format(port) in told
    assert not mark.exists()


def refused(auth0ctl: Auth0ctl, *arguments: str, env: dict[str, str]) -> str:
    """What a login that the tenant refuses shows; it must not wait for anybody."""
    done = auth0ctl("login", *arguments, env=env, timeout=30)
    assert done.returncode == 4, done.stderr
    assert "Waiting" not in done.stderr
    return done.stdout


def test_browser_is_opened_where_the_login_can_succeed(auth0ctl: Auth0ctl, ports: list[int], mark: Path) -> None:
    # Otherwise "opens no browser" above could not fail. Nobody logs in, so this is the timeout too.
    env = {"BROWSER": str(mark.with_name("browser"))}
    done = auth0ctl("login", "--audience", API, "--timeout", "1", "-o", "json", env=env)
    assert done.returncode == 5
    assert json.loads(done.stdout)["error"]["name"] == "network"
    assert mark.read_text().strip() in done.stderr
    assert "Your browser opens now." in done.stderr
    socket.create_server(("127.0.0.1", ports[0])).close()


def test_person_comes_too_late(auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext) -> None:
    running = auth0ctl.start("login", "--no-browser", "--timeout", "1", "-o", "json")
    chromium.new_page().goto(said_url(running))
    assert result(running, 5)["error"]["code"] == 5
    assert running.stderr.count("error: ") == 1


def test_ctrl_c_gives_the_port_back(auth0ctl: Auth0ctl, ports: list[int]) -> None:
    running = auth0ctl.start("login", "--no-browser", "-o", "json")
    said_url(running)
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", ports[0]))
    assert running.stop() == 130
    assert "Traceback" not in running.stderr
    assert running.stderr.endswith("Interrupted.\n")
    socket.create_server(("127.0.0.1", ports[0])).close()


def test_two_logins_at_once_share_the_tenant_and_not_the_port(
    auth0ctl: Auth0ctl, ports: list[int], chromium_browser: Browser
) -> None:
    first = auth0ctl.start("login", "--audience", API, "--no-browser", "-o", "json")
    said_url(first)
    second = auth0ctl.start("login", "--audience", API, "--flow", "implicit", "--no-browser", "-o", "json")
    said_url(second)
    with chromium_browser.new_context() as one, chromium_browser.new_context() as other:
        log_in(other.new_page(), second)  # the later one comes back first
        later = result(second, 0)
        log_in(one.new_page(), first, consent="")  # consent was given a moment ago
        earlier = result(first, 0)
    asked = [document["asked"]["redirect_uri"] for document in (earlier, later)]
    assert asked == [FREE.format(port) for port in ports]
    for document in (earlier, later):
        assert document["passed"] is True
        assert document["asked"]["client_id"] == SPA


def test_answer_of_another_login_is_not_taken(auth0ctl: Auth0ctl, ports: list[int], chromium: BrowserContext) -> None:
    running = auth0ctl.start("login", "--audience", API, "--no-browser", "-o", "json")
    said_url(running)
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{ports[0]}/callback?code=stolen&state=another")
    assert "does not belong to the login that is waiting" in page.locator("main").inner_text()
    assert running.process.poll() is None
    log_in(page, running)
    assert "Logged in" in last_page(page)
    assert result(running, 0)["passed"] is True


@pytest.mark.browser
@pytest.mark.parametrize("flow", ["pkce", "implicit"])
def test_browser_variable_starts_a_real_chromium(
    auth0ctl: Auth0ctl, ports: list[int], tmp_path: Path, flow: str
) -> None:
    """Nobody clicks here: the tenant logs its user in by itself, and ``login`` opens the browser."""
    profile, pid, program = tmp_path / "profile", tmp_path / "pid", tmp_path / "chromium"
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run"
    started = f"exec {find_chromium()} {flags} --user-data-dir={profile} --remote-debugging-port=0"
    program.write_text(f'#!/bin/sh\necho $$ > {pid}\n{started} "$1"\n')
    program.chmod(0o755)
    serving = auth0ctl.start("local", "serve", "--port", "0", "--auto-login", "user@example.com", "-o", "json")
    env = {"AUTH0_DOMAIN": serving.json()["resource"]["domain"], "BROWSER": str(program)}
    try:
        done = auth0ctl(
            "login", "--client", SPA, "--port", str(ports[0]), "--flow", flow, "--audience", API, "-o", "json", env=env
        )
    finally:
        if pid.exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)
    assert done.returncode == 0, done.stderr
    assert "Your browser opens now." in done.stderr
    document = json.loads(done.stdout)
    assert document["passed"] is True
    assert [one["passed"] for one in document["tokens"]] == [True, True]
    assert serving.stop() == 130
