"""A user's own authenticator app: enrolled at /mfa/associate, asked for at the token endpoint and on the page."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from local_browser import MACHINE, SECRET, Browser, Clock, machine, post, refused

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.first_run import CONNECTION, PASSWORD, USER_EMAIL
from auth0ctl.localtenant.grants import totp

MFA_OTP = "http://auth0.com/oauth/grant-type/mfa-otp"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
CLIENT = {"client_id": MACHINE, "client_secret": SECRET}


@pytest.mark.parametrize(
    ("at", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238_appendix_b(at: int, expected: str) -> None:
    assert totp.code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == expected


@pytest.mark.parametrize("secret", ["", "not base 32!", "é"])
def test_what_is_no_base32_is_no_secret(secret: str) -> None:
    with pytest.raises(ValueError, match="TOTP"):
        totp.code(secret, 59)


@pytest.fixture
def demanding(tenant: LocalTenant, browser: Browser, clock: Clock) -> Browser:
    """A tenant that wants a second factor of everybody, and a machine that may send passwords."""
    browser.clock = clock
    tenant.seed(
        {
            "guardian_policies": ["all-applications"],
            "clients": [machine(grant_types=[PASSWORD_REALM, MFA_OTP])],
            "connections": [
                {
                    "name": CONNECTION,
                    "strategy": "auth0",
                    "enabled_clients": [MACHINE, "localSPA000000000000000000000000"],
                }
            ],
        }
    )
    return browser


def mfa_token(browser: Browser) -> str:
    fields = {"username": USER_EMAIL, "password": PASSWORD, "realm": CONNECTION, "scope": "openid"}
    body = post(browser, grant_type=PASSWORD_REALM, **CLIENT, **fields).json()
    assert body["error"] == "mfa_required"
    token = body["mfa_token"]
    assert isinstance(token, str)
    return token


def associate(browser: Browser, token: str) -> dict[str, Any]:
    answer = browser.http.post(
        "/mfa/associate",
        json={**CLIENT, "authenticator_types": ["otp"]},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def redeem(browser: Browser, token: str, code: str) -> httpx.Response:
    return post(browser, grant_type=MFA_OTP, mfa_token=token, otp=code, **CLIENT)


def authenticators(browser: Browser, token: str) -> list[tuple[str, bool]]:
    answer = browser.http.get("/mfa/authenticators", headers={"Authorization": f"Bearer {token}"})
    return [(one["id"].partition("|")[0], one["active"]) for one in answer.json()]


def enrolled(browser: Browser) -> str:
    """The secret of an authenticator whose first code was entered; the next step has begun."""
    token = mfa_token(browser)
    secret = associate(browser, token)["secret"]
    assert redeem(browser, token, totp.code(secret, browser.clock())).status_code == 200
    browser.clock.move(60)
    assert isinstance(secret, str)
    return secret


WRONG = (403, "invalid_grant", "Invalid otp_code.")


def test_the_first_right_code_completes_the_enrolment(demanding: Browser) -> None:
    token = mfa_token(demanding)
    body = associate(demanding, token)
    assert body["authenticator_type"] == "otp"
    told = parse_qs(urlsplit(body["barcode_uri"]).query)
    assert told["secret"] == [body["secret"]]
    assert (told["digits"], told["period"], told["algorithm"]) == (["6"], ["30"], ["SHA1"])
    assert authenticators(demanding, token)[0] == ("totp", False)
    assert redeem(demanding, token, totp.code(body["secret"], demanding.clock())).json()["id_token"]
    assert authenticators(demanding, mfa_token(demanding)) == [("totp", True), ("recovery-code", True)]


def test_an_enrolled_user_needs_the_apps_code(demanding: Browser) -> None:
    secret = enrolled(demanding)
    token = mfa_token(demanding)
    assert refused(redeem(demanding, token, "000000")) == WRONG
    assert refused(redeem(demanding, token, totp.code(secret, demanding.clock() - 90))) == WRONG
    assert refused(redeem(demanding, token, totp.code(secret, demanding.clock() + 90))) == WRONG
    assert refused(redeem(demanding, token, "é")) == WRONG
    assert redeem(demanding, token, totp.code(secret, demanding.clock() - 30)).status_code == 200


def test_a_code_is_good_once(demanding: Browser) -> None:
    secret = enrolled(demanding)
    code = totp.code(secret, demanding.clock())
    assert redeem(demanding, mfa_token(demanding), code).status_code == 200
    assert refused(redeem(demanding, mfa_token(demanding), code)) == WRONG
    assert refused(redeem(demanding, mfa_token(demanding), totp.code(secret, demanding.clock() - 30))) == WRONG
    demanding.clock.move(30)
    assert redeem(demanding, mfa_token(demanding), totp.code(secret, demanding.clock())).status_code == 200


def test_until_then_the_tenants_own_code_does(demanding: Browser) -> None:
    token = mfa_token(demanding)
    associate(demanding, token)
    assert redeem(demanding, token, "000000").status_code == 200


def test_an_enrolment_that_was_never_completed_is_replaced(demanding: Browser) -> None:
    token = mfa_token(demanding)
    first = associate(demanding, token)["secret"]
    second = associate(demanding, token)["secret"]
    assert refused(redeem(demanding, token, totp.code(first, demanding.clock()))) == WRONG
    assert redeem(demanding, token, totp.code(second, demanding.clock())).status_code == 200


def test_the_page_asks_for_it_too_and_the_user_shows_no_secret(demanding: Browser, tenant: LocalTenant) -> None:
    secret = enrolled(demanding)
    state = demanding.authorize().headers["location"].partition("state=")[2]
    demanding.http.post("/u/login", data={"state": state, "username": USER_EMAIL, "password": PASSWORD})
    page = demanding.http.get("/u/mfa-otp-challenge", params={"state": state})
    assert "000000" not in page.text
    assert demanding.http.post("/u/mfa-otp-challenge", data={"state": state, "code": "000000"}).status_code == 400
    code = totp.code(secret, demanding.clock())
    right = demanding.http.post("/u/mfa-otp-challenge", data={"state": state, "code": code})
    assert right.status_code == 302
    headers = {"Authorization": f"Bearer {tenant.management_token(None)}"}
    assert secret not in demanding.http.get("/api/v2/users", headers=headers).text
