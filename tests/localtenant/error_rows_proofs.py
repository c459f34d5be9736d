"""The error rows of token-endpoint.md on devices, CIBA, MFA, DPoP, assertions and /userinfo, and those of logout."""

import json
from typing import Any

import httpx
from error_row import Ask, Row, action, bearing, json_row, token
from local_browser import API, MACHINE, SECRET, SPA, Browser, api, machine, post, spa, transaction
from local_keys import ASSERTION_TYPE, DpopKey, assertion, public_pem, rsa_key

NOW = 1_800_000_000.0
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
CIBA = "urn:openid:params:grant-type:ciba"
MFA = "http://auth0.com/oauth/grant-type/mfa-"
USER = "auth0|local-user-1"
ISSUER = "http://127.0.0.1:18400/"
NATIVE: dict[str, Any] = {"clients": [spa(app_type="native", grant_types=[DEVICE])]}
BACKCHANNEL: dict[str, Any] = {"clients": [machine(grant_types=[CIBA])]}
FACTORS: dict[str, Any] = {
    "clients": [spa(grant_types=["password", f"{MFA}otp", f"{MFA}oob", f"{MFA}recovery-code"])],
    "tenant_settings": {"default_directory": "Username-Password-Authentication"},
    "guardian_policies": ["all-applications"],
}


def changed(browser: Browser, **changes: Any) -> None:
    user = browser.tenant.state.get("user", USER)
    assert user is not None
    browser.tenant.state.put("user", USER, user | changes)


def device(*, polls: int = 1, cancel: bool = False, wait: float = 0) -> Ask:
    """The last of so many polls, after the user cancelled or some seconds went by."""

    def ask(browser: Browser) -> httpx.Response:
        codes = browser.http.post("/oauth/device/code", data={"client_id": SPA, "scope": "openid"}).json()
        if cancel:
            location = browser.http.post("/activate", data={"user_code": codes["user_code"]}).headers["location"]
            form = {"state": transaction(browser.http.get(location)), "action": "decline"}
            browser.http.post("/u/device", data=form)
        browser.clock.move(wait)
        poll = token(grant_type=DEVICE, device_code=codes["device_code"])
        return [poll(browser) for _ in range(polls)][-1]

    return ask


def backchannel(**changes: Any) -> Ask:
    hint = json.dumps({"format": "iss_sub", "iss": ISSUER, "sub": USER})
    known = {"client_id": MACHINE, "client_secret": SECRET, "scope": "openid", "binding_message": "m"}
    form = {name: value for name, value in {**known, "login_hint": hint, **changes}.items() if value is not None}
    return lambda browser: browser.http.post("/bc-authorize", data=form)


def polled(*, polls: int = 1, push: str = "", name: str = "") -> Ask:
    def ask(browser: Browser) -> httpx.Response:
        changed(browser, app_metadata={"auth0ctl_push": push})
        known = name or backchannel()(browser).json()["auth_req_id"]
        form = {"grant_type": CIBA, "client_id": MACHINE, "client_secret": SECRET, "auth_req_id": known}
        return [post(browser, **form) for _ in range(polls)][-1]

    return ask


def password(browser: Browser) -> httpx.Response:
    return token(grant_type="password", username="user@example.com", password="password")(browser)


def factor(kind: str, *, push: str = "", **fields: str) -> Ask:
    def ask(browser: Browser) -> httpx.Response:
        changed(browser, app_metadata={"auth0ctl_push": push})
        demanded = password(browser).json()
        return token(**{"grant_type": MFA + kind, "mfa_token": demanded["mfa_token"], **fields})(browser)

    return ask


def refreshed(browser: Browser) -> httpx.Response:
    return token(
        grant_type="refresh_token", refresh_token=browser.tokens(scope="openid offline_access")["refresh_token"]
    )(browser)


def asserted(browser: Browser) -> httpx.Response:
    proof = assertion(NOW, exp=int(NOW) + 301)
    form = {"grant_type": "client_credentials", "client_id": MACHINE, "audience": API}
    return post(browser, **form, client_assertion_type=ASSERTION_TYPE, client_assertion=proof)


def by_key() -> dict[str, Any]:
    credential = {"credential_type": "public_key", "name": "key", "pem": public_pem(rsa_key()), "alg": "RS256"}
    body = machine(client_authentication_methods={"private_key_jwt": {"credentials": [credential]}})
    return {name: value for name, value in body.items() if name not in {"client_secret", "token_endpoint_auth_method"}}


def without_nonce(browser: Browser) -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": SPA, "refresh_token": "x"}
    response = browser.http.post("/oauth/token", data=form, headers={"DPoP": DpopKey().proof(NOW)})
    assert response.headers["DPoP-Nonce"]
    return response


def no_openid(browser: Browser) -> httpx.Response:
    opaque = browser.tokens(scope="profile")["access_token"]
    return browser.http.get("/userinfo", headers={"Authorization": f"Bearer {opaque}"})


MFA_REQUIRED = (403, "mfa_required", "Multifactor authentication required")
PENDING = "Authorization pending: please repeat the request in a few seconds."
ASSERTION_TOO_LONG = "'exp' claim must specify a time that is no more than 5 minutes after 'iat'"
RETURN_TO = (
    'The "returnTo" querystring parameter "https://evil.example.com/" is not defined as a valid URL in '
    '"Allowed Logout URLs"'
)

