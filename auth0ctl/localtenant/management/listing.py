"""Lists and field selection: plain arrays, ``include_totals`` envelopes, checkpoints, and the Actions' own style.

management-api.md section 4 and its recorded additions.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, public, query_fault
from auth0ctl.localtenant.store.filters import Where
from auth0ctl.localtenant.store.state import JSON, State

PER_PAGE = 50  # the default is INFERRED; 100 as the maximum is recorded
REACH = 1000  # offset paging ends here

# The query parameters that the functions below read.
FIELDS = ("fields", "include_fields")
NUMBERED = ("page", "per_page")
PAGES = (*NUMBERED, "include_totals", "take", "from", *FIELDS)

# The order of the envelope's members: of clients and the like, of organizations and the like, of forms and flows.
Envelope = Literal["first", "last", "limit"]
_BEFORE: Mapping[Envelope, tuple[str, ...]] = {
    "first": ("total", "start", "limit"),
    "last": (),
    "limit": ("limit", "start", "total"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All objects of a kind, or those that fit ``where``, read page by page; the last costs what the first does."""

    state: State
    kind: str
    show: Callable[[JSON], JSON] = public
    where: Where = field(default_factory=dict)

    def __len__(self) -> int:
        return self.state.count(self.kind, self.where)

    def window(self, offset: int, limit: int) -> list[JSON]:
        return [self.show(row) for row in self.state.page(self.kind, offset=offset, limit=limit, where=self.where)]

    def after(self, mark: str, take: int) -> tuple[list[JSON], str | None]:
        """The next ``take`` rows and the mark to go on from, None at the end. Raises ValueError for a foreign mark."""
        found = self.state.after(self.kind, int(mark or "0"), limit=take + 1, where=self.where)
        rows = [self.show(row) for _, row in found[:take]]
        return rows, str(found[take - 1][0]) if len(found) > take else None


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows that are at hand already."""

    rows: Sequence[JSON]

    def __len__(self) -> int:
        return len(self.rows)

    def window(self, offset: int, limit: int) -> list[JSON]:
        return list(self.rows[offset : offset + limit])

    def after(self, mark: str, take: int) -> tuple[list[JSON], str | None]:
        start = self._position(mark)
        page = list(self.rows[start : start + take])
        end = start + take
        return page, f"{end} {_name(self.rows[end - 1])}" if end < len(self.rows) else None

    def _position(self, mark: str) -> int:
        """Where to go on: after the row the mark names, or, if that is gone, at the number it had."""
        if not mark:
            return 0
        number, _, last = mark.partition(" ")
        fallback = int(number)
        return next((index + 1 for index, row in enumerate(self.rows) if last and _name(row) == last), max(fallback, 0))


Rows = Sequence[JSON] | Stored


def select(call: Call, body: Mapping[str, Any]) -> JSON:
    """The fields that ``fields`` and ``include_fields`` ask for."""
    names = {name.strip() for name in (call.text("fields") or "").split(",") if name.strip()}
    if not names:
        return dict(body)
    wanted = call.flag("include_fields") is not False
    return {key: value for key, value in body.items() if (key in names) == wanted}


def listing(
    call: Call, rows: Rows, collection: str, *, envelope: Envelope = "first", always_object: bool = False
) -> Answer:
    """The page of ``rows`` that the query asks for.

    ``envelope``: where the totals stand. ``always_object``: an object even without totals, as checkpoint-only lists
    answer.
    """
    source = rows if isinstance(rows, Stored) else Filtered(rows)
    if call.text("take") is not None or call.text("from") is not None or always_object:
        return _checkpoint(call, source, collection)
    offset, limit = _window(call)
    shown = [select(call, row) for row in source.window(offset, limit)]
    if not call.flag("include_totals"):
        return Answer(body=shown)
    totals = {"start": offset, "limit": limit, "total": len(source)}
    before = {name: totals.pop(name) for name in _BEFORE[envelope]}
    return Answer(body={**before, collection: shown, **totals})


def user_listing(call: Call, rows: Rows) -> Answer:
    """Users alone have ``length``."""
    if call.text("take") is not None or call.text("from") is not None:
        return listing(call, rows, "users")
    source = rows if isinstance(rows, Stored) else Filtered(rows)
    offset, limit = _window(call)
    shown = [select(call, row) for row in source.window(offset, limit)]
    if not call.flag("include_totals"):
        return Answer(body=shown)
    return Answer(body={"start": offset, "limit": limit, "length": len(shown), "users": shown, "total": len(source)})


def action_listing(call: Call, rows: Sequence[JSON], collection: str) -> Answer:
    """Always an object, and a number that is zero is left out (recorded)."""
    number = call.number("page", default=0, minimum=0)
    limit = call.number("per_page", default=100, minimum=1, maximum=100)
    body: JSON = {collection: list(rows[number * limit : (number + 1) * limit])}
    if rows:
        body["total"] = len(rows)
    if number:
        body["page"] = number
    return Answer(body=body | {"per_page": limit})


def _window(call: Call) -> tuple[int, int]:
    limit = call.number("per_page", default=PER_PAGE, minimum=0, maximum=100)
    offset = call.number("page", default=0, minimum=0) * limit
    if offset >= REACH:  # status and code INFERRED
        raise ApiError(400, f"You can only page through the first {REACH} records.", "invalid_paging")
    return offset, limit


def _checkpoint(call: Call, source: Stored | Filtered, collection: str) -> Answer:
    take = call.number("take", default=PER_PAGE, minimum=1, maximum=100)
    checkpoint = call.text("from") or ""
    try:
        mark = base64.b64decode(checkpoint + "=" * (-len(checkpoint) % 4), b"-_", validate=True).decode()
        page, following = source.after(mark, take)
    except (binascii.Error, ValueError, OverflowError) as error:  # wording INFERRED
        raise query_fault("Invalid checkpoint", "from") from error
    body: JSON = {collection: [select(call, row) for row in page]}
    if following is not None:
        body["next"] = base64.urlsafe_b64encode(following.encode()).decode().rstrip("=")
    return Answer(body=body)


def _name(row: Mapping[str, Any]) -> str:
    for key in ("client_id", "id", "user_id", "custom_domain_id"):
        if key in row and not (key == "client_id" and "id" in row):
            return str(row[key])
    return ""
