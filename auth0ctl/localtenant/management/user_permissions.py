"""/users/{id}/permissions (resource-servers.md section 6). The user's body keeps them under ``_permissions``."""

from auth0ctl.localtenant.management.audience import own_spelling
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import listing
from auth0ctl.localtenant.management.validation import STRING, Shape
from auth0ctl.localtenant.store.state import JSON

UPDATE: Shape = {
    "type": "object",
    "required": ("permissions",),
    "properties": {
        "permissions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ("resource_server_identifier", "permission_name"),
                "properties": {"resource_server_identifier": STRING, "permission_name": STRING},
            },
        }
    },
}


def _list(call: Call) -> Answer:
    rows = [_shown(call, row) for row in _existing(call).get("_permissions", ())]
    return listing(call, rows, "permissions", totals_first=False)


def _shown(call: Call, permission: JSON) -> JSON:
    api = call.state.find("resource_server", permission["resource_server_identifier"]) or {}
    scope: JSON = next((one for one in api.get("scopes", ()) if one["value"] == permission["permission_name"]), {})
    return {
        "permission_name": permission["permission_name"],
        "description": scope.get("description", ""),
        "resource_server_identifier": permission["resource_server_identifier"],
        "resource_server_name": api.get("name", ""),
        "sources": [{"source_type": "DIRECT", "source_id": "", "source_name": ""}],
    }


def _add(call: Call) -> Answer:
    user = _existing(call)
    present = list(user.get("_permissions", ()))
    for permission in _stated(call):
        api = call.state.find("resource_server", permission["resource_server_identifier"])
        if api is None:
            raise ApiError(404, "The resource server does not exist", "inexistent_resource_server")
        if all(scope["value"] != permission["permission_name"] for scope in api.get("scopes", ())):
            # status and wording INFERRED
            raise ApiError(400, f"The permission {permission['permission_name']} does not exist", "invalid_body")
        if permission not in present:
            present.append(permission)
    call.state.put("user", user["user_id"], user | {"_permissions": present})
    return Answer(body={}, status=201)


def _remove(call: Call) -> Answer:
    user = _existing(call)
    gone = _stated(call)
    left = [permission for permission in user.get("_permissions", ()) if permission not in gone]
    call.state.put("user", user["user_id"], user | {"_permissions": left})
    return NO_CONTENT


def _stated(call: Call) -> list[JSON]:
    return [
        {
            "resource_server_identifier": own_spelling(one["resource_server_identifier"], call.issuer),
            "permission_name": one["permission_name"],
        }
        for one in call.body(UPDATE)["permissions"]
    ]


def _existing(call: Call) -> JSON:
    body = call.state.get("user", call.path["user_id"])
    if body is None:
        raise ApiError(404, "The user does not exist.", "inexistent_user")
    return body


_RULE = "/users/<user_id>/permissions"
ENDPOINTS = (
    Endpoint(method="GET", rule=_RULE, scopes=("read:users",), respond=_list),
    Endpoint(method="POST", rule=_RULE, scopes=("update:users",), respond=_add),
    Endpoint(method="DELETE", rule=_RULE, scopes=("update:users",), respond=_remove),
)
