"""What likeness lets pass, the full judgement lets pass: every claim in turn takes every odd value, well signed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from forge import API, AT, CLIENT, ISSUER, NOW, access_claims, b64, id_claims, key_set, rsa_signer, segment
from hypothesis import example, given
from hypothesis import strategies as st

from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens import base64url, claims, form
from auth0ctl.tokens.bulk import Bench, Expectations
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.kinds import classify
from auth0ctl.tokens.likeness import MAX_SHAPES, NEVER, SAME, Likeness
from auth0ctl.tokens.signature import read_keys

KEY = rsa_signer()
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT)
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)
DEMANDING = replace(
    ACCESS,
    require_scopes=("read:items",),
    require_permissions=("read:items",),
    require_claims=(("https://example.com/plan", "gold"),),
)
PLAN: dict[str, Any] = {"https://example.com/plan": "gold"}
MACHINE: dict[str, Any] = {"azp": CLIENT, "sub": f"{CLIENT}@clients", "gty": "client-credentials"}
# name -> header, claims, what they are held against
PASSING: dict[str, tuple[dict[str, Any], dict[str, Any], Expected]] = {
    "id": ({}, id_claims(at_hash="x", auth_time=NOW - 70, org_id="org_1"), ID),
    "access": ({}, access_claims(), ACCESS),
    "demanding": ({}, access_claims(**PLAN), DEMANDING),
    "machine": ({}, access_claims(**MACHINE), ACCESS),
    "agent": ({}, access_claims(**MACHINE | {"sub": "agt_1"}), ACCESS),
    "rfc9068": ({"typ": "at+jwt"}, access_claims(azp=None, client_id=CLIENT, jti="1"), ACCESS),
    "one client": ({}, access_claims(), replace(ACCESS, client_id=CLIENT)),
    "called": ({}, access_claims(), replace(ACCESS, called_host="tenant.eu.auth0.com")),
}
VALUES: tuple[Any, ...] = (
    *("", "x", "auth0|u2", f"{CLIENT}@clients", "m@clients", CLIENT, API, ISSUER, "read:items", "client-credentials"),
    *(0, 1, -1, True, 1.5, 10**20, NOW, NOW - 1, NOW + 1, NOW * 1000, NOW + 400_000_000, float(NOW + 60)),
    *([], ["x"], [API], [CLIENT], [API, API], [API, "x"], ["read:items"], [1], {}, {"jkt": "x"}, "é", "\\u0041"),
)
ANY_TEXT = ("jti", "nonce", "sid", "org_id", "at_hash", "c_hash", "s_hash")  # read, but only for being a text
NAMES = (*SAME, *ANY_TEXT, *NEVER, "sub", "iat", "exp", "scope", "permissions", "auth_time", "acr", "email", "new")


def bench(expected: Expected) -> Bench:
    return Bench(Expectations(of_id=expected, of_access=expected), read_keys(key_set(KEY)))


def alike(one: Bench, text: str) -> TokenKind | None:
    return one.passes(text.encode())


def variants(base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in (*NAMES, *PLAN):
        if name in base:
            yield {one: value for one, value in base.items() if one != name}
        for value in VALUES:
            yield base | {name: value}


@pytest.mark.parametrize("name", PASSING)
def test_nothing_passes_by_likeness_alone(name: str) -> None:
    header, base, expected = PASSING[name]
    one = bench(expected)
    first = KEY.sign(base, **header)
    assert alike(one, first) is None
    judged = one.judge(first)
    assert judged is not None
    assert judged.failed == ()
    assert alike(one, first) is judged.token.kind
    passed = 0
    for changed in variants(base):
        text = KEY.sign(changed, **header)
        kind = alike(one, text)
        judged = one.judge(text)
        assert judged is not None
        assert kind is None or (judged.token.kind, judged.failed) == (kind, ()), changed
        passed += kind is not None
    assert passed > 5  # another user, another login: what likeness is for


@pytest.mark.parametrize("name", PASSING)
def test_the_judgement_reads_no_value_that_likeness_does_not_know(name: str) -> None:
    class Watched(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

        def __getitem__(self, name: str) -> Any:
            read.add(name)
            return super().__getitem__(name)

    header, base, expected = PASSING[name]
    known = {*SAME, *ANY_TEXT, *NEVER, "sub", "iat", "exp"}
    if expected is DEMANDING:
        known |= {"scope", "permissions", *PLAN}
    for changed in variants(base):
        read: set[str] = set()
        token = decode(KEY.sign_as({"alg": "RS256"} | header, {"sub": "x"}))
        token = replace(token, claims=Watched(changed))
        kind, reason = classify(token.header, token.claims)
        token = replace(token, kind=kind, kind_reason=reason)
        form.lines(token, expected.kind)
        lines = claims.lines(token, expected)
        assert read >= {"iss", "aud", "sub", "exp"} & set(changed)
        if "FAIL" not in {line[2].name for line in lines}:
            assert read <= known, changed


def test_another_header_another_signature_another_time() -> None:
    one, base = bench(ACCESS), access_claims()
    assert one.judge(KEY.sign(base)) is not None
    good = KEY.sign(base | {"sub": "auth0|u2"})
    assert alike(one, good) is TokenKind.ACCESS
    content, _, signature = good.rpartition(".")
    assert alike(one, KEY.sign(base, n=1)) is None
    assert alike(one, KEY.sign(base, alg="none")) is None
    assert alike(one, rsa_signer().sign(base)) is None
    assert alike(one, f"{content}.") is None
    assert alike(one, f"{content}.{signature}=") is None
    assert alike(one, f"{content}.{signature}.") is None
    assert alike(one, f"{content}.{'A' * len(signature)}") is None
    assert alike(one, f" {good}") is None
    assert alike(one, good.replace(".", ".é", 1)) is None
    assert alike(one, good.replace(".", "..", 1)) is None
    assert alike(one, good.replace(".", "=.", 1)) is None
    assert alike(one, good + "A" * 70_000) is None
    one.move_to(AT.replace(year=AT.year + 1))
    assert alike(one, good) is None


@pytest.mark.parametrize(
    "payload",
    [
        '{"sub": "x", "sub": "auth0|u1"',
        '{"aud": "https://api.example.com", "a": NaN',
        '{"n": 1e999',
        '{"deep": ' + "[" * 40 + "]" * 40,
        '{"a": "\\ud800"',
        '[{"a": 1}, {"a": 1',
    ],
)
def test_what_the_strict_reader_objects_to_is_not_alike(payload: str) -> None:
    one, base = bench(ACCESS), access_claims()
    head = segment({"alg": "RS256", "typ": "JWT", "kid": KEY.kid})
    assert one.judge(KEY.sign(base)) is not None
    whole = segment(base)
    assert alike(one, f"{head}.{whole}.{b64(KEY.signature(f'{head}.{whole}'.encode()))}") is TokenKind.ACCESS
    members = ", ".join(f'"{name}": {value!r}'.replace("'", '"') for name, value in base.items())
    content = f"{head}.{segment(f'{payload}, {members}}}')}"
    assert alike(one, f"{content}.{b64(KEY.signature(content.encode()))}") is None


@pytest.mark.parametrize(
    "beyond",
    [{"nonce": "n"}, {"max_age": 60}, {"access_token": "x"}, {"code": "x"}, {"state": "x"}, {"acr": ("a",)}],
)
def test_a_login_s_expectations_are_never_judged_by_likeness(beyond: dict[str, Any]) -> None:
    expected, text = replace(ACCESS, **beyond), KEY.sign(access_claims())
    likeness = Likeness(expected, expected)
    token = decode(text)
    likeness.learn(token, lambda _content, _signature: True)
    assert likeness.kind(text.encode()) is None


@pytest.mark.parametrize("more", [{"nbf": NOW - 60}, {"cnf": {"jkt": "x"}}])
def test_a_token_with_more_to_judge_is_no_example(more: dict[str, Any]) -> None:
    one, text = bench(ACCESS), KEY.sign(access_claims(**more))
    judged = one.judge(text)
    assert judged is not None
    assert judged.failed == ()
    assert alike(one, text) is None


@pytest.mark.parametrize("value", [True, 1, 1.0, [True], [1], {"a": 1}, None, "true", ["true", "x"]])
def test_values_that_are_equal_and_not_the_same_are_not_alike(value: Any) -> None:
    """To Python, and so to a dictionary, ``true`` and 1 are equal; to ``--require-claim vip=true`` they are not."""
    one = bench(replace(ACCESS, require_claims=(("vip", "true" if value in (True, "true") else None),)))
    text = KEY.sign(access_claims() | {"vip": value})
    judged = one.judge(text)
    assert judged is not None
    for other in (True, 1, 1.0, [True], [1], {"a": 1}, None, "true", ["true", "x"]):
        same = type(other) is type(value) and str(other) == str(value)
        kind = None if judged.failed or not same else TokenKind.ACCESS
        assert alike(one, KEY.sign(access_claims() | {"vip": other})) is kind


def signed(payload: str) -> str:
    content = f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': KEY.kid})}.{segment(payload)}"
    return f"{content}.{b64(KEY.signature(content.encode()))}"


@pytest.mark.parametrize(
    ("value", "others", "not_alike"),
    [
        (
            '"x"',
            ('"y"', '"é"', '"[{,:"'),
            ('""', '"\x01"', '"\n"', '"\\n"', '"\\u0041"', '"x","sub":"y"', "1", "null", '["x"]'),
        ),
        ("1", ("0", "999999999999999"), ("01", "-1", "1.0", "1e3", "", "9" * 16, "+1", "1,1", "true")),
        ("true", ("false",), ("null", "True", "1")),
        ('["x"]', ('["y"]', '["y","z"]'), ("[]", '["x"', '["x",]', '["x",1]', '[["x"]]', '["x"]]', '["\\""]')),
        ('["x",["y"]]', (), ('["x",["z"]]', '["x"]')),
        ('{"a":1}', (), ('{"a":2}', '{"a":1,"a":1}', "{}")),
        ("null", (), ("1", '"x"')),
        ("1.5", (), ("1.50", "2.5", "1")),
    ],
)
def test_a_gap_takes_values_of_its_kind(value: str, others: tuple[str, ...], not_alike: tuple[str, ...]) -> None:
    whole = json.dumps(access_claims(), separators=(",", ":"))
    for place in ("first", "middle", "last"):
        one = bench(ACCESS)

        def made(new: str, place: str = place) -> str:
            parts = {"first": f'{{"new":{new},{whole[1:]}', "last": f'{whole[:-1]},"new":{new}}}'}
            return signed(parts.get(place, whole.replace(',"exp"', f',"new":{new},"exp"')))

        first = one.judge(made(value))
        assert first is not None
        assert first.failed == ()
        assert [alike(one, made(other)) for other in (value, *others)] == [TokenKind.ACCESS] * (1 + len(others))
        assert [alike(one, made(other)) for other in not_alike] == [None] * len(not_alike)


@given(st.binary(max_size=40), st.text("Aw4+/=-_.\n é", max_size=5), st.integers(0, 60))
@example(b"", "", 0)
@example(b"\0", "==", 2)
def test_the_fast_reader_of_base64url_is_as_strict_as_the_other(octets: bytes, odd: str, at: int) -> None:
    spelling = b64(octets)
    spelling = spelling[:at] + odd + spelling[at:]
    seen: list[bytes] = []
    likeness, token = Likeness(ACCESS, ACCESS), decode(KEY.sign(access_claims()))

    def prove(_content: bytes, signature: bytes) -> bool:
        seen.append(signature)
        return True

    likeness.learn(token, prove)
    kind = likeness.kind(f"{token.text.rpartition('.')[0]}.{spelling}".encode())
    try:
        read = base64url.read(spelling)
    except ValueError:
        assert (kind, seen) == (None, [])
    else:
        assert (kind, seen) == (TokenKind.ACCESS, [read])


def test_no_more_shapes_than_can_be_tried_in_turn() -> None:
    one = bench(ACCESS)
    texts = [KEY.sign(access_claims(odd={"n": number})) for number in range(MAX_SHAPES + 1)]
    for text in texts:
        judged = one.judge(text)
        assert judged is not None
        assert judged.failed == ()
    assert [alike(one, text) for text in texts] == [TokenKind.ACCESS] * MAX_SHAPES + [None]


def test_a_signature_without_its_leading_zero_is_another_one() -> None:
    """RFC 8017 section 8.2.2 step 1: the same number in fewer bytes would be a second spelling of one signature."""
    one = bench(ACCESS)
    for number in range(5000):
        text = KEY.sign(access_claims(sub=f"auth0|{number}"))
        signature = decode(text).signature
        if signature[0] == 0:
            break
    judged = one.judge(text)
    assert judged is not None
    assert judged.failed == ()
    shorter = f"{text.rpartition('.')[0]}.{b64(signature[1:])}"
    judged = one.judge(shorter)
    assert judged is not None
    assert judged.failed == ("crypto",)
    assert alike(one, text) is TokenKind.ACCESS
    assert alike(one, shorter) is None
