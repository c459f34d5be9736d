"""The tenant's own page: what it shows, that nothing in it can become markup or script, and that it needs no script."""

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from local_browser import API, SPA, Browser, api, machine, spa
from machine import find_node
from playwright.sync_api import BrowserContext, ConsoleMessage

from auth0ctl.localtenant import Listener, LocalTenant, open_tenant
from auth0ctl.localtenant.web.app_settings import snippets

BANNER = "This is the auth0ctl local tenant, not Auth0"
HOSTILE = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror="document.title=\'taken\'">',
    "</title></style></iframe><h1 id=taken>",
    "&lt;b&gt; &amp; ${issuer} $issuer",
    "right \u202e to left \u2066 marks",
    "javascript:document.title='taken'",
    "'); document.title='taken'; ('",
    "\\\"}; document.title='taken' //",
    "line\nbreak\u2028separator",
    "<CLIENT_ID> <AUDIENCE>",
)


@pytest.fixture
def listener(tenant: LocalTenant) -> Iterator[Listener]:
    with tenant.listen() as one:
        yield one


@pytest.fixture
def hostile(tenant: LocalTenant) -> LocalTenant:
    """A tenant in which every name is an attack."""
    tenant.seed(
        {
            "tenant_settings": {"friendly_name": HOSTILE[2]},
            "clients": [spa(client_id=name, name=name, callbacks=[name]) for name in HOSTILE],
            "resource_servers": [api(identifier=name, name=name, scopes=[{"value": name}]) for name in HOSTILE],
            "users": [
                {"user_id": f"auth0|{number}{name}", "email": name, "name": name} for number, name in enumerate(HOSTILE)
            ],
        }
    )
    return tenant


def test_what_is_in_the_tenant(browser: Browser) -> None:
    browser.tenant.seed({"clients": [machine()]})
    page = browser.http.get("/").text
    for text in (BANNER, SPA, "Example SPA", "Machine", API, "read:items write:items", "user@example.com"):
        assert text in page
    assert "machine-secret" not in page
    assert "_password_hash" not in page


def test_the_log_has_the_newest_entry_first(browser: Browser) -> None:
    assert "Nothing has happened yet." in browser.http.get("/local/log").text
    browser.tokens()
    rows = re.findall(r"<code>(\w+)</code>", browser.http.get("/local/log").text)
    assert rows == browser.log_types()[::-1]
    assert rows[-1] == "s"
    assert BANNER in browser.http.get("/local/log").text


def test_the_headers(browser: Browser) -> None:
    for path, policy in (
        ("/", "default-src 'none'; style-src 'nonce-N'; frame-src 'self'; frame-ancestors 'none'; "),
        ("/local/log", "default-src 'none'; style-src 'nonce-N'; frame-src 'none'; frame-ancestors 'self'; "),
    ):
        answer = browser.http.get(path)
        told = re.sub(r"nonce-[\w-]{22}'", "nonce-N'", answer.headers["content-security-policy"])
        assert told == f"{policy}form-action 'none'; base-uri 'none'"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<script" not in answer.text
    assert browser.http.post("/").status_code == 405


def test_no_more_than_a_page_full_is_read(tenant: LocalTenant, browser: Browser) -> None:
    tenant.seed({"clients": [{"client_id": f"c{number:03}", "name": f"Client {number}"} for number in range(120)]})
    page = browser.http.get("/").text
    assert "The first 50 of 121." in page
    assert "c110" not in page
    assert "Client 110" in browser.http.get("/", params={"client": "c110"}).text


def test_an_empty_tenant_has_a_page_too(tenant: LocalTenant, browser: Browser) -> None:
    tenant.state.delete("client", SPA)
    tenant.state.delete("user", "auth0|local-user-1")
    page = browser.http.get("/", params={"client": SPA})
    assert page.status_code == 200
    assert "There is no client yet." in page.text


def test_the_settings_say_where_https_is_needed(tenant: LocalTenant, browser: Browser) -> None:
    assert browser.http.get("/").text.count("auth0ctl local serve --https") == 1
    https = Browser(open_tenant(tenant.folder, issuer="https://localhost:18443/"))
    page = https.http.get("/").text
    https.http.close()
    assert "auth0ctl local serve --https" not in page
    assert "domain: &quot;localhost:18443&quot;" in page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_stays_a_string_of_its_language(name: str, tmp_path: Path) -> None:
    node = find_node() if shutil.which("node") else None
    for app_type in ("spa", "non_interactive"):
        client = {"client_id": name, "callbacks": [name], "app_type": app_type}
        for one in snippets("https://localhost:18443/", client, name):
            if one.code.startswith(("from", "import os")):
                tree = compile(one.code, "snippet", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
                texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
                assert name in texts
            elif node:
                file = tmp_path / "snippet.mjs"
                file.write_text(one.code, encoding="utf-8")
                subprocess.run([node, "--check", str(file)], check=True, capture_output=True, timeout=30)
                assert json.dumps(name, ensure_ascii=False).replace("<", "\\u003c") in one.code


@pytest.mark.browser
def test_the_page_in_a_browser(chromium: BrowserContext, tenant: LocalTenant, listener: Listener) -> None:
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            complaints.append(message.text)

    tenant.seed({"clients": [machine()]})
    page = chromium.new_page()
    page.on("console", complain)
    page.goto(listener.origin)
    assert page.get_by_role("note").get_by_text(BANNER).is_visible()
    assert page.get_by_role("heading", name="Clients").is_visible()
    page.get_by_role("link", name="Machine", exact=True).click()
    assert page.get_by_label("Settings for auth0-python").is_visible()
    assert machine()["client_id"] in page.get_by_label("Settings for auth0-python").inner_text()
    assert page.get_by_label("Settings for @auth0/auth0-spa-js").count() == 0
    # The log refreshes itself: what happens now appears without anybody touching the page.
    frame = page.frame_locator("iframe")
    frame.get_by_text("Nothing has happened yet.").wait_for()
    form = {"grant_type": "password", "client_id": SPA, "username": "user@example.com", "password": "wrong"}
    httpx.post(f"{listener.origin}/oauth/token", data=form)
    frame.locator("td code").first.wait_for(timeout=20_000)
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(chromium: BrowserContext, listener: Listener, scheme: str) -> None:
    page = chromium.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(listener.origin)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 22, 26)" if scheme == "dark" else "rgb(244, 245, 247)")


@pytest.mark.browser
def test_a_narrow_screen_does_not_scroll_sideways(chromium: BrowserContext, listener: Listener) -> None:
    page = chromium.new_page()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(listener.origin)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_hostile_names_stay_text(chromium: BrowserContext, hostile: LocalTenant, listener: Listener) -> None:
    page = chromium.new_page()
    page.goto(listener.origin)
    shown = page.content()
    assert page.title() == HOSTILE[2]
    for name in HOSTILE:
        link = page.locator("#clients-title + .wide a", has_text=name.splitlines()[0]).first
        link.click()
        assert page.url.startswith(f"{listener.origin}/?client=")
        text = page.locator("#settings pre").first.inner_text()
        assert json.dumps(name, ensure_ascii=False).replace("<", "\\u003c") in text
        assert page.title() == HOSTILE[2]
    assert page.locator("#taken, script, img").count() == 0
    assert shown.count("<h1") == 1
    httpx.get(f"{listener.origin}/authorize", params={"client_id": HOSTILE[0]}, headers={"User-Agent": HOSTILE[1]})
    page.goto(f"{listener.origin}/local/log")
    assert page.title() == "Recent log entries"
    assert page.locator("#taken, script, img").count() == 0
    assert page.locator("td", has_text="<script>").count() >= 1
