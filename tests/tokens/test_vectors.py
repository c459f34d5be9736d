"""Public vectors: no invalid signature is accepted, and every valid one is, or is refused for a reason listed here."""

import json
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import TenantError
from auth0ctl.findings import Status
from auth0ctl.model import TokenForm
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.signature import check, read_keys

VECTORS = Path(__file__).parent.parent / "vectors"
SIGNATURE, KEY, CRYPTO = (f"json_web_{name}_test.json" for name in ("signature", "key", "crypto"))

# Valid for some verifier of bytes; refused by a verifier of tokens, each by the check and for the reason given.
REFUSED_VALID = {
    **{
        f"{SIGNATURE} {number}": (check_id, reason)
        for numbers, check_id, reason in (
            ((259, 264, 268, 272, 320, 325), "V05", "a token's payload is never empty"),
            ((346, 350), "V01", "the key is for PS256, the signature is PS384"),
            ((347, 351), "V01", "the key's alg is spelled ES521, which is no algorithm"),
            ((357, 358, 359, 376, 377), "V10", "the secret is 32 zeros"),
            ((372, 373), "V05", "a character outside the base64url alphabet"),
        )
        for number in numbers
    },
    "jws/4_5.signature_with_detached_content.json": ("V05", "the content is not in the token"),
    "rfc7797/hmac-sha2_b64_false.json": ("V04", "b64 and crit: the payload is not base64url"),
    "curve25519/jws.json": ("V01", "EdDSA, which Auth0 does not sign with"),
}
ZEROS = "A" * 43  # 32 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A compact JWS, the key it goes with, and whether its publisher calls it valid."""

    name: str
    text: str
    jwk: dict[str, Any]
    valid: bool


def wycheproof(name: str) -> Iterator[Vector]:
    document = json.loads((VECTORS / "wycheproof" / name).read_text(encoding="utf-8"))
    for group in document["testGroups"]:
        for test in group["tests"]:
            if isinstance(test.get("jws"), str):  # the JSON serialization is never a JWT
                jwk = group.get("public") or group["private"]
                yield Vector(name=f"{name} {test['tcId']}", text=test["jws"], jwk=jwk, valid=test["result"] == "valid")


def cookbook() -> Iterator[Vector]:
    for path in sorted((VECTORS / "jose-cookbook").glob("*/*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        if "signing" not in example or "compact" not in example["output"]:
            continue
        jwk = {**example["input"]["key"], "alg": example["signing"]["protected"]["alg"]}
        name = path.relative_to(VECTORS / "jose-cookbook").as_posix()
        yield Vector(name=name, text=example["output"]["compact"], jwk=jwk, valid=True)


def objections(text: str, jwk: dict[str, Any]) -> list[str]:
    """The ids of the checks that the signature layer fails. The payload may be any bytes, all else is as in a token."""
    token = decode(text)
    faults = [fault.id for fault in token.faults if fault.id != "V06" or "payload" not in fault.sentence]
    if "keys" in jwk and all(key.get("kty") == "oct" for key in jwk["keys"]):
        # A caller hands over one secret, never a set: the one with the token's kid.
        named = [key for key in jwk["keys"] if key.get("kid") == token.header.get("kid")]
        jwk = named[0] if len(named) == 1 else {"kty": "oct", "k": ""}
    if jwk.get("kty") == "oct":
        secret = urlsafe_b64decode(jwk["k"] + "==")
        checks = check(token, None, (jwk.get("alg") or token.header.get("alg", ""),), secret)
    else:
        keys = jwk if "keys" in jwk else {"keys": [jwk]}
        try:
            checks = check(token, read_keys(json.dumps(keys).encode()), (keys["keys"][0].get("alg", "RS256"),))
        except TenantError:
            return [*faults, "K01"]
    failed = [one.id for one in checks if one.status is Status.FAIL]
    signed = any(one.id == "crypto" and one.status is Status.PASS for one in checks)
    return faults + failed if signed or faults or failed else ["crypto"]


def test_every_vector_is_judged_and_every_refusal_of_a_valid_one_is_listed() -> None:
    vectors = [*wycheproof(SIGNATURE), *wycheproof(KEY), *wycheproof(CRYPTO), *cookbook()]
    judged = {one.name: (one, objections(one.text, one.jwk)) for one in vectors}
    assert [name for name, (one, failed) in judged.items() if not one.valid and not failed] == []
    refused = {name: failed for name, (one, failed) in judged.items() if one.valid and failed}
    for name, failed in refused.items():
        print(f"valid, and refused: {name}: {failed[0]}, {REFUSED_VALID.get(name, ('', 'UNKNOWN'))[1]}")  # noqa: T201
    assert {name: failed[0] for name, failed in refused.items()} == {
        name: id_ for name, (id_, _) in REFUSED_VALID.items()
    }
    assert Counter(one.valid for one in vectors) == {True: 62, False: 420}


def test_the_vectors_under_a_key_of_zeros_are_refused_for_their_form_too() -> None:
    """Two are called invalid for their padding, but the published text has none: only the key speaks against them."""
    zeros = [one for one in wycheproof(SIGNATURE) if one.jwk.get("k") == ZEROS and not one.valid]
    for_the_key_alone = {one.name for one in zeros if set(objections(one.text, one.jwk)) == {"V10"}}
    assert len(zeros) > 10
    assert for_the_key_alone == {f"{SIGNATURE} 367", f"{SIGNATURE} 370"}
    assert not any("=" in one.text for one in zeros if one.name in for_the_key_alone)


def encrypted() -> Iterator[str]:
    document = json.loads((VECTORS / "wycheproof" / "json_web_encryption_test.json").read_text(encoding="utf-8"))
    yield from (test["jwe"] for group in document["testGroups"] for test in group["tests"] if "jwe" in test)
    for path in sorted((VECTORS / "jose-cookbook").glob("**/*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        output = example.get("encrypt", example).get("output", {})
        if "encrypting_content" in example.get("encrypt", example) and "compact" in output:
            yield output["compact"]


def test_encrypted_vectors_are_named_and_nothing_more() -> None:
    forms = Counter(decode(text).form for text in encrypted())
    assert TokenForm.JWS not in forms
    assert forms[TokenForm.JWE] > 100


@pytest.mark.parametrize("name", ["4_1.rsa_v15_signature", "4_2.rsa-pss_signature", "4_3.ecdsa_signature"])
def test_a_cookbook_signature_that_is_changed_is_refused(name: str) -> None:
    one = next(one for one in cookbook() if name in one.name)
    assert objections(one.text, one.jwk) == []
    content, _, signature = one.text.rpartition(".")
    assert objections(f"{content}.{signature[:-8]}AAAAAAAA", one.jwk) == ["crypto"]
