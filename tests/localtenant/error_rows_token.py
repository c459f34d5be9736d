"""The error rows of token-endpoint.md, but for those in error_rows_password.py and error_rows_proofs.py."""

from typing import Any

import httpx
from error_row import Ask, action, json_row, not_authorized, policies, token
from local_browser import API, CALLBACK, MACHINE, SPA, Browser, api, credentials, machine, post, spa

USER = "auth0|local-user-1"
NO_GRANT = ' You need to create a "client-grant" associated to this API.'
MACHINES: dict[str, Any] = {
    "clients": [machine()],
    "client_grants": [{"client_id": MACHINE, "audience": API, "scope": ["read:items"]}],
}


def with_machine(**fields: Any) -> Ask:
    return lambda browser: credentials(browser, **fields)


def twice(browser: Browser) -> httpx.Response:
    code = browser.code()
    browser.exchange(code)
    return browser.exchange(code)


def reused(browser: Browser) -> httpx.Response:
    first = browser.tokens(scope="openid offline_access")["refresh_token"]
    post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=first)
    return post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=first)


def changed_user(**changes: Any) -> Ask:
    """A refresh after the user was changed, or deleted where nothing is changed."""

    def ask(browser: Browser) -> httpx.Response:
        old = browser.tokens(scope="openid offline_access")["refresh_token"]
        user = browser.tenant.state.get("user", USER)
        assert user is not None
        if changes:
            browser.tenant.state.put("user", USER, user | changes)
        else:
            browser.tenant.state.delete("user", USER)
        return post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=old)

    return ask


def spent(browser: Browser) -> httpx.Response:
    credentials(browser)
    return credentials(browser)


