"""/oauth/token by code and by client credentials: the statuses and texts of token-endpoint.md."""

import base64
import threading
from typing import Any

import jwt
import pytest
from local_browser import (
    API,
    CALLBACK,
    MACHINE,
    SECRET,
    SPA,
    VERIFIER,
    Browser,
    Clock,
    api,
    credentials,
    machine,
    post,
    refused,
    spa,
)

from auth0ctl.localtenant import LocalTenant, open_tenant

APP = "https://app.example.com/callback"


# Errors common to all grants


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (400, "invalid_request", "Missing required parameter: grant_type")),
        ({"grant_type": "typo", "client_id": SPA}, (403, "unsupported_grant_type", "Unsupported grant type: typo")),
        ({"grant_type": "authorization_code"}, (401, "access_denied", "Unauthorized")),
        ({"grant_type": "authorization_code", "client_id": "nobody"}, (401, "access_denied", "Unauthorized")),
        (
            {"grant_type": "authorization_code", "client_id": SPA},
            (400, "invalid_request", "Missing required parameter: code"),
        ),
        (
            {"grant_type": "refresh_token", "client_id": SPA},
            (400, "invalid_request", "Missing required parameter: refresh_token"),
        ),
        (
            {"grant_type": "authorization_code", "client_id": SPA, "code": "made-up"},
            (403, "invalid_grant", "Invalid authorization code"),
        ),
        (
            {"grant_type": "refresh_token", "client_id": SPA, "refresh_token": "made-up"},
            (403, "invalid_grant", "Unknown or invalid refresh token."),
        ),
        (
            {"grant_type": "client_credentials", "client_id": SPA, "audience": API},
            (403, "unauthorized_client", "Grant type 'client_credentials' not allowed for the client."),
        ),
        (
            {"grant_type": "password", "client_id": SPA},
            (403, "unauthorized_client", "Grant type 'password' not allowed for the client."),
        ),
    ],
)
def test_refusals(browser: Browser, fields: dict[str, str], expected: tuple[int, str, str]) -> None:
    assert refused(post(browser, **fields)) == expected
    response = browser.http.post("/oauth/token", json=fields)
    assert refused(response) == expected
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("with_machine")
def test_a_member_that_is_null_is_not_there(browser: Browser) -> None:
    """As auth0-python writes every argument that it was not given."""
    body = {"grant_type": "client_credentials", "client_id": MACHINE, "client_secret": SECRET, "audience": API}
    assert browser.http.post("/oauth/token", json={**body, "organization": None}).status_code == 200
    response = browser.http.post("/oauth/token", json={**body, "grant_type": None})
    assert refused(response) == (400, "invalid_request", "Missing required parameter: grant_type")


def test_a_body_that_is_no_json_object(browser: Browser) -> None:
    for content in (b"{", b"[]", b"\xff", b'{"client_id":"\\ud800"}'):
        response = browser.http.post("/oauth/token", content=content, headers={"Content-Type": "application/json"})
        assert response.status_code == 400
        assert response.json()["error"] == "invalid_request"


def test_a_body_that_is_too_large(browser: Browser) -> None:
    response = browser.http.post("/oauth/token", data={"grant_type": "x" * 1_100_000})
    assert response.status_code == 413


# Client authentication


@pytest.mark.usefixtures("with_machine")
@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x"])
def test_a_confidential_client_needs_its_secret(browser: Browser, secret: str | None) -> None:
    assert refused(credentials(browser, client_secret=secret)) == (401, "access_denied", "Unauthorized")
    assert browser.log_types()[-1] == "feccft"


@pytest.mark.usefixtures("with_machine")
def test_a_secret_may_come_by_basic(browser: Browser) -> None:
    form = {"grant_type": "client_credentials", "audience": API}
    assert browser.http.post("/oauth/token", data=form, auth=(MACHINE, SECRET)).status_code == 200
    assert browser.http.post("/oauth/token", data=form, auth=(MACHINE, "wrong")).status_code == 401
    for header in ("Basic !!!", "Basic " + base64.b64encode(b"\xff\xff").decode(), "Basic"):
        response = browser.http.post("/oauth/token", data=form, headers={"Authorization": header})
        assert response.status_code == 401


@pytest.mark.usefixtures("with_machine")
def test_pkce_does_not_stand_in_for_the_secret(browser: Browser) -> None:
    code = browser.code(client_id=MACHINE, redirect_uri=APP)
    response = browser.exchange(code, client_id=MACHINE, redirect_uri=APP)
    assert refused(response) == (401, "access_denied", "Unauthorized")
    assert browser.exchange(code, client_id=MACHINE, redirect_uri=APP, client_secret=SECRET).status_code == 200


def test_a_client_without_an_auth_method_is_confidential(browser: Browser, tenant: LocalTenant) -> None:
    body = spa(client_secret="the-secret-of-this-client")
    del body["token_endpoint_auth_method"]
    tenant.seed({"clients": [body]})
    assert refused(browser.exchange(browser.code())) == (401, "access_denied", "Unauthorized")


# Authorization code


def test_a_code_is_good_once(browser: Browser) -> None:
    code = browser.code()
    assert browser.exchange(code).status_code == 200
    assert refused(browser.exchange(code)) == (403, "invalid_grant", "Invalid authorization code")
    assert browser.log_types()[-2:] == ["seacft", "feacft"]


def test_a_code_is_good_once_whatever_process_it_comes_to(browser: Browser, clock: Clock) -> None:
    code = browser.code()
    other = Browser(open_tenant(browser.tenant.folder, now=clock))
    statuses: list[int] = []
    start = threading.Barrier(6)

    def race(one: Browser) -> None:
        start.wait()
        statuses.append(one.exchange(code).status_code)

    threads = [threading.Thread(target=race, args=(one,)) for one in (browser, other) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 403, 403, 403, 403, 403]
    other.http.close()


