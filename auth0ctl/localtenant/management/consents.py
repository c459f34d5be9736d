"""/grants: what users have consented to (management-api.md section 8). Auth0 spells the client ``clientID`` here."""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import PAGES, Stored, listing

_FILTERS = {"user_id": "user_id", "client_id": "clientID", "audience": "audience"}


def _list(call: Call) -> Answer:
    asked = {member: call.text(name) for name, member in _FILTERS.items()}
    where = {member: (wanted,) for member, wanted in asked.items() if wanted is not None}
    return listing(call, Stored(state=call.state, kind="consent", where=where), "grants")


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
    Endpoint(method="GET", rule="/grants", scopes=("read:grants",), respond=_list, query=(*PAGES, *_FILTERS)),
    Endpoint(method="DELETE", rule="/grants", scopes=("delete:grants",), respond=_delete_of_user, query=("user_id",)),
    Endpoint(method="DELETE", rule="/grants/<id>", scopes=("delete:grants",), respond=_delete),
)
