"""Draws a diagnosis: the verdict, the causes with their evidence and fix, what was looked at, what could not be."""

from collections.abc import Iterable

from auth0ctl.edits import differences
from auth0ctl.findings import Severity, Status, severity_of
from auth0ctl.render.terminal.grouped import grouped
from auth0ctl.render.terminal.parts import Line, Part, checks, findings, indented, line, skips
from auth0ctl.results import Diagnosed, Mended, Outcome

FEW = 3  # notes; more of them are a list to be looked up
MARKED = {
    Outcome.PLANNED: "cyan",
    Outcome.DECLINED: "yellow",
    Outcome.HELPED: "bold green",
    Outcome.TAKEN_BACK: "yellow",
    Outcome.REFUSED: "bold red",
}


def diagnosed(result: Diagnosed) -> Iterable[Part]:
    """The cause first; what is only worth knowing last."""
    report = result.report
    problems = [one for one in report.findings if severity_of(one) is not Severity.INFO]
    notes = [one for one in report.findings if severity_of(one) is Severity.INFO]
    mark, style = ("✗ ", "bold red") if problems else ("? ", "bold yellow") if result.unread else ("✓ ", "green")
    yield line((mark, style), (report.subject, "bold"))
    yield line((f"  {verdict(result)}", style.removeprefix("bold ")))
    if result.groups is not None:
        yield from grouped(result.groups)
    else:
        yield from findings(problems)
    if notes and result.groups is None:
        yield Line()
        yield line(("Worth knowing", "bold cyan"))
        for one in notes:
            yield indented(line((f"{one.rule.name}: ", "cyan"), one.detail))
        if len(notes) > FEW:
            yield Line()
            yield line(("`auth0ctl explain NAME` says why each matters, and what to do about it.", "dim"))
    if result.mended is not None:
        yield from mended(result.mended)
    elif any(one.edits for one in problems):
        yield Line()
        yield line(("next: ", "dim"), ("the same command with --fix --dry-run shows what it would change", "dim"))
    yield Line()
    if result.line_by_line:
        yield checks(report.checks)
        return
    read = [check.title for check in report.checks if check.status is not Status.SKIP]
    if read:
        yield line(("Looked at: ", "dim"), (", ".join(read), "dim"))
    unread: dict[str, list[str]] = {}
    for check in report.checks:
        if check.status is Status.SKIP:
            unread.setdefault(check.detail, []).append(check.title)
    for reason, titles in unread.items():
        yield line((f"Not looked at: {', '.join(titles)} ({reason})", "dim"))
    yield from skips(report.skipped)


def mended(every: Iterable[Mended]) -> Iterable[Part]:
    """What was done about each cause, or would be, as a diff."""
    rows = list(every)
    yield Line()
    yield line(("Changes at the tenant", "bold cyan"))
    if not rows:
        yield line("  none: no setting of the tenant mends this")
    for one in rows:
        yield Line()
        note = f" ({one.note})" if one.note else ""
        yield line(("  ", ""), (one.outcome.value, MARKED[one.outcome]), f": {one.finding.rule.name}{note}")
        for edit in one.finding.edits:
            yield line(f"    {'new ' if edit.creates else ''}{edit.kind.value} {edit.name}".rstrip())
            for change in differences(edit):
                yield line((f"      {change}", "green" if change.startswith("+") else "red"))
            if edit.risk:
                yield line(("      mind: ", "yellow"), edit.risk)


def verdict(result: Diagnosed) -> str:
    """The diagnosis in one sentence."""
    problems = [one for one in result.report.findings if severity_of(one) is not Severity.INFO]
    if not problems:
        return result.good
    first = problems[0].rule.title
    return first if len(problems) == 1 else f"{first}; and {len(problems) - 1} more"
