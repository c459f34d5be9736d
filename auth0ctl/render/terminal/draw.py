"""One drawing for each kind of result, chosen by its type, and the stream it goes to."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any, TextIO

from auth0ctl.findings import Report
from auth0ctl.lookup import load
from auth0ctl.model import TokenForm
from auth0ctl.render import comparison
from auth0ctl.render.safe import safe
from auth0ctl.render.terminal.diagnosed import diagnosed
from auth0ctl.render.terminal.explained import explained
from auth0ctl.render.terminal.login import login
from auth0ctl.render.terminal.matrix import matrix
from auth0ctl.render.terminal.parts import (
    Column,
    Grid,
    Heading,
    Line,
    Part,
    checks,
    findings,
    headline,
    indented,
    line,
    pairs,
    skips,
)
from auth0ctl.render.terminal.smoked import smoked
from auth0ctl.render.terminal.token import contents, token_verdict
from auth0ctl.render.tokenwords import token_title
from auth0ctl.results import (
    Bare,
    Changed,
    Compared,
    Decoded,
    Diagnosed,
    Explained,
    Inspection,
    Listing,
    Login,
    Matrix,
    Section,
    Step,
    Story,
    Verified,
)
from auth0ctl.smoked import Smoked
from auth0ctl.words import counted


def render(result: Any, out: TextIO) -> None:
    """Draw a result on ``out``: in colour on a terminal, plainly in a pipe, which then needs no library for it."""
    if isinstance(result, Bare):
        out.writelines(safe(row) + "\n" for row in result.text.split("\n"))
        return
    ink = "screen" if out.isatty() else "page"
    load(f"auth0ctl.render.terminal.{ink}:show")(drawn(result), out)


@singledispatch
def drawn(result: Any) -> Iterable[Part]:
    """What to print for a result, from top to bottom."""
    raise TypeError(f"nothing is drawn for {type(result).__name__}")


@drawn.register
def _(result: Changed) -> Iterable[Part]:
    yield line(("✓ ", "green"), result.sentence)
    for section in result.sections:
        yield from drawn(section)
    if result.next:
        yield line(("  next: ", "dim"), (result.next, "bold"))


@drawn.register
def _(result: Listing) -> Iterable[Part]:
    if not result.rows:
        yield line(f"No {result.noun}.", (f"  {result.empty}", "dim"))
        return
    head = tuple(line((column, "bold")) for column in result.columns)
    rows = tuple(tuple(line(cell) for cell in row) for row in result.rows)
    yield Grid(tuple(Column() for _ in head), rows, gap=3, head=head)


@drawn.register
def _(result: Inspection) -> Iterable[Part]:
    yield line((result.title, "bold"))
    for section in result.sections:
        yield from drawn(section)
    yield from findings(result.findings)
    yield from skips(result.skipped)


@drawn.register
def _(result: Section) -> Iterable[Part]:
    yield Line()
    yield line((result.title, "bold cyan"))
    yield indented(pairs(result.rows))


@drawn.register
def _(result: Report) -> Iterable[Part]:
    yield headline(result)
    if result.checks:
        yield indented(checks(result.checks))
    yield from findings(result.findings)
    yield from skips(result.skipped)


@drawn.register
def _(result: Decoded) -> Iterable[Part]:
    yield line((token_title(result.token), "bold"), ("  NOT VERIFIED", "bold yellow"))
    yield from contents(result.token, result.at)
    yield from findings(result.findings)
    if result.token.form is TokenForm.JWS:
        yield Line()
        yield line(("Decoding checks nothing. To check it: ", "dim"), ("auth0ctl token verify", "bold"))


@drawn.register
def _(result: Compared) -> Iterable[Part]:
    colour = "bold red" if result.differences else "green"
    yield line(("Two tokens: ", "bold"), (comparison.title(result), colour), ("  NOT VERIFIED", "bold yellow"))
    yield indented(pairs(comparison.sides(result)))
    for one in result.differences:
        yield Line()
        yield line((one.name, "bold"), (f"  {one.where}" if one.where != one.name else "", "dim"))
        yield indented(pairs(comparison.rows(one)))
    yield Line()
    if result.by_nature:
        yield line((comparison.nature(result), "dim"))
    yield line(("No signature was checked. To check one: ", "dim"), ("auth0ctl token verify", "bold"))


@drawn.register
def _(result: Verified) -> Iterable[Part]:
    yield from token_verdict(result, folded=False)
    yield from skips(result.report.skipped)


@drawn.register
def _(result: Diagnosed) -> Iterable[Part]:
    return diagnosed(result)


@drawn.register
def _(result: Explained) -> Iterable[Part]:
    return explained(result)


@drawn.register
def _(result: Login) -> Iterable[Part]:
    return login(result)


@drawn.register
def _(result: Matrix) -> Iterable[Part]:
    return matrix(result)


@drawn.register
def _(result: Smoked) -> Iterable[Part]:
    return smoked(result)


@drawn.register
def _(result: Story) -> Iterable[Part]:
    if not result.told:
        for step in result.steps:
            yield from drawn(step)
    yield Line()
    done = sum(step.ok for step in result.steps)
    style = "bold green" if result.passed else "bold red"
    yield line((f"{done} of {counted(len(result.steps), 'step')} went as they should.", style))


@drawn.register
def _(result: Step) -> Iterable[Part]:
    yield Line()
    mark, style = ("✓", "green") if result.ok else ("✗", "bold red")
    yield Heading(line((f"{mark} ", style), (f"{result.number}. {result.title}", "bold")))
    yield line((result.told, "italic"))
    yield line(("$ ", "dim"), (result.command, "bold"))
    match result.result:
        case Login() as shown_login:
            parts = login(shown_login, folded=True)
        case Verified() as verified:
            parts = token_verdict(verified, folded=True)
        case Inspection(sections=(first, *_)):
            parts = drawn(first)
        case other:
            parts = drawn(other)
    yield indented(*parts)
