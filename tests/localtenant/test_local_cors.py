"""Which web pages may call the tenant (authorize.md section 11)."""

import httpx
import pytest
from local_browser import Browser, spa


def preflight(browser: Browser, path: str, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "auth0-client, content-type",
    }
    return browser.http.options(path, headers=headers)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:18484", True),  # of a callback
        ("https://web.example.com", True),
        ("https://allowed.example.com", True),
        ("https://a.wild.example.com", True),
        ("https://a.b.wild.example.com", False),
        ("https://evil.example.com", False),
        ("null", False),
    ],
)
def test_cors_on_the_token_endpoint(browser: Browser, origin: str, allowed: bool) -> None:
    origins = {
        "web_origins": ["https://web.example.com"],
        "allowed_origins": ["https://allowed.example.com", "https://*.wild.example.com"],
    }
    browser.tenant.seed({"clients": [spa(**origins)]})
    for path in ("/oauth/token", "/userinfo", "/dbconnections/signup", "/passwordless/start"):
        response = preflight(browser, path, origin)
        assert response.status_code == 204
        expected = origin if allowed else None
        assert response.headers.get("access-control-allow-origin") == expected
        assert ("access-control-allow-headers" in response.headers) is allowed
        response = browser.http.post(path, headers={"Origin": origin})
        assert response.headers.get("access-control-allow-origin") == expected
        assert "Origin" in response.headers["vary"]


def test_a_page_that_may_not_read_the_answer_is_logged(browser: Browser) -> None:
    browser.http.post("/userinfo", headers={"Origin": "http://127.0.0.1:18484"})
    assert "fco" not in browser.log_types()
    browser.http.post("/userinfo", headers={"Origin": "https://evil.example.com"})
    entry = browser.tenant.state.all("log")[-1]
    assert entry["type"] == "fco"
    assert "https://evil.example.com" in entry["description"]


def test_cors_on_the_well_known_documents_is_for_all(browser: Browser) -> None:
    response = browser.http.get("/.well-known/jwks.json", headers={"Origin": "https://anywhere.example.com"})
    assert response.headers["access-control-allow-origin"] == "*"


def test_no_cors_on_the_pages(browser: Browser) -> None:
    response = browser.http.get("/authorize", headers={"Origin": "http://127.0.0.1:18484"})
    assert "access-control-allow-origin" not in response.headers


def test_a_broken_callback_of_a_seed_keeps_nobody_from_the_tenant(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(callbacks=["http://[::1"], web_origins=["https://web.example.com"])]})
    for origin, allowed in (("https://web.example.com", True), ("http://[::1", False)):
        response = preflight(browser, "/oauth/token", origin)
        assert response.status_code == 204
        assert ("access-control-allow-origin" in response.headers) is allowed
