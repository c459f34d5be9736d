"""/organizations/{id}/members and their roles. The statuses are recorded (management-api.md, additions)."""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import PAGES, listing
from auth0ctl.localtenant.management.organizations import existing
from auth0ctl.localtenant.management.user_permissions import ROLES, stated_roles
from auth0ctl.localtenant.management.validation import Shape
from auth0ctl.localtenant.store import roles
from auth0ctl.localtenant.store.state import JSON

MEMBERS: Shape = {
    "type": "object",
    "required": ("members",),
    "properties": {"members": {"type": "array", "items": {"type": "string", "minLength": 1}}},
}


def _list(call: Call) -> Answer:
    rows: list[JSON] = []
    with_roles = "roles" in (call.text("fields") or "").split(",")
    for member in existing(call).get("_members", ()):
        user = call.state.get("user", member["user_id"]) or {}
        row = {"user_id": member["user_id"]} | {key: user[key] for key in ("email", "name", "picture") if key in user}
        if with_roles:
            row["roles"] = [{"id": role["id"], "name": role["name"]} for role in _roles_of(call, member)]
        rows.append(row)
    return listing(call, rows, "members", envelope="last")


def _add(call: Call) -> Answer:
    organization = existing(call)
    members = organization.get("_members", [])
    for user_id in call.body()["members"]:
        if call.state.get("user", user_id) is None:
            raise ApiError(404, "The user does not exist.", "inexistent_user")  # INFERRED
        if all(member["user_id"] != user_id for member in members):
            members = [*members, {"user_id": user_id, "roles": []}]
    call.state.put("organization", organization["id"], organization | {"_members": members})
    return NO_CONTENT


def _remove(call: Call) -> Answer:
    organization = existing(call)
    gone = call.body()["members"]
    left = [member for member in organization.get("_members", ()) if member["user_id"] not in gone]
    call.state.put("organization", organization["id"], organization | {"_members": left})
    return NO_CONTENT


def _member_roles(call: Call) -> Answer:
    member = _member(call, existing(call))
    return listing(call, [public(role) for role in _roles_of(call, member)], "roles", envelope="last")


def _assign(call: Call) -> Answer:
    organization = existing(call)
    member = _member(call, organization)
    _put_roles(call, organization, member, [*member.get("roles", ()), *stated_roles(call)])
    return NO_CONTENT


def _withdraw(call: Call) -> Answer:
    organization = existing(call)
    member = _member(call, organization)
    gone = call.body()["roles"]
    _put_roles(call, organization, member, [role for role in member.get("roles", ()) if role not in gone])
    return NO_CONTENT


def _put_roles(call: Call, organization: JSON, member: JSON, ids: list[str]) -> None:
    changed = member | {"roles": list(dict.fromkeys(ids))}
    members = [changed if one is member else one for one in organization["_members"]]
    call.state.put("organization", organization["id"], organization | {"_members": members})


def _roles_of(call: Call, member: JSON) -> list[JSON]:
    found = (call.state.get(roles.KIND, role) for role in member.get("roles", ()))
    return [role for role in found if role is not None]


def _member(call: Call, organization: JSON) -> JSON:
    for member in organization.get("_members", ()):
        if member["user_id"] == call.path["member_id"]:
            found: JSON = member
            return found
    raise ApiError(404, "No member found by that id")  # INFERRED


_ALL = "/organizations/<id>/members"
_ROLES = _ALL + "/<member_id>/roles"
ENDPOINTS = (
    Endpoint(method="GET", rule=_ALL, scopes=("read:organization_members",), respond=_list, query=PAGES),
    Endpoint(method="POST", rule=_ALL, scopes=("create:organization_members",), respond=_add, body=MEMBERS),
    Endpoint(method="DELETE", rule=_ALL, scopes=("delete:organization_members",), respond=_remove, body=MEMBERS),
    Endpoint(method="GET", rule=_ROLES, scopes=("read:organization_member_roles",), respond=_member_roles, query=PAGES),
    Endpoint(method="POST", rule=_ROLES, scopes=("create:organization_member_roles",), respond=_assign, body=ROLES),
    Endpoint(method="DELETE", rule=_ROLES, scopes=("delete:organization_member_roles",), respond=_withdraw, body=ROLES),
)
