"""DPoP at /oauth/token and /userinfo (token-endpoint.md section 11, RFC 9449)."""

from typing import Any

import httpx
import pytest
from local_browser import API, SPA, Browser, Clock, api, credentials, refused, spa
from local_keys import DpopKey, access_token_hash
from local_tokens_read import peek, verified

from auth0ctl.localtenant import LocalTenant

NONCE_REQUIRED = (400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof")


@pytest.fixture
def key() -> DpopKey:
    return DpopKey()


def exchange(browser: Browser, code: str, proof: str) -> httpx.Response:
    browser.http.headers["DPoP"] = proof
    try:
        return browser.exchange(code)
    finally:
        del browser.http.headers["DPoP"]


def nonce_for(browser: Browser, key: DpopKey, now: float) -> str:
    response = exchange(browser, "no code yet", key.proof(now))
    assert refused(response) == NONCE_REQUIRED
    return response.headers["dpop-nonce"]


def bound(browser: Browser, key: DpopKey, clock: Clock, **params: Any) -> dict[str, Any]:
    proof = key.proof(clock(), nonce=nonce_for(browser, key, clock()))
    response = exchange(browser, browser.code(**params), proof)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def userinfo(browser: Browser, clock: Clock, key: DpopKey, token: str, scheme: str = "DPoP", **changes: Any) -> int:
    claims = {"htm": "GET", "htu": "http://127.0.0.1:18400/userinfo", "ath": access_token_hash(token), **changes}
    headers = {"Authorization": f"{scheme} {token}", "DPoP": key.proof(clock(), **claims)}
    return browser.http.get("/userinfo", headers=headers).status_code


def test_the_first_try_of_a_public_client_costs_no_code(browser: Browser, clock: Clock, key: DpopKey) -> None:
    code = browser.code(audience=API)
    first = exchange(browser, code, key.proof(clock()))
    assert refused(first) == NONCE_REQUIRED
    assert "feacft" not in browser.log_types()
    second = exchange(browser, code, key.proof(clock(), nonce=first.headers["dpop-nonce"]))
    body = second.json()
    assert body["token_type"] == "DPoP"
    assert verified(browser, body["access_token"], API)["cnf"] == {"jkt": key.thumbprint}
    assert "cnf" not in peek(body["id_token"])


def test_a_nonce_lasts_some_minutes(browser: Browser, clock: Clock, key: DpopKey) -> None:
    nonce = nonce_for(browser, key, clock())
    clock.move(299)
    assert exchange(browser, browser.code(), key.proof(clock(), nonce=nonce)).status_code == 200
    clock.move(600)
    assert refused(exchange(browser, browser.code(), key.proof(clock(), nonce=nonce))) == NONCE_REQUIRED
    assert refused(exchange(browser, browser.code(), key.proof(clock(), nonce="made-up"))) == NONCE_REQUIRED


def test_a_confidential_client_needs_no_nonce(
    with_machine: LocalTenant, browser: Browser, clock: Clock, key: DpopKey
) -> None:
    browser.http.headers["DPoP"] = key.proof(clock())
    body = credentials(browser).json()
    assert body["token_type"] == "DPoP"
    assert peek(body["access_token"])["cnf"] == {"jkt": key.thumbprint}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"typ": "JWT"}, "typ must be dpop"),
        ({"jwk": DpopKey().jwk}, "signature"),
        ({"jwk": {"kty": "oct", "k": "c2VjcmV0"}}, "malformed"),
        ({"jwk": None}, "malformed"),
        ({"htm": "GET"}, "htm"),
        ({"htu": "http://127.0.0.1:18400/userinfo"}, "htu"),
        ({"htu": "https://elsewhere.example.com/oauth/token"}, "htu"),
        ({"htu": None}, "htu"),
        ({"htu": "http://[::1"}, "htu"),
        ({"iat": 1_800_000_061}, "iat"),
        ({"iat": 1_799_999_939}, "iat"),
        ({"iat": None}, "iat"),
        ({"jti": None}, "jti"),
    ],
)
def test_proofs_that_are_refused(
    with_machine: LocalTenant, browser: Browser, clock: Clock, key: DpopKey, changes: dict[str, Any], reason: str
) -> None:
    browser.http.headers["DPoP"] = key.proof(clock(), **changes)
    status, error, description = refused(credentials(browser))
    assert (status, error) == (400, "invalid_dpop_proof")
    assert reason in description


