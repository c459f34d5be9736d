"""Whether a value in a smoke file is of the kind that its key takes."""

import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from auth0ctl.journeys.smoke.declared import IN_TOKEN, Value
from auth0ctl.journeys.smoke.fields import Kind
from auth0ctl.journeys.smoke.matching import FORMS, is_form

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OF_KIND: Mapping[Kind, type | tuple[type, ...]] = {
    Kind.TEXT: str,
    Kind.FLAG: bool,
    Kind.NUMBER: int,
    Kind.LIST: list,
    Kind.TABLE: dict,
}
KIND_IN_TOKEN = {"list": Kind.LIST, "table": Kind.TABLE, "number": Kind.NUMBER, "text": Kind.TEXT}


class Wrong(Exception):
    """``sentence`` follows the key's name; ``path`` leads from the value to the part that is wrong."""

    def __init__(
        self, sentence: str, hint: str = "", *, path: tuple[str | int, ...] = (), at_key: bool = False
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.hint, self.path, self.at_key = sentence, hint, path, at_key


def words(value: Any) -> tuple[str, ...]:
    """Text of several words, or a list of them."""
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


def check_value(wanted: Value, value: Any) -> None:
    """Raises Wrong for a value that the key cannot have."""
    match wanted:
        case Value.TEXT:
            good = isinstance(value, str) and value != ""
        case Value.WORDS:
            good = isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        case Value.FLAG:
            good = isinstance(value, bool)
        case Value.SECONDS:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            good = number and math.isfinite(value) and value > 0
        case Value.VARIABLE:
            # What it is instead is not repeated: somebody may have put the secret itself there.
            good = isinstance(value, str) and VARIABLE.fullmatch(value) is not None
        case Value.PARAMETERS:
            good = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        case Value.STATUS:
            listed = value if isinstance(value, list) and value else [value]
            good = value is False or all(is_status(one) for one in listed)
        case Value.TOKEN:
            good = isinstance(value, bool | dict)
        case Value.SETTINGS:
            good = isinstance(value, dict)
    if not good:
        raise Wrong(f"takes {wanted.value}")
    if isinstance(value, dict):
        check_inside(wanted, value)


def check_inside(wanted: Value, table: Mapping[str, Any]) -> None:
    """Raises Wrong for what is wrong within a table."""
    if wanted is Value.TOKEN:
        check_token(table)
    if wanted is Value.SETTINGS:
        for name, one in table.items():
            check_forms(one, (name,))


def is_status(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599


def check_token(table: Mapping[str, Any]) -> None:
    """Raises Wrong for what cannot be declared of a token."""
    for name, value in table.items():
        if name not in IN_TOKEN:
            near = get_close_matches(name, IN_TOKEN, n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else f"A token has {', '.join(IN_TOKEN)}."
            raise Wrong("is nothing that can be declared of a token", hint, path=(name,), at_key=True)
        if name == "audience" and isinstance(value, str):
            continue
        if name == "form" and value not in ("jwt", "opaque"):
            raise Wrong("is jwt or opaque", path=(name,))
        try:
            check_field(KIND_IN_TOKEN[IN_TOKEN[name]], value)
        except Wrong as wrong:
            raise Wrong(wrong.sentence, wrong.hint, path=(name, *wrong.path), at_key=wrong.at_key) from None


def check_field(kind: Kind, value: Any) -> None:
    """Raises Wrong for what cannot be declared of a field that holds this kind of value."""
    if isinstance(value, dict) and (kind is not Kind.TABLE or is_form(value)):
        check_form(value, ())
        return
    fits = isinstance(value, OF_KIND[kind]) and (kind is Kind.FLAG or not isinstance(value, bool))
    if not fits:
        how = " or a table such as { contains = [...] }" if kind is Kind.LIST else ""
        raise Wrong(f"takes {kind.value}{how}")
    if kind is Kind.TABLE:
        for name, one in value.items():
            check_forms(one, (name,))


def check_forms(value: Any, path: tuple[str | int, ...]) -> None:
    """The same within tables whose members nobody knows."""
    if is_form(value):
        check_form(value, path)
    elif isinstance(value, dict):
        for name, one in value.items():
            check_forms(one, (*path, name))


def check_form(value: Mapping[str, Any], path: tuple[str | int, ...]) -> None:
    """Raises Wrong for a table that says no way in which a value is compared."""
    if not value:
        raise Wrong(f"takes a table with one of {', '.join(FORMS)}", path=path)
    for form, one in value.items():
        here = (*path, form)
        if form not in FORMS:
            near = get_close_matches(form, FORMS, n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else f"Choose one of: {', '.join(FORMS)}."
            raise Wrong("is no way to compare a value", hint, path=here, at_key=True)
        number = isinstance(one, int | float) and not isinstance(one, bool)
        if form == "absent" and not isinstance(one, bool):
            raise Wrong("takes true or false", path=here)
        if form in ("at_least", "at_most") and not number:
            raise Wrong("takes a number", path=here)
        if form in ("contains", "excludes", "one_of") and not (isinstance(one, Sequence) and one):
            raise Wrong("takes a list", path=here)
    if value.get("absent") is True and len(value) > 1:
        other = next(form for form in value if form != "absent")
        raise Wrong("and absent exclude each other: what is not there holds nothing", path=(*path, other), at_key=True)
