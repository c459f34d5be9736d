"""Access tokens and published keys (tokens.md sections 1 to 5 and 10)."""

import base64
import hashlib
import json
from typing import Any

import jwt
import pytest
from local_browser import API, SPA, Browser, api
from local_tokens_read import ISSUER, peek, raw_header, verified

# Opaque tokens


@pytest.mark.parametrize("audience", [None, f"{ISSUER}userinfo", "https://127.0.0.1:18400/userinfo"])
def test_without_an_api_the_access_token_is_opaque(browser: Browser, audience: str | None) -> None:
    body = browser.tokens(audience=audience)
    parts = body["access_token"].split(".")
    assert len(parts) == 5
    assert parts[1] == ""
    assert raw_header(body["access_token"]) == '{"alg":"dir","enc":"A256GCM","iss":"http://127.0.0.1:18400/"}'
    assert (len(parts[2]), len(parts[4])) == (16, 22)
    assert body["expires_in"] == 86400


def test_an_opaque_token_from_the_front_channel_lives_two_hours(browser: Browser) -> None:
    assert browser.login(response_type="token").params["expires_in"] == "7200"


# JWT access tokens


def test_an_rs256_api_with_openid_gets_two_audiences(browser: Browser) -> None:
    body = browser.tokens(audience=API, scope="openid read:items unknown:scope")
    claims = verified(browser, body["access_token"], API)
    assert claims == {
        "iss": ISSUER,
        "sub": "auth0|local-user-1",
        "aud": [API, f"{ISSUER}userinfo"],
        "iat": 1_800_000_000,
        "exp": 1_800_086_400,
        "azp": SPA,
        "scope": "openid read:items",
    }
    kid = browser.tenant.status()["signing_key"]
    assert raw_header(body["access_token"]) == f'{{"alg":"RS256","typ":"JWT","kid":"{kid}"}}'
    assert list(body) == ["access_token", "id_token", "scope", "expires_in", "token_type"]
    assert body["scope"] == "openid read:items"
    assert body["token_type"] == "Bearer"


def test_without_openid_the_audience_is_a_string(browser: Browser) -> None:
    assert peek(browser.tokens(audience=API, scope="read:items")["access_token"])["aud"] == API


def test_an_hs256_api_gets_one_audience_and_a_token_of_its_own_secret(browser: Browser) -> None:
    secret = "a-signing-secret-of-32-characters!!"
    browser.tenant.seed({"resource_servers": [api(signing_alg="HS256", signing_secret=secret)]})
    token = browser.tokens(audience=API, scope="openid read:items")["access_token"]
    assert raw_header(token) == '{"alg":"HS256","typ":"JWT"}'
    options: Any = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(token, secret, algorithms=["HS256"], audience=API, options=options)
    assert claims["aud"] == API


def test_a_ps256_api(browser: Browser) -> None:
    browser.tenant.seed({"resource_servers": [api(signing_alg="PS256")]})
    token = browser.tokens(audience=API, scope="openid")["access_token"]
    header = jwt.get_unverified_header(token)
    assert header["alg"] == "PS256"
    keys = browser.http.get("/.well-known/jwks.json").json()["keys"]
    key = jwt.PyJWK({name: value for name, value in keys[0].items() if name != "alg"}, algorithm="PS256")
    options: Any = {"verify_exp": False, "verify_iat": False}
    assert jwt.decode(token, key, algorithms=["PS256"], audience=API, options=options)


def test_the_api_sets_the_lifetimes(browser: Browser) -> None:
    browser.tenant.seed({"resource_servers": [api(token_lifetime=600, token_lifetime_for_web=60)]})
    body = browser.tokens(audience=API)
    assert body["expires_in"] == 600
    assert peek(body["access_token"])["exp"] == 1_800_000_600
    answer = browser.login(audience=API, response_type="token").params
    assert answer["expires_in"] == "60"
    assert peek(answer["access_token"])["exp"] == 1_800_000_060


