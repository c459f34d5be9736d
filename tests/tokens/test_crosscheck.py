"""I10, I12 and I13: two things of one login that came separately."""

from typing import Any

import pytest
from forge import CLIENT, JSON, NOW, id_claims, segment

from auth0ctl.findings import Check, Status
from auth0ctl.model import Token
from auth0ctl.tokens.crosscheck import after_refresh, front_and_back, userinfo_subject
from auth0ctl.tokens.decode import decode


def token(claims: Any) -> Token:
    return decode(f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': 'k'})}.{segment(claims)}.AAAA")


def failed(checks: tuple[Check, ...]) -> list[str]:
    return [check.title.rpartition(": ")[2] for check in checks if check.status is Status.FAIL]


FRONT = token(id_claims(c_hash="c", at_hash="front", updated_at="2026-11-23T04:00:00.000Z"))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"iat": NOW, "exp": NOW + 36_000, "at_hash": "back"},
        {"aud": [CLIENT]},
        {"email": None, "nickname": None},
        {"name": "only in the back channel"},
    ],
)
def test_I10_accepts_two_id_tokens_of_one_login(changes: JSON) -> None:
    checks = front_and_back(FRONT, token(id_claims(**changes)))
    assert failed(checks) == []
    assert {check.id for check in checks} == {"I10"}
    assert all(check.status is Status.PASS for check in checks)


@pytest.mark.parametrize(
    ("changes", "titles"),
    [
        ({"sub": "auth0|u2"}, ["subject"]),
        ({"sub": None}, ["subject"]),
        ({"sub": ""}, ["subject"]),
        ({"iss": "https://other.eu.auth0.com/"}, ["issuer"]),
        ({"iss": None}, ["issuer"]),
        ({"email": "other@example.com"}, ["the rest"]),
        ({"nonce": "nonce-2"}, ["the rest"]),
        ({"sid": "session-2"}, ["the rest"]),
        ({"aud": "other"}, ["the rest"]),
        ({"aud": [CLIENT, "other"]}, ["the rest"]),
        ({"aud": [5]}, ["the rest"]),
    ],
)
def test_I10_rejects_another_user_or_issuer_and_any_claim_that_differs(changes: JSON, titles: list[str]) -> None:
    assert failed(front_and_back(FRONT, token(id_claims(**changes)))) == titles


def test_I10_rejects_true_where_the_other_says_one() -> None:
    checks = front_and_back(token(id_claims(email_verified=True)), token(id_claims(email_verified=1)))
    assert failed(checks) == ["the rest"]
    assert "email_verified is true in one and 1 in the other" in checks[-1].detail


def test_I10_rejects_two_tokens_without_a_subject_and_shows_no_nonce() -> None:
    assert failed(front_and_back(token(id_claims(sub=None)), token(id_claims(sub=None)))) == ["subject"]
    checks = front_and_back(FRONT, token(id_claims(nonce="nonce-2")))
    assert not any("nonce-" in check.detail for check in checks)


def test_I12_accepts_the_same_subject() -> None:
    checks = userinfo_subject(FRONT, {"sub": "auth0|u1", "email": "whatever@example.com"})
    assert [(check.id, check.status) for check in checks] == [("I12", Status.PASS)]


@pytest.mark.parametrize(
    "claims", [{"sub": "auth0|u2"}, {"sub": ""}, {"sub": None}, {"sub": ["auth0|u1"]}, {"a": 1}, {}]
)
def test_I12_rejects_another_subject_or_none(claims: JSON) -> None:
    assert [check.status for check in userinfo_subject(FRONT, claims)] == [Status.FAIL]


def test_I12_rejects_where_the_id_token_names_nobody() -> None:
    assert failed(userinfo_subject(token(id_claims(sub=None)), {"sub": "auth0|u1"})) == ["subject"]


OLD = token(id_claims(auth_time=NOW - 100, azp=CLIENT))


@pytest.mark.parametrize(
    "changes",
    [
        {"iat": NOW, "auth_time": NOW - 100, "azp": CLIENT},
        {"iat": NOW, "nonce": None},
        {"iat": NOW, "aud": [CLIENT], "email": "new@example.com"},
        {"exp": NOW + 1},
    ],
)
def test_I13_accepts_a_newer_token_of_the_same_login(changes: JSON) -> None:
    assert failed(after_refresh(OLD, token(id_claims(**changes)))) == []


def test_I13_accepts_a_login_time_that_was_not_stated_before() -> None:
    assert failed(after_refresh(token(id_claims()), token(id_claims(iat=NOW, auth_time=NOW - 100)))) == []


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"iss": "https://other.eu.auth0.com/"}, "issuer"),
        ({"sub": "auth0|u2"}, "subject"),
        ({"aud": "other"}, "audience"),
        ({"aud": None}, "audience"),
        ({"auth_time": NOW}, "login time"),
        ({"auth_time": True}, "login time"),
        ({"iat": NOW - 61}, "issued anew"),
        ({"iat": None}, "issued anew"),
        ({"iat": str(NOW)}, "issued anew"),
        ({"nonce": "nonce-2"}, "nonce"),
        ({"azp": "other"}, "azp"),
    ],
)
def test_I13_rejects_what_is_not_the_same_login(changes: JSON, title: str) -> None:
    assert failed(after_refresh(OLD, token(id_claims(**{"iat": NOW} | changes)))) == [title]


def test_I13_rejects_the_old_token_once_more_and_claims_that_were_not_there() -> None:
    assert failed(after_refresh(OLD, OLD)) == ["issued anew"]
    bare = token(id_claims(nonce=None))
    assert failed(after_refresh(bare, token(id_claims(iat=NOW, azp=CLIENT)))) == ["nonce", "azp"]
