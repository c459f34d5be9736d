"""/v2/logout and /oidc/logout (authorize.md section 10)."""

from typing import Any

import httpx
import pytest
from local_browser import SPA, Browser, landed, spa, title, transaction
from local_tokens_read import peek


def test_logout_ends_the_session_and_returns(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(allowed_logout_urls=["https://app.example.com/bye", "https://second"])]})
    browser.login()
    response = browser.http.get("/v2/logout", params={"client_id": SPA, "returnTo": "https://APP.example.com/bye?x=1"})
    assert response.status_code == 302
    assert response.headers["location"].lower() == "https://app.example.com/bye?x=1"
    assert browser.log_types()[-1] == "slo"
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "login_required"


@pytest.mark.parametrize(
    ("params", "status", "location"),
    [
        ({}, 200, None),
        ({"client_id": SPA}, 302, "https://app.example.com/bye"),
        ({"client_id": SPA, "returnTo": "https://app.example.com/Bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://evil.example.com/bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://tenant.example.com/"}, 400, None),
        ({"client_id": SPA, "returnTo": "http://[::1"}, 400, None),
        ({"client_id": "nobody", "returnTo": "https://app.example.com/bye"}, 400, None),
        ({"returnTo": "https://tenant.example.com/"}, 302, "https://tenant.example.com/"),
        ({"returnTo": "https://app.example.com/bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://app.example.com/bye?x=\r\nSet-Cookie: a=b"}, 302, None),
    ],
)
def test_where_logout_may_return_to(
    browser: Browser, params: dict[str, str], status: int, location: str | None
) -> None:
    browser.tenant.seed(
        {
            "clients": [spa(allowed_logout_urls=["https://app.example.com/bye"])],
            "tenant_settings": {"allowed_logout_urls": ["https://tenant.example.com/"]},
        }
    )
    response = browser.http.get("/v2/logout", params=params)
    assert response.status_code == status
    if location:
        assert response.headers["location"] == location
    if status == 200:
        assert response.text == "OK"
    if status == 400:
        expected = f"The &quot;returnTo&quot; querystring parameter &quot;{params['returnTo']}&quot; is not defined as"
        assert expected in response.text
        assert "location" not in response.headers


def test_oidc_logout_matches_exactly_and_echoes_the_state(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(allowed_logout_urls=["https://app.example.com/bye?a=1"])]})
    hint = browser.tokens()["id_token"]
    params = {"id_token_hint": hint, "post_logout_redirect_uri": "https://app.example.com/bye?a=1", "state": "s 1"}
    response = browser.http.get("/oidc/logout", params=params)
    assert response.headers["location"] == "https://app.example.com/bye?a=1&state=s+1"
    wrong = {**params, "post_logout_redirect_uri": "https://app.example.com/bye"}
    assert browser.http.get("/oidc/logout", params=wrong).status_code == 400


BYE = "https://app.example.com/bye"


@pytest.fixture
def leaving(browser: Browser) -> Browser:
    browser.tenant.seed({"clients": [spa(allowed_logout_urls=[BYE])]})
    return browser


def oidc(browser: Browser, **params: Any) -> httpx.Response:
    return browser.http.get("/oidc/logout", params={"post_logout_redirect_uri": BYE, **params})


def is_logged_in(browser: Browser) -> bool:
    browser.tenant.seed({"tenant_settings": {"skip_non_verifiable_callback_uri_confirmation_prompt": True}})
    return "code" in landed(browser.authorize(prompt="none").headers["location"]).params


@pytest.mark.parametrize("by", ["id_token_hint", "logout_hint"])
def test_a_hint_that_names_the_session_needs_no_confirmation(leaving: Browser, by: str) -> None:
    hint = leaving.tokens()["id_token"]
    params = {"id_token_hint": hint} if by == "id_token_hint" else {"logout_hint": peek(hint)["sid"], "client_id": SPA}
    assert oidc(leaving, **params).headers["location"] == BYE
    assert not is_logged_in(leaving)


@pytest.mark.parametrize("hint", ["none", "stale"])
def test_without_a_good_hint_the_user_is_asked(leaving: Browser, hint: str) -> None:
    old = leaving.tokens()["id_token"]
    leaving.login(prompt="login")
    response = oidc(leaving, **({"id_token_hint": old} if hint == "stale" else {"client_id": SPA}))
    location = response.headers["location"]
    assert location.startswith("/u/logout?state=")
    page = leaving.http.get(location)
    assert title(page) == "Log out"
    form = {"state": transaction(page), "action": "decline"}
    assert title(leaving.http.post("/u/logout", data=form)) == "Log out"
    assert is_logged_in(leaving)
    assert leaving.http.post("/u/logout", data=form | {"action": "accept"}).status_code == 400, "it was answered"

    page = leaving.http.get(oidc(leaving, client_id=SPA).headers["location"])
    form = {"state": transaction(page), "action": "accept"}
    assert leaving.http.post("/u/logout", data=form).headers["location"] == BYE
    assert not is_logged_in(leaving)
    assert "slo" in leaving.log_types()


def test_the_prompt_can_be_switched_off(leaving: Browser) -> None:
    leaving.tenant.seed({"tenant_settings": {"sessions": {"oidc_logout_prompt_enabled": False}}})
    leaving.login()
    assert oidc(leaving, client_id=SPA).headers["location"] == BYE


def test_another_browser_cannot_answer_the_prompt(leaving: Browser) -> None:
    leaving.login()
    page = leaving.http.get(oidc(leaving, client_id=SPA).headers["location"])
    leaving.http.cookies.clear()
    form = {"state": transaction(page), "action": "accept"}
    assert leaving.http.post("/u/logout", data=form).status_code == 400


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"client_id": "another"}, "client_id"),
        ({"logout_hint": "another"}, "logout_hint"),
        ({"post_logout_redirect_uri": "https://evil.example.com/"}, "post_logout_redirect_uri"),
    ],
)
def test_what_does_not_fit_the_hint_is_refused(leaving: Browser, params: dict[str, str], text: str) -> None:
    hint = leaving.tokens()["id_token"]
    response = oidc(leaving, **{"id_token_hint": hint, **params})
    assert (response.status_code, title(response)) == (400, "Oops!, something went wrong")
    assert f"&quot;{text}&quot;" in response.text
    assert leaving.log_types()[-1] == "flo"
    assert is_logged_in(leaving)


def test_without_a_client_the_tenants_list_counts(leaving: Browser) -> None:
    assert oidc(leaving).status_code == 400
    leaving.tenant.seed({"tenant_settings": {"allowed_logout_urls": [BYE]}})
    assert oidc(leaving).headers["location"] == BYE


@pytest.mark.parametrize("path", ["/v2/logout", "/oidc/logout"])
def test_strict_third_party_clients_have_no_logout(browser: Browser, path: str) -> None:
    browser.tenant.seed({"clients": [spa(client_id="tpc_a", is_first_party=False, allowed_logout_urls=[BYE])]})
    assert browser.http.get(path, params={"client_id": "tpc_a"}).status_code == 400
