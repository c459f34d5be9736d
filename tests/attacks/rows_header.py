"""Rows 1 to 37: the header lies about the algorithm, the key, or what must be understood."""

import hashlib
import hmac
import json
import math
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from forge import AT, JSON, b64, hs256, key_set, segment

from attacks.bench import Attack, Bench, Make, as_, edited, with_header, with_text

CONFUSION = "CVE-2016-10555, CVE-2022-29217, CVE-2024-33663, CVE-2026-48526"


def unsigned(**header: Any) -> Make:
    return lambda bench, kind: f"{segment(header)}.{segment(bench.claims(kind))}."


def hmac_with(what: str) -> Make:
    """HS256 keyed with something that everybody can read, under the tenant's own kid."""
    return lambda bench, kind: hs256(bench.claims(kind), public_text(bench, what), kid="key-1")


def public_text(bench: Bench, what: str) -> bytes:
    stripped = b"".join(line for line in bench.keys.pem.splitlines() if not line.startswith(b"-----"))
    modulus: str = bench.keys.own.jwk["n"]
    texts: dict[str, bytes] = {
        "pem": bench.keys.pem,
        "stripped pem": stripped,
        "der": bench.keys.der,
        "jwk": json.dumps(bench.keys.own.jwk).encode(),
        "modulus": modulus.encode(),
        "nothing": b"",
        "recovered": recovered_pem(bench) if what == "recovered" else b"",
    }
    return texts[what]


def given(what: str) -> Callable[[Bench], bytes]:
    """The same text as the verifier's shared secret."""
    return lambda bench: public_text(bench, what)


def recovered_pem(bench: Bench) -> bytes:
    """The public key computed from two signed tokens: s^e - m is a multiple of the modulus (PortSwigger lab 8)."""
    multiples = []
    for subject in ("a", "b"):
        text = bench.keys.cubic.sign({"sub": subject})
        content, _, _ = text.rpartition(".")
        signature = int.from_bytes(bench.keys.cubic.signature(content.encode()))
        digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(content.encode()).digest()
        padded = b"\x00\x01" + b"\xff" * (256 - 3 - len(digest)) + b"\x00" + digest
        multiples.append(signature**3 - int.from_bytes(padded))
    modulus = math.gcd(*multiples)
    while modulus.bit_length() > 2048:  # a small factor may be left over
        modulus //= next(factor for factor in range(2, 1000) if modulus % factor == 0)
    key = RSAPublicNumbers(3, modulus).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def by_attacker(kid: str = "evil-1", **header: Any) -> Make:
    """Signed by the attacker, who says in the header where the key is to be found. ``EVIL`` is the own web server."""

    def make(bench: Bench, kind: str) -> str:
        said = {name: fill(bench, value) for name, value in header.items()}
        return as_(kid, bench.keys.attacker).sign(bench.claims(kind), **said)

    return make


def fill(bench: Bench, value: Any) -> Any:
    if value == "JWK":
        return bench.keys.attacker.jwk
    if value == "X5C":
        return [certificate(bench)]
    return value.replace("EVIL", bench.evil) if isinstance(value, str) else value


def certificate(bench: Bench) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tenant.eu.auth0.com")])
    private = bench.keys.attacker.private
    builder = x509.CertificateBuilder(name, name, private.public_key(), 1, AT, AT + timedelta(days=1))
    return b64encode(builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)).decode()


def secret_signed(bench: Bench, kind: str) -> str:
    return hs256(bench.claims(kind), WEAK)


def duplicate_alg(bench: Bench, kind: str) -> str:
    return bench.keys.own.sign_as('{"alg":"none","alg":"RS256","typ":"JWT","kid":"key-1"}', bench.claims(kind))


def nested(bench: Bench, kind: str) -> str:
    inner = bench.keys.own.sign(bench.claims(kind))
    return bench.keys.own.sign(inner, cty="JWT")


