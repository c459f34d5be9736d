"""Organizations as the login sees them: finding one, and who is a member."""

from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant


def find(tenant: Tenant, wanted: str) -> JSON | None:
    """By id, or by name where the tenant allows names."""
    if not wanted:
        return None
    if found := tenant.state.get("organization", wanted):
        return found
    if not tenant.settings().get("allow_organization_name_in_authentication_api"):
        return None
    return next((body for body in tenant.state.all("organization") if body.get("name") == wanted.lower()), None)


def is_member(organization: JSON, user: JSON) -> bool:
    return any(member.get("user_id") == user["user_id"] for member in organization.get("_members") or [])


def connection_ids(organization: JSON) -> set[str]:
    """The connections that are enabled for the organization."""
    kept = organization.get("_enabled_connections") or []
    return {str(one["connection_id"]) for one in kept if one.get("is_enabled", True)}


def join(tenant: Tenant, organization: JSON, user: JSON, connection: str) -> bool:
    """Make the user a member where the connection does so on login (``assign_membership_on_login``)."""
    used = (tenant.state.find("connection", connection) or {}).get("id")
    kept = organization.get("_enabled_connections") or []
    if not any(one["connection_id"] == used and one.get("assign_membership_on_login") for one in kept):
        return False
    with tenant.state.transaction():
        current = tenant.state.get("organization", organization["id"]) or organization
        if not is_member(current, user):
            members = [*(current.get("_members") or []), {"user_id": user["user_id"], "roles": []}]
            tenant.state.put("organization", current["id"], current | {"_members": members})
    return True


def of_user(tenant: Tenant, user: JSON) -> JSON | None:
    """The first organization that the user belongs to."""
    return next((body for body in tenant.state.all("organization") if is_member(body, user)), None)
