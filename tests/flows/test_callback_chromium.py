"""The callback's pages in a real Chromium: tokens out of the fragment, nothing left in the address, CSP in force."""

from collections.abc import Iterator
from typing import Literal

import pytest
from callback_asking import STATE
from machine import find_chromium
from playwright.sync_api import Browser, Page, sync_playwright

from auth0ctl.flows.callback.server import CallbackServer, Limits, bind

TOKENS = f"access_token=a.b.c&id_token=d.e.f&token_type=Bearer&expires_in=7200&state={STATE}"
INJECT = """() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    return window.injected === true;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:  # makes a profile of its own and deletes it at the end
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def leave_for(page: Page, url: str) -> None:
    """Send the page to ``url`` without waiting for what comes back: the last page is held until the verdict."""
    page.evaluate("url => { location.assign(url) }", url)


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    with bind(port=0, limits=Limits(linger=0.05)) as bound:
        bound.expect(state=STATE, mode=frozenset({"query", "fragment"}))
        yield bound


def test_C07_tokens_arrive_and_leave_the_address(page: Page, server: CallbackServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.redirect_uri}#{TOKENS}", wait_until="commit")
    delivery = server.wait(10)
    assert (delivery.via, delivery.params["access_token"], delivery.params["id_token"]) == (
        "fragment",
        "a.b.c",
        "d.e.f",
    )
    server.show(ok=True, title="Logged in as <b>Ann</b>", lines=["ID token: verified", "Access token: verified"])
    page.wait_for_url("**/done")
    assert page.get_by_role("heading").inner_text() == "Logged in as <b>Ann</b>"
    assert page.get_by_text("Access token: verified").is_visible()
    assert page.evaluate("location.hash + location.search") == ""
    assert page.evaluate("history.length") <= 2  # the page with the tokens was replaced, Back does not find it
    # Chromium reports the first navigation with its fragment; no request that went over the wire may carry a token.
    assert not [url for url in asked if "a.b.c" in url.partition("#")[0]]


def test_C07_injected_script_is_blocked(page: Page, server: CallbackServer) -> None:
    page.goto(server.redirect_uri)
    assert page.evaluate(INJECT) is False
    page.goto(f"{server.redirect_uri}#{TOKENS}x", wait_until="networkidle")
    assert page.evaluate(INJECT) is False


def test_C07_injected_script_would_run_without_the_policy(page: Page) -> None:
    page.set_content("<p>no policy</p>")
    assert page.evaluate(INJECT) is True


def test_C07_wrong_state_in_the_fragment_is_said_on_the_page(page: Page, server: CallbackServer) -> None:
    page.goto(f"{server.redirect_uri}#access_token=a.b.c&state=wrong")
    page.get_by_text("does not belong to the login that is waiting").wait_for()
    assert page.evaluate("location.href") == server.redirect_uri
    assert server.stray == 1


def test_C07_empty_address_is_explained(page: Page, server: CallbackServer) -> None:
    page.goto(server.redirect_uri)
    page.get_by_role("heading", name="Nothing arrived with this address").wait_for()
    assert server.stray == 0


def test_C07_without_scripts_the_page_says_so(browser: Browser, server: CallbackServer) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server.redirect_uri}#{TOKENS}")
        assert page.get_by_text("This page needs JavaScript").is_visible()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(server.redirect_uri)
        assert not page.get_by_text("This page needs JavaScript").is_visible()


def test_C08_code_leaves_the_address_and_a_fragment_does_not_follow(page: Page, server: CallbackServer) -> None:
    leave_for(page, f"{server.redirect_uri}?code=secret-code&state={STATE}#access_token=a.b.c")
    server.wait(10)
    server.show(ok=False, title="Not logged in", lines=["The tenant refused."])
    page.wait_for_url("**/done*")
    page.get_by_role("heading", name="Not logged in").wait_for()
    assert "secret-code" not in page.url
    assert "a.b.c" not in page.evaluate("location.href")


def test_C04_form_post_from_another_site_arrives(page: Page, server: CallbackServer) -> None:
    page.set_content(
        f'<form method="post" action="{server.redirect_uri}"><input name="code" value="c">'
        f'<input name="state" value="{STATE}"></form>'
    )
    server.expect(state=STATE, mode="form_post", origin="https://example.eu.auth0.com")
    page.evaluate("document.forms[0].submit()")
    assert server.wait(10).via == "form_post"
    server.show(ok=True, title="Logged in", lines=[])
    page.get_by_role("heading", name="Logged in").wait_for()


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(244, 245, 247)"), ("dark", "rgb(18, 21, 27)")])
def test_pages_are_styled_in_light_and_dark(
    browser: Browser, server: CallbackServer, scheme: Literal["light", "dark"], ground: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{server.redirect_uri}?code=a&state=wrong")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
