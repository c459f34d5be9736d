"""Draws the findings about many clients: each client's causes under its name, a rule's prose once, the notes last."""

from collections.abc import Iterable

from auth0ctl.findings import Finding, Severity, severity_of
from auth0ctl.render.terminal.parts import COLOURS, Heading, Line, Part, findings, indented, line, pairs
from auth0ctl.results import Group

MOST = 6  # names in a line


def grouped(groups: Iterable[Group]) -> Iterable[Part]:
    """What is wrong with each; then who has nothing wrong; then what is only worth knowing, by rule."""
    every = list(groups)
    told: set[str] = set()
    for group in every:
        wrong = problems(group)
        if wrong:
            yield Line()
            yield Heading(line(("✗ ", "bold red"), (group.title, "bold")))
        for one in wrong:
            yield from findings([one]) if one.rule.code not in told else again(one)
            told.add(one.rule.code)
    healthy = sorted(group.title for group in every if group.client and not problems(group))
    if healthy:
        yield Line()
        yield line(("✓ ", "green"), f"nothing wrong with {some(healthy)}")
    yield from notes(every)


def again(finding: Finding) -> Iterable[Part]:
    """A cause whose rule was explained with an earlier client."""
    severity = severity_of(finding)
    yield Line()
    yield line((f"{severity.value}: ", COLOURS[severity]), (finding.rule.title, "bold"))
    yield line((f"  {finding.rule.code} {finding.rule.name}, as above", "dim"))
    yield indented(pairs([("found", finding.detail), ("fix", finding.fix or finding.rule.fix)]))


def notes(groups: list[Group]) -> Iterable[Part]:
    """One line for each rule: the detail where one group has it, else whose it is."""
    rows: dict[str, list[tuple[Group, Finding]]] = {}
    for group in groups:
        for one in group.findings:
            if severity_of(one) is Severity.INFO:
                rows.setdefault(one.rule.name, []).append((group, one))
    if not rows:
        return
    yield Line()
    yield line(("Worth knowing", "bold cyan"))
    for name, found in rows.items():
        whose = list(dict.fromkeys(group.title for group, _ in found))
        details = " ".join(dict.fromkeys(one.detail for _, one in found))
        said = details if len(whose) == 1 else f"{found[0][1].rule.title}: {some(whose)}"
        yield indented(line((f"{name}: ", "cyan"), said))


def problems(group: Group) -> tuple[Finding, ...]:
    return tuple(one for one in group.findings if severity_of(one) is not Severity.INFO)


def some(titles: list[str]) -> str:
    rest = len(titles) - MOST
    return ", ".join(titles[:MOST]) + (f" and {rest} more" if rest > 0 else "")
