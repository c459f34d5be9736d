"""Settings written into source code: ``domain: "x"``, ``AUTH0_DOMAIN = 'x'``, ``withAudience("x")``.

Line by line and by pattern, for a dozen languages at once: what is no literal is reported as an expression, so that
"not set" is never said of something that code works out.
"""

import os
import re
from collections.abc import Iterator
from itertools import islice

from auth0ctl.evidence.project.lines import LONGEST_LINE, Written
from auth0ctl.evidence.project.names import normal

STRING = r"(?P<quote>[\"'`])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.)*)(?P=quote)"
NAME = r"(?<![\w$.@\-])[\"']?(?P<name>[A-Za-z_][\w.\-]*)[\"']?(?:\s*:\s*[A-Za-z][\w<>\[\]?]*(?=\s*=[^=]))?"
ASSIGNED = re.compile(NAME + r"\s*(?:=>|:=|=|:)\s*(?P<open>(?:\w*\s*[\[({]\s*)*)" + STRING)
CALLED = re.compile(r"(?:\b|_)(?:with|set|require|add)_?(?P<name>[A-Z]\w*)\(\s*" + STRING)
POSITIONAL = re.compile(r"\bAuth0(?:Web)?(?:\.getInstance)?\(\s*([\"'])([^\"'\n]*)\1\s*,\s*([\"'])([^\"'\n]*)\3")
COMPUTED = re.compile(
    r"(?<![\w$@\-])[\"']?(?P<name>audience|scope|redirect_uri|redirectUri|algorithms)[\"']?\s*(?:=>|:|=(?!=))\s*"
    r"(?![\"'`]|[\[({]\s*[\"'`])(?P<value>[^,;)\n]{1,80})",
    re.IGNORECASE,
)
SHORTHAND = re.compile(r"[{,]\s*(?P<name>audience|scope)\s*(?=[,}])")
VARIABLE = re.compile(r"(?!YOUR)(?:[A-Z][A-Z0-9]*_)*AUTH0_[A-Z0-9_]+")
IN_BRACKETS = re.compile(r"[\"'`]([^\"'`\n]*)[\"'`]")
TYPES = frozenset("string str any none null undefined optional unknown boolean bool number nil".split())
HASH_COMMENTS = frozenset((".py", ".rb", ".ex", ".exs", ".php"))
TRAILING = re.compile(r"(?<![:\"'`\w])//\s.*$")
CONSTRUCTORS = 20  # of one file that are looked at
NEAR = 8  # lines between a bare ``domain`` and the client id that makes it the tenant's, not a cookie's
CLIENT = re.compile(r"client_?id|auth0\s*\(|auth0provider|createauth0|webauth|issuerbaseurl|jwks", re.IGNORECASE)

CONSTRUCTED = re.compile(
    r"<Auth0Provider\b|\b(?:createAuth0Client|createAuth0|provideAuth0|AuthModule\.forRoot|new\s+Auth0Client)\s*\("
)
MISPLACED = re.compile(r"(?<![\w.$])(audience|scope|client_id)\b\s*[=:]")


def source_settings(path: str, text: str) -> Iterator[Written]:
    """Every literal that is given a name, and the computed ones that matter, in the order of the lines."""
    lines = _code_lines(path, text)
    for number, line in enumerate(lines, 1):
        taken: set[str] = set()
        for found in (*ASSIGNED.finditer(line), *CALLED.finditer(line)):
            one = _literal(found, line, number)
            if normal(one.name).endswith("domain") and not _domain_of_ours(one, lines):
                continue
            taken.add(normal(one.name.rpartition(".")[2]))
            yield one
        for found in POSITIONAL.finditer(line):
            first, second = found[2], found[4]
            # Dart and Swift name the domain first, Android's class the client id (the SDKs' quickstarts)
            domain, client_id = (first, second) if path.endswith((".dart", ".swift")) else (second, first)
            yield Written(name="Auth0.domain", value=domain, line=number)
            yield Written(name="Auth0.clientId", value=client_id, line=number)
        for found in (*COMPUTED.finditer(line), *SHORTHAND.finditer(line)):
            value = (found.groupdict().get("value") or found["name"]).strip(" {}")
            first = re.split(r"\W", value.lower(), maxsplit=1)[0]
            if normal(found["name"]) not in taken and first not in TYPES and "</" not in value:
                yield Written(name=found["name"], value=value, line=number, expression=True)


def misplaced_options(text: str) -> Iterator[Written]:
    """Options at the top of a browser SDK's constructor that its second version reads elsewhere or not at all."""
    for found in islice(CONSTRUCTED.finditer(text), CONSTRUCTORS):
        markup = found[0].startswith("<")
        for option in MISPLACED.finditer(top_level(text, found.end(), markup=markup)):
            line = text.count("\n", 0, found.end() + option.start()) + 1
            yield Written(name=option[1], value=re.sub(r"[(<\s]+", "", found[0]), line=line)


def top_level(text: str, start: int, *, markup: bool) -> str:
    """The constructor's own options from ``start``: what stands deeper is blanked, so that positions stay."""
    wanted = 0 if markup else 1
    depth, kept = 0, []
    for character in text[start : start + 4000]:
        if character in "{[(":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if depth < 0 or (markup and depth == 0 and character == ">"):
            break
        kept.append(character if depth == wanted or character == "\n" else " ")
    return "".join(kept)


def _literal(found: re.Match[str], line: str, number: int) -> Written:
    value, after = found["value"], line[found.end() :].lstrip()
    opened = found.groupdict().get("open") or ""
    if "[" in opened or "(" in opened or "{" in opened:
        end = min((at for at in (line.find(mark, found.end()) for mark in "])}") if at >= 0), default=len(line))
        more = IN_BRACKETS.findall(line[found.end() : end]) if "[" in opened else []
        value, after = " ".join((value, *more)), ""
    names_variable = VARIABLE.fullmatch(value) is not None  # { domain: "AUTH0_DOMAIN" }: read from there elsewhere
    computed = (
        names_variable
        or after[:1] in ("+", "%")
        or after.startswith((".format", ". $", ".."))
        or "${" in value
        or "#{" in value
    )
    return Written(name=found["name"], value=value, line=number, expression=computed)


def _domain_of_ours(one: Written, lines: list[str]) -> bool:
    if "auth0" in (one.name + one.value).lower():
        return True
    near = lines[max(0, one.line - 1 - NEAR) : one.line + NEAR]
    return any(CLIENT.search(line) for line in near)


def _code_lines(path: str, text: str) -> list[str]:
    """The lines without comments, as far as their beginnings tell; the numbers stay."""
    hashes = os.path.splitext(path)[1] in HASH_COMMENTS
    kept: list[str] = []
    until = ""  # what ends the comment that we are in
    for line in text.splitlines():
        body = line.lstrip()
        if until:
            until = "" if until in line else until
            kept.append("")
            continue
        opening = next((mark for mark in ("/*", "<!--", "{/*") if body.startswith(mark)), None)
        if opening:
            closing = {"/*": "*/", "<!--": "-->", "{/*": "*/"}[opening]
            until = "" if closing in body else closing
            kept.append("")
        elif body.startswith(("//", "* ")) or (hashes and body.startswith("#")):
            kept.append("")
        else:
            kept.append(TRAILING.sub("", line) if len(line) <= LONGEST_LINE else "")
    return kept
