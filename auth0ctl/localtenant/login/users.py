"""Who logs in: finding users by their address, checking passwords, and what a login leaves on the profile."""

from collections.abc import Collection
from datetime import UTC, datetime

from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant


def find(tenant: Tenant, login: str, connections: Collection[str]) -> tuple[JSON, str] | None:
    """The user with this e-mail address or user name in one of the connections, and that connection's name."""
    wanted = login.strip().lower()
    if not wanted:
        return None
    first = tenant.state.find("user", wanted)
    for user in [first] if first and _connection(first, connections) else tenant.state.all("user"):
        if wanted not in {str(user.get(name) or "").lower() for name in ("email", "username", "phone_number")}:
            continue
        if connection := _connection(user, connections):
            return user, connection
    return None


def password_fits(user: JSON | None, password: str) -> bool:
    """Takes as long for a user who does not exist."""
    return bool(load("passwords:fits")((user or {}).get("_password_hash"), password))


def record_login(tenant: Tenant, user: JSON, ip: str) -> JSON:
    """Count the login on the profile; returns the user as it is now."""
    with tenant.state.transaction():
        current = tenant.state.get("user", user["user_id"]) or user
        moment = datetime.fromtimestamp(tenant.now(), tz=UTC)
        current["last_login"] = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
        current["last_ip"] = ip
        current["logins_count"] = int(current.get("logins_count") or 0) + 1
        tenant.state.put("user", current["user_id"], current)
    return current


def public(user: JSON) -> JSON:
    """The profile without what is private to the store."""
    return {name: value for name, value in user.items() if not name.startswith("_")}


def _connection(user: JSON, connections: Collection[str]) -> str | None:
    for identity in user.get("identities") or []:
        if identity.get("connection") in connections:
            return str(identity["connection"])
    return None
