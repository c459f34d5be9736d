"""What a seed document may hold, and the complaint about one that does not fit."""

from collections.abc import Mapping
from typing import Any

from auth0ctl.localtenant.management import client_shape, resource_servers
from auth0ctl.localtenant.management.client_grants import CREATE as CLIENT_GRANT
from auth0ctl.localtenant.management.connections import CREATE as CONNECTION
from auth0ctl.localtenant.management.users import CREATE as USER
from auth0ctl.localtenant.management.validation import STRING, STRINGS, Invalid, Shape, check

# The order of loading: what is referred to comes first.
KINDS = (
    "clients", "resource_servers", "client_grants", "connections", "roles", "users", "organizations", "custom_domains",
    "actions", "action_bindings", "token_exchange_profiles",
)  # fmt: skip
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "clients": ("client_id",),
    "resource_servers": ("identifier",),
    "client_grants": ("audience",),
    "connections": ("name", "strategy"),
    "roles": ("name",),
    "users": (),
    "organizations": ("name",),
    "custom_domains": ("domain",),
    "actions": ("name", "code"),
    "action_bindings": ("action_id",),
    "token_exchange_profiles": ("name", "subject_token_type", "action_id"),
}
_ARRAY: Shape = {"type": "array"}
# Fields of which the type is checked. Values are not: a seed may describe a tenant that POST would refuse.
_FIELDS: Mapping[str, Mapping[str, Shape]] = {
    "clients": {**client_shape.CREATE["properties"], "client_id": STRING, "client_secret": STRING},
    "resource_servers": {**resource_servers.CREATE["properties"], "id": STRING},
    "client_grants": {**CLIENT_GRANT["properties"], "id": STRING},
    "connections": {**CONNECTION["properties"], "id": STRING},
    "roles": {"id": STRING, "name": STRING, "description": STRING, "permissions": _ARRAY},
    "users": {**USER["properties"], "permissions": _ARRAY, "roles": _ARRAY},
    "organizations": {
        "id": STRING,
        "name": STRING,
        "members": _ARRAY,
        "enabled_connections": STRINGS,
        "client_grants": STRINGS,
    },
    "custom_domains": {"custom_domain_id": STRING, "domain": STRING, "status": STRING},
    "actions": {"id": STRING, "name": STRING, "code": STRING, "supported_triggers": _ARRAY, "secrets": _ARRAY},
    "action_bindings": {"trigger": STRING, "action_id": STRING, "display_name": STRING},
    "token_exchange_profiles": {"id": STRING, "name": STRING, "subject_token_type": STRING, "action_id": STRING},
}


def checked(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with every kind present. Raises ValueError with the path of the first thing that is wrong."""
    known = ("tenant_settings", "guardian_policies", *KINDS)
    for name in document:
        if name not in known:
            raise ValueError(f"{name} is not part of a seed; known are {', '.join(known)}")
    settings = {} if document.get("tenant_settings") is None else document["tenant_settings"]
    if not isinstance(settings, dict):
        raise ValueError("tenant_settings is not an object")
    lists: dict[str, Any] = {"tenant_settings": settings}
    for name in ("guardian_policies", *KINDS):
        value = [] if document.get(name) is None else document[name]
        if not isinstance(value, list):
            raise ValueError(f"{name} is not a list")
        lists[name] = value
    for kind in KINDS:
        for index, body in enumerate(lists[kind]):
            _check(kind, body, f"{kind}[{index}]")
    return lists


def _check(kind: str, body: object, path: str) -> None:
    if not isinstance(body, dict):
        raise ValueError(f"{path} is not an object")
    for name in _REQUIRED[kind]:
        if body.get(name) in (None, ""):
            raise ValueError(f"{path}.{name} is missing")
    if kind == "client_grants" and not (body.get("client_id") or body.get("default_for")):
        raise ValueError(f"{path}.client_id is missing")
    if kind == "users" and not (body.get("user_id") or body.get("email")):
        raise ValueError(f"{path}.email is missing")
    for name, shape in _FIELDS[kind].items():
        if body.get(name) is None:
            continue
        try:
            check(body[name], _type_only(shape), f"{path}.{name}")
        except Invalid as fault:
            raise ValueError(f"{fault.path}: {fault.reason}") from fault


def _type_only(shape: Shape) -> Shape:
    kept = {"type": shape["type"]}
    items = shape.get("items")
    return kept if items is None else {**kept, "items": {"type": items["type"]}}
