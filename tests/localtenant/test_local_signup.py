"""/dbconnections/signup and change_password: the recorded bodies, and what is refused."""

from typing import Any

import pytest
from local_browser import SPA, Browser, api, landed, title, transaction

CONNECTION = "Username-Password-Authentication"
NO_POLICY = {"name": CONNECTION, "strategy": "auth0", "enabled_clients": [SPA], "options": {"passwordPolicy": "none"}}


def sign_up(browser: Browser, **fields: Any) -> tuple[int, Any]:
    known = {"client_id": SPA, "connection": CONNECTION, "email": "new@example.com", "password": "Passw0rd!"}
    body = {name: value for name, value in {**known, **fields}.items() if value is not None}
    response = browser.http.post("/dbconnections/signup", json=body)
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ({}, ["_id", "email", "email_verified"]),
        ({"username": "new"}, ["_id", "email", "username", "email_verified"]),
        ({"email": None, "phone_number": "+12345678900"}, ["_id", "phone_number", "phone_verified"]),
        (
            {"email": None, "username": "new", "phone_number": "+12345678900"},
            ["_id", "username", "phone_number", "phone_verified"],
        ),
    ],
)
def test_the_recorded_answers(browser: Browser, fields: dict[str, Any], keys: list[str]) -> None:
    browser.tenant.seed({"connections": [NO_POLICY]})
    status, body = sign_up(browser, password="mypassword", **fields)
    assert (status, list(body)) == (200, keys)
    assert len(body["_id"]) == 24
    assert browser.log_types()[-1] == "ss"


def test_who_signed_up_can_log_in(browser: Browser) -> None:
    browser.tenant.seed({"resource_servers": [api()]})
    assert sign_up(browser, given_name="Ann", user_metadata={"plan": "free"})[0] == 200
    assert "code" in browser.login(username="new@example.com", password="Passw0rd!").params
    user = browser.tenant.state.find("user", "new@example.com")
    assert user is not None
    assert (user["given_name"], user["user_metadata"]) == ("Ann", {"plan": "free"})


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"email": "user@example.com"}, 400, "invalid_signup"),  # no more is told about who has an account
        ({"email": "USER@example.com"}, 400, "invalid_signup"),
        ({"email": "no address"}, 400, "invalid_signup"),
        ({"email": None}, 400, "invalid_signup"),
        ({"password": "password"}, 400, "invalid_password"),
        ({"password": None}, 400, "invalid_password"),
        ({"client_id": "nobody"}, 400, "invalid_request"),
        ({"connection": "nowhere"}, 404, "not_found"),
        ({"email": 1}, 400, "invalid_request"),
    ],
)
def test_signups_that_are_refused(browser: Browser, fields: dict[str, Any], status: int, code: str) -> None:
    before = browser.tenant.state.count("user")
    given, body = sign_up(browser, **fields)
    assert (given, body["code"], body["statusCode"]) == (status, code, status)
    assert browser.tenant.state.count("user") == before
    assert browser.log_types()[-1] == "fs"


def test_a_weak_password_is_refused_in_the_reported_shape(browser: Browser) -> None:
    status, body = sign_up(browser, password="password1")
    assert status == 400
    assert list(body) == ["name", "message", "code", "description", "statusCode"]
    assert (body["name"], body["code"]) == ("PasswordStrengthError", "invalid_password")


def test_signup_can_be_switched_off(browser: Browser) -> None:
    browser.tenant.seed({"connections": [NO_POLICY | {"options": {"disable_signup": True}}]})
    assert sign_up(browser)[0] == 400


@pytest.mark.parametrize("email", ["user@example.com", "nobody@example.com"])
def test_change_password_tells_nobody_who_has_an_account(browser: Browser, email: str) -> None:
    body = {"client_id": SPA, "connection": CONNECTION, "email": email}
    response = browser.http.post("/dbconnections/change_password", json=body)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text == "We've just sent you an email to reset your password."


def test_the_signup_page(browser: Browser) -> None:
    """``screen_hint=signup`` opens it (authorize.md section 1); a mistake shows it again, an account goes on."""
    page = browser.http.get(browser.authorize(screen_hint="signup", login_hint="new@example.com").headers["location"])
    assert title(page) == "Sign up"
    assert 'value="new@example.com"' in page.text
    form = {"state": transaction(page), "email": "new@example.com", "password": "weak"}
    again = browser.http.post("/u/signup", data=form)
    assert again.status_code == 400
    assert "Password is too weak" in again.text
    assert "weak&" not in again.text
    assert browser.tenant.state.find("user", "new@example.com") is None
    response = browser.http.post("/u/signup", data=form | {"password": "Passw0rd!"})
    assert "code" in landed(response.headers["location"]).params
    assert browser.log_types()[-2:] == ["ss", "s"]
