"""The signature and the key set: V01 to V03, V08 to V11, K01 and the cryptography itself."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forge import JSON, Signer, access_claims, b64, ec_signer, hs256, id_claims, key_set, number, rsa_signer

from auth0ctl.errors import TenantError
from auth0ctl.findings import Status
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.jwks import KeySet, roca
from auth0ctl.tokens.signature import check, read_keys

SECRET = b"0123456789abcdef0123456789abcdef"
RS256 = ("RS256",)


@pytest.fixture(scope="module")
def signer() -> Signer:
    return rsa_signer()


@pytest.fixture(scope="module")
def other() -> Signer:
    return rsa_signer("key-2")


@pytest.fixture(scope="module")
def curve() -> Signer:
    return ec_signer()


def verdict(
    text: str, keys: KeySet | None, algs: tuple[str, ...] = RS256, secret: bytes | None = None
) -> tuple[bool, set[str]]:
    """Was the signature proved, and which checks failed."""
    checks = check(decode(text), keys, algs, secret)
    assert [one.id for one in checks] == ["V01", "V03", "V11", "V08", "V09", "V02", "V10", "crypto"]
    failed = {one.id for one in checks if one.status is Status.FAIL}
    proved = checks[-1].status is Status.PASS
    assert proved or failed, "a signature that was not proved must leave a failed check"
    return proved, failed


GOOD: tuple[bool, set[str]] = (True, set())


def test_V01_accepts_the_allowed_algorithms(signer: Signer, curve: Signer) -> None:
    marks = {name: value for name, value in signer.jwk.items() if name != "alg"}
    keys = read_keys(key_set(marks, curve))
    assert verdict(signer.sign(id_claims()), keys) == GOOD
    assert verdict(signer.sign(id_claims(), alg="PS256"), keys, ("RS256", "PS256")) == GOOD
    assert verdict(curve.sign(id_claims(), alg="ES256"), keys, ("ES256",)) == GOOD


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 256, ["RS256"], "HS256", "PS256", "EdDSA"])
def test_V01_rejects_every_other_algorithm(signer: Signer, alg: Any) -> None:
    text = signer.sign_as({"typ": "JWT", "kid": signer.kid} | ({} if alg is None else {"alg": alg}), id_claims())
    assert verdict(text, read_keys(key_set(signer))) == (False, {"V01"})


def test_V01_rejects_an_algorithm_nobody_verifies(signer: Signer) -> None:
    assert verdict(signer.sign({}, alg="EdDSA"), read_keys(key_set(signer)), ("EdDSA",)) == (False, {"V01"})


def test_V01_accepts_hs256_with_its_secret_alone() -> None:
    assert verdict(hs256(id_claims(), SECRET), None, ("HS256",), SECRET) == GOOD


@pytest.mark.parametrize(("algs", "secret"), [(("HS256",), None), (("HS256", "RS256"), SECRET), (RS256, SECRET)])
def test_V02_rejects_a_secret_mixed_with_keys(signer: Signer, algs: tuple[str, ...], secret: bytes | None) -> None:
    assert verdict(hs256(id_claims(), SECRET), read_keys(key_set(signer)), algs, secret) == (False, {"V01"})


def test_V02_rejects_an_rsa_token_when_a_secret_is_given(signer: Signer) -> None:
    assert verdict(signer.sign(id_claims()), read_keys(key_set(signer)), RS256, SECRET) == (False, {"V01"})


def test_V02_accepts_a_key_without_alg_and_rejects_one_for_another(signer: Signer, curve: Signer) -> None:
    text = signer.sign(id_claims())
    assert verdict(text, read_keys(key_set({k: v for k, v in signer.jwk.items() if k != "alg"}))) == GOOD
    assert verdict(text, read_keys(key_set(signer.jwk | {"alg": "RS512"}))) == (False, {"V02"})
    assert verdict(text, read_keys(key_set(curve.jwk | {"kid": signer.kid}))) == (False, {"V02"})
    assert verdict(curve.sign({}, alg="ES384"), read_keys(key_set(curve)), ("ES384",)) == (False, {"V02"})


def test_V02_drops_shared_secrets_from_a_key_set(signer: Signer) -> None:
    keys = read_keys(key_set({"kty": "oct", "k": b64(SECRET), "kid": "key-1", "alg": "HS256"}, signer))
    assert [key.kty for key in keys.keys] == ["RSA"]
    assert "shared secret" in keys.notes[0]
    assert verdict(signer.sign(id_claims()), keys) == GOOD


@pytest.mark.parametrize("confusion", ["pem", "der", "jwk", "modulus", "empty", "weak"])
def test_V10_rejects_a_public_key_or_a_weak_text_as_secret(signer: Signer, confusion: str) -> None:
    public = signer.private.public_key()
    secret = {
        "pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "der": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "jwk": json.dumps(signer.jwk).encode(),
        "modulus": b"short",
        "empty": b"",
        "weak": b"secret",
    }[confusion]
    assert verdict(hs256(id_claims(), secret), None, ("HS256",), secret) == (False, {"V10"})
    # The real thing: the attacker signs with what is public, the verifier holds keys.
    assert verdict(hs256(id_claims(), secret, kid="key-1"), read_keys(key_set(signer))) == (False, {"V01"})


def test_V03_ignores_keys_in_the_header(signer: Signer, other: Signer) -> None:
    offered = {"jwk": other.jwk, "jku": "https://evil.example/jwks.json", "x5u": "file:///etc/passwd", "x5c": ["AA=="]}
    keys = read_keys(key_set(signer))
    forged = Signer(kid="key-1", private=other.private).sign(id_claims(), **offered)
    assert verdict(forged, keys) == (False, {"crypto"})
    text = signer.sign(id_claims(), **offered)
    assert verdict(text, keys) == GOOD
    assert "jwk, jku, x5u, x5c ignored" in check(decode(text), keys, RS256)[1].detail


def test_V03_accepts_a_header_without_keys(signer: Signer) -> None:
    assert check(decode(signer.sign({})), read_keys(key_set(signer)), RS256)[1].detail == "none offered"


def test_V08_accepts_the_key_of_that_name_and_rejects_an_unknown_one(signer: Signer, other: Signer) -> None:
    keys = read_keys(key_set(signer, other))
    assert verdict(other.sign(id_claims()), keys) == GOOD
    for kid in ("KEY-1", "key-1 ", "key", "../key-1", "key-3"):
        assert verdict(signer.sign(id_claims(), kid=kid), keys) == (False, {"V08"})


def test_V09_accepts_no_kid_with_one_key(signer: Signer, curve: Signer) -> None:
    text = signer.sign(id_claims(), kid=None)
    assert verdict(text, read_keys(key_set(signer, curve))) == GOOD
    assert verdict(text, read_keys(key_set(signer, signer.jwk | {"use": "enc", "kid": "e"}))) == GOOD


def test_V09_rejects_no_kid_with_several_keys_or_none(signer: Signer, other: Signer, curve: Signer) -> None:
    text = signer.sign(id_claims(), kid=None)
    assert verdict(text, read_keys(key_set(signer, other))) == (False, {"V09"})
    assert verdict(text, read_keys(key_set(curve))) == (False, {"V09"})


def weakened(signer: Signer, how: str) -> JSON:
    changes: dict[str, JSON] = {
        "use enc": {"use": "enc"},
        "use is no name": {"use": ["sig"]},
        "key_ops encrypt": {"key_ops": ["encrypt"]},
        "key_ops is no list": {"key_ops": "verify"},
        "e one": {"e": number(1)},
        "e even": {"e": number(65536)},
        "e huge": {"e": number(2**70 + 1)},
        "n padded": {"n": signer.jwk.get("n", "") + "=="},
        "n missing": {"n": None},
        "alg is no name": {"alg": 5},
    }
    return {name: value for name, value in (signer.jwk | changes[how]).items() if value is not None}


@pytest.mark.parametrize(
    "how",
    [
        "use enc",
        "use is no name",
        "key_ops encrypt",
        "key_ops is no list",
        "e one",
        "e even",
        "e huge",
        "n padded",
        "n missing",
        "alg is no name",
    ],
)
def test_V10_rejects_a_key_that_must_not_verify(signer: Signer, how: str) -> None:
    proved, failed = verdict(signer.sign(id_claims()), read_keys(key_set(weakened(signer, how))))
    assert not proved
    assert "V10" in failed


def test_V10_accepts_key_ops_verify_and_rejects_small_rsa(signer: Signer) -> None:
    assert verdict(signer.sign({}), read_keys(key_set(signer.jwk | {"key_ops": ["verify"]}))) == GOOD
    small = rsa_signer("key-1", 1024)
    assert verdict(small.sign(id_claims()), read_keys(key_set(small))) == (False, {"V10"})


def test_V10_rejects_a_point_off_its_curve(curve: Signer) -> None:
    text = curve.sign(id_claims(), alg="ES256")
    off = curve.jwk | {"y": b64(b"\x01" * 32)}
    assert verdict(text, read_keys(key_set(off)), ("ES256",)) == (False, {"V10"})
    assert verdict(text, read_keys(key_set(curve.jwk | {"x": b64(b"\x01" * 31)})), ("ES256",)) == (False, {"V10"})
    assert verdict(text, read_keys(key_set(curve.jwk | {"crv": "P-192"})), ("ES256",)) == (False, {"V02", "V10"})
    assert verdict(text, read_keys(key_set(curve)), ("ES256",)) == GOOD


def test_V10_rejects_both_keys_of_one_name(signer: Signer, other: Signer) -> None:
    keys = read_keys(key_set(other.jwk | {"kid": "key-1"}, signer))
    assert verdict(signer.sign(id_claims()), keys) == (False, {"V10"})


def test_V10_knows_the_roca_weakness() -> None:
    primorial = 1
    for prime in (p for p in range(2, 168) if all(p % d for d in range(2, p))):
        primorial *= prime
    assert roca(primorial * 12345 + pow(65537, 77, primorial))
    assert not roca(primorial * 12345 + pow(65537, 77, primorial) + 2)


def test_V10_never_builds_a_private_key(signer: Signer) -> None:
    keys = read_keys(key_set(signer.jwk | {"d": "AQAB", "p": "AQAB", "oth": []}))
    assert not hasattr(keys.keys[0].public, "private_numbers")
    assert verdict(signer.sign({}), keys) == GOOD


def test_V11_one_unusable_member_does_not_spoil_the_set(signer: Signer) -> None:
    junk: list[Any] = [{"kty": "OKP", "crv": "Ed25519"}, {}, {"kty": 5}, {"kty": "RSA"}, {"kty": "EC", "kid": 7}]
    document = json.dumps({"keys": ["text", None, *junk, signer.jwk]}).encode()
    keys = read_keys(document)
    assert verdict(signer.sign(id_claims()), keys) == GOOD
    assert len(keys.notes) == 3


def test_V11_rejects_a_token_when_no_key_set_is_at_hand(signer: Signer) -> None:
    assert verdict(signer.sign(id_claims()), None) == (False, {"V11"})


def test_K01_accepts_a_key_set_and_an_empty_one(signer: Signer) -> None:
    assert len(read_keys(key_set(signer)).keys) == 1
    assert read_keys(b'{"keys":[]}').keys == ()


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html></html>",
        b"[]",
        b"{}",
        b'{"keys":{}}',
        b'{"keys":[],"keys":[]}',
        b'{"keys":[{"kty":"RSA","kty":"oct"}]}',
        b'{"keys":[NaN]}',
        b'\xef\xbb\xbf{"keys":[]}',
        b'{"keys":[' + b",".join([b"{}"] * 101) + b"]}",
        b'{"keys":[]}' + b" " * 524_288,
        b"[" * 100_000,
    ],
)
def test_K01_rejects_what_is_no_key_set(document: bytes) -> None:
    with pytest.raises(TenantError):
        read_keys(document)


def test_a_changed_token_is_refused(signer: Signer, other: Signer, curve: Signer) -> None:
    keys = read_keys(key_set(signer, curve))
    head, payload, signature = signer.sign(access_claims()).split(".")
    raw = decode(f"{head}.{payload}.{signature}").signature
    for changed in (
        f"{head}.{payload}.{b64(raw[:-1] + bytes([raw[-1] ^ 1]))}",
        f"{head}.{payload}.{b64(bytes(1) + raw)}",
        f"{head}.{payload}.{b64(raw[1:])}",
        f"{head}.{payload[:-4]}AAAA.{signature}",
        Signer(kid="key-1", private=other.private).sign(access_claims()),
        f"{head}.{payload}.",
    ):
        assert verdict(changed, keys) == (False, {"crypto"})
    head, payload, _ = curve.sign(access_claims(), alg="ES256").split(".")
    for size in (64, 63, 65, 0):  # r = s = 0, CVE-2022-21449
        assert verdict(f"{head}.{payload}.{b64(bytes(size))}", keys, ("ES256",)) == (False, {"crypto"})


def test_a_wrong_secret_is_refused() -> None:
    assert verdict(hs256(id_claims(), SECRET), None, ("HS256",), SECRET[::-1]) == (False, {"crypto"})


def test_what_is_no_jwt_skips_every_line(signer: Signer) -> None:
    for text in ("", "a" * 40, "eyJ9.e30.AA"):
        checks = check(decode(text), read_keys(key_set(signer)), RS256)
        assert {one.status for one in checks} == {Status.SKIP}
