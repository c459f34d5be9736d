"""The real Auth0 SDKs against ``local serve --https``: a page in a real Chromium, and an API in Node.

The page is the founding question's: ``auth0-js`` with ``responseType: 'id_token token'`` and an audience. The API is
``express-oauth2-jwt-bearer``. Neither knows that it does not talk to Auth0.
"""

import base64
import hashlib
import json
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from chromium import LaunchChromium
from cli_process import Auth0ctl, Running
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from machine import SDK_FOLDER, find_node
from pages_server import PagesServer, serve_pages
from playwright.sync_api import BrowserContext, Page

from auth0ctl.localtenant.first_run import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

AUDIENCE = "https://api.example.com"
API_NAME = "Items"


@dataclass(frozen=True, slots=True)
class Served:
    """The tenant as ``local serve`` announced it,."""

    domain: str  # host:port
    issuer: str
    ca_file: Path
    user: str
    password: str


@pytest.fixture(scope="module")
def pages() -> Iterator[PagesServer]:
    with serve_pages() as server:
        yield server


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl) -> Served:
    """`local serve --https`, with an API made by the command a user would type."""
    shared_auth0ctl.json(
        "api", "create", API_NAME, "--identifier", AUDIENCE, "--scope", "read:items=Read items", "--offline-access"
    )
    said = shared_auth0ctl.start("local", "serve", "--https", "--port", "0", "-o", "json").json()["resource"]
    assert shared_auth0ctl("local", "ca").stdout.strip() == said["ca_file"]
    return Served(
        domain=said["domain"],
        issuer=said["issuer"],
        ca_file=Path(said["ca_file"]),
        user=said["user"],
        password=PASSWORD,  # the JSON hides every member of that name
    )


@pytest.fixture(scope="module")
def api(tenant: Served) -> Iterator[str]:
    """The Express API's address."""
    with started_api(tenant) as origin:
        yield origin


