"""A tenant's further records, as the Management API gives them: connections, Actions, organizations, users, settings.

Each keeps the whole answer in ``raw``, out of ``repr``: it may hold secrets.
"""

from dataclasses import dataclass, field
from typing import Self

from auth0ctl.protocol import JSONObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """``enabled_clients`` is None where it could not be read (its own endpoint since 2025)."""

    id: str
    name: str
    strategy: str
    enabled_clients: tuple[str, ...] | None
    is_domain_connection: bool
    options: JSONObject = field(repr=False)
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject, enabled_clients: tuple[str, ...] | None = None) -> Self:
        """Read one object of ``GET /api/v2/connections``; ``enabled_clients`` where they were read on their own."""
        listed = raw.get("enabled_clients")
        return cls(
            id=raw.get("id") or "",
            name=raw.get("name") or "",
            strategy=raw.get("strategy") or "",
            enabled_clients=enabled_clients if listed is None else tuple(listed),
            is_domain_connection=raw.get("is_domain_connection") is True,
            options=raw.get("options") or {},
            raw=raw,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An Action as it is deployed. ``bound`` says that it is part of its trigger's flow."""

    id: str
    name: str
    trigger: str
    code: str = field(repr=False)
    deployed: bool
    bound: bool
    raw: JSONObject = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    id: str
    name: str
    connections: tuple[str, ...] | None
    members: tuple[str, ...] | None
    raw: JSONObject = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """``permissions`` are pairs of API identifier and permission, direct and by roles; None where unread."""

    user_id: str
    permissions: tuple[tuple[str, str], ...] | None
    blocked: bool
    raw: JSONObject = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantSettings:
    default_audience: str
    default_directory: str
    allowed_logout_urls: tuple[str, ...]
    resource_parameter_profile: str
    flags: JSONObject
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject) -> Self:
        """Read ``GET /api/v2/tenants/settings``."""
        return cls(
            default_audience=raw.get("default_audience") or "",
            default_directory=raw.get("default_directory") or "",
            allowed_logout_urls=tuple(raw.get("allowed_logout_urls") or ()),
            resource_parameter_profile=raw.get("resource_parameter_profile") or "audience",
            flags=raw.get("flags") or {},
            raw=raw,
        )
