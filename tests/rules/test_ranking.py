"""The order of findings: what is worse, what is surer, what comes earlier in a login, and what only follows."""

import pytest

from auth0ctl.findings import Confidence, Finding, Rule, Severity, severity_of
from auth0ctl.rules.ranking import FOLLOWS, STEP, rank

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def finding(
    name: str, severity: Severity = ERROR, confidence: Confidence = Confidence.CERTAIN, *evidence: str
) -> Finding:
    rule = Rule(
        code="AZ999", name=name, severity=severity, title=name, why=".", fix=".", docs="https://auth0.com/docs/"
    )
    return Finding(rule=rule, subject="s", detail=f"{name} {confidence}", evidence=evidence, confidence=confidence)


def names(*findings: Finding) -> list[str]:
    return [one.rule.name for one in rank(findings)]


def test_errors_come_before_warnings_before_notes() -> None:
    assert names(finding("c", INFO), finding("b", WARNING), finding("a", ERROR)) == ["a", "b", "c"]


def test_what_is_sure_comes_before_what_is_likely() -> None:
    likely = finding("client-unknown", ERROR, Confidence.LIKELY)
    assert names(likely, finding("user-blocked")) == ["user-blocked", "client-unknown"]


def test_what_stands_in_the_way_first_comes_first() -> None:
    given = [finding("openid-scope-missing"), finding("callback-url-not-registered"), finding("unheard-of")]
    assert names(*given) == ["callback-url-not-registered", "openid-scope-missing", "unheard-of"]


def test_one_cause_from_two_kinds_of_evidence_is_one_finding() -> None:
    seen = finding("x", ERROR, Confidence.LIKELY, "the page")
    (one,) = rank((seen, finding("x", ERROR, Confidence.CERTAIN, "the settings", "the page")))
    assert one.confidence is Confidence.CERTAIN
    assert one.evidence == ("the settings", "the page")


def test_a_consequence_goes_under_its_cause_and_so_does_its_own() -> None:
    cause, between, last = "resource-param-not-mapped", "audience-missing-opaque-token", "requested-scope-dropped"
    assert between in FOLLOWS[last]
    (one,) = rank((finding(last), finding(between), finding(cause)))
    assert one.rule.name == cause
    assert {each.rule.name for each in one.consequences} == {between, last}


def test_without_its_cause_a_consequence_stands_for_itself() -> None:
    assert names(finding("requested-scope-dropped")) == ["requested-scope-dropped"]


def test_a_note_is_no_cause_of_a_problem() -> None:
    given = (finding("api-offline-access-disabled", INFO), finding("requested-scope-dropped", WARNING))
    assert names(*given) == ["requested-scope-dropped", "api-offline-access-disabled"]


@pytest.mark.parametrize("wordless", ["login-refused", "authorize-request-invalid"])
def test_a_refusal_without_words_follows_from_whatever_is_wrong(wordless: str) -> None:
    (one,) = rank((finding(wordless), finding("user-blocked")))
    assert one.rule.name == "user-blocked"
    assert [each.rule.name for each in one.consequences] == [wordless]
    assert names(finding(wordless)) == [wordless]


def test_no_cause_follows_from_itself() -> None:
    def causes(name: str, seen: tuple[str, ...]) -> None:
        assert name not in seen, seen
        for cause in FOLLOWS.get(name, ()):
            causes(cause, (*seen, name))

    for name in FOLLOWS:
        causes(name, ())


def test_each_name_has_one_step() -> None:
    assert len(STEP) == len({*STEP})


@pytest.mark.parametrize(
    ("beside", "severity"),
    [
        (finding("callback-url-not-registered"), INFO),
        (finding("login-state-lost", ERROR, Confidence.POSSIBLE), WARNING),  # a guess itself
        (finding("openid-scope-missing", WARNING), WARNING),
    ],
    ids=["a sure error", "a guess", "a warning"],
)
def test_a_guess_at_the_audience_is_a_note_beside_what_fails_for_sure(beside: Finding, severity: Severity) -> None:
    guess = finding("audience-missing-opaque-token", WARNING, Confidence.POSSIBLE)
    seen = {one.rule.name: severity_of(one) for one in rank((guess, beside))}
    assert seen["audience-missing-opaque-token"] is severity


def test_a_known_want_of_the_audience_stays_an_error_beside_another() -> None:
    ranked = rank((finding("audience-missing-opaque-token"), finding("callback-url-not-registered")))
    assert [severity_of(one) for one in ranked] == [ERROR, ERROR]
