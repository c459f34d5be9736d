"""Roles: which a user holds, and what they permit.

A role keeps its permissions under ``_permissions``; a user keeps the ids of its roles under ``_roles``, and an
organization those of a member in ``_members[].roles``.
"""

from collections.abc import Iterable

from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON, State

KIND = "role"


def new(name: str, description: str = "") -> JSON:
    """A role of the whole tenant, as POST makes it; ``type`` is there since August 2026 (management-api.md)."""
    role: JSON = {"id": "rol_" + defaults.alphanumeric(16), "name": name}
    return role | ({"description": description} if description else {}) | {"type": "tenant"}


def ensure(state: State, name: str) -> str:
    """The id of the role with this id or name; a role that is not there is made."""
    if state.get(KIND, name):
        return name
    role = state.find(KIND, name)
    if role is None:
        role = new(name)
        state.insert(KIND, role["id"], role, alias=name)
    return str(role["id"])


def held(state: State, user: JSON, organization: JSON | None = None) -> list[JSON]:
    """The user's roles, then those that the user has as a member of the organization alone."""
    ids: list[str] = list(user.get("_roles") or ())
    for member in (organization or {}).get("_members") or ():
        if member.get("user_id") == user.get("user_id"):
            ids += member.get("roles") or ()
    return [role for role in (state.get(KIND, one) for one in dict.fromkeys(ids)) if role is not None]


def permissions(state: State, user: JSON, organization: JSON | None = None) -> list[JSON]:
    """All the user's permissions: ``resource_server_identifier``, ``permission_name``, and the ``sources`` of each."""
    found: dict[tuple[str, str], JSON] = {}
    direct = {"source_type": "DIRECT", "source_id": "", "source_name": ""}
    _collect(found, user.get("_permissions") or (), direct)
    for role in held(state, user, organization):
        source = {"source_type": "ROLE", "source_id": role["id"], "source_name": role["name"]}
        _collect(found, role.get("_permissions") or (), source)
    return list(found.values())


def _collect(found: dict[tuple[str, str], JSON], given: Iterable[JSON], source: JSON) -> None:
    for permission in given:
        key = (str(permission["resource_server_identifier"]), str(permission["permission_name"]))
        entry = found.setdefault(key, {"resource_server_identifier": key[0], "permission_name": key[1], "sources": []})
        entry["sources"].append(source)
