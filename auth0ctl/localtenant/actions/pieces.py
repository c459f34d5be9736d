"""Cuts the source of an Action into pieces: names, literals and marks, without comments and space."""

import re
from dataclasses import dataclass


class Unreadable(Exception):
    """The source is outside the language above; the argument is one sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    text: str
    line: int


_PATTERN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<template>`(?:[^`\\]|\\.)*`)
      | (?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
      | (?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
      | (?P<name>[A-Za-z_$][\w$]*)
      | (?P<mark>=>|\?\?|\?\.|[(){}\[\].,;:=!+])""",
    re.VERBOSE | re.DOTALL,
)


def pieces(source: str, line: int = 1) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None:
            raise Unreadable(f"line {line}: {source[at]!r} is not understood")
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(Piece(kind, match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    found.append(Piece("end", "the end", line))
    return found


def unquoted(piece: Piece) -> str:
    return plain(piece.text[1:-1], piece.line)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def plain(text: str, line: int) -> str:
    """The text with its backslash escapes replaced."""

    def replaced(match: re.Match[str]) -> str:
        code = match.group(1)
        if code[0] in "xu" and len(code) > 1:
            return chr(int(code.lstrip("xu").strip("{}"), 16))
        if code[0] in "xu" or (code.isdecimal() and code != "0"):
            raise Unreadable(f"line {line}: the escape \\{code} is not understood")
        return _ESCAPES.get(code, code)

    escape = r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,5}\}|.)"
    units = re.sub(escape, replaced, text, flags=re.DOTALL)
    try:  # \ud83d\ude00 is one character written as two UTF-16 units
        return units.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise Unreadable(f"line {line}: half a character") from error
