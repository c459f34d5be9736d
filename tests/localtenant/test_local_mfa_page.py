"""The second factor on the pages of a login: asked for by the tenant's policy or by an Action (tokens.md section 2)."""

from typing import Any

import jwt
import pytest
from local_browser import SPA, Browser, landed

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.first_run import PASSWORD, USER_EMAIL

ACTION = "11111111-2222-4333-8444-555555555555"
CODE = "exports.onExecutePostLogin = async (event, api) => { api.multifactor.enable('any'); };"
SEEDS: tuple[dict[str, Any], ...] = (
    {"guardian_policies": ["all-applications"]},
    {"actions": [{"id": ACTION, "name": "Step up", "code": CODE}], "action_bindings": [{"action_id": ACTION}]},
)


def claims(token: str) -> dict[str, Any]:
    read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return read


@pytest.mark.parametrize("seed", SEEDS, ids=("policy", "action"))
def test_the_page_is_shown_and_the_id_token_says_so(
    browser: Browser, tenant: LocalTenant, seed: dict[str, Any]
) -> None:
    assert "amr" not in claims(browser.tokens()["id_token"])
    tenant.seed(seed)
    answer = browser.login(prompt="login")
    assert any("Verify Your Identity" in title for title in answer.pages)
    tokens = browser.exchange(answer.params["code"]).json()
    assert claims(tokens["id_token"])["amr"] == ["mfa"]
    assert "gd_auth_succeed" in browser.log_types()
    silent = landed(browser.authorize(prompt="none").headers["location"])
    assert silent.params["error"] == "interaction_required"


def test_the_front_channel_says_so_too(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed(SEEDS[0])
    params = browser.login(response_type="id_token", nonce="n", code_challenge=None, code_challenge_method=None).params
    assert claims(params["id_token"])["amr"] == ["mfa"]


def test_a_wrong_code_shows_the_page_again_and_gives_nothing(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed(SEEDS[0])
    state = browser.authorize().headers["location"].partition("state=")[2]
    # Not before the password: a login under way alone opens no second page.
    early = browser.http.post("/u/mfa-otp-challenge", data={"state": state, "code": "000000"})
    assert early.status_code == 400
    state = browser.authorize().headers["location"].partition("state=")[2]
    first = browser.http.post("/u/login", data={"state": state, "username": USER_EMAIL, "password": PASSWORD})
    assert first.headers["location"].startswith("/u/mfa-otp-challenge?")
    wrong = browser.http.post("/u/mfa-otp-challenge", data={"state": state, "code": "123456"})
    assert wrong.status_code == 400
    assert "The code you entered is invalid" in wrong.text
    assert "gd_auth_failed" in browser.log_types()
    right = browser.http.post("/u/mfa-otp-challenge", data={"state": state, "code": "000000"})
    assert "code" in landed(right.headers["location"]).params


def test_a_session_of_before_is_asked_as_well(browser: Browser, tenant: LocalTenant) -> None:
    browser.login()
    tenant.seed(SEEDS[0])
    assert browser.authorize().headers["location"].startswith("/u/mfa-otp-challenge?")


def test_auto_login_shows_no_page(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed(SEEDS[0])
    tenant._tenant.auto_login = USER_EMAIL
    answer = landed(browser.authorize(client_id=SPA).headers["location"])
    assert "code" in answer.params
