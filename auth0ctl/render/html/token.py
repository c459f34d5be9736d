"""A token in a page: what it is, how it fared, its header and its claims with what each one means. Never its text."""

from datetime import datetime

from auth0ctl.findings import Status
from auth0ctl.model import Token
from auth0ctl.render.claims import meaning
from auth0ctl.render.html.markup import checks, findings, prose, skips, table, tag, text
from auth0ctl.render.html.timeline import timeline
from auth0ctl.render.tokenwords import claim_value, token_title
from auth0ctl.results import Decoded, Verified
from auth0ctl.words import counted, shown


def verified(one: Verified, came: str = "") -> str:
    """A token that was held against what was expected of it. ``came``: which way, in words."""
    report = one.report
    failed = sum(check.status is Status.FAIL for check in report.checks)
    passed = sum(check.status is Status.PASS for check in report.checks)
    if report.passed:
        verdict = tag("span", f"✓ verified, {counted(passed, 'check')} passed", cls="good")
    elif failed:
        verdict = tag("span", f"✗ {failed} of {counted(len(report.checks), 'check')} failed", cls="bad")
    else:
        verdict = tag("span", "not verified", cls="bad")
    title = token_title(one.token)
    return tag(
        "section",
        tag("h2", text(f"{title}, {came}" if came else title), " ", tag("small", verdict)),
        findings(report.findings),
        contents(one.token, one.at),
        tag("h3", "Checks") if report.checks else "",
        checks(report.checks),
        skips(report.skipped),
        cls="token",
    )


def decoded(one: Decoded) -> str:
    """A token that was only read."""
    return tag(
        "section",
        tag("h2", text(token_title(one.token)), " ", tag("small", tag("span", "not verified", cls="bad"))),
        timeline([("lifetime", one.token)], one.at),
        findings(one.findings),
        contents(one.token, one.at),
        cls="token",
    )


def contents(token: Token, at: datetime) -> str:
    """Header and claims; of the signature its size."""
    said = token.note or token.kind_reason
    parts = [tag("p", prose(said), cls="dim") if said else ""]
    if token.header:
        rows = [(tag("code", text(name)), text(shown(value, 300))) for name, value in token.header.items()]
        if token.signature:
            rows.append((tag("span", "signature", cls="dim"), tag("span", f"{len(token.signature)} bytes", cls="dim")))
        parts += [tag("h3", "Header"), table(rows, cls="claims")]
    if token.claims:
        machine = str(token.claims.get("sub", "")).endswith("@clients")
        claims = [
            (
                tag("code", text(name)),
                text(claim_value(name, value, at)),
                tag("span", text(meaning(name, token.kind.value, machine=machine)), cls="dim"),
            )
            for name, value in token.claims.items()
        ]
        parts += [tag("h3", "Claims"), table(claims, cls="claims", head=("claim", "value", "what it is"))]
    faults = "".join(
        tag("li", prose(fault.sentence), " ", tag("span", text(fault.id), cls="dim")) for fault in token.faults
    )
    if faults:
        parts.append(tag("ul", faults, cls="bad"))
    return "".join(parts)
