"""Family AZ4: every rule has a token that fires it, alone, and a near miss that does not."""

import shlex
from dataclasses import replace

import pytest
from forge import API, CLIENT, ISSUER, JSON, NOW, OPAQUE_JWE, REFRESH_TOKEN, access_claims, id_claims, segment
from token_judging import ACCESS, CUSTOM, ID, judged, names, token

from auth0ctl.findings import Confidence, Severity, severity_of
from auth0ctl.model import Expected, Facts
from auth0ctl.rules import judge
from auth0ctl.rules.token import JUDGES

NS = "https://example.com/plan"
CANONICAL = ISSUER


M2M = {"sub": "m2m@clients", "azp": "m2m", "aud": API, "gty": "client-credentials", "scope": "a", "permissions": None}
WANTS_SCOPE = replace(ACCESS, require_scopes=("write:items",))
WANTS_PERMISSION = replace(ACCESS, require_permissions=("write:items",))
ASKED_SCOPE = replace(WANTS_SCOPE, requested_scope=("openid", "write:items"))
RSA_JWE = f"{segment({'alg': 'RSA-OAEP-256', 'enc': 'A256GCM'})}.AAAA.BBBB.CCCC.DDDD"


SYSTEM = f"{ISSUER}api/v2/"


def scoped(scope: str) -> Expected:
    return replace(ACCESS, require_scopes=(scope,))


def wants_of_system(scope: str) -> Expected:
    return replace(ACCESS, audience=SYSTEM, require_scopes=(scope,))


def wants(name: str, value: str | None = None) -> Expected:
    return replace(ACCESS, require_claims=((name, value),))


