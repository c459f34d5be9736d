"""An ID token's own lines: I01, I02, I04 to I09 and I14. Each accepts something and rejects something."""

from dataclasses import replace
from typing import Any

import pytest
from forge import AT, CLIENT, ISSUER, JSON, NOW, id_claims, segment

from auth0ctl.findings import Check, Status
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.claims import check
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.idtoken import half_hash

ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")


def lines(claims: Any, expected: Expected, **header: Any) -> tuple[Check, ...]:
    text = f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': 'k'} | header)}.{segment(claims)}.AAAA"
    return check(decode(text), expected)


def failed(claims: Any, expected: Expected, **header: Any) -> set[str]:
    return {line.id for line in lines(claims, expected, **header) if line.status is Status.FAIL}


def line(id_: str, title: str, claims: Any, expected: Expected, **header: Any) -> Check:
    return next(one for one in lines(claims, expected, **header) if (one.id, one.title) == (id_, title))


def test_I01_accepts_the_issuer_asked_and_rejects_another() -> None:
    assert line("I01", "issuer asked", id_claims(), ID).status is Status.PASS
    assert failed(id_claims(iss="https://evil.example/"), ID) == {"V12", "I01"}


@pytest.mark.parametrize("change", [{}, {"aud": [CLIENT]}, {"azp": CLIENT}])
def test_I02_accepts_this_client(change: JSON) -> None:
    assert "I02" not in failed(id_claims(**change), ID)


@pytest.mark.parametrize(
    "change",
    [
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": CLIENT},
        {"aud": [CLIENT, CLIENT]},
        {"azp": "other"},
        {"azp": 5},
        {"aud": "other"},
        {"aud": CLIENT.lower()},
        {"aud": None},
    ],
)
def test_I02_rejects_another_client(change: JSON) -> None:
    assert "I02" in failed(id_claims(**change), ID)


def test_I04_accepts_the_clients_algorithm_and_rejects_another() -> None:
    assert "I04" not in failed(id_claims(), ID)
    assert failed(id_claims(), ID, alg="HS256") == {"I04"}
    assert failed(id_claims(), replace(ID, algs=("PS256",))) == {"I04"}


def test_I05_accepts_the_nonce_that_was_sent() -> None:
    assert line("I05", "nonce", id_claims(), ID).status is Status.PASS
    assert line("I05", "nonce", id_claims(), replace(ID, nonce=None)).status is Status.SKIP
    assert failed(id_claims(nonce=None), replace(ID, nonce=None, at_login=True)) == set()


@pytest.mark.parametrize("nonce", ["nonce-2", "", "nonce-1 ", 5, None, "\u00fc"])
def test_I05_rejects_another_nonce(nonce: Any) -> None:
    assert "I05" in failed(id_claims(nonce=nonce), ID)


def test_I05_rejects_a_nonce_that_the_login_did_not_send() -> None:
    assert failed(id_claims(), replace(ID, nonce=None, at_login=True)) == {"I05"}


@pytest.mark.parametrize("age", [0, 60, 360])
def test_I06_accepts_a_recent_login(age: int) -> None:
    assert failed(id_claims(auth_time=NOW - age), replace(ID, max_age=300)) == set()


@pytest.mark.parametrize("auth_time", [NOW - 361, NOW + 61, None, "now", True, float(NOW), [NOW]])
def test_I06_rejects_an_old_or_unknown_login(auth_time: Any) -> None:
    assert failed(id_claims(auth_time=auth_time), replace(ID, max_age=300)) == {"I06"}


def test_I06_a_max_age_of_zero_is_asked_for_too() -> None:
    assert failed(id_claims(), replace(ID, max_age=0)) == {"I06"}
    assert failed(id_claims(auth_time=NOW - 30), replace(ID, max_age=0)) == set()


def test_I07_accepts_the_acr_asked_for_and_rejects_another() -> None:
    mfa = replace(ID, acr=("mfa",))
    assert failed(id_claims(acr="mfa"), mfa) == set()
    assert failed(id_claims(acr="0"), mfa) == {"I07"}
    assert failed(id_claims(), mfa) == {"I07"}


