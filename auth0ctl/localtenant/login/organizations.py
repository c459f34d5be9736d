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


def of_user(tenant: Tenant, user: JSON) -> JSON | None:
    """The first organization that the user belongs to."""
    return next((body for body in tenant.state.all("organization") if is_member(body, user)), None)
