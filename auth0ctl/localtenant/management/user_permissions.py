"""/users/{id}/permissions, /roles and /organizations: what a user may do, and through what."""

from auth0ctl.localtenant.management import permissions
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import PAGES, listing
from auth0ctl.localtenant.management.validation import Shape
from auth0ctl.localtenant.store import roles
from auth0ctl.localtenant.store.state import JSON

ROLES: Shape = {
    "type": "object",
    "required": ("roles",),
    "properties": {"roles": {"type": "array", "items": {"type": "string", "minLength": 1}}},
}


def _list(call: Call) -> Answer:
    """Those the user has directly and those of the user's roles."""
    rows = [permissions.shown(call, row) for row in roles.permissions(call.state, existing(call))]
    return listing(call, rows, "permissions", envelope="last")


def _add(call: Call) -> Answer:
    user = existing(call)
    merged = permissions.added(call, user.get("_permissions", ()))
    call.state.put("user", user["user_id"], user | {"_permissions": merged})
    return Answer(body={}, status=201)


def _remove(call: Call) -> Answer:
    user = existing(call)
    left = permissions.removed(call, user.get("_permissions", ()))
    call.state.put("user", user["user_id"], user | {"_permissions": left})
    return NO_CONTENT


def _roles(call: Call) -> Answer:
    rows = [public(role) for role in roles.held(call.state, existing(call))]
    return listing(call, rows, "roles", envelope="last")


def _assign(call: Call) -> Answer:
    user = existing(call)
    present = [*user.get("_roles", ()), *stated_roles(call)]
    call.state.put("user", user["user_id"], user | {"_roles": list(dict.fromkeys(present))})
    return NO_CONTENT


def _withdraw(call: Call) -> Answer:
    user = existing(call)
    gone = call.body()["roles"]
    left = [role for role in user.get("_roles", ()) if role not in gone]
    call.state.put("user", user["user_id"], user | {"_roles": left})
    return NO_CONTENT


def _organizations(call: Call) -> Answer:
    user_id = existing(call)["user_id"]
    rows = [
        public(row)
        for row in call.state.all("organization")
        if any(member["user_id"] == user_id for member in row.get("_members", ()))
    ]
    return listing(call, rows, "organizations", envelope="last")


def stated_roles(call: Call) -> list[str]:
    """The role ids of the request body. Raises ``ApiError`` for one that does not exist."""
    stated: list[str] = call.body()["roles"]
    for role in stated:
        if call.state.get(roles.KIND, role) is None:
            raise ApiError(404, "The role does not exist.")
    return stated


def existing(call: Call) -> JSON:
    body = call.state.get("user", call.path["user_id"])
    if body is None:
        raise ApiError(404, "The user does not exist.", "inexistent_user")
    return body


_RULE = "/users/<user_id>/permissions"
_ROLES = "/users/<user_id>/roles"
_READ = ("read:users",)
_UPDATE = ("update:users",)
ENDPOINTS = (
    Endpoint(method="GET", rule=_RULE, scopes=_READ, respond=_list, query=PAGES),
    Endpoint(method="POST", rule=_RULE, scopes=_UPDATE, respond=_add, body=permissions.SHAPE),
    Endpoint(method="DELETE", rule=_RULE, scopes=_UPDATE, respond=_remove, body=permissions.SHAPE),
    Endpoint(
        method="GET", rule=_ROLES, scopes=(*_READ, "read:roles", "read:role_members"), respond=_roles, query=PAGES
    ),
    Endpoint(method="POST", rule=_ROLES, scopes=(*_UPDATE, "create:role_members"), respond=_assign, body=ROLES),
    Endpoint(method="DELETE", rule=_ROLES, scopes=(*_UPDATE, "delete:role_members"), respond=_withdraw, body=ROLES),
    Endpoint(
        method="GET",
        rule="/users/<user_id>/organizations",
        scopes=("read:organizations",),
        respond=_organizations,
        query=PAGES,
    ),
)
