"""/organizations/{id}/enabled_connections and the newer /organizations/{id}/connections (management-api.md).

The organization keeps both as one list under ``_enabled_connections``.
"""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import PAGES, listing
from auth0ctl.localtenant.management.organizations import existing
from auth0ctl.localtenant.management.validation import BOOLEAN, STRING, Shape
from auth0ctl.localtenant.store.state import JSON

_OLD: dict[str, Shape] = {
    "assign_membership_on_login": BOOLEAN,
    "show_as_button": BOOLEAN,
    "is_signup_enabled": BOOLEAN,
}
_NEW: dict[str, Shape] = {
    **_OLD,
    "is_enabled": BOOLEAN,
    "organization_access_level": {"type": "string", "enum": ("none", "readonly", "limited", "full")},
    "organization_connection_name": STRING,
}


def _create_shape(properties: dict[str, Shape]) -> Shape:
    return {"type": "object", "required": ("connection_id",), "properties": {"connection_id": STRING, **properties}}


def _update_shape(properties: dict[str, Shape]) -> Shape:
    return {"type": "object", "minProperties": 1, "properties": properties}


def new(connection: JSON, stated: JSON) -> JSON:
    """A connection of an organization as the store keeps it: all members of the newer endpoint's answer."""
    return {
        "is_signup_enabled": False,
        "assign_membership_on_login": False,
        "show_as_button": True,
        "is_enabled": True,
        "organization_access_level": "none",
        **stated,
        "connection_id": connection["id"],
    }


def _shown(call: Call, kept: JSON, *, newer: bool) -> JSON | None:
    connection = call.state.get("connection", kept["connection_id"])
    if connection is None:
        return None
    names: tuple[str, ...] = ("is_signup_enabled", "assign_membership_on_login", "show_as_button")
    if newer:
        names = (*names, "is_enabled", "organization_access_level", "organization_connection_name")
    body = {name: kept[name] for name in names if name in kept}
    named = {"name": connection["name"], "strategy": connection["strategy"]}
    return {"connection_id": connection["id"], **body, "connection": named}


def _newer(call: Call) -> bool:
    return "enabled_connections" not in call.request.path


def _list(call: Call) -> Answer:
    newer = _newer(call)
    shown = (_shown(call, kept, newer=newer) for kept in existing(call).get("_enabled_connections", ()))
    rows = [row for row in shown if row is not None]
    return listing(call, rows, "connections" if newer else "enabled_connections", envelope="last")


def _get(call: Call) -> Answer:
    shown = _shown(call, _kept(call, existing(call)), newer=_newer(call))
    if shown is None:
        raise _unknown()
    return Answer(body=shown)


def _add(call: Call) -> Answer:
    organization = existing(call)
    stated = call.body()
    connection = call.state.get("connection", stated["connection_id"])
    if connection is None:
        raise ApiError(404, "The connection does not exist", "inexistent_connection")  # INFERRED
    present = organization.get("_enabled_connections", [])
    if any(kept["connection_id"] == connection["id"] for kept in present):
        raise ApiError(409, "The connection is already enabled for the organization")  # INFERRED
    kept = new(connection, stated)
    _check_signup(connection, kept)
    call.state.put("organization", organization["id"], organization | {"_enabled_connections": [*present, kept]})
    return Answer(body=_shown(call, kept, newer=_newer(call)), status=201)


def _update(call: Call) -> Answer:
    organization = existing(call)
    kept = _kept(call, organization)
    changed = kept | call.body()
    connection = call.state.get("connection", kept["connection_id"])
    if connection is None:
        raise _unknown()
    _check_signup(connection, changed)
    rows = [changed if one is kept else one for one in organization["_enabled_connections"]]
    call.state.put("organization", organization["id"], organization | {"_enabled_connections": rows})
    return Answer(body=_shown(call, changed, newer=_newer(call)))


def _check_signup(connection: JSON, kept: JSON) -> None:
    if kept["is_signup_enabled"] and not (connection["strategy"] == "auth0" and kept["assign_membership_on_login"]):
        text = "Only database connections with assign_membership_on_login = true support is_signup_enabled = true."
        raise ApiError(400, text, "invalid_body")


def _remove(call: Call) -> Answer:
    organization = existing(call)
    kept = _kept(call, organization)
    rows = [one for one in organization["_enabled_connections"] if one is not kept]
    call.state.put("organization", organization["id"], organization | {"_enabled_connections": rows})
    return NO_CONTENT


def _kept(call: Call, organization: JSON) -> JSON:
    for kept in organization.get("_enabled_connections", ()):
        if kept["connection_id"] == call.path["connection_id"]:
            found: JSON = kept
            return found
    raise _unknown()


def _unknown() -> ApiError:
    return ApiError(404, "No connection found by that id")


def _endpoints(name: str, properties: dict[str, Shape]) -> tuple[Endpoint, ...]:
    every, one = f"/organizations/<id>/{name}", f"/organizations/<id>/{name}/<connection_id>"
    return (
        Endpoint(method="GET", rule=every, scopes=("read:organization_connections",), respond=_list, query=PAGES),
        Endpoint(
            method="POST",
            rule=every,
            scopes=("create:organization_connections",),
            respond=_add,
            body=_create_shape(properties),
        ),
        Endpoint(method="GET", rule=one, scopes=("read:organization_connections",), respond=_get),
        Endpoint(
            method="PATCH",
            rule=one,
            scopes=("update:organization_connections",),
            respond=_update,
            body=_update_shape(properties),
        ),
        Endpoint(method="DELETE", rule=one, scopes=("delete:organization_connections",), respond=_remove),
    )


ENDPOINTS = (*_endpoints("enabled_connections", _OLD), *_endpoints("connections", _NEW))
