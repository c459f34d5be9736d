"""Tokens of any shape: the good one passes PyJWT with the published keys, and each flaw is where it was asked for."""

import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
from local_browser import API, MACHINE, SECRET, SPA, Browser
from local_tokens_read import ISSUER, peek, raw_header, verified

from auth0ctl.localtenant import LocalTenant, Wanted, open_tenant

NOW = 1_800_000_000
USER = "user@example.com"


def header(token: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(raw_header(token))
    return read


def test_a_machines_token_is_what_the_token_endpoint_gives(with_machine: LocalTenant, browser: Browser) -> None:
    form = {"grant_type": "client_credentials", "client_id": MACHINE, "client_secret": SECRET, "audience": API}
    given = browser.http.post("/oauth/token", data=form).json()["access_token"]
    scope = ("read:items", "write:items")
    token = with_machine.mint(Wanted(audience=API, client_id=MACHINE, scope=scope))
    assert verified(browser, token, API) == verified(browser, given, API)
    assert header(token) == header(given)


def test_a_users_token_is_what_a_login_gives(tenant: LocalTenant, browser: Browser) -> None:
    given = browser.tokens(audience=API, scope="openid read:items")
    scope = ("openid", "read:items")
    token = tenant.mint(Wanted(audience=API, user=USER, scope=scope))
    assert verified(browser, token, API) == verified(browser, given["access_token"], API)
    id_token = tenant.mint(Wanted(kind="id", nonce="the-nonce", scope=scope))
    known = peek(given["id_token"])
    assert verified(browser, id_token, SPA) == {name: known[name] for name in known if name != "sid"}


def test_an_api_that_does_not_exist_will_do(tenant: LocalTenant, browser: Browser) -> None:
    token = tenant.mint(Wanted(audience="https://nobody", client_id="anyone"))
    assert verified(browser, token, "https://nobody")["azp"] == "anyone"
    assert tenant.state.find("resource_server", "https://nobody") is None


@pytest.mark.parametrize(
    ("changes", "claims"),
    [
        ({"expired": True}, {"iat": NOW - 3600 - 86400, "exp": NOW - 3600}),
        ({"lifetime": 60}, {"exp": NOW + 60}),
        ({"lifetime": 60, "expired": True}, {"iat": NOW - 3660, "exp": NOW - 3600}),
        ({"claims": {"sub": "auth0|other", "roles": ["a"]}}, {"sub": "auth0|other", "roles": ["a"]}),
        ({"claims": {"exp": "{{now-60}}", "iss": "https://{{domain}}/"}}, {"exp": NOW - 60}),
        ({"claims": {"exp": "soon"}}, {"exp": "soon"}),
    ],
)
def test_claims(tenant: LocalTenant, changes: dict[str, Any], claims: dict[str, Any]) -> None:
    token = tenant.mint(replace(Wanted(audience=API, user=USER), **changes))
    assert peek(token).items() >= claims.items()


def test_claims_and_header_members_can_be_taken_away(tenant: LocalTenant) -> None:
    token = tenant.mint(Wanted(audience=API, claims={"iss": None, "exp": None}, header={"kid": None, "typ": "at+jwt"}))
    assert {"iss", "exp"}.isdisjoint(peek(token))
    assert header(token) == {"alg": "RS256", "typ": "at+jwt"}


def test_an_expired_token_is_refused_and_otherwise_good(tenant: LocalTenant, browser: Browser) -> None:
    verified(browser, tenant.mint(Wanted(audience=API, expired=True)), API)


@pytest.mark.parametrize("kind", ["access", "id"])
@pytest.mark.parametrize("signature", ["foreign", "broken"])
def test_wrong_signatures_under_the_published_key(
    tenant: LocalTenant, browser: Browser, kind: str, signature: str
) -> None:
    token = tenant.mint(Wanted(kind=kind, audience=API, signature=signature))
    assert header(token) == header(tenant.mint(Wanted(kind=kind, audience=API)))
    with pytest.raises(jwt.InvalidSignatureError):
        verified(browser, token, API if kind == "access" else SPA)


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_other_algorithms_by_the_same_key(tenant: LocalTenant, browser: Browser, alg: str) -> None:
    token = tenant.mint(Wanted(audience=API, alg=alg))
    verified(browser, token, API, (alg,))
    assert header(token)["alg"] == alg


def test_no_signature(tenant: LocalTenant) -> None:
    for wanted in (Wanted(audience=API, signature="none"), Wanted(audience=API, alg="none")):
        token = tenant.mint(wanted)
        assert token.endswith(".")
        assert header(token)["alg"] == "none"


def test_hs256_by_a_secret_of_ones_own_and_by_the_clients(tenant: LocalTenant) -> None:
    own = "a secret that is known to the test"
    token = tenant.mint(Wanted(audience=API, secret=own.encode()))
    options: Any = {"verify_exp": False, "verify_iat": False}
    assert jwt.decode(token, own, algorithms=["HS256"], audience=API, options=options)["iss"] == ISSUER
    assert "kid" not in header(token)
    tenant.seed({"clients": [{"client_id": "old", "client_secret": "an old client's secret, long enough"}]})
    id_token = tenant.mint(Wanted(kind="id", client_id="old", alg="HS256"))
    jwt.decode(id_token, "an old client's secret, long enough", algorithms=["HS256"], audience="old", options=options)


def test_the_header_may_lie_about_the_algorithm(tenant: LocalTenant) -> None:
    token = tenant.mint(Wanted(audience=API, secret=b"x" * 32, header={"alg": "RS256"}))
    assert header(token)["alg"] == "RS256"
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token, "x" * 32, algorithms=["HS256"], audience=API)


def test_es256_is_by_a_key_that_nobody_publishes(tenant: LocalTenant) -> None:
    assert header(tenant.mint(Wanted(audience=API, alg="ES256")))["alg"] == "ES256"


def test_faults_of_the_opening_stay_out(tenant: LocalTenant, browser: Browser) -> None:
    faulty = open_tenant(tenant.folder, now=browser.clock, faults=["access-invalid-iss", "access-expired"])
    assert peek(faulty.mint(Wanted(audience=API)))["iss"] == ISSUER
    faulty.close()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"audience": None}, "an access token needs an audience"),
        ({"audience": f"{ISSUER}userinfo"}, "is opaque"),
        ({"kind": "refresh"}, "there is no kind refresh; choose one of access, id"),
        ({"alg": "RS1"}, "there is no algorithm RS1"),
        ({"signature": "bad"}, "there is no signature bad"),
        ({"user": "nobody@example.com"}, "the local tenant has no user nobody@example.com"),
        ({"organization": "none"}, "the local tenant has no organization none"),
        ({"alg": "HS256"}, "HS256 needs a secret"),
    ],
)
def test_what_cannot_be_had(tenant: LocalTenant, changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        tenant.mint(replace(Wanted(audience=API), **changes))
