"""/userinfo (token-endpoint.md section 13)."""

import base64
import json

import httpx
import pytest
from local_browser import API, Browser, Clock, credentials


def userinfo(browser: Browser, token: str, method: str = "GET") -> httpx.Response:
    return browser.http.request(method, "/userinfo", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("audience", [None, API])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_userinfo(browser: Browser, audience: str | None, method: str) -> None:
    response = userinfo(browser, browser.tokens(audience=audience)["access_token"], method)
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    body = response.json()
    assert next(iter(body)) == "sub"
    assert set(body) == {"sub", "nickname", "name", "picture", "updated_at", "email", "email_verified"}


def test_userinfo_without_openid_tells_nothing(browser: Browser) -> None:
    response = userinfo(browser, browser.tokens(scope="profile")["access_token"])
    assert response.status_code == 200
    assert response.json() == {}


@pytest.mark.usefixtures("with_machine")
def test_userinfo_refuses_every_other_token(browser: Browser, clock: Clock) -> None:
    body = browser.tokens()
    bad = {
        "id token": body["id_token"],
        "api only": browser.tokens(audience=API, scope="read:items")["access_token"],
        "machine": credentials(browser).json()["access_token"],
        "made up": "abc",
        "broken opaque": body["access_token"][:-4] + "AAAA",
    }
    for what, token in bad.items():
        response = userinfo(browser, token)
        assert (response.status_code, response.text) == (401, "Unauthorized"), what
    assert browser.http.get("/userinfo").status_code == 401
    clock.move(86401)
    assert userinfo(browser, body["access_token"]).status_code == 401


@pytest.mark.parametrize(
    "header", [{"crit": None}, {"crit": 1}, {"alg": None}, {"alg": 5}, {"kid": []}, {"b64": False}]
)
def test_headers_that_no_token_has(browser: Browser, header: dict[str, object]) -> None:
    head, _, rest = browser.tokens(audience=API)["access_token"].partition(".")
    known = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    text = base64.urlsafe_b64encode(json.dumps({**known, **header}).encode()).rstrip(b"=").decode()
    assert userinfo(browser, f"{text}.{rest}").status_code == 401
