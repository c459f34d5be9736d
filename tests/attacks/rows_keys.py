"""Rows 89 to 96: the key set itself is the weapon."""

import json
from collections.abc import Callable
from typing import Any

from forge import b64, key_set, number

from attacks.bench import Attack, Bench, Make, as_, with_header
from attacks.rows_header import SHARED_JWK, hmac_of_jwks

Publish = Callable[[Bench], bytes]


def marked(**changes: Any) -> Publish:
    """The tenant's key with its marks changed, beside a good one: the set as a whole stays usable."""
    return lambda bench: key_set(bench.keys.own.jwk | changes, bench.keys.second)


def on_curve(**changes: Any) -> Publish:
    return lambda bench: key_set(bench.keys.curve.jwk | changes, bench.keys.second)


def by_curve(bench: Bench, kind: str) -> str:
    return bench.keys.curve.sign(bench.claims(kind), alg="ES256")


def by_attacker(bench: Bench, kind: str) -> str:
    return as_("key-1", bench.keys.attacker).sign(bench.claims(kind))


def by_small(bench: Bench, kind: str) -> str:
    return bench.keys.small.sign(bench.claims(kind))


def exponent_one(bench: Bench, kind: str) -> str:
    """With e = 1 the signature is the padded digest itself; any will do here, for the key must not be tried."""
    return bench.keys.own.sign(bench.claims(kind))


def duplicate(bench: Bench) -> bytes:
    """Two keys of one name, the attacker's first."""
    return key_set(as_("key-1", bench.keys.attacker), bench.keys.own, bench.keys.second)


def with_junk(bench: Bench) -> bytes:
    """Members that no reader can use, among them one with the name that the token asks for."""
    junk: list[Any] = ["text", None, 5, {}, {"kty": 5}, {"kty": "RSA", "kid": "junk", "n": "!"}, {"kty": "OKP"}]
    return json.dumps({"keys": [*junk, bench.keys.own.jwk]}).encode()


GOOD: Make = with_header()
WYCHEPROOF = "Wycheproof key set"
ES256 = ("--alg", "ES256")

ATTACKS = (
    *(
        Attack(row=row, name=name, source=source, make=make, refused_by=check, published=publish, options=options)
        for row, name, source, make, check, publish, options in (
            ("89", "use enc", WYCHEPROOF, GOOD, "V10", marked(use="enc"), ()),
            ("90", "key_ops encrypt", WYCHEPROOF, GOOD, "V10", marked(key_ops=["encrypt"]), ()),
            ("90b", "key_ops no list", WYCHEPROOF, GOOD, "V10", marked(key_ops="verify"), ()),
            ("91", "RSA-1024", WYCHEPROOF, by_small, "V10", lambda b: key_set(b.keys.small, b.keys.second), ()),
            ("92", "e 1", WYCHEPROOF, exponent_one, "V10", marked(e=number(1)), ()),
            ("92b", "e even", WYCHEPROOF, exponent_one, "V10", marked(e=number(65536)), ()),
            ("93", "point off its curve", WYCHEPROOF, by_curve, "V10", on_curve(y=b64(b"\1" * 32)), ES256),
            ("93b", "curve of another size", WYCHEPROOF, by_curve, "V02", on_curve(crv="P-384"), ES256),
            (
                "94",
                "oct in the key set",
                WYCHEPROOF,
                hmac_of_jwks,
                "V01",
                lambda b: key_set(b.keys.own, SHARED_JWK),
                (),
            ),
            (
                "94b",
                "oct in the key set, HS256 allowed",
                WYCHEPROOF,
                hmac_of_jwks,
                "V01",
                lambda b: key_set(b.keys.own, SHARED_JWK),
                ("--alg", "HS256"),
            ),
            ("94c", "key for another algorithm", WYCHEPROOF, GOOD, "V02", marked(alg="RS512"), ()),
            ("95", "kid twice, attacker first", "Wycheproof, PyJWT", by_attacker, "V10", duplicate, ()),
            ("95b", "kid twice, good token", "Wycheproof, PyJWT", GOOD, "V10", duplicate, ()),
            ("96", "junk member of that kid", "PyJWT <= 2.14", with_header(kid="junk"), "V10", with_junk, ()),
            ("96b", "kid of no member", "PyJWT <= 2.14", with_header(kid="None"), "V08", with_junk, ()),
        )
    ),
)
