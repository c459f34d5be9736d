"""Whether a condition in an Action's code holds for what is known: the user, the client, the request. Nothing is run.

Understood are comparisons of ``event...`` paths with literals, ``!``, ``&&``, ``||``, ``startsWith``, ``endsWith`` and
``includes``; of anything else nobody knows whether it holds, and None is what "nobody knows" is in here.
"""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)|(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<number>\d+)"
    r"|(?P<sign>===|!==|==|!=|&&|\|\||!|\(|\)))"
)
METHODS = {
    "startsWith": lambda text, part: str(text).startswith(part),
    "endsWith": lambda text, part: str(text).endswith(part),
    "includes": lambda text, part: part in text,
}
LITERALS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}


class Unknown(Exception):
    """The condition says something that is not understood, or asks for what is not known."""


def holds(condition: str, event: Mapping[str, Any]) -> bool | None:
    """Whether the condition is true of ``event`` (Auth0's own object, as far as it is known); None: nobody knows.

    ``event`` holds whole objects only: a member that is missing in one of them is ``undefined`` at Auth0 too.
    """
    try:
        words = tokens(condition)
        value, rest = either(words, event)
    except (Unknown, RecursionError):
        return None
    return None if rest or value is Ellipsis else bool(value)


def tokens(condition: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = condition.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unknown
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


# Each takes the words that are left and gives a value with the words after it. Ellipsis is a value nobody knows.
Words = list[tuple[str, str]]


def either(words: Words, event: Mapping[str, Any]) -> tuple[Any, Words]:
    value, words = both(words, event)
    while words[:1] == [("sign", "||")]:
        other, words = both(words[1:], event)
        known = [one for one in (value, other) if one is not Ellipsis]
        value = next((one for one in known if one), ... if len(known) < 2 else False)
    return value, words


def both(words: Words, event: Mapping[str, Any]) -> tuple[Any, Words]:
    value, words = compared(words, event)
    while words[:1] == [("sign", "&&")]:
        other, words = compared(words[1:], event)
        known = [one for one in (value, other) if one is not Ellipsis]
        value = False if any(not one for one in known) else ... if len(known) < 2 else True
    return value, words


def compared(words: Words, event: Mapping[str, Any]) -> tuple[Any, Words]:
    value, words = one_value(words, event)
    if words and words[0][0] == "sign" and words[0][1] in ("===", "!==", "==", "!="):
        sign = words[0][1]
        other, words = one_value(words[1:], event)
        if value is Ellipsis or other is Ellipsis:
            return ..., words
        return (value == other) == (sign[0] == "="), words
    return value, words


def one_value(words: Words, event: Mapping[str, Any]) -> tuple[Any, Words]:
    if not words:
        raise Unknown
    (kind, text), rest = words[0], words[1:]
    if (kind, text) == ("sign", "!"):
        value, rest = one_value(rest, event)
        return (... if value is Ellipsis else not value), rest
    if (kind, text) == ("sign", "("):
        value, rest = either(rest, event)
        if rest[:1] != [("sign", ")")]:
            raise Unknown
        return value, rest[1:]
    if kind == "text":
        return text[1:-1], rest
    if kind == "number":
        return int(text), rest
    if kind != "word":
        raise Unknown
    if text in LITERALS:
        return LITERALS[text], rest
    if rest[:1] == [("sign", "(")]:
        return called(text, rest, event)
    return member(text, event), rest


def called(text: str, rest: Words, event: Mapping[str, Any]) -> tuple[Any, Words]:
    """``PATH.method('text')``."""
    path, _, method = text.replace("?.", ".").rpartition(".")
    if method not in METHODS or len(rest) < 3 or rest[1][0] != "text" or rest[2] != ("sign", ")"):
        raise Unknown
    holder = member(path, event)
    if not isinstance(holder, str | list):
        return ..., rest[3:]
    return METHODS[method](holder, rest[1][1][1:-1]), rest[3:]


def member(text: str, event: Mapping[str, Any]) -> Any:
    """The value at ``event.user.x``; Ellipsis where the whole object is not known."""
    first, *names = text.replace("?.", ".").split(".")
    if first != "event" or not names:
        raise Unknown
    if names[0] not in event:
        return ...
    value: Any = event[names[0]]
    for name in names[1:]:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
