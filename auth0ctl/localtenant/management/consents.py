"""/grants: what users have consented to (management-api.md section 8). Auth0 spells the client ``clientID`` here."""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import Stored, listing


def _list(call: Call) -> Answer:
    if not any(name in call.request.args for name in ("user_id", "client_id", "audience")):
        return listing(call, Stored(state=call.state, kind="consent"), "grants")
    rows = [public(row) for row in call.state.all("consent")]
    for parameter, key in (("user_id", "user_id"), ("client_id", "clientID"), ("audience", "audience")):
        wanted = call.text(parameter)
        if wanted is not None:
            rows = [row for row in rows if row[key] == wanted]
    return listing(call, rows, "grants")


def _delete(call: Call) -> Answer:
    call.state.delete("consent", call.path["id"])
    return NO_CONTENT


def _delete_of_user(call: Call) -> Answer:
    user_id = call.text("user_id")
    if user_id is None:
        raise ApiError(400, "Query validation error: 'Missing required property: user_id'.", "invalid_query_string")
    for row in call.state.all("consent"):
        if row["user_id"] == user_id:
            call.state.delete("consent", row["id"])
    return NO_CONTENT


ENDPOINTS = (
    Endpoint(method="GET", rule="/grants", scopes=("read:grants",), respond=_list),
    Endpoint(method="DELETE", rule="/grants", scopes=("delete:grants",), respond=_delete_of_user),
    Endpoint(method="DELETE", rule="/grants/<id>", scopes=("delete:grants",), respond=_delete),
)
