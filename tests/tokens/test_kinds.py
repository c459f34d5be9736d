"""Which kind of token it is, from structure alone."""

import pytest
from forge import API, CLIENT, ISSUER, JSON, NOW, access_claims, id_claims

from auth0ctl.model import TokenKind
from auth0ctl.tokens.kinds import classify, is_userinfo

PLAIN = {"iss": ISSUER, "sub": "auth0|u1", "iat": NOW, "exp": NOW + 60}


@pytest.mark.parametrize(
    ("header", "claims", "kind"),
    [
        ({}, id_claims(), TokenKind.ID),
        ({}, access_claims(), TokenKind.ACCESS),
        ({"typ": "at+jwt"}, PLAIN | {"aud": "x"}, TokenKind.ACCESS),
        ({"typ": "application/AT+JWT"}, PLAIN | {"aud": "x"}, TokenKind.ACCESS),
        ({}, PLAIN | {"aud": "x", "nonce": "n"}, TokenKind.ID),
        ({}, PLAIN | {"aud": "x", "at_hash": "h"}, TokenKind.ID),
        ({}, PLAIN | {"aud": "x", "c_hash": "h"}, TokenKind.ID),
        ({}, PLAIN | {"aud": CLIENT, "azp": CLIENT}, TokenKind.ID),
        ({}, PLAIN | {"aud": "x", "azp": CLIENT}, TokenKind.ACCESS),
        ({}, PLAIN | {"aud": "x", "gty": "client-credentials"}, TokenKind.ACCESS),
        ({}, PLAIN | {"aud": "x", "sub": "m2m@clients"}, TokenKind.ACCESS),
        ({}, PLAIN | {"aud": API}, TokenKind.ACCESS),
        ({}, PLAIN | {"aud": "web1", "email": "user@example.com"}, TokenKind.ID),
        ({}, PLAIN | {"aud": "x"}, TokenKind.UNKNOWN),
        ({}, PLAIN, TokenKind.UNKNOWN),
        ({}, {}, TokenKind.UNKNOWN),
        ({"typ": "logout+jwt"}, id_claims(), TokenKind.UNKNOWN),
        ({"typ": "dpop+jwt"}, PLAIN, TokenKind.UNKNOWN),
        ({"typ": 5}, {"aud": 5, "azp": [], "sub": {}}, TokenKind.UNKNOWN),
        ({}, id_claims(scope="openid"), TokenKind.UNKNOWN),
    ],
)
def test_kind(header: JSON, claims: JSON, kind: TokenKind) -> None:
    found, reason = classify(header, claims)
    assert found is kind
    assert reason.endswith((".", "tells."))


def test_a_contradiction_is_said() -> None:
    assert "contradicts itself" in classify({}, id_claims(scope="openid"))[1]


@pytest.mark.parametrize(
    ("audience", "answer"),
    [
        (f"{ISSUER}userinfo", True),
        ("http://127.0.0.1:18400/userinfo", True),
        (f"{API}/x/userinfo", False),
        ("userinfo", False),
        ("ftp://x/userinfo", False),
        ("https:///userinfo", False),
        (f"{ISSUER}userinfo/", False),
    ],
)
def test_userinfo(audience: str, answer: bool) -> None:
    assert is_userinfo(audience) is answer
