"""The error rows of token-endpoint.md on passwords and on codes by mail and phone (sections 2, 6 and 7)."""

from typing import Any

import httpx
from error_row import Ask, json_row, management, token
from local_browser import SPA, Browser, spa

USER = "auth0|local-user-1"
CONNECTION = "Username-Password-Authentication"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
PASSWORDLESS = "http://auth0.com/oauth/grant-type/passwordless/otp"
BLOCKED = (
    "Your account has been blocked after multiple consecutive login attempts. "
    "We've sent you an email with instructions on how to unblock it."
)
ALL_GRANTS = spa()["grant_types"] + ["password", PASSWORD_REALM, PASSWORDLESS]
DIRECTORY: dict[str, Any] = {
    "clients": [spa(grant_types=ALL_GRANTS)],
    "tenant_settings": {"default_directory": CONNECTION},
}
EMAIL: dict[str, Any] = {
    **DIRECTORY,
    "connections": [
        {"name": "email", "strategy": "email", "enabled_clients": [SPA]},
        {"name": "sms", "strategy": "sms", "enabled_clients": [SPA]},
    ],
}


def with_password(**fields: Any) -> Ask:
    return token(**{"grant_type": "password", "username": "user@example.com", "password": "password", **fields})


def guessed(browser: Browser) -> httpx.Response:
    for _ in range(10):
        with_password(password="wrong")(browser)
    return with_password()(browser)


def sent(realm: str, address: str) -> Ask:
    """A code is sent; another one is entered."""

    def ask(browser: Browser) -> httpx.Response:
        name = "email" if realm == "email" else "phone_number"
        start = {"client_id": SPA, "connection": realm, name: address, "send": "code"}
        assert browser.http.post("/passwordless/start", json=start).status_code == 200
        return token(grant_type=PASSWORDLESS, username=address, realm=realm, otp="999999")(browser)

    return ask


def protected(name: str, setting: dict[str, Any], *, wrong: int = 0, password: str = "password") -> Ask:
    """A good password after some wrong ones, on a tenant with this attack protection."""

    def ask(browser: Browser) -> httpx.Response:
        assert management("PATCH", f"/attack-protection/{name}", setting)(browser).status_code == 200
        for _ in range(wrong):
            with_password(username="nobody@example.com", password="wrong")(browser)
        return with_password(password=password)(browser)

    return ask


LEAKED = "AUTH0-TEST-password"
ROWS = (
    json_row(
        "token-endpoint.md 6, docs (status and code are INFERRED)",
        protected("breached-password-detection", {"enabled": True, "shields": ["block"]}, password=LEAKED),
        403,
        "password_leaked",
        "This login attempt has been blocked because the password you're using was previously disclosed through a data "
        "breach (not in this application). Please check your email for more information.",
        seed=DIRECTORY | {"users": [{"user_id": USER, "email": "user@example.com", "password": LEAKED}]},
    ),
    json_row(
        "token-endpoint.md 6, docs",
        protected("suspicious-ip-throttling", {"stage": {"pre-login": {"max_attempts": 2, "rate": 1}}}, wrong=2),
        429,
        "too_many_attempts",
        "We have detected suspicious login behavior and further attempts will be blocked. Please contact the "
        "administrator.",
        seed=DIRECTORY,
    ),
    json_row(
        "token-endpoint.md 2, cap 10410353471",
        guessed,
        429,
        "too_many_attempts",
        BLOCKED,
        catalog=("E018",),
        seed=DIRECTORY,
    ),
    json_row(
        "token-endpoint.md 6, cap 10410353471",
        with_password(password="wrong"),
        403,
        "invalid_grant",
        "Wrong email or password.",
        catalog=("E014",),
        seed=DIRECTORY,
    ),
    json_row(
        "token-endpoint.md 6, cap 70899824477",
        with_password(),
        500,
        "server_error",
        "Authorization server not configured with default connection.",
        catalog=("E015",),
        seed={"clients": [spa(grant_types=ALL_GRANTS)]},
    ),
    json_row(
        "token-endpoint.md 7, cap 1456589702",
        sent("email", "new@example.com"),
        403,
        "invalid_grant",
        "Wrong email or verification code.",
        seed=EMAIL,
    ),
    json_row(
        "token-endpoint.md 7, cap 56514212454",
        sent("sms", "+15551234567"),
        403,
        "invalid_grant",
        "Wrong phone number or verification code.",
        seed=EMAIL,
    ),
)
