"""The error rows of authorize.md (sections 2, 3, 6 and 7): where each error lands, and its text."""

from typing import Any

import httpx
from error_row import Row, action, answered, authorize, logged_in_first, not_authorized, policies
from local_browser import API, CALLBACK, MACHINE, SPA, Browser, api, machine, spa, transaction

CONNECTION = "Username-Password-Authentication"
APP = "https://app.example.com/callback"
LOST = (
    "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some "
    "issue with cookies, since we couldn't find your session. Try logging in again from the application and if the "
    "problem persists please contact the administrator."
)
MISMATCH = (
    "Callback URL mismatch.\n"
    "The provided redirect_uri is not in the list of allowed callback URLs.\n"
    "Please go to the Application Settings page and make sure you are sending a valid callback url from your "
    "application."
)
USER = "auth0|local-user-1"
ORG: dict[str, Any] = {"id": "org_a", "name": "acme", "members": []}
VERIFIABLE: dict[str, Any] = {"redirect_uri": APP}


def third_party(mode: str, **changes: Any) -> dict[str, Any]:
    domain = {"name": CONNECTION, "strategy": "auth0", "is_domain_connection": True, "enabled_clients": [SPA]}
    return {"clients": [spa(is_first_party=False, third_party_security_mode=mode, **changes)], "connections": [domain]}


def blocked(browser: Browser) -> httpx.Response:
    user = browser.tenant.state.get("user", USER)
    assert user is not None
    browser.tenant.state.put("user", USER, user | {"blocked": True})
    return answered()(browser)


def bookmarked(browser: Browser) -> httpx.Response:
    return browser.http.get("/u/login", params={"state": "an-old-one"})


def wrong_password_often(browser: Browser) -> httpx.Response:
    page = browser.http.get(browser.authorize().headers["location"])
    form = {"state": transaction(page), "username": "user@example.com", "password": "wrong"}
    for _ in range(10):
        browser.http.post("/u/login", data=form)
    return browser.http.post("/u/login", data=form | {"password": "password"})


