"""Whole collections of the Management API, page by page or from checkpoint to checkpoint.

auth0-facts/management-api.md section 4 and its recorded additions. Pages go side by side once the first one has told
how many there are; a checkpoint is told only by the answer before it.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from auth0ctl.errors import TenantError
from auth0ctl.tenant.shapes import SHAPES, other_shape

PER_PAGE = 100  # recorded on a public tenant
REACH = 1000  # objects; pages end there
SIDE_BY_SIDE = 10  # pages on their way at once; the rate limit may allow fewer
NOT_AUTH0 = "Check the domain: `auth0ctl tenant show`. Something else than Auth0 seems to answer there."

Params = Mapping[str, str | int]
Get = Callable[[Params], Any]  # the JSON that a GET with this query answers


def by_pages(get: Get, collection: str, filters: Mapping[str, str], *, totals: bool = True) -> list[dict[str, Any]]:
    """A whole collection in the tenant's order. ``totals``: whether ``include_totals`` has to be asked for.

    Raises what ``get`` raises, and TenantError where the collection is larger than can be read.
    """
    asked: dict[str, str | int] = {**filters, "per_page": PER_PAGE}
    if totals:
        asked["include_totals"] = "true"

    def read(page: int) -> Any:
        return get({**asked, "page": page})

    first = read(0)
    items = items_of(first, collection)
    total, size = extent(first, len(items))
    if total is None:
        return [*items, *_following(read, collection, items)]
    if total > REACH:
        return _beyond_pages(get, collection, filters, total)
    if total <= size:
        return items
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        pages = list(pool.map(read, range(1, math.ceil(total / size))))
    return [*items, *(item for page in pages for item in items_of(page, collection))]


def by_checkpoints(get: Get, collection: str, filters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A collection that is read from one checkpoint to the next."""
    params: dict[str, str | int] = {**filters, "take": PER_PAGE}
    while True:
        answer = get(params)
        yield from items_of(answer, collection)
        following = answer.get("next") if isinstance(answer, Mapping) else None
        if not following:
            return
        params["from"] = following


def items_of(answer: Any, collection: str) -> list[dict[str, Any]]:
    """The objects of one page: a bare list, or the member ``collection`` of an object. Raises TenantError."""
    items = answer.get(collection, []) if isinstance(answer, Mapping) else answer
    if not isinstance(items, list):
        raise TenantError(f"the Management API answered with JSON that holds no list of {words(collection)}", NOT_AUTH0)
    return [an_object(item, collection) for item in items]


def an_object(item: Any, collection: str) -> dict[str, Any]:
    """One object of a collection. Raises TenantError for what is none, and for one whose members are of other types:
    nobody may take it for the tenant's answer, nor stumble over it.
    """
    said = f"the Management API answered with one of the {words(collection)}"
    if not isinstance(item, dict):
        raise TenantError(f"{said}, which is no object", NOT_AUTH0)
    if (other := other_shape(item, SHAPES.get(collection, {}))) is not None:
        raise TenantError(f"{said} {other}", NOT_AUTH0)
    return item


def extent(answer: Any, count: int) -> tuple[int | None, int]:
    """How many objects there are (None: not told), and how many a page holds, which may be fewer than was asked.

    ``count`` is how many the first page had. A total below it was recorded, and tells nothing. Actions call the page's
    size ``per_page``, all other lists ``limit``.
    """
    if not isinstance(answer, Mapping):
        return None, PER_PAGE
    total, size = answer.get("total"), answer.get("limit", answer.get("per_page"))
    if not isinstance(total, int) or total < count:
        return None, PER_PAGE
    return total, size if isinstance(size, int) and 0 < size <= PER_PAGE else PER_PAGE


def words(collection: str) -> str:
    return collection.replace("_", " ")


def _following(read: Callable[[int], Any], collection: str, page: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The pages after the first where no total is told: the last one is the one that is not full."""
    for number in itertools.count(1):
        if len(page) < PER_PAGE:
            return
        page = items_of(read(number), collection)
        yield from page


def _beyond_pages(get: Get, collection: str, filters: Mapping[str, str], total: int) -> list[dict[str, Any]]:
    """A collection that pages do not reach the end of. A list that knows no checkpoints answers with its first page,
    and a list that was cut must never pass for the whole."""
    items = list(by_checkpoints(get, collection, filters))
    if len(items) < REACH:
        raise TenantError(f"the tenant has {total} {words(collection)}, and its Management API gave only {len(items)}")
    return items