# cause, token, expectation, failed checks of the signature, a word that the detail must hold
FIRING: list[tuple[str, str, Expected, set[str], str]] = [
    ("token-wrapped-in-text", f"Bearer {token(access_claims())}", ACCESS, set(), "Bearer"),
    ("audience-missing-opaque-token", OPAQUE_JWE, ACCESS, set(), API),
    ("audience-missing-opaque-token", "abcDEF0123456789_-abcDEF01234567", ACCESS, set(), "opaque"),
    ("access-token-encrypted-for-api", RSA_JWE, ACCESS, set(), "RSA-OAEP-256"),
    ("refresh-token-used-as-token", REFRESH_TOKEN, ACCESS, set(), "refresh token"),
    ("refresh-token-used-as-token", REFRESH_TOKEN, ID, set(), "refresh token"),
    ("token-malformed", token(access_claims(), crit=[]), ACCESS, set(), "crit"),
    ("token-malformed", "undefined", ACCESS, set(), "undefined"),
    ("token-malformed", CLIENT, ID, set(), "client id"),
    ("id-token-used-as-access-token", token(id_claims()), ACCESS, set(), API),
    ("id-token-used-as-access-token", token(id_claims(nonce=None)), WANTS_SCOPE, set(), CLIENT),
    ("id-token-used-as-access-token", token(id_claims(), alg="HS256"), ACCESS, {"V01"}, CLIENT),
    ("access-token-used-as-id-token", token(access_claims()), ID, set(), API),
    ("access-token-used-as-id-token", OPAQUE_JWE, ID, set(), "opaque"),
    ("token-type-refused", token(id_claims(), typ="logout+jwt"), ID, set(), "logout token"),
    ("token-type-refused", token(id_claims(), typ="JOSE"), ID, set(), "typ is"),
    ("token-type-refused", token(id_claims(scope="openid")), ID, set(), "contradicts itself"),
    ("client-id-token-hs256", token(id_claims(), alg="HS256", kid="k"), ID, {"V01"}, "HS256"),
    ("api-signs-hs256", token(access_claims(), alg="HS256"), ACCESS, {"V01"}, "shared secret"),
    ("token-algorithm-refused", token(access_claims(), alg="none")[:-4], ACCESS, {"V01"}, "nobody signed"),
    ("token-algorithm-refused", token(id_claims(), alg="PS256"), ID, {"V01"}, "PS256"),
    ("token-keys-missing", token(id_claims()), ID, {"V11"}, "not checked"),
    ("token-signing-key-unknown", token(id_claims()), ID, {"V08"}, "key-1"),
    ("token-signing-key-unknown", token(access_claims()), ACCESS, {"V09"}, ISSUER),
    ("token-signing-key-refused", token(id_claims()), ID, {"V10"}, "key-1"),
    ("token-signing-key-refused", token(id_claims(), alg="HS256"), replace(ID, algs=("HS256",)), {"V10"}, "secret"),
    ("token-signature-invalid", token(id_claims()), ID, {"crypto"}, "key-1"),
    ("issuer-missing-trailing-slash", token(access_claims()), replace(ACCESS, issuer=ISSUER[:-1]), set(), "slash"),
    ("issuer-domain-mismatch", token(access_claims(iss=CUSTOM)), ACCESS, set(), CUSTOM),
    ("issuer-domain-mismatch", token(id_claims()), replace(ID, issuer=CUSTOM), set(), CANONICAL),
    ("wrong-tenant-domain", token(id_claims(iss="https://other.eu.auth0.com/")), ID, set(), "other.eu.auth0.com"),
    ("wrong-tenant-domain", token(access_claims(iss=CUSTOM)), ACCESS, {"V08"}, CUSTOM),
    ("issuer-written-differently", token(access_claims()), replace(ACCESS, issuer=f"{ISSUER}oauth2"), set(), "path"),
    ("token-for-another-issuer", token(access_claims(iss=ISSUER[:-1])), ACCESS, set(), "slash"),
    ("token-for-another-issuer", token(access_claims(iss=ISSUER[:-1] + ".evil.example/")), ACCESS, set(), "evil"),
    ("audience-slash-mismatch", token(access_claims()), replace(ACCESS, audience=f"{API}/"), set(), "slash"),
    ("token-for-another-audience", token(access_claims(aud="https://other")), ACCESS, set(), "https://other"),
    ("token-for-another-audience", token(access_claims(aud=[API, "https://other"])), ACCESS, set(), "two APIs"),
    ("audience-missing-opaque-token", token(access_claims(aud=f"{ISSUER}userinfo")), ACCESS, set(), "asked for no API"),
    ("token-for-another-client", token(id_claims(aud="other")), ID, set(), "other"),
    ("token-for-another-client", token(id_claims(azp="other")), ID, set(), "other"),
    ("token-for-another-client", token(access_claims(azp="other")), replace(ACCESS, client_id=CLIENT), set(), "other"),
    ("token-expectation-missing", token(access_claims()), replace(ACCESS, issuer=None), set(), "not told"),
    ("token-expectation-missing", token(id_claims()), replace(ID, client_id=None), set(), "not told"),
    ("token-expectation-missing", token(access_claims()), replace(ACCESS, leeway=900), set(), "not told"),
    ("token-times-in-milliseconds", token(access_claims(exp=(NOW + 60) * 1000)), ACCESS, set(), "2026-09-21"),
    (
        "token-times-in-milliseconds",
        token(access_claims(exp=(NOW + 60) * 1000, iat=NOW * 1000, nbf=NOW * 1000)),
        ACCESS,
        set(),
        "iat, nbf, exp",
    ),
    ("token-expired", token(access_claims(exp=NOW - 180)), ACCESS, set(), "3 m ago"),
    ("token-not-yet-valid", token(access_claims(iat=NOW + 120)), ACCESS, set(), "iat lies 2 m"),
    ("token-not-yet-valid", token(access_claims(nbf=NOW + 120)), ACCESS, set(), "nbf lies 2 m"),
    ("token-claim-invalid", token(access_claims(sub=None)), ACCESS, set(), "sub is missing"),
    ("token-claim-invalid", token(id_claims(aud=None, iss=5, exp="x", iat=None)), ID, set(), "iat is missing"),
    ("token-claim-invalid", token(access_claims(**M2M | {"sub": "auth0|u"})), ACCESS, set(), "not the machine"),
    ("token-nonce-mismatch", token(id_claims(nonce="other")), ID, set(), "not the one"),
    ("token-nonce-mismatch", token(id_claims(nonce=None)), ID, set(), "carries none"),
    ("token-nonce-mismatch", token(id_claims()), replace(ID, nonce=None, at_login=True), set(), "sent none"),
    ("at-hash-mismatch", token(id_claims(at_hash="x")), replace(ID, access_token="t"), set(), "not that of"),
    ("at-hash-mismatch", token(id_claims()), replace(ID, access_token="t", at_hash_required=True), set(), "nothing"),
    ("code-hash-mismatch", token(id_claims(c_hash="x")), replace(ID, code="c"), set(), "c_hash"),
    ("code-hash-mismatch", token(id_claims()), replace(ID, code="c", c_hash_required=True), set(), "nothing"),
    ("code-hash-mismatch", token(id_claims(s_hash="x")), replace(ID, state="s"), set(), "state"),
    ("code-hash-mismatch", token(id_claims(s_hash="x", c_hash="x")), replace(ID, state="s"), set(), "c_hash or s_hash"),
    ("token-login-too-old", token(id_claims(auth_time=NOW - 999)), replace(ID, max_age=60), set(), "60 s"),
    ("token-login-too-old", token(id_claims(iat=NOW - 700_000)), replace(ID, at_login=True), set(), "week"),
    ("token-acr-missing", token(id_claims()), replace(ID, acr=("mfa",)), set(), "mfa"),
    (
        "api-checks-scope-not-permissions",
        token(access_claims(permissions=["write:items"])),
        WANTS_SCOPE,
        set(),
        "scope",
    ),
    ("client-grant-scope-missing", token(access_claims(**M2M)), WANTS_SCOPE, set(), "client grant"),
    ("client-grant-scope-missing", token(access_claims(**M2M | {"permissions": []})), WANTS_PERMISSION, set(), "grant"),
    ("rbac-user-lacks-permission", token(access_claims(permissions=[])), ASKED_SCOPE, set(), "RBAC"),
    ("rbac-user-lacks-permission", token(access_claims()), WANTS_PERMISSION, set(), "write:items"),
    ("permissions-not-added-to-token", token(access_claims(permissions=None)), WANTS_PERMISSION, set(), "dialect"),
    (
        "api-scope-not-requested",
        token(access_claims(permissions=None)),
        replace(WANTS_SCOPE, requested_scope=("openid",)),
        set(),
        "did not request",
    ),
    ("api-scope-not-requested", token(access_claims(permissions=None)), WANTS_SCOPE, set(), "write:items"),
    ("token-scope-missing", token(access_claims(scope=["write:items"])), WANTS_SCOPE, set(), "one string"),
    ("right-written-differently", token(access_claims(scope="Write:Item")), WANTS_SCOPE, set(), "Write:Item"),
    ("management-scope-missing", token(access_claims(aud=SYSTEM)), wants_of_system("read:users"), set(), "person"),
    (
        "custom-domain-system-audience",
        token(access_claims(aud=SYSTEM)),
        replace(ACCESS, audience=CUSTOM + "api/v2/"),
        set(),
        SYSTEM,
    ),
    ("openid-scope-missing", token(access_claims(scope="read:items")), scoped("openid"), set(), "openid"),
    ("offline-access-scope-missing", token(access_claims()), scoped("offline_access"), set(), "refresh token"),
    (
        "api-offline-access-disabled",
        token(access_claims()),
        replace(scoped("offline_access"), requested_scope=("offline_access",)),
        set(),
        "dropped",
    ),
    ("requested-scope-dropped", token(access_claims(permissions=None)), ASKED_SCOPE, set(), "does not define it"),
    (
        "token-permission-missing",
        token(access_claims(permissions="write:items")),
        WANTS_PERMISSION,
        set(),
        "not a list",
    ),
    ("metadata-needs-action", token(access_claims()), wants("app_metadata"), set(), "Action"),
    ("claim-namespace-reserved", token(access_claims()), wants("https://t.auth0.com/plan"), set(), "namespace"),
    ("claim-not-namespaced", token(access_claims()), wants("roles"), set(), "restricted"),
    (
        "oidc-scope-missing",
        token(id_claims(email=None)),
        replace(ID, require_claims=(("email", None),)),
        set(),
        "scope email",
    ),
    ("claim-not-namespaced", token(access_claims()), wants("email"), set(), "scope email"),
    ("organization-claim-mismatch", token(access_claims()), wants("org_id"), set(), "no organization"),
    ("organization-claim-mismatch", token(access_claims(org_id="org_a")), wants("org_id", "org_b"), set(), "org_a"),
    ("claim-under-another-name", token(access_claims(**{NS: "gold"})), wants("plan"), set(), NS),
    ("post-login-action-not-run", token(access_claims(**M2M)), wants(NS), set(), "machine"),
    ("token-claim-missing", token(access_claims()), wants(NS), set(), NS),
    (
        "token-claim-missing",
        token(access_claims()),
        replace(wants("email"), requested_scope=("email",)),
        set(),
        "email",
    ),
    ("token-claim-differs", token(access_claims(**{NS: "silver"})), wants(NS, "gold"), set(), "silver"),
    ("token-sender-constrained", token(access_claims(cnf={"jkt": "x"})), ACCESS, set(), "DPoP"),
]