ROWS = (
    Row(
        cite="authorize.md 3, cap 39138961366",
        catalog=("E001", "E084"),
        ask=authorize(redirect_uri="http://127.0.0.1:62294/callback"),
        lands="page",
        status=403,
        text=MISMATCH,
    ),
    Row(
        cite="authorize.md 3, cap 61446792953",
        catalog=("E002",),
        ask=authorize(client_id="nobody"),
        lands="page",
        status=400,
        text="Unknown client: nobody",
    ),
    Row(
        cite="authorize.md 3, cap 56747386142, at the application",
        catalog=("E029",),
        ask=authorize(response_type=None),
        lands="query",
        error="invalid_request",
        text="Missing required parameter: response_type",
    ),
    Row(
        cite="authorize.md 3, cap 56747386142, on a page",
        ask=authorize(response_type=None, redirect_uri=None),
        lands="page",
        status=400,
        text="Missing required parameter: response_type",
    ),
    Row(
        cite="authorize.md 2 rule 4, cap 56747386142, at error_page.url",
        seed={"tenant_settings": {"error_page": {"url": "https://errors.example.com/e"}}},
        ask=lambda browser: without_the_rest(browser.authorize(response_type=None, redirect_uri=None)),
        lands="query",
        error="invalid_request",
        text="Missing required parameter: response_type",
    ),
    Row(
        cite="authorize.md 3, cap 53905290928",
        catalog=("E008",),
        seed={"clients": [spa(grant_types=["implicit"])]},
        ask=authorize(),
        lands="query",
        error="unauthorized_client",
        text="Grant type 'authorization_code' not allowed for the client.",
    ),
    Row(
        cite="authorize.md 3, cap 53905290928, implicit",
        catalog=("E030",),
        seed={"clients": [spa(grant_types=["authorization_code"])]},
        ask=authorize(response_type="id_token token"),
        lands="fragment",
        error="unauthorized_client",
        text="Grant type 'implicit' not allowed for the client.",
    ),
    Row(
        cite="authorize.md 3, cap 57462402683",
        catalog=("E003",),
        ask=authorize(audience="https://nowhere"),
        lands="query",
        error="access_denied",
        text="Service not found: https://nowhere",
    ),
    *(
        Row(
            cite=f"authorize.md 3, cap 56955942535, user policy {policy}",
            catalog=("E004",),
            seed={"resource_servers": [api(subject_type_authorization=policies(policy))]},
            ask=authorize(audience=API),
            lands="query",
            error="invalid_request",
            text=not_authorized(SPA),
        )
        for policy in ("require_client_grant", "deny_all")
    ),
    Row(
        cite="authorize.md 3, cap 59685423194, a strict third party without a grant",
        seed=third_party("strict", redirection_policy="allow_always"),
        ask=authorize(audience=API),
        lands="query",
        error="invalid_request",
        text=not_authorized(SPA),
    ),
    Row(
        cite="authorize.md 3, cap 71572087877",
        catalog=("E031",),
        seed={"clients": [machine()]},
        ask=authorize(client_id=MACHINE, redirect_uri=APP),
        lands="query",
        error="invalid_request",
        text="no connections enabled for the client",
    ),
    Row(
        cite="authorize.md 3, cap 14040762264",
        catalog=("E032",),
        ask=authorize(connection="nope"),
        lands="query",
        error="invalid_request",
        text="the connection was not found",
    ),
    Row(
        cite="authorize.md 3, docs",
        seed={"connections": [{"name": "Other", "strategy": "auth0", "enabled_clients": []}]},
        ask=authorize(connection="Other"),
        lands="query",
        error="invalid_request",
        text="the connection was disabled",
    ),
    Row(
        cite="authorize.md 3, cap 56113521147",
        catalog=("E033",),
        seed={"clients": [spa(organization_usage="require")]},
        ask=authorize(),
        lands="query",
        error="invalid_request",
        text="parameter organization is required for this client",
    ),
    Row(
        cite="authorize.md 3, cap 63021524476",
        catalog=("E034",),
        seed={"clients": [spa(organization_usage="allow")]},
        ask=authorize(organization="acme"),
        lands="query",
        error="invalid_request",
        text="authorization request parameter organization must be an organization id",
    ),
    Row(
        cite="authorize.md 3, docs",
        catalog=("E035",),
        seed={"clients": [spa(organization_usage="allow")]},
        ask=authorize(organization="org_x"),
        lands="query",
        error="invalid_request",
        text="parameter organization is invalid: org_x",
    ),
    Row(
        cite="authorize.md 3, docs, third-party access is off",
        seed=third_party("permissive", organization_usage="allow") | {"organizations": [ORG]},
        ask=authorize(organization="org_a"),
        lands="query",
        error="invalid_request",
        text="parameter organization is invalid: org_a",
    ),
    Row(
        cite="authorize.md 3, cap 66324368087",
        catalog=("E036",),
        seed={"organizations": [ORG]},
        ask=authorize(organization="org_a"),
        lands="query",
        error="invalid_request",
        text="parameter organization is not allowed for this client",
    ),
    Row(
        cite="authorize.md 3, cap 61992055814",
        catalog=("E091",),
        seed={"organizations": [ORG], "clients": [spa(organization_usage="allow")]},
        ask=answered(organization="org_a"),
        lands="query",
        error="access_denied",
        text=f"user {USER} is not part of the org_a organization",
    ),
    Row(
        cite="authorize.md 3, cap 56689585562 (its ending is INFERRED)",
        catalog=("E085",),
        seed=third_party("strict"),
        ask=authorize(code_challenge=None, code_challenge_method=None),
        lands="page",
        status=400,
        text="Missing required parameter: code_challenge",
    ),
    Row(
        cite="authorize.md 3, docs:configure-silent-authentication",
        catalog=("E026",),
        ask=authorize(prompt="none"),
        lands="query",
        error="login_required",
        text="Login required",
    ),
    Row(
        cite="authorize.md 3, auth0-spa-js",
        catalog=("E027", "E044"),
        seed={"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]},
        ask=logged_in_first(prompt="none", audience=API, scope="openid read:items"),
        lands="query",
        error="consent_required",
        text="Consent required",
    ),
    *(
        Row(
            cite=f"authorize.md 3, interaction_required: {why} (the text varies)",
            catalog=("E028",),
            seed={"clients": [spa()], **seed},
            ask=logged_in_first(prompt="none", **params),
            lands="query",
            error="interaction_required",
            text="Interaction required",
        )
        for why, seed, params in (
            ("an Action redirects", action("api.redirect.sendUserTo('https://app.example.com/');"), VERIFIABLE),
            ("an Action asks for MFA", action("api.multifactor.enable('any');"), VERIFIABLE),
            ("the policy asks for MFA", {"guardian_policies": ["all-applications"]}, VERIFIABLE),
            ("the callback cannot be verified", {}, {"redirect_uri": CALLBACK}),
        )
    ),
    Row(
        cite="authorize.md 3, cap 2526692132",
        seed={"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]},
        ask=answered(choice="decline", audience=API, scope="openid read:items"),
        lands="query",
        error="access_denied",
        text="User did not authorize the request",
    ),
    Row(
        cite="error-catalog.md, docs, at the application",
        catalog=("E023",),
        ask=lambda browser: (browser.login(), answered(choice="decline")(browser))[1],
        lands="query",
        error="access_denied",
        text="User cancelled the confirmation prompt.",
    ),
    Row(
        cite="authorize.md 3, an Action's deny",
        catalog=("E037",),
        seed=action("api.access.deny('not on a Monday');"),
        ask=answered(),
        lands="query",
        error="access_denied",
        text="not on a Monday",
    ),
    Row(
        cite="authorize.md 3, cap 53890409050",
        catalog=("E019",),
        ask=blocked,
        lands="query",
        error="unauthorized",
        text="user is blocked",
    ),
    Row(
        cite="authorize.md 3, community 117674",
        catalog=("E092",),
        ask=bookmarked,
        lands="page",
        status=400,
        text=LOST,
    ),
    Row(
        cite="error-catalog.md, docs:online refresh tokens",
        catalog=("E086",),
        ask=authorize(scope="openid online_access offline_access"),
        lands="query",
        error="invalid_request",
        text="Cannot request both online_access and offline_access scopes",
    ),
)


def without_the_rest(response: httpx.Response) -> httpx.Response:
    """The redirect with the error alone: client_id and tracking stand beside it, as documented."""
    url = httpx.URL(response.headers["location"])
    assert str(url).startswith("https://errors.example.com/e?")
    assert url.params["client_id"] == SPA
    assert url.params["tracking"]
    kept = {name: url.params[name] for name in ("error", "error_description")}
    return httpx.Response(response.status_code, headers={"location": str(url.copy_with(params=kept))})
