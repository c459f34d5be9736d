"""Which checks need which others: those that a file names, and the flows whose tokens are used elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.journeys.smoke.declared import Declared
from auth0ctl.journeys.smoke.places import spot

TOKENS_OF = ("flow",)  # kinds of checks that bring tokens


def with_needs(checks: Iterable[Declared], file: str) -> tuple[Declared, ...]:
    """The checks with all that they need. Raises ConfigError for an id that there is none of, and for a circle."""
    every = {one.id: one for one in checks}
    found = []
    for one in every.values():
        source = one.given.get("token_from")
        for key, names in (("needs", one.needs), ("token_from", (source,) if source else ())):
            for name in names:
                if name not in every:
                    near = get_close_matches(name, every, n=1, cutoff=0.6)
                    hint = f"Did you mean {near[0]}?" if near else ""
                    raise ConfigError(f"{spot(file, one.places[key])}: no check has the id {name}", hint)
        if source and every[source].kind not in TOKENS_OF:
            raise ConfigError(f"{spot(file, one.places['token_from'])}: {source} is no flow, and brings no token")
        found.append(replace(one, needs=tuple(dict.fromkeys((*one.needs, *([source] if source else []))))))
    named = {one.id: one for one in found}
    for one in found:
        if (circle := circle_from(one.id, named)) is not None:
            raise ConfigError(f"{spot(file, one.place)}: these checks need each other: {' needs '.join(circle)}")
    return tuple(found)


def circle_from(start: str, checks: Mapping[str, Declared]) -> tuple[str, ...] | None:
    """The way from a check back to itself, if there is one."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for needed in checks[way[-1]].needs:
            if needed == start:
                return (*way, start)
            if needed not in seen:
                seen.add(needed)
                ways.append((*way, needed))
    return None


def chosen(checks: tuple[Declared, ...], only: Iterable[str]) -> tuple[Declared, ...]:
    """The checks that ``--only`` names by id or kind, ``*`` and ``?`` standing for anything, and all that they need.

    Raises UsageError for a pattern that fits none.
    """
    patterns = tuple(only)
    if not patterns:
        return checks
    wanted: set[str] = set()
    for pattern in patterns:
        fitting = {one.id for one in checks if fnmatchcase(one.id, pattern) or fnmatchcase(one.kind, pattern)}
        if not fitting:
            kinds = dict.fromkeys(one.kind for one in checks)
            raise UsageError(
                f"--only {pattern} fits no check",
                f"The file has the kinds {', '.join(kinds)}; `*` stands for anything.",
            )
        wanted |= fitting
    every = {one.id: one for one in checks}
    waiting = list(wanted)
    while waiting:
        for needed in every[waiting.pop()].needs:
            if needed not in wanted:
                wanted.add(needed)
                waiting.append(needed)
    return tuple(one for one in checks if one.id in wanted)
