"""/authorize: the texts of authorize.md section 3, where each error lands, and the ways an answer is delivered."""

import json
import re
from typing import Any

import jwt
import pytest
from local_browser import API, CALLBACK, SPA, Browser, api, landed, machine, spa, title, transaction

NO_NONCE = "Missing required parameter: nonce"
NO_QUERY = "Unsupported response mode: query"
NOT_AN_ID = "authorization request parameter organization must be an organization id"


def test_an_unknown_client_is_shown_a_page_and_never_redirected(browser: Browser) -> None:
    response = browser.authorize(client_id="nobody")
    assert response.status_code == 400
    assert "location" not in response.headers
    assert title(response) == "Oops!, something went wrong"
    assert "Unknown client: nobody" in response.text
    assert "TRACKING:" in response.text


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:18484/callback/",
        "http://127.0.0.1:18484/callback?x=1",
        "http://127.0.0.1:18487/callback",
        "http://localhost:18484/callback",
        "http://127.0.0.1:18484/Callback",
        "https://127.0.0.1:18484/callback",
        "https://evil.example.com/",
        "javascript:alert(1)",
        None,
    ],
)
def test_a_callback_that_is_not_registered_is_shown_a_page_and_never_redirected(
    browser: Browser, uri: str | None
) -> None:
    # prompt=none and a second mistake must not open a way around.
    for extra in ({}, {"prompt": "none"}, {"response_type": None}, {"response_mode": "form_post"}):
        if uri is None and "response_type" in extra:
            continue  # with the client_id alone Auth0 complains of the response_type first
        response = browser.authorize(redirect_uri=uri, **extra)
        assert response.status_code == 403
        assert "location" not in response.headers
        assert "Callback URL mismatch." in response.text
        assert "The provided redirect_uri is not in the list of allowed callback URLs." in response.text
        assert "<form" not in response.text
    entry = browser.tenant.state.all("log")[-1]
    assert entry["type"] in {"f", "fsa"}
    assert entry["description"] == f"{uri or ''} is not in the list of allowed callback URLs"


def test_the_tracking_id_on_the_page_is_found_in_the_log(browser: Browser) -> None:
    page = browser.authorize(client_id="nobody")
    found = re.search(r"TRACKING: (\w+)", page.text)
    assert found
    entry = browser.tenant.state.get("log", found.group(1))
    assert entry is not None
    assert entry["details"]["error"]["message"] == "Unknown client: nobody"


