"""The strict decoder: V01, V04 to V08 and V19, one accepting and one rejecting test each; and what is named instead."""

import time

import pytest
from forge import AT, CLIENT, OPAQUE_JWE, REFRESH_TOKEN, Signer, access_claims, b64, id_claims, rsa_signer, segment
from hypothesis import given
from hypothesis import strategies as st

from auth0ctl.findings import Status
from auth0ctl.model import Token, TokenForm, TokenKind
from auth0ctl.tokens import form
from auth0ctl.tokens.decode import MAX_TOKEN, decode

HEADER = {"alg": "RS256", "typ": "JWT", "kid": "key-1"}
SIGNATURE = b64(b"s" * 256)


@pytest.fixture(scope="module")
def signer() -> Signer:
    return rsa_signer()


def unsigned(header: object = HEADER, claims: object = None, signature: str = SIGNATURE) -> str:
    return f"{segment(header)}.{segment(id_claims() if claims is None else claims)}.{signature}"


def faults(token: Token) -> set[str]:
    return {fault.id for fault in token.faults}


def test_a_whole_token_has_no_faults(signer: Signer) -> None:
    token = decode(signer.sign(id_claims()))
    assert (token.form, token.kind, token.faults, token.note) == (TokenForm.JWS, TokenKind.ID, (), "")
    assert token.header["kid"] == "key-1"
    assert token.claims == id_claims()
    assert len(token.signature) == 256


def test_the_token_never_shows_itself() -> None:
    text = unsigned()
    assert SIGNATURE not in repr(decode(text))


def test_V01_accepts_a_named_algorithm() -> None:
    assert "V01" not in faults(decode(unsigned()))


@pytest.mark.parametrize("header", [{}, {"alg": None}, {"alg": 256}, {"alg": ["RS256"]}, {"alg": ""}])
def test_V01_rejects_an_algorithm_that_is_no_name(header: dict[str, object]) -> None:
    assert "V01" in faults(decode(unsigned(header)))


def test_V04_accepts_the_usual_header() -> None:
    assert "V04" not in faults(decode(unsigned()))


@pytest.mark.parametrize(
    "extra", [{"crit": ["x"]}, {"crit": []}, {"crit": ["alg"]}, {"b64": False}, {"zip": "DEF"}, {"cty": "JWT"}]
)
def test_V04_rejects_headers_that_change_the_reading(extra: dict[str, object]) -> None:
    assert faults(decode(unsigned(HEADER | extra))) == {"V04"}


def test_V05_accepts_canonical_base64url(signer: Signer) -> None:
    assert "V05" not in faults(decode(signer.sign(access_claims())))


@pytest.mark.parametrize(
    "text",
    [
        unsigned() + "==",
        unsigned(signature=""),
        unsigned(signature="a+b/"),
        unsigned(signature="sig!!!!"),
        unsigned(signature=b64(b"s" * 256)[:-1] + "x"),  # spare bits
        unsigned(signature="a"),
        unsigned(signature="sigé"),
        unsigned().rpartition(".")[0],  # two parts
        unsigned() + ".aaaa",  # four parts
        " " + unsigned(),
        unsigned() + "\n",
        unsigned().replace(".", ".\n"),
        f"Bearer {unsigned()}",
        f'"{unsigned()}"',
        "." * 1_000_000,
        "",
        "no token",
    ],
)
def test_V05_rejects_anything_else(text: str) -> None:
    assert faults(decode(text)) & {"V05", "V07"}


def test_V05_spare_bits_are_told_apart() -> None:
    two = decode(unsigned(signature="QQ")), decode(unsigned(signature="QR"))
    assert two[0].signature == b"A"
    assert faults(two[0]) == set()
    assert faults(two[1]) == {"V05"}


def test_V06_accepts_strict_json() -> None:
    odd = '{ "sub" : "\\u00fcser\\ud83d\\ude00", "n": 12345678901234567890, "x": 1.5e10, "deep": ' + "[" * 30
    assert faults(decode(unsigned(claims=odd + "]" * 30 + "}"))) == set()


