"""Lists of permissions in request bodies, and how they are shown (resource-servers.md section 6)."""

from collections.abc import Iterable

from auth0ctl.localtenant.management.audience import own_spelling
from auth0ctl.localtenant.management.call import ApiError, Call
from auth0ctl.localtenant.management.validation import STRING, Shape
from auth0ctl.localtenant.store.state import JSON

SHAPE: Shape = {
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


def stated(call: Call) -> list[JSON]:
    """The permissions of the request body, each with its API's identifier as the store spells it."""
    return [
        {
            "resource_server_identifier": own_spelling(one["resource_server_identifier"], call.issuer),
            "permission_name": one["permission_name"],
        }
        for one in call.body()["permissions"]
    ]


def added(call: Call, present: Iterable[JSON]) -> list[JSON]:
    """``present`` with those of the request body. Raises ``ApiError`` for one that no API defines."""
    merged = list(present)
    for permission in stated(call):
        api = call.state.find("resource_server", permission["resource_server_identifier"])
        if api is None:
            raise ApiError(404, "The resource server does not exist", "inexistent_resource_server")
        if all(scope["value"] != permission["permission_name"] for scope in api.get("scopes", ())):
            # status and wording INFERRED
            raise ApiError(400, f"The permission {permission['permission_name']} does not exist", "invalid_body")
        if permission not in merged:
            merged.append(permission)
    return merged


def removed(call: Call, present: Iterable[JSON]) -> list[JSON]:
    gone = stated(call)
    return [permission for permission in present if permission not in gone]


def shown(call: Call, permission: JSON) -> JSON:
    """The permission with what its API says of it; ``sources`` are kept where there are any."""
    api = call.state.find("resource_server", permission["resource_server_identifier"]) or {}
    scope: JSON = next((one for one in api.get("scopes", ()) if one["value"] == permission["permission_name"]), {})
    body = {
        "permission_name": permission["permission_name"],
        "description": scope.get("description", ""),
        "resource_server_identifier": permission["resource_server_identifier"],
        "resource_server_name": api.get("name", ""),
    }
    return body | ({"sources": permission["sources"]} if "sources" in permission else {})
