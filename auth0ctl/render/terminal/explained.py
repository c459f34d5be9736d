"""Draws what something pasted points to: each cause with its fix; or what to give instead."""

from collections.abc import Iterable

from auth0ctl.findings import Finding
from auth0ctl.render.terminal.parts import Line, Part, checks, findings, indented, line, pairs
from auth0ctl.results import Explained


def explained(result: Explained) -> Iterable[Part]:
    """What was read, then the causes: one, or several with what tells them apart."""
    causes = result.report.findings
    yield headline(result, causes)
    if result.read:
        yield indented(pairs(result.read))
    if result.report.checks:
        yield indented(checks(result.report.checks))
    yield from findings(causes)
    if result.advice:
        yield Line()
        for sentence in result.advice:
            yield line(sentence)


def headline(result: Explained, causes: tuple[Finding, ...]) -> Line:
    """The answer in one line."""
    if result.passed:
        return line(("✓ ", "green"), (result.report.subject, "bold"), ("  nothing is wrong with it", "green"))
    if not causes:
        return line(("– ", "yellow"), (result.report.subject, "bold"), ("  not recognised", "bold yellow"))
    if len(causes) == 1:
        return line(("✗ ", "bold red"), (f"{causes[0].rule.title}.", "bold"))
    first = f"{causes[0].confidence.value}: {causes[0].rule.name}"
    return line(("✗ ", "bold red"), (f"{len(causes)} causes fit; ", "bold"), (f"the first is {first}", "bold"))
