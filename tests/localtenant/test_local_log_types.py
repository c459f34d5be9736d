"""Every attempt leaves the log entry that Auth0 would leave (management-api.md section 5)."""

from collections.abc import Callable

import pytest
from local_browser import API, MACHINE, SECRET, SPA, Browser, credentials, landed, post, spa

from auth0ctl.localtenant import LocalTenant


def no_code(browser: Browser) -> None:
    browser.exchange("made-up")


def wrong_password(browser: Browser) -> None:
    browser.http.post("/u/login", data={"state": login_state(browser), "username": "user@example.com", "password": "x"})


def wrong_user(browser: Browser) -> None:
    browser.http.post(
        "/u/login", data={"state": login_state(browser), "username": "nobody@example.com", "password": "x"}
    )


def login_state(browser: Browser) -> str:
    return browser.authorize().headers["location"].partition("state=")[2]


def silent(browser: Browser) -> None:
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "login_required"


def bad_request(browser: Browser) -> None:
    browser.authorize(audience="https://nowhere")


def bad_callback(browser: Browser) -> None:
    browser.authorize(redirect_uri="https://evil.example.com/")


def code_flow(browser: Browser) -> None:
    browser.tokens()


def bad_refresh(browser: Browser) -> None:
    post(browser, grant_type="refresh_token", client_id=SPA, refresh_token="made-up")


def good_refresh(browser: Browser) -> None:
    token = browser.tokens(scope="openid offline_access")["refresh_token"]
    post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=token)


def reused_refresh(browser: Browser) -> None:
    settings = {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0}
    browser.tenant.seed({"clients": [spa(refresh_token=settings)]})
    token = browser.tokens(scope="openid offline_access")["refresh_token"]
    for _ in range(2):
        post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=token)


def machine(browser: Browser) -> None:
    assert credentials(browser).status_code == 200


def wrong_secret(browser: Browser) -> None:
    credentials(browser, client_secret="wrong")


def device_refused(browser: Browser) -> None:
    browser.http.post("/oauth/device/code", data={"client_id": SPA})


def unknown_user_code(browser: Browser) -> None:
    browser.http.post("/activate", data={"user_code": "BBBB-BBBB"})


def bad_device_code(browser: Browser) -> None:
    kind = "urn:ietf:params:oauth:grant-type:device_code"
    post(browser, grant_type=kind, client_id=SPA, device_code="made-up")


def bad_exchange(browser: Browser) -> None:
    kind = "urn:ietf:params:oauth:grant-type:token-exchange"
    post(browser, grant_type=kind, client_id=MACHINE, client_secret=SECRET)


def bad_push(browser: Browser) -> None:
    browser.http.post("/oauth/par", data={"client_id": MACHINE, "client_secret": SECRET})


def log_out(browser: Browser) -> None:
    browser.http.get("/v2/logout")


def log_out_to_nowhere(browser: Browser) -> None:
    browser.http.get("/v2/logout", params={"returnTo": "https://evil.example.com/"})


@pytest.mark.parametrize(
    ("attempt", "kinds"),
    [
        (no_code, ["feacft"]),
        (wrong_password, ["fp"]),
        (wrong_user, ["fu"]),
        (silent, ["fsa"]),
        (bad_request, ["f"]),
        (bad_callback, ["f"]),
        (code_flow, ["s", "seacft"]),
        (bad_refresh, ["fertft"]),
        (good_refresh, ["s", "seacft", "sertft"]),
        (reused_refresh, ["s", "seacft", "sertft", "ferrt"]),
        (machine, ["seccft"]),
        (wrong_secret, ["feccft"]),
        (device_refused, ["fdeaz"]),
        (unknown_user_code, ["fdeac"]),
        (bad_device_code, ["fede"]),
        (bad_exchange, ["fecte"]),
        (bad_push, ["fpar"]),
        (log_out, ["slo"]),
        (log_out_to_nowhere, ["flo"]),
    ],
)
def test_log_types(
    with_machine: LocalTenant, browser: Browser, attempt: Callable[[Browser], None], kinds: list[str]
) -> None:
    attempt(browser)
    assert browser.log_types() == kinds
    entry = browser.tenant.state.all("log")[-1]
    assert {"date", "type", "log_id", "_id", "ip", "hostname"} <= set(entry)
    told = str(browser.tenant.state.all("log"))
    assert not any(secret in told for secret in ("made-up", SECRET, "'x'", "password'"))
    if kinds == ["feacft"]:
        assert entry["description"] == "Invalid authorization code"
        assert entry["client_id"] == SPA
        assert API not in told
