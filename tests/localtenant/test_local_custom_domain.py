"""A custom domain: another issuer for the same tenant; the identifiers of its APIs stay what they are."""

import httpx
import pytest
from local_browser import API, Browser, landed
from local_tokens_read import peek

from auth0ctl.localtenant import LocalTenant

CUSTOM = "https://login.example.com/"


@pytest.fixture
def custom(tenant: LocalTenant) -> Browser:
    tenant.seed({"custom_domains": [{"domain": "login.example.com", "status": "ready"}]})
    browser = Browser(tenant)
    browser.http = httpx.Client(base_url=CUSTOM, transport=httpx.WSGITransport(app=tenant.app))
    return browser


def test_the_host_that_was_asked_is_the_issuer(custom: Browser) -> None:
    document = custom.http.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == CUSTOM
    assert document["token_endpoint"] == f"{CUSTOM}oauth/token"
    body = custom.tokens(audience=API, scope="openid profile read:items")
    claims = peek(body["access_token"])
    assert claims["iss"] == peek(body["id_token"])["iss"] == CUSTOM
    # /userinfo among the audiences is the tenant's own, and its token is good on the custom domain alone.
    assert claims["aud"] == [API, "http://127.0.0.1:18400/userinfo"]
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    assert custom.http.get("/userinfo", headers=bearer).json()["sub"] == claims["sub"]
    with Browser(custom.tenant).http as own:
        assert own.get("/userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize("path", ["userinfo", "api/v2/"])
def test_a_custom_domain_is_part_of_no_identifier(custom: Browser, path: str) -> None:
    answer = landed(custom.authorize(audience=CUSTOM + path).headers["location"])
    assert answer.params["error"] == "access_denied"
    assert answer.params["error_description"] == f"Service not found: {CUSTOM}{path}"


def test_a_domain_that_is_not_verified_is_no_other_issuer(custom: Browser) -> None:
    for domain in custom.tenant.state.all("custom_domain"):
        pending = domain | {"status": "pending_verification"}
        custom.tenant.state.put("custom_domain", domain["custom_domain_id"], pending)
    assert custom.http.get("/.well-known/openid-configuration").json()["issuer"] == "http://127.0.0.1:18400/"


@pytest.mark.parametrize(
    ("host", "issuer"),
    [
        ("LOGIN.example.com:8443", "https://login.example.com:8443/"),
        ("login.example.com:1@evil.example.com", "http://127.0.0.1:18400/"),
        ("evil.login.example.com", "http://127.0.0.1:18400/"),
        ("evil.example.com", "http://127.0.0.1:18400/"),
    ],
)
def test_no_other_host_names_an_issuer(custom: Browser, host: str, issuer: str) -> None:
    response = custom.http.get("/.well-known/openid-configuration", headers={"Host": host})
    assert response.json()["issuer"] == issuer
