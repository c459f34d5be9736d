"""A token: what is in it, and how it fared line by line."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from auth0ctl.findings import Check, Confidence, Status
from auth0ctl.model import Token
from auth0ctl.render.claims import meaning
from auth0ctl.render.lifetime import lifetime
from auth0ctl.render.terminal.parts import (
    Column,
    Grid,
    Line,
    Part,
    checks,
    findings,
    headline,
    indented,
    line,
    pairs,
)
from auth0ctl.render.tokenwords import claim_value, token_title
from auth0ctl.results import Origin, Verified
from auth0ctl.words import counted, shown

COLUMNS = (Column(style="cyan", wraps=False, widest=44), Column(), Column(style="dim", narrowest=28))
FOLDED = ("iss", "aud", "sub", "scope", "exp")  # claims that matter even in a summary


def token_verdict(one: Verified, *, folded: bool, came: str = "", line_by_line: bool = True) -> Iterable[Part]:
    """A verified token: the verdict, what is in it, every check, the findings. ``came``: which way, in words.

    Without ``line_by_line`` the checks that passed are counted; ``folded`` leaves out most of what is in it as well.
    """
    title = token_title(one.token)
    yield headline(one.report, f"{title}, {came}" if came else title)
    if folded:
        custom = tuple((name, claim_value(name, value, one.at)) for name, value in one.token.claims.items())
        yield indented(pairs(pair for pair in custom if pair[0] in FOLDED or "://" in pair[0]))
        yield indented(*tally(one.report.checks))
    elif unread(one.report.checks):
        yield indented(*contents(one.token, one.at))
        yield from findings(one.report.findings)
        yield Line()
        yield indented(checks(tuple(check for check in one.report.checks if check.status is not Status.SKIP)))
        yield indented(*skipped(one.report.checks))
    elif line_by_line:
        yield indented(*contents(one.token, one.at), Line(), checks(one.report.checks))
    else:
        yield indented(*contents(one.token, one.at), Line(), *tally(one.report.checks, "; -v shows each"))
        if not one.report.passed:  # what was not looked at may be why
            yield indented(*skipped(one.report.checks))
    if folded or not unread(one.report.checks):
        yield from findings(one.report.findings)
    if one.origins:
        yield from origins(one.origins)


def tally(lines: tuple[Check, ...], more: str = "") -> Iterable[Part]:
    """What failed, and how many checks passed; ``more`` says how to see them."""
    yield checks(tuple(check for check in lines if check.status is Status.FAIL))
    passed = sum(check.status is Status.PASS for check in lines)
    yield line((f"{counted(passed, 'check')} passed{more}", "dim"))


def unread(lines: tuple[Check, ...]) -> bool:
    """Whether most checks had nothing to look at: then the cause comes first, and they are only counted."""
    return sum(check.status is Status.SKIP for check in lines) > len(lines) / 2


def skipped(lines: tuple[Check, ...]) -> Iterable[Line]:
    """How many checks were skipped, one line for each reason."""
    reasons = Counter(check.detail for check in lines if check.status is Status.SKIP)
    for reason, count in reasons.items():
        yield line((f"{counted(count, 'check')} not run: {reason}", "dim"))


def origins(found: Iterable[Origin]) -> Iterable[Part]:
    """Who put what there; then who took away what is missing."""
    for present, heading in ((True, "Where it comes from"), (False, "Who took it away")):
        rows = tuple(one for one in found if one.present is present)
        if not rows:
            continue
        yield Line()
        yield line((heading, "bold"))
        yield Grid(
            COLUMNS,
            tuple(
                (
                    line(f"{one.kind} {one.name}"),
                    line(one.who, ("" if one.sure is Confidence.CERTAIN else f" ({one.sure.value})", "yellow")),
                    line(one.why),
                )
                for one in rows
            ),
            gap=3,
        )


def contents(token: Token, at: datetime) -> Iterable[Part]:
    """Header and claims, each claim with what it is; times in words as well."""
    if token.note or token.kind_reason:
        yield line((token.note or token.kind_reason, "dim"))
    if token.header:
        yield line(("header ", "dim"), shown(dict(token.header), 300))
    if token.claims:
        machine = str(token.claims.get("sub", "")).endswith("@clients")
        rows = tuple(
            (line(name), line(claim_value(name, value, at)), line(meaning(name, token.kind.value, machine=machine)))
            for name, value in token.claims.items()
        )
        yield Grid(COLUMNS, rows, gap=3)
    if lasts := lifetime(token.claims, at.timestamp()):
        yield line((f"{lasts[0]}  ", "cyan"), lasts[1])
    for fault in token.faults:
        yield line(("✗ ", "bold red"), fault.sentence, (f"  {fault.id}", "dim"))
