"""--from-url: an app's authorize URL is read, kept where it can be, and replayed."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from login_bench import API, SPA, Bench, Place, bench

from auth0ctl.errors import UsageError
from auth0ctl.journeys.login.asked_url import AskedURL, read_asked_url
from auth0ctl.localtenant import open_tenant
from auth0ctl.protocol import Discovery
from auth0ctl.results import Login

TENANT = "https://tenant.eu.auth0.com"
DISCOVERY = Discovery(
    issuer=f"{TENANT}/",
    authorization_endpoint=f"{TENANT}/authorize",
    token_endpoint=f"{TENANT}/oauth/token",
    jwks_uri=f"{TENANT}/.well-known/jwks.json",
)
# What auth0-spa-js 2 sends for loginWithRedirect, parameter by parameter.
SPA_JS = {
    "client_id": SPA,
    "scope": "openid profile email offline_access",
    "audience": API,
    "redirect_uri": "https://app.example.com/",
    "prompt": "login",
    "organization": "org_abc",
    "response_type": "code",
    "response_mode": "query",
    "state": "the-apps-state",
    "nonce": "the-apps-nonce",
    "code_challenge": "the-apps-challenge",
    "code_challenge_method": "S256",
    "auth0Client": "eyJuYW1lIjoiYXV0aDAtc3BhLWpzIiwidmVyc2lvbiI6IjIuMC4wIn0=",
}


def url(**changes: str | None) -> str:
    asked = {name: value for name, value in {**SPA_JS, **changes}.items() if value is not None}
    return f"{TENANT}/authorize?{urlencode(asked)}"


def read(**changes: str | None) -> AskedURL:
    return read_asked_url(url(**changes), DISCOVERY)


def test_url_of_the_spa_sdk() -> None:
    asked = read()
    assert (asked.client_id, asked.audience, asked.flow.name) == (SPA, API, "pkce")
    assert asked.scope == ("openid", "profile", "email", "offline_access")
    assert asked.redirect_uri == "https://app.example.com/"
    assert asked.response_mode == "query"
    assert dict(asked.extra) == {name: SPA_JS[name] for name in ("prompt", "organization", "auth0Client")}


def test_what_is_the_apps_own_is_made_anew_and_said() -> None:
    asked = read(dpop_jkt="the-apps-key")
    assert asked.said == ("Made anew for this login: state, nonce, code_challenge, code_challenge_method, dpop_jkt.",)
    assert "the-apps" not in str(asked.extra)


def test_unknown_parameters_are_kept() -> None:
    extra = read(**{"ext-theme": "dark", "screen_hint": "signup", "max_age": "0", "acr_values": "a b"}).extra
    assert extra["ext-theme"] == "dark"
    assert (extra["max_age"], extra["acr_values"]) == ("0", "a b")


@pytest.mark.parametrize(
    ("response_type", "flow"),
    [("code", "pkce"), ("token id_token", "implicit"), ("token", "implicit"), ("id_token code", "hybrid")],
)
def test_response_type_decides_the_flow(response_type: str, flow: str) -> None:
    assert read(response_type=response_type).flow.name == flow


def test_web_message_is_left_out_and_said() -> None:
    asked = read(response_mode="web_message", prompt="none")
    assert asked.response_mode is None
    assert "web_message answers only inside a page of the app's own origin" in asked.said[0]
    assert asked.extra["prompt"] == "none"


def test_url_without_pkce_gets_it() -> None:
    asked = read(code_challenge=None, code_challenge_method=None)
    assert "The URL has no code_challenge: PKCE is added." in asked.said


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (url().replace("tenant.eu", "other.eu"), "that URL is of other.eu.auth0.com"),
        (url().replace("https://tenant", "https://tenant.eu.auth0.com@tenant"), "that URL is of tenant.eu.auth0.com"),
        (url().replace("https:", "http:"), "that URL is of"),
        (url().replace("/authorize", "/u/login"), "not the tenant's authorize endpoint"),
        (url() + "&scope=openid", "has scope twice"),
        (url(client_id=None), "no client_id"),
        (url(response_type=None), "no response_type"),
        (url(response_type="code pigeon"), "no login here can receive"),
        (url(request_uri="urn:x"), "a pushed request"),
        (url(request="eyJ"), "a signed request object"),
        ("authorize?client_id=1", "whole authorize URL"),
        ("https://[bad/authorize", "not a URL"),
    ],
)
def test_url_that_cannot_be_replayed(bad: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        read_asked_url(bad, DISCOVERY)
    assert "the-apps" not in caught.value.message


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Bench]:
    open_tenant(tmp_path / "first").close()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with bench(tmp_path / "local", tmp_path / "first", (port,)) as made:
        yield made


def replay(one: Bench, asked: AskedURL) -> Login:
    return one.run(
        asked.flow.name,
        client_id=asked.client_id,
        scope=asked.scope,
        audience=asked.audience,
        response_type=asked.response_type,
        response_mode=asked.response_mode,
        extra=asked.extra,
        place=Place(redirect_uri=asked.redirect_uri),
    )


def local_url(one: Bench, **changes: str) -> str:
    asked = {**SPA_JS, **changes}
    del asked["organization"]
    return f"{one.world.discovery.authorization_endpoint}?{urlencode(asked)}"


def test_replay_keeps_everything_but_what_is_ours(one: Bench) -> None:
    result = replay(one, read_asked_url(local_url(one), one.world.discovery))
    assert result.passed, result.refusal
    sent = {name: values[0] for name, values in parse_qs(urlsplit(one.opened[0]).query).items()}
    for name in ("client_id", "audience", "scope", "prompt", "auth0Client", "response_type"):
        assert sent[name] == SPA_JS[name]
    for name in ("state", "nonce", "code_challenge"):
        assert sent[name] != SPA_JS[name]
    assert sent["redirect_uri"] == f"http://127.0.0.1:{one.ports[0]}/callback"
    assert any("https://app.example.com/ cannot be served here" in sentence for sentence in one.said)


@pytest.mark.parametrize("path", ["", "/", "/login/done"])
def test_redirect_uri_on_this_machine_is_used_as_it_stands(one: Bench, path: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        mine = f"http://localhost:{free.getsockname()[1]}{path}"
    client = one.local.state.get("client", SPA)
    assert client is not None
    one.local.seed({"clients": [{**client, "callbacks": [mine]}]})
    result = replay(one, read_asked_url(local_url(one, redirect_uri=mine), one.world.discovery))
    assert result.passed, result.refusal
    assert parse_qs(urlsplit(one.opened[0]).query)["redirect_uri"] == [mine]
    assert one.said == []


def test_redirect_uri_whose_port_is_taken_gives_way(one: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        mine = f"http://127.0.0.1:{taken.getsockname()[1]}/callback"
        result = replay(one, read_asked_url(local_url(one, redirect_uri=mine), one.world.discovery))
    assert result.passed, result.refusal
    assert f"127.0.0.1%3A{one.ports[0]}" in one.opened[0]
