"""What every drawing is made of: lines, grids of lines, indented parts. Values; ``page`` and ``screen`` ink them.

Foreign text is made safe here, once, as it becomes a ``Line``; whatever inks a line can rely on it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from auth0ctl.findings import Check, Confidence, Finding, Report, Severity, Skipped, Status, severity_of
from auth0ctl.render.safe import safe
from auth0ctl.words import counted

MARKS = {Status.PASS: ("✓", "green"), Status.FAIL: ("✗", "bold red"), Status.SKIP: ("–", "dim")}
COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class Line(NamedTuple):
    """Words with their styles, already safe. In a cell of a grid, a word may be a line break."""

    words: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(word for word, _ in self.words)


class Column(NamedTuple):
    """How a column is set. Widths are in characters, 0 for no bound; what does not wrap is cut at ``widest``."""

    style: str = ""
    wraps: bool = True
    widest: int = 0
    narrowest: int = 0


class Grid(NamedTuple):
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    gap: int = 2
    head: tuple[Line, ...] = ()


class Indented(NamedTuple):
    parts: "tuple[Part, ...]"


class Heading(NamedTuple):
    """A line that a rule fills up to the edge."""

    line: Line


Part = Line | Grid | Indented | Heading
BREAK = ("\n", "")


def line(*parts: str | tuple[str, str]) -> Line:
    """Words, each plain or with a style, made safe."""
    styled = ((part, "") if isinstance(part, str) else part for part in parts)
    return Line(tuple((safe(word), style) for word, style in styled if word))


def indented(*parts: Part) -> Indented:
    return Indented(parts)


def pairs(rows: Iterable[tuple[str, str]]) -> Grid:
    """Labels and values; a value may have several lines."""
    return Grid(
        (Column(style="dim", wraps=False), Column()), tuple((line(label), several(value)) for label, value in rows)
    )


def several(value: str) -> Line:
    """Text of several lines in one cell, each made safe."""
    words: list[tuple[str, str]] = []
    for row in value.split("\n"):
        words += [BREAK] if words else []
        words.append((safe(row), ""))
    return Line(tuple(words))


def headline(report: Report, title: str = "") -> Line:
    """The verdict first."""
    subject = title or report.subject
    if not report.checks and not report.findings:
        return line((subject, "bold"), ("  NOT VERIFIED", "bold yellow"))
    failed = sum(check.status is Status.FAIL for check in report.checks)
    if report.passed:
        return line(("✓ ", "green"), (subject, "bold"), ("  verified", "green"))
    why = f"{failed} of {counted(len(report.checks), 'check')} failed" if report.checks else "refused"
    return line(("✗ ", "bold red"), (subject, "bold"), (f"  {why}", "red"))


def checks(lines: tuple[Check, ...]) -> Grid:
    """A verification, line by line; the requirement's id at the end."""
    rows = []
    for check in lines:
        dim = "dim" if check.status is Status.SKIP else ""
        rows.append((line(MARKS[check.status]), line((check.title, dim)), line((check.detail, dim)), line(check.id)))
    columns = (Column(wraps=False), Column(wraps=False), Column(), Column(style="dim", wraps=False))
    return Grid(columns, tuple(rows))


def findings(found: Iterable[Finding]) -> Iterable[Part]:
    """Each finding: the cause, what was seen, why it matters, and what to type."""
    for one in found:
        severity = severity_of(one)
        yield Line()
        sure = "" if one.confidence is Confidence.CERTAIN else f"  ({one.confidence.value})"
        yield line((f"{severity.value}: ", COLOURS[severity]), (one.rule.title, "bold"), (sure, "yellow"))
        yield line((f"  {one.rule.code} {one.rule.name}", "dim"))
        rows = [("found", one.detail)]
        rows += [("seen", seen) for seen in one.evidence]
        rows.append(("why", one.rule.why))
        rows.append(("fix", one.fix or one.rule.fix))
        rows += [("then", f"{each.rule.title} ({each.rule.name}): {each.detail}") for each in one.consequences]
        yield indented(pairs(rows))


def skips(skipped: Iterable[Skipped]) -> Iterable[Part]:
    """What could not be judged, in one line each reason."""
    by_reason: dict[str, list[str]] = {}
    for one in skipped:
        by_reason.setdefault(one.reason, []).append(one.rule.name)
    for reason, names in by_reason.items():
        yield Line()
        yield line((f"not judged ({reason}): {', '.join(names)}", "dim"))
