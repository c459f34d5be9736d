"""The password grants (token-endpoint.md section 6)."""

from typing import Any

import httpx
import pytest
from local_browser import API, SPA, Browser, post, refused, spa
from local_tokens_read import peek

from auth0ctl.localtenant import LocalTenant

CONNECTION = "Username-Password-Authentication"
REALM = "http://auth0.com/oauth/grant-type/password-realm"


@pytest.fixture(autouse=True)
def _grants(tenant: LocalTenant) -> None:
    tenant.seed({"clients": [spa(grant_types=["password", REALM, "refresh_token"])]})
    tenant.seed({"tenant_settings": {"default_directory": CONNECTION}})


def ask(browser: Browser, **fields: Any) -> httpx.Response:
    known = {"grant_type": "password", "client_id": SPA, "username": "user@example.com", "password": "password"}
    return post(browser, **{**known, **fields})


def test_tokens_for_a_password(browser: Browser) -> None:
    body = ask(browser, scope="openid read:items offline_access", audience=API).json()
    assert list(body) == ["access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type"]
    claims = peek(body["access_token"])
    assert claims["gty"] == "password"
    assert claims["aud"] == [API, "http://127.0.0.1:18400/userinfo"]
    assert "sid" not in peek(body["id_token"])
    assert browser.log_types()[-1] == "sepft"


def test_without_a_scope_all_scopes_are_granted(browser: Browser) -> None:
    assert ask(browser).json()["scope"] == "openid profile email address phone"
    expected = "openid profile email address phone read:items write:items"
    assert ask(browser, audience=API).json()["scope"] == expected


def test_a_realm_names_the_connection(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"tenant_settings": {"default_directory": ""}})
    assert ask(browser, grant_type=REALM, realm=CONNECTION).status_code == 200
    text = "Authorization server not configured with default connection."
    assert refused(ask(browser)) == (500, "server_error", text)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"password": "wrong"}, (403, "invalid_grant", "Wrong email or password.")),
        ({"username": "nobody@example.com"}, (403, "invalid_grant", "Wrong email or password.")),
        ({"username": None}, (400, "invalid_request", "Missing required parameter: username")),
        ({"audience": "https://nowhere"}, (403, "access_denied", "Service not found: https://nowhere")),
        ({"grant_type": REALM}, (400, "invalid_request", "Missing required parameter: realm")),
        ({"grant_type": REALM, "realm": "x"}, (400, "invalid_request", "the connection was not found")),
    ],
)
def test_refusals(browser: Browser, fields: dict[str, Any], expected: tuple[int, str, str]) -> None:
    assert refused(ask(browser, **fields)) == expected
    assert browser.log_types()[-1] == "fepft"


def test_a_blocked_user(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"users": [{"user_id": "auth0|b", "email": "b@example.com", "blocked": True}]})
    assert refused(ask(browser, username="b@example.com")) == (403, "unauthorized", "user is blocked")
