"""``auth0ctl login`` as a process, against the built-in tenant, with every kind of browser flow."""

import json
import re
import socket
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cli_process import Auth0ctl, Running
from quick_browser import browse

SPA = "localSPA000000000000000000000000"
WEB = "localWEB000000000000000000000000"
SECRET = "a web secret: with % and + and ä"
API = "https://api.example.com"
URL = re.compile(r"^  (http://127\.0\.0\.1:\d+/authorize\?\S+)$", re.MULTILINE)
TOKEN = {"name": "Orders", "identifier": API, "signing_alg": "RS256", "scopes": [{"value": "read:orders"}]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def port(auth0ctl: Auth0ctl) -> int:
    """The callback port of the two clients that the tenant has: one without a secret, one with."""
    number = free_port()
    common = {
        "is_first_party": True,
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "callbacks": [f"http://127.0.0.1:{number}/callback"],
    }
    spa = {"client_id": SPA, "name": "SPA", "app_type": "spa", "token_endpoint_auth_method": "none"}
    web = {"client_id": WEB, "client_secret": SECRET, "name": "Web", "app_type": "regular_web"}
    web["token_endpoint_auth_method"] = "client_secret_basic"
    connection = {"name": "Username-Password-Authentication", "strategy": "auth0", "enabled_clients": [SPA, WEB]}
    document = {
        "clients": [spa | common, web | common],
        "connections": [connection],
        "resource_servers": [TOKEN],
        "tenant_settings": {"pushed_authorization_requests_supported": True},
    }
    done = auth0ctl("local", "seed", "-", input=json.dumps(document))
    assert done.returncode == 0, done.stderr
    return number


def said_url(running: Running) -> str:
    running.wait_for("Waiting for the login to come back")
    found = URL.search(running.stderr)
    assert found, running.stderr
    return found.group(1)


def logged_in(auth0ctl: Auth0ctl, *arguments: str, code: int = 0) -> tuple[dict[str, Any], str]:
    """A whole login with a person who says yes: its document, and the URL they were sent to."""
    running = auth0ctl.start("login", *arguments, "--no-browser", "--timeout", "20", "-o", "json")
    url = said_url(running)
    person = threading.Thread(target=browse, args=(url,), daemon=True)
    person.start()
    ended = running.wait()
    person.join(10)
    assert ended == code, f"exit code {ended}\nstdout: {running.stdout}\nstderr: {running.stderr}"
    document: dict[str, Any] = json.loads(running.stdout)
    return document, url


def test_hybrid_by_form_post_with_userinfo(auth0ctl: Auth0ctl, port: int) -> None:
    given = ("--flow", "hybrid", "--response-mode", "form_post", "--userinfo", "--audience", API)
    document, url = logged_in(auth0ctl, *given)
    assert "response_type=code+id_token" in url
    assert document["flow"] == "hybrid (debug only)"
    assert document["answer"]["delivered_by"] == "form_post"
    assert len(document["tokens"]) == 3
    assert {check["id"] for check in document["checks"]} == {"I10", "I12"}
    assert document["userinfo"]["sub"].startswith("auth0|")
    assert "Kept in" in document["saved"] or "kept" in document["saved"]


def test_code_with_a_secret_pushed_and_bound(auth0ctl: Auth0ctl, port: int, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET + "\n")
    given = ("--flow", "code", "--client", WEB, "--client-secret-file", str(secret), "--par", "--dpop")
    document, url = logged_in(auth0ctl, *given, "--audience", API)
    assert document["answer"]["token_type"] == "DPoP"
    assert set(parse_qs(urlsplit(url).query)) == {"client_id", "request_uri"}
    assert document["passed"] is True


def test_secret_of_the_wrong_client_is_explained(auth0ctl: Auth0ctl, port: int) -> None:
    given = ("--flow", "code", "--client", WEB)
    running = auth0ctl.start(
        "login", *given, "--no-browser", "-o", "json", env={"AUTH0_CLIENT_ID": WEB, "AUTH0_CLIENT_SECRET": "wrong"}
    )
    threading.Thread(target=browse, args=(said_url(running),), daemon=True).start()
    assert running.wait() == 4
    document = json.loads(running.stdout)
    assert document["refusal"]["where"] == "token"
    assert document["findings"]
    assert "wrong" not in running.stderr.replace("wrong ", "")


def test_secret_from_the_environment_is_for_the_client_that_was_named(auth0ctl: Auth0ctl, port: int) -> None:
    given = ("login", "--flow", "code", "--client", WEB, "--no-browser", "--timeout", "1", "-o", "json")
    alone = auth0ctl(*given, env={"AUTH0_CLIENT_SECRET": SECRET})
    assert alone.returncode == 5, alone.stderr  # it got as far as waiting for the person
    others = auth0ctl(*given, env={"AUTH0_CLIENT_SECRET": SECRET, "AUTH0_CLIENT_ID": SPA})
    assert others.returncode == 2
    assert "nothing to prove it with" in others.stderr


def test_response_type_chooses_the_flow(auth0ctl: Auth0ctl, port: int) -> None:
    document, url = logged_in(auth0ctl, "--response-type", "id_token")
    assert document["asked"]["response_type"] == "id_token"
    assert "response_type=id_token&" in url
    assert document["answer"]["access_token"] is False


def test_callback_under_localhost(auth0ctl: Auth0ctl, port: int) -> None:
    other = free_port()
    mine = f"http://myapp.localhost:{other}/callback"
    done = auth0ctl("login", "--callback-host", "myapp", "--port", str(other), "--no-browser", "-o", "json")
    assert done.returncode == 4
    assert json.loads(done.stdout)["asked"]["redirect_uri"] == mine
    assert json.loads(done.stdout)["findings"][0]["name"] == "callback-url-not-registered"


def test_from_url_replays_what_an_sdk_asked(auth0ctl: Auth0ctl, port: int) -> None:
    asked = {
        "client_id": SPA,
        "scope": "openid profile",
        "audience": API,
        "redirect_uri": "https://app.example.com/",
        "response_type": "code",
        "response_mode": "web_message",
        "state": "s",
        "nonce": "n",
        "code_challenge": "c",
        "code_challenge_method": "S256",
        "auth0Client": "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIn0=",
    }
    document, url = logged_in(auth0ctl, "--from-url", f"http://127.0.0.1:18400/authorize?{urlencode(asked)}")
    assert document["asked"]["audience"] == API
    assert document["asked"]["scope"] == "openid profile"
    sent = parse_qs(urlsplit(url).query)
    assert sent["auth0Client"] == [asked["auth0Client"]]
    assert sent["state"] != ["s"]
    assert "response_mode" not in sent


def test_from_url_of_another_tenant(auth0ctl: Auth0ctl, port: int) -> None:
    done = auth0ctl("login", "--from-url", "https://other.eu.auth0.com/authorize?client_id=a&response_type=code")
    assert done.returncode == 2
    assert "that URL is of other.eu.auth0.com, and this login talks to 127.0.0.1:18400" in done.stderr


def test_trace_holds_the_steps_and_no_secret(auth0ctl: Auth0ctl, port: int, tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    _, url = logged_in(auth0ctl, "--audience", API, "--trace", str(file))
    text = file.read_text()
    whats = [step["what"] for step in json.loads(text)["steps"]]
    assert [what for what in whats if what in ("open /authorize", "callback by query", "verified")] == [
        "open /authorize",
        "callback by query",
        "verified",
    ]
    for name in ("state", "nonce"):
        assert parse_qs(urlsplit(url).query)[name][0] not in text


def test_ensured_client_logs_in_and_is_deleted_by_undo(auth0ctl: Auth0ctl, port: int) -> None:
    running = auth0ctl.start(
        "login", "--ensure-client", "auth0ctl test", "--port", str(port), "--no-browser", "-o", "json"
    )
    running.wait_for("Logging in with the test client auth0ctl test")
    clients = auth0ctl.json("client", "list")
    running.stop()
    (made,) = [one for one in clients if one["name"] == "auth0ctl test"]
    assert made["callbacks"] == [f"http://127.0.0.1:{port}/callback"]
    assert auth0ctl("undo").returncode == 0
    assert "auth0ctl test" not in [one["name"] for one in auth0ctl.json("client", "list")]


def test_borrowed_callback_is_taken_away_again(auth0ctl: Auth0ctl, port: int) -> None:
    other = free_port()
    document, _ = logged_in(auth0ctl, "--borrow-callback", "--port", str(other))
    assert document["asked"]["redirect_uri"] == f"http://127.0.0.1:{other}/callback"
    (spa,) = [one for one in auth0ctl.json("client", "list") if one["client_id"] == SPA]
    assert spa["callbacks"] == [f"http://127.0.0.1:{port}/callback"]


def test_expected_step_up_that_did_not_come_keeps_nothing(auth0ctl: Auth0ctl, port: int) -> None:
    document, _ = logged_in(auth0ctl, "--acr-values", "http://example.com/mfa", code=1)
    assert document["saved"] == "Not kept: it is not certain whose tokens these are."
    assert auth0ctl("token", "get").returncode == 2


def test_device_flow_goes_by_its_own_page(auth0ctl: Auth0ctl, port: int) -> None:
    done = auth0ctl("login", "--flow", "device", "--no-browser", "-o", "json")
    # The client may not use it: that is said before anybody has to type a code.
    assert done.returncode == 4
    assert json.loads(done.stdout)["asked"]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
