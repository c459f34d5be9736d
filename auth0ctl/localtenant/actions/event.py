"""Running the bound Actions: the event they see, and what came of them (tokens.md sections 8 and 9)."""

from collections.abc import Mapping, Sequence

from auth0ctl.localtenant.actions import run as actions
from auth0ctl.localtenant.actions.run import ActionResult
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store import logs, roles
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.access import Api

# Never shown to an Action (tokens.md section 9).
_HIDDEN = frozenset(
    {"client_secret", "refresh_token", "client_assertion", "auth_session", "authn_response", "password"}
)


def run_for_machine(
    tenant: Tenant, *, client: JSON, api: Api, params: Mapping[str, str], scope: Sequence[str], request: Request
) -> ActionResult:
    """The bound credentials-exchange Actions."""
    if not actions.are_bound(tenant.state, "credentials-exchange"):
        return ActionResult()
    event: JSON = {
        "client": {
            "client_id": client["client_id"],
            "name": client.get("name"),
            "metadata": client.get("client_metadata") or {},
        },
        "accessToken": {"customClaims": {}, "scope": list(scope)},
        "request": {"body": {name: value for name, value in params.items() if name not in _HIDDEN}},
        "resource_server": {"identifier": api.audience},
        "transaction": {"requested_scopes": params.get("scope", "").split()},
    }
    result = actions.run(tenant.state, event, "credentials-exchange")
    _note(tenant, result, request, client=client)
    return result


def run(
    tenant: Tenant,
    *,
    user: JSON,
    client: JSON,
    api: Api | None,
    params: Mapping[str, str],
    requested: Sequence[str],
    protocol: str,
    organization: JSON | None = None,
    request: Request | None = None,
) -> ActionResult:
    """``protocol``: oidc-basic-profile (code), oidc-implicit-profile, oidc-hybrid-profile, oauth2-device-code,
    oauth2-password, oauth2-token-exchange or oauth2-refresh-token.
    """
    profile = users.public(user)
    event: JSON = {
        "user": {
            **profile,
            "app_metadata": profile.get("app_metadata") or {},
            "user_metadata": profile.get("user_metadata") or {},
        },
        "client": {
            "client_id": client["client_id"],
            "name": client.get("name"),
            "metadata": client.get("client_metadata") or {},
        },
        "authorization": {"roles": [str(role["name"]) for role in roles.held(tenant.state, user, organization)]},
        "request": {"query": {name: value for name, value in params.items() if name not in _HIDDEN}},
        "transaction": {"protocol": protocol, "requested_scopes": list(requested)},
        "resource_server": {"identifier": api.audience} if api else None,
        "stats": {"logins_count": int(user.get("logins_count") or 0)},
    }
    if organization is not None:
        event["organization"] = {"id": organization["id"], "name": organization.get("name")}
    result = actions.run(tenant.state, event)
    _note(tenant, result, request, client=client, user=user)
    return result


def _note(
    tenant: Tenant, result: ActionResult, request: Request | None, *, client: JSON, user: JSON | None = None
) -> None:
    if result.not_run:
        logs.write(
            tenant,
            "w",
            request,
            description="An Action was not run: the local tenant reads a small part of the language only",
            client=client,
            user=user,
            details={"actions": {"not_run": list(result.not_run)}},
        )