def other_kind_as_at_jwt(bench: Bench, kind: str) -> str:
    """An ID token with the header of an access token; nothing but the header speaks for it."""
    return bench.keys.own.sign(bench.claims("id"), typ="at+jwt")


def hmac_of_jwks(bench: Bench, kind: str) -> str:
    return hs256(bench.claims(kind), SHARED, kid="oct-1")


WEAK = b"secret"
SHARED = hmac.new(b"any", b"strong secret", hashlib.sha256).digest()
SHARED_JWK: JSON = {"kty": "oct", "k": b64(SHARED), "kid": "oct-1", "alg": "HS256", "use": "sig"}
EXAMPLE = b"a-string-secret-at-least-256-bits-long"
HS256 = ("--alg", "HS256")


def published_cubic(bench: Bench) -> bytes:
    return key_set(bench.keys.cubic)


ALGORITHM = (
    *(
        Attack(row=str(number), name=f"alg {alg}", source="CVE-2015-9235, jwt_tool -X a", make=make, refused_by="V01")
        for number, alg, make in (
            (1, "none", unsigned(alg="none", typ="JWT")),
            (2, "None", unsigned(alg="None", typ="JWT")),
            (3, "NONE", unsigned(alg="NONE", typ="JWT")),
            (4, "nOnE", unsigned(alg="nOnE", typ="JWT", kid="key-1")),
            (5, "empty", with_header(alg="")),
            (6, "missing", with_header(alg=None)),
            (7, "number", with_header(alg=256)),
            (8, "list", with_header(alg=["RS256"])),
        )
    ),
    Attack(row="1b", name="alg none allowed", source="CVE-2026-28802", make=unsigned(alg="none", typ="JWT"),
           refused_by="V01", options=("--alg", "none")),
    Attack(row="9", name="null signature", source="jwt_tool -X n", make=edited(lambda t: t.rpartition(".")[0] + "."),
           refused_by="V05"),
    *(
        Attack(row=str(row), name=f"HS256 keyed with {what}", source=CONFUSION, make=hmac_with(what), refused_by="V01")
        for row, what in ((10, "pem"), (11, "stripped pem"), (12, "der"), (13, "jwk"), (16, "nothing"))
    ),
    *(
        Attack(row=row, name=f"{what} given as the secret", source=CONFUSION, make=hmac_with(what), refused_by="V10",
               secret=given(what))
        for row, what in (("10b", "pem"), ("11b", "stripped pem"), ("13b", "jwk"))
    ),
    Attack(row="14", name="HS256 keyed with the modulus, families mixed", source="variant of CVE-2022-29217",
           make=hmac_with("modulus"), refused_by="V01", options=("--alg", "RS256", *HS256)),
    Attack(row="15", name="HS256 keyed with a recovered public key", source="PortSwigger lab 8",
           make=hmac_with("recovered"), refused_by="V01", published=published_cubic),
    Attack(row="16b", name="blank secret allowed", source="CVE-2026-48526, joserfc < 1.6.8", make=hmac_with("nothing"),
           refused_by="V01", options=HS256),
    Attack(row="17", name="weak secret", source="CVE-2025-45768, jwt_tool -C", make=secret_signed, refused_by="V10",
           secret=lambda _bench: WEAK),
    Attack(row="17b", name="published example as secret", source="CVE-2025-45768", refused_by="V10",
           make=lambda bench, kind: hs256(bench.claims(kind), EXAMPLE), secret=lambda _bench: EXAMPLE),
    Attack(row="17c", name="one byte repeated as secret", source="CVE-2025-45768", refused_by="V10",
           make=lambda bench, kind: hs256(bench.claims(kind), b"0" * 64), secret=lambda _bench: b"0" * 64),
)  # fmt: skip

