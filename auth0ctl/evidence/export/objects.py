"""What an export of a tenant holds, in the shapes of the Management API. A list that it does not hold is None."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auth0ctl.protocol import JSONObject

Rows = tuple[JSONObject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """``kind`` says in words what was read. Clients and connections may be named by id or by name in other objects.

    ``bound`` are pairs of trigger and the id or name of an Action. ``partial`` is True where objects that the tenant
    has may be left out.
    """

    kind: str
    partial: bool
    clients: Rows | None = field(repr=False, default=None)
    resource_servers: Rows | None = None
    client_grants: Rows | None = None
    connections: Rows | None = field(repr=False, default=None)
    tenant: JSONObject | None = None
    custom_domains: Rows | None = None
    actions: Rows | None = field(repr=False, default=None)
    bound: tuple[tuple[str, str], ...] | None = None
    organizations: Rows | None = None
    mfa_policies: tuple[str, ...] | None = None


def rows(value: object) -> Rows | None:
    """The objects of a list, None for what is none."""
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list | tuple) else None


def texts(value: object) -> tuple[str, ...] | None:
    """The strings of a list, None for what is none."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else None


def mapping(value: object) -> Mapping[str, Any]:
    """An object, an empty one for what is none."""
    return value if isinstance(value, dict) else {}
