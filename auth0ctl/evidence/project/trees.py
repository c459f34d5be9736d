"""Settings in JSON and YAML, with the line of each: read leniently, because appsettings.json has comments and a
configuration file that is slightly wrong is what people ask about. Only scalars matter; nothing is built."""

import re
from collections.abc import Iterator

from auth0ctl.evidence.project.lines import Written, numbered

TOKEN = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*(?:.*?\*/|.*))|(?P<string>\"(?:[^\"\\\n]|\\.)*\")|(?P<mark>[{}\[\]:,])|(?P<word>[^\s{}\[\]:,\"]+)",
    re.DOTALL,
)
COLON = re.compile(r"\s*:")
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
MAX_DEPTH = 64
KEY = re.compile(r"^(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\"'\[{&*!|>%@`][^:#]*?)\s*:(?=\s|$)\s*(?P<value>.*)$")
LIST_ENTRY = re.compile(r"^-(?:\s+|$)")
PAIR = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$")

# The collections of a tenant, as auth0-deploy-cli and the embedded tenant's seeds name them, each with a list.
COLLECTION = re.compile(
    r"^[ \t]*(\"?)(clients|resource_?servers|client_?grants|connections|databases|actions|roles)\1\s*:\s*(?=\[|-\s|\n)",
    re.IGNORECASE | re.MULTILINE,
)


def describes_a_tenant(text: str) -> bool:
    """Whether this is the configuration of a tenant, whose values are no app's settings."""
    return len({found[2].lower() for found in COLLECTION.finditer(text)}) > 1


def json_settings(text: str) -> Iterator[Written]:
    """Each scalar of a JSON document under its path (``Auth0.Domain``); a list's strings share its name."""
    path: list[str] = []  # the keys that lead here; a list adds ""
    key, line = "", 1
    for token in TOKEN.finditer(text):
        here, line = line, line + token[0].count("\n")
        mark = token[0]
        if mark in ("{", "["):
            if len(path) >= MAX_DEPTH:
                return
            path.append(key)
            key = ""
        elif mark in ("}", "]"):
            if not path:
                return
            path.pop()
            key = ""
        elif mark == ",":
            key = ""
        elif token.lastgroup == "string" and COLON.match(text, token.end()):
            key = _unescaped(mark)
        elif token.lastgroup in ("string", "word"):
            name = ".".join(part for part in (*path, key) if part)
            if name:
                yield Written(name=name, value=_unescaped(mark) if token.lastgroup == "string" else mark, line=here)


def _unescaped(string: str) -> str:
    def plain(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if len(code) == 5 else ESCAPES.get(code, code)

    return ESCAPE.sub(plain, string[1:-1])


def yaml_settings(text: str) -> Iterator[Written]:
    """Each scalar of a YAML file under its path, by indentation; also ``- NAME=value`` and ``name:``, ``value:``."""
    path: list[tuple[int, str]] = []  # (indentation, key)
    named: tuple[int, str] | None = None  # the "name: X" of a Kubernetes list entry, and its indentation
    for number, indent, body, first in _yaml_lines(text):
        named = None if first else named
        while path and path[-1][0] >= indent:
            path.pop()
        here = ".".join(key for _, key in path)
        found = KEY.match(body)
        if found is None:
            value = _scalar(body)
            if pair := PAIR.match(value):
                yield Written(name=f"{here}.{pair[1]}", value=pair[2], line=number)
            elif here and value:
                yield Written(name=here, value=value, line=number)
            continue
        key, value = found["key"].strip("\"'"), found["value"]
        path.append((indent, key))
        if not value or value[0] in "#&|>":  # a mapping, or a block of text
            continue
        scalar = _scalar(value)
        if key == "name":
            named = (indent, scalar)
        elif key == "value" and named is not None and named[0] == indent:
            yield Written(name=f"{here}.{named[1]}", value=scalar, line=number)
        yield Written(name=f"{here}.{key}" if here else key, value=scalar, line=number)


def _yaml_lines(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Each line that says something: its number, the indentation and text behind its dashes, whether it had one.

    The lines of block texts (``key: |``) are left out: they hold no settings.
    """
    block = -1  # the indentation of the key whose text we are in
    for number, raw in numbered(text):
        line = raw.rstrip()
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if not body or body.startswith(("#", "---", "...", "%")) or 0 <= block < indent:
            continue
        block, first = -1, False
        while (entry := LIST_ENTRY.match(body)) is not None:
            indent, body, first = indent + entry.end(), body[entry.end() :], True
        if not body:
            continue
        if re.search(r":\s*[|>][+-]?\d?$", body):
            block = indent
        yield number, indent, body, first


def _scalar(value: str) -> str:
    """A YAML scalar as text: unquoted, without its comment; a flow list's members with a blank between them."""
    value = value.strip()
    if value[:1] in "\"'" and value:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value
    value = re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()
    if value.startswith("[") and value.endswith("]"):
        return " ".join(_scalar(one) for one in value[1:-1].split(","))
    return "" if value in ("null", "~") else value
