"""One cause in many clothes: what people verify, what they forgot, and the cause that is named first. Healthy: silent.

Each row is a situation from an app or an API, with whatever SDK: only the token and what it is held against count.
"""

from dataclasses import replace

import pytest
from forge import API, ISSUER, NOW, access_claims, id_claims
from token_faults import (
    ELSEWHERE,
    FAULTS,
    GOOGLE,
    KEYS,
    NO_RBAC,
    NS,
    OPAQUE_OLD,
    SYSTEM,
    access,
    audience,
    claim,
    machine,
    of_id,
    permission,
    rfc9068,
    scope,
)
from token_judging import ACCESS, CUSTOM, ID, judged, names, token

from auth0ctl.findings import Severity, severity_of
from auth0ctl.model import Expected
from auth0ctl.tokens.kinds import is_userinfo

EVERY = [(cause, *row) for cause, rows in FAULTS.items() for row in rows]

SIGNED: list[tuple[str, str, str, Expected, set[str], str]] = [
    ("HS256 ID token", "client-id-token-hs256", token(id_claims(), alg="HS256"), ID, {"V01"}, "HS256"),
    ("API that signs HS256", "api-signs-hs256", token(access_claims(aud=API), alg="HS256"), ACCESS, {"V01"}, "HS256"),
    ("HS256 machine token", "api-signs-hs256", token(machine(), alg="HS256"), ACCESS, {"V01"}, "shared secret"),
    ("verifier set to HS256", "token-algorithm-refused", access(), replace(ACCESS, algs=("HS256",)), {"V01"}, "HS256"),
    ("keys of another tenant", "wrong-tenant-domain", access(), ELSEWHERE, KEYS, "keys"),
    ("keys that are not there", "wrong-tenant-domain", access(), ELSEWHERE, {"V11"}, "keys"),
    (
        "another tenant, its own keys",
        "wrong-tenant-domain",
        access(iss="https://b.eu.auth0.com/"),
        scope("x"),
        KEYS,
        "b.eu",
    ),
    ("Google's own token", "token-for-another-issuer", token(GOOGLE), ID, KEYS, "identity provider"),
    ("the key was rotated out", "token-signing-key-unknown", access(), ACCESS, KEYS, "key-1"),
]

HEALTHY: list[tuple[str, str, Expected]] = [
    ("single-page app's ID token", of_id(), ID),
    ("ID token without a nonce", of_id(nonce=None), replace(ID, nonce=None)),
    ("ID token of an organization", of_id(org_id="org_a"), claim("org_id", "org_a")),
    ("ID token with a custom claim", of_id(**{f"{NS}roles": ["a"]}), claim(f"{NS}roles")),
    ("ID token with a bare custom claim", of_id(plan="gold"), claim("plan", "gold")),
    ("custom domain's ID token", of_id(iss=CUSTOM), replace(ID, issuer=CUSTOM)),
    ("HS256 on purpose", token(id_claims(), alg="HS256"), replace(ID, algs=("HS256",))),
    ("access token with /userinfo", access(), scope("read:items")),
    ("access token for the API alone", access(aud=API), permission("read:items")),
    ("access token of the custom domain", access(iss=CUSTOM), replace(ACCESS, issuer=CUSTOM)),
    ("own API, called on its own host", access(), replace(ACCESS, called_host="api.example.com")),
    ("/userinfo called where it was issued", access(), replace(ACCESS, called_host="tenant.eu.auth0.com")),
    ("identifier that is no URL", access(aud="items-api"), audience("items-api")),
    ("identifier with a slash", access(aud=f"{API}/"), audience(f"{API}/")),
    ("RFC 9068", rfc9068(), scope("read:items")),
    ("machine", token(machine()), scope("read:items")),
    ("machine without scopes", token(machine(scope=None)), ACCESS),
    ("machine with permissions", token(machine(permissions=["read:items"])), permission("read:items")),
    ("machine of an organization", token(machine(org_id="org_a")), claim("org_id", "org_a", of=ACCESS)),
    ("Management API", token(machine(aud=SYSTEM)), replace(audience(SYSTEM), called_host="tenant.eu.auth0.com")),
    (
        "custom domain's Management token",
        token(machine(aud=SYSTEM, iss=CUSTOM)),
        replace(audience(SYSTEM), issuer=CUSTOM, called_host="login.example.com"),
    ),
    (
        "person at the Management API",
        access(aud=SYSTEM, scope="read:current_user"),
        scope("read:current_user", audience=SYSTEM),
    ),
    ("asked and granted", access(), scope("read:items", asked="openid profile read:items")),
    ("RBAC off, scope granted", access(permissions=None), scope("read:items")),
    ("email set by an Action", access(email="user@example.com"), claim("email", of=ACCESS)),
    ("expires in five seconds", access(exp=NOW + 5), ACCESS),
]


@pytest.mark.parametrize(("cause", "name", "text", "expected", "word"), EVERY, ids=[row[1] for row in EVERY])
def test_the_cause_comes_first(cause: str, name: str, text: str, expected: Expected, word: str) -> None:
    finding = judged(text, expected)[0]
    assert (name, finding.rule.name) == (name, cause)
    assert word in finding.detail
    assert finding.fix


@pytest.mark.parametrize(("name", "cause", "text", "expected", "failed", "word"), SIGNED)
def test_the_cause_of_a_bad_signature_comes_first(
    name: str, cause: str, text: str, expected: Expected, failed: set[str], word: str
) -> None:
    findings = judged(text, expected, failed)
    assert (name, names(findings)) == (name, [cause])
    assert word in findings[0].detail


@pytest.mark.parametrize(("name", "text", "expected"), HEALTHY, ids=[row[0] for row in HEALTHY])
def test_a_healthy_token_is_met_with_silence(name: str, text: str, expected: Expected) -> None:
    assert (name, names(judged(text, expected))) == (name, [])


def test_an_opaque_token_for_userinfo_is_as_it_should_be() -> None:
    expected = audience(f"{ISSUER}userinfo")
    assert is_userinfo(expected.audience or "")
    assert [severity_of(one) for one in judged(OPAQUE_OLD, expected)] == [Severity.INFO]


def test_what_a_token_for_somebody_else_lacks_is_no_second_cause() -> None:
    lacking = replace(scope("write:items", asked="openid"), audience="https://other.example")
    assert names(judged(access(), lacking)) == ["token-for-another-audience"]
    foreign = access(iss="https://other.us.auth0.com/")
    assert names(judged(foreign, scope("write:items"))) == ["wrong-tenant-domain"]


def test_two_readings_of_a_dropped_scope_say_how_to_separate_them() -> None:
    findings = judged(access(**NO_RBAC), scope("read:items", asked="openid read:items"))
    assert names(findings) == ["rbac-user-lacks-permission", "requested-scope-dropped"]
    assert {one.confidence.value for one in findings} == {"possible"}
    assert all("auth0ctl api inspect" in one.detail + one.fix for one in findings)


def test_a_bare_claim_that_is_missing_has_a_second_reading_in_an_old_tenant() -> None:
    findings = judged(of_id(), claim("role"))
    assert names(findings) == ["token-claim-missing", "claim-not-namespaced"]
    assert severity_of(findings[1]) is Severity.WARNING
    assert names(judged(of_id(), claim(f"{NS}role"))) == ["token-claim-missing"]
