"""GitHub Actions: annotations on stdout, and a job summary for the file that ``GITHUB_STEP_SUMMARY`` names.

A runner takes every line of a step's output that begins with ``::`` as a command, and ``##[`` anywhere in a line. So
each line written here begins with a command or with our own words, and foreign text can neither begin one nor end it
(escapes: %, CR and LF in a message, also ``:`` and ``,`` in a property; as GitHub's own toolkit has them).
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, TextIO

from auth0ctl.errors import Auth0ctlError
from auth0ctl.findings import Finding, Severity
from auth0ctl.render.html.markup import prose, tag, text
from auth0ctl.render.quiet import render as render_bare
from auth0ctl.render.safe import safe
from auth0ctl.render.suite import RANKS, Suite, counts, headline, is_error, is_red, sides, suite_of, told
from auth0ctl.results import Bare
from auth0ctl.smoked import SmokeCheck, SmokeOutcome

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
MARKS = {
    SmokeOutcome.PASSED: "✅",
    SmokeOutcome.FAILED: "❌",
    SmokeOutcome.FLAKY: "⚠️",
    SmokeOutcome.UNREACHED: "❓",
    SmokeOutcome.SKIPPED: "➖",
}
BEGINNING = re.compile(r"(^|[\r\n])(\s*)::")  # a runner skips blanks before a command
LONGEST_SUMMARY = 900_000  # bytes; GitHub drops a step's summary over 1 MiB
LONGEST_MESSAGE = 4_000  # characters of one annotation; more of it stands in the summary


def render(result: Any, out: TextIO) -> None:
    """Write an annotation for each check that is not green, the worst first: GitHub shows ten of a kind a step.

    Raises UsageError for what is no report. Bare text stays bare.
    """
    if isinstance(result, Bare):
        render_bare(result, out)
        return
    suite = suite_of(result)
    red = [check for check in suite.checks if is_red(check)]
    for check in sorted(red, key=lambda one: RANKS.index(one.severity)):
        out.write(_annotation(suite, check) + "\n")
    out.write(f"auth0ctl {suite.kind}: {_counted(suite)}\n")


def render_error(failure: Auth0ctlError, out: TextIO) -> None:
    """The annotation of a command that came to no result."""
    message = "\n".join(part for part in (safe(failure.message), safe(failure.hint)) if part)
    out.write(command("error", message, title=f"auth0ctl: {failure.exit_code.meaning}") + "\n")


def command(name: str, message: str, **properties: object) -> str:
    """A workflow command on one line: ``::error file=a.toml,line=3,title=x::message``."""
    named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    return f"::{name}{' ' if named else ''}{named}::{_data(message)}"


def harmless(sentence: str) -> str:
    """Talk that a runner reads as well: no line of it is a command."""
    return BEGINNING.sub(r"\1\2: :", sentence).replace("##[", "## [")


def _data(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(safe(value)).replace(":", "%3A").replace(",", "%2C")


def _annotation(suite: Suite, check: SmokeCheck) -> str:
    message = "\n".join(told(check))
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE - 1] + "…"
    place = {"file": PurePath(suite.file).as_posix(), "line": check.line} if suite.file else {}
    return command(COMMANDS[check.severity], message, **place, title=f"auth0ctl: {check.title or check.id}")


def _counted(suite: Suite) -> str:
    found = ", ".join(f"{count} {word}" for word, count in counts(suite).items())
    return found or "nothing was checked"


# The job summary


def summary(result: Any) -> str:
    """The job summary: a Markdown heading of our own words, and under it blocks of HTML.

    Markdown reads nothing inside a block of HTML that has no empty line, so foreign text, escaped for HTML and always
    on one line, cannot be a table's cell, a link or a heading. It stands in ``code``, where GitHub makes no mentions.
    Empty for bare text. Raises UsageError for what is no report.
    """
    if isinstance(result, Bare):
        return ""
    suite = suite_of(result)
    good = not any(is_error(check) for check in suite.checks) and bool(suite.checks)
    parts = [f"## {'✅' if good else '❌'} auth0ctl {suite.kind}: {_counted(suite)}", _about(suite)]
    skipped = [check for check in suite.checks if check.outcome is SmokeOutcome.SKIPPED]
    looked = [check for check in suite.checks if check.outcome is not SmokeOutcome.SKIPPED]
    parts.append(_table(suite, looked))
    parts += _details(suite)
    if skipped:
        inside = _table(suite, skipped)
        parts.append(tag("details", tag("summary", f"{len(skipped)} not judged"), inside))
    return "\n\n".join(_fitting([part for part in parts if part])) + "\n\n"


def _fitting(parts: list[str]) -> Iterator[str]:
    """As many parts as GitHub takes, and a word about the others."""
    size = 0
    for number, part in enumerate(parts):
        size += len(part.encode("utf-8", "replace")) + 2
        if size > LONGEST_SUMMARY:
            yield f"{len(parts) - number} further parts are left out here: GitHub takes no more."
            return
        yield part


def _about(suite: Suite) -> str:
    rows = [("file", suite.file), ("tenant", suite.tenant), ("looked at", "" if suite.file else suite.name)]
    told_of = ", ".join(f"{name} {_code(value)}" for name, value in (*rows, *suite.about) if value)
    return tag("p", told_of) if told_of else ""


def _table(suite: Suite, checks: list[SmokeCheck]) -> str:
    if not checks:
        return ""
    timed = any(check.seconds for check in checks)
    head = ("", "check", "kind", *(("line",) if suite.file else ()), *(("seconds",) if timed else ()), "what was seen")
    rows = []
    for check in checks:
        cells = [_mark(check), _code(check.title or check.id), text(check.kind)]
        cells += [str(check.line)] if suite.file else []
        cells += [f"{check.seconds:.2f}"] if timed else []
        said = headline(check) if is_red(check) or check.outcome is SmokeOutcome.SKIPPED else check.detail
        cells.append(_code(said) if said else "")
        rows.append(tag("tr", *(tag("td", cell) for cell in cells)))
    top = tag("thead", tag("tr", *(tag("th", text(name)) for name in head)))
    return tag("table", top, tag("tbody", *rows))


def _details(suite: Suite) -> list[str]:
    """Each check that is not green, opened up."""
    found = []
    for check in suite.checks:
        if is_red(check) and (check.findings or check.expected or check.seen):
            facts = [tag("li", f"{name} ", _code(one)) for name, one in sides(check)]
            inside = tag("ul", *facts) if facts else ""
            inside += "".join(map(_cause, check.findings))
            head = tag("summary", f"{_mark(check)} ", _code(check.title or check.id))
            found.append(tag("details", head, inside, open="open" if is_error(check) else ""))
    return found


def _mark(check: SmokeCheck) -> str:
    return "⚠️" if is_red(check) and not is_error(check) else MARKS[check.outcome]


def _cause(one: Finding) -> str:
    name = text(f"{one.rule.code} {one.rule.name}")
    if one.rule.docs.startswith("https://"):
        name = tag("a", name, href=one.rule.docs)
    items = [tag("li", "seen ", _code(seen)) for seen in one.evidence]
    items += [tag("li", "why: ", prose(one.rule.why)), tag("li", "fix: ", _code(one.fix or one.rule.fix))]
    return tag("p", tag("b", prose(one.rule.title)), f" ({name}): ", _code(one.detail)) + tag("ul", *items)


def _code(foreign: str) -> str:
    return tag("code", text(foreign))
