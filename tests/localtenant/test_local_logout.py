"""/v2/logout and /oidc/logout (authorize.md section 10)."""

import pytest
from local_browser import SPA, Browser, landed, spa


def test_logout_ends_the_session_and_returns(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(allowed_logout_urls=["https://app.example.com/bye", "https://second"])]})
    browser.login()
    response = browser.http.get("/v2/logout", params={"client_id": SPA, "returnTo": "https://APP.example.com/bye?x=1"})
    assert response.status_code == 302
    assert response.headers["location"].lower() == "https://app.example.com/bye?x=1"
    assert browser.log_types()[-1] == "slo"
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "login_required"


@pytest.mark.parametrize(
    ("params", "status", "location"),
    [
        ({}, 200, None),
        ({"client_id": SPA}, 302, "https://app.example.com/bye"),
        ({"client_id": SPA, "returnTo": "https://app.example.com/Bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://evil.example.com/bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://tenant.example.com/"}, 400, None),
        ({"client_id": "nobody", "returnTo": "https://app.example.com/bye"}, 400, None),
        ({"returnTo": "https://tenant.example.com/"}, 302, "https://tenant.example.com/"),
        ({"returnTo": "https://app.example.com/bye"}, 400, None),
        ({"client_id": SPA, "returnTo": "https://app.example.com/bye?x=\r\nSet-Cookie: a=b"}, 302, None),
    ],
)
def test_where_logout_may_return_to(
    browser: Browser, params: dict[str, str], status: int, location: str | None
) -> None:
    browser.tenant.seed(
        {
            "clients": [spa(allowed_logout_urls=["https://app.example.com/bye"])],
            "tenant_settings": {"allowed_logout_urls": ["https://tenant.example.com/"]},
        }
    )
    response = browser.http.get("/v2/logout", params=params)
    assert response.status_code == status
    if location:
        assert response.headers["location"] == location
    if status == 200:
        assert response.text == "OK"
    if status == 400:
        expected = f"The &quot;returnTo&quot; querystring parameter &quot;{params['returnTo']}&quot; is not defined as"
        assert expected in response.text
        assert "location" not in response.headers


def test_oidc_logout_matches_exactly_and_echoes_the_state(browser: Browser) -> None:
    browser.tenant.seed({"clients": [spa(allowed_logout_urls=["https://app.example.com/bye?a=1"])]})
    hint = browser.tokens()["id_token"]
    params = {"id_token_hint": hint, "post_logout_redirect_uri": "https://app.example.com/bye?a=1", "state": "s 1"}
    response = browser.http.get("/oidc/logout", params=params)
    assert response.headers["location"] == "https://app.example.com/bye?a=1&state=s+1"
    wrong = {**params, "post_logout_redirect_uri": "https://app.example.com/bye"}
    assert browser.http.get("/oidc/logout", params=wrong).status_code == 400
