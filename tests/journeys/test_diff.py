"""Two tokens beside each other: what counts as a difference, what only nature, and what each one means."""

from typing import Any

import pytest
from forge import (
    API,
    AT,
    CLIENT,
    ISSUER,
    NOW,
    OPAQUE_JWE,
    REFRESH_TOKEN,
    access_claims,
    ec_signer,
    hs256,
    id_claims,
    rsa_signer,
)

from auth0ctl.journeys.tokens.diff import BY_NATURE, diff
from auth0ctl.results import Compared, Difference

KEY, OTHER, CURVE = rsa_signer(), rsa_signer("key-2"), ec_signer()
GOOD = KEY.sign(access_claims())
SECRET = b"0123456789abcdef0123456789abcdef"
OPAQUE = "abcDEF0123456789_-abcDEF01234567"


def compared(a: str, b: str) -> Compared:
    return diff(a, b, AT)


def only(result: Compared) -> Difference:
    assert [one.name for one in result.differences] == [result.differences[0].name]
    return result.differences[0]


def test_the_same_token_twice_differs_in_nothing() -> None:
    assert (compared(GOOD, GOOD).differences, compared(GOOD, GOOD).by_nature) == ((), ())


def test_two_logins_differ_only_by_nature() -> None:
    later = {"iat": NOW - 30, "exp": NOW + 35_970, "nonce": "n2", "sid": "s2", "jti": "j2", "auth_time": NOW - 30}
    hashes = {"at_hash": "h2", "updated_at": "2026-09-21T00:00:00.000Z"}
    first = {"jti": "j1", "auth_time": NOW - 60, "at_hash": "h1", "updated_at": "2026-09-20T00:00:00.000Z"}
    result = compared(KEY.sign(id_claims(**first)), KEY.sign(id_claims(**later, **hashes)))
    assert result.differences == ()
    assert set(result.by_nature) == {*later, *hashes} <= set(BY_NATURE)


def test_the_order_of_scopes_and_permissions_is_no_difference() -> None:
    a = access_claims(scope="a b openid", permissions=["a", "b"], aud=[API, f"{ISSUER}userinfo"])
    b = access_claims(scope="openid b a", permissions=["b", "a"], aud=[f"{ISSUER}userinfo", API])
    assert compared(KEY.sign(a), KEY.sign(b)).differences == ()


RS, HS = {"alg": "RS256"}, {"alg": "HS256"}

# the claims and the header of B where A is a good access token; the member that differs; words of its meaning
ACCESS: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"aud": [f"{API}/", f"{ISSUER}userinfo"]}, {}, "aud", "slash at the end"),
    ({"aud": API}, {}, "aud", "comes from a login that asked for openid"),
    ({"aud": "https://other.example"}, {}, "aud", "another API"),
    ({"aud": f"{ISSUER}userinfo"}, {}, "aud", "asked for no API"),
    ({"aud": [API, "https://other.example"]}, {}, "aud", "another API"),
    ({"iss": ISSUER[:-1]}, {}, "iss", "slash at the end"),
    ({"iss": ISSUER.upper()}, {}, "iss", "upper and lower case"),
    ({"iss": ISSUER.replace("https", "http")}, {}, "iss", "http and https"),
    ({"iss": "https://login.example.com/"}, {}, "iss", "custom and its canonical domain"),
    ({"iss": 5}, {}, "iss", "no issuer that could be compared"),
    ({"scope": "openid profile"}, {}, "scope", "B lacks read:items."),
    ({"scope": "openid profile read:items write:items"}, {}, "scope", "Only B has write:items."),
    ({"scope": ["openid"]}, {}, "scope", "one string"),
    ({"scope": None}, {}, "scope", "granted none"),
    ({"permissions": None}, {}, "permissions", "token dialect that ends in _authz"),
    ({"permissions": []}, {}, "permissions", "B lacks read:items."),
    ({"permissions": ["read:items", "a"]}, {}, "permissions", "Only B has a."),
    ({"permissions": "read:items"}, {}, "permissions", "as a list"),
    ({"sub": f"{CLIENT}@clients"}, {}, "sub", "B was issued to a machine"),
    ({"sub": "auth0|u2"}, {}, "sub", "Two persons"),
    ({"azp": "other"}, {}, "azp", "another client"),
    ({"azp": None}, {}, "azp", "RFC 9068 dialect"),
    ({"gty": "password"}, {}, "gty", "without a browser"),
    ({"org_id": "org_1"}, {}, "org_id", "organization"),
    ({"cnf": {"jkt": "x"}}, {}, "cnf", "proof of that key"),
    ({"jti": "j"}, {}, "jti", "RFC 9068 dialect"),
    ({"exp": None}, {}, "exp", "without an end"),
    ({"exp": "tomorrow"}, {}, "exp", "no number of seconds"),
    ({"email": "a@example.com"}, {}, "email", "scope email"),
    ({"https://x/plan": "gold"}, {}, "https://x/plan", "only B has: an Action sets it"),
    ({}, {"typ": "at+jwt"}, "typ", "RFC 9068"),
    ({}, {"alg": "PS256"}, "alg", "refuses every other"),
    ({}, {"jku": "https://evil.example"}, "jku", "Auth0 does not put this"),
    ({}, {"kid": "key-9"}, "kid", "rotated"),
    ({"exp": NOW + 7140}, {}, "lifetime", "/oauth/token and another"),
    ({"iat": NOW - 86_460, "exp": NOW - 60}, {}, "expiry", "B is refused everywhere for its age"),
]


