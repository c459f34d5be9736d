"""The token that a tenant's owner makes for himself, to use its Management API."""

from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue

MANAGEMENT_CLIENT = "auth0ctl"  # the token's azp; no client of the tenant


def management_token(tenant: Tenant, scope: str | None) -> str:
    """With the given scopes (space separated), or with all. Raises ``LookupError`` where the API is gone."""
    identifier = tenant.management_audiences[0]
    api = access.find_api(tenant, identifier)
    if api is None:
        raise LookupError(f"{identifier} is not there; reset the local tenant")
    scopes = tuple(scope.split()) if scope is not None else tuple(access.api_scopes(api))
    grant = issue.Grant(client={"client_id": MANAGEMENT_CLIENT}, api=api, scope=scopes, gty="client-credentials")
    return issue.access_token(tenant, grant).text