def test_what_comes_from_outside_is_escaped_on_pages(browser: Browser) -> None:
    page = browser.authorize(client_id="<script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    page = browser.http.get(browser.authorize(login_hint='"><b>x').headers["location"])
    assert '"><b>x' not in page.text


@pytest.mark.parametrize(
    ("params", "mode", "error", "description"),
    [
        ({"response_type": None}, "query", "invalid_request", "Missing required parameter: response_type"),
        ({"response_type": "cod"}, "query", "unsupported_response_type", "Unsupported response type: cod"),
        ({"response_type": "token x"}, "fragment", "unsupported_response_type", "Unsupported response type: token x"),
        ({"response_type": "id_token", "nonce": None}, "fragment", "invalid_request", NO_NONCE),
        ({"response_type": "token", "response_mode": "query"}, "fragment", "invalid_request", NO_QUERY),
        ({"audience": "https://nowhere"}, "query", "access_denied", "Service not found: https://nowhere"),
        ({"audience": API + "/"}, "query", "access_denied", f"Service not found: {API}/"),
        ({"audience": "https://n", "response_type": "token"}, "fragment", "access_denied", "Service not found: https://n"),
        ({"connection": "nope"}, "query", "invalid_request", "the connection was not found"),
        ({"code_challenge_method": "plain"}, "query", "invalid_request", "Transform algorithm not supported"),
        ({"code_challenge_method": None}, "query", "invalid_request", "Transform algorithm not supported"),
        ({"code_challenge": "short"}, "query", "invalid_request", "Invalid parameter: code_challenge"),
        ({"organization": "acme"}, "query", "invalid_request", NOT_AN_ID),
        ({"organization": "org_x"}, "query", "invalid_request", "parameter organization is invalid: org_x"),
        ({"prompt": "none"}, "query", "login_required", "Login required"),
        ({"prompt": "none", "response_type": "id_token"}, "fragment", "login_required", "Login required"),
        ({"prompt": "none", "response_mode": "fragment"}, "fragment", "login_required", "Login required"),
        ({"prompt": "none login"}, "query", "invalid_request", "prompt=none cannot be combined with other values"),
        ({"max_age": "soon"}, "query", "invalid_request", "Invalid max_age parameter: soon"),
    ],
)  # fmt: skip
def test_errors_that_go_to_the_callback(
    browser: Browser, params: dict[str, Any], mode: str, error: str, description: str
) -> None:
    response = browser.authorize(**params)
    assert response.status_code == 302
    answer = landed(response.headers["location"])
    assert answer.location.startswith(CALLBACK)
    assert answer.mode == mode
    assert answer.params == {"error": error, "error_description": description, "state": "the state & more"}


@pytest.mark.parametrize(
    ("response_type", "missing"),
    [("code", "authorization_code"), ("token", "implicit"), ("id_token", "implicit"), ("code token", "implicit")],
)
def test_a_response_type_needs_its_grant_type(browser: Browser, response_type: str, missing: str) -> None:
    kept = [name for name in ("authorization_code", "implicit", "refresh_token") if name != missing]
    browser.tenant.seed({"clients": [spa(grant_types=kept)]})
    answer = landed(browser.authorize(response_type=response_type).headers["location"])
    assert answer.params["error"] == "unauthorized_client"
    assert answer.params["error_description"] == f"Grant type '{missing}' not allowed for the client."


def test_a_client_without_connections_cannot_log_anybody_in(browser: Browser) -> None:
    browser.tenant.seed({"clients": [machine()]})
    answer = landed(
        browser.authorize(client_id=machine()["client_id"], redirect_uri="https://app.example.com/callback").headers[
            "location"
        ]
    )
    assert answer.params["error_description"] == "no connections enabled for the client"
    other = {"name": "Other", "strategy": "auth0", "enabled_clients": []}
    browser.tenant.seed({"connections": [other]})
    answer = landed(browser.authorize(connection="Other").headers["location"])
    assert answer.params["error_description"] == "the connection was disabled"


@pytest.mark.parametrize("policy", ["require_client_grant", "deny_all"])
def test_an_api_may_refuse_the_client(browser: Browser, policy: str) -> None:
    policies = {"user": {"policy": policy}, "client": {"policy": "require_client_grant"}}
    browser.tenant.seed({"resource_servers": [api(subject_type_authorization=policies)]})
    answer = landed(browser.authorize(audience=API).headers["location"])
    assert answer.params["error"] == "invalid_request"
    expected = f'Client "{SPA}" is not authorized to access resource server "{API}".'
    assert answer.params["error_description"] == expected


def test_a_user_grant_opens_the_api_for_its_scopes(browser: Browser) -> None:
    policies = {"user": {"policy": "require_client_grant"}, "client": {"policy": "require_client_grant"}}
    grant = {"client_id": SPA, "audience": API, "scope": ["read:items"], "subject_type": "user"}
    browser.tenant.seed({"resource_servers": [api(subject_type_authorization=policies)], "client_grants": [grant]})
    assert browser.tokens(audience=API, scope="openid read:items write:items")["scope"] == "openid read:items"


@pytest.mark.parametrize("usage", [None, "deny"])
def test_an_organization_must_be_allowed_for_the_client(browser: Browser, usage: str | None) -> None:
    browser.tenant.seed({"organizations": [{"id": "org_a", "name": "acme", "members": []}]})
    if usage:
        browser.tenant.seed({"clients": [spa(organization_usage=usage)]})
    answer = landed(browser.authorize(organization="org_a").headers["location"])
    assert answer.params["error_description"] == "parameter organization is not allowed for this client"


def test_organization_membership(browser: Browser) -> None:
    members = [{"user_id": "auth0|local-user-1"}]
    browser.tenant.seed(
        {
            "clients": [spa(organization_usage="require")],
            "organizations": [
                {"id": "org_in", "name": "in", "members": members},
                {"id": "org_out", "name": "out", "members": []},
            ],
        }
    )
    answer = landed(browser.authorize().headers["location"])
    assert answer.params["error_description"] == "parameter organization is required for this client"
    answer = browser.login(organization="org_out")
    assert answer.params["error"] == "access_denied"
    expected = "user auth0|local-user-1 is not part of the org_out organization"
    assert answer.params["error_description"] == expected
    assert "code" in browser.login(organization="org_in").params


def test_a_strict_third_party_client_sees_no_errors_of_its_own(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(is_first_party=False, third_party_security_mode="strict")]})
    response = browser.authorize(response_type=None)
    assert response.status_code == 400
    assert "location" not in response.headers
    assert "Missing required parameter: response_type" in response.text
    response = browser.authorize(prompt="none", nonce="n")
    assert "location" not in response.headers
    response = browser.authorize(code_challenge=None, code_challenge_method=None)
    assert "Missing required parameter: code_challenge" in response.text