@pytest.mark.parametrize("text", ["", "a.b.c", "nonsense", "a, b", "e30.e30.e30", "e30.W10.AA"])
def test_proofs_that_are_none(with_machine: LocalTenant, browser: Browser, text: str) -> None:
    browser.http.headers["DPoP"] = text
    assert refused(credentials(browser))[:2] == (400, "invalid_dpop_proof")


def test_a_private_key_in_the_proof(with_machine: LocalTenant, browser: Browser, clock: Clock, key: DpopKey) -> None:
    browser.http.headers["DPoP"] = key.proof(clock(), jwk={**key.jwk, "d": "AAAA"})
    assert refused(credentials(browser))[:2] == (400, "invalid_dpop_proof")


def test_a_proof_is_good_once(with_machine: LocalTenant, browser: Browser, clock: Clock, key: DpopKey) -> None:
    browser.http.headers["DPoP"] = key.proof(clock(), htu="http://127.0.0.1:18400/oauth/token?query#part")
    assert credentials(browser).status_code == 200
    assert refused(credentials(browser))[:2] == (400, "invalid_dpop_proof")


def test_a_code_bound_to_another_key(browser: Browser, clock: Clock, key: DpopKey) -> None:
    nonce = nonce_for(browser, key, clock())
    code = browser.code(dpop_jkt=DpopKey().thumbprint)
    assert refused(exchange(browser, code, key.proof(clock(), nonce=nonce)))[:2] == (400, "invalid_dpop_proof")
    assert refused(browser.exchange(browser.code(dpop_jkt=key.thumbprint)))[:2] == (400, "invalid_dpop_proof")
    code = browser.code(dpop_jkt=key.thumbprint)
    assert exchange(browser, code, key.proof(clock(), nonce=nonce)).status_code == 200


def test_a_refresh_token_of_a_public_client_is_bound(browser: Browser, clock: Clock, key: DpopKey) -> None:
    token = bound(browser, key, clock, scope="openid offline_access")["refresh_token"]
    form = {"grant_type": "refresh_token", "client_id": SPA, "refresh_token": token}
    unknown = (403, "invalid_grant", "Unknown or invalid refresh token.")
    assert refused(browser.http.post("/oauth/token", data=form)) == unknown
    nonce = nonce_for(browser, key, clock())
    other = {"DPoP": DpopKey().proof(clock(), nonce=nonce)}
    assert refused(browser.http.post("/oauth/token", data=form, headers=other)) == unknown
    proof = {"DPoP": key.proof(clock(), nonce=nonce)}
    assert browser.http.post("/oauth/token", data=form, headers=proof).json()["token_type"] == "DPoP"


@pytest.mark.parametrize("audience", [None, API])
def test_userinfo(browser: Browser, clock: Clock, key: DpopKey, audience: str | None) -> None:
    token = bound(browser, key, clock, audience=audience)["access_token"]
    assert userinfo(browser, clock, key, token) == 200
    assert userinfo(browser, clock, key, token, "Bearer") == 401
    assert userinfo(browser, clock, DpopKey(), token) == 401
    assert userinfo(browser, clock, key, token, ath="wrong") == 401
    assert userinfo(browser, clock, key, token, htm="POST") == 401
    without = browser.http.get("/userinfo", headers={"Authorization": f"DPoP {token}"})
    assert without.status_code == 401
    assert without.headers["www-authenticate"] == 'DPoP error="invalid_token", algs="ES256"'
    assert userinfo(browser, clock, key, browser.tokens()["access_token"]) == 401


@pytest.mark.parametrize("by", ["client", "api"])
def test_bound_tokens_only(browser: Browser, clock: Clock, key: DpopKey, by: str) -> None:
    if by == "client":
        browser.tenant.seed({"clients": [spa(require_proof_of_possession=True)]})
    else:
        proof = {"mechanism": "dpop", "required": True, "required_for": "public_clients"}
        browser.tenant.seed({"resource_servers": [api(proof_of_possession=proof)]})
    assert refused(browser.exchange(browser.code(audience=API))) == (400, "invalid_request", "A DPoP proof is required")
    assert bound(browser, key, clock, audience=API)["token_type"] == "DPoP"


def test_discovery_and_cors(browser: Browser) -> None:
    document = browser.http.get("/.well-known/openid-configuration").json()
    assert document["dpop_signing_alg_values_supported"] == ["ES256"]
    response = browser.http.post("/oauth/token", headers={"Origin": "http://127.0.0.1:18484"})
    assert response.headers["access-control-expose-headers"] == "DPoP-Nonce"
