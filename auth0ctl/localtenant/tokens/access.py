"""Which API a request is for and which scopes it may have (authorize.md section 6, resource-servers.md section 2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from auth0ctl.localtenant.store import roles
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

OIDC_SCOPES = frozenset({"openid", "profile", "email", "phone", "address", "offline_access"})

# All that a user's own token for the Management API may hold (management-api.md section 1).
CURRENT_USER_SCOPES = frozenset(
    {
        "read:current_user",
        "update:current_user_metadata",
        "create:current_user_metadata",
        "update:current_user_identities",
        "create:current_user_device_credentials",
        "delete:current_user_device_credentials",
    }
)


class ServiceNotFound(Exception):
    """The audience is no API of this tenant. The argument is the audience."""


class NotAuthorized(Exception):
    """The client may not ask for tokens for this API. The argument is the API's identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The resource server a token is for. ``audience`` is what the request named it by, which the token repeats."""

    audience: str
    body: JSON
    management: bool


def effective_audience(tenant: Tenant, params: Mapping[str, str]) -> str:
    """``audience``, else ``resource`` where the tenant allows it, else the tenant's default audience, else nothing."""
    if params.get("audience"):
        return params["audience"]
    if params.get("resource") and tenant.setting("resource_parameter_profile") == "compatibility":
        return params["resource"]
    return tenant.setting("default_audience")


def find_api(tenant: Tenant, audience: str) -> Api | None:
    """None when there is no audience or it names /userinfo. Compared byte for byte. Raises ``ServiceNotFound``."""
    if not audience or tenant.is_userinfo(audience):
        return None
    body = tenant.state.find("resource_server", audience)
    management = audience in tenant.management_audiences
    if body is None and management:
        body = _management_api(tenant)
    if body is None:
        raise ServiceNotFound(audience)
    return Api(audience=audience, body=body, management=management)


def _management_api(tenant: Tenant) -> JSON | None:
    # Same store, opened under another issuer: its Management API still carries the first issuer's name.
    for name in tenant.management_audiences:
        if body := tenant.state.find("resource_server", name):
            return body
    return next(
        (
            body
            for body in tenant.state.all("resource_server")
            if body.get("is_system") and str(body.get("identifier", "")).endswith("/api/v2/")
        ),
        None,
    )


def client_grant(tenant: Tenant, client: JSON, api: Api, subject_type: str) -> JSON | None:
    """The client's own grant for the API, before one that is meant for every third-party client."""
    names = {api.audience, str(api.body.get("identifier"))} | (
        set(tenant.management_audiences) if api.management else set()
    )

    def fitting(grants: "list[JSON]") -> "JSON | None":
        for grant in grants:
            if grant.get("audience") in names and grant.get("subject_type", "client") == subject_type:
                return grant
        return None

    own = fitting(tenant.state.having("client_grant", "client_id", client["client_id"]))
    if own or client.get("is_first_party", True):
        return own
    return fitting(tenant.state.having("client_grant", "default_for", "third_party_clients"))


def granted_scope(grant: JSON, api: Api) -> list[str]:
    if grant.get("allow_all_scopes"):
        return api_scopes(api)
    return [str(scope) for scope in grant.get("scope") or []]


def api_scopes(api: Api) -> list[str]:
    return [str(scope["value"]) for scope in api.body.get("scopes") or []]


def policy(api: Api, subject_type: str, default: str) -> str:
    policies = api.body.get("subject_type_authorization") or {}
    return str((policies.get(subject_type) or {}).get("policy") or default)


def is_third_party(client: JSON) -> bool:
    return not client.get("is_first_party", True)


def is_strict(client: JSON) -> bool:
    return is_third_party(client) and client.get("third_party_security_mode") == "strict"


def user_scope(
    tenant: Tenant, client: JSON, api: Api | None, requested: Sequence[str], *, permissions: Collection[str] | None
) -> tuple[str, ...]:
    """The scopes a user's token gets of those requested; the rest is dropped without a word.

    ``permissions`` are the user's for this API; None while the user is not known, which leaves them out of account.
    Raises ``NotAuthorized``.
    """
    oidc = () if is_strict(client) else tuple(scope for scope in requested if scope in OIDC_SCOPES)
    if not _may_refresh(client, api):
        oidc = tuple(scope for scope in oidc if scope != "offline_access")
    allowed: set[str] = set()
    if api is not None:
        allowed = _api_scope_for_user(tenant, client, api)
        if api.body.get("enforce_policies") and permissions is not None:
            allowed &= set(permissions)
    return tuple(dict.fromkeys(scope for scope in requested if scope in allowed or scope in oidc))


def _api_scope_for_user(tenant: Tenant, client: JSON, api: Api) -> set[str]:
    identifier = str(api.body.get("identifier"))
    if api.management and is_strict(client):
        raise NotAuthorized(identifier)  # system APIs are never for a strict third party's users (clients.md section 5)
    how = policy(api, "user", "allow_all")
    # "Strict third-party always needs a grant"; for a client of unknown mode the refusal table says the same.
    needs_grant = how == "require_client_grant" or (
        is_third_party(client) and client.get("third_party_security_mode") != "permissive"
    )
    grant = client_grant(tenant, client, api, "user") if needs_grant else None
    if how == "deny_all" or (needs_grant and grant is None):
        raise NotAuthorized(identifier)
    # The Management API's own list of scopes does not name the current_user ones.
    allowed = set(CURRENT_USER_SCOPES) if api.management else set(api_scopes(api))
    if grant is not None:
        allowed &= set(granted_scope(grant, api))
    return allowed


def _may_refresh(client: JSON, api: Api | None) -> bool:
    if "refresh_token" not in (client.get("grant_types") or []):
        return False
    if api is not None:
        return bool(api.body.get("allow_offline_access"))
    return bool(client.get("oidc_conformant"))


def user_permissions(tenant: Tenant, user: JSON, api: Api | None, organization: JSON | None = None) -> list[str]:
    """All the user's permissions for the API, whether requested or not: direct ones and those of the user's roles."""
    if api is None:
        return []
    return [
        str(permission["permission_name"])
        for permission in roles.permissions(tenant.state, user, organization)
        if permission.get("resource_server_identifier") == api.body.get("identifier")
    ]
