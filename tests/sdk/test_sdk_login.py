"""The real Auth0 SDKs against ``local serve --https``: a page in a real Chromium, and an API in Node.

The page is the founding question's: ``auth0-js`` with ``responseType: 'id_token token'`` and an audience. The API is
``express-oauth2-jwt-bearer``. Neither knows that it does not talk to Auth0.
"""

import base64
import json
from collections.abc import Iterator

import httpx
import pytest
from chromium import LaunchChromium
from cli_process import Auth0ctl
from pages_server import PagesServer, serve_pages
from playwright.sync_api import Page
from sdk_page import consent, log_in, outcome, page_that_trusts
from sdk_tenant import API_NAME, AUDIENCE, Served, serve, started_node

pytestmark = [pytest.mark.browser, pytest.mark.sdk]


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
    served = serve(shared_auth0ctl)
    assert shared_auth0ctl("local", "ca").stdout.strip() == str(served.ca_file)
    return served


@pytest.fixture(scope="module")
def api(tenant: Served) -> Iterator[str]:
    """The Express API's address."""
    settings = {"AUDIENCE": AUDIENCE, "ISSUER_BASE_URL": tenant.issuer}
    with started_node(tenant, "api.js", settings=settings) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(launch_chromium: LaunchChromium, tenant: Served) -> Iterator[Page]:
    with page_that_trusts(launch_chromium, tenant) as one:
        yield one


def create_client(auth0ctl: Auth0ctl, name: str, callback: str) -> str:
    """Its client_id. Every test has a client of its own, so that consent given in one is not remembered in another."""
    client_id = auth0ctl.json("client", "create", name, "--callback", callback)["client_id"]
    assert isinstance(client_id, str)
    return client_id


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


@pytest.mark.shows("auth0-js")
@pytest.mark.shows("express-oauth2-jwt-bearer")
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


@pytest.mark.shows("auth0-js")
@pytest.mark.shows("express-oauth2-jwt-bearer")
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


@pytest.mark.shows("auth0-js")
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


@pytest.mark.shows("auth0-spa-js")
@pytest.mark.shows("express-oauth2-jwt-bearer")
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