KEY_OFFERED = (
    Attack(row="18", name="jwk in the header", source="CVE-2018-0114, CVE-2026-27962", refused_by="crypto",
           make=by_attacker("key-1", jwk="JWK")),
    Attack(row="18b", name="jwk in the header, own kid", source="CVE-2018-0114", refused_by="V08",
           make=by_attacker(jwk="JWK")),
    Attack(row="19", name="jku", source="jwt_tool -X s", make=by_attacker(jku="EVIL/jwks.json"), refused_by="V08"),
    Attack(row="19b", name="jku to a file", source="jwt_tool -X s", make=by_attacker(jku="file:///etc/passwd"),
           refused_by="V08"),
    Attack(row="19c", name="jku to cloud metadata", source="SSRF", make=by_attacker(jku="http://169.254.169.254/"),
           refused_by="V08"),
    Attack(row="19d", name="jku with the tenant's kid", source="PortSwigger lab jku", refused_by="crypto",
           make=by_attacker("key-1", jku="EVIL/jwks.json")),
    Attack(row="20", name="x5c and x5u", source="CVE-2026-27962", refused_by="V08",
           make=by_attacker(x5c="X5C", x5u="EVIL/cert.pem")),
    Attack(row="20b", name="x5c with the tenant's kid", source="CVE-2026-27962", refused_by="crypto",
           make=by_attacker("key-1", x5c="X5C", x5t="AAAA")),
)  # fmt: skip

KID = tuple(
    Attack(row=row, name=f"kid {name}", source="jwt_tool, PortSwigger, CVE-2021-46743", make=make, refused_by=check)
    for row, name, make, check in (
        ("21", "empty", with_header(kid=""), "V08"),
        ("22", "path traversal", with_header(kid="../../../../dev/null"), "V08"),
        ("22b", "path, blank secret", lambda b, k: hs256(b.claims(k), b"", kid="../../dev/null"), "V01"),
        ("23", "SQL", with_header(kid="x' UNION SELECT 'key"), "V08"),
        ("24", "shell", with_header(kid="key-1|sleep 10; sleep 10"), "V08"),
        ("24b", "URL", with_header(kid="http://169.254.169.254/latest"), "V08"),
        ("25", "number", with_header(kid=1), "V08"),
        ("25b", "of a megabyte", with_header(kid="k" * 1_000_000), "V07"),
        ("25c", "too long", with_header(kid="k" * 300), "V08"),
    )
)

UNDERSTOOD = (
    *(
        Attack(row=row, name=name, source=source, make=make, refused_by=check)
        for row, name, source, make, check in (
            ("26", "crit unknown", "CVE-2025-59420", with_header(crit=["x"], x=1), "V04"),
            ("27", "crit empty", "CVE-2026-32597", with_header(crit=[]), "V04"),
            ("28", "crit alg", "CVE-2026-32597", with_header(crit=["alg"]), "V04"),
            ("29", "b64 false", "GHSA-w7vc-732c-9m39", with_header(b64=False), "V04"),
            ("29b", "b64 false with crit", "GHSA-wphv-vfrh-23q5", with_header(b64=False, crit=["b64"]), "V04"),
            ("30", "zip", "CVE-2025-62706", with_header(zip="DEF"), "V04"),
            ("31", "duplicate alg", "RFC 8725bis", duplicate_alg, "V06"),
            ("32", "duplicate sub", "RFC 8725bis", with_text("x", '1, "sub": "admin"'), "V06"),
            ("33", "typ of a logout token", "RFC 8725 section 3.11", with_header(typ="logout+jwt"), "V17"),
            ("34", "typ of a DPoP proof", "RFC 8725 section 3.11", with_header(typ="dpop+jwt"), "V17"),
            ("35", "ID token under typ at+jwt", "RFC 8725 section 3.11", other_kind_as_at_jwt, "V17"),
            ("36", "nested JWT", "CVE-2026-29000", nested, "V04"),
        )
    ),
    Attack(row="37", name="no kid, several keys", source="OIDF", make=with_header(kid=None), refused_by="V09",
           published=lambda bench: key_set(bench.keys.own, bench.keys.second)),
)  # fmt: skip

ATTACKS = (*ALGORITHM, *KEY_OFFERED, *KID, *UNDERSTOOD)
