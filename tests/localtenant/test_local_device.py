"""The device flow: codes, polls, and the pages of the user (token-endpoint.md section 9)."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from local_browser import API, SPA, Browser, Clock, api, post, refused, spa, title, transaction
from local_tokens_read import peek, verified

from auth0ctl.localtenant import open_tenant

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
PENDING = (403, "authorization_pending", "User has yet to authorize device code.")
TOO_FAST = (429, "slow_down", "You are polling faster than the specified interval of 5 seconds.")


@pytest.fixture
def native(browser: Browser) -> Browser:
    browser.tenant.seed({"clients": [device_client()]})
    return browser


def device_client(**changes: Any) -> dict[str, Any]:
    return spa(**{"app_type": "native", "grant_types": [GRANT, "refresh_token"], **changes})


def ask(browser: Browser, **fields: str) -> dict[str, Any]:
    form = {"client_id": SPA, "scope": "openid profile offline_access read:items", "audience": API, **fields}
    response = browser.http.post("/oauth/device/code", data=form)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def poll(browser: Browser, code: str) -> httpx.Response:
    return post(browser, grant_type=GRANT, device_code=code, client_id=SPA)


def confirm(browser: Browser, user_code: str, action: str = "accept") -> httpx.Response:
    """Enter the code and answer the page that shows it; returns what comes next."""
    response = browser.http.post("/activate", data={"user_code": user_code})
    assert response.status_code == 302, response.text
    page = browser.http.get(response.headers["location"])
    assert title(page) == "Device Confirmation"
    return browser.http.post("/u/device", data={"state": transaction(page), "action": action})


def log_in(browser: Browser, response: httpx.Response) -> httpx.Response:
    page = browser.http.get(response.headers["location"])
    assert title(page) == "Log in"
    form = {"state": transaction(page), "username": "user@example.com", "password": "password"}
    return browser.http.post("/u/login", data=form)


def test_the_answer_of_the_device_endpoint(native: Browser) -> None:
    body = ask(native)
    names = ["device_code", "user_code", "verification_uri", "expires_in", "interval", "verification_uri_complete"]
    assert list(body) == names
    assert re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}", body["user_code"])
    assert (body["expires_in"], body["interval"]) == (900, 5)
    assert body["verification_uri"] == "http://127.0.0.1:18400/activate"
    assert body["verification_uri_complete"] == f"{body['verification_uri']}?user_code={body['user_code']}"


def test_charset_and_mask_of_the_tenant(native: Browser) -> None:
    native.tenant.seed({"tenant_settings": {"device_flow": {"charset": "digits", "mask": "***-***-***"}}})
    assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", ask(native)["user_code"])


def test_the_whole_flow(native: Browser, clock: Clock) -> None:
    codes = ask(native)
    assert refused(poll(native, codes["device_code"])) == PENDING
    done = log_in(native, confirm(native, codes["user_code"].lower().replace("-", " ")))
    assert title(done) == "Congratulations, you&#x27;re all set!"
    clock.move(5)
    response = poll(native, codes["device_code"])
    assert response.status_code == 200, response.text
    body = response.json()
    assert list(body) == ["access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type"]
    assert body["scope"] == "openid profile offline_access read:items"
    assert verified(native, body["id_token"], SPA)["name"] == "Test User"
    claims = verified(native, body["access_token"], API)
    assert claims["sub"] == "auth0|local-user-1"
    assert "gty" not in claims
    clock.move(5)
    assert refused(poll(native, codes["device_code"])) == (403, "invalid_grant", "Invalid or expired device code.")
    types = native.log_types()
    assert (types.count("s"), types.count("sede"), types.count("fede")) == (1, 1, 1)


def test_polls_that_come_too_soon(native: Browser, clock: Clock) -> None:
    code = ask(native)["device_code"]
    assert refused(poll(native, code)) == PENDING
    clock.move(4)
    assert refused(poll(native, code)) == TOO_FAST
    clock.move(5)
    assert refused(poll(native, code)) == PENDING
    assert "fede" not in native.log_types()


def test_expired_is_told_once(native: Browser, clock: Clock) -> None:
    codes = ask(native)
    clock.move(901)
    assert refused(poll(native, codes["device_code"]))[:2] == (403, "expired_token")
    clock.move(5)
    assert refused(poll(native, codes["device_code"])) == (403, "invalid_grant", "Invalid or expired device code.")
    page = native.http.post("/activate", data={"user_code": codes["user_code"]})
    assert page.status_code == 400
    assert native.log_types()[-1] == "fdeac"


def test_the_user_cancels(native: Browser, clock: Clock) -> None:
    codes = ask(native)
    page = confirm(native, codes["user_code"], "decline")
    assert title(page) == "Device activation cancelled"
    assert native.log_types()[-1] == "fdecc"
    expected = (403, "access_denied", "User cancelled the confirmation prompt.")
    assert refused(poll(native, codes["device_code"])) == expected
    clock.move(5)
    assert refused(poll(native, codes["device_code"]))[1] == "invalid_grant"
    assert native.http.post("/activate", data={"user_code": codes["user_code"]}).status_code == 400


def test_the_user_declines_the_consent(native: Browser) -> None:
    native.tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    codes = ask(native)
    consent = native.http.get(log_in(native, confirm(native, codes["user_code"])).headers["location"])
    assert title(consent) == "Authorize App"
    page = native.http.post("/u/consent", data={"state": transaction(consent), "action": "decline"})
    assert title(page) == "Oops!, something went wrong"
    assert "location" not in page.headers
    expected = (403, "access_denied", "User did not authorize the request")
    assert refused(poll(native, codes["device_code"])) == expected


def test_the_complete_address_goes_to_the_confirmation(native: Browser) -> None:
    codes = ask(native)
    response = native.http.get(codes["verification_uri_complete"])
    assert response.headers["location"].startswith("/u/device?state=")
    page = native.http.get(response.headers["location"])
    assert codes["user_code"] in page.text
    assert "Example SPA" in page.text


def test_a_user_who_is_logged_in_confirms_and_is_done(native: Browser) -> None:
    log_in(native, confirm(native, ask(native)["user_code"]))
    assert title(confirm(native, ask(native)["user_code"])) == "Congratulations, you&#x27;re all set!"


def test_another_browser_cannot_go_on(native: Browser) -> None:
    codes = ask(native)
    location = native.http.post("/activate", data={"user_code": codes["user_code"]}).headers["location"]
    state = location.partition("state=")[2]
    native.http.cookies.clear()
    assert (
        title(native.http.post("/u/device", data={"state": state, "action": "accept"})) == "Oops!, something went wrong"
    )
    assert refused(poll(native, codes["device_code"])) == PENDING


@pytest.mark.parametrize("code", ["BBBB-BBBB", "nonsense", "%00"])
def test_a_wrong_code(native: Browser, code: str) -> None:
    page = native.http.get("/activate")
    assert title(page) == "Device Activation"
    page = native.http.post("/activate", data={"user_code": code})
    assert (page.status_code, title(page)) == (400, "Device Activation")
    assert 'role="alert"' in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"grant_types": ["authorization_code"]},
        {"app_type": "spa"},
        {"token_endpoint_auth_method": "client_secret_post", "client_secret": "s" * 20},
    ],
)
def test_clients_that_may_not(browser: Browser, changes: dict[str, Any]) -> None:
    browser.tenant.seed({"clients": [device_client(**changes)]})
    form = {"client_id": SPA, "client_secret": "s" * 20}
    response = browser.http.post("/oauth/device/code", data=form)
    text = f"Grant type '{GRANT}' not allowed for the client."
    assert refused(response) == (403, "unauthorized_client", text)
    assert browser.log_types()[-1] == "fdeaz"


def test_an_audience_that_does_not_exist(native: Browser) -> None:
    response = native.http.post("/oauth/device/code", data={"client_id": SPA, "audience": "https://nowhere"})
    assert refused(response) == (403, "access_denied", "Service not found: https://nowhere")


def test_somebody_elses_device_code(native: Browser) -> None:
    other = "otherNative000000000000000000000"
    native.tenant.seed({"clients": [device_client(client_id=other)]})
    code = ask(native)["device_code"]
    response = post(native, grant_type=GRANT, device_code=code, client_id=other)
    assert refused(response) == (403, "invalid_grant", "Invalid or expired device code.")
    assert refused(poll(native, code)) == PENDING


def test_of_many_polls_at_once_one_gets_the_tokens(native: Browser) -> None:
    codes = ask(native)
    log_in(native, confirm(native, codes["user_code"]))
    form = {"grant_type": GRANT, "client_id": SPA, "device_code": codes["device_code"]}
    with native.tenant.listen() as listener, ThreadPoolExecutor(8) as pool:
        url = f"{listener.origin}/oauth/token"
        answers = list(pool.map(lambda _: httpx.post(url, data=form).status_code, range(8)))
    assert sorted(answers) == [200] + [403] * 7


def test_unattended(native: Browser, clock: Clock) -> None:
    tenant = open_tenant(native.tenant.folder, now=clock, auto_login="user@example.com")
    browser = Browser(tenant)
    codes = ask(browser)
    assert title(browser.http.get(codes["verification_uri_complete"])) == "Congratulations, you&#x27;re all set!"
    assert peek(poll(browser, codes["device_code"]).json()["access_token"])["sub"] == "auth0|local-user-1"
    # Nor does logging out ask.
    assert browser.http.get("/oidc/logout").text == "OK"
    browser.http.close()
    tenant.close()
