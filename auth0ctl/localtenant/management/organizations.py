"""/organizations, read only: they come from a seed (management-api.md, recorded additions)."""

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import listing
from auth0ctl.localtenant.store.state import JSON


def _list(call: Call) -> Answer:
    rows = [public(row) for row in call.state.all("organization")]
    return listing(call, rows, "organizations", totals_first=False)


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _get_by_name(call: Call) -> Answer:
    found = next((row for row in call.state.all("organization") if row["name"] == call.path["name"]), None)
    if found is None:
        raise _unknown()
    return Answer(body=public(found))


def _members(call: Call) -> Answer:
    rows: list[JSON] = []
    for member in _existing(call).get("_members", ()):
        user = call.state.get("user", member["user_id"]) or {}
        rows.append(
            {"user_id": member["user_id"]} | {key: user[key] for key in ("email", "name", "picture") if key in user}
        )
    return listing(call, rows, "members", totals_first=False)


def _member_roles(call: Call) -> Answer:
    member: JSON = next(
        (one for one in _existing(call).get("_members", ()) if one["user_id"] == call.path["member_id"]), {"roles": []}
    )
    rows: list[JSON] = [role if isinstance(role, dict) else {"name": role} for role in member.get("roles", ())]
    return listing(call, rows, "roles", totals_first=False)


def _enabled_connections(call: Call) -> Answer:
    rows: list[JSON] = []
    for name in _existing(call).get("_enabled_connections", ()):
        connection = call.state.find("connection", name)
        if connection is not None:
            rows.append(
                {
                    "connection_id": connection["id"],
                    "assign_membership_on_login": False,
                    "show_as_button": True,
                    "is_signup_enabled": False,
                    "connection": {"name": name, "strategy": connection["strategy"]},
                }
            )
    return listing(call, rows, "enabled_connections", totals_first=False)


def _existing(call: Call) -> JSON:
    body = call.state.get("organization", call.path["id"])
    if body is None:
        raise _unknown()
    return body


def _unknown() -> ApiError:
    return ApiError(404, "No organization found by that id or name")


_ONE = "/organizations/<id>"
ENDPOINTS = (
    Endpoint(method="GET", rule="/organizations", scopes=("read:organizations",), respond=_list),
    Endpoint(method="GET", rule="/organizations/name/<name>", scopes=("read:organizations",), respond=_get_by_name),
    Endpoint(method="GET", rule=_ONE, scopes=("read:organizations",), respond=_get),
    Endpoint(method="GET", rule=_ONE + "/members", scopes=("read:organization_members",), respond=_members),
    Endpoint(
        method="GET",
        rule=_ONE + "/members/<member_id>/roles",
        scopes=("read:organization_member_roles",),
        respond=_member_roles,
    ),
    Endpoint(
        method="GET",
        rule=_ONE + "/enabled_connections",
        scopes=("read:organization_connections",),
        respond=_enabled_connections,
    ),
)
