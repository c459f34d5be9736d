"""Pages and ways back that the tenant's settings change; and the banner that stands on every page."""

from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest
from error_row import action, management
from error_rows_authorize import CONNECTION, ORG, USER, VERIFIABLE, third_party
from error_rows_password import DIRECTORY, guessed, with_password
from error_rows_proofs import NATIVE
from error_rows_token import MACHINES
from local_browser import API, SPA, Browser, Clock, api, credentials, landed, spa, transaction
from local_tokens_read import peek

BANNER = "This is the auth0ctl local tenant, not Auth0"


def login_page(browser: Browser) -> httpx.Response:
    return browser.http.get(browser.authorize().headers["location"])


def consent_page(browser: Browser) -> httpx.Response:
    browser.login()
    browser.tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    return browser.http.get(browser.authorize(audience=API, scope="openid read:items").headers["location"])


def confirmation_page(browser: Browser) -> httpx.Response:
    browser.login()
    return browser.http.get(browser.authorize().headers["location"])


def device_page(browser: Browser) -> httpx.Response:
    browser.tenant.seed(NATIVE)
    code = browser.http.post("/oauth/device/code", data={"client_id": SPA, "scope": "openid"}).json()["user_code"]
    return browser.http.get(browser.http.post("/activate", data={"user_code": code}).headers["location"])


def logout_page(browser: Browser) -> httpx.Response:
    browser.login()
    return browser.http.get(browser.http.get("/oidc/logout").headers["location"])


def form_post_page(browser: Browser) -> httpx.Response:
    browser.login(**VERIFIABLE)
    return browser.authorize(response_mode="form_post", **VERIFIABLE)


def web_message_page(browser: Browser) -> httpx.Response:
    browser.login(**VERIFIABLE)
    return browser.authorize(response_mode="web_message", prompt="none", **VERIFIABLE)


def own_error_page(browser: Browser) -> httpx.Response:
    html = "<html><BODY class='x'><p>{{ error }}: {{error_description | escape}} {{unknown}}{{ client_id }}</p></BODY>"
    browser.tenant.seed({"tenant_settings": {"error_page": {"html": html, "show_log_link": False}}})
    return browser.authorize(client_id="<b>nobody</b>")


PAGES: list[Callable[[Browser], httpx.Response]] = [
    login_page,
    consent_page,
    confirmation_page,
    device_page,
    logout_page,
    form_post_page,
    web_message_page,
    own_error_page,
    lambda browser: browser.authorize(client_id="nobody"),
    lambda browser: browser.http.get("/activate"),
]


@pytest.mark.parametrize("show", PAGES)
def test_every_page_says_that_this_is_not_auth0(browser: Browser, show: Callable[[Browser], httpx.Response]) -> None:
    browser.tenant.seed({"clients": [spa()]})
    page = show(browser)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert BANNER in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_tenants_own_error_page_is_filled_in_and_escaped(browser: Browser) -> None:
    page = own_error_page(browser)
    assert page.status_code == 400
    shown = "<p>invalid_request: Unknown client: &lt;b&gt;nobody&lt;/b&gt; &lt;b&gt;nobody&lt;/b&gt;</p>"
    assert shown in page.text


def test_the_tenants_error_url_is_told_the_language(browser: Browser) -> None:
    browser.tenant.seed({"tenant_settings": {"error_page": {"url": "https://errors.example.com/e"}}})
    answer = landed(browser.authorize(client_id="nobody", ui_locales="de en").headers["location"])
    assert answer.params["lang"] == "de"


def test_a_login_that_is_over_starts_again_where_the_client_says(browser: Browser, clock: Clock) -> None:
    browser.tenant.seed({"tenant_settings": {"default_redirection_uri": "https://tenant.example.com/start"}})
    assert browser.http.get("/u/login?state=x").headers["location"] == "https://tenant.example.com/start"
    browser.tenant.seed({"clients": [spa(initiate_login_uri="https://app.example.com/login")]})
    location = browser.authorize().headers["location"]
    clock.move(3601)
    assert browser.http.get(location).headers["location"] == "https://app.example.com/login"


def test_an_account_that_was_guessed_at_is_blocked_on_the_page_too(browser: Browser) -> None:
    browser.tenant.seed(DIRECTORY)
    assert guessed(browser).status_code == 429
    assert "limit_wc" in browser.log_types()
    page = login_page(browser)
    form = {"state": transaction(page), "username": "user@example.com", "password": "password"}
    response = browser.http.post("/u/login", data=form)
    assert response.status_code == 429
    assert "Your account has been blocked after multiple consecutive login attempts." in response.text


def test_a_good_login_ends_the_count_of_wrong_ones(browser: Browser) -> None:
    browser.tenant.seed(DIRECTORY)
    for _ in range(2):
        for _ in range(9):
            assert with_password(password="wrong")(browser).status_code == 403
        assert with_password()(browser).status_code == 200


