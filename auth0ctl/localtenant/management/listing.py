"""Lists and field selection: plain arrays, ``include_totals`` envelopes, checkpoints, and the Actions' own style.

management-api.md section 4 and its recorded additions.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, query_fault
from auth0ctl.localtenant.store.state import JSON

PER_PAGE = 50  # the default is INFERRED; 100 as the maximum is recorded
REACH = 1000  # offset paging ends here


def select(call: Call, body: Mapping[str, Any]) -> JSON:
    """The fields that ``fields`` and ``include_fields`` ask for."""
    names = {name.strip() for name in (call.text("fields") or "").split(",") if name.strip()}
    if not names:
        return dict(body)
    wanted = call.flag("include_fields") is not False
    return {key: value for key, value in body.items() if (key in names) == wanted}


def listing(
    call: Call, rows: Sequence[JSON], collection: str, *, totals_first: bool = True, always_object: bool = False
) -> Answer:
    """The page of ``rows`` that the query asks for.

    ``totals_first``: the envelope of clients and the like; else the one of organizations, with the collection first.
    ``always_object``: an object even without totals, as checkpoint-only lists answer.
    """
    if call.text("take") is not None or call.text("from") is not None or always_object:
        return _checkpoint(call, rows, collection)
    offset, limit = _window(call)
    shown = [select(call, row) for row in rows[offset : offset + limit]]
    if not call.flag("include_totals"):
        return Answer(body=shown)
    if totals_first:
        return Answer(body={"total": len(rows), "start": offset, "limit": limit, collection: shown})
    return Answer(body={collection: shown, "start": offset, "limit": limit, "total": len(rows)})


def user_listing(call: Call, rows: Sequence[JSON]) -> Answer:
    """Users alone have ``length``."""
    offset, limit = _window(call)
    shown = [select(call, row) for row in rows[offset : offset + limit]]
    if not call.flag("include_totals"):
        return Answer(body=shown)
    return Answer(body={"start": offset, "limit": limit, "length": len(shown), "users": shown, "total": len(rows)})


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


def _checkpoint(call: Call, rows: Sequence[JSON], collection: str) -> Answer:
    take = call.number("take", default=PER_PAGE, minimum=1, maximum=100)
    start = _position(call.text("from"), rows)
    body: JSON = {collection: [select(call, row) for row in rows[start : start + take]]}
    if start + take < len(rows):
        last = rows[start + take - 1]
        body["next"] = base64.urlsafe_b64encode(f"{start + take} {_name(last)}".encode()).decode().rstrip("=")
    return Answer(body=body)


def _position(checkpoint: str | None, rows: Sequence[JSON]) -> int:
    """Where to go on: after the row the checkpoint names, or, if that is gone, at the number it had."""
    if not checkpoint:
        return 0
    try:
        text = base64.urlsafe_b64decode(checkpoint + "=" * (-len(checkpoint) % 4)).decode()
        number, _, last = text.partition(" ")
        fallback = int(number)
    except (binascii.Error, ValueError) as error:  # wording INFERRED
        raise query_fault("Invalid checkpoint", "from") from error
    return next((index + 1 for index, row in enumerate(rows) if last and _name(row) == last), fallback)


def _name(row: Mapping[str, Any]) -> str:
    for key in ("client_id", "id", "user_id", "custom_domain_id"):
        if key in row and not (key == "client_id" and "id" in row):
            return str(row[key])
    return ""
