"""Running the bound post-login Actions: the event they see, and what came of them (tokens.md sections 8 and 9)."""

from collections.abc import Mapping, Sequence

from werkzeug import Request

from auth0ctl.localtenant.actions import run as actions
from auth0ctl.localtenant.actions.run import ActionResult
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.access import Api

# Never shown to an Action (tokens.md section 9).
_HIDDEN = frozenset(
    {"client_secret", "refresh_token", "client_assertion", "auth_session", "authn_response", "password"}
)


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
    """``protocol``: oidc-basic-profile (code), oidc-implicit-profile, oidc-hybrid-profile or oauth2-refresh-token."""
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
        "authorization": {"roles": [str(role) for role in user.get("_roles") or []]},
        "request": {"query": {name: value for name, value in params.items() if name not in _HIDDEN}},
        "transaction": {"protocol": protocol, "requested_scopes": list(requested)},
        "resource_server": {"identifier": api.audience} if api else None,
        "stats": {"logins_count": int(user.get("logins_count") or 0)},
    }
    if organization is not None:
        event["organization"] = {"id": organization["id"], "name": organization.get("name")}
    result = actions.run(tenant.state, event)
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
    return result
