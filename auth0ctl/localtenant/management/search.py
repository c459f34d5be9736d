"""The part of the Lucene search syntax that is understood, for users and logs.

``field:value``, ``field:"value"``, ``field:val*``, ``field:[from TO to]`` (``{}`` leaves the ends out, ``*`` is no
end), ``field:>=value``, ``_exists_:field``, and a bare ``value`` or ``"value"`` in any field; joined by AND, OR, NOT
and parentheses, of which NOT binds strongest and OR weakest. Two terms side by side and anything else are refused
rather than answered wrongly.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.store.state import JSON

Test = Callable[[Mapping[str, Any]], bool]

MAX_LENGTH = 4096  # characters; INFERRED
MAX_DEPTH = 50

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<bracket>[()])
      | (?P<field>[A-Za-z_$][\w.]*):
        (?: "(?P<quoted>[^"]*)"
          | (?P<open>[\[{])(?P<low>[^\s\]}]+)\s+TO\s+(?P<high>[^\s\]}]+)(?P<close>[\]}])
          | (?P<compare>[<>]=?)(?P<limit>[^\s"()<>=]+)
          | (?P<plain>[^\s"()\[\]{}<>]+) )
      | "(?P<phrase>[^"]*)"
      | (?P<word>[^\s"():\[\]{}]+)
    )""",
    re.VERBOSE,
)


def matching(rows: Sequence[JSON], query: str) -> list[JSON]:
    """The rows that fit. Raises ApiError 400 ``invalid_query_string`` for a query outside the language."""
    test = _Parser(query).parse()
    return [row for row in rows if test(row)]


def exact_terms(query: str) -> Mapping[str, str]:
    """Field and value of every ``field:value`` that each row must fit: all of them are joined by AND, or there is one.

    Empty for a query of any other form. A value has no star in it.
    """
    found: dict[str, str] = {}
    for number, part in enumerate(_TOKEN.finditer(query.strip()[:MAX_LENGTH])):
        if number % 2:
            if part["word"] not in ("AND", "&&"):
                return {}
        elif part["field"] is None and part["phrase"] is None and part["word"] is None:
            return {}  # a bracket
        elif part["word"] in ("NOT", "!"):
            return {}
        elif part["quoted"] or (part["plain"] and "*" not in part["plain"]):
            found.setdefault(part["field"], part["quoted"] or part["plain"])
    return found


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = self._split(query)
        self._at = 0
        self._depth = 0

    def parse(self) -> Test:
        test = self._any()
        if self._at < len(self._tokens):
            raise self._refused()
        return test

    def _split(self, query: str) -> list[re.Match[str]]:
        if len(query) > MAX_LENGTH:
            raise self._refused()
        tokens: list[re.Match[str]] = []
        place = 0
        text = query.rstrip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise self._refused()
            tokens.append(match)
            place = match.end()
        return tokens

    def _refused(self) -> ApiError:
        text = f"The local tenant does not understand this query: {self._query[:200]}"
        return ApiError(400, text, "invalid_query_string")

    def _word(self) -> str:
        """The word or bracket that comes next, empty if it is none."""
        if self._at >= len(self._tokens):
            return ""
        match = self._tokens[self._at]
        return match["word"] or match["bracket"] or ""

    def _any(self) -> Test:
        tests = [self._every()]
        while self._word() in ("OR", "||"):
            self._at += 1
            tests.append(self._every())
        return lambda row: any(test(row) for test in tests)

    def _every(self) -> Test:
        tests = [self._one()]
        while self._word() in ("AND", "&&"):
            self._at += 1
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        word = self._word()
        if self._at >= len(self._tokens) or self._depth > MAX_DEPTH:
            raise self._refused()
        match = self._tokens[self._at]
        self._at += 1
        self._depth += 1
        try:
            if word in ("NOT", "!"):
                negated = self._one()
                return lambda row: not negated(row)
            if word == "(":
                inner = self._any()
                if self._word() != ")":
                    raise self._refused()
                self._at += 1
                return inner
        finally:
            self._depth -= 1
        if word in (")", "AND", "OR", "&&", "||"):
            raise self._refused()
        return _term(match)


def _term(match: re.Match[str]) -> Test:
    field = match["field"]
    if field is None:
        wanted, exact = match["phrase"] or match["word"] or "", match["phrase"] is not None
        return lambda row: any(_same(text, wanted, exact=exact) for text in _texts(_leaves(row)))
    if field == "_exists_":
        name = match["plain"] or match["quoted"] or ""
        return lambda row: any(value is not None for value in _value(row, name))
    if match["open"]:
        low, high = match["low"], match["high"]
        inclusive = match["open"] == "[", match["close"] == "]"
        return lambda row: any(
            _above(text, low, inclusive=inclusive[0]) and _above(high, text, inclusive=inclusive[1])
            for text in _texts(_value(row, field))
        )
    if match["compare"]:
        limit, inclusive_end = match["limit"], match["compare"].endswith("=")
        if match["compare"].startswith(">"):
            return lambda row: any(_above(text, limit, inclusive=inclusive_end) for text in _texts(_value(row, field)))
        return lambda row: any(_above(limit, text, inclusive=inclusive_end) for text in _texts(_value(row, field)))
    wanted, exact = match["quoted"] if match["quoted"] is not None else match["plain"], match["quoted"] is not None
    return lambda row: any(_same(text, wanted, exact=exact) for text in _texts(_value(row, field)))


def _value(row: Mapping[str, Any], field: str) -> list[Any]:
    """The values under a dotted name; lists on the way are searched through, as in ``identities.provider``."""
    values: list[Any] = [row]
    for name in field.split("."):
        flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
        values = [item[name] for item in flat if isinstance(item, Mapping) and name in item]
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _texts(values: list[Any]) -> list[str]:
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in values]


def _same(text: str, wanted: str, *, exact: bool) -> bool:
    text, wanted = text.lower(), wanted.lower()
    if exact or "*" not in wanted:
        return text == wanted
    # Not as a regular expression: many stars would make one that takes for ever.
    first, *middle, last = wanted.split("*")
    if not text.startswith(first):
        return False
    place = len(first)
    for part in middle:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(text) - len(last) >= place and text.endswith(last)


def _above(text: str, limit: str, *, inclusive: bool) -> bool:
    """Is ``text`` after ``limit``: as numbers if both are, else as texts, which is right for dates."""
    if "*" in (text, limit):
        return True
    try:
        first, second = float(text), float(limit)
    except ValueError:
        return text > limit or (inclusive and text == limit)
    return first > second or (inclusive and first == second)
