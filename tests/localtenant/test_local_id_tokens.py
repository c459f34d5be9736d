"""ID tokens (tokens.md section 2)."""

from typing import Any

import jwt
import pytest
from local_browser import API, SPA, Browser, Clock, machine, spa
from local_tokens_read import left_half, peek, raw_header, verified


def test_the_id_token_of_the_code_flow(browser: Browser) -> None:
    claims = verified(browser, browser.tokens()["id_token"], SPA)
    assert {"email", "email_verified", "name", "nickname", "picture", "updated_at"} < set(claims)
    assert claims["sub"] == "auth0|local-user-1"
    assert claims["aud"] == SPA
    assert claims["nonce"] == "the-nonce"
    assert claims["sid"]
    assert claims["exp"] - claims["iat"] == 36000
    assert not {"at_hash", "c_hash", "auth_time", "azp", "user_metadata", "identities", "user_id"} & set(claims)


@pytest.mark.parametrize(
    ("scope", "present", "absent"),
    [
        ("openid", set(), {"name", "email", "email_verified", "phone_number"}),
        ("openid profile", {"name", "nickname", "given_name"}, {"email", "phone_number"}),
        ("openid email", {"email", "email_verified"}, {"name", "phone_number"}),
        ("openid phone", {"phone_number", "phone_number_verified"}, {"name", "email"}),
    ],
)
def test_standard_claims_go_by_scope(browser: Browser, scope: str, present: set[str], absent: set[str]) -> None:
    user = {
        "user_id": "auth0|f",
        "email": "f@example.com",
        "email_verified": False,
        "given_name": "Full",
        "phone_number": "+1555",
        "phone_verified": True,
        "user_metadata": {"plan": "x"},
    }
    browser.tenant.seed({"users": [user]})
    code = browser.code(username="f@example.com", scope=scope)
    claims = peek(browser.exchange(code).json()["id_token"])
    assert present <= set(claims)
    assert not absent & set(claims)


def test_the_id_token_lifetime_is_the_clients(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(jwt_configuration={"alg": "RS256", "lifetime_in_seconds": 60})]})
    claims = peek(browser.tokens()["id_token"])
    assert claims["exp"] - claims["iat"] == 60


def test_hashes_in_front_channel_answers(browser: Browser) -> None:
    answer = browser.login(response_type="code id_token token", audience=API).params
    claims = verified(browser, answer["id_token"], SPA)
    assert claims["at_hash"] == left_half(answer["access_token"])
    assert claims["c_hash"] == left_half(answer["code"])
    answer = browser.login(response_type="id_token token").params
    claims = verified(browser, answer["id_token"], SPA)
    assert claims["at_hash"] == left_half(answer["access_token"])
    assert "c_hash" not in claims
    claims = verified(browser, browser.login(response_type="id_token").params["id_token"], SPA)
    assert not {"at_hash", "c_hash"} & set(claims)


@pytest.mark.parametrize(("params", "present"), [({}, False), ({"max_age": 1000}, True), ({"prompt": "login"}, True)])
def test_auth_time_for_max_age_and_prompt_login(
    browser: Browser, clock: Clock, params: dict[str, Any], present: bool
) -> None:
    browser.login()
    clock.move(10)
    claims = peek(browser.tokens(**params)["id_token"])
    assert ("auth_time" in claims) is present
    if present:
        assert claims["auth_time"] == (1_800_000_000 if "max_age" in params else 1_800_000_010)


def test_hs256_id_tokens_use_the_client_secret(browser: Browser) -> None:
    client = machine(jwt_configuration={"alg": "HS256"}, grant_types=["authorization_code", "implicit"])
    connection = {"name": "Username-Password-Authentication", "strategy": "auth0"}
    enabled = {**connection, "enabled_clients": [SPA, client["client_id"]]}
    browser.tenant.seed({"clients": [client], "connections": [enabled]})
    uri = "https://app.example.com/callback"
    answer = browser.login(client_id=client["client_id"], redirect_uri=uri, response_type="id_token token").params
    assert raw_header(answer["id_token"]) == '{"alg":"HS256","typ":"JWT"}'
    options: Any = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(
        answer["id_token"],
        client["client_secret"],
        algorithms=["HS256"],
        audience=client["client_id"],
        options=options,
    )
    assert claims["at_hash"] == left_half(answer["access_token"])


def test_rs512_id_tokens_hash_with_sha512(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(jwt_configuration={"alg": "RS512"})]})
    answer = browser.login(response_type="id_token token").params
    claims = peek(answer["id_token"])
    assert claims["at_hash"] == left_half(answer["access_token"], "sha512")


def test_organization_claims(browser: Browser) -> None:
    organization = {"id": "org_a", "name": "acme", "members": [{"user_id": "auth0|local-user-1"}]}
    browser.tenant.seed({"clients": [spa(organization_usage="allow")], "organizations": [organization]})
    body = browser.tokens(organization="org_a", audience=API)
    for token in (body["id_token"], body["access_token"]):
        claims = peek(token)
        assert claims["org_id"] == "org_a"