def test_the_tenants_own_error_page_gets_what_is_known(browser: Browser) -> None:
    browser.tenant.seed({"tenant_settings": {"error_page": {"url": "https://errors.example.com/e"}}})
    answer = landed(browser.authorize(client_id="nobody").headers["location"])
    assert answer.location.startswith("https://errors.example.com/e?")
    assert answer.params["error"] == "invalid_request"
    assert answer.params["error_description"] == "Unknown client: nobody"
    assert answer.params["client_id"] == "nobody"
    assert answer.params["tracking"]


@pytest.mark.parametrize(
    ("response_type", "mode", "keys"),
    [
        ("code", "query", {"code", "state"}),
        ("token", "fragment", {"access_token", "scope", "expires_in", "token_type", "state"}),
        ("id_token", "fragment", {"id_token", "state"}),
        ("id_token token", "fragment", {"access_token", "scope", "expires_in", "token_type", "id_token", "state"}),
        ("token id_token", "fragment", {"access_token", "scope", "expires_in", "token_type", "id_token", "state"}),
        ("code id_token", "fragment", {"code", "id_token", "state"}),
        ("code token", "fragment", {"code", "access_token", "scope", "expires_in", "token_type", "state"}),
        (
            "code id_token token",
            "fragment",
            {"code", "access_token", "scope", "expires_in", "token_type", "id_token", "state"},
        ),
    ],
)
def test_what_each_response_type_delivers(browser: Browser, response_type: str, mode: str, keys: set[str]) -> None:
    answer = browser.login(response_type=response_type)
    assert answer.mode == mode
    assert set(answer.params) == keys
    assert answer.params["state"] == "the state & more"


def test_the_front_channel_grants_no_offline_access(browser: Browser) -> None:
    answer = browser.login(response_type="token", audience=API, scope="openid read:items offline_access")
    assert answer.params["scope"] == "openid read:items"
    claims = jwt.decode(answer.params["access_token"], options={"verify_signature": False})
    assert claims["scope"] == "openid read:items"


def test_no_state_sent_is_no_state_returned(browser: Browser) -> None:
    assert set(browser.login(state=None).params) == {"code"}


def test_without_openid_there_is_no_id_token(browser: Browser) -> None:
    assert "id_token" not in browser.login(response_type="id_token token", scope="profile").params
    assert "id_token" not in browser.tokens(scope="profile")


def test_a_callback_keeps_its_own_query(browser: Browser) -> None:
    uri = "https://app.example.com/callback?tenant=a%20b"
    browser.tenant.seed({"clients": [spa(callbacks=[uri])]})
    answer = browser.login(redirect_uri=uri)
    assert answer.params["tenant"] == "a b"
    assert "code" in answer.params


def test_form_post_is_a_form_that_submits_itself(browser: Browser) -> None:
    browser.login()
    browser.tenant.seed({"clients": [spa(skip_non_verifiable_callback_uri_confirmation_prompt=True)]})
    page = browser.authorize(response_mode="form_post", state='"><script>x')
    assert page.status_code == 200
    assert f'action="{CALLBACK}"' in page.text
    assert 'name="code"' in page.text
    assert "<script>x" not in page.text
    assert "script-src 'nonce-" in page.headers["content-security-policy"]


def test_web_message_goes_to_a_registered_origin_only(browser: Browser) -> None:
    browser.login()
    settings: dict[str, Any] = {"skip_non_verifiable_callback_uri_confirmation_prompt": True}
    browser.tenant.seed({"clients": [spa(**settings)]})
    page = browser.authorize(response_mode="web_message", prompt="none")
    assert 'target = ""' in page.text
    assert "code" not in re.findall(r"message = (.*);", page.text)[0]
    browser.tenant.seed({"clients": [spa(web_origins=["http://127.0.0.1:18484"], **settings)]})
    page = browser.authorize(response_mode="web_message", prompt="none")
    found = re.search(r'target = "([^"]*)", message = (\{.*\});', page.text)
    assert found
    assert found.group(1) == "http://127.0.0.1:18484"
    message = json.loads(found.group(2))
    assert message["type"] == "authorization_response"
    assert set(message["response"]) == {"code", "state"}
    assert "frame-ancestors http://127.0.0.1:18484;" in page.headers["content-security-policy"]


def test_post_to_authorize_is_the_same_as_get(browser: Browser) -> None:
    response = browser.http.post(
        "/authorize", data={"client_id": SPA, "response_type": "code", "redirect_uri": CALLBACK, "scope": "openid"}
    )
    assert "code" in browser.go_on(response).params


def test_pages_are_locked_down(browser: Browser) -> None:
    page = browser.http.get(browser.authorize().headers["location"])
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert page.headers["x-frame-options"] == "deny"
    assert page.headers["cache-control"] == "no-store"
    assert "This is the auth0ctl local tenant, not Auth0" in page.text
    assert transaction(page)
