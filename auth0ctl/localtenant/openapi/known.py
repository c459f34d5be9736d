"""Names of what there is in the tenant, as examples for the description's parameters and properties."""

from collections.abc import Mapping, Sequence

from auth0ctl.localtenant.management import bindings, custom_domains, emails, kept, settings, token_exchange_profiles
from auth0ctl.localtenant.store import roles
from auth0ctl.localtenant.store.state import State

SHOWN = 3  # examples of each

# What a property of this name holds: the kind of object, and the member that names it.
_PROPERTIES: Mapping[str, tuple[str, str]] = {
    "client_id": ("client", "client_id"),
    "audience": ("resource_server", "identifier"),
    "resource_server_identifier": ("resource_server", "identifier"),
    "identifiers": ("resource_server", "identifier"),
    "user_id": ("user", "user_id"),
    "users": ("user", "user_id"),
    "members": ("user", "user_id"),
    "email": ("user", "email"),
    "connection": ("connection", "name"),
    "realm": ("connection", "name"),
    "connection_id": ("connection", "id"),
    "enabled_clients": ("client", "client_id"),
    "organization": ("organization", "id"),
    "organization_id": ("organization", "id"),
    "owner_id": ("organization", "id"),
    "roles": (roles.KIND, "id"),
    "action_id": ("action", "id"),
    "grant_id": ("client_grant", "id"),
    "domain": (custom_domains.KIND, "domain"),
    "default_audience": ("resource_server", "identifier"),
    "default_directory": ("connection", "name"),
}
# Path parameters by the beginning of the rule (the longest counts) and by their own names.
_BY_RULE: Mapping[str, tuple[str, str]] = {
    "/client-grants": ("client_grant", "id"),
    "/connections": ("connection", "id"),
    "/organizations": ("organization", "id"),
    "/roles": (roles.KIND, "id"),
    "/custom-domains": (custom_domains.KIND, "custom_domain_id"),
    "/token-exchange-profiles": (token_exchange_profiles.KIND, "id"),
    "/actions/actions": ("action", "id"),
    "/grants": ("consent", "id"),
    "/jobs": ("job", "id"),
    "/resource-servers": ("resource_server", "identifier"),
    **{one.path: (one.kind, "id") for one in kept.COLLECTIONS},
}
_BY_NAME: Mapping[str, tuple[str, str]] = {
    "client_id": ("client", "client_id"),
    "user_id": ("user", "user_id"),
    "member_id": ("user", "user_id"),
    "connection_id": ("connection", "id"),
    "grant_id": ("client_grant", "id"),
    "credential_id": ("client_credential", "id"),
    "kid": ("signing_key", "kid"),
    "log_id": ("log", "log_id"),
}
_FIXED: Mapping[str, Sequence[str]] = {
    "trigger": ("post-login", *sorted(bindings.NAMES - {"post-login"})[:2]),
    "template": emails.TEMPLATES[:SHOWN],
    "factor": settings.FACTORS[:SHOWN],
    "prompt": ("login", "consent"),
    "language": ("en",),
    "page": ("get-started",),
}


def properties(state: State) -> dict[str, list[str]]:
    """Name of a property or query parameter -> values of it that name something."""
    return {name: _values(state, kind, member) for name, (kind, member) in _PROPERTIES.items()}


def path_parameter(state: State, rule: str, name: str) -> list[str]:
    """Values for a parameter of a Management API rule, such as ``<id>`` of ``/roles/<id>``."""
    if name in _FIXED:
        return list(_FIXED[name])
    if name in _BY_NAME:
        return _values(state, *_BY_NAME[name])
    if rule.startswith("/organizations/name/"):
        return _values(state, "organization", "name")
    prefixes = [prefix for prefix in _BY_RULE if rule.startswith(prefix + "/")]
    return _values(state, *_BY_RULE[max(prefixes, key=len)]) if prefixes else []


def _values(state: State, kind: str, member: str) -> list[str]:
    found = (row.get(member) for row in state.page(kind, offset=0, limit=SHOWN))
    return list(dict.fromkeys(str(value) for value in found if value))
