"""Public vectors: no invalid signature is accepted, and every valid one is, or is refused for a known reason."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
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

# Valid for some verifier of bytes; refused by a verifier of tokens, each for the reason given.
REFUSED_VALID = {
    **dict.fromkeys((259, 264, 268, 272, 320, 325), "a token's payload is never empty (V05)"),
    **dict.fromkeys((346, 350), "the key is for PS256, the signature is PS384 (V02)"),
    **dict.fromkeys((347, 351), "the key's alg is spelled ES521, which is no algorithm (V01)"),
    **dict.fromkeys((372, 373), "a character outside the base64url alphabet (V05)"),
}
# Called invalid for their padding, but the published text has none: it is a canonical token with a right signature.
MISLABELLED = {367, 370}


def wycheproof(name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    document = json.loads((VECTORS / "wycheproof" / name).read_text(encoding="utf-8"))
    for group in document["testGroups"]:
        for test in group["tests"]:
            yield group, test


def accepted(text: str, jwk: dict[str, Any]) -> bool:
    """As the signature layer sees it: the payload may be any bytes, everything else is as strict as for a token."""
    token = decode(text)
    if any(fault.id != "V06" or "payload" not in fault.sentence for fault in token.faults):
        return False
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
            return False
    signed = any(one.id == "crypto" and one.status is Status.PASS for one in checks)
    return signed and not any(one.status is Status.FAIL for one in checks)


@pytest.mark.parametrize("name", [SIGNATURE, KEY, CRYPTO])
def test_wycheproof_accepts_nothing_invalid_and_names_every_refusal(name: str) -> None:
    wrong, refused, seen = set(), set(), 0
    for group, test in wycheproof(name):
        if not isinstance(test.get("jws"), str):
            continue
        seen += 1
        good = accepted(test["jws"], group.get("public") or group["private"])
        if good and test["result"] == "invalid":
            wrong.add(test["tcId"])
        if not good and test["result"] == "valid":
            refused.add(test["tcId"])
    assert seen > 10
    assert wrong == (MISLABELLED if name == SIGNATURE else set())
    assert refused == (set(REFUSED_VALID) if name == SIGNATURE else set())


def test_the_mislabelled_vectors_are_canonical() -> None:
    texts = {test["jws"] for _, test in wycheproof(SIGNATURE) if test["tcId"] in MISLABELLED}
    assert len(texts) == 1
    assert "=" not in texts.pop()


def test_wycheproof_encrypted_tokens_are_named_and_nothing_more() -> None:
    forms = {decode(test["jwe"]).form for _, test in wycheproof("json_web_encryption_test.json") if "jwe" in test}
    assert TokenForm.JWS not in forms
    assert TokenForm.JWE in forms


@pytest.mark.parametrize("name", ["4_1.rsa_v15_signature", "4_2.rsa-pss_signature", "4_3.ecdsa_signature"])
def test_cookbook_signatures(name: str) -> None:
    example = json.loads((VECTORS / "jose-cookbook" / "jws" / f"{name}.json").read_text(encoding="utf-8"))
    jwk = {**example["input"]["key"], "alg": example["signing"]["protected"]["alg"]}
    assert accepted(example["output"]["compact"], jwk)
    head, payload, signature = example["output"]["compact"].split(".")
    assert not accepted(f"{head}.{payload}.{signature[:-8]}AAAAAAAA", jwk)
