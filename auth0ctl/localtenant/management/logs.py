"""/logs (management-api.md section 5): the search mode, newest first, and the checkpoint mode, oldest first."""

from urllib.parse import quote

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import PAGES, listing, select
from auth0ctl.localtenant.management.search import matching

TAKE = 50


def _list(call: Call) -> Answer:
    rows = [public(row) for row in call.state.all("log")]
    if call.text("from") is not None or call.text("take") is not None:
        return _after(call, rows)
    query = call.text("q")
    if query:
        rows = matching(rows, query)
    if call.text("sort") not in ("date:1",):
        rows.reverse()
    return listing(call, rows, "logs")


def _after(call: Call, rows: list[dict[str, object]]) -> Answer:
    """The entries after the one that ``from`` names; the next page is in the Link header."""
    take = call.number("take", default=TAKE, minimum=1, maximum=100)
    last = call.text("from")
    start = next((index + 1 for index, row in enumerate(rows) if row["log_id"] == last), 0)
    page = rows[start : start + take]
    headers = {}
    if page:
        next_page = f"{call.issuer}api/v2/logs?take={take}&from={quote(str(page[-1]['log_id']))}"
        headers["link"] = f'<{next_page}>; rel="next"'
    return Answer(body=[select(call, row) for row in page], headers=headers)


def _get(call: Call) -> Answer:
    body = call.state.get("log", call.path["log_id"])
    if body is None:
        raise ApiError(404, "Log not found")  # wording INFERRED
    return Answer(body=public(body))


_SCOPES = ("read:logs", "read:logs_users")
ENDPOINTS = (
    Endpoint(method="GET", rule="/logs", scopes=_SCOPES, respond=_list, query=(*PAGES, "q", "sort")),
    Endpoint(method="GET", rule="/logs/<log_id>", scopes=_SCOPES, respond=_get),
)