ROWS = (
    json_row(
        "token-endpoint.md 9, docs",
        device(),
        403,
        "authorization_pending",
        "User has yet to authorize device code.",
        seed=NATIVE,
        catalog=("E020",),
    ),
    json_row(
        "token-endpoint.md 9, docs",
        device(polls=2),
        429,
        "slow_down",
        "You are polling faster than the specified interval of 5 seconds.",
        seed=NATIVE,
        catalog=("E021",),
    ),
    json_row(
        "token-endpoint.md 9, docs (the text is INFERRED)",
        device(wait=901),
        403,
        "expired_token",
        "The device code has expired.",
        seed=NATIVE,
        catalog=("E022",),
    ),
    json_row(
        "token-endpoint.md 9, docs, after expired_token (the text is INFERRED)",
        device(wait=901, polls=2),
        403,
        "invalid_grant",
        "Invalid or expired device code.",
        seed=NATIVE,
    ),
    json_row(
        "token-endpoint.md 9, docs",
        device(cancel=True),
        403,
        "access_denied",
        "User cancelled the confirmation prompt.",
        seed=NATIVE,
        catalog=("E023",),
    ),
    json_row(
        "token-endpoint.md 9, rec-go TestCIBANegative",
        backchannel(login_hint='{"format":"iss_sub","iss":"https://other/","sub":"x"}'),
        400,
        "unknown_user_id",
        "User ID is malformed or unknown",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, rec-go TestCIBANegative",
        backchannel(scope="tempID"),
        400,
        "invalid_request",
        "openid scope must be requested",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, docs",
        backchannel(binding_message=None),
        400,
        "invalid_request",
        "binding_message is required",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, docs",
        polled(),
        400,
        "authorization_pending",
        "The end-user authorization is pending",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, node-auth0",
        polled(polls=2),
        400,
        "slow_down",
        "You are polling faster than allowed. Try again in 10 seconds.",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, node-auth0",
        polled(push="reject"),
        400,
        "access_denied",
        "The end-user denied the authorization request or it has been expired",
        seed=BACKCHANNEL,
    ),
    json_row(
        "token-endpoint.md 9, node-auth0",
        polled(name="made-up"),
        400,
        "invalid_grant",
        "Invalid or expired auth_req_id",
        seed=BACKCHANNEL,
    ),
    json_row("token-endpoint.md 6, docs", password, *MFA_REQUIRED, seed=FACTORS, catalog=("E016",)),
    json_row(
        "token-endpoint.md 5, docs: an Action asks for MFA at a refresh",
        refreshed,
        *MFA_REQUIRED,
        seed=action("api.multifactor.enable('any');"),
    ),
    json_row(
        "token-endpoint.md 8, rec-go TestMFAVerifyWithOOB",
        factor("oob"),
        400,
        "authorization_pending",
        PENDING,
        seed=FACTORS,
    ),
    json_row(
        "token-endpoint.md 8, rec-go TestMFAVerifyWithOOB",
        factor("oob", push="reject"),
        400,
        "access_denied",
        "MFA Authorization rejected.",
        seed=FACTORS,
    ),
    json_row(
        "token-endpoint.md 8, cap 8166753575",
        token(grant_type=f"{MFA}otp", mfa_token="Fe26.2*made-up", otp="000000"),
        403,
        "invalid_grant",
        "The mfa_token provided is invalid. Try getting a new token.",
        seed=FACTORS,
        catalog=("E017",),
    ),
    json_row(
        "token-endpoint.md 8, cap 53988220220, at /mfa/authenticators",
        bearing("Bearer Fe26.2*made-up", "/mfa/authenticators"),
        401,
        "invalid_grant",
        "The mfa_token provided is invalid. Try getting a new token.",
    ),
    json_row(
        "token-endpoint.md 8, cap 44283498246",
        token(grant_type=f"{MFA}otp", mfa_token="made-up", otp="000000"),
        403,
        "invalid_grant",
        "Malformed mfa_token",
        seed=FACTORS,
    ),
    json_row(
        "token-endpoint.md 8, community",
        factor("otp", otp="123456"),
        403,
        "invalid_grant",
        "Invalid otp_code.",
        seed=FACTORS,
    ),
    json_row(
        "token-endpoint.md 11, docs:dpop",
        without_nonce,
        400,
        "use_dpop_nonce",
        "Authorization server requires nonce in DPoP proof",
        catalog=("E024",),
    ),
    json_row(
        "token-endpoint.md 2 and 11, community 191217 (reported of the log)",
        asserted,
        401,
        "invalid_client",
        ASSERTION_TOO_LONG,
        seed={"clients": [by_key()]},
        catalog=("E025",),
    ),
    Row(
        cite="token-endpoint.md 13, community 6103",
        catalog=("E088",),
        ask=bearing("Bearer made-up", "/userinfo"),
        lands="text",
        status=401,
        text="Unauthorized",
    ),
    Row(
        cite="token-endpoint.md 13, support.auth0.com: a token without openid",
        seed={"resource_servers": [api()]},
        ask=no_openid,
        lands="text",
        status=200,
        text="{}",
    ),
    Row(
        cite="authorize.md 10, cap 71558310107 (the status is INFERRED)",
        catalog=("E089",),
        ask=lambda browser: browser.http.get("/v2/logout", params={"returnTo": "https://evil.example.com/"}),
        lands="page",
        status=400,
        text=RETURN_TO,
    ),
)
