"""Draws a smoke run: every check on a line, then what is not green with what was expected, seen, and why."""

from collections.abc import Iterable

from auth0ctl.findings import Severity
from auth0ctl.render.terminal.parts import Column, Grid, Line, Part, findings, indented, line, pairs
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome
from auth0ctl.words import moment

MARKS = {
    SmokeOutcome.PASSED: ("✓", "green"),
    SmokeOutcome.FAILED: ("✗", "bold red"),
    SmokeOutcome.FLAKY: ("~", "yellow"),
    SmokeOutcome.UNREACHED: ("?", "yellow"),
    SmokeOutcome.SKIPPED: ("–", "dim"),
}


def smoked(result: Smoked) -> Iterable[Part]:
    """The list first, the reds in full below it, the verdict last, where a log ends."""
    yield line((f"{result.file} ", "bold"), (f"against {result.tenant}, {moment(result.at.timestamp())}", "dim"))
    columns = (Column(wraps=False), Column(style="dim", wraps=False), Column(), Column(style="dim", wraps=False))
    yield indented(Grid(columns, tuple(row(one) for one in result.checks)))
    for one in result.checks:
        if one.outcome is not SmokeOutcome.PASSED:
            yield from in_full(one, result.file)
    yield Line()
    yield line((verdict(result), "bold green" if result.passed else "bold red"))


def row(one: SmokeCheck) -> tuple[Line, ...]:
    """One check: how it went, of what kind, which, and how long it took."""
    return (line(MARKS[one.outcome]), line(one.kind), line(one.id), line(f"{one.seconds:.1f} s"))


def in_full(one: SmokeCheck, file: str) -> Iterable[Part]:
    """A check that is not green."""
    mark, style = MARKS[one.outcome]
    counts = "" if one.severity is Severity.ERROR else f", severity {one.severity.value}"
    yield Line()
    yield line((f"{mark} {one.id}", style), (f"  {one.outcome.value}{counts}", style), (f"  {file}:{one.line}", "dim"))
    rows = [("check", one.title)]
    rows += [label for wanted, seen in differences(one) for label in (("expected", wanted), ("seen", seen))]
    if not one.expected and one.detail:
        rows.append(("why", one.detail))
    if one.tries > 1:
        rows.append(("tries", str(one.tries)))
    yield indented(pairs(rows), *findings(one.findings))


def differences(one: SmokeCheck) -> tuple[tuple[str, str], ...]:
    return tuple(zip(one.expected, one.seen, strict=True))


def verdict(result: Smoked) -> str:
    """How many of each, the green ones first."""
    counts = [(outcome, sum(one.outcome is outcome for one in result.checks)) for outcome in SmokeOutcome]
    said = ", ".join(f"{count} {outcome.value}" for outcome, count in counts if count)
    return f"{said} of {len(result.checks)} in {result.seconds:.1f} s"
