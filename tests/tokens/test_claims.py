"""The claims of any token against expectations: V12 to V17. Each accepts something and rejects something."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from forge import API, AT, CLIENT, ISSUER, JSON, NOW, OPAQUE_JWE, access_claims, id_claims, segment

from auth0ctl.findings import Check, Status
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.claims import check
from auth0ctl.tokens.decode import decode

ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)


def lines(claims: Any, expected: Expected, **header: Any) -> tuple[Check, ...]:
    text = f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': 'k'} | header)}.{segment(claims)}.AAAA"
    return check(decode(text), expected)


def failed(claims: Any, expected: Expected, **header: Any) -> set[str]:
    return {line.id for line in lines(claims, expected, **header) if line.status is Status.FAIL}


def line(id_: str, title: str, claims: Any, expected: Expected, **header: Any) -> Check:
    return next(one for one in lines(claims, expected, **header) if (one.id, one.title) == (id_, title))


def with_member(name: str, raw: str) -> str:
    """Claims as text, so that a member can hold what ``json.dumps`` would not write."""
    claims = access_claims()
    claims.pop(name, None)
    return json.dumps(claims)[:-1] + f', "{name}": {raw}' + "}"


def test_good_tokens_pass() -> None:
    assert failed(id_claims(), ID) == set()
    assert failed(access_claims(), ACCESS) == set()


def test_every_line_is_always_listed() -> None:
    for claims, expected in ((id_claims(), ID), (access_claims(), ACCESS)):
        whole = [(one.id, one.title) for one in lines(claims, expected)]
        assert [(one.id, one.title) for one in lines({}, expected)] == whole
        assert [(one.id, one.title) for one in check(decode(OPAQUE_JWE), expected)] == whole
    assert {one.id for one in lines(id_claims(), ID)} == {
        *("V12", "V13", "V14", "V15", "V16", "V17"),
        *("I01", "I02", "I04", "I05", "I06", "I07", "I08", "I09", "I14"),
    }
    assert {one.id for one in lines(access_claims(), ACCESS)} == {
        *("V12", "V13", "V14", "V15", "V16", "V17", "A01", "A02", "A03", "A05", "A06"),
    }


def test_V12_accepts_the_exact_issuer() -> None:
    assert line("V12", "issuer", access_claims(), ACCESS).status is Status.PASS


@pytest.mark.parametrize(
    "issuer",
    [
        ISSUER.rstrip("/"),
        "https://TENANT.eu.auth0.com/",
        "https://tenant.eu.auth0.com.evil.example/",
        "https://tenant.eu.auth0.co",
        "http://tenant.eu.auth0.com/",
        [ISSUER],
        {"a": ISSUER},
        "",
        5,
        None,
    ],
)
def test_V12_rejects_every_other_issuer(issuer: Any) -> None:
    assert failed(access_claims(iss=issuer), ACCESS) == {"V12"}


def test_V12_rejects_an_issuer_taken_from_the_token() -> None:
    assert failed(access_claims(), replace(ACCESS, issuer=None)) == {"V12"}


def test_V12_explains_the_near_miss() -> None:
    assert "slash" in line("V12", "issuer", access_claims(iss=ISSUER[:-1]), ACCESS).detail
    assert "upper and lower case" in line("V12", "issuer", access_claims(iss=ISSUER.upper()), ACCESS).detail
    assert "http and https" in line("V12", "issuer", access_claims(iss="http" + ISSUER[5:]), ACCESS).detail


@pytest.mark.parametrize("aud", [API, [API], [API, f"{ISSUER}userinfo"], [f"{ISSUER}userinfo", API]])
def test_V13_accepts_the_audience(aud: Any) -> None:
    assert failed(access_claims(aud=aud), ACCESS) == set()


@pytest.mark.parametrize(
    "aud", [f"{API}/", "https://api", [API, "other"], {"aud": API}, [], [5], [API, 5], [""], "", 5, True, None]
)
def test_V13_rejects_every_other_audience(aud: Any) -> None:
    assert "V13" in failed(access_claims(aud=aud), ACCESS)


def test_V13_rejects_an_audience_that_nobody_stated() -> None:
    assert failed(access_claims(), replace(ACCESS, audience=None)) == {"V13"}
    assert failed(id_claims(), replace(ID, client_id=None)) == {"V13"}


@pytest.mark.parametrize("exp", ["1790000001", "1790000001.5", "1.790000001e9", str(NOW - 59)])
def test_V14_accepts_a_time_ahead_within_the_leeway(exp: str) -> None:
    assert failed(with_member("exp", exp), ACCESS) == set()


@pytest.mark.parametrize(
    "exp",
    [
        str(NOW - 60),
        '"9999999999"',
        "true",
        "null",
        "[1]",
        "{}",
        "1e30",
        "1e400",
        "NaN",
        "1790000001000",
        "9" * 20,
        str(NOW + 400000000),
    ],
)
def test_V14_rejects_what_is_past_or_no_time(exp: str) -> None:
    assert failed(with_member("exp", exp), ACCESS) == {"V14"}


def test_V14_rejects_a_missing_exp_and_speaks_in_words() -> None:
    assert failed(access_claims(exp=None), ACCESS) == {"V14"}
    assert line("V14", "expiry", access_claims(), ACCESS).detail.startswith("expires in 23 h 59 m")
    late = replace(ACCESS, at=AT + timedelta(days=1, minutes=2))
    assert line("V14", "expiry", access_claims(), late).detail.startswith("expired 3 m ago")
    assert "milliseconds" in line("V14", "expiry", access_claims(exp=NOW * 1000), ACCESS).detail


def test_V15_accepts_a_clock_that_is_a_little_off() -> None:
    assert failed(access_claims(iat=NOW + 60, nbf=NOW + 60), ACCESS) == set()


@pytest.mark.parametrize("change", [{"iat": NOW + 61}, {"nbf": NOW + 61}, {"iat": "now"}, {"nbf": True}, {"iat": None}])
def test_V15_rejects_the_future_and_what_is_no_time(change: JSON) -> None:
    assert failed(access_claims(**change), ACCESS) == {"V15"}


def test_V15_rejects_a_leeway_above_the_bound() -> None:
    assert failed(access_claims(), replace(ACCESS, leeway=300)) == set()
    assert failed(access_claims(), replace(ACCESS, leeway=301)) == {"V15"}
    assert failed(access_claims(), replace(ACCESS, leeway=-1)) == {"V15"}


def test_V16_accepts_names() -> None:
    assert failed(access_claims(jti="j", sid="s", org_id="org_1"), ACCESS) == set()


@pytest.mark.parametrize("change", [{"sub": 5}, {"sub": ""}, {"sub": ["u"]}, {"sub": None}, {"jti": 1}, {"org_id": []}])
def test_V16_rejects_what_is_no_name(change: JSON) -> None:
    assert failed(access_claims(**change), ACCESS) == {"V16"}


@pytest.mark.parametrize("typ", ["JWT", "jwt"])
def test_V17_accepts_the_type_of_each_kind(typ: str) -> None:
    assert failed(id_claims(), ID, typ=typ) == set()
    assert failed(access_claims(), ACCESS, typ=typ) == set()


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", "JOSE", 5, None, ["JWT"]])
def test_V17_rejects_other_types_as_an_id_token(typ: Any) -> None:
    assert failed(id_claims(), ID, typ=typ) == {"V17"}


@pytest.mark.parametrize("change", [{"nonce": "n"}, {"at_hash": "h"}, {"c_hash": "h"}])
def test_V17_rejects_an_id_token_as_an_access_token(change: JSON) -> None:
    assert failed(access_claims(**change), ACCESS) == {"V17"}


def test_V17_rejects_an_access_token_as_an_id_token() -> None:
    assert failed(id_claims(scope="openid"), ID) == {"V17"}
