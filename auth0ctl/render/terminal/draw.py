"""One drawing for each kind of result, chosen by its type, and the stream it goes to."""

from collections.abc import Iterable
from functools import singledispatch
from io import StringIO
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from auth0ctl.findings import Report
from auth0ctl.model import TokenForm
from auth0ctl.render import comparison
from auth0ctl.render.plain import InASCII, in_ascii, shows_glyphs
from auth0ctl.render.safe import safe
from auth0ctl.render.terminal.login import login
from auth0ctl.render.terminal.parts import checks, findings, headline, indented, line, pairs, skips
from auth0ctl.render.terminal.token import contents, token_verdict
from auth0ctl.render.tokenwords import token_title
from auth0ctl.results import (
    Bare,
    Changed,
    Compared,
    Decoded,
    Inspection,
    Listing,
    Login,
    Section,
    Step,
    Story,
    Verified,
)

PIPE_WIDTH = 110  # columns


def render(result: Any, out: TextIO) -> None:
    """Draw a result on ``out``; without colour where that is no terminal, or where NO_COLOR is set."""
    if isinstance(result, Bare):
        out.writelines(safe(row) + "\n" for row in result.text.split("\n"))
        return
    if out.isatty():
        file: Any = out if shows_glyphs(out) else InASCII(out)
        console = Console(file=file, markup=False, emoji=False, highlight=False)
        for part in drawn(result):
            console.print(part)
        return
    # A pipe: no colour, a steady width, and none of the blanks that pad a screen.
    page = StringIO()
    console = Console(file=page, markup=False, emoji=False, highlight=False, width=PIPE_WIDTH, no_color=True)
    for part in drawn(result):
        console.print(part)
    text = page.getvalue() if shows_glyphs(out) else in_ascii(page.getvalue())
    out.writelines(row.rstrip() + "\n" for row in text.splitlines())


@singledispatch
def drawn(result: Any) -> Iterable[RenderableType]:
    """What to print for a result, from top to bottom."""
    raise TypeError(f"nothing is drawn for {type(result).__name__}")


@drawn.register
def _(result: Changed) -> Iterable[RenderableType]:
    yield line(("✓ ", "green"), result.sentence)
    if result.next:
        yield line(("  next: ", "dim"), (result.next, "bold"))


@drawn.register
def _(result: Listing) -> Iterable[RenderableType]:
    if not result.rows:
        yield line(f"No {result.noun}.", (f"  {result.empty}", "dim"))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold")
    for column in result.columns:
        table.add_column(safe(column), overflow="fold")
    for row in result.rows:
        table.add_row(*(line(cell) for cell in row))
    yield table


@drawn.register
def _(result: Inspection) -> Iterable[RenderableType]:
    yield line((result.title, "bold"))
    for section in result.sections:
        yield from drawn(section)
    yield from findings(result.findings)
    yield from skips(result.skipped)


@drawn.register
def _(result: Section) -> Iterable[RenderableType]:
    yield Text()
    yield line((result.title, "bold cyan"))
    yield indented(pairs(result.rows))


@drawn.register
def _(result: Report) -> Iterable[RenderableType]:
    yield headline(result)
    if result.checks:
        yield indented(checks(result.checks))
    yield from findings(result.findings)
    yield from skips(result.skipped)


@drawn.register
def _(result: Decoded) -> Iterable[RenderableType]:
    yield line((token_title(result.token), "bold"), ("  NOT VERIFIED", "bold yellow"))
    yield from contents(result.token, result.at)
    yield from findings(result.findings)
    if result.token.form is TokenForm.JWS:
        yield Text()
        yield line(("Decoding checks nothing. To check it: ", "dim"), ("auth0ctl token verify", "bold"))


@drawn.register
def _(result: Compared) -> Iterable[RenderableType]:
    colour = "bold red" if result.differences else "green"
    yield line(("Two tokens: ", "bold"), (comparison.title(result), colour), ("  NOT VERIFIED", "bold yellow"))
    yield indented(pairs(comparison.sides(result)))
    for one in result.differences:
        yield Text()
        yield line((one.name, "bold"), (f"  {one.where}" if one.where != one.name else "", "dim"))
        yield indented(pairs(comparison.rows(one)))
    yield Text()
    if result.by_nature:
        yield line((comparison.nature(result), "dim"))
    yield line(("No signature was checked. To check one: ", "dim"), ("auth0ctl token verify", "bold"))


@drawn.register
def _(result: Verified) -> Iterable[RenderableType]:
    yield from token_verdict(result, folded=False)
    yield from skips(result.report.skipped)


@drawn.register
def _(result: Login) -> Iterable[RenderableType]:
    return login(result)


@drawn.register
def _(result: Story) -> Iterable[RenderableType]:
    if not result.told:
        for step in result.steps:
            yield from drawn(step)
    yield Text()
    done = sum(step.ok for step in result.steps)
    style = "bold green" if result.passed else "bold red"
    yield line((f"{done} of {len(result.steps)} steps went as they should.", style))


@drawn.register
def _(result: Step) -> Iterable[RenderableType]:
    yield Text()
    mark, style = ("✓", "green") if result.ok else ("✗", "bold red")
    yield Line(line((f"{mark} ", style), (f"{result.number}. {result.title}", "bold")), align="left", style="dim")
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
    yield indented(Group(*parts))
