"""/roles with their permissions and users. The statuses are the recorded ones (management-api.md, additions)."""

from auth0ctl.localtenant.management import permissions
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import PAGES, Stored, listing
from auth0ctl.localtenant.management.validation import STRING, Shape
from auth0ctl.localtenant.store import defaults, roles
from auth0ctl.localtenant.store.state import JSON

_PROPERTIES: dict[str, Shape] = {"name": {"type": "string", "minLength": 1}, "description": STRING}
CREATE: Shape = {
    "type": "object",
    "required": ("name",),
    "properties": {**_PROPERTIES, "type": {"type": "string", "enum": ("tenant", "organization")}, "owner_id": STRING},
}
UPDATE: Shape = {"type": "object", "minProperties": 1, "properties": _PROPERTIES}
USERS: Shape = {
    "type": "object",
    "required": ("users",),
    "properties": {"users": {"type": "array", "items": {"type": "string", "minLength": 1}}},
}


def _list(call: Call) -> Answer:
    name, kind = call.text("name_filter"), call.text("type")
    if name is None and kind is None:
        return listing(call, Stored(state=call.state, kind=roles.KIND), "roles", envelope="last")
    rows = [
        public(row)
        for row in call.state.all(roles.KIND)
        if (name is None or name.lower() in str(row["name"]).lower()) and (kind is None or row["type"] == kind)
    ]
    return listing(call, rows, "roles", envelope="last")


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _create(call: Call) -> Answer:
    stated = call.body()
    _check_free(call, stated["name"], "")
    body = defaults.in_order(roles.new(stated["name"]) | stated, ("id", "name", "description", "type", "owner_id"))
    call.state.insert(roles.KIND, body["id"], body, alias=body["name"])
    return Answer(body=public(body))  # recorded: 200, not 201


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    _check_free(call, str(patch.get("name", body["name"])), body["id"])
    body = defaults.in_order(body | patch, ("id", "name", "description", "type", "owner_id"))
    call.state.put(roles.KIND, body["id"], body, alias=body["name"])
    return Answer(body=public(body))


def _check_free(call: Call, name: str, own: str) -> None:
    other = call.state.find(roles.KIND, name)
    if other is not None and other["id"] != own:  # wording INFERRED
        raise ApiError(409, "The role already exists.")


def _delete(call: Call) -> Answer:
    role_id = _existing(call)["id"]
    call.state.delete(roles.KIND, role_id)
    for user in call.state.all("user"):
        if role_id in user.get("_roles", ()):
            _set_role(call, user, role_id, held=False)
    return Answer(body={})  # recorded: 200 with an empty object


def _permissions(call: Call) -> Answer:
    rows = [permissions.shown(call, row) for row in _existing(call).get("_permissions", ())]
    return listing(call, rows, "permissions", envelope="last")


def _permit(call: Call) -> Answer:
    role = _existing(call)
    merged = permissions.added(call, role.get("_permissions", ()))
    call.state.put(roles.KIND, role["id"], role | {"_permissions": merged})
    return Answer(body={}, status=201)


def _forbid(call: Call) -> Answer:
    role = _existing(call)
    left = permissions.removed(call, role.get("_permissions", ()))
    call.state.put(roles.KIND, role["id"], role | {"_permissions": left})
    return NO_CONTENT


def _users(call: Call) -> Answer:
    role_id = _existing(call)["id"]
    shown = ("user_id", "email", "picture", "name")
    rows: list[JSON] = [
        {name: user[name] for name in shown if name in user}
        for user in call.state.all("user")
        if role_id in user.get("_roles", ())
    ]
    return listing(call, rows, "users", envelope="last")


def _assign(call: Call) -> Answer:
    role_id = _existing(call)["id"]
    for user_id in call.body()["users"]:
        user = call.state.get("user", user_id)
        if user is None:
            raise ApiError(404, "The user does not exist.", "inexistent_user")
        _set_role(call, user, role_id, held=True)
    return Answer(body={})  # recorded


def _set_role(call: Call, user: JSON, role_id: str, *, held: bool) -> None:
    rest = [role for role in user.get("_roles", ()) if role != role_id]
    call.state.put("user", user["user_id"], user | {"_roles": [*rest, role_id] if held else rest})


def _existing(call: Call) -> JSON:
    body = call.state.get(roles.KIND, call.path["id"])
    if body is None:
        raise ApiError(404, "The role does not exist.")
    return body


_ONE = "/roles/<id>"
_MEMBERS = _ONE + "/users"
_MAY = _ONE + "/permissions"
ENDPOINTS = (
    Endpoint(method="GET", rule="/roles", scopes=("read:roles",), respond=_list, query=(*PAGES, "name_filter", "type")),
    Endpoint(method="POST", rule="/roles", scopes=("create:roles",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ONE, scopes=("read:roles",), respond=_get),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:roles",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:roles",), respond=_delete),
    Endpoint(method="GET", rule=_MAY, scopes=("read:roles",), respond=_permissions, query=PAGES),
    Endpoint(method="POST", rule=_MAY, scopes=("update:roles",), respond=_permit, body=permissions.SHAPE),
    Endpoint(method="DELETE", rule=_MAY, scopes=("update:roles",), respond=_forbid, body=permissions.SHAPE),
    Endpoint(method="GET", rule=_MEMBERS, scopes=("read:role_members",), respond=_users, query=PAGES),
    Endpoint(method="POST", rule=_MEMBERS, scopes=("create:role_members",), respond=_assign, body=USERS),
)
