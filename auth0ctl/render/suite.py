"""Every report as a suite of checks: the one reading of results that JUnit, SARIF and GitHub are written from.

A smoke file is one already. Of the others each line of a verification is a check, each finding that no check accounts
for is a check of its own, and a rule that could not be judged is a check that was skipped: never a pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatch
from itertools import zip_longest
from typing import Any

from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.findings import Check, Finding, Report, Severity, Skipped, Status, severity_of
from auth0ctl.render.safe import safe
from auth0ctl.results import Diagnosed, Explained, Inspection, Login, Matrix, Row, Verified
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome

OUTCOMES = {Status.PASS: SmokeOutcome.PASSED, Status.FAIL: SmokeOutcome.FAILED, Status.SKIP: SmokeOutcome.SKIPPED}
RANKS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """``kind`` is the command's noun ("smoke", "diagnosis", "login"); ``file`` is empty but for a smoke file.

    ``checks`` whose severity is an error and which are not green are what the exit code is about.
    """

    kind: str
    name: str
    checks: tuple[SmokeCheck, ...]
    exit_code: ExitCode
    file: str = ""
    tenant: str = ""
    at: datetime | None = None
    seconds: float = 0.0
    about: tuple[Row, ...] = ()


@singledispatch
def suite_of(result: Any) -> Suite:
    """The suite of a report. Raises UsageError for a result that is none."""
    raise UsageError(f"{type(result).__name__} is no report that this format could hold", "Use -o json.")


@suite_of.register
def _(result: Smoked) -> Suite:
    return Suite(
        kind="smoke",
        name=result.file,
        checks=_as_counted(result),
        exit_code=result.exit_code,
        file=result.file,
        tenant=result.tenant,
        at=result.at,
        seconds=result.seconds,
    )


def _as_counted(result: Smoked) -> tuple[SmokeCheck, ...]:
    """The checks; where what was skipped is all that keeps the run from being green, it could not be judged."""
    if result.passed or any(map(is_error, result.checks)):
        return result.checks
    return tuple(
        replace(check, outcome=SmokeOutcome.UNREACHED)
        if check.outcome is SmokeOutcome.SKIPPED and check.severity is Severity.ERROR
        else check
        for check in result.checks
    )


@suite_of.register
def _(result: Diagnosed) -> Suite:
    report = result.report
    judged = _judged("diagnosis", report, counted=_counted(report, result.passed))
    return Suite(
        kind="diagnosis",
        name=report.subject,
        checks=tuple(
            replace(one, outcome=SmokeOutcome.UNREACHED) if one.id in result.unread else one for one in judged
        ),
        exit_code=result.exit_code,
    )


@suite_of.register
def _(result: Verified) -> Suite:
    kind = result.label or "token"
    return Suite(
        kind="verify",
        name=result.report.subject or kind,
        checks=tuple(_judged(kind, result.report)),
        exit_code=_code(result.report.passed),
        at=result.at,
    )


@suite_of.register
def _(result: Explained) -> Suite:
    report = result.report
    checks = tuple(_judged("explain", report))
    if not report.findings and not report.checks:
        advice = " ".join(result.advice)
        checks = (_check("recognised", "explain", "recognised", SmokeOutcome.FAILED, f"not recognised. {advice}"),)
    return Suite(kind="explain", name=report.subject, checks=checks, exit_code=_code(result.passed), about=result.read)


@suite_of.register
def _(result: Inspection) -> Suite:
    report = Report(subject=result.title, findings=result.findings, skipped=result.skipped)
    read = _check("read", "inspect", "the settings were read", SmokeOutcome.PASSED)
    return Suite(
        kind="inspect",
        name=result.title,
        checks=(read, *_judged("inspect", report)),
        exit_code=ExitCode.OK,  # an inspection tells; doctor judges
    )


@suite_of.register
def _(result: Login) -> Suite:
    return Suite(
        kind="login",
        name=f"login at {result.tenant.domain}",
        checks=tuple(_login_checks(result)),
        exit_code=ExitCode.AUTH if result.refusal else _code(result.passed),
        tenant=result.tenant.domain,
        at=result.at,
        about=(
            ("flow", result.flow),
            ("client", result.request.client_id),
            ("scope", " ".join(result.request.scope)),
            ("audience", result.request.audience or ""),
        ),
    )


@suite_of.register
def _(result: Matrix) -> Suite:
    first = suite_of(result.first)
    explained = {one.rule.name: one for one in result.findings}
    cells = []
    for cell in result.cells:
        name = f"{cell.response_type} by {cell.response_mode}, audience {cell.audience or 'none'}"
        cause = explained.get(cell.why)
        check = _check(name, "matrix", name, _MATRIX[cell.verdict], cell.why, (cause,) if cause else ())
        # A variant that is refused says what the client is not set up for; only a failed verification is wrong.
        cells.append(check if cell.verdict == "failed" else replace(check, severity=Severity.INFO))
    code = first.exit_code if first.exit_code is not ExitCode.OK else _code(result.passed)
    return replace(first, kind="matrix", checks=(*first.checks, *cells), exit_code=code)


_MATRIX = {
    "works": SmokeOutcome.PASSED,
    "refused": SmokeOutcome.FAILED,
    "failed": SmokeOutcome.FAILED,
    "not run": SmokeOutcome.SKIPPED,
}


def _code(passed: bool) -> ExitCode:
    return ExitCode.OK if passed else ExitCode.FOUND


def _counted(report: Report, passed: bool) -> Severity:
    """The mildest severity that this diagnosis counts as an error: with ``--fail-on`` it may be a warning."""
    found = [severity_of(one) for one in report.findings]
    if passed or not found or any(check.status is Status.FAIL for check in report.checks):
        return Severity.ERROR
    return min(found, key=RANKS.index)


def _check(
    id: str, kind: str, title: str, outcome: SmokeOutcome, detail: str = "", findings: tuple[Finding, ...] = ()
) -> SmokeCheck:
    return SmokeCheck(id=id, kind=kind, title=title, outcome=outcome, detail=detail, findings=findings)


def _judged(kind: str, report: Report, counted: Severity = Severity.ERROR) -> Iterator[SmokeCheck]:
    """The checks of a report, then the findings that none of them accounts for, then what could not be judged."""
    told: set[int] = set()
    for check in report.checks:
        causes = tuple(one for one in report.findings if check.id in one.explains and check.status is Status.FAIL)
        told |= {id(one) for one in causes}
        yield _from(kind, check, causes)
    yield from _alone(kind, (one for one in report.findings if id(one) not in told), counted)
    for one in report.skipped:
        yield _skipped(kind, one)


def _from(kind: str, check: Check, causes: tuple[Finding, ...] = ()) -> SmokeCheck:
    return _check(check.id, kind, check.title, OUTCOMES[check.status], check.detail, causes)


def _alone(kind: str, found: Iterable[Finding], counted: Severity = Severity.ERROR) -> Iterator[SmokeCheck]:
    """A finding that is a check by itself. Milder ones than an error are not green either, and break nothing."""
    for one in found:
        check = _check(one.rule.name, kind, one.rule.title, SmokeOutcome.FAILED, one.detail, (one,))
        severity = severity_of(one)
        yield replace(check, severity=Severity.ERROR if RANKS.index(severity) <= RANKS.index(counted) else severity)


def _skipped(kind: str, one: Skipped) -> SmokeCheck:
    return _check(one.rule.name, kind, one.rule.title, SmokeOutcome.SKIPPED, one.reason)


def _login_checks(result: Login) -> Iterator[SmokeCheck]:
    """The login itself, its tokens line by line, and what was held against each other."""
    if result.refusal:
        said = f"{result.refusal.error}: {result.refusal.description}".rstrip(": ")
        yield _check("login", "login", "the login", SmokeOutcome.FAILED, said, result.findings)
    else:
        came = SmokeOutcome.PASSED if result.tokens else SmokeOutcome.FAILED
        yield _check("login", "login", "the login", came, "tokens came" if result.tokens else "no tokens came")
        yield from _alone("login", result.findings)
    for token in result.verified:
        yield from _judged(token.label or "token", token.report)
    for check in result.checks:
        yield _from("agreement", check)
    if result.tokens and not result.verified:
        yield _check("verified", "login", "a token that can be verified", SmokeOutcome.FAILED, "none came")


# What a check says, in lines that are safe to print.


def is_error(check: SmokeCheck) -> bool:
    """Whether this check is why the command does not end with 0: not green, and counted as an error."""
    return is_red(check) and check.severity is Severity.ERROR


def is_red(check: SmokeCheck) -> bool:
    """Not green and not skipped: failed, flaky, or not to be judged."""
    return check.outcome not in (SmokeOutcome.PASSED, SmokeOutcome.SKIPPED)


def headline(check: SmokeCheck) -> str:
    """What became of a check in one line."""
    words = {
        SmokeOutcome.FLAKY: "flaky: it failed once and passed when tried again",
        SmokeOutcome.UNREACHED: "could not be judged",
    }.get(check.outcome, "")
    return safe(": ".join(part for part in (words, check.detail) if part) or check.title)


def told(check: SmokeCheck) -> list[str]:
    """All that is known of a check: what differs, and each cause with its evidence and its fix."""
    same = [one for one in check.findings if one.detail == check.detail]  # the check is that finding
    lines = [] if same else [headline(check)]
    lines += [f"{name}: {safe(one)}" for name, one in sides(check)]
    for one in check.findings:
        lines += [*([""] if lines else []), *finding_lines(one)]
    return lines


def sides(check: SmokeCheck) -> list[tuple[str, str]]:
    """What was expected, and under each what was seen in its place."""
    pairs = zip_longest(check.expected, check.seen)
    return [(name, one) for pair in pairs for name, one in zip(("expected", "seen"), pair, strict=True) if one]


def finding_lines(one: Finding) -> list[str]:
    """A finding as text of several lines."""
    sure = "" if one.confidence.value == "certain" else f" ({one.confidence.value})"
    lines = [f"{one.rule.title}{sure} [{one.rule.code} {one.rule.name}]", *one.detail.split("\n")]
    lines += [f"seen: {seen}" for seen in one.evidence]
    lines += [f"why: {one.rule.why}", f"fix: {one.fix or one.rule.fix}"]
    lines += [f"then also: {each.rule.title} ({each.rule.name}): {each.detail}" for each in one.consequences]
    return [safe(line) for line in lines]


def counts(suite: Suite) -> dict[str, int]:
    """How many checks ended how, in words; ones that are not green and break nothing go by their severity."""
    found: dict[str, int] = {}
    for check in suite.checks:
        mild = is_red(check) and not is_error(check)
        word = check.severity.value if mild else check.outcome.value
        found[word] = found.get(word, 0) + 1
    order = [*(outcome.value for outcome in SmokeOutcome), *(severity.value for severity in Severity)]
    return {word: found[word] for word in order if word in found}
