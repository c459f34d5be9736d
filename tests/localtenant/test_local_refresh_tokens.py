"""Refresh tokens: giving, rotating, reuse, revoking (tokens.md section 6)."""

from typing import Any

import httpx
import jwt
import pytest
from local_browser import (
    API,
    MACHINE,
    SECRET,
    SPA,
    Browser,
    Clock,
    api,
    post,
    refused,
    spa,
)

from auth0ctl.localtenant import LocalTenant

ROTATING = {
    "rotation_type": "rotating",
    "expiration_type": "expiring",
    "leeway": 0,
    "token_lifetime": 2592000,
    "infinite_token_lifetime": False,
    "infinite_idle_token_lifetime": False,
    "idle_token_lifetime": 1296000,
}


def rotating(browser: Browser, **changes: Any) -> str:
    browser.tenant.seed({"clients": [spa(refresh_token={**ROTATING, **changes})]})
    return first(browser)


def first(browser: Browser) -> str:
    token: str = browser.tokens(audience=API, scope="openid read:items offline_access")["refresh_token"]
    return token


def refresh(browser: Browser, token: str, **fields: Any) -> httpx.Response:
    return post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=token, **fields)


UNKNOWN = (403, "invalid_grant", "Unknown or invalid refresh token.")


def test_a_refresh_token_looks_like_the_captured_ones(browser: Browser) -> None:
    token = first(browser)
    assert token.startswith("v1.M")
    assert len(token) == 90


def test_a_refresh(browser: Browser, clock: Clock) -> None:
    token = first(browser)
    clock.move(100)
    body = refresh(browser, token).json()
    assert list(body) == ["access_token", "id_token", "scope", "expires_in", "token_type"]
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert claims["gty"] == "refresh_token"
    assert claims["iat"] == 1_800_000_100
    assert body["scope"] == "openid read:items offline_access"
    assert "nonce" not in jwt.decode(body["id_token"], options={"verify_signature": False})
    assert refresh(browser, token, scope="openid").json()["scope"] == "openid"
    assert browser.log_types()[-1] == "sertft"


@pytest.mark.parametrize(
    ("change", "params"),
    [
        ({"clients": [spa(grant_types=["authorization_code"])]}, {}),
        ({"resource_servers": [api(allow_offline_access=False)]}, {}),
        ({}, {"scope": "openid read:items"}),
    ],
)
def test_when_no_refresh_token_is_given(browser: Browser, change: dict[str, Any], params: dict[str, str]) -> None:
    browser.tenant.seed(change)
    body = browser.tokens(**{"audience": API, "scope": "openid read:items offline_access", **params})
    assert "refresh_token" not in body
    assert "offline_access" not in body["scope"]


def test_rotation_gives_a_new_token_each_time(browser: Browser) -> None:
    token = rotating(browser)
    seen = {token}
    for _ in range(3):
        token = refresh(browser, token).json()["refresh_token"]
        assert token not in seen
        seen.add(token)


def test_reuse_ends_the_whole_family(browser: Browser) -> None:
    one = rotating(browser)
    two = refresh(browser, one).json()["refresh_token"]
    assert refused(refresh(browser, one)) == UNKNOWN
    entry = browser.tenant.state.all("log")[-1]
    assert entry["type"] == "ferrt"
    assert entry["details"]["tokenCounter"] == 1
    assert entry["details"]["latestCounter"] == 2
    assert entry["details"]["familyId"]
    assert refused(refresh(browser, two)) == UNKNOWN


def test_the_leeway_is_for_the_previous_token_alone(browser: Browser, clock: Clock) -> None:
    one = rotating(browser, leeway=10)
    two = refresh(browser, one).json()["refresh_token"]
    clock.move(10)
    assert refresh(browser, one).status_code == 200
    one = rotating(browser, leeway=10)
    two = refresh(browser, one).json()["refresh_token"]
    clock.move(11)
    assert refused(refresh(browser, one)) == UNKNOWN
    one = rotating(browser, leeway=10)
    two = refresh(browser, one).json()["refresh_token"]
    refresh(browser, two)
    assert refused(refresh(browser, one)) == UNKNOWN


def test_the_absolute_end_stays_where_it_was(browser: Browser, clock: Clock) -> None:
    token = rotating(browser, token_lifetime=1000, idle_token_lifetime=600)
    clock.move(500)
    token = refresh(browser, token).json()["refresh_token"]
    clock.move(499)
    token = refresh(browser, token).json()["refresh_token"]
    clock.move(1)
    assert refused(refresh(browser, token)) == UNKNOWN


def test_an_idle_token_ends(browser: Browser, clock: Clock) -> None:
    token = rotating(browser, token_lifetime=1000, idle_token_lifetime=600)
    clock.move(600)
    assert refused(refresh(browser, token)) == UNKNOWN


def test_a_refresh_token_is_good_for_its_client_alone(browser: Browser, with_machine: LocalTenant) -> None:
    token = first(browser)
    fields = {"client_id": MACHINE, "client_secret": SECRET, "refresh_token": token}
    assert refused(post(browser, grant_type="refresh_token", **fields)) == UNKNOWN
    assert refresh(browser, token).status_code == 200


def test_a_refresh_after_the_user_is_gone(browser: Browser) -> None:
    token = first(browser)
    browser.tenant.state.delete("user", "auth0|local-user-1")
    text = "The refresh_token was generated for a user who doesn't exist anymore."
    assert refused(refresh(browser, token)) == (403, "invalid_grant", text)


def test_revoking(browser: Browser) -> None:
    token = first(browser)
    for body in ({"client_id": SPA, "token": "made-up"}, {"client_id": SPA, "token": token}):
        response = browser.http.post("/oauth/revoke", json=body)
        assert response.status_code == 200
        assert response.content == b""
    assert refused(refresh(browser, token)) == UNKNOWN


@pytest.mark.parametrize("whole_grant", [True, False])
def test_revoking_the_whole_grant(browser: Browser, whole_grant: bool) -> None:
    flags = {"tenant_settings": {"flags": {"revoke_refresh_token_grant": whole_grant}}}
    browser.tenant.seed({**flags, "resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    token, sibling = first(browser), first(browser)
    other: str = browser.tokens(scope="openid offline_access")["refresh_token"]
    assert len(browser.tenant.state.all("consent")) == 1
    browser.http.post("/oauth/revoke", json={"client_id": SPA, "token": token})
    assert refused(refresh(browser, token)) == UNKNOWN
    assert (refresh(browser, sibling).status_code == 200) is not whole_grant
    assert bool(browser.tenant.state.all("consent")) is not whole_grant
    assert refresh(browser, other).status_code == 200, "it rests on another grant"


@pytest.mark.usefixtures("with_machine")
def test_revoking_is_for_the_tokens_own_client(browser: Browser) -> None:
    token = first(browser)
    response = browser.http.post("/oauth/revoke", data={"client_id": MACHINE, "token": token})
    assert response.status_code == 401
    response = browser.http.post("/oauth/revoke", data={"client_id": MACHINE, "client_secret": SECRET, "token": token})
    assert response.status_code == 200
    assert refresh(browser, token).status_code == 200
