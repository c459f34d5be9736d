"""The Management API v2: clients, resource servers, client grants, Actions, tenant settings.

Answers are the API's own JSON objects. Errors keep the tenant's words: hiding them behind ours has cost others dearly.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from auth0ctl.errors import Auth0ctlError, AuthError, RateLimited, TenantError
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Answer, Http

PER_PAGE = 100  # recorded on a public tenant (auth0-facts/management-api.md section 4)


class Management:
    """The Management API of one tenant. ``token`` gives a Management token, called at the first request."""

    def __init__(self, http: Http, tenant: Tenant, token: Callable[[], str]) -> None:
        self._http = http
        self._base = tenant.origin + "/api/v2/"
        self._tenant = tenant
        self._token = token

    def clients(self) -> list[dict[str, Any]]:
        """``GET /clients``, all pages, without the "All Applications" pseudo client."""
        return [client for client in self._pages("clients", "clients") if not client.get("global")]

    def client(self, client_id: str) -> dict[str, Any]:
        return self._one("GET", f"clients/{quote(client_id, safe='')}")

    def create_client(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "clients", body)

    def resource_servers(self) -> list[dict[str, Any]]:
        return list(self._pages("resource-servers", "resource_servers"))

    def resource_server(self, identifier: str) -> dict[str, Any]:
        """By id or by identifier (the path takes either, URL-encoded)."""
        return self._one("GET", f"resource-servers/{quote(identifier, safe='')}")

    def create_resource_server(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "resource-servers", body)

    def update_resource_server(self, identifier: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", f"resource-servers/{quote(identifier, safe='')}", body)

    def client_grants(self, **filters: str) -> list[dict[str, Any]]:
        return list(self._pages("client-grants", "client_grants", filters))

    def create_client_grant(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("POST", "client-grants", body)

    def update_client_grant(self, grant_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._one("PATCH", f"client-grants/{quote(grant_id, safe='')}", body)

    def tenant_settings(self) -> dict[str, Any]:
        return self._one("GET", "tenants/settings")

    def actions(self) -> list[dict[str, Any]]:
        """All Actions. Actions lists are objects that leave out zero values (management-api.md section 4)."""
        return list(self._pages("actions/actions", "actions", totals=False))

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
        return list(self._pages(f"actions/triggers/{quote(trigger, safe='')}/bindings", "bindings", totals=False))

    def bind(self, trigger: str, bindings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Replace the whole ordered list of a trigger's bindings."""
        path = f"actions/triggers/{quote(trigger, safe='')}/bindings"
        bound: list[dict[str, Any]] = self._one("PATCH", path, {"bindings": bindings})["bindings"]
        return bound

    def _pages(
        self, path: str, collection: str, filters: Mapping[str, str] | None = None, *, totals: bool = True
    ) -> Iterator[dict[str, Any]]:
        page = 0
        while True:
            params: dict[str, str | int] = {**(filters or {}), "page": page, "per_page": PER_PAGE}
            if totals:
                params["include_totals"] = "true"
            answer = self._call("GET", path, params=params).json()
            items = answer if isinstance(answer, list) else answer.get(collection, [])
            yield from items
            if len(items) < PER_PAGE:
                return
            page += 1

    def _one(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        answer = self._call(method, path, body).json()
        if not isinstance(answer, dict):
            raise TenantError(f"the Management API answered {path} with JSON that is not an object")
        return answer

    def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._token()}", "Accept": "application/json"}
        answer = self._http.send(method, self._base + path, params=params, body=body, headers=headers)
        if answer.status >= 400:
            raise said_no(answer, f"{method} /api/v2/{path.partition('?')[0]}", self._tenant)
        return answer


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
            "AUTH0_API_TOKEN, or add a machine-to-machine client: `auth0ctl tenant add`.",
        )
    if answer.status == 429:
        return RateLimited(sentence, "The tenant's rate limit is used up; wait a little and try again.")
    hint = ""
    if code == "insufficient_scope":
        needed = message.partition("expected any of:")[2].strip() or "the scope named above"
        hint = f"Give the Management token one of: {needed} (a client grant for {tenant.issuer}api/v2/)."
    return TenantError(sentence, hint, status=answer.status, code=code)
