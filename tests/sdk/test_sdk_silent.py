"""The SDKs' hidden frames against the tenant: auth0-js's checkSession, auth0-spa-js's getTokenSilently, and logout.

The page is served over http and the tenant over https, so a browser counts them as different sites, as an app and Auth0
are: the frame's answer shows that the tenant's cookie is ``SameSite=None; Secure``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl
from pages_server import PagesServer, serve_pages
from playwright.sync_api import Page, Playwright
from sdk_page import consent, log_in, outcome, page_with_profile
from sdk_tenant import API_NAME, AUDIENCE, Served, serve, with_machine

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

CLASSIC, TODAY, FOREIGN = (f"{name}{'0' * (32 - len(name))}" for name in ("silentClassic", "silentToday", "foreign"))
TIMEOUT = 15_000  # milliseconds, for a frame that answers; the test of one that does not waits less


@pytest.fixture(scope="module")
def pages() -> Iterator[PagesServer]:
    with serve_pages() as server:
        yield server


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl, pages: PagesServer) -> Served:
    seed = with_machine()
    for client_id, path in ((CLASSIC, "silent.html"), (TODAY, "frame.html"), (FOREIGN, "frame.html")):
        seed["clients"].append(
            {
                "client_id": client_id,
                "name": client_id,
                "app_type": "spa",
                "oidc_conformant": True,
                "token_endpoint_auth_method": "none",
                "callbacks": [f"{pages.origin}/{path}"],
                "web_origins": [] if client_id == FOREIGN else [pages.origin],
                "allowed_logout_urls": [f"{pages.origin}/{path}"],
                "grant_types": ["authorization_code", "implicit", "refresh_token"],
                "jwt_configuration": {"alg": "RS256"},
                # Without it a callback on this machine has to be confirmed each time, which no hidden frame can.
                "skip_non_verifiable_callback_uri_confirmation_prompt": True,
            }
        )
        seed["connections"][0]["enabled_clients"].append(client_id)
    return serve(shared_auth0ctl, seed)


@pytest.fixture
def page(playwright_driver: Playwright, tenant: Served, tmp_path: Path) -> Iterator[Page]:
    with page_with_profile(playwright_driver, tmp_path, tenant) as one:
        yield one


def set_up(pages: PagesServer, tenant: Served, client_id: str, timeout: int = TIMEOUT) -> None:
    pages.settings = {"domain": tenant.domain, "clientID": client_id, "audience": AUDIENCE, "timeout": timeout}


def logged_in(page: Page, address: str, tenant: Served) -> Any:
    log_in(page, address, tenant)
    consent(page, API_NAME)
    verdict, result = outcome(page)
    assert verdict == "logged in", result
    return result


def ask_again(page: Page, wanted: str) -> Any:
    """What the SDK gives or says to another request, which must be ``wanted``: accepted or refused."""
    page.get_by_role("button", name="Ask again").click()
    page.locator("#outcome", has_text=re.compile("accepted|refused")).wait_for()
    verdict, result = outcome(page)
    assert verdict == wanted, result
    return result


@pytest.mark.shows("auth0-js")
def test_check_session(page: Page, pages: PagesServer, tenant: Served) -> None:
    set_up(pages, tenant, CLASSIC)
    address = f"{pages.origin}/silent.html"
    page.goto(address)
    assert ask_again(page, "refused")["code"] == "login_required"
    first = logged_in(page, address, tenant)
    again = ask_again(page, "accepted")
    assert again["idToken"] != first["idToken"]  # another nonce; access tokens of one second may be the same
    assert again["idTokenPayload"]["email"] == tenant.user
    assert again["idTokenPayload"]["sid"] == first["idTokenPayload"]["sid"]


@pytest.mark.shows("auth0-spa-js")
def test_token_silently_by_a_frame_and_logout(page: Page, pages: PagesServer, tenant: Served) -> None:
    set_up(pages, tenant, TODAY)
    address = f"{pages.origin}/frame.html"
    first = logged_in(page, address, tenant)
    again = ask_again(page, "accepted")
    assert again["idToken"] != first["idToken"]
    assert again["user"]["email"] == tenant.user
    page.get_by_role("button", name="Log out").click()
    page.locator("#outcome:empty").wait_for(state="attached")
    assert page.url == address
    assert ask_again(page, "refused")["error"] == "login_required"
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Password").wait_for()


@pytest.mark.shows("auth0-spa-js")
def test_frame_of_a_page_that_is_no_web_origin_hears_nothing(page: Page, pages: PagesServer, tenant: Served) -> None:
    """What the frames above were told, they were told because their origin is one of the client's web origins."""
    set_up(pages, tenant, FOREIGN, timeout=2_000)
    logged_in(page, f"{pages.origin}/frame.html", tenant)
    assert ask_again(page, "refused")["error"] == "timeout"
