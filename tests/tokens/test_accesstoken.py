"""An access token's own lines A01 to A06, and required claims. Each accepts something and rejects something."""

from dataclasses import replace
from typing import Any

from forge import API, AT, CLIENT, ISSUER, access_claims, segment

from auth0ctl.findings import Check, Status
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.claims import check
from auth0ctl.tokens.decode import decode

ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)


def lines(claims: Any, expected: Expected, **header: Any) -> tuple[Check, ...]:
    text = f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': 'k'} | header)}.{segment(claims)}.AAAA"
    return check(decode(text), expected)


def failed(claims: Any, expected: Expected, **header: Any) -> set[str]:
    return {line.id for line in lines(claims, expected, **header) if line.status is Status.FAIL}


def line(id_: str, title: str, claims: Any, expected: Expected, **header: Any) -> Check:
    return next(one for one in lines(claims, expected, **header) if (one.id, one.title) == (id_, title))


def test_A01_accepts_the_rfc9068_profile_and_rejects_a_missing_claim() -> None:
    claims = access_claims(client_id=CLIENT, jti="j", azp=None)
    for typ in ("at+jwt", "AT+JWT", "application/at+jwt"):
        assert failed(claims, ACCESS, typ=typ) == set()
    assert failed(access_claims(jti="j"), ACCESS, typ="at+jwt") == {"A01"}
    assert failed(access_claims(client_id=CLIENT), ACCESS, typ="at+jwt") == {"A01"}


def test_A02_accepts_the_client_and_rejects_another() -> None:
    expected = replace(ACCESS, client_id=CLIENT)
    assert failed(access_claims(), expected) == set()
    assert failed(access_claims(azp="other"), expected) == {"A02"}
    assert failed(access_claims(client_id="other"), expected) == {"A02"}


def test_A02_accepts_a_machine_and_rejects_one_with_a_users_subject() -> None:
    machine = {"gty": "client-credentials", "azp": "m2m", "aud": API, "scope": None}
    assert failed(access_claims(**machine, sub="m2m@clients"), ACCESS) == set()
    assert failed(access_claims(**machine, sub="agt_1"), ACCESS) == set()
    assert failed(access_claims(**machine, sub="auth0|u1"), ACCESS) == {"A02"}
    assert failed(access_claims(**machine, sub="other@clients"), ACCESS) == {"A02"}


def test_A03_accepts_each_scope_and_rejects_a_part_of_one() -> None:
    expected = replace(ACCESS, require_scopes=("read:items", "openid"))
    assert failed(access_claims(), expected) == set()
    assert failed(access_claims(scope="read:items_all openid"), expected) == {"A03"}
    assert failed(access_claims(scope=["read:items", "openid"]), expected) == {"A03"}
    assert failed(access_claims(scope=None), expected) == {"A03"}


def test_A05_names_a_sender_constrained_token() -> None:
    assert "sender-constrained (jkt)" in line("A05", "bearer", access_claims(cnf={"jkt": "x"}), ACCESS).detail
    assert "whoever holds it" in line("A05", "bearer", access_claims(), ACCESS).detail


def test_A06_accepts_each_permission_and_rejects_a_missing_one() -> None:
    expected = replace(ACCESS, require_permissions=("read:items", "write:items"))
    titles = [(one.title, one.status) for one in lines(access_claims(), expected) if one.id == "A06"]
    assert titles == [("permission read:items", Status.PASS), ("permission write:items", Status.FAIL)]
    assert failed(access_claims(permissions="read:items write:items"), expected) == {"A06"}


def test_required_claims_are_compared() -> None:
    ns = "https://example.com/plan"
    expected = replace(ACCESS, require_claims=((ns, None), (ns, "gold"), ("n", "5"), ("b", "true")))
    assert failed(access_claims(**{ns: "gold", "n": 5, "b": True}), expected) == set()
    assert failed(access_claims(**{ns: "silver", "n": 5, "b": True}), expected) == {"require-claim"}
    assert failed(access_claims(n=5, b=True), expected) == {"require-claim"}
