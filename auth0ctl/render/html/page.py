"""The HTML file around a result: one document, with its style inside and a policy that lets nothing else in."""

import base64
import hashlib
from functools import singledispatch
from importlib.resources import files
from typing import Any, TextIO

from auth0ctl import __version__
from auth0ctl.edits import differences
from auth0ctl.findings import Report
from auth0ctl.render.html.drawing import drawing
from auth0ctl.render.html.login import login
from auth0ctl.render.html.markup import checks, findings, pairs, prose, section, skips, tag, text
from auth0ctl.render.html.smoked import smoked, summed_up
from auth0ctl.render.html.timeline import timeline
from auth0ctl.render.html.token import decoded, verified
from auth0ctl.render.quiet import render as render_bare
from auth0ctl.render.terminal.diagnosed import verdict
from auth0ctl.render.terminal.draw import drawn
from auth0ctl.render.terminal.explained import headline
from auth0ctl.results import Bare, Decoded, Diagnosed, Explained, Inspection, Login, Matrix, Mended, Story, Verified
from auth0ctl.smoked import Smoked
from auth0ctl.words import counted

STYLE = files("auth0ctl.render.html").joinpath("page.css").read_text(encoding="ascii")
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
FOOT = f"Made by auth0ctl {__version__}. No secret, no token and no signature stands in this page; claims do."


def render(result: Any, out: TextIO) -> None:
    """Write one HTML document. Bare text stays bare: it is for other programs."""
    if isinstance(result, Bare):
        render_bare(result, out)
        return
    # In ASCII, because the stream may know nothing else, and a page must read the same from any of them.
    out.write(page(title(result), body(result)).encode("ascii", "xmlcharrefreplace").decode())


def page(name: str, inside: str) -> str:
    """The whole document."""
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{text(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{text(name)}</title><style>{STYLE}</style>"
    )
    foot = tag("footer", text(FOOT))
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body><main>{inside}{foot}</main></body></html>\n'


@singledispatch
def body(result: Any) -> str:
    """What stands in the page: by default what a terminal would show."""
    return drawing(drawn(result))


@body.register
def _(result: Login) -> str:
    return login(result)


@body.register
def _(result: Verified) -> str:
    return section("Lifetime", timeline([(result.label or "token", result.token)], result.at)) + verified(result)


@body.register
def _(result: Decoded) -> str:
    return decoded(result)


@body.register
def _(result: Diagnosed) -> str:
    report = result.report
    head = tag(
        "header",
        tag("h1", text(report.subject)),
        tag("p", prose(verdict(result))),
        cls=f"verdict {'good' if result.passed else 'bad'}",
    )
    changes = "" if result.mended is None else section("Changes at the tenant", mended(result.mended))
    if result.groups is not None:
        found = "".join(section(one.title, findings(one.findings)) for one in result.groups if one.findings)
    else:
        found = findings(report.findings)
    return head + changes + found + _looked(report)


@body.register
def _(result: Explained) -> str:
    report = result.report
    said = drawing([headline(result, report.findings)])
    head = tag("header", tag("h1", text(report.subject)), said, cls=f"verdict {'good' if result.passed else 'bad'}")
    advice = "".join(tag("p", prose(sentence)) for sentence in result.advice)
    read = section("Read", pairs(result.read)) if result.read else ""
    return head + section("What to give instead", advice) + findings(report.findings) + read + _looked(report)


@body.register
def _(result: Inspection) -> str:
    shown = "".join(section(one.title, pairs(one.rows, prose)) for one in result.sections if one.rows)
    last = section("Not judged", skips(result.skipped))
    return tag("header", tag("h1", prose(result.title))) + findings(result.findings) + shown + last


@body.register
def _(result: Smoked) -> str:
    return smoked(result)


def _looked(report: Report) -> str:
    return section("Looked at", checks(report.checks), skips(report.skipped))


def mended(every: tuple[Mended, ...]) -> str:
    """What was done about each cause, or would be."""
    rows = []
    for one in every:
        note = f" ({one.note})" if one.note else ""
        rows.append(tag("p", text(f"{one.outcome.value}: {one.finding.rule.name}{note}")))
        for edit in one.finding.edits:
            rows.append(tag("p", text(f"{edit.kind.value} {edit.name}".rstrip())))
            rows += [tag("p", tag("code", text(change))) for change in differences(edit)]
    return "".join(rows) or tag("p", "none: no setting of the tenant mends this")


@body.register
def _(result: Story) -> str:
    parts = []
    for step in result.steps:
        mark = tag("span", "✓" if step.ok else "✗", cls="good" if step.ok else "bad")
        told = tag("p", prose(step.told)) + tag("p", tag("code", text(step.command)))
        whole = tag("details", tag("summary", "what it showed"), body(step.result))
        parts.append(tag("section", tag("h2", mark, f" {step.number}. ", text(step.title)), told, whole))
    done = sum(step.ok for step in result.steps)
    words = f"{done} of {counted(len(result.steps), 'step')} went as they should"
    cls = "good" if result.passed else "bad"
    return tag("header", tag("h1", text(result.title)), tag("p", words), cls=f"verdict {cls}") + "".join(parts)


def title(result: Any) -> str:
    """The name in the browser's tab."""
    match result:
        case Login():
            return f"Login at {result.tenant.domain}: {'works' if result.passed else 'does not work'}"
        case Matrix():
            return f"Login matrix at {result.first.tenant.domain}"
        case Inspection() | Story():
            return result.title
        case Smoked():
            return f"Smoke checks of {result.tenant}: {summed_up(result)}"
        case Explained():
            return f"What {result.report.subject} means"
        case Diagnosed():
            return f"Diagnosis of {result.report.subject}"
        case Verified():
            return "A token, verified" if result.report.passed else "A token that failed verification"
    return "auth0ctl"
