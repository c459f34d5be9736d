"""JSON read strictly (requirement V06): UTF-8 without BOM, no name twice, no NaN, no depth, no number without end.

Two readers of one token must never see two different values in it; every leniency of ``json.loads`` is a way to make
them. Standard library only.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 32
MAX_DIGITS = 64

_structure = re.compile(r'[\[\]{}"\\]')
_member = re.compile(r'\s*[{,]\s*"([^"]*)"\s*:\s*')
_surrogate_escape = re.compile(r"\\u[dD][89a-fA-F]")


class _Objection(Exception):
    pass


def read(raw: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value and every objection to it, as ends of a sentence ("is not UTF-8").

    With an objection the value is only good for showing: the last of two equal names is kept, numbers JSON does not
    have become strings, lone surrogates become "?". It is None where nothing can be read safely. Never raises.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, ("is not UTF-8",)
    if (value := plain(text)) is not None:
        return value, ()
    objections: list[str] = []
    if text.startswith("\ufeff"):
        objections.append("begins with a byte order mark")
        text = text[1:]
    if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(text):
        return None, (*objections, f"nests deeper than {MAX_DEPTH} levels")
    try:
        value = _STRICT.decode(text)
    except _Objection:
        value = _read_leniently(text, objections)
    except (ValueError, RecursionError):
        return None, (*objections, "is not JSON")
    if _surrogate_escape.search(text):
        value = _without_lone_surrogates(value, objections)
    return value, tuple(dict.fromkeys(objections))


def plain(text: str) -> dict[str, Any] | None:
    """The object, where there is nothing to look at twice; None where anything is unusual."""
    # A search for one character costs next to nothing, counting does: most objects hold no further one.
    brackets = text.count("[") + (text.count("{") if text.find("{", 1) > 0 else 1)
    if brackets > MAX_DEPTH or ("\\" in text and "\\u" in text):
        return None
    try:
        value, end = _SCAN(text, 0)
    except (_Objection, ValueError, StopIteration, RecursionError):
        return None
    return value if end == len(text) and isinstance(value, dict) else None


def places(text: str) -> Iterator[tuple[str, int, int]]:
    """The name of each member of an object, and where its value begins and ends; for text without objections and
    without backslashes."""
    end = 0
    while found := _member.match(text, end):
        _, end = _SCAN(text, found.end())
        yield found[1], found.end(), end


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Objection
    return members


def _constant(name: str) -> Any:
    raise _Objection(name)


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _Objection
    return int(digits)


def _real(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Objection
    return value


# The fast reader gives up at the first objection; only then does the slow one collect them all.
_STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer, parse_float=_real)
_SCAN: Any = vars(_STRICT)["scan_once"]  # reads one value and says where it ends


def _read_leniently(text: str, objections: list[str]) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                objections.append(f"names the member {name[:60]!a} twice")
            seen.add(name)
        return dict(pairs)

    def constant(name: str) -> str:
        objections.append(f"holds {name}, which JSON does not have")
        return name

    def integer(digits: str) -> int | str:
        if len(digits) <= MAX_DIGITS:
            return int(digits)
        objections.append(f"holds a number of {len(digits)} digits")
        return digits[:20] + "…"

    def real(digits: str) -> float | str:
        value = float(digits)
        if math.isfinite(value):
            return value
        objections.append("holds a number too large for any reader")
        return digits[:20]

    reader = json.JSONDecoder(object_pairs_hook=members, parse_constant=constant, parse_int=integer, parse_float=real)
    try:
        return reader.decode(text)
    except (ValueError, RecursionError):
        objections.append("is not JSON")
        return None


def _too_deep(text: str) -> bool:
    """Do brackets outside strings nest deeper than ``MAX_DEPTH``? One pass: hostile text costs its length."""
    depth = 0
    in_string = False
    skip = -1
    for match in _structure.finditer(text):
        at, mark = match.start(), match.group()
        if at == skip:
            continue
        if mark == "\\":
            skip = at + 1
        elif mark == '"':
            in_string = not in_string
        elif not in_string:
            depth += 1 if mark in "[{" else -1
            if depth > MAX_DEPTH:
                return True
    return False


def _without_lone_surrogates(value: Any, objections: list[str]) -> Any:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        objections.append("holds half of a surrogate pair, which is no character")
        return json.loads(text.encode("utf-8", "replace"))
    return value
