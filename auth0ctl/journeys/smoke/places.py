"""Where every key and value of a TOML text stands.

The standard library's reader says what a text means and where its syntax breaks; it keeps no positions of what it has
read. This scanner only finds positions, in a text that the reader has taken: it judges nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from auth0ctl.errors import ConfigError

Path = tuple[str | int, ...]  # ("client", 0, "callbacks", 1): keys, and places in a list

BLANK = re.compile(r"(?:\s|#[^\n]*)*")  # within a list or between lines; comments too
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"{3,5}'
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*"  # a date and a time with a space between them
    r"|[^\s,\]}#]+"
)
POSITION = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


class Place(NamedTuple):
    """Both from 1, in characters."""

    line: int
    column: int


class Places:
    """Places of keys and of values, by their path."""

    def __init__(self, text: str) -> None:
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self._text = text
        self._at = 0
        self._lists: dict[Path, int] = {}  # of [[headers]]: the last one's place
        self._scan()

    def key(self, *path: str | int) -> Place:
        """Where a key stands; for what has none of its own, the nearest thing around it."""
        return self._nearest(self.keys, path)

    def value(self, *path: str | int) -> Place:
        """Where a value stands; for what has none of its own, the nearest thing around it."""
        return self._nearest(self.values, path)

    def _nearest(self, found: Mapping[Path, Place], path: Path) -> Place:
        while path:
            if place := found.get(path) or self.keys.get(path):
                return place
            path = path[:-1]
        return Place(1, 1)

    def _scan(self) -> None:
        table: Path = ()
        while True:
            self._skip(BLANK)
            if self._at >= len(self._text):
                return
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        begins = self._at
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        parts = self._key()
        self._skip(BLANK)
        self._at += 2 if many else 1
        path: Path = ()
        for number, part in enumerate(parts):
            path = (*path, part)
            if many and number == len(parts) - 1:
                self._lists[path] = self._lists.get(path, -1) + 1
            if path in self._lists:
                path = (*path, self._lists[path])
        self.keys[path] = self.values[path] = self._place(begins)
        return path

    def _pair(self, table: Path) -> None:
        begins = self._at
        path = (*table, *self._key())
        for length in range(len(table) + 1, len(path) + 1):  # a.b = 1 is a place of a as well
            self.keys.setdefault(path[:length], self._place(begins))
        self._skip(BLANK)
        self._at += 1  # the equals sign
        self._skip(BLANK)
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip(BLANK)
            if self._text[self._at] in "\"'":
                quoted = self._take(SCALAR)
                parts.append(str(tomllib.loads(f"key = {quoted}")["key"]))
            else:
                parts.append(self._take(BARE_KEY))
            self._skip(BLANK)
            if not self._text.startswith(".", self._at):
                return tuple(parts)
            self._at += 1

    def _value(self, path: Path) -> None:
        self.values[path] = self._place(self._at)
        if self._text[self._at] not in "[{":
            self._take(SCALAR)
            return
        closes = {"[": "]", "{": "}"}[self._text[self._at]]
        self._at += 1
        number = 0
        while True:
            self._skip(BLANK)
            if self._text[self._at] == closes:
                self._at += 1
                return
            if closes == "]":
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)
            self._skip(BLANK)
            if self._text[self._at] == ",":
                self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:  # nothing that the reader takes looks like this
            raise ValueError(f"nothing is known at character {self._at}")
        self._at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _place(self, at: int) -> Place:
        before = self._text.rfind("\n", 0, at)
        return Place(self._text.count("\n", 0, at) + 1, at - before)


def read_toml(data: bytes, file: str) -> tuple[dict[str, Any], Places]:
    """The document and its places. Raises ConfigError with line and column for what is no TOML; ``file`` names it."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise ConfigError(f"{spot(file, place)}: a byte that is not UTF-8") from None
    try:
        return tomllib.loads(text), Places(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        found = POSITION.search(said)
        end = Place(text.count("\n") + 1, len(text) - text.rfind("\n"))
        place = Place(int(found[1]), int(found[2])) if found and found[1] else end
        reason = POSITION.sub("", said).strip()
        raise ConfigError(
            f"{spot(file, place)}: this is no TOML: {reason[:1].lower()}{reason[1:]}", "See https://toml.io/en/v1.0.0."
        ) from None
    except RecursionError:
        raise ConfigError(f"{file}: this is no TOML: brackets within brackets without end") from None


def spot(file: str, place: Place) -> str:
    """``auth0ctl.toml:3:7``, as compilers write it and editors open it."""
    return f"{file}:{place.line}:{place.column}"
