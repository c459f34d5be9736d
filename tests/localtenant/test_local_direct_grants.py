"""What stands in for mail, phones and apps: passwordless, MFA without a browser, CIBA; and dynamic registration."""

import json
from typing import Any

import pytest
from error_rows_password import EMAIL, PASSWORDLESS
from error_rows_proofs import BACKCHANNEL, FACTORS, MFA, USER, backchannel, changed, factor, password
from local_browser import MACHINE, SECRET, SPA, Browser, Clock, landed, post, refused
from local_tokens_read import peek


def start(browser: Browser, **fields: str) -> Any:
    response = browser.http.post("/passwordless/start", json={"client_id": SPA, **fields})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize(
    ("realm", "name", "address", "keys"),
    [
        ("email", "email", "new@example.com", ["_id", "email", "email_verified"]),
        ("sms", "phone_number", "+15551234567", ["_id", "phone_number", "phone_verified"]),
    ],
)
def test_a_code_by_mail_or_phone(
    browser: Browser, clock: Clock, realm: str, name: str, address: str, keys: list[str]
) -> None:
    browser.tenant.seed(EMAIL)
    form = {"grant_type": PASSWORDLESS, "client_id": SPA, "username": address, "realm": realm, "otp": "000000"}
    assert refused(post(browser, **form))[1] == "invalid_grant"  # nothing was sent yet
    assert list(start(browser, connection=realm, send="code", **{name: address})) == keys
    body = post(browser, **form, scope="openid").json()
    assert peek(body["id_token"])["sub"].startswith(f"{realm}|")
    assert refused(post(browser, **form))[1] == "invalid_grant"  # a code is good once
    start(browser, connection=realm, send="code", **{name: address})
    clock.move(180)
    expected = "The verification code has expired. Please try to login again."
    assert refused(post(browser, **form)) == (403, "invalid_grant", expected)


def test_a_guessed_code_ends_the_right_one(browser: Browser) -> None:
    browser.tenant.seed(EMAIL)
    start(browser, connection="email", send="code", email="new@example.com")
    form = {"grant_type": PASSWORDLESS, "client_id": SPA, "username": "new@example.com", "realm": "email"}
    post(browser, **form, otp="111111")
    assert refused(post(browser, **form, otp="000000"))[1] == "invalid_grant"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("otp", {"otp": "000000"}),
        ("oob", {"push": "approve"}),
        ("recovery-code", {"recovery_code": "AAAABBBBCCCCDDDDEEEEFFFF"}),
    ],
)
def test_a_second_factor_brings_the_tokens(browser: Browser, kind: str, fields: dict[str, str]) -> None:
    browser.tenant.seed(FACTORS)
    body = factor(kind, **fields)(browser).json()
    assert peek(body["id_token"])["sub"] == USER
    assert ("recovery_code" in body) is (kind == "recovery-code")


def test_an_mfa_token_is_good_once_and_for_its_client(browser: Browser, clock: Clock) -> None:
    browser.tenant.seed(FACTORS)
    token = password(browser).json()["mfa_token"]
    assert browser.log_types()[-1] == "mfar"
    assert token not in str(browser.tenant.state.all("log"))
    form = {"grant_type": f"{MFA}otp", "client_id": SPA, "mfa_token": token, "otp": "000000"}
    challenge = browser.http.post(
        "/mfa/challenge", json={"client_id": SPA, "mfa_token": token, "challenge_type": "otp"}
    )
    assert challenge.json() == {"challenge_type": "otp"}
    listed = browser.http.get("/mfa/authenticators", headers={"Authorization": f"Bearer {token}"}).json()
    assert [one["authenticator_type"] for one in listed] == ["otp", "oob", "recovery-code"]
    assert post(browser, **form).status_code == 200
    assert refused(post(browser, **form))[1] == "invalid_grant"
    late = password(browser).json()["mfa_token"]
    clock.move(600)
    assert refused(post(browser, **form | {"mfa_token": late}))[2] == "mfa_token is expired"


def test_ciba_brings_tokens_when_the_user_approves(browser: Browser) -> None:
    browser.tenant.seed(BACKCHANNEL)
    asked = backchannel()(browser).json()
    assert list(asked) == ["auth_req_id", "expires_in", "interval"]
    changed(browser, app_metadata={"auth0ctl_push": "approve"})
    form = {"client_id": MACHINE, "client_secret": SECRET, "auth_req_id": asked["auth_req_id"]}
    body = post(browser, grant_type="urn:openid:params:grant-type:ciba", **form).json()
    assert peek(body["id_token"])["sub"] == USER
    assert refused(post(browser, grant_type="urn:openid:params:grant-type:ciba", **form))[0] == 400


@pytest.mark.parametrize(("mode", "prefix"), [("strict", "tpc_"), ("permissive", "")])
def test_dynamic_registration(browser: Browser, mode: str, prefix: str) -> None:
    flags = {"enable_dynamic_client_registration": True}
    browser.tenant.seed({"tenant_settings": {"flags": flags, "dynamic_client_registration_security_mode": mode}})
    metadata = {"client_name": "App", "redirect_uris": ["https://app.example.com/callback"]}
    response = browser.http.post("/oidc/register", json=metadata)
    assert response.status_code == 201
    body = response.json()
    assert body["client_id"].startswith(prefix)
    assert body["client_secret_expires_at"] == 0
    client = browser.tenant.state.get("client", body["client_id"])
    assert client is not None
    assert (client["is_first_party"], client["third_party_security_mode"]) == (False, mode)
    bad: Any
    for bad in ({}, {"client_name": "x"}, {**metadata, "redirect_uris": ["x"]}, [], "x"):
        assert browser.http.post("/oidc/register", content=json.dumps(bad)).status_code == 400


def test_a_login_by_policy_with_mfa_still_works_on_the_pages(browser: Browser) -> None:
    browser.tenant.seed({"guardian_policies": ["all-applications"]})
    assert "code" in browser.login().params
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "interaction_required"
