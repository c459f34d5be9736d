"""One row of the error tables: what is asked of the local tenant, and exactly what has to come back."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from local_browser import API, SPA, Browser, landed, post, title

Ask = Callable[[Browser], httpx.Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``cite`` names the table (file, section) and its source: rec = recorded, cap = captured, docs.

    ``catalog`` are the entries of error-catalog.md that the row stands for. ``lands``: on a page of the tenant, at the
    application (query or fragment), as the Authentication API's JSON, as the Management API's JSON, or as plain text.
    """

    cite: str
    ask: Ask
    lands: Literal["page", "query", "fragment", "json", "management", "text"]
    text: str
    error: str = ""
    status: int = 302
    catalog: tuple[str, ...] = ()
    seed: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{' '.join(self.catalog)} {self.cite}: {self.text[:50]}".strip()


def check(row: Row, response: httpx.Response) -> None:
    assert response.status_code == row.status, response.text
    match row.lands:
        case "page":
            assert "location" not in response.headers
            assert title(response) == "Oops!, something went wrong"
            shown = html.unescape(response.text)
            assert all(line in shown for line in row.text.split("\n"))
            assert "TRACKING: " in shown
            assert "This is the auth0ctl local tenant, not Auth0" in shown
        case "query" | "fragment":
            answer = landed(response.headers["location"])
            assert answer.mode == row.lands
            state = {"state": answer.params["state"]} if "state" in answer.params else {}
            assert answer.params == {"error": row.error, "error_description": row.text, **state}
        case "json":
            body = response.json()
            assert (body["error"], body["error_description"]) == (row.error, row.text)
            assert response.headers["content-type"].startswith("application/json")
        case "management":
            body = response.json()
            assert body["statusCode"] == row.status
            assert body["message"] == row.text
            assert body.get("errorCode", "") == row.error
        case "text":
            assert response.text == row.text


def json_row(cite: str, ask: Ask, status: int, error: str, text: str, **more: Any) -> Row:
    """A row of the Authentication API."""
    return Row(cite=cite, ask=ask, lands="json", status=status, error=error, text=text, **more)


# What the rows ask, in short.


def authorize(**params: Any) -> Ask:
    return lambda browser: browser.authorize(**params)


def logged_in_first(**params: Any) -> Ask:
    """The request of a browser that has a session."""

    def ask(browser: Browser) -> httpx.Response:
        browser.login()
        return browser.authorize(**params)

    return ask


def answered(choice: str = "accept", **params: Any) -> Ask:
    """The login, consent and confirmation pages are answered; the answer is what the last one leads to."""

    def ask(browser: Browser) -> httpx.Response:
        browser.go_on(browser.authorize(**params), choice=choice)
        return browser.answers[-1]

    return ask


def token(**fields: Any) -> Ask:
    return lambda browser: post(browser, **{"client_id": SPA, **fields})


def management(method: str, path: str, body: object = None, *, scope: str | None = None) -> Ask:
    """A call with a token of the tenant's owner, with all scopes unless one is given."""

    def ask(browser: Browser) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {browser.tenant.management_token(scope)}"}
        return browser.http.request(method, f"/api/v2{path}", json=body, headers=bearer)

    return ask


def bearing(bearer: str, path: str = "/api/v2/clients") -> Ask:
    return lambda browser: browser.http.get(path, headers={"Authorization": bearer})


def policies(user: str = "allow_all", client: str = "require_client_grant") -> dict[str, Any]:
    return {"user": {"policy": user}, "client": {"policy": client}}


def action(body: str, *, function: str = "onExecutePostLogin", trigger: str = "post-login") -> dict[str, Any]:
    """A seed with one Action, deployed and bound."""
    code = f"exports.{function} = async (event, api) => {{{body}}};"
    row = {"id": "a1", "name": "a1", "code": code, "supported_triggers": [{"id": trigger, "version": "v3"}]}
    return {"actions": [row], "action_bindings": [{"trigger": trigger, "action_id": "a1"}]}


def not_authorized(client_id: str) -> str:
    return f'Client "{client_id}" is not authorized to access resource server "{API}".'
