"""The parts that every drawing is made of: lines, labelled values, checks, findings.

rich lets escape sequences in foreign text through, so every string becomes a ``line`` (made safe) before it is drawn.
"""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auth0ctl.findings import Check, Finding, Report, Severity, Skipped, Status, severity_of
from auth0ctl.render.safe import safe

MARKS = {Status.PASS: ("✓", "green"), Status.FAIL: ("✗", "bold red"), Status.SKIP: ("–", "dim")}
COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def line(*parts: str | tuple[str, str]) -> Text:
    """Words, each plain or with a style, made safe."""
    return Text.assemble(*(safe(part) if isinstance(part, str) else (safe(part[0]), part[1]) for part in parts))


def indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2), expand=False)


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Labels and values; a value may have several lines."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(line(label), Text("\n").join(line(part) for part in value.split("\n")))
    return table


def headline(report: Report, title: str = "") -> Text:
    """The verdict first."""
    subject = title or report.subject
    if not report.checks and not report.findings:
        return line((subject, "bold"), ("  NOT VERIFIED", "bold yellow"))
    failed = sum(check.status is Status.FAIL for check in report.checks)
    if report.passed:
        return line(("✓ ", "green"), (subject, "bold"), ("  verified", "green"))
    why = f"{failed} of {len(report.checks)} checks failed" if report.checks else "refused"
    return line(("✗ ", "bold red"), (subject, "bold"), (f"  {why}", "red"))


def checks(lines: tuple[Check, ...]) -> Table:
    """A verification, line by line; the requirement's id at the end."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for check in lines:
        mark, style = MARKS[check.status]
        dim = "dim" if check.status is Status.SKIP else ""
        table.add_row(Text(mark, style=style), line((check.title, dim)), line((check.detail, dim)), line(check.id))
    return table


def findings(found: Iterable[Finding]) -> Iterable[RenderableType]:
    """Each finding: the cause, what was seen, why it matters, and what to type."""
    for one in found:
        severity = severity_of(one)
        yield Text()
        yield line((f"{severity.value}: ", COLOURS[severity]), (one.rule.title, "bold"))
        yield line((f"  {one.rule.code} {one.rule.name}", "dim"))
        rows = [("found", one.detail)]
        rows += [("seen", seen) for seen in one.evidence]
        rows.append(("why", one.rule.why))
        rows.append(("fix", one.fix or one.rule.fix))
        yield indented(pairs(tuple(rows)))


def skips(skipped: Iterable[Skipped]) -> Iterable[RenderableType]:
    """What could not be judged, in one line each reason."""
    by_reason: dict[str, list[str]] = {}
    for one in skipped:
        by_reason.setdefault(one.reason, []).append(one.rule.name)
    for reason, names in by_reason.items():
        yield Text()
        yield line((f"not judged ({reason}): {', '.join(names)}", "dim"))
