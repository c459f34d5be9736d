"""For people: colour, tables and marks. The only importer of rich, which lets escape sequences in foreign text through.

So every string passes ``line`` or ``safe`` on its way to the console, and markup is off throughout.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch
from io import StringIO
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from auth0ctl.findings import Check, Finding, Report, Severity, Skipped, Status, severity_of
from auth0ctl.model import Token, TokenForm
from auth0ctl.render import comparison
from auth0ctl.render.claims import meaning
from auth0ctl.render.lifetime import lifetime
from auth0ctl.render.plain import InASCII, in_ascii, shows_glyphs
from auth0ctl.render.safe import safe
from auth0ctl.render.tokenwords import claim_value, scopes, token_line, token_title
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
from auth0ctl.words import shown

PIPE_WIDTH = 110  # columns
MARKS = {Status.PASS: ("✓", "green"), Status.FAIL: ("✗", "bold red"), Status.SKIP: ("–", "dim")}
COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
FOLDED = ("iss", "aud", "sub", "scope", "exp")  # claims that matter even in a summary


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


def line(*parts: str | tuple[str, str]) -> Text:
    """Words, each plain or with a style, made safe."""
    return Text.assemble(*(safe(part) if isinstance(part, str) else (safe(part[0]), part[1]) for part in parts))


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


def login(result: Login, *, folded: bool = False) -> Iterable[RenderableType]:
    """A login from what was asked to what is kept; ``folded`` leaves out what went well."""
    request = result.request
    yield line(("Asked ", "bold"), request.url.partition("?")[0])
    asked = (
        ("flow", result.flow),
        ("client", f"{result.client_name} ({request.client_id})" if result.client_name else request.client_id),
        ("response type", request.response_type),
        ("scope", " ".join(request.scope) or "none"),
        ("audience", request.audience or "none"),
        ("callback", request.redirect_uri),
    )
    yield indented(pairs(asked))
    yield Text()
    if result.refusal is not None:
        yield from refusal(result)
    else:
        yield from arrival(result, folded=folded)
    yield from findings(result.findings)
    if result.saved:
        yield Text()
        yield line((result.saved, "dim"))


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


def refusal(result: Login) -> Iterable[RenderableType]:
    """How a login was refused, and whether a browser was needed to learn it."""
    refused = result.refusal
    assert refused is not None
    yield line(
        ("✗ Refused", "bold red"), f"  {refused.error}", f": {refused.description}" if refused.description else ""
    )
    if not result.browser_opened:
        yield line(("  Seen before the browser opened: no browser was needed to find out.", "dim"))


def arrival(result: Login, *, folded: bool) -> Iterable[RenderableType]:
    """What came back, each token named as what it is, then each one verified line by line."""
    got = result.tokens
    assert got is not None
    rows = []
    kinds = {one.label: one for one in result.verified}
    if got.id_token:
        rows.append(("ID token", token_line(kinds.get("ID token"), got.id_token, result.at)))
    else:
        rows.append(("ID token", "none"))
    rows.append(("access token", token_line(kinds.get("access token"), got.access_token, result.at)))
    rows.append(("refresh token", "yes" if got.refresh_token else "none"))
    rows.append(("scope", scopes(result)))
    yield line(("Answered ", "bold"), f"by {result.delivered or 'the token endpoint'}")
    yield indented(pairs(tuple(rows)))
    for one in result.verified:
        yield Text()
        yield from token_verdict(one, folded=folded)


def token_verdict(one: Verified, *, folded: bool) -> Iterable[RenderableType]:
    """A verified token: the verdict, what is in it, every check, the findings."""
    yield headline(one.report, token_title(one.token))
    if folded:
        failed = tuple(check for check in one.report.checks if check.status is Status.FAIL)
        passed = sum(check.status is Status.PASS for check in one.report.checks)
        custom = tuple((name, claim_value(name, value, one.at)) for name, value in one.token.claims.items())
        yield indented(pairs(pair for pair in custom if pair[0] in FOLDED or "://" in pair[0]))
        yield indented(checks(failed))
        yield indented(line((f"{passed} checks passed", "dim")))
    else:
        yield indented(Group(*contents(one.token, one.at), Text(), checks(one.report.checks)))
    yield from findings(one.report.findings)


def indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2), expand=False)


def contents(token: Token, at: datetime) -> Iterable[RenderableType]:
    """Header and claims, each claim with what it is; times in words as well."""
    if token.note or token.kind_reason:
        yield line((token.note or token.kind_reason, "dim"))
    if token.header:
        yield line(("header ", "dim"), shown(dict(token.header), 300))
    if token.claims:
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 3, 0, 0))
        table.add_column(no_wrap=True, style="cyan", max_width=44, overflow="ellipsis")
        table.add_column(overflow="fold")
        table.add_column(overflow="fold", style="dim", min_width=28)
        machine = str(token.claims.get("sub", "")).endswith("@clients")
        for name, value in token.claims.items():
            said = meaning(name, token.kind.value, machine=machine)
            table.add_row(line(name), line(claim_value(name, value, at)), line(said))
        yield table
    if lasts := lifetime(token.claims, at.timestamp()):
        yield line((f"{lasts[0]}  ", "cyan"), lasts[1])
    for fault in token.faults:
        yield line(("✗ ", "bold red"), fault.sentence, (f"  {fault.id}", "dim"))


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


def pairs(rows: Iterable[tuple[str, str]]) -> Table:
    """Labels and values; a value may have several lines."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(line(label), Text("\n").join(line(part) for part in value.split("\n")))
    return table