@pytest.mark.parametrize(("name", "text", "expected", "signature", "word"), FIRING)
def test_rule_fires_alone(name: str, text: str, expected: Expected, signature: set[str], word: str) -> None:
    findings = judged(text, expected, signature)
    first = next(finding for finding in findings if finding.rule.name == name)
    # One that Auth0 dropped without a word has two possible causes, and both are told.
    dropped = {"rbac-user-lacks-permission", "requested-scope-dropped"}
    assert names(findings) == [name] or set(names(findings)) == dropped
    assert word in first.detail
    assert first.evidence
    assert first.fix


def test_every_rule_has_a_case() -> None:
    assert {judge_.rule.name for judge_ in JUDGES} == {name for name, *_ in FIRING} | {"clock-skew"}


def test_a_code_and_a_name_belong_to_one_rule() -> None:
    rules = {judge_.rule for judge_ in JUDGES}  # a cause may be judged from two kinds of evidence
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


SILENT: list[tuple[str, Expected]] = [
    (token(id_claims()), ID),
    (token(id_claims(aud=[CLIENT], azp=CLIENT)), ID),
    (token(id_claims(nonce=None)), replace(ID, nonce=None)),
    (token(id_claims(iss=CUSTOM)), replace(ID, issuer=CUSTOM)),
    (token(id_claims(exp=NOW - 59)), ID),
    (token(id_claims(auth_time=NOW - 60)), replace(ID, max_age=0)),
    (token(id_claims(acr="mfa")), replace(ID, acr=("mfa",))),
    (token(id_claims(c_hash="x", s_hash="x")), ID),
    (token(id_claims()), replace(ID, require_claims=(("email", None),))),
    (token(access_claims()), ACCESS),
    (token(access_claims(aud=API)), ACCESS),
    (token(access_claims(email="user@example.com")), ACCESS),  # an Action may set it: it does not make an ID token
    (token(access_claims(iat=NOW + 60, nbf=NOW + 60)), ACCESS),
    (token(access_claims(exp=NOW + 86_400 * 30)), ACCESS),
    (token(access_claims()), replace(ACCESS, require_scopes=("read:items",), require_permissions=("read:items",))),
    (token(access_claims(iss=ISSUER[:-1])), replace(ACCESS, issuer=ISSUER[:-1])),  # a stand-in for Auth0 has no slash
    (token(access_claims(aud=f"{API}/")), replace(ACCESS, audience=f"{API}/")),
    (token(id_claims(), alg="HS256"), replace(ID, algs=("HS256",))),
    (token(access_claims(), kid="key-of-nobody-else"), ACCESS),
    (token(access_claims(**M2M)), replace(ACCESS, require_scopes=("a",), client_id="m2m")),
    (token(access_claims(jti="j", client_id=CLIENT, azp=None), typ="at+jwt"), replace(ACCESS, client_id=CLIENT)),
    (token(access_claims(**{NS: "gold"})), wants(NS, "gold")),
    (token({"iss": ISSUER, "sub": "u", "aud": "x", "iat": NOW, "exp": NOW + 60}), replace(ACCESS, audience="x")),
    (token({"iss": ISSUER, "sub": "u", "aud": CLIENT, "iat": NOW, "exp": NOW + 60}), replace(ID, nonce=None)),
]


