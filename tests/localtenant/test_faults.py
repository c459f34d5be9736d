"""Every fault shows where it says, and nowhere else."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from local_browser import API, SPA, Browser, Clock, api, landed, post
from local_tokens_read import ISSUER, left_half, peek, verified

from auth0ctl.localtenant import FAULTS, open_tenant

Open = Callable[..., Browser]

SUB = "auth0|local-user-1"
HYBRID = {"response_type": "code id_token token"}


@pytest.fixture
def faulty(tmp_path: Path, first_run: Path, clock: Clock) -> Iterator[Open]:
    """Opens the tenant with faults, as often as wanted, always on the same folder."""
    opened: list[Browser] = []
    shutil.copytree(first_run, tmp_path / "local")

    def one(*names: str, **changes: Any) -> Browser:
        tenant = open_tenant(tmp_path / "local", now=clock, faults=names, **changes)
        tenant.seed({"resource_servers": [api()]})
        opened.append(Browser(tenant))
        return opened[-1]

    yield one
    for browser in opened:
        browser.http.close()
        browser.tenant.close()


def test_every_fault_says_what_it_does() -> None:
    assert len(FAULTS) >= 50
    assert all(text and len(text) < 100 for text in FAULTS.values())


def test_a_fault_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no fault invalid-everything; known are invalid-iss, "):
        open_tenant(tmp_path, faults=["invalid-everything"])


def test_without_faults_nothing_is_wrong(faulty: Open) -> None:
    browser = faulty()
    body = browser.tokens(audience=API)
    verified(browser, body["id_token"], SPA)
    verified(browser, body["access_token"], API)


@pytest.mark.parametrize(
    ("name", "claim", "value"),
    [
        ("invalid-iss", "iss", "https://impostor.example.com/"),
        ("missing-iss", "iss", None),
        ("missing-sub", "sub", None),
        ("invalid-aud", "aud", "anotherClient000000000000000000"),
        ("missing-aud", "aud", None),
        ("second-aud", "aud", [SPA, "anotherClient000000000000000000"]),
        ("aud-array", "aud", [SPA]),
        ("missing-iat", "iat", None),
        ("iat-week-old", "iat", 1_800_000_000 - 604800),
        ("missing-exp", "exp", None),
        ("expired", "exp", 1_800_000_000 + 36000 - 604800),
        ("nonce-invalid", "nonce", "not-the-nonce"),
        ("nonce-missing", "nonce", None),
        ("invalid-at-hash", "at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("missing-at-hash", "at_hash", None),
        ("clock-skew", "iat", 1_800_000_600),
    ],
)
@pytest.mark.parametrize("response_type", ["code", "id_token token"])
def test_claims_of_the_id_token(faulty: Open, name: str, claim: str, value: Any, response_type: str) -> None:
    browser = faulty(name)
    answer = browser.login(response_type=response_type, audience=API).params
    if response_type == "code":
        answer = browser.exchange(answer["code"]).json()
    assert peek(answer["id_token"]).get(claim) == value
    if name == "clock-skew":
        assert peek(answer["access_token"])["iat"] == value
    else:
        verified(browser, answer["access_token"], API)


@pytest.mark.parametrize(
    ("name", "front", "back"),
    [
        ("invalid-c-hash", {"c_hash": "AAAAAAAAAAAAAAAAAAAAAA", "sub": SUB}, {"c_hash": None, "sub": SUB}),
        ("missing-c-hash", {"c_hash": None}, {"c_hash": None}),
        ("invalid-s-hash", {"s_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, {"s_hash": None}),
        ("missing-s-hash", {"s_hash": None}, {"s_hash": None}),
        ("back-channel-other-sub", {"sub": SUB}, {"sub": "auth0|somebody-else"}),
        ("back-channel-claims-differ", {"name": "Test User", "sub": SUB}, {"name": "Somebody Else", "sub": SUB}),
    ],
)
def test_the_two_id_tokens_of_the_hybrid_flow(
    faulty: Open, name: str, front: dict[str, Any], back: dict[str, Any]
) -> None:
    browser = faulty(name)
    answer = browser.login(**HYBRID).params
    first = peek(answer["id_token"])
    second = peek(browser.exchange(answer["code"]).json()["id_token"])
    assert {claim: first.get(claim) for claim in front} == front
    assert {claim: second.get(claim) for claim in back} == back
    if name not in {"invalid-c-hash", "missing-c-hash"}:
        assert first["c_hash"] == left_half(answer["code"])


@pytest.mark.parametrize(
    ("name", "claim", "value"),
    [
        ("refresh-invalid-iss", "iss", "https://impostor.example.com/"),
        ("refresh-invalid-sub", "sub", "auth0|somebody-else"),
        ("refresh-invalid-aud", "aud", "anotherClient000000000000000000"),
        ("refresh-invalid-azp", "azp", "anotherClient000000000000000000"),
    ],
)
def test_the_id_token_of_a_refresh(faulty: Open, name: str, claim: str, value: str) -> None:
    browser = faulty(name)
    body = browser.tokens(scope="openid offline_access")
    verified(browser, body["id_token"], SPA)
    assert peek(body["id_token"])["sub"] == SUB
    form = {"grant_type": "refresh_token", "client_id": SPA, "refresh_token": body["refresh_token"]}
    assert peek(post(browser, **form).json()["id_token"])[claim] == value


@pytest.mark.parametrize(
    ("name", "alg"),
    [
        ("invalid-sig", "RS256"),
        ("sig-none", "none"),
        ("sig-hs256", "HS256"),
        ("sig-es256", "ES256"),
        ("alternate-alg", "PS256"),
        ("kid-absent-multiple-jwks", "RS256"),
        ("kid-absent-single-jwks", "RS256"),
        ("rotated-key", "RS256"),
    ],
)
def test_the_header_and_signature_of_the_id_token(faulty: Open, name: str, alg: str) -> None:
    browser = faulty(name)
    token = browser.tokens()["id_token"]
    header = jwt.get_unverified_header(token)
    assert header["alg"] == alg
    assert peek(token)["sub"] == SUB
    keys = {key["kid"]: key for key in browser.http.get("/.well-known/jwks.json").json()["keys"]}
    if name.startswith("kid-absent"):
        assert "kid" not in header
        assert len(keys) == (1 if name == "kid-absent-single-jwks" else 2)
        key = jwt.PyJWK(next(iter(keys.values())))
        jwt.decode(token, key, audience=SPA, options={"verify_exp": False, "verify_iat": False}, algorithms=["RS256"])
    elif name == "alternate-alg":
        verified(browser, token, SPA, ("PS256",))
    else:
        assert name == "invalid-sig" or header.get("kid") not in keys or alg != "RS256"
        with pytest.raises((jwt.InvalidTokenError, KeyError)):
            verified(browser, token, SPA)


def test_key_rotation_between_two_logins(faulty: Open) -> None:
    browser = faulty("key-rotation")
    before = browser.http.get("/.well-known/jwks.json").json()
    first = jwt.get_unverified_header(browser.tokens()["id_token"])["kid"]
    assert browser.http.get("/.well-known/jwks.json").json() == before
    token = browser.tokens()["id_token"]
    second = jwt.get_unverified_header(token)["kid"]
    assert second != first
    assert second not in {key["kid"] for key in before["keys"]}
    verified(browser, token, SPA)


def test_key_rotation_begins_anew_with_every_opening(faulty: Open) -> None:
    faulty("key-rotation").tokens()
    again = faulty("key-rotation")
    before = again.http.get("/.well-known/jwks.json").json()
    again.tokens()
    assert again.http.get("/.well-known/jwks.json").json() == before


def test_key_rotation_just_before_signing(faulty: Open) -> None:
    browser = faulty("key-rotation-just-before-signing")
    before = {key["kid"] for key in browser.http.get("/.well-known/jwks.json").json()["keys"]}
    token = browser.tokens()["id_token"]
    assert jwt.get_unverified_header(token)["kid"] not in before
    verified(browser, token, SPA)


@pytest.mark.parametrize("name", ["access-invalid-sig", "access-invalid-iss", "access-expired", "rotated-key"])
def test_access_tokens(faulty: Open, name: str) -> None:
    browser = faulty(name)
    body = browser.tokens(audience=API)
    claims = peek(body["access_token"])
    if name == "access-expired":
        assert claims["exp"] < 1_800_000_000
    else:
        with pytest.raises((jwt.InvalidTokenError, KeyError)):
            verified(browser, body["access_token"], API)
    if name != "rotated-key":
        verified(browser, body["id_token"], SPA)


@pytest.mark.parametrize("mode", ["query", "fragment"])
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("state-wrong", {"state": "a-state-nobody-sent"}),
        ("state-missing", {"state": None}),
        ("iss-param-wrong", {"iss": "https://impostor.example.com/"}),
        ("iss-param-missing", {"iss": None}),
        ("form-post-error", {"error": "server_error", "code": None, "state": "the state & more"}),
    ],
)
def test_the_answer_at_the_callback(faulty: Open, name: str, wrong: dict[str, Any], mode: str) -> None:
    browser = faulty(name)
    answer = browser.login(response_mode=mode).params
    assert {key: answer.get(key) for key in wrong} == wrong
    if name != "form-post-error":
        assert "code" in answer
    document = browser.http.get("/.well-known/openid-configuration").json()
    assert document.get("authorization_response_iss_parameter_supported") is (
        True if name.startswith("iss-param") else None
    )


def test_the_discovery_document(faulty: Open) -> None:
    document = faulty("issuer-mismatch").http.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == "https://impostor.example.com/"
    assert document["token_endpoint"] == f"{ISSUER}oauth/token"


def test_the_token_answer(faulty: Open) -> None:
    body = faulty("token-type-case", "no-scope-in-answer").tokens()
    assert body["token_type"] == "bEaReR"
    assert "scope" not in body


def test_userinfo(faulty: Open) -> None:
    def ask(browser: Browser) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {browser.tokens()['access_token']}"}
        return browser.http.get("/userinfo", headers=bearer)

    assert ask(faulty("userinfo-invalid-sub")).json()["sub"] == "auth0|somebody-else"
    assert ask(faulty("userinfo-401")).status_code == 401
    browser = faulty("userinfo-signed")
    answer = ask(browser)
    assert answer.headers["content-type"] == "application/jwt"
    assert verified(browser, answer.text, SPA)["sub"] == SUB
    aggregated = ask(faulty("aggregated-claims")).json()
    assert aggregated["_claim_names"] == {"credit_score": "src1"}
    assert aggregated["_claim_sources"]["src1"]["JWT"].count(".") == 2
    browser = faulty("distributed-claims")
    source = ask(browser).json()["_claim_sources"]["src1"]
    assert source["endpoint"] == f"{ISSUER}distributed-claims"
    assert "GET /distributed-claims" not in browser.tenant.requests


def test_http_answers(faulty: Open) -> None:
    def ask(name: str, path: str = "/oauth/token", **changes: Any) -> httpx.Response:
        return faulty(name, **changes).http.post(path, data={"grant_type": "authorization_code"})

    assert ask("500").status_code == 500
    limited = ask("429")
    assert (limited.status_code, limited.json()["error"]) == (429, "too_many_requests")
    assert limited.headers["retry-after"] == "1"
    assert ask("429", "/api/v2/clients").json()["message"] == "Global limit has been reached"
    with pytest.raises(json.JSONDecodeError):
        ask("malformed-json").json()
    waited: list[float] = []
    assert ask("slow", pause=waited.append).status_code == 401
    assert waited == [5.0]
    with faulty("huge-body").http.stream("POST", "/oauth/token") as huge:
        assert sum(len(part) for part in huge.iter_raw()) > 64_000_000


def test_pages_and_discovery_keep_working(faulty: Open) -> None:
    browser = faulty("500")
    assert browser.http.get("/.well-known/openid-configuration").status_code == 200
    assert "code" in browser.login().params


def test_requests_can_be_counted(faulty: Open) -> None:
    browser = faulty("invalid-iss")
    code = landed(browser.login().location).params["code"]
    assert browser.tenant.requests.count("POST /oauth/token") == 0
    browser.exchange(code)
    assert browser.tenant.requests[0] == "GET /authorize"
    assert browser.tenant.requests.count("POST /oauth/token") == 1
    assert browser.tenant.requests.count("GET /userinfo") == 0
    assert not any("state" in request or code in request for request in browser.tenant.requests)