@pytest.mark.parametrize(
    "claims",
    [
        '{"sub":"u","sub":"admin"}',
        '{"a":{"b":1,"b":2}}',
        '{"a":[{"b":1,"b":1}]}',
        '{"exp":NaN}',
        '{"exp":Infinity}',
        '{"exp":-Infinity}',
        '{"exp":1e400}',
        '{"n":' + "9" * 5000 + "}",
        '{"s":"\\ud800"}',
        '{"s":"\\udc00\\ud800"}',
        "[1]",
        '"text"',
        "null",
        "no json",
        '{"a":1}{"b":2}',
        '{"a":' * 40 + "1" + "}" * 40,
        "[" * 30_000,
        b'\xef\xbb\xbf{"sub":"u"}',
        '{"sub":"u"}'.encode("utf-16"),
        '{"sub":"u"}'.encode("utf-16-le"),
        b'{"sub":"\xff"}',
        b'{"sub":"\xed\xa0\x80"}',
    ],
)
def test_V06_rejects_what_two_readers_could_read_in_two_ways(claims: str | bytes) -> None:
    assert "V06" in faults(decode(unsigned(claims=claims)))


def test_V06_rejects_duplicate_members_in_the_header() -> None:
    assert "V06" in faults(decode(unsigned('{"alg":"RS256","alg":"none"}')))


def test_V06_brackets_in_text_are_no_depth() -> None:
    assert faults(decode(unsigned(claims={"sub": '[{"\\' * 100}))) == set()


def test_a_broken_token_is_still_shown() -> None:
    token = decode(unsigned(claims='{"exp":NaN,"sub":"a","sub":"b","s":"\\ud800"}'))
    assert token.claims == {"exp": "NaN", "sub": "b", "s": "?"}
    assert len(token.faults) == 3


def test_V07_accepts_a_large_token() -> None:
    assert "V07" not in faults(decode(unsigned(claims={"sub": "x" * 40_000})))


@pytest.mark.parametrize(
    "text",
    [
        "e" * (MAX_TOKEN + 1),
        unsigned(claims={"x": "y" * 5_000_000}),
        unsigned(HEADER | {"x": "y" * 9_000}),
        "." * (MAX_TOKEN + 1),
    ],
)
def test_V07_rejects_what_is_too_large_at_once(text: str) -> None:
    before = time.process_time()
    token = decode(text)
    assert time.process_time() - before < 0.05
    assert faults(token) == {"V07"}


@pytest.mark.parametrize("hostile", ['{"a":' * 9_000, "[" * 48_000, '"\\' * 20_000, "\\u" * 20_000, "{" + '"' * 40_000])
def test_V07_nothing_hostile_is_slow(hostile: str) -> None:
    before = time.process_time()
    decode(unsigned(claims=hostile))
    assert time.process_time() - before < 0.05


@pytest.mark.parametrize("kid", ["k", "k" * 256, "../../dev/null", "x' UNION SELECT 1 --"])
def test_V08_accepts_any_name_as_a_kid(kid: str) -> None:
    assert faults(decode(unsigned(HEADER | {"kid": kid}))) == set()


@pytest.mark.parametrize("kid", ["", 1, None, ["k"], {"k": 1}, "k" * 257])
def test_V08_rejects_a_kid_that_is_no_name(kid: object) -> None:
    assert faults(decode(unsigned(HEADER | {"kid": kid}))) == {"V08"}


@given(st.one_of(st.text(), st.text(alphabet='eyJ.-_=A{}[]":,0123456789 %\\u'), st.binary().map(b64)))
def test_V19_never_raises(text: str) -> None:
    token = decode(text)
    assert token.text == text
    assert all(fault.id in {"V01", "V04", "V05", "V06", "V07", "V08"} for fault in token.faults)
    form.check(token, TokenKind.ACCESS)


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=40))
def test_V19_never_raises_on_three_parts(header: bytes, claims: bytes, signature: bytes) -> None:
    token = decode(f"{b64(header)}.{b64(claims)}.{b64(signature)}")
    assert isinstance(token.header, dict)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["alg", "typ", "kid", "crit", "x"]), JSON_VALUES), JSON_VALUES)
def test_V19_never_raises_on_json(header: dict[str, object], claims: object) -> None:
    decode(unsigned(header, claims))