@pytest.mark.parametrize(("text", "expected"), SILENT)
def test_nothing_is_found_where_nothing_is_wrong(text: str, expected: Expected) -> None:
    assert judged(text, expected) == ()


def test_two_causes_are_two_findings_root_first() -> None:
    text = token(id_claims(exp=NOW - 600))
    assert names(judged(text, ACCESS)) == ["id-token-used-as-access-token", "token-expired"]
    text = f'"{token(access_claims(aud=f"{API}/", exp=NOW - 600))}"'
    assert names(judged(text, ACCESS)) == ["token-wrapped-in-text", "audience-slash-mismatch", "token-expired"]


def test_missing_rights_are_told_apart() -> None:
    expected = replace(ACCESS, require_scopes=("a", "b"), requested_scope=("b",))
    findings = judged(token(access_claims(scope="", permissions=["a"])), expected)
    assert [(one.rule.name, one.detail.partition(":")[0]) for one in findings] == [
        ("api-checks-scope-not-permissions", "a"),
        ("rbac-user-lacks-permission", "b"),
    ]


@pytest.mark.parametrize("hostile", ["x; rm -rf ~", "$(reboot)", "`id`", "a'b", "a\nb"])
def test_what_a_token_says_is_one_word_of_a_command(hostile: str) -> None:
    claims: JSON = access_claims(aud=hostile, iss=hostile)
    for finding in judged(token(claims), replace(ACCESS, audience=None, issuer=None)):
        words = shlex.split(finding.fix, comments=True)
        assert words[:4] == ["auth0ctl", "token", "verify", "--as"]
        assert words.count(hostile) == 2


def test_confidence_and_severity_are_honest() -> None:
    sure = judged(OPAQUE_JWE, ACCESS)[0]
    guess = judged("abcDEF0123456789_-abcDEF01234567", ACCESS)[0]
    assert (sure.confidence, guess.confidence) == (Confidence.CERTAIN, Confidence.LIKELY)
    bound = judged(token(access_claims(cnf={"x5t#S256": "x"})), ACCESS)[0]
    assert severity_of(bound) is Severity.INFO
    assert "mutual TLS" in bound.detail


def test_without_a_token_every_rule_is_skipped_with_the_reason() -> None:
    findings, skipped = judge(Facts(missing={"token": "no token given"}), ("AZ4",))
    assert findings == ()
    assert len(skipped) == len(JUDGES)
    assert all("no token given" in one.reason for one in skipped)
