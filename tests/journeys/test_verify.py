"""A whole verification: where keys come from, what is never shown, one finding for one cause."""

import json
from dataclasses import replace

import pytest
from forge import (
    API,
    AT,
    CLIENT,
    ISSUER,
    OPAQUE_JWE,
    REFRESH_TOKEN,
    access_claims,
    ec_signer,
    hs256,
    id_claims,
    key_set,
    rsa_signer,
    segment,
)

from auth0ctl.errors import NetworkError
from auth0ctl.findings import Report, Status
from auth0ctl.journeys.tokens.verify import KeySource, inspect_token, verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import read_keys

KEY, OTHER = rsa_signer(), rsa_signer("key-2")
CURVE = ec_signer()
KEYS = read_keys(key_set(KEY, CURVE))
SECRET = b"0123456789abcdef0123456789abcdef"
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API, client_id=CLIENT)


UNSIGNED = f"{segment({'alg': 'none'})}.{segment(id_claims())}."


def from_file(kid: str | None, refresh: bool) -> KeySet:
    return KEYS


def asked(answers: list[KeySet]) -> tuple[KeySource, list[tuple[str | None, bool]]]:
    """A source that gives the answers one after the other, and what it was asked."""
    calls: list[tuple[str | None, bool]] = []

    def source(kid: str | None, refresh: bool) -> KeySet:
        calls.append((kid, refresh))
        return answers[min(len(calls), len(answers)) - 1]

    return source, calls


def failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.status is Status.FAIL}


def names(report: Report) -> list[str]:
    return [finding.rule.name for finding in report.findings]


def explained(report: Report) -> set[str]:
    return {id_ for finding in report.findings for id_ in finding.explains}


def test_I03_accepts_good_tokens() -> None:
    for text, expected in ((KEY.sign(id_claims()), ID), (KEY.sign(access_claims()), ACCESS)):
        report = verify(text, expected, from_file)
        assert report.passed
        assert (failed(report), names(report), report.skipped) == (set(), [], ())


def test_I03_rejects_a_token_whose_signature_was_not_checked() -> None:
    report = verify(KEY.sign(id_claims()), ID, None)
    assert not report.passed
    assert names(report) == ["token-keys-missing"]


def test_37_no_kid_and_several_keys_is_ambiguous() -> None:
    report = verify(KEY.sign(id_claims(), kid=None), ID, lambda kid, refresh: read_keys(key_set(KEY, OTHER)))
    assert failed(report) == {"V09"}
    assert names(report) == ["token-signing-key-unknown"]


def test_K03_an_unknown_kid_is_asked_for_once_more() -> None:
    source, calls = asked([read_keys(key_set(OTHER)), KEYS])
    assert verify(KEY.sign(id_claims()), ID, source).passed
    assert calls == [("key-1", False), ("key-1", True)]


def test_K03_a_known_kid_is_not_asked_for_again() -> None:
    source, calls = asked([KEYS])
    assert verify(KEY.sign(id_claims()), ID, source).passed
    assert calls == [("key-1", False)]


def test_K06_a_kid_that_is_still_unknown_is_refused() -> None:
    source, calls = asked([read_keys(key_set(OTHER))])
    report = verify(KEY.sign(id_claims()), ID, source)
    assert len(calls) == 2
    assert (failed(report), names(report)) == ({"V08"}, ["token-signing-key-unknown"])


@pytest.mark.parametrize("text", ["", OPAQUE_JWE, UNSIGNED, hs256(id_claims(), SECRET)])
def test_no_key_is_fetched_for_what_is_refused_anyway(text: str) -> None:
    source, calls = asked([KEYS])
    verify(text, ID, source)
    assert calls == []


def test_a_key_source_that_fails_is_heard() -> None:
    def source(kid: str | None, refresh: bool) -> KeySet:
        raise NetworkError("no answer")

    with pytest.raises(NetworkError):
        verify(KEY.sign(id_claims()), ID, source)


def test_hs256_with_the_secret() -> None:
    expected = replace(ID, algs=("HS256",))
    assert verify(hs256(id_claims(), SECRET), expected, from_file, secret=SECRET).passed
    wrong = verify(hs256(id_claims(), SECRET), expected, from_file, secret=SECRET[::-1])
    assert names(wrong) == ["token-signature-invalid"]


def test_V12_an_issuer_from_the_token_needs_trust() -> None:
    unknown = replace(ACCESS, issuer=None)
    report = verify(KEY.sign(access_claims()), unknown, from_file)
    assert failed(report) == {"V12"}
    assert names(report) == ["token-expectation-missing"]
    trusting = verify(KEY.sign(access_claims()), unknown, from_file, trust_issuer=True)
    assert trusting.passed
    assert any("taken from the token" in check.detail for check in trusting.checks if check.id == "V12")


def test_V18_decode_is_never_a_pass() -> None:
    shown = inspect_token(KEY.sign(id_claims()), AT)
    assert not shown.passed
    assert shown.checks == ()
    assert shown.facts["verdict"] == "NOT VERIFIED"
    assert shown.facts["times"]["exp"].endswith("in 9 h 59 m")


def test_V18_a_report_passes_only_with_checks() -> None:
    assert not Report(subject="nothing").passed
    assert verify(KEY.sign(id_claims()), ID, from_file).passed


def test_the_report_never_holds_the_token() -> None:
    text = KEY.sign(id_claims())
    for report in (verify(text, ID, from_file), verify(text, ACCESS, from_file), inspect_token(text, AT)):
        said = repr(report) + json.dumps(report.facts)
        assert text.rpartition(".")[2] not in said
        assert text not in said
        assert report.facts["signature"] == "sig (256 B)"


@pytest.mark.parametrize(
    ("text", "expected", "name"),
    [
        (OPAQUE_JWE, ACCESS, "audience-missing-opaque-token"),
        ("abcDEF0123456789_-abcDEF01234567", ACCESS, "audience-missing-opaque-token"),
        (OPAQUE_JWE, ID, "access-token-used-as-id-token"),
        (REFRESH_TOKEN, ACCESS, "refresh-token-used-as-token"),
        (KEY.sign(id_claims()), ACCESS, "id-token-used-as-access-token"),
        (KEY.sign(access_claims()), ID, "access-token-used-as-id-token"),
        ("undefined", ACCESS, "token-malformed"),
        ("", ID, "token-malformed"),
    ],
)
def test_one_cause_one_finding(text: str, expected: Expected, name: str) -> None:
    report = verify(text, expected, from_file)
    assert not report.passed
    assert names(report) == [name]
    assert failed(report) <= explained(report)


@pytest.mark.parametrize("key_set_there", [False, True])
def test_the_key_set_of_another_tenant_is_the_cause_whether_it_can_be_fetched_or_not(key_set_there: bool) -> None:
    def source(kid: str | None, refresh: bool) -> KeySet:
        if not key_set_there:
            raise NetworkError("no such host")
        return read_keys(key_set(OTHER))

    elsewhere = replace(ACCESS, keys_at="https://other.eu.auth0.com/.well-known/jwks.json")
    report = verify(KEY.sign(access_claims()), elsewhere, source)
    assert names(report) == ["wrong-tenant-domain"]
    assert not report.passed


def test_a_key_set_of_the_issuer_that_does_not_answer_is_no_verdict() -> None:
    def source(kid: str | None, refresh: bool) -> KeySet:
        raise NetworkError("no answer")

    with pytest.raises(NetworkError):
        verify(KEY.sign(access_claims()), replace(ACCESS, keys_at=f"{ISSUER}.well-known/jwks.json"), source)