@pytest.mark.parametrize(("claims", "header", "name", "meaning"), ACCESS)
def test_a_difference_is_found_alone_and_explained(
    claims: dict[str, Any], header: dict[str, Any], name: str, meaning: str
) -> None:
    changed = KEY.sign(access_claims(**claims), **header)
    forth = only(compared(GOOD, changed))
    assert forth.name == name
    assert meaning in forth.meaning
    back = only(compared(changed, GOOD))
    assert (back.name, back.a, back.b) == (name, forth.b, forth.a)
    assert {forth.only_in, back.only_in} in ({""}, {"a", "b"})


def test_a_custom_claim_with_another_value() -> None:
    a, b = (KEY.sign(access_claims(**{"https://x/plan": plan})) for plan in ("gold", "silver"))
    assert "another value: an Action sets it" in only(compared(a, b)).meaning


def test_one_key_and_two_domains_are_one_tenant() -> None:
    custom = KEY.sign(access_claims(iss="https://login.example.com/"))
    assert "the same tenant" in only(compared(GOOD, custom)).meaning


def test_two_tenants_have_two_keys_and_the_key_follows_from_the_issuer() -> None:
    result = compared(GOOD, OTHER.sign(access_claims(iss="https://other.eu.auth0.com/")))
    meanings = {one.name: one.meaning for one in result.differences}
    assert set(meanings) == {"kid", "iss"}
    assert "follows from the issuers" in meanings["kid"]
    assert "Two tenants" in meanings["iss"]


def test_a_shared_secret_against_a_private_key() -> None:
    meanings = {one.name: one.meaning for one in compared(GOOD, hs256(access_claims(), SECRET)).differences}
    assert set(meanings) == {"alg", "kid"}
    assert "shared secret" in meanings["alg"]
    assert "names no key" in meanings["kid"]


@pytest.mark.parametrize(
    ("b", "meaning"),
    [
        (OPAQUE_JWE, "opaque to everyone but Auth0"),
        (OPAQUE, "asked for no API audience"),
        (REFRESH_TOKEN, "refresh token: only /oauth/token"),
    ],
)
def test_another_form_is_the_root_difference(b: str, meaning: str) -> None:
    result = compared(GOOD, b)
    assert result.differences[0].where == "form"
    assert meaning in result.differences[0].meaning
    assert {one.where for one in result.differences} <= {"form", "kind"}


def test_what_is_no_token_is_said_to_be_none() -> None:
    first = compared(GOOD, "undefined").differences[0]
    assert first.where == "form"
    assert "B is no token" in first.meaning
    assert "undefined" in first.meaning


def test_a_wrapping_is_a_difference_of_form() -> None:
    found = only(compared(f"Bearer {GOOD}", GOOD))
    assert (found.name, found.only_in) == ("faults", "a")


def test_an_id_token_beside_an_access_token() -> None:
    result = compared(KEY.sign(id_claims()), GOOD)
    kind = result.differences[0]
    assert (kind.where, kind.a, kind.b) == ("kind", "ID token", "access token")
    assert "An API must refuse A" in kind.meaning
    follows = {one.name for one in result.differences if "it follows from the kind" in one.meaning}
    assert follows == {"azp", "scope", "permissions", "nonce", "sid"}


def test_another_signature_on_the_same_content_is_a_forgery_where_the_algorithm_leaves_nothing_to_chance() -> None:
    forged = f"{GOOD.rpartition('.')[0]}.{OTHER.sign(access_claims()).rpartition('.')[2]}"
    found = only(compared(GOOD, forged))
    assert (found.where, found.a, found.b) == ("signature", "256 B", "256 B")
    assert "tampered" in found.meaning
    twice = [CURVE.sign(access_claims(), alg="ES256") for _ in range(2)]
    assert "can be genuine" in only(compared(*twice)).meaning


def test_a_type_that_changed_is_no_matter_of_nature() -> None:
    assert only(compared(KEY.sign(id_claims()), KEY.sign(id_claims(nonce=7)))).name == "nonce"
    assert only(compared(GOOD, KEY.sign(access_claims(iat=str(NOW - 60))))).name == "iat"


@pytest.mark.parametrize("text", ["", "..", "a.b.c", "e.e.e", "{}", OPAQUE, f"{GOOD}.x", "\ud800", "eyJ"])
def test_any_text_can_be_compared_with_any(text: str) -> None:
    for one, other in ((text, GOOD), (GOOD, text), (text, text), (text, OPAQUE_JWE)):
        result = compared(one, other)
        assert bool(result.differences) is (one != other)
        assert all(found.meaning for found in result.differences)