ROWS = (
    json_row(
        "token-endpoint.md 2, cap 62503092510, a wrong secret",
        with_machine(client_secret="wrong"),
        401,
        "access_denied",
        "Unauthorized",
        catalog=("E009",),
        seed=MACHINES,
    ),
    json_row(
        "token-endpoint.md 2, cap 66194041331, an unknown client",
        token(grant_type="authorization_code", client_id="nobody", code="x"),
        401,
        "access_denied",
        "Unauthorized",
    ),
    json_row(
        "token-endpoint.md 2, cap 71240978472",
        token(grant_type="password"),
        403,
        "unauthorized_client",
        "Grant type 'password' not allowed for the client.",
        catalog=("E008",),
    ),
    json_row(
        "token-endpoint.md 2, oas-auth",
        token(grant_type="authorization_code"),
        400,
        "invalid_request",
        "Missing required parameter: code",
    ),
    json_row(
        "token-endpoint.md 2, cap 57462402683",
        with_machine(audience="https://nowhere"),
        403,
        "access_denied",
        "Service not found: https://nowhere",
        catalog=("E003",),
        seed=MACHINES,
    ),
    json_row(
        "token-endpoint.md 2, community: every answer is 429",
        token(grant_type="client_credentials"),
        429,
        "too_many_requests",
        "Global limit has been reached",
        catalog=("E094",),
        faults=("429",),
    ),
    json_row(
        "token-endpoint.md 2, cap 53890409050",
        changed_user(blocked=True),
        403,
        "unauthorized",
        "user is blocked",
        catalog=("E019",),
    ),
    json_row(
        "token-endpoint.md 2, docs: token quota",
        spent,
        400,
        "invalid_request",
        "Client quota exceeded",
        seed=MACHINES | {"clients": [machine(token_quota={"client_credentials": {"enforce": True, "per_hour": 1}})]},
    ),
    json_row(
        "token-endpoint.md 3, rec-go TestLoginWithAuthCode",
        twice,
        403,
        "invalid_grant",
        "Invalid authorization code",
        catalog=("E010",),
    ),
    json_row(
        "token-endpoint.md 3, cap 38599292971",
        lambda browser: browser.exchange(browser.code(), code_verifier="w" * 43),
        403,
        "invalid_grant",
        "Failed to verify code verifier",
        catalog=("E011",),
    ),
    json_row(
        "token-endpoint.md 3, cap 27607360890",
        lambda browser: browser.exchange(browser.code(), redirect_uri="http://127.0.0.1:18485/callback"),
        403,
        "unauthorized_client",
        f"The redirect URI is wrong. You sent http://127.0.0.1:18485/callback, and we expected {CALLBACK}",
        catalog=("E012",),
    ),
    json_row(
        "token-endpoint.md 3, a confidential client without its secret",
        token(client_id=MACHINE, grant_type="authorization_code", code="x"),
        401,
        "access_denied",
        "Unauthorized",
        seed=MACHINES,
    ),
    json_row(
        "token-endpoint.md 3",
        token(grant_type="authorization_code", code="x"),
        403,
        "unauthorized_client",
        "Grant type 'authorization_code' not allowed for the client.",
        seed={"clients": [spa(grant_types=[])]},
    ),
    json_row(
        "token-endpoint.md 4, cap 59279097605",
        with_machine(),
        403,
        "access_denied",
        not_authorized(MACHINE) + NO_GRANT,
        catalog=("E004", "E005"),
        seed={"clients": [machine()]},
    ),
    json_row(
        "token-endpoint.md 4, client policy deny_all",
        with_machine(),
        403,
        "access_denied",
        not_authorized(MACHINE) + NO_GRANT,
        seed=MACHINES | {"resource_servers": [api(subject_type_authorization=policies(client="deny_all"))]},
    ),
    json_row(
        "token-endpoint.md 4, cap 55593664751",
        with_machine(audience=None),
        403,
        "access_denied",
        "No audience parameter was provided, and no default audience has been configured",
        catalog=("E007",),
        seed=MACHINES,
    ),
    json_row(
        "token-endpoint.md 4, cap 18177269314 and 70434533666",
        with_machine(scope="read:items write:items openid"),
        403,
        "access_denied",
        "Client has not been granted scopes: write:items openid",
        catalog=("E006",),
        seed=MACHINES,
    ),
    json_row(
        "token-endpoint.md 4, a public client",
        token(grant_type="client_credentials", audience=API),
        403,
        "unauthorized_client",
        "Grant type 'client_credentials' not allowed for the client.",
    ),
    json_row(
        "token-endpoint.md 4, a credentials-exchange Action",
        with_machine(),
        403,
        "invalid_scope",
        "not this machine",
        seed=MACHINES
        | action(
            "api.access.deny('invalid_scope', 'not this machine');",
            function="onExecuteCredentialsExchange",
            trigger="credentials-exchange",
        ),
    ),
    json_row(
        "token-endpoint.md 5, community 120406",
        reused,
        403,
        "invalid_grant",
        "Unknown or invalid refresh token.",
        catalog=("E013",),
        seed={"clients": [spa(refresh_token={"rotation_type": "rotating", "expiration_type": "expiring"})]},
    ),
    json_row(
        "token-endpoint.md 5, cap 14693101270",
        changed_user(),
        403,
        "invalid_grant",
        "The refresh_token was generated for a user who doesn't exist anymore.",
    ),
    json_row(
        "token-endpoint.md 5",
        token(grant_type="refresh_token", refresh_token="x"),
        403,
        "unauthorized_client",
        "Grant type 'refresh_token' not allowed for the client.",
        seed={"clients": [spa(grant_types=["authorization_code"])]},
    ),
    json_row(
        "token-endpoint.md 5, an Action's deny at a refresh",
        changed_user(app_metadata={"closed": True}),
        403,
        "access_denied",
        "closed",
        seed=action("if (event.user.app_metadata.closed) { api.access.deny('closed'); }"),
    ),
    json_row(
        "token-endpoint.md 16, cap 57462402683 (the status is INFERRED)",
        lambda browser: browser.http.post("/oidc/register", json={"client_name": "x"}),
        403,
        "access_denied",
        "dynamic client registration is disabled",
        catalog=("E090",),
    ),
)
