"""Cross-origin authentication over HTTP: /co/authenticate, its cookie, the login ticket, and the verification page."""

from typing import Any

import httpx
import pytest
from local_browser import SPA, Browser, Clock, landed, spa, transaction

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.login import attempts

ORIGIN = "https://app.example.com"
CALLBACK = f"{ORIGIN}/callback"
REALM = "Username-Password-Authentication"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
OTP = "http://auth0.com/oauth/grant-type/passwordless/otp"
ALLOWED: dict[str, Any] = {"cross_origin_authentication": True, "web_origins": [ORIGIN], "app_type": "spa"}


@pytest.fixture
def page(tenant: LocalTenant, browser: Browser) -> Browser:
    """The browser of somebody who looks at a page of the client, which may log in across origins."""
    tenant.seed({"clients": [spa(**ALLOWED)]})
    return browser


def authenticate(page: Browser, *, origin: str | None = ORIGIN, **fields: Any) -> httpx.Response:
    sent = {
        "client_id": SPA,
        "username": "user@example.com",
        "password": "password",
        "realm": REALM,
        "credential_type": PASSWORD_REALM,
        **fields,
    }
    body = {name: value for name, value in sent.items() if value is not None}
    return page.http.post("/co/authenticate", json=body, headers={"Origin": origin} if origin else {})


def ticket(page: Browser) -> str:
    text = authenticate(page).json()["login_ticket"]
    assert isinstance(text, str)
    return text


def error(response: httpx.Response) -> tuple[int, str, str]:
    body = response.json()
    assert set(body) == {"error", "error_description"}
    return response.status_code, body["error"], body["error_description"]


def test_the_ticket_logs_in_without_a_page(page: Browser) -> None:
    answer = authenticate(page)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"login_ticket", "co_verifier", "co_id"}
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "HttpOnly" in answer.headers["set-cookie"]
    response = page.authorize(redirect_uri=CALLBACK, login_ticket=body["login_ticket"], realm=REALM)
    tokens = page.exchange(landed(response.headers["location"]).params["code"], redirect_uri=CALLBACK).json()
    assert tokens["id_token"]
    assert page.log_types() == ["scoa", "s", "seacft"]
    # The session is that of any login.
    silent = landed(page.authorize(redirect_uri=CALLBACK, prompt="none").headers["location"])
    assert "code" in silent.params


def test_a_ticket_is_good_once_for_one_client_and_for_a_while(page: Browser, tenant: LocalTenant, clock: Clock) -> None:
    connection = {"name": REALM, "strategy": "auth0", "enabled_clients": [SPA, "other"]}
    tenant.seed({"clients": [spa(client_id="other", **ALLOWED)], "connections": [connection]})

    def tried(**params: Any) -> tuple[str, str]:
        answered = landed(page.authorize(redirect_uri=CALLBACK, **params).headers["location"]).params
        return answered.get("error", ""), answered.get("error_description", "")

    refused = ("access_denied", "Unknown or invalid login ticket.")
    assert tried(login_ticket="made up") == refused
    used = ticket(page)
    assert tried(login_ticket=used) == ("", "")
    assert tried(login_ticket=used) == refused
    foreign = ticket(page)
    assert tried(login_ticket=foreign, client_id="other") == refused
    old = ticket(page)
    clock.move(901)
    assert tried(login_ticket=old) == refused


def test_a_ticket_of_before_the_switch_was_turned_off_is_refused(page: Browser, tenant: LocalTenant) -> None:
    text = ticket(page)
    tenant.seed({"clients": [spa(**{**ALLOWED, "cross_origin_authentication": False})]})
    answered = landed(page.authorize(redirect_uri=CALLBACK, login_ticket=text).headers["location"]).params
    assert answered["error_description"] == "Unknown or invalid login ticket."
    assert text not in str(tenant.state.all("log"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"password": "wrong"}, (403, "access_denied", "Wrong email or password.")),
        ({"username": "nobody@example.com"}, (403, "access_denied", "Wrong email or password.")),
        ({"realm": "nowhere"}, (400, "invalid_request", "Unknown realm nowhere.")),
        ({"client_id": "nobody"}, (401, "unauthorized_client", "Cross origin login not allowed.")),
        ({"credential_type": "guess"}, (400, "unsupported_credential_type", "Unknown credential type parameter.")),
        (
            {"password": None},
            (
                400,
                "invalid_request",
                "Invalid request body. All and only of client_id, credential_type, username, password, realm are "
                "required.",
            ),
        ),
        (
            {"credential_type": OTP},
            (
                400,
                "invalid_request",
                "Invalid request body. All and only of client_id, credential_type, username, otp, realm are required.",
            ),
        ),
    ],
)
def test_refusals_have_the_documented_codes(page: Browser, fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    answer = authenticate(page, **fields)
    assert error(answer) == expected
    assert "set-cookie" not in answer.headers
    assert page.log_types() == ["fcoa"]


def test_switched_off_it_is_refused(page: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"clients": [spa(web_origins=[ORIGIN])]})
    assert error(authenticate(page)) == (401, "unauthorized_client", "Cross origin login not allowed.")


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", None])
def test_another_origin_is_told_so_in_plain_text(page: Browser, origin: str | None) -> None:
    answer = authenticate(page, origin=origin)
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == f"Origin {origin or 'undefined'} is not allowed."
    assert "access-control-allow-origin" not in answer.headers
    assert page.log_types() == ["fco"]
    assert "WEB ORIGIN" in page.tenant.state.all("log")[0]["description"]


