"""auth0-js's embedded login, ``webAuth.login``: cross-origin authentication in a browser, with its refusals.

The page is served over http and the tenant over https, so the tenant's cookie is one of a third party; the profile of
``page_with_profile`` takes such cookies.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from chromium import LaunchChromium
from cli_process import Auth0ctl
from pages_server import PagesServer, serve_pages
from playwright.sync_api import BrowserContext, Page, Playwright, Route
from sdk_page import outcome, page_that_trusts, page_with_profile
from sdk_tenant import Served, serve, with_machine

from auth0ctl.localtenant import open_tenant
from auth0ctl.localtenant.first_run import CONNECTION, PASSWORD, USER_EMAIL
from auth0ctl.localtenant.server import free_port

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

EMBEDDED, OFF, ELSEWHERE = "embedded", "embeddedOff", "embeddedElsewhere"


@pytest.fixture(scope="module")
def pages() -> Iterator[PagesServer]:
    with serve_pages() as server:
        yield server


def client(client_id: str, pages: PagesServer, **changes: Any) -> dict[str, Any]:
    """As a seed names it: one that may log in across origins from the page."""
    return {
        "client_id": client_id,
        "name": client_id,
        "app_type": "spa",
        "oidc_conformant": True,
        "token_endpoint_auth_method": "none",
        "callbacks": [f"{pages.origin}/embedded.html"],
        "web_origins": [pages.origin],
        "cross_origin_authentication": True,
        "grant_types": ["implicit"],
        "jwt_configuration": {"alg": "RS256"},
        **changes,
    }


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl, pages: PagesServer) -> Served:
    seed = with_machine()
    seed["clients"] += [
        client(EMBEDDED, pages),
        client(OFF, pages, cross_origin_authentication=False),
        client(ELSEWHERE, pages, web_origins=["https://app.example.com"]),
    ]
    seed["connections"][0]["enabled_clients"] += [EMBEDDED, OFF, ELSEWHERE]
    return serve(shared_auth0ctl, seed)


@pytest.fixture
def page(playwright_driver: Playwright, tenant: Served, tmp_path: Path) -> Iterator[Page]:
    with page_with_profile(playwright_driver, tmp_path, tenant) as one:
        yield one


def log_in(page: Page, pages: PagesServer, tenant: Served, client_id: str, *, password: str = PASSWORD) -> Any:
    """Log in by the page's own form; the verdict, and what the SDK gave or said."""
    return fill_in(page, pages, {"domain": tenant.domain, "clientID": client_id}, password=password)


def fill_in(page: Page, pages: PagesServer, settings: Mapping[str, Any], *, password: str = PASSWORD) -> Any:
    pages.settings = {"realm": CONNECTION, **settings}
    page.goto(f"{pages.origin}/embedded.html")
    page.get_by_label("Email address").fill(USER_EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    return outcome(page)


@pytest.mark.shows("auth0-js")
def test_the_pages_own_form_logs_in(page: Page, pages: PagesServer, tenant: Served) -> None:
    verdict, result = log_in(page, pages, tenant, EMBEDDED)
    assert verdict == "accepted", result
    assert result["idTokenPayload"]["email"] == tenant.user
    assert result["idTokenPayload"]["iss"] == tenant.issuer
    assert result["accessToken"]


@pytest.mark.shows("auth0-js")
def test_a_wrong_password_comes_back_to_the_form(page: Page, pages: PagesServer, tenant: Served) -> None:
    verdict, error = log_in(page, pages, tenant, EMBEDDED, password="wrong")
    assert verdict == "refused"
    assert error["code"] == "access_denied"
    assert error["description"] == "Wrong email or password."


@pytest.mark.shows("auth0-js")
def test_switched_off_the_sdk_says_so(page: Page, pages: PagesServer, tenant: Served) -> None:
    verdict, error = log_in(page, pages, tenant, OFF)
    assert verdict == "refused"
    assert error["code"] == "unauthorized_client"
    assert error["description"] == "Cross origin login not allowed."


@pytest.mark.shows("auth0-js")
def test_an_origin_that_is_not_allowed_is_refused(page: Page, pages: PagesServer, tenant: Served) -> None:
    """The page's origin is in the callbacks, so the browser lets the page read the refusal."""
    with page.expect_response("**/co/authenticate") as told:
        verdict, _ = log_in(page, pages, tenant, ELSEWHERE)
    assert verdict == "refused"
    assert told.value.status == 403
    assert told.value.text() == f"Origin {pages.origin} is not allowed."


@pytest.mark.shows("auth0-js")
def test_without_third_party_cookies_and_a_verification_page_it_fails(
    launch_chromium: LaunchChromium, pages: PagesServer, tenant: Served
) -> None:
    with page_that_trusts(launch_chromium, tenant) as page:
        verdict, error = log_in(page, pages, tenant, EMBEDDED)
    assert verdict == "refused"
    assert (error["error"], error["errorDescription"]) == ("server_error", "Unable to configure verification page.")


@pytest.mark.shows("auth0-js")
def test_a_verification_page_vouches_where_the_cookie_is_gone(
    chromium: BrowserContext, pages: PagesServer, tmp_path: Path
) -> None:
    """Over http, where page and tenant are one site: no frame of another site may read what the SDK keeps there."""

    def without_cookie(route: Route) -> None:
        chromium.clear_cookies(name=re.compile("_co$"))
        route.continue_()

    port = free_port()
    # The SDK takes a domain to be one of https, unless it is told otherwise.
    origin = f"http://localhost:{port}"
    told = {"__token_issuer": f"{origin}/", "__jwks_uri": f"{origin}/.well-known/jwks.json"}
    settings = {"domain": origin, "clientID": "verified", "overrides": told}
    with closing(open_tenant(tmp_path / "local", issuer=f"{origin}/")) as opened:
        verified = client("verified", pages, cross_origin_loc=f"{pages.origin}/verification.html")
        opened.seed(
            {
                "clients": [verified],
                "connections": [{"name": CONNECTION, "strategy": "auth0", "enabled_clients": ["verified"]}],
            }
        )
        with opened.listen(port=port):
            page = chromium.new_page()
            page.route("**/authorize?*", without_cookie)
            with page.expect_request("**/co/verify"):
                verdict, result = fill_in(page, pages, settings)
    assert verdict == "accepted", result
    assert result["idTokenPayload"]["email"] == USER_EMAIL