@contextmanager
def started_api(tenant: Served) -> Iterator[str]:
    node = find_node()
    assert node
    settings = {"AUDIENCE": AUDIENCE, "ISSUER_BASE_URL": tenant.issuer, "NODE_EXTRA_CA_CERTS": str(tenant.ca_file)}
    process = subprocess.Popen(
        [node, "api.js"],
        cwd=SDK_FOLDER,
        env={"PATH": os.environ["PATH"], **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    running = Running(process)
    try:
        yield f"http://127.0.0.1:{running.json()['port']}"
    finally:
        running.stop()


@pytest.fixture
def page(launch_chromium: LaunchChromium, tenant: Served) -> Iterator[Page]:
    # Chromium takes a CA only from a certificate database that needs another tool to write. So the certificate is
    # checked against the CA here, and Chromium is told to accept the key in it: that one key, and no other.
    browser = launch_chromium(f"--ignore-certificate-errors-spki-list={spki_of(tenant)}")
    with browser.new_context() as context:
        yield new_page(context)


def new_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def spki_of(tenant: Served) -> str:
    """The base64 SHA-256 of the served certificate's key. The handshake fails unless the tenant's CA vouches for it."""
    address = urlsplit(tenant.issuer)
    assert address.hostname
    assert address.port
    trust = ssl.create_default_context(cafile=str(tenant.ca_file))
    with (
        socket.create_connection((address.hostname, address.port), 10) as plain,
        trust.wrap_socket(plain, server_hostname=address.hostname) as secure,
    ):
        der = secure.getpeercert(binary_form=True)
    assert der
    key = x509.load_der_x509_certificate(der).public_key()
    return base64.b64encode(
        hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()


def create_client(auth0ctl: Auth0ctl, name: str, callback: str) -> str:
    """Its client_id. Every test has a client of its own, so that consent given in one is not remembered in another."""
    client_id = auth0ctl.json("client", "create", name, "--callback", callback)["client_id"]
    assert isinstance(client_id, str)
    return client_id


def log_in(page: Page, address: str, tenant: Served) -> None:
    """Open the app, press its button, log in on the tenant's page."""
    page.goto(address)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Email address").fill(tenant.user)
    page.get_by_label("Password").fill(tenant.password)
    page.get_by_role("button", name="Continue").click()


def consent(page: Page, api_name: str) -> None:
    """Allow the client to use the API: a loopback callback is never verifiable, so even a first-party client asks."""
    page.get_by_text(f"requesting access to your account at {api_name}").wait_for()
    page.get_by_role("button", name="Accept").click()


def outcome(page: Page) -> tuple[str, Any]:
    """``accepted`` or ``refused``, and what the SDK gave or said."""
    page.locator("#outcome:not(:empty)").wait_for()
    return page.locator("#outcome").inner_text(), json.loads(page.locator("#result").inner_text())


def call(api: str, token: str | None) -> tuple[int, str]:
    """What the API answers to a call with this token: the status, and the user it saw or the SDK's reason."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = httpx.get(f"{api}/items", headers=headers, trust_env=False)
    said = response.json()
    return response.status_code, said["sub"] if response.is_success else said["message"]


def tampered(token: str) -> str:
    """The same token with one more scope in its payload, under the old signature."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    changed = json.dumps({**claims, "scope": f"{claims.get('scope', '')} write:items"}).encode()
    return f"{header}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}"


def test_classic_page_gets_both_tokens_and_the_api_takes_only_the_access_token(
    page: Page, pages: PagesServer, tenant: Served, api: str, shared_auth0ctl: Auth0ctl
) -> None:
    client_id = create_client(shared_auth0ctl, "Classic SPA", f"{pages.origin}/")
    pages.settings = {"domain": tenant.domain, "clientID": client_id, "audience": AUDIENCE}
    log_in(page, f"{pages.origin}/", tenant)
    consent(page, API_NAME)
    verdict, result = outcome(page)
    assert verdict == "accepted", result
    access_token, id_token = result["accessToken"], result["idToken"]
    assert result["idTokenPayload"]["aud"] == client_id
    assert result["idTokenPayload"]["iss"] == tenant.issuer
    assert {
        "access token": call(api, access_token),
        "ID token": call(api, id_token),
        "no token": call(api, None),
        "tampered access token": call(api, tampered(access_token)),
    } == {
        "access token": (200, result["idTokenPayload"]["sub"]),
        "ID token": (401, "Unexpected 'aud' value"),
        "no token": (401, "Unauthorized"),
        "tampered access token": (401, "signature verification failed"),
    }


def test_classic_page_without_audience_gets_a_token_that_is_no_jwt_and_the_api_refuses_it(
    page: Page, pages: PagesServer, tenant: Served, api: str, shared_auth0ctl: Auth0ctl
) -> None:
    client_id = create_client(shared_auth0ctl, "Classic SPA that forgot", f"{pages.origin}/")
    pages.settings = {"domain": tenant.domain, "clientID": client_id}
    log_in(page, f"{pages.origin}/", tenant)
    verdict, result = outcome(page)
    assert verdict == "accepted", result
    assert result["accessToken"].count(".") != 2
    assert call(api, result["accessToken"])[0] == 401


@pytest.mark.parametrize("changed", ["access_token", "id_token"])
def test_classic_page_refuses_tokens_that_were_changed_on_the_way(
    page: Page, pages: PagesServer, tenant: Served, shared_auth0ctl: Auth0ctl, changed: str
) -> None:
    """What the tests above accept is accepted because it was checked: at_hash and signature."""
    client_id = create_client(shared_auth0ctl, f"Classic SPA with a changed {changed}", f"{pages.origin}/")
    pages.settings = {"domain": tenant.domain, "clientID": client_id, "audience": AUDIENCE}
    # Runs before the page's own scripts: the last character but nine of the token becomes another one.
    page.add_init_script(
        "const given = new URLSearchParams(location.hash.slice(1));"
        f"const token = given.get('{changed}');"
        "if (token) {"
        "  const other = token.at(-10) === 'A' ? 'B' : 'A';"
        f" given.set('{changed}', token.slice(0, -10) + other + token.slice(-9));"
        "  history.replaceState(null, '', '#' + given);"
        "}"
    )
    log_in(page, f"{pages.origin}/", tenant)
    consent(page, API_NAME)
    verdict, said = outcome(page)
    assert (verdict, said["error"]) == ("refused", "invalid_token")


def test_todays_sdk_logs_in_with_pkce_and_refreshes(
    page: Page, pages: PagesServer, tenant: Served, api: str, shared_auth0ctl: Auth0ctl
) -> None:
    address = f"{pages.origin}/pkce.html"
    client_id = create_client(shared_auth0ctl, "SPA on today's SDK", address)
    pages.settings = {"domain": tenant.domain, "clientID": client_id, "audience": AUDIENCE}
    log_in(page, address, tenant)
    consent(page, API_NAME)
    verdict, result = outcome(page)
    assert verdict == "accepted", result
    assert result["idTokenPayload"]["email"] == tenant.user
    assert result["refreshed"] != result["accessToken"]
    assert [call(api, result[name])[0] for name in ("accessToken", "refreshed", "idToken")] == [200, 200, 401]
