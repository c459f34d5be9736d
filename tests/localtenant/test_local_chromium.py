"""The tenant's pages in a real browser: they work without a script, and their policy lets the callback be reached."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from local_browser import API, SPA, api, spa, usual
from machine import find_chromium
from playwright.sync_api import Page, sync_playwright

from auth0ctl.localtenant import LocalTenant

pytestmark = pytest.mark.browser


class _Callback(BaseHTTPRequestHandler):
    """An application: its callback sends the browser on to another origin, as many do."""

    received: list[str]

    def do_GET(self) -> None:
        self._take("")

    def do_POST(self) -> None:
        self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _take(self, body: str) -> None:
        if self.path.startswith("/callback"):
            self.received.append(body or urlsplit(self.path).query)
            self.send_response(303)
            port = self.headers["Host"].rpartition(":")[2]
            self.send_header("Location", f"http://localhost:{port}/home")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Home</title>")

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


@pytest.fixture
def application() -> Iterator[tuple[str, list[str]]]:
    received: list[str] = []
    handler = type("Callback", (_Callback,), {"received": received})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/callback", received
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        one = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield one
        one.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def _log_in(page: Page, tenant: LocalTenant, origin: str, callback: str, **params: Any) -> None:
    tenant.seed({"clients": [spa(callbacks=[callback])]})
    query = usual({"client_id": SPA, "redirect_uri": callback, **params})
    page.goto(f"{origin}/authorize?{urlencode(query)}")
    page.get_by_label("Email address").fill("user@example.com")
    page.get_by_label("Password").fill("wrong")
    page.locator("button[name=action][value=default]").click()
    assert page.get_by_role("alert").inner_text() == "Wrong email or password."
    page.get_by_label("Password").fill("password")
    page.locator("button[name=action][value=default]").click()


def test_login_and_consent_reach_the_callback(
    page: Page, tenant: LocalTenant, application: tuple[str, list[str]]
) -> None:
    callback, received = application
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    with tenant.listen() as listener:
        _log_in(page, tenant, listener.origin, callback, audience=API, scope="openid read:items")
        assert page.get_by_role("heading").inner_text() == "Authorize App"
        assert page.get_by_text("read your items").is_visible()
        assert page.get_by_text("This is the auth0ctl local tenant, not Auth0").is_visible()
        page.locator("button[name=action][value=accept]").click()
        page.wait_for_url("http://localhost:*/home")
    assert page.title() == "Home"
    assert list(parse_qs(received[0])) == ["code", "state"]
    # The one expected complaint is about the status of the page with the wrong password.
    assert [text for text in complaints if "400" not in text and "favicon" not in text and "404" not in text] == []


def test_form_post_submits_itself(page: Page, tenant: LocalTenant, application: tuple[str, list[str]]) -> None:
    callback, received = application
    with tenant.listen() as listener:
        _log_in(page, tenant, listener.origin, callback, response_mode="form_post", response_type="id_token token")
        page.wait_for_url("http://localhost:*/home")
    assert {"id_token", "access_token", "state", "expires_in"} <= set(parse_qs(received[0]))


def test_a_fragment_reaches_the_callback(page: Page, tenant: LocalTenant, application: tuple[str, list[str]]) -> None:
    callback, received = application
    with tenant.listen() as listener:
        _log_in(page, tenant, listener.origin, callback, response_type="id_token token")
        page.wait_for_url("http://localhost:*/home**")
    assert received == [""], "nothing of the fragment is sent to a server"
    assert "access_token=" in urlsplit(page.url).fragment


def test_a_device_is_connected(page: Page, tenant: LocalTenant) -> None:
    client = spa(app_type="native", grant_types=["urn:ietf:params:oauth:grant-type:device_code"])
    tenant.seed({"clients": [client]})
    with tenant.listen() as listener:
        codes = httpx.post(f"{listener.origin}/oauth/device/code", data={"client_id": SPA, "scope": "openid"}).json()
        page.goto(codes["verification_uri"])
        page.get_by_label("Code").fill("WRONG")
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_role("alert").is_visible()
        page.get_by_label("Code").fill(codes["user_code"].lower())
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_text(codes["user_code"]).is_visible()
        page.get_by_role("button", name="Confirm").click()
        page.get_by_label("Email address").fill("user@example.com")
        page.get_by_label("Password").fill("password")
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_role("status").inner_text() == "Your device is now connected."
        form = {"grant_type": client["grant_types"][0], "device_code": codes["device_code"], "client_id": SPA}
        assert "id_token" in httpx.post(f"{listener.origin}/oauth/token", data=form).json()
