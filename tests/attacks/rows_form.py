"""Rows 76 to 88, 99 and 101: not three parts, not canonical, not signed over this, or encrypted."""

import json

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from forge import b64, segment

from attacks.bench import Attack, Make, as_, edited, part, raw_signature


def jwe(header: dict[str, object], encrypted_key: str = "AAAA", text: str = "BBBB") -> Make:
    return lambda _bench, _kind: f"{segment(header)}.{encrypted_key}.AAAAAAAAAAAAAAAA.{text}.AAAAAAAAAAAAAAAAAAAAAA"


def signature_bytes(edit_name: str) -> Make:
    edits = {"leading zero": lambda s: b"\0" + s, "short": lambda s: s[:-1], "zero": lambda s: bytes(len(s))}
    return lambda bench, kind: raw_signature(bench.keys.own.sign(bench.claims(kind)), edits[edit_name])


def psychic(r: int, s: int) -> Make:
    """CVE-2022-21449: numbers for which a careless equation holds for every content."""
    return lambda bench, kind: raw_signature(
        bench.keys.curve.sign(bench.claims(kind), alg="ES256"), lambda _: r.to_bytes(32) + s.to_bytes(32)
    )


def der_signature() -> Make:
    """The signature as X.509 writes it, not as JWS does."""

    def to_der(raw: bytes) -> bytes:
        return encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))

    return lambda bench, kind: raw_signature(bench.keys.curve.sign(bench.claims(kind), alg="ES256"), to_der)


def json_form() -> Make:
    """A JWS in JSON serialization, which is never a JWT."""

    def make(text: str) -> str:
        head, payload, signature = text.split(".")
        return json.dumps({"protected": head, "payload": payload, "signature": signature})

    return edited(make)


P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ES256 = ("--alg", "ES256")
NOT_A_JWT = {"id": "V05", "access": "A04"}
OFF_CURVE = {"kty": "EC", "crv": "P-256", "x": b64(b"\1" * 32), "y": b64(b"\1" * 32)}

FORM = tuple(
    Attack(row=row, name=name, source=source, make=make, refused_by=check)
    for row, name, source, make, check in (
        ("76", "one part", "CVE-2025-30204", edited(lambda t: t.replace(".", "")), "V05"),
        ("76b", "two parts", "CVE-2025-30204", edited(lambda t: t.rpartition(".")[0]), "V05"),
        ("77", "four parts", "CVE-2025-30204", edited(lambda t: t + ".AAAA"), "V05"),
        ("78", "five parts", "CVE-2025-30204", edited(lambda t: t + ".AAAA.AAAA"), "V05"),
        ("78b", "JSON serialization", "RFC 7519 section 1", json_form(), "V05"),
        ("79", "a million dots", "CVE-2025-27144", edited(lambda _t: "." * 1_000_000), "V07"),
        ("80", "space in front", "fuzz", edited(lambda t: " " + t), "V05"),
        ("80b", "newline behind", "fuzz", edited(lambda t: t + "\n"), "V05"),
        ("80c", "newline inside", "fuzz", part(1, lambda s: s[:9] + "\n" + s[9:]), "V05"),
        ("80d", "Bearer in front", "fuzz", edited(lambda t: f"Bearer {t}"), "V05"),
        ("81", "padding", "Wycheproof 367, 370", edited(lambda t: t + "=="), "V05"),
        ("82", "standard alphabet", "Wycheproof", part(2, lambda s: "+/" + s[2:]), "V05"),
        ("83", "junk in the signature", "GHSA-hxm8-2xgr-2p9m", edited(lambda t: t + "!!!!"), "V05"),
        ("84", "spare bits", "GHSA-hxm8-2xgr-2p9m", edited(lambda t: t[:-1] + chr(ord(t[-1]) + 1)), "V05"),
        ("85", "flipped signature", "jwt_tool", part(2, lambda s: ("B" if s[0] == "A" else "A") + s[1:]), "crypto"),
        ("85b", "changed payload", "PortSwigger lab 1", part(1, lambda s: segment({"sub": "admin"})), "crypto"),
        ("86", "leading zero", "Wycheproof", signature_bytes("leading zero"), "crypto"),
        ("86b", "short signature", "Wycheproof", signature_bytes("short"), "crypto"),
        ("86c", "zero signature", "Wycheproof", signature_bytes("zero"), "crypto"),
        ("87", "wrong key", "OIDF invalid-sig", lambda b, k: as_("key-1", b.keys.attacker).sign(b.claims(k)), "crypto"),
    )
)

PSYCHIC = tuple(
    Attack(row=row, name=name, source="CVE-2022-21449", make=make, refused_by="crypto", options=ES256)
    for row, name, make in (
        ("88", "psychic signature", psychic(0, 0)),
        ("88b", "psychic signature, the order", psychic(P256_ORDER, P256_ORDER)),
        ("88c", "psychic signature, r 1 s 0", psychic(1, 0)),
        ("88d", "signature in DER", der_signature()),
    )
)

UNASKED = (
    Attack(row="88e", name="psychic signature, ES256 not allowed", source="CVE-2022-21449", make=psychic(0, 0),
           refused_by="V01"),
)  # fmt: skip

ENCRYPTED = tuple(
    Attack(row=row, name=name, source=source, make=make, refused_by=NOT_A_JWT)
    for row, name, source, make in (
        (
            "30b",
            "JWE zip bomb",
            "CVE-2024-28176, CVE-2024-33664",
            jwe({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}, ""),
        ),
        (
            "99",
            "PBES2 with a billion rounds",
            "CVE-2023-51775, CVE-2026-27932",
            jwe({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 10**9, "p2s": "AAAA"}),
        ),
        ("101", "RSA1_5 oracle", "CVE-2026-28490", jwe({"alg": "RSA1_5", "enc": "A128CBC-HS256"}, "A" * 342)),
        (
            "101b",
            "invalid curve",
            "CVE-2023-6681",
            jwe({"alg": "ECDH-ES", "enc": "A128GCM", "epk": OFF_CURVE}, ""),
        ),
    )
)

ATTACKS = (*FORM, *PSYCHIC, *UNASKED, *ENCRYPTED)