def test_ten_wrong_passwords_block_the_account(page: Browser) -> None:
    for _ in range(10):
        authenticate(page, password="wrong")
    assert error(authenticate(page)) == (429, "too_many_attempts", attempts.BLOCKED)


def test_a_blocked_user_and_a_leaked_password(page: Browser, tenant: LocalTenant) -> None:
    tenant.state.put(
        "settings", "/attack-protection/breached-password-detection", {"enabled": True, "shields": ["block"]}
    )
    connection = {"name": REALM, "strategy": "auth0", "enabled_clients": [SPA]}
    users = [
        {"email": "blocked@example.com", "password": "password", "connection": REALM, "blocked": True},
        {"email": "leaked@example.com", "password": "AUTH0-TEST-1", "connection": REALM},
    ]
    tenant.seed({"connections": [connection], "users": users})
    assert error(authenticate(page, username="blocked@example.com")) == (403, "blocked_user", "Blocked user")
    status, code, text = error(authenticate(page, username="leaked@example.com", password="AUTH0-TEST-1"))
    assert (status, code) == (401, "password_leaked")
    assert text.endswith("data breach (not in this application).")


def test_a_one_time_code_does_as_well(page: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"connections": [{"name": "email", "strategy": "email", "enabled_clients": [SPA]}]})
    start = {"client_id": SPA, "connection": "email", "email": "new@example.com", "send": "code"}
    fields = {"credential_type": OTP, "realm": "email", "username": "new@example.com", "password": None}
    page.http.post("/passwordless/start", json=start)
    assert error(authenticate(page, otp="999999", **fields))[:2] == (403, "access_denied")
    page.http.post("/passwordless/start", json=start)
    given = authenticate(page, otp="000000", **fields)
    response = page.authorize(redirect_uri=CALLBACK, login_ticket=given.json()["login_ticket"])
    assert "code" in landed(response.headers["location"]).params


# Where the browser keeps the cookie of a third party out


def without_cookie(page: Browser) -> tuple[str, str]:
    """The ticket and the verifier of a login whose cookie the browser did not take."""
    body = authenticate(page).json()
    page.http.cookies.clear()
    return body["login_ticket"], body["co_verifier"]


def test_without_the_cookie_and_without_a_verification_page_it_ends(page: Browser) -> None:
    text, _ = without_cookie(page)
    answered = landed(page.authorize(redirect_uri=CALLBACK, login_ticket=text).headers["location"]).params
    assert answered["error"] == "server_error"
    assert answered["error_description"] == "Unable to configure verification page."


@pytest.mark.parametrize("location", ["javascript:alert(1)", "https://x; script-src *", "http://[::1", "/here"])
def test_a_verification_page_that_is_no_url_is_none(page: Browser, tenant: LocalTenant, location: str) -> None:
    tenant.seed({"clients": [spa(**ALLOWED, cross_origin_loc=location)]})
    text, _ = without_cookie(page)
    answered = landed(page.authorize(redirect_uri=CALLBACK, login_ticket=text).headers["location"]).params
    assert answered["error"] == "server_error"


def test_the_verification_page_holds_the_verifier(page: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"clients": [spa(**ALLOWED, cross_origin_loc=f"{ORIGIN}/verify?a=1")]})
    text, verifier = without_cookie(page)
    shown = page.authorize(redirect_uri=CALLBACK, login_ticket=text)
    assert shown.status_code == 200
    assert f"{ORIGIN}/verify?a=1#origin=" in shown.text
    assert verifier not in shown.text
    assert f"frame-src {ORIGIN};" in shown.headers["content-security-policy"]
    state = transaction(shown)
    stranger = Browser(tenant)
    assert stranger.http.post("/co/verify", data={"state": state, "verifier": verifier}).status_code == 400
    stranger.http.close()
    answer = page.http.post("/co/verify", data={"state": state, "verifier": verifier})
    assert "code" in landed(answer.headers["location"]).params
    again = page.http.post("/co/verify", data={"state": state, "verifier": verifier})
    assert again.status_code == 400


@pytest.mark.parametrize("verifier", ["", "guess"])
def test_a_wrong_verifier_ends_the_login(page: Browser, tenant: LocalTenant, verifier: str) -> None:
    tenant.seed({"clients": [spa(**ALLOWED, cross_origin_loc=f"{ORIGIN}/verify")]})
    text, right = without_cookie(page)
    state = transaction(page.authorize(redirect_uri=CALLBACK, login_ticket=text))
    answer = page.http.post("/co/verify", data={"state": state, "verifier": verifier})
    assert landed(answer.headers["location"]).params["error_description"] == "Unknown or invalid login ticket."
    assert page.http.post("/co/verify", data={"state": state, "verifier": right}).status_code == 400


def test_a_second_factor_is_asked_for_all_the_same(page: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"guardian_policies": ["all-applications"]})
    response = page.authorize(redirect_uri=CALLBACK, login_ticket=ticket(page))
    assert response.headers["location"].startswith("/u/mfa-otp-challenge?")
    assert "code" in page.go_on(response).params
