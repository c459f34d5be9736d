"""Holds a text against tables of wordings, and ranks the causes that fit.

A phrase is what a library or the tenant says, in lower case, with ``'`` for every kind of quote. ``<name>`` stands for
a value that is kept under that name, ``*`` for anything; ``=`` before a phrase means that a line says this and nothing
else. ``~issuer`` stands for every sentence that finds fault with the issuer, as ``verdicts`` reads it. Phrases are
compared as plain text first: a regular expression is made only for one that fits.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from auth0ctl.findings import Rule
from auth0ctl.rules.said.verdicts import two_urls
from auth0ctl.rules.said.words import Words

CAPTURED = 300  # characters that one placeholder may stand for
SKIPPED = 200  # characters that ``*`` may stand for

UNQUOTED = " .,;:'()\N{BULLET}"  # what stands around a value and does not belong to it

Captures = Mapping[str, str]
Test = Callable[[Words, Captures], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One row: words that point to a rule.

    ``weight`` says how surely, out of 100; each hint adds to it where its test holds. ``near`` are words of which one
    must stand somewhere in the text, or among the facts, for wordings that other programs use as well; a text that
    says just this, and nothing else (``=``), needs none. ``detail`` and
    ``fix`` may hold ``{name}`` of what was captured. ``check`` is what would tell this cause from the others.
    """

    rule: Rule
    weight: int
    phrases: tuple[str, ...]
    hints: tuple[tuple[Test, int], ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    detail: str = ""
    fix: str = ""
    check: str = ""


def wording(
    rule: Rule,
    weight: int,
    *phrases: str,
    hints: tuple[tuple[Test, int], ...] = (),
    near: tuple[str, ...] = (),
    unless: tuple[str, ...] = (),
    detail: str = "",
    fix: str = "",
    check: str = "",
) -> Wording:
    """A row of a table."""
    return Wording(
        rule=rule,
        weight=weight,
        phrases=phrases,
        hints=hints,
        near=near,
        unless=unless,
        detail=detail,
        fix=fix,
        check=check,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One cause that fits: how well, by which row, and the words that say so."""

    wording: Wording
    weight: int
    seen: str
    captures: Captures


def read(words: Words, table: Iterable[Wording]) -> list[Reading]:
    """The best reading for each rule, the surest first."""
    best: dict[str, Reading] = {}
    for row in table:
        found = fits(words, row)
        if found is None:
            continue
        seen, captures = found
        weight = row.weight + sum(change for test, change in row.hints if test(words, captures))
        one = Reading(wording=row, weight=weight, seen=seen, captures=captures)
        if row.rule.name not in best or best[row.rule.name].weight < weight:
            best[row.rule.name] = one
    return sorted(best.values(), key=lambda one: -one.weight)


def fits(words: Words, row: Wording) -> tuple[str, Captures] | None:
    """The words that fit and what was captured; None where no phrase does."""
    if row.unless and words.says(*row.unless):
        return None
    for phrase in row.phrases:
        found = spoken(words, phrase)
        # What is near is looked for last: most phrases are not there at all.
        if found and (phrase.startswith("=") or not row.near or words.near(row.near)):
            return found
    return None


def spoken(words: Words, phrase: str) -> tuple[str, Captures] | None:
    """The words that fit one phrase and what it captures; None where it does not fit."""
    if phrase.startswith("="):
        return (phrase[1:], {}) if phrase[1:] in words.bare else None
    if phrase.startswith("~"):
        if not (seen := words.verdict(phrase[1:])):
            return None
        found, expected = two_urls(words.text)
        return seen, {"found": found, "expected": expected} if expected else {}
    if not all(piece in words.lower for piece in pieces(phrase)):
        return None
    match = pattern(phrase).search(words.text)
    if match is None:
        return None
    return match[0], {name: value.strip(UNQUOTED) for name, value in match.groupdict().items() if value}


@cache
def pieces(phrase: str) -> tuple[str, ...]:
    """The literal parts of a phrase."""
    return tuple(part.strip() for part in re.split(r"<\w+>|\*", phrase) if part.strip())


def pattern(phrase: str) -> re.Pattern[str]:
    """The regular expression of a phrase; whole words at both ends."""
    made = ""
    for part in re.split(r"(<\w+>|\s*\*\s*)", phrase):
        if part.strip() == "*":
            made += rf"\s?.{{0,{SKIPPED}}}?\s?"
        elif re.fullmatch(r"<\w+>", part):
            made += rf"(?P<{part[1:-1]}>.{{0,{CAPTURED}}}?)"
        else:
            made += re.escape(part)
    if made.endswith("?)"):  # at the end a value goes as far as it holds together
        made = made[: made.rindex("(")] + rf"(?P<{phrase.rstrip('>').rpartition('<')[2]}>\S{{0,{CAPTURED}}})"
    before = r"(?<![a-z0-9])" if phrase[0].isalnum() else ""
    after = r"(?![a-z0-9])" if phrase[-1].isalnum() else ""
    return re.compile(before + made + after, re.IGNORECASE)