@pytest.mark.parametrize("dialect", ["rfc9068_profile", "rfc9068_profile_authz"])
def test_the_rfc_9068_profile(browser: Browser, dialect: str) -> None:
    browser.tenant.seed({"resource_servers": [api(token_dialect=dialect, enforce_policies=True)]})
    token = browser.tokens(audience=API)["access_token"]
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
    claims = peek(token)
    assert claims["client_id"] == SPA
    assert claims["jti"]
    assert "azp" not in claims
    assert ("permissions" in claims) is dialect.endswith("authz")


PERMISSIONS = [
    {"resource_server_identifier": API, "permission_name": "read:items"},
    {"resource_server_identifier": API, "permission_name": "delete:items"},
    {"resource_server_identifier": "https://other", "permission_name": "write:items"},
]


@pytest.mark.parametrize(
    ("rbac", "dialect", "scope", "permissions"),
    [
        (False, "access_token", "read:items write:items", None),
        (False, "access_token_authz", "read:items write:items", None),
        (True, "access_token", "read:items", None),
        (True, "access_token_authz", "read:items", ["read:items", "delete:items"]),
    ],
)
def test_rbac_and_permissions(
    browser: Browser, rbac: bool, dialect: str, scope: str, permissions: list[str] | None
) -> None:
    user = {"user_id": "auth0|p", "email": "p@example.com", "permissions": PERMISSIONS}
    seeded = api(enforce_policies=rbac, token_dialect=dialect)
    browser.tenant.seed({"resource_servers": [seeded], "users": [user]})
    code = browser.code(username="p@example.com", audience=API, scope="read:items write:items")
    claims = peek(browser.exchange(code).json()["access_token"])
    assert claims["scope"] == scope
    assert claims.get("permissions") == permissions


def test_rbac_without_permissions_gives_an_empty_list(browser: Browser) -> None:
    seeded = api(enforce_policies=True, token_dialect="access_token_authz")
    browser.tenant.seed({"resource_servers": [seeded]})
    claims = peek(browser.tokens(audience=API, scope="openid read:items")["access_token"])
    assert claims["permissions"] == []
    assert claims["scope"] == "openid"


def test_the_default_audience_stands_in(browser: Browser) -> None:
    browser.tenant.seed({"tenant_settings": {"default_audience": API}})
    assert peek(browser.tokens()["access_token"])["aud"][0] == API


@pytest.mark.parametrize(("profile", "jwt_parts"), [("audience", 5), ("compatibility", 3)])
def test_the_resource_parameter_counts_only_in_the_compatibility_profile(
    browser: Browser, profile: str, jwt_parts: int
) -> None:
    browser.tenant.seed({"tenant_settings": {"resource_parameter_profile": profile}})
    assert len(browser.tokens(resource=API)["access_token"].split(".")) == jwt_parts


def test_a_users_token_for_the_management_api_holds_current_user_scopes_alone(browser: Browser) -> None:
    for audience in (f"{ISSUER}api/v2/", "https://127.0.0.1:18400/api/v2/"):
        body = browser.tokens(audience=audience, scope="openid read:users read:current_user")
        assert body["scope"] == "openid read:current_user"
        assert peek(body["access_token"])["aud"][0] == audience


def test_the_published_keys(browser: Browser) -> None:
    response = browser.http.get("/.well-known/jwks.json")
    keys = response.json()["keys"]
    assert len(keys) == 2
    for key in keys:
        assert list(key) == ["kty", "use", "n", "e", "kid", "x5t", "x5c", "alg"]
        der = base64.b64decode(key["x5c"][0])
        thumbprint = base64.urlsafe_b64encode(hashlib.sha1(der).digest()).rstrip(b"=").decode()
        assert key["x5t"] == thumbprint
        assert jwt.PyJWK(key).key_type == "RSA"
        assert "d" not in key
    assert keys[0]["kid"] == browser.tenant.status()["signing_key"]
    assert json.dumps(keys) == json.dumps(browser.http.get("/.well-known/jwks.json").json()["keys"])
