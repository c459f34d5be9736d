"""Family AZ0: error texts in the words of many libraries name their cause, and other texts name nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.evidence.errortext import read_error_text
from auth0ctl.findings import Confidence, Finding, Severity, severity_of
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.rules import FAMILIES, judge
from auth0ctl.rules.said.judges import JUDGES, candidates, rows

# "named": error texts as tenants, SDKs, libraries and browsers print them, each with its cause, which stands first, or
# among the first three where it says so. "silent": texts that no login and no token had any part in.
DATA = json.loads((Path(__file__).parent / "error_texts.json").read_text(encoding="utf-8"))
TEXTS: list[dict[str, Any]] = DATA["named"]
SILENT: list[str] = DATA["silent"]


def named(text: str, **known: str) -> list[str]:
    """The names of the causes, in order."""
    return [one.rule.name for one in candidates(read_error_text(text, known))]


def one(text: str, **known: str) -> Finding:
    """The first finding."""
    return candidates(read_error_text(text, known))[0]


@pytest.mark.parametrize("row", TEXTS, ids=[f"{row['cause']}-{place}" for place, row in enumerate(TEXTS)])
def test_an_error_text_names_its_cause(row: dict[str, Any]) -> None:
    names = named(row["text"], **row.get("known", {}))
    assert row["cause"] in names[: row.get("within", 1)]
    assert len(names) <= 3


def test_there_are_many_texts() -> None:
    assert len({row["text"] for row in TEXTS}) >= 190
    assert len(set(SILENT)) >= 40


@pytest.mark.parametrize("text", SILENT)
def test_a_text_that_has_nothing_to_do_with_it_names_nothing(text: str) -> None:
    assert named(text) == []


# Facts that separate what the words alone do not


def test_an_app_that_keeps_a_secret_is_not_told_that_it_is_public() -> None:
    assert named("access_denied: Unauthorized", app="regular web app with a secret") == ["client-secret-wrong"]
    assert named("access_denied: Unauthorized", app="SPA")[0] == "public-client-needs-auth-method-none"


@pytest.mark.parametrize(
    "scopes",
    [
        "read:users",
        "read:users,read:user_idp_tokens",
        "read:orders,create:client_grants",
        "update:current_user_metadata",
    ],
)
def test_the_management_api_is_named_where_the_scope_can_be_its_own(scopes: str) -> None:
    text = f"Insufficient scope, expected any of: {scopes}".strip()
    for said in (text, json.dumps({"statusCode": 403, "message": text, "errorCode": "insufficient_scope"})):
        assert one(said).rule.name == "management-scope-missing"
        assert one(said).confidence is Confidence.CERTAIN
        assert "api-scope-not-requested" not in named(said)
    assert named("Insufficient scope, expected any of:")[0] == "management-scope-missing"


@pytest.mark.parametrize("scopes", ["read:orders", "read:orders,write:orders", "orders.read", "read:orders."])
def test_another_apis_scope_is_not_the_management_apis(scopes: str) -> None:
    text = f"Insufficient scope, expected any of: {scopes}"
    for said in (text, f'403 {{"message":"{text}"}}'):
        assert named(said)[0] == "api-scope-not-requested"
        assert "management-scope-missing" not in named(said)
    assert named(text, app="m2m") == ["client-grant-scope-missing"]


def test_the_host_that_was_opened_decides_about_a_lost_state() -> None:
    differ = named("state mismatch", opened_at="http://127.0.0.1:3000", redirect_uri="http://localhost:3000/cb")
    same = named("state mismatch", opened_at="http://localhost:3000", redirect_uri="http://localhost:3000/cb")
    assert differ[0] == "login-callback-host-differ"
    assert "login-callback-host-differ" not in same


def test_a_web_origin_that_is_registered_is_no_cause_of_a_timeout() -> None:
    assert named("Timeout")[0] == "web-origin-missing"
    assert "web-origin-missing" not in named("Timeout", web_origins_ok="true")


def test_a_deployed_page_needs_consent_for_another_reason_than_localhost() -> None:
    assert named("consent_required", origin="http://localhost:3000")[0] == "consent-required-localhost"
    assert named("consent_required", origin="https://app.example.com") == ["consent-required"]


def test_an_issuer_with_its_slash_is_not_the_slash() -> None:
    assert named("jwt issuer invalid. expected: https://t.auth0.com")[0] == "issuer-missing-trailing-slash"
    assert named("jwt issuer invalid. expected: https://t.auth0.com/")[0] != "issuer-missing-trailing-slash"


def test_a_scope_with_offline_access_is_not_told_to_ask_for_it() -> None:
    assert named("missing_refresh_token", scope="openid")[0] == "offline-access-scope-missing"
    assert "offline-access-scope-missing" not in named("missing_refresh_token", scope="openid offline_access")[:1]


def test_a_fact_may_be_written_in_any_spelling() -> None:
    assert named("Timeout", **{"Web-Origins OK": "yes", "page has CSP": "yes"})[0] == "csp-blocks-iframe"


# What a finding says


def test_a_finding_says_what_was_captured() -> None:
    found = one("access_denied: Service not found: https://orders.example.com")
    assert "https://orders.example.com" in found.detail
    assert found.confidence is Confidence.CERTAIN
    assert found.evidence[0].startswith("the text says: Service not found")


def test_a_fix_has_its_arguments() -> None:
    found = one(
        'Client is not authorized to access "https://api.example.com/a b". You need to create a "client-grant".'
    )
    assert "--audience 'https://api.example.com/a b'" in found.fix


def test_where_several_causes_fit_each_says_how_to_tell_it() -> None:
    found = candidates(read_error_text("login_required"))
    assert len(found) > 1
    assert all("To tell it from the other readings" in one.detail for one in found)


def test_what_is_a_remark_elsewhere_is_an_error_here() -> None:
    assert severity_of(one("DPoP proof requires the DPoP authentication scheme, not Bearer")) is Severity.ERROR
    assert severity_of(one("authorization_pending")) is Severity.INFO, "waiting is no error"


def test_an_oauth_error_that_no_table_has_is_read_as_a_refusal() -> None:
    assert named("invalid_request_uri: whatever it means") == ["pushed-request-expired"]


# The family


def test_judging_the_family_finds_the_same() -> None:
    said = read_error_text("login_required: Login required", {"browser": "Safari"})
    findings, skipped = judge(Facts(said=said), ("AZ0",))
    assert {finding.rule.name for finding in findings} == {finding.rule.name for finding in candidates(said)}
    assert skipped == ()


def test_the_family_needs_a_text() -> None:
    findings, skipped = judge(Facts(), ("AZ0",))
    assert findings == ()
    assert len(skipped) == len(JUDGES)


def test_every_rule_of_the_tables_is_fired_by_a_text_of_these_tests() -> None:
    fired = {row["cause"] for row in TEXTS}
    unfired = {judge.rule.name for judge in JUDGES} - fired
    assert unfired <= SELDOM, sorted(unfired - SELDOM)


# Rules whose words stand in tests of other families, or which are only ever a second reading.
SELDOM = {
    "checkpoint-expired", "client-third-party", "answer-of-another-issuer", "response-type-without-id-token",
    "access-token-used-as-id-token", "token-login-too-old", "token-claim-invalid", "token-malformed",
    "token-wrapped-in-text", "pushed-request-expired", "pushed-request-required", "pushed-requests-not-enabled",
    "client-auth-method-mismatch", "logout-client-id-missing", "dpop-proof-missing",
}  # fmt: skip


def test_one_name_one_code() -> None:
    rules = {one.rule for target in FAMILIES.values() for one in load(target)}
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)


def test_phrases_are_written_as_texts_are_compared() -> None:
    for row in rows():
        for phrase in row.phrases:
            assert phrase == phrase.lower(), phrase
            assert not set('"`‘’“”') & set(phrase), phrase
            assert phrase.strip() == phrase, phrase
