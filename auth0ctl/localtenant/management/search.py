"""The small part of the search syntax that is understood: ``field:value`` and ``field:"value"`` joined by AND.

A ``*`` at the end of an unquoted value matches any ending. Anything else is refused rather than answered wrongly.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.store.state import JSON

_TERM = re.compile(r'(?P<field>[A-Za-z_$][\w.]*):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"():]+))')


def matching(rows: Sequence[JSON], query: str) -> list[JSON]:
    """The rows that fit. Raises ApiError 400 ``invalid_query_string`` for a query outside the language."""
    found = list(rows)
    for term in re.split(r"\s+AND\s+", query.strip()):
        match = _TERM.fullmatch(term)
        if match is None:
            raise ApiError(400, f"The local tenant does not understand this query: {term}", "invalid_query_string")
        found = [row for row in found if _fits(_value(row, match["field"]), match["quoted"], match["plain"])]
    return found


def _value(row: Mapping[str, Any], field: str) -> list[Any]:
    """The values under a dotted name; lists on the way are searched through, as in ``identities.provider``."""
    values: list[Any] = [row]
    for name in field.split("."):
        flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
        values = [item[name] for item in flat if isinstance(item, Mapping) and name in item]
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _fits(values: list[Any], quoted: str | None, plain: str | None) -> bool:
    texts = [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
    if quoted is not None:
        return any(text.lower() == quoted.lower() for text in texts)
    wanted = (plain or "").lower()
    if wanted.endswith("*"):
        return any(text.lower().startswith(wanted[:-1]) for text in texts)
    return any(text.lower() == wanted for text in texts)