def test_V19_accepts_only_sentences_of_ours() -> None:
    token = decode(unsigned({"alg": 1}, "[]", signature="secret!"))
    assert all(fault.sentence.endswith(".") and "secret" not in fault.sentence for fault in token.faults)


@pytest.mark.parametrize(
    ("text", "form_", "word"),
    [
        ("", TokenForm.OTHER, "empty"),
        ("undefined", TokenForm.OTHER, "undefined"),
        ("[object Object]", TokenForm.OTHER, "before it was set"),
        ('{"access_token":"eyJ","token_type":"Bearer"}', TokenForm.OTHER, "JSON answer of a token endpoint"),
        ('{"keys":[{"kty":"RSA"}]}', TokenForm.OTHER, "key set"),
        ('{"iss":"https://x/","sub":"u"}', TokenForm.OTHER, "already decoded"),
        ("-----BEGIN PUBLIC KEY-----", TokenForm.OTHER, "PEM"),
        ("https://app.example.com/callback#access_token=eyJ", TokenForm.OTHER, "URL with a token"),
        ("https://app.example.com/", TokenForm.OTHER, "URL"),
        ("tenant.eu.auth0.com", TokenForm.OTHER, "domain name"),
        ("tpc_vbc2Y77hGZfbhkSi7y3gTh", TokenForm.OTHER, "client id"),
        (CLIENT, TokenForm.OPAQUE, "client id"),
        ("Bearer " + "abcDEF0123456789_-" * 2, TokenForm.OPAQUE, "Bearer"),
        (REFRESH_TOKEN, TokenForm.OPAQUE, "refresh token"),
        (OPAQUE_JWE, TokenForm.JWE, "opaque access token"),
        (unsigned({"alg": "RSA-OAEP-256", "enc": "A256GCM"}) + ".aaaa.bbbb", TokenForm.JWE, "encrypted token"),
        (f"Bearer {unsigned()}", TokenForm.JWS, "`Bearer `"),
        (f"Authorization: Bearer {unsigned()}", TokenForm.JWS, "`Bearer `"),
        (f"'{unsigned()}'", TokenForm.JWS, "quoted"),
        (f"access_token={unsigned()}", TokenForm.JWS, "`access_token=`"),
        (unsigned().replace(".", "%2E"), TokenForm.JWS, "URL-encoded"),
        (f"Bearer%20{unsigned()}", TokenForm.JWS, "URL-encoded"),
        (unsigned()[:80] + "\n  " + unsigned()[80:], TokenForm.JWS, "line breaks"),
        (unsigned().rpartition(".")[0], TokenForm.OTHER, "piece of a token"),
    ],
)
def test_what_is_not_a_bare_token_is_named(text: str, form_: TokenForm, word: str) -> None:
    token = decode(text)
    assert token.form is form_
    assert word in token.note


def test_a_wrapped_token_is_read_all_the_same() -> None:
    token = decode(f'"Bearer {unsigned()}"')
    assert token.claims == id_claims()
    assert "V05" in faults(token)


def test_a_line_for_every_requirement() -> None:
    lines = form.check(decode(unsigned(HEADER | {"crit": []})), TokenKind.ID)
    assert {line.id for line in lines} == {"V01", "V04", "V05", "V06", "V07", "V08"}
    assert [line.id for line in lines if line.status is Status.FAIL] == ["V04"]


@pytest.mark.parametrize(
    ("text", "kind", "id_"),
    [(OPAQUE_JWE, TokenKind.ACCESS, "A04"), (OPAQUE_JWE, TokenKind.ID, "V05"), (CLIENT, TokenKind.ACCESS, "A04")],
)
def test_A04_rejects_what_only_its_issuer_can_read(text: str, kind: TokenKind, id_: str) -> None:
    assert [line.id for line in form.check(decode(text), kind) if line.status is Status.FAIL] == [id_]


def test_A04_accepts_a_signed_jwt() -> None:
    lines = form.check(decode(unsigned()), TokenKind.ACCESS)
    assert all(line.status is Status.PASS for line in lines)
    assert AT.tzinfo is not None
