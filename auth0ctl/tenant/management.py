"""The Management API v2: clients, resource servers, client grants, Actions, tenant settings.

Answers are the API's own JSON objects. Errors keep the tenant's words: hiding them behind ours has cost others dearly.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from auth0ctl.errors import Auth0ctlError, AuthError, RateLimited, TenantError
from auth0ctl.model import Tenant
from auth0ctl.settings import is_loopback
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.listing import NOT_AUTH0, an_object, by_checkpoints, by_pages, items_of
from auth0ctl.tenant.pace import Pace
from auth0ctl.tenant.patience import SERVER_TROUBLE, TROUBLE, wanted_wait
from auth0ctl.tenant.shapes import kind_of


class Management:
    """The Management API of one tenant. ``token`` gives a Management token, called at the first request.

    Safe for many threads, which share ``pace``: the rate limit that the answers tell.
    """

    def __init__(self, http: Http, tenant: Tenant, token: Callable[[], str], pace: Pace | None = None) -> None:
        self._http = http
        self._base = tenant.origin + "/api/v2/"
        self._tenant = tenant
        self._token = token
        self._pace = pace or Pace()

    def paced(self, pace: Pace) -> "Management":
        """The same at another pace."""
        return Management(self._http, self._tenant, self._token, pace)

    @property
    def patient(self) -> bool:
        """Whether requests are sent again by themselves where that helps."""
        return self._http.patient

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    def clients(self) -> list[dict[str, Any]]:
        """``GET /clients``, all pages, without the "All Applications" pseudo client."""
        return [client for client in self._pages("clients", "clients") if not client.get("global")]

    def client(self, client_id: str) -> dict[str, Any]:
        return self._one("GET", f"clients/{quote(client_id, safe='')}")

    def create_client(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "clients", body)

    def update_client(self, client_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Members that are lists are replaced whole; ``null`` clears."""
        return self._one("PATCH", f"clients/{quote(client_id, safe='')}", body)

    def delete_client(self, client_id: str) -> None:
        self._call("DELETE", f"clients/{quote(client_id, safe='')}")

    def resource_servers(self) -> list[dict[str, Any]]:
        return self._pages("resource-servers", "resource_servers")

    def resource_server(self, identifier: str) -> dict[str, Any]:
        """By id or by identifier (the path takes either, URL-encoded)."""
        return self._one("GET", f"resource-servers/{quote(identifier, safe='')}")

    def create_resource_server(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "resource-servers", body)

    def update_resource_server(self, identifier: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", f"resource-servers/{quote(identifier, safe='')}", body)

    def client_grants(self, **filters: str) -> list[dict[str, Any]]:
        return self._pages("client-grants", "client_grants", filters)

    def create_client_grant(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "client-grants", body)

    def update_client_grant(self, grant_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", f"client-grants/{quote(grant_id, safe='')}", body)

    def delete_client_grant(self, grant_id: str) -> None:
        self._call("DELETE", f"client-grants/{quote(grant_id, safe='')}")

    def logs(self, query: str) -> list[dict[str, Any]]:
        """The newest entries of the tenant's log that fit ``query`` (management-api.md section 5): one page of them."""
        params: dict[str, str | int] = {"q": query, "sort": "date:-1", "page": 0, "per_page": 50}
        return self._list("logs", params)

    def tenant_settings(self) -> dict[str, Any]:
        return self._one("GET", "tenants/settings")

    def update_tenant_settings(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", "tenants/settings", body)

    def connection(self, connection_id: str) -> dict[str, Any]:
        """``options`` are there only with read:connections_options."""
        return self._one("GET", f"connections/{quote(connection_id, safe='')}")

    def update_connection(self, connection_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """``options`` are replaced whole."""
        return self._one("PATCH", f"connections/{quote(connection_id, safe='')}", body)

    def connection_clients(self, connection_id: str) -> list[str]:
        path = f"connections/{quote(connection_id, safe='')}/clients"
        return [str(row["client_id"]) for row in self._checkpoints(path, "clients")]

    def enable_connection(self, connection_id: str, client_id: str, *, enabled: bool) -> None:
        body = [{"client_id": client_id, "status": enabled}]
        self._call("PATCH", f"connections/{quote(connection_id, safe='')}/clients", body)

    def connections(self) -> list[dict[str, Any]]:
        """Without ``enabled_clients``, which tenants stopped telling here on 13 July 2026."""
        return self._pages("connections", "connections")

    def client_connections(self, client_id: str) -> list[dict[str, Any]]:
        """The connections that are enabled for a client."""
        return list(self._checkpoints(f"clients/{quote(client_id, safe='')}/connections", "connections"))

    def custom_domains(self) -> list[dict[str, Any]]:
        return self._list("custom-domains")

    def organization(self, wanted: str) -> dict[str, Any]:
        """By id (``org_...``) or by name."""
        path = "" if wanted.startswith("org_") else "name/"
        return self._one("GET", f"organizations/{path}{quote(wanted, safe='')}")

    def organization_connections(self, organization_id: str) -> list[dict[str, Any]]:
        path = f"organizations/{quote(organization_id, safe='')}/enabled_connections"
        return self._pages(path, "enabled_connections")

    def organization_members(self, organization_id: str) -> list[dict[str, Any]]:
        return self._pages(f"organizations/{quote(organization_id, safe='')}/members", "members")

    def join_organization(self, organization_id: str, user_id: str, *, joined: bool) -> None:
        path = f"organizations/{quote(organization_id, safe='')}/members"
        self._call("POST" if joined else "DELETE", path, {"members": [user_id]})

    def enable_organization_connection(self, organization_id: str, connection_id: str, *, enabled: bool) -> None:
        path = f"organizations/{quote(organization_id, safe='')}/enabled_connections"
        if enabled:
            self._call("POST", path, {"connection_id": connection_id, "assign_membership_on_login": False})
        else:
            self._call("DELETE", f"{path}/{quote(connection_id, safe='')}")

    def organization_member_roles(self, organization_id: str, user_id: str) -> list[dict[str, Any]]:
        path = f"organizations/{quote(organization_id, safe='')}/members/{quote(user_id, safe='')}/roles"
        return self._pages(path, "roles")

    def role_permissions(self, role_id: str) -> list[dict[str, Any]]:
        return self._pages(f"roles/{quote(role_id, safe='')}/permissions", "permissions")

    def user(self, user_id: str) -> dict[str, Any]:
        return self._one("GET", f"users/{quote(user_id, safe='')}")

    def user_permissions(self, user_id: str) -> list[dict[str, Any]]:
        """What the user may do, by roles and directly, in every API."""
        return self._pages(f"users/{quote(user_id, safe='')}/permissions", "permissions")

    def permit_user(self, user_id: str, audience: str, permission: str, *, permitted: bool) -> None:
        """Give a user a permission directly, or take it away."""
        body = {"permissions": [{"resource_server_identifier": audience, "permission_name": permission}]}
        self._call("POST" if permitted else "DELETE", f"users/{quote(user_id, safe='')}/permissions", body)

    def consents(self, user_id: str) -> list[dict[str, Any]]:
        """What a user has agreed to: ``GET /grants``, whose member for the client is ``clientID``."""
        return self._pages("grants", "grants", {"user_id": user_id})

    def mfa_policies(self) -> list[Any]:
        """``GET /guardian/policies``: names, such as ``all-applications``; empty where MFA is never asked for."""
        return self._list("guardian/policies", kind=str)

    def mfa_factors(self) -> list[dict[str, Any]]:
        """``GET /guardian/factors``: every factor, with ``enabled``."""
        return self._list("guardian/factors")

    def attack_protection(self, name: str) -> dict[str, Any]:
        """``name``: ``brute-force-protection``, ``breached-password-detection`` or ``suspicious-ip-throttling``."""
        return self._one("GET", f"attack-protection/{name}")

    def email_provider(self) -> dict[str, Any]:
        """Raises TenantError (404) where none is set up."""
        return self._one("GET", "emails/provider")

    def log_streams(self) -> list[dict[str, Any]]:
        return self._list("log-streams")

    def rules(self) -> list[dict[str, Any]]:
        """The legacy Rules, whose end of life is 18 November 2026."""
        return self._pages("rules", "rules")

    def actions(self) -> list[dict[str, Any]]:
        """All Actions. Actions lists are objects that leave out zero values (management-api.md section 4)."""
        return self._pages("actions/actions", "actions", totals=False)

    def action(self, action_id: str) -> dict[str, Any]:
        return self._one("GET", f"actions/actions/{quote(action_id, safe='')}")

    def create_action(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "actions/actions", body)

    def update_action(self, action_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", f"actions/actions/{quote(action_id, safe='')}", body)

    def deploy_action(self, action_id: str) -> dict[str, Any]:
        return self._one("POST", f"actions/actions/{quote(action_id, safe='')}/deploy", {})

    def delete_action(self, action_id: str) -> None:
        self._call("DELETE", f"actions/actions/{quote(action_id, safe='')}")

    def bindings(self, trigger: str) -> list[dict[str, Any]]:
        return self._pages(f"actions/triggers/{quote(trigger, safe='')}/bindings", "bindings", totals=False)

    def bind(self, trigger: str, bindings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Replace the whole ordered list of a trigger's bindings."""
        path = f"actions/triggers/{quote(trigger, safe='')}/bindings"
        return items_of(self._one("PATCH", path, {"bindings": bindings}), "bindings")

    def _pages(
        self, path: str, collection: str, filters: Mapping[str, str] | None = None, *, totals: bool = True
    ) -> list[dict[str, Any]]:
        return by_pages(partial(self._get, path), collection, filters or {}, totals=totals)

    def _checkpoints(self, path: str, collection: str) -> Iterator[dict[str, Any]]:
        return by_checkpoints(partial(self._get, path), collection, {})

    def _get(self, path: str, params: Mapping[str, str | int]) -> Any:
        return self._call("GET", path, params=params).json()

    def _list(self, path: str, params: Mapping[str, str | int] | None = None, kind: type = dict) -> list[Any]:
        items = self._call("GET", path, params=params).json()
        if not isinstance(items, list):
            raise TenantError(f"the Management API answered {path} with JSON that is not a list", NOT_AUTH0)
        if kind is dict:
            return [an_object(item, kind_of(path)) for item in items]
        if not all(isinstance(item, kind) for item in items):
            raise TenantError(f"the Management API answered {path} with a list of something else", NOT_AUTH0)
        return items

    def _one(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        answer = self._call(method, path, body).json()
        if not isinstance(answer, dict):
            raise TenantError(f"the Management API answered {path} with JSON that is not an object", NOT_AUTH0)
        return an_object(answer, kind) if (kind := kind_of(path)) else answer

    def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | list[Any] | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> Answer:
        with self._pace.turn() as tell:
            answer = self._send(method, path, body, params)
            tell(answer.headers, answer.status)
        if not 200 <= answer.status < 300:
            raise said_no(answer, f"{method} /api/v2/{path.partition('?')[0]}", self._tenant)
        if answer.headers.get("content-type", "").startswith("text/html"):
            answer.json()  # says that somebody else answered, also where the answer's body is of no interest
        return answer

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | list[Any] | None, params: Mapping[str, str | int] | None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._token()}", "Accept": "application/json"}
        url, changes = self._base + path, method != "GET"
        return self._http.send_again(method, url, params=params, body=body, headers=headers, finish=changes)


def of_a_served_one(tenant: Tenant) -> str:
    """What to add to a hint about a Management token, where the tenant may be the embedded one, being served."""
    if not is_loopback(urlsplit(tenant.origin).hostname or ""):
        return ""
    return f" For `local serve`: AUTH0_API_TOKEN=$(auth0ctl token get --management --issuer {tenant.issuer})."


def said_no(answer: Answer, call: str, tenant: Tenant) -> Exception:
    """The error for a Management API refusal: its own message first, then what to do about it."""
    try:
        body = answer.json()
    except Auth0ctlError:  # a proxy's page: the status says all there is to say
        body = {}
    body = body if isinstance(body, Mapping) else {}
    message, code = str(body.get("message", "")), str(body.get("errorCode", ""))
    sentence = f"{call} answered {answer.status}" + (f": {message}" if message else "")
    if answer.status == 401:
        return AuthError(
            sentence,
            f"The Management token is missing, expired or another tenant's. Give one for {tenant.domain} in "
            "AUTH0_API_TOKEN, or add a machine-to-machine client: `auth0ctl tenant add`." + of_a_served_one(tenant),
        )
    if answer.status == 429:
        seconds = math.ceil(wanted_wait(answer.headers))
        return RateLimited(sentence, f"The tenant's rate limit is used up; try again in {seconds} s.")
    hint = TROUBLE if answer.status >= SERVER_TROUBLE else ""
    if code == "insufficient_scope":
        needed = message.partition("expected any of:")[2].strip() or "the scope named above"
        hint = f"Give the Management token one of: {needed} (a client grant for {tenant.issuer}api/v2/)."
    return TenantError(sentence, hint, status=answer.status, code=code)
