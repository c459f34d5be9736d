"""What each response type brings, where, and how its parts are tied together (authorize.md section 5, tokens.md 2)."""

import re
from html import unescape
from typing import Any

import pytest
from local_browser import API, CALLBACK, SPA, Browser, landed, transaction
from local_tokens_read import ISSUER, left_half, verified

ON = {"tenant_settings": {"authorization_response_iss_parameter_supported": True}}
ALL = ["code", "token", "id_token", "id_token token", "code id_token", "code token", "code id_token token"]


@pytest.mark.parametrize("words", ALL)
@pytest.mark.parametrize("mode", [None, "fragment", "form_post"])
def test_the_parts_and_their_hashes(browser: Browser, words: str, mode: str | None) -> None:
    answer = arrive(browser, response_type=words, response_mode=mode, audience=API, scope="openid read:items")
    kinds = set(words.split())
    tokens = {"access_token", "scope", "expires_in", "token_type"} if "token" in kinds else set()
    expected = (kinds & {"code", "id_token"}) | tokens | {"state"}
    assert set(answer) == expected
    if "token" in kinds:
        assert (answer["token_type"], answer["expires_in"]) == ("Bearer", "7200")
        verified(browser, answer["access_token"], API)
    if "id_token" in kinds:
        claims = verified(browser, answer["id_token"], SPA)
        assert claims["nonce"] == "the-nonce"
        assert claims.get("at_hash") == (left_half(answer["access_token"]) if "token" in kinds else None)
        assert claims.get("c_hash") == (left_half(answer["code"]) if "code" in kinds else None)
        assert "s_hash" not in claims
    if "code" in kinds:
        body = browser.exchange(answer["code"]).json()
        back = verified(browser, body["id_token"], SPA)
        assert (back["sub"], back["nonce"]) == ("auth0|local-user-1", "the-nonce")
        assert {"at_hash", "c_hash"}.isdisjoint(back)


@pytest.mark.parametrize("words", ["id_token code", "token code", "token id_token", "token id_token code"])
def test_the_order_of_the_words_does_not_matter(browser: Browser, words: str) -> None:
    answer = browser.login(response_type=words)
    assert answer.mode == "fragment"
    assert ("code" in answer.params) is ("code" in words)
    assert ("id_token" in answer.params) is ("id_token" in words)


@pytest.mark.parametrize("words", ["code", "id_token token", "code id_token"])
def test_iss_where_the_tenant_says_so(browser: Browser, words: str) -> None:
    assert "iss" not in arrive(browser, response_type=words)
    browser.tenant.seed(ON)
    for mode in (None, "form_post"):
        assert arrive(browser, response_type=words, response_mode=mode)["iss"] == ISSUER
    document = browser.http.get("/.well-known/openid-configuration").json()
    assert document["authorization_response_iss_parameter_supported"] is True


def test_iss_stands_in_errors_too(browser: Browser) -> None:
    browser.tenant.seed(ON)
    answer = landed(browser.authorize(prompt="none").headers["location"])
    assert answer.params["error"] == "login_required"
    assert answer.params["iss"] == ISSUER


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "app.localhost"])
def test_the_confirmation_depends_on_the_callbacks_host(browser: Browser, host: str) -> None:
    callback = f"http://{host}:18484/callback"
    client = browser.tenant.state.get("client", SPA)
    assert client is not None
    browser.tenant.state.put("client", SPA, {**client, "callbacks": [callback]})
    browser.login(redirect_uri=callback, prompt="login")
    again = browser.authorize(redirect_uri=callback)
    silent = landed(browser.authorize(redirect_uri=callback, prompt="none").headers["location"]).params
    if host == "app.localhost":
        assert again.headers["location"].startswith(callback)
        assert "code" in silent
    else:
        assert again.headers["location"].startswith("/u/confirm?")
        assert silent["error"] == "interaction_required"


def arrive(browser: Browser, **params: Any) -> dict[str, str]:
    """Log in with a session or without; the fields that reach the callback, whatever the mode."""
    response = browser.authorize(**params)
    for _ in range(4):
        location = response.headers.get("location", "")
        if not location.startswith("/u/"):
            break
        page = browser.http.get(location)
        form = {"state": transaction(page), "username": "user@example.com", "password": "password", "action": "accept"}
        response = browser.http.post(location.partition("?")[0], data=form)
    if response.status_code == 302:
        return dict(landed(response.headers["location"]).params)
    assert f'action="{CALLBACK}"' in response.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.text)
    return {name: unescape(value) for name, value in fields}
