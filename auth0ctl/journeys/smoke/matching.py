"""What is declared of a value, and whether a value is so.

A plain value must be equal; a list must hold the same, in any order; a table speaks of the members that it names. A
table of ``FORMS`` says it otherwise: ``{ contains = ["read:orders"] }``, ``{ absent = true }``, ``{ at_most = 3600 }``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMS = ("contains", "excludes", "one_of", "absent", "at_least", "at_most")
LONGEST = 160  # characters of a value that are worth repeating


class _Absent:
    """A member that is not there, which is not the same as null."""


ABSENT = _Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as declared. ``lacking`` and ``too_many`` are the items of a list that make it so."""

    name: str
    expected: str
    seen: str
    lacking: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()


def is_form(wanted: Any) -> bool:
    """Whether this says how a value is compared, and is no value itself."""
    return isinstance(wanted, Mapping) and bool(wanted) and all(name in FORMS for name in wanted)


def differences(name: str, wanted: Any, actual: Any) -> tuple[Difference, ...]:
    """What of ``actual`` is not as ``wanted``. ``actual`` is a JSON value, or ``ABSENT``."""
    if is_form(wanted):
        return tuple(one for form, value in wanted.items() if (one := in_form(name, form, value, actual)))
    if isinstance(wanted, Mapping):
        members = actual if isinstance(actual, Mapping) else {}
        return tuple(
            one
            for member, value in wanted.items()
            for one in differences(f"{name}.{member}", value, members.get(member, ABSENT))
        )
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        return same_items(name, wanted, actual)
    if equal(wanted, actual):
        return ()
    return (Difference(name=name, expected=shown(wanted), seen=shown(actual)),)


def same_items(name: str, wanted: Sequence[Any], actual: Any) -> tuple[Difference, ...]:
    """A whole list, whose order says nothing."""
    present = items(actual, wanted)
    lacking = tuple(str(one) for one in wanted if one not in present)
    too_many = tuple(str(one) for one in present if one not in wanted)
    if not lacking and not too_many and isinstance(actual, Sequence):
        return ()
    expected = "exactly " + shown(list(wanted))
    return (Difference(name=name, expected=expected, seen=shown(actual), lacking=lacking, too_many=too_many),)


def in_form(name: str, form: str, value: Any, actual: Any) -> Difference | None:
    """One form, held against a value."""
    match form:
        case "absent":
            there = actual is not ABSENT and actual is not None
            if there is not value:
                return None
            return Difference(name=name, expected="absent" if value else "present", seen=shown(actual))
        case "contains" | "excludes":
            wanted = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            present = items(actual, wanted)
            lacking = tuple(str(one) for one in wanted if one not in present) if form == "contains" else ()
            too_many = tuple(str(one) for one in wanted if one in present) if form == "excludes" else ()
            if not lacking and not too_many:
                return None
            said = f"{'contains' if form == 'contains' else 'without'} {shown(list(wanted))}"
            return Difference(name=name, expected=said, seen=shown(actual), lacking=lacking, too_many=too_many)
        case "one_of":
            fits = any(equal(one, actual) for one in value)
            return None if fits else Difference(name=name, expected=f"one of {shown(value)}", seen=shown(actual))
        case _:
            number = isinstance(actual, int | float) and not isinstance(actual, bool)
            fits = number and (actual >= value if form == "at_least" else actual <= value)
            words = form.replace("_", " ")
            return None if fits else Difference(name=name, expected=f"{words} {shown(value)}", seen=shown(actual))


def items(actual: Any, wanted: Sequence[Any]) -> list[Any]:
    """The items of a list. Those of an API's ``scopes`` are objects: their ``value`` is what people write."""
    if not isinstance(actual, Sequence) or isinstance(actual, str):
        return [] if actual is ABSENT or actual is None else [actual]
    plain = not any(isinstance(one, Mapping) for one in wanted)
    return [one["value"] if plain and isinstance(one, Mapping) and "value" in one else one for one in actual]


def equal(wanted: Any, actual: Any) -> bool:
    """JSON's idea of equal: true is not 1."""
    return isinstance(wanted, bool) == isinstance(actual, bool) and bool(wanted == actual)


def shown(value: Any) -> str:
    """A value as JSON, cut where it is long; API scopes by their names alone."""
    if value is ABSENT:
        return "absent"
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = items(value, ())
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
