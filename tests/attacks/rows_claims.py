"""Rows 38 to 75, 97 and 100: the claims are missing, of another type, out of time, or no JSON object at all."""

from forge import API, CLIENT, NOW

from attacks.bench import Attack, Bench, Make, with_claims, with_header, with_payload, with_text

MS = f"{NOW + 60}000"


def audience(id_: object, access: object) -> Make:
    """``aud`` bent the same way for both kinds: an ID token's is the client, an access token's the API."""
    return lambda bench, kind: with_claims(aud=id_ if kind == "id" else access)(bench, kind)


def issuer(bend: str) -> Make:
    def make(bench: Bench, kind: str) -> str:
        bent: object = {
            "no slash": bench.issuer[:-1],
            "prefix": bench.issuer[:-1] + ".evil.example/",
            "longer": bench.issuer + "evil/",
            "list": [bench.issuer],
            "case": bench.issuer.upper(),
            "evil": f"{bench.evil}/",
        }[bend]
        return with_claims(iss=bent)(bench, kind)

    return make


def rows(*given: tuple[str, str, str, Make, str | dict[str, str]]) -> tuple[Attack, ...]:
    return tuple(
        Attack(row=row, name=name, source=source, make=make, refused_by=check)
        for row, name, source, make, check in given
    )


ATTACKS = rows(
    ("38", "no exp", "jwt_tool", with_claims(exp=None), "V14"),
    ("39", "no iat", "OIDF missing-iat", with_claims(iat=None), "V15"),
    ("40", "no aud", "OIDF missing-aud", with_claims(aud=None), "V13"),
    ("41", "no iss", "jwt_tool", with_claims(iss=None), "V12"),
    ("42", "no sub", "OIDF missing-sub", with_claims(sub=None), "V16"),
    ("43", "exp as text", "fuzz", with_text("exp", '"9999999999"'), "V14"),
    ("44", "exp in milliseconds", "fuzz", with_text("exp", MS), "V14"),
    ("45", "exp 1e30", "fuzz", with_text("exp", "1e30"), "V14"),
    ("46", "exp 1e400", "fuzz", with_text("exp", "1e400"), "V14"),
    ("47", "exp NaN", "fuzz", with_text("exp", "NaN"), "V14"),
    ("48", "exp true", "fuzz", with_text("exp", "true"), "V14"),
    ("49", "exp list", "fuzz", with_text("exp", f"[{NOW + 60}]"), "V14"),
    ("50", "exp null", "fuzz", with_text("exp", "null"), "V14"),
    # A fraction of a second is allowed (RFC 7519 section 2); what is past stays past.
    ("51", "exp past, as a fraction", "fuzz", with_text("exp", f"{NOW - 60}.0"), "V14"),
    ("52", "expired", "RFC 7519 section 4.1.4", with_claims(exp=NOW - 3600), "V14"),
    ("53", "nbf in the future", "RFC 7519 section 4.1.5", with_claims(nbf=NOW + 61), "V15"),
    ("54", "iat in the future", "RFC 7519 section 4.1.6", with_claims(iat=NOW + 61), "V15"),
    ("55", "expired at the end of the leeway", "RFC 7519 section 4.1.4", with_claims(exp=NOW - 60), "V14"),
    ("56", "iss without its slash", "CVE-2024-53861", issuer("no slash"), "V12"),
    ("57", "iss prefix", "CVE-2024-53861", issuer("prefix"), "V12"),
    ("57b", "iss longer", "CVE-2024-53861", issuer("longer"), "V12"),
    ("57c", "iss of the attacker, who serves keys", "SSRF", issuer("evil"), "V12"),
    ("58", "iss list", "fuzz", issuer("list"), "V12"),
    ("59", "iss in upper case", "fuzz", issuer("case"), "V12"),
    (
        "60",
        "aud with one more",
        "RFC 8725",
        audience([CLIENT, "x"], [API, "https://x"]),
        {"id": "I02", "access": "V13"},
    ),
    ("61", "aud object", "CVE-2022-23540", audience({CLIENT: True}, {API: True}), "V13"),
    ("62", "aud substring", "CVE-2022-23540", audience(CLIENT[:-1], API[:-4]), "V13"),
    ("63", "aud empty list", "fuzz", audience([], []), "V13"),
    ("64", "aud list of numbers", "fuzz", audience([5], [5]), "V13"),
    ("65", "aud of another", "RFC 8725 section 3.9", audience("another", "https://other.example.com"), "V13"),
    ("66", "sub number", "fuzz", with_claims(sub=5), "V16"),
    ("67", "sub empty", "fuzz", with_claims(sub=""), "V16"),
    ("68", "payload list", "fuzz", with_payload("[1]"), "V06"),
    ("69", "payload text", "fuzz", with_payload('"x"'), "V06"),
    ("70", "payload no JSON", "fuzz", with_payload("x"), "V06"),
    ("71", "payload 40 deep", "GHSA-8wjv-2p76-3863", with_payload('{"a":' * 40 + "1" + "}" * 40), "V06"),
    ("71b", "payload 100,000 deep", "GHSA-8wjv-2p76-3863", with_payload("[" * 100_000), "V07"),
    ("71c", "payload 20,000 deep", "GHSA-8wjv-2p76-3863", with_payload('{"":' * 10_000), "V06"),
    ("72", "payload UTF-16", "fuzz", with_payload('{"sub":"u"}'.encode("utf-16")), "V06"),
    ("73", "payload with BOM", "fuzz", with_payload(b'\xef\xbb\xbf{"sub":"u"}'), "V06"),
    ("74", "integer of 5,000 digits", "CVE-2020-10735", with_text("x", "9" * 5000), "V06"),
    ("75", "lone surrogate", "fuzz", with_text("x", '"\\ud800"'), "V06"),
    ("97", "payload of 5 MB", "CVE-2025-61920", with_claims(x="y" * 5_000_000), "V07"),
    ("98", "header of 10 MB", "CVE-2025-61920", with_header(x="y" * 10_000_000), "V07"),
    ("98b", "header of 10 KB", "CVE-2025-61920", with_header(x="y" * 10_000), "V07"),
    ("100", "at_hash empty", "Authlib 1.9.9", with_claims(at_hash=""), {"id": "I08", "access": "V17"}),
    ("100b", "at_hash list", "Authlib 1.9.9", with_claims(at_hash=["x"]), {"id": "I08", "access": "V17"}),
    ("100c", "at_hash under an unknown algorithm", "CVE-2026-28498", with_header(alg="XX256", at_hash="x"), "V01"),
)