def test_a_code_ends_within_ten_minutes(browser: Browser, clock: Clock) -> None:
    code = browser.code()
    clock.move(600)
    assert refused(browser.exchange(code)) == (403, "invalid_grant", "Invalid authorization code")


@pytest.mark.usefixtures("with_machine")
def test_a_code_is_good_for_its_client_alone(browser: Browser) -> None:
    response = browser.exchange(browser.code(), client_id=MACHINE, client_secret=SECRET)
    assert refused(response) == (403, "invalid_grant", "Invalid authorization code")


@pytest.mark.parametrize("verifier", [None, "wrong" * 10, "ä" * 43, VERIFIER + "x"])
def test_the_verifier_must_fit(browser: Browser, verifier: str | None) -> None:
    response = browser.exchange(browser.code(), code_verifier=verifier)
    assert refused(response) == (403, "invalid_grant", "Failed to verify code verifier")


def test_without_a_challenge_no_verifier_is_asked_for(browser: Browser) -> None:
    code = browser.code(code_challenge=None, code_challenge_method=None)
    assert browser.exchange(code).status_code == 200


def test_the_redirect_uri_may_be_left_out_and_must_otherwise_be_the_same(browser: Browser) -> None:
    assert browser.exchange(browser.code(), redirect_uri=None).status_code == 200
    response = browser.exchange(browser.code(), redirect_uri="http://127.0.0.1:18485/callback")
    text = f"The redirect URI is wrong. You sent http://127.0.0.1:18485/callback, and we expected {CALLBACK}"
    assert refused(response) == (403, "unauthorized_client", text)


def test_a_json_body_works_as_well(browser: Browser) -> None:
    body = {"grant_type": "authorization_code", "client_id": SPA, "code": browser.code(), "code_verifier": VERIFIER}
    assert browser.http.post("/oauth/token", json=body).status_code == 200


# Client credentials


@pytest.mark.usefixtures("with_machine")
def test_client_credentials(browser: Browser) -> None:
    response = credentials(browser)
    body = response.json()
    assert list(body) == ["access_token", "scope", "expires_in", "token_type"]
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert claims == {
        "iss": "http://127.0.0.1:18400/",
        "sub": f"{MACHINE}@clients",
        "aud": API,
        "iat": 1_800_000_000,
        "exp": 1_800_086_400,
        "azp": MACHINE,
        "scope": "read:items write:items",
        "gty": "client-credentials",
    }
    assert browser.log_types()[-1] == "seccft"
    assert credentials(browser, scope="read:items").json()["scope"] == "read:items"


def test_a_grant_without_scopes_gives_a_token_without_scope(browser: Browser, with_machine: LocalTenant) -> None:
    with_machine.seed({"client_grants": [{"client_id": MACHINE, "audience": API, "scope": []}]})
    body = credentials(browser).json()
    assert list(body) == ["access_token", "expires_in", "token_type"]
    assert "scope" not in jwt.decode(body["access_token"], options={"verify_signature": False})


def test_a_grant_of_all_scopes(browser: Browser, with_machine: LocalTenant) -> None:
    with_machine.seed({"client_grants": [{"client_id": MACHINE, "audience": API, "allow_all_scopes": True}]})
    assert credentials(browser).json()["scope"] == "read:items write:items"


NOT_AUTHORIZED = (
    f'Client "{MACHINE}" is not authorized to access resource server "{API}". You need to create a "client-grant" '
    "associated to this API."
)


@pytest.mark.usefixtures("with_machine")
@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"audience": None}, "No audience parameter was provided, and no default audience has been configured"),
        ({"audience": "https://nowhere"}, "Service not found: https://nowhere"),
        ({"scope": "read:items delete:items openid"}, "Client has not been granted scopes: delete:items openid"),
    ],
)
def test_client_credentials_refusals(browser: Browser, fields: dict[str, Any], text: str) -> None:
    assert refused(credentials(browser, **fields)) == (403, "access_denied", text)


def test_client_credentials_need_a_grant(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"clients": [machine()]})
    assert refused(credentials(browser)) == (403, "access_denied", NOT_AUTHORIZED)
    for_users = {"client_id": MACHINE, "audience": API, "scope": ["read:items"], "subject_type": "user"}
    tenant.seed({"client_grants": [for_users]})
    assert refused(credentials(browser)) == (403, "access_denied", NOT_AUTHORIZED)


def test_an_api_can_deny_all_machines(browser: Browser, with_machine: LocalTenant) -> None:
    policies = {"user": {"policy": "allow_all"}, "client": {"policy": "deny_all"}}
    with_machine.seed({"resource_servers": [api(subject_type_authorization=policies)]})
    assert refused(credentials(browser)) == (403, "access_denied", NOT_AUTHORIZED)


@pytest.mark.parametrize("granted", ["http://127.0.0.1:18400/api/v2/", "https://127.0.0.1:18400/api/v2/"])
@pytest.mark.parametrize("asked", ["http://127.0.0.1:18400/api/v2/", "https://127.0.0.1:18400/api/v2/"])
def test_both_spellings_name_the_management_api(
    browser: Browser, tenant: LocalTenant, granted: str, asked: str
) -> None:
    grant = {"client_id": MACHINE, "audience": granted, "scope": ["read:clients"]}
    tenant.seed({"clients": [machine()], "client_grants": [grant]})
    body = credentials(browser, audience=asked).json()
    assert body["scope"] == "read:clients"
    answer = browser.http.get("/api/v2/clients", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert answer.status_code == 200
