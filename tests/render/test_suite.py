"""Every report as a suite of checks: what counts, what is only told, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from forge import AT
from made_login import RULE, made_login, refused_login
from made_smoked import cause, green_smoked, made_smoked

from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.findings import Check, Finding, Report, Severity, Skipped, Status
from auth0ctl.render.suite import Suite, counts, is_error, is_red, suite_of
from auth0ctl.results import (
    Bare,
    Cell,
    Changed,
    Decoded,
    Diagnosed,
    Explained,
    Inspection,
    Listing,
    Matrix,
    Story,
    Verified,
)
from auth0ctl.smoked import SmokeOutcome

WARNING = replace(cause(), severity=Severity.WARNING)
GOOD = Check(id="V12", title="issuer", status=Status.PASS)
BAD = Check(id="V14", title="expiry", status=Status.FAIL, detail="expired")
TOKEN = made_login().verified[0].token


def verified(*checks: Check, findings: tuple[Finding, ...] = ()) -> Suite:
    report = Report(subject="a token", checks=checks, findings=findings)
    return suite_of(Verified(token=TOKEN, report=report, at=AT, label="ID token"))


def errors(suite: Suite) -> list[str]:
    return [check.id for check in suite.checks if is_error(check)]


def test_a_smoke_run_is_a_suite_already() -> None:
    result = made_smoked()
    suite = suite_of(result)
    assert suite.checks is result.checks
    assert (suite.file, suite.tenant, suite.exit_code) == (result.file, result.tenant, ExitCode.FOUND)
    assert errors(suite) == ["callback", "alg", "m2m", "call", "refused"]
    assert counts(suite) == {"passed": 2, "failed": 3, "flaky": 1, "unreached": 1, "skipped": 1, "warning": 1}
    assert suite_of(green_smoked()).exit_code is ExitCode.OK


def test_where_only_skipped_checks_are_in_the_way_the_suite_is_not_green() -> None:
    whole = made_smoked()
    green, skipped = whole.checks[0], whole.checks[6]
    suite = suite_of(replace(whole, checks=(green, skipped)))
    assert (errors(suite), suite.exit_code) == ([skipped.id], ExitCode.FOUND)
    mild = replace(whole, checks=(green, replace(skipped, severity=Severity.WARNING)))
    assert (errors(suite_of(mild)), suite_of(mild).exit_code) == ([], ExitCode.OK)
    assert suite_of(replace(whole, checks=())).exit_code is ExitCode.FOUND


def test_an_unjudged_run_has_the_code_of_its_error() -> None:
    whole = made_smoked()
    unreached = replace(whole.checks[5], exit_code=5)
    assert suite_of(replace(whole, checks=(unreached,))).exit_code is ExitCode.NETWORK


def test_a_finding_goes_to_the_check_that_it_explains() -> None:
    explaining = replace(cause(), explains=("V14",))
    suite = verified(GOOD, BAD, findings=(explaining,))
    assert [(check.id, check.findings) for check in suite.checks] == [("V12", ()), ("V14", (explaining,))]
    assert suite.exit_code is ExitCode.FOUND


def test_a_finding_that_explains_no_failed_check_is_a_check_of_its_own() -> None:
    suite = verified(GOOD, findings=(replace(cause(), explains=("V12",)), WARNING))
    assert [check.id for check in suite.checks] == ["V12", cause().rule.name, cause().rule.name]
    assert errors(suite) == [cause().rule.name]
    assert counts(suite) == {"passed": 1, "failed": 1, "warning": 1}


def test_what_could_not_be_judged_is_skipped_and_never_green() -> None:
    skipped = Skipped(rule=RULE, reason="needs read:clients")
    report = Report(subject="x", checks=(GOOD, replace(BAD, status=Status.SKIP)), skipped=(skipped,))
    suite = suite_of(Diagnosed(report=report, passed=True))
    assert counts(suite) == {"passed": 1, "skipped": 2}
    assert suite.checks[-1].detail == "needs read:clients"


@pytest.mark.parametrize(("passed", "wrong"), [(True, 0), (False, 1)])
def test_a_warning_breaks_a_diagnosis_only_where_it_was_to(passed: bool, wrong: int) -> None:
    report = Report(subject="x", checks=(GOOD,), findings=(WARNING,))
    suite = suite_of(Diagnosed(report=report, passed=passed))
    assert len(errors(suite)) == wrong == int(suite.exit_code)


def test_a_login_is_its_tokens_line_by_line() -> None:
    suite = suite_of(made_login(good=True))
    assert (suite.exit_code, errors(suite)) == (ExitCode.OK, [])
    assert {check.kind for check in suite.checks} == {"login", "ID token", "access token", "agreement"}
    bad = suite_of(made_login())
    assert bad.exit_code is ExitCode.FOUND
    assert errors(bad)


def test_a_refused_login_says_why() -> None:
    suite = suite_of(refused_login())
    assert suite.exit_code is ExitCode.AUTH
    assert errors(suite) == ["login"]
    assert suite.checks[0].detail.startswith("invalid_request: Callback URL mismatch.")
    assert suite.checks[0].findings == refused_login().findings


def test_a_variant_that_is_refused_is_told_and_one_that_fails_counts() -> None:
    one = Cell(response_type="token", response_mode="fragment", audience=None, verdict="refused", why="x")
    good = made_login(good=True)
    suite = suite_of(Matrix(first=good, cells=(one, replace(one, verdict="works", login=good))))
    assert (suite.exit_code, errors(suite)) == (ExitCode.OK, [])
    failed = suite_of(Matrix(first=good, cells=(replace(one, verdict="failed", login=good),)))
    assert (failed.exit_code, len(errors(failed))) == (ExitCode.FOUND, 1)


def test_what_is_not_recognised_is_not_fine() -> None:
    suite = suite_of(Explained(report=Report(subject="the text"), read=(), advice=("Give the URL.",)))
    assert (suite.exit_code, errors(suite)) == (ExitCode.FOUND, ["recognised"])
    assert "Give the URL." in suite.checks[0].detail


def test_an_inspection_has_a_check_even_where_nothing_is_found() -> None:
    suite = suite_of(Inspection(resource={}, title="SPA", sections=()))
    assert [check.outcome for check in suite.checks] == [SmokeOutcome.PASSED]
    assert errors(suite_of(Inspection(resource={}, title="SPA", sections=(), findings=(WARNING,)))) == []


NO_REPORTS = [
    Listing(noun="clients", columns=(), rows=(), objects=()),
    Changed(sentence="Made."),
    Bare(name="token", text="t"),
    Decoded(token=TOKEN, at=AT),
    Story(title="x", steps=(), browser="none"),
]


@pytest.mark.parametrize("result", NO_REPORTS, ids=lambda one: type(one).__name__)
def test_what_is_no_report_is_refused(result: Any) -> None:
    with pytest.raises(UsageError):
        suite_of(result)


def test_red_is_neither_green_nor_skipped() -> None:
    red = [check.outcome for check in made_smoked().checks if is_red(check)]
    assert set(red) == {SmokeOutcome.FAILED, SmokeOutcome.FLAKY, SmokeOutcome.UNREACHED}
