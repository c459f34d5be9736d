"""HTML as text that is already escaped. Foreign text gets in through ``text`` alone (standards.md S10)."""

import re
from collections.abc import Callable, Iterable
from html import escape

from auth0ctl.findings import Check, Confidence, Finding, Skipped, Status, severity_of
from auth0ctl.render.safe import safe
from auth0ctl.words import counted

CODE = re.compile(r"`([^`<>]{1,300})`")
MARKS = {Status.PASS: ("✓", "good"), Status.FAIL: ("✗", "bad"), Status.SKIP: ("–", "dim")}


def text(foreign: object) -> str:
    """Foreign text as HTML text or as an attribute's value; what could act on a reader is written out."""
    return escape(safe(str(foreign)))


def lines(foreign: str) -> str:
    """Text of several lines."""
    return "<br>".join(text(line) for line in foreign.split("\n"))


def prose(sentences: str) -> str:
    """Sentences of ours, of several lines, where a word between backticks is code."""
    return with_code(lines(sentences))


def with_code(html: str) -> str:
    """HTML text where what stands between backticks becomes code."""
    return CODE.sub(r"<code>\1</code>", html)


def tag(name: str, *inside: str, **attributes: object) -> str:
    """An element; ``inside`` is HTML, attributes are text. ``cls`` is ``class``, ``_`` in a name is ``-``."""
    named = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{named}>{''.join(inside)}</{name}>"


def section(title: str, *inside: str) -> str:
    """A part of the page under a heading; nothing where there is nothing in it."""
    return tag("section", tag("h2", text(title)), *inside) if any(inside) else ""


def pairs(rows: Iterable[tuple[str, str]], value_as: Callable[[str], str] = lines) -> str:
    """Labels and values; ``value_as`` is ``prose`` for sentences of ours."""
    return tag("dl", *(tag("dt", text(label)) + tag("dd", value_as(value)) for label, value in rows))


def table(rows: Iterable[Iterable[str]], *, cls: str, head: Iterable[str] = ()) -> str:
    """Rows of cells that are HTML already. It scrolls by itself where it is too wide."""
    top = "".join(tag("th", text(cell), scope="col") for cell in head)
    body = "".join(tag("tr", *(tag("td", cell) for cell in row)) for row in rows)
    whole = (tag("thead", tag("tr", top)) if top else "") + tag("tbody", body)
    return tag("div", tag("table", whole, cls=cls), cls="wide", tabindex=0) if body else ""


def checks(found: Iterable[Check]) -> str:
    """A verification, line by line."""
    rows = []
    for check in found:
        mark, cls = MARKS[check.status]
        sign = tag("span", mark, cls=cls, role="img", aria_label=check.status.value)
        rows.append((sign, text(check.title), prose(check.detail), tag("span", text(check.id), cls="dim")))
    return table(rows, cls="checks")


def findings(found: Iterable[Finding]) -> str:
    """Each finding as a card: the cause, what was seen, why it matters, and what to type."""
    return "".join(map(_finding, found))


def _finding(one: Finding) -> str:
    severity = severity_of(one).value
    fix = one.fix or one.rule.fix
    head = tag("span", severity, cls=f"label {severity}") + " " + prose(one.rule.title)
    rows = [("found", prose(one.detail))]
    if one.evidence:
        rows.append(("seen", "<br>".join(tag("code", text(seen)) for seen in one.evidence)))
    rows.append(("why", prose(one.rule.why)))
    rows.append(("fix", tag("code", text(fix)) if fix.startswith("auth0ctl ") else prose(fix)))
    if one.consequences:
        follows = (f"{each.rule.title} ({each.rule.name}): {each.detail}" for each in one.consequences)
        rows.append(("then", "<br>".join(map(prose, follows))))
    if one.confidence is not Confidence.CERTAIN:
        head += " " + tag("span", f"({one.confidence.value})", cls="dim")
    name = text(f"{one.rule.code} {one.rule.name}")
    if one.rule.docs.startswith("https://"):
        name += " " + tag("a", "documentation", href=one.rule.docs, rel="noreferrer noopener")
    body = tag("dl", *(tag("dt", label) + tag("dd", value) for label, value in rows))
    return tag("article", tag("h3", head), body, tag("p", name, cls="dim"), cls=f"finding {severity}")


def skips(skipped: Iterable[Skipped]) -> str:
    """What could not be judged, and why."""
    rows = [(text(f"{one.rule.code} {one.rule.name}"), prose(one.reason)) for one in skipped]
    if not rows:
        return ""
    return tag("details", tag("summary", f"{counted(len(rows), 'rule')} could not be judged"), table(rows, cls="skips"))
