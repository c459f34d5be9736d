"""Requirements that only a whole verdict can show: V03, V11, V18, V19 and A05."""

from dataclasses import replace
from typing import Any

import pytest
from forge import (
    API,
    AT,
    CLIENT,
    ISSUER,
    OPAQUE_JWE,
    REFRESH_TOKEN,
    Signer,
    access_claims,
    id_claims,
    key_set,
    rsa_signer,
    segment,
)

from auth0ctl.findings import Report, Status
from auth0ctl.journeys.tokens.verify import inspect_token, verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.signature import read_keys

KEY, OTHER = rsa_signer(), rsa_signer("key-2")
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)


def judged(text: str, expected: Expected, document: bytes | None = None) -> Report:
    keys = read_keys(document or key_set(KEY))
    return verify(text, expected, lambda _kid, _refresh: keys)


def failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.status is Status.FAIL}


OFFERED = {"jwk": OTHER.jwk, "jku": "https://evil.example/jwks", "x5u": "https://evil.example/x5u", "x5c": ["AA=="]}


@pytest.mark.parametrize("name", OFFERED)
def test_V03_rejects_a_key_that_the_header_offers(name: str) -> None:
    forged = Signer(kid="key-1", private=OTHER.private).sign(id_claims(), **{name: OFFERED[name]})
    assert failed(judged(forged, ID)) == {"crypto"}


def test_V03_accepts_the_issuers_key_beside_an_offered_one_and_says_what_was_ignored() -> None:
    report = judged(KEY.sign(id_claims(), **OFFERED), ID)
    assert report.passed
    said = next(check.detail for check in report.checks if check.id == "V03")
    assert "jwk, jku, x5u, x5c ignored (untrusted)" in said


@pytest.mark.parametrize(
    "junk", ["text", None, {}, {"kty": 5}, {"kty": "OKP", "kid": "key-1"}, {"kty": "RSA", "n": "!"}]
)
def test_V11_accepts_a_key_set_with_a_member_nobody_can_use(junk: Any) -> None:
    assert judged(KEY.sign(id_claims()), ID, key_set(junk, KEY) if isinstance(junk, dict) else None).passed


def test_V18_accepts_only_when_every_check_ran_or_says_why_not() -> None:
    report = judged(KEY.sign(id_claims()), ID)
    assert report.passed
    assert {check.id for check in report.checks if check.status is Status.PASS} >= {
        "crypto",
        "V12",
        "V13",
        "V14",
        "I05",
    }
    assert all(check.detail for check in report.checks if check.status is Status.SKIP)


def test_V18_rejects_a_verdict_on_nothing() -> None:
    assert not Report(subject="nothing").passed
    assert not inspect_token(KEY.sign(id_claims()), AT).passed
    assert not verify(KEY.sign(id_claims()), ID, None).passed
    for unknown in (replace(ID, issuer=None), replace(ID, client_id=None), replace(ACCESS, audience=None)):
        claims = id_claims() if unknown.kind is TokenKind.ID else access_claims()
        assert not judged(KEY.sign(claims), unknown).passed


@pytest.mark.parametrize(
    "text", ["", ".", "..", "....", "\0", "\ud800", "eyJ", "e30.e30.", "e30.e30.AA", "%", "\u202e" * 9]
)
def test_V19_rejects_anything_with_a_verdict_of_ours(text: str) -> None:
    for expected in (ID, ACCESS):
        report = judged(text, expected)
        assert not report.passed
        assert failed(report) <= {id_ for finding in report.findings for id_ in finding.explains}


ENCRYPTED = f"{segment({'alg': 'RSA-OAEP-256', 'enc': 'A256GCM'})}.AAAA.BBBB.CCCC.DDDD"


@pytest.mark.parametrize("around", ["{}", " {}", "Bearer {}", '"{}"', "{}\n", "Bearer {} "])
@pytest.mark.parametrize("inside", [ENCRYPTED, OPAQUE_JWE, REFRESH_TOKEN, KEY.sign(access_claims())])
def test_V19_rejects_with_a_finding_whatever_is_around_the_token(inside: str, around: str) -> None:
    for expected in (ID, ACCESS):
        report = judged(around.format(inside), expected)
        assert failed(report) <= {id_ for finding in report.findings for id_ in finding.explains}
        assert report.passed is (around == "{}" and expected is ACCESS and inside.count(".") == 2 and inside[0] == "e")


def test_V19_rejects_without_repeating_the_signature() -> None:
    text = Signer(kid="key-1", private=OTHER.private).sign(id_claims())
    assert text.rpartition(".")[2][:20] not in repr(judged(text, ID))


def test_A05_accepts_a_token_bound_to_a_key_and_rejects_the_thought_that_it_is_a_bearer_token() -> None:
    bound = judged(KEY.sign(access_claims(cnf={"jkt": "x"})), ACCESS)
    assert bound.passed
    assert [finding.rule.name for finding in bound.findings] == ["token-sender-constrained"]
    assert "must fail" in next(check.detail for check in bound.checks if check.id == "A05")
    bearer = judged(KEY.sign(access_claims()), ACCESS)
    assert (bearer.passed, bearer.findings) == (True, ())