# From `printf %s access | openssl dgst -sha256 -binary | head -c 16 | basenc --base64url`, and the same with -sha512.
HALF_256, HALF_512 = "oFYf1knNtrqnhAVfBRuteQ", "kyd4-h3ZoV2sH212kLKbcOnCBajStKQ38Ae_bfT-PFI"


@pytest.mark.parametrize(
    ("alg", "at_hash"), [("RS256", HALF_256), ("PS256", HALF_256), ("ES256", HALF_256), ("RS512", HALF_512)]
)
def test_I08_accepts_the_half_hash(alg: str, at_hash: str) -> None:
    expected = replace(ID, access_token="access", at_hash_required=True, algs=(alg,))
    assert half_hash(alg, "access") == at_hash
    assert failed(id_claims(at_hash=at_hash), expected, alg=alg) == set()


@pytest.mark.parametrize("at_hash", ["", "wrong", None, [], ["x"], 5, "\u00fc"])
def test_I08_rejects_a_missing_or_wrong_hash(at_hash: Any) -> None:
    expected = replace(ID, access_token="access", at_hash_required=True)
    assert failed(id_claims(at_hash=at_hash), expected) == {"I08"}


def test_I08_rejects_a_wrong_hash_where_none_is_required_and_an_unknown_algorithm() -> None:
    expected = replace(ID, access_token="access")
    assert failed(id_claims(at_hash="wrong"), expected) == {"I08"}
    assert failed(id_claims(at_hash=""), ID) == {"I08"}
    assert failed(id_claims(), expected) == set()
    assert "I08" in failed(id_claims(at_hash="x"), expected, alg="XX256")
    assert half_hash("none", "access") is None
    assert failed(id_claims(at_hash="x"), replace(ID, at_hash_required=True)) == {"I08"}


# The example of OIDC Core appendix A.4: half the SHA-256 of the code.
CODE, C_HASH = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "LDktKdoQak3Pk0cnXxCltA"
HYBRID = replace(ID, code=CODE, c_hash_required=True, state="state-1")


def test_I09_accepts_the_hash_of_the_code_and_of_the_state() -> None:
    assert failed(id_claims(c_hash=C_HASH), HYBRID) == set()
    assert failed(id_claims(c_hash=C_HASH, s_hash=half_hash("RS256", "state-1")), HYBRID) == set()
    assert line("I09", "c_hash", id_claims(c_hash=C_HASH), HYBRID).status is Status.PASS
    assert line("I09", "c_hash", id_claims(c_hash=C_HASH), ID).status is Status.SKIP
    assert line("I09", "s_hash", id_claims(), HYBRID).status is Status.SKIP


@pytest.mark.parametrize("c_hash", ["", "wrong", None, [], ["x"], 5, True, C_HASH + "=", C_HASH.lower(), "\u00fc"])
def test_I09_rejects_a_missing_or_wrong_code_hash(c_hash: Any) -> None:
    assert failed(id_claims(c_hash=c_hash), HYBRID) == {"I09"}


@pytest.mark.parametrize("s_hash", ["", "wrong", [], 5, C_HASH])
def test_I09_rejects_a_wrong_state_hash(s_hash: Any) -> None:
    assert failed(id_claims(c_hash=C_HASH, s_hash=s_hash), HYBRID) == {"I09"}


def test_I09_rejects_a_hash_where_none_is_required_and_an_unknown_algorithm() -> None:
    assert failed(id_claims(c_hash="wrong"), replace(ID, code=CODE)) == {"I09"}
    assert failed(id_claims(c_hash=""), ID) == {"I09"}
    assert failed(id_claims(c_hash=C_HASH), replace(ID, c_hash_required=True)) == {"I09"}
    for alg in ("RS1", "XX256", "none", 256, ["RS256"], "RS256 "):
        assert "I09" in failed(id_claims(c_hash=C_HASH), replace(HYBRID, algs=("RS256", str(alg))), alg=alg)


def test_I14_accepts_a_fresh_token_and_rejects_one_a_week_old() -> None:
    login = replace(ID, at_login=True)
    assert failed(id_claims(), login) == set()
    slow = line("I14", "age at login", id_claims(iat=NOW - 700), login)
    assert (slow.status, "unusually long" in slow.detail) == (Status.PASS, True)
    assert failed(id_claims(iat=NOW - 604_801), login) == {"I14"}
    assert failed(id_claims(iat=NOW - 604_801), ID) == set()
