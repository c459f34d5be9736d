"""The Management API's entries of error-catalog.md, asked through the whole tenant."""

from typing import Any

import httpx
from error_row import Ask, Row, bearing, management
from local_browser import MACHINE, Browser, machine

USER = {"connection": "Username-Password-Authentication", "email": "user@example.com", "password": "Passw0rd!x"}
RESOURCE_SERVER = "/resource-servers/http:%2F%2F127.0.0.1:18400%2Fapi%2Fv2%2F"


def expired(browser: Browser) -> httpx.Response:
    bearer = browser.tenant.management_token()
    browser.clock.move(86_400)
    return bearing(f"Bearer {bearer}")(browser)


def moved(browser: Browser) -> httpx.Response:
    """The second user takes the first one's address."""
    second = management("POST", "/users", {**USER, "email": "second@example.com"})(browser).json()["user_id"]
    return management("PATCH", f"/users/{second.replace('|', '%7C')}", {"email": USER["email"]})(browser)


def row(catalog: str, cite: str, ask: Ask, status: int, error: str, text: str, **more: Any) -> Row:
    return Row(
        catalog=(catalog,), cite=cite, ask=ask, lands="management", status=status, error=error, text=text, **more
    )


ROWS = (
    row(
        "E045",
        "management-api.md, rec dc",
        management("GET", "/clients", scope="read:users"),
        403,
        "insufficient_scope",
        "Insufficient scope, expected any of: read:clients,read:client_summary",
    ),
    row("E046", "cap 39727518939", expired, 401, "", "Expired token received for JSON Web Token validation"),
    row("E047", "community 11660", bearing("Bearer made-up"), 401, "", "Invalid token"),
    row("E048", "community 11660", bearing("made-up"), 400, "Bearer", "Bad HTTP authentication header format"),
    row(
        "E050",
        "cap 24898302",
        management("GET", "/clients"),
        429,
        "too_many_requests",
        "Global limit has been reached",
        faults=("429",),
    ),
    row(
        "E051",
        "cap 54754173435",
        management("PATCH", f"/clients/{MACHINE}", {"client_id": "other"}),
        400,
        "invalid_body",
        "Payload validation error: 'Additional properties not allowed: client_id'.",
        seed={"clients": [machine()]},
    ),
    row(
        "E051",
        "resource-servers.md 1, cap 56231575454",
        management("PATCH", RESOURCE_SERVER, {"scopes": []}),
        400,
        "invalid_body",
        "Payload validation error: 'Additional properties not allowed: scopes'.",
    ),
    row(
        "E052",
        "cap 25690731967",
        management("POST", "/users", {"email": "a@example.com"}),
        400,
        "invalid_body",
        "Payload validation error: 'Missing required property: connection'.",
    ),
    row(
        "E055",
        "clients.md 8, rec tf:TestAccDataClientNonexistentID",
        management("GET", "/clients/this-client-does-not-exist"),
        404,
        "inexistent_client",
        "The client does not exist",
    ),
    row(
        "E056",
        "resource-servers.md 4, rec tf:TestAccDataSourceResourceServer",
        management("GET", "/resource-servers/this-resource-server-does-not-exist"),
        404,
        "inexistent_resource_server",
        "The resource server does not exist",
    ),
    row(
        "E057",
        "rec tf:TestAccDataSourceUser",
        management("GET", "/users/auth0%7Cthis-user-id-does-not-exist"),
        404,
        "inexistent_user",
        "The user does not exist.",
    ),
    row(
        "E058",
        "rec tf",
        management("GET", "/connections/con_xxxxxxxxxxxxxxxx"),
        404,
        "inexistent_connection",
        "The connection does not exist",
    ),
    row(
        "E058",
        "rec tf",
        management("GET", "/actions/actions/6018e89f-245f-4da3-ac9f-e22fc6d8b0d1"),
        404,
        "",
        "That action does not exist.",
    ),
    row(
        "E058",
        "rec tf",
        management("GET", "/organizations/org_XXXXXXXXXXXXXXXX"),
        404,
        "",
        "No organization found by that id or name",
    ),
    row(
        "E059",
        "widely reported",
        management("POST", "/users", USER),
        409,
        "auth0_idp_error",
        "The user already exists.",
    ),
    row("E060", "cap 22159065890", moved, 400, "auth0_idp_error", "The specified new email already exists"),
    row(
        "E053",
        "clients.md 8, recorded pattern",
        management("POST", "/users", USER | {"email": "x"}),
        400,
        "invalid_body",
        "Payload validation error: 'Object didn't pass validation for format email: x' on property email.",
    ),
    row(
        "E054",
        "clients.md 8, rec tf:TestAccDataSourceEventStream",
        management("GET", "/event-streams/est_invalid_id_1234567890"),
        400,
        "invalid_uri",
        "Path validation error: 'Object didn't pass validation for format event-stream-id: est_invalid_id_1234567890' "
        "on property id (Unique identifier for the event stream).",
    ),
    row(
        "E061",
        "rec tf:TestAccUserCustomDomains",
        management("POST", "/users", USER | {"email": "new@example.com"}),
        409,
        "custom_domain_conflict",
        "The tenant has multiple verified custom domains.",
        seed={"custom_domains": [{"domain": f"{name}.example.com", "status": "ready"} for name in ("one", "two")]},
    ),
    row(
        "E062",
        "rec dc",
        management("GET", "/supplemental-signals"),
        403,
        "insufficient_scope",
        "Please upgrade your subscription to enable Akamai Signals.",
    ),
)