def test_a_token_quota_comes_back_with_the_next_hour(browser: Browser, clock: Clock) -> None:
    quota = {"client_credentials": {"enforce": True, "per_hour": 2, "per_day": 3}}
    browser.tenant.seed(MACHINES | {"clients": [MACHINES["clients"][0] | {"token_quota": quota}]})
    assert [credentials(browser).status_code for _ in range(3)] == [200, 200, 400]
    clock.move(3600)
    assert [credentials(browser).status_code for _ in range(2)] == [200, 400]


def test_a_machines_action_sets_a_claim(browser: Browser) -> None:
    body = "api.accessToken.setCustomClaim('https://x/plan', 'pro'); api.accessToken.setCustomClaim('azp', 'no');"
    browser.tenant.seed(
        MACHINES | action(body, function="onExecuteCredentialsExchange", trigger="credentials-exchange")
    )
    claims = peek(credentials(browser).json()["access_token"])
    assert claims["https://x/plan"] == "pro"
    assert claims["azp"] == claims["sub"].removesuffix("@clients")


@pytest.mark.parametrize("assign", [True, False])
def test_logging_in_may_make_a_member(browser: Browser, assign: bool) -> None:
    connection = browser.tenant.state.find("connection", CONNECTION)
    assert connection is not None
    browser.tenant.seed({"clients": [spa(organization_usage="allow")], "organizations": [ORG]})
    enabled = {"connection_id": connection["id"], "assign_membership_on_login": assign}
    assert management("POST", "/organizations/org_a/enabled_connections", enabled)(browser).status_code == 201
    answer = browser.login(organization="org_a", response_type="id_token")
    if assign:
        assert peek(answer.params["id_token"])["org_id"] == "org_a"
        stored = browser.tenant.state.get("organization", "org_a")
        assert stored is not None
        assert [member["user_id"] for member in stored["_members"]] == [USER]
    else:
        assert answer.params["error"] == "access_denied"


@pytest.mark.parametrize(
    ("mode", "params", "error"),
    [
        ("permissive", {"response_type": "id_token"}, None),
        ("strict", {"response_type": "id_token"}, "unauthorized_client"),
        ("strict", {"audience": "http://127.0.0.1:18400/api/v2/"}, "invalid_request"),
        ("strict", {"screen_hint": "signup"}, "invalid_request"),
    ],
)
def test_what_third_parties_may_ask_for(browser: Browser, mode: str, params: dict[str, Any], error: str | None) -> None:
    browser.tenant.seed(third_party(mode, redirection_policy="allow_always"))
    response = browser.authorize(**{"nonce": None if mode == "strict" else "n", **params})
    if error is None:
        assert "/u/login" in response.headers["location"]
    else:
        assert landed(response.headers["location"]).params["error"] == error


def test_a_permissive_third_party_has_no_password_grant(browser: Browser) -> None:
    browser.tenant.seed(third_party("permissive", grant_types=["password"]) | {"tenant_settings": {}})
    response = with_password()(browser)
    assert response.json()["error"] == "unauthorized_client"


def test_certificates_of_the_signing_key(browser: Browser) -> None:
    current = browser.http.get("/.well-known/jwks.json").json()["keys"][0]["x5c"][0]
    pem = browser.http.get("/pem").text
    assert pem.replace("\n", "").find(current) > 0
    assert browser.http.get("/rawpem").text == pem
    assert browser.http.get("/cer").content[:1] == b"\x30"
    assert "BEGIN PKCS7" in browser.http.get("/pb7").text


def test_tokens_are_signed_by_the_key_that_was_rotated_in(browser: Browser) -> None:
    before = browser.tokens()["id_token"]
    old = jwt.get_unverified_header(before)["kid"]
    rotated = management("POST", "/keys/signing/rotate")(browser)
    assert rotated.status_code == 201
    after = browser.tokens(audience=API, scope="openid")
    for token in (after["id_token"], after["access_token"]):
        assert jwt.get_unverified_header(token)["kid"] == rotated.json()["kid"] != old
    # The key before stays published until it is revoked, so tokens that it signed can still be checked.
    assert old in {key["kid"] for key in browser.http.get("/.well-known/jwks.json").json()["keys"]}
    assert management("PUT", f"/keys/signing/{old}/revoke")(browser).status_code == 200
    assert old not in {key["kid"] for key in browser.http.get("/.well-known/jwks.json").json()["keys"]}


def test_an_organization_narrows_the_connections(browser: Browser) -> None:
    browser.tenant.seed(
        {
            "clients": [spa(organization_usage="allow")],
            "connections": [{"name": "Other", "strategy": "auth0", "enabled_clients": [SPA]}],
            "organizations": [ORG | {"members": [USER], "enabled_connections": ["Other"]}],
        }
    )
    answer = landed(browser.authorize(organization="org_a", connection=CONNECTION).headers["location"])
    assert answer.params["error_description"] == "the connection was disabled"
    page = browser.http.get(browser.authorize(organization="org_a").headers["location"])
    form = {"state": transaction(page), "username": "user@example.com", "password": "password"}
    assert "Wrong email or password." in browser.http.post("/u/login", data=form).text
