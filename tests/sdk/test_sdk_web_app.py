"""``express-openid-connect`` against the tenant: a server-side app over https, in a real Chromium."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chromium import LaunchChromium
from cli_process import Auth0ctl
from playwright.sync_api import Page
from sdk_page import consent, give_password, page_that_trusts
from sdk_tenant import API_NAME, AUDIENCE, Served, serve, started_node, with_machine

from auth0ctl.localtenant.first_run import CONNECTION
from auth0ctl.localtenant.server import free_port

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

SIMPLE, FULL = "webSimple00000000000000000000000", "webFull0000000000000000000000000"
SECRET = "web-secret-that-nobody-else-knows-1"


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    """Of the two apps; their callbacks are in the seed, so they are known beforehand."""
    return {client: free_port() for client in (SIMPLE, FULL)}


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl, ports: dict[str, int]) -> Served:
    seed = with_machine()
    # Discovery names end_session_endpoint, which is how the SDK finds RP-initiated logout.
    seed["tenant_settings"]["oidc_logout"] = {"rp_logout_end_session_endpoint_discovery": True}
    for client, port in ports.items():
        seed["clients"].append(
            {
                "client_id": client,
                "client_secret": SECRET,
                "name": f"Web app {client}",
                "app_type": "regular_web",
                "oidc_conformant": True,
                "token_endpoint_auth_method": "client_secret_post",
                "callbacks": [f"https://localhost:{port}/callback"],
                "allowed_logout_urls": [f"https://localhost:{port}"],
                "grant_types": ["authorization_code", "implicit", "refresh_token"],
                "jwt_configuration": {"alg": "RS256"},
            }
        )
    seed["connections"][0]["enabled_clients"] += [SIMPLE, FULL]
    assert seed["connections"][0]["name"] == CONNECTION
    return serve(shared_auth0ctl, seed)


@pytest.fixture
def page(launch_chromium: LaunchChromium, tenant: Served) -> Iterator[Page]:
    with page_that_trusts(launch_chromium, tenant) as one:
        yield one


def settings(tenant: Served, port: int, **options: Any) -> dict[str, str]:
    return {
        "ISSUER_BASE_URL": tenant.issuer,
        "PORT": str(port),
        "TLS_FILE": str(tenant.ca_file.with_name("server.pem")),  # made by the tenant's CA for localhost
        "OPTIONS": json.dumps(options),
    }


def shown(page: Page) -> Any:
    return json.loads(page.locator("body").inner_text())


@pytest.mark.shows("express-openid-connect")
def test_id_token_by_form_post(page: Page, tenant: Served, ports: dict[str, int]) -> None:
    """The SDK's defaults: response type id_token, posted to the callback; logout by /v2/logout."""
    port = ports[SIMPLE]
    home = f"https://localhost:{port}/"
    options = settings(tenant, port, clientID=SIMPLE, auth0Logout=True)
    with started_node(tenant, "node/web_app.js", settings=options):
        page.goto(f"{home}me")
        give_password(page, tenant)
        page.wait_for_url(f"{home}me")
        said = shown(page)
        assert said["claims"]["email"] == tenant.user
        assert said["claims"]["aud"] == SIMPLE
        page.goto(f"{home}logout")
        page.wait_for_url(home)
        assert shown(page) == {"authenticated": False}
        # The tenant's own session is over too: it asks again.
        page.goto(f"{home}me")
        page.get_by_label("Password").wait_for()


@pytest.mark.shows("express-openid-connect")
def test_code_with_secret_userinfo_refresh_and_rp_initiated_logout(
    page: Page, tenant: Served, ports: dict[str, int]
) -> None:
    port = ports[FULL]
    home = f"https://localhost:{port}/"
    scope = "openid profile email offline_access read:items"
    asked = {"response_type": "code", "audience": AUDIENCE, "scope": scope}
    options = settings(
        tenant, port, clientID=FULL, clientSecret=SECRET, idpLogout=True, authorizationParams=asked, auth0Logout=False
    )
    with started_node(tenant, "node/web_app.js", settings=options):
        page.goto(f"{home}me")
        give_password(page, tenant)
        consent(page, API_NAME)
        page.wait_for_url(f"{home}me")
        said = shown(page)
        assert said["userinfo"]["email"] == tenant.user
        assert said["userinfo"]["sub"] == said["claims"]["sub"]
        assert said["refreshed"].count(".") == 2
        assert said["refreshed"] != said["access_token"]
        page.goto(f"{home}logout")
        page.wait_for_url(home)
        assert shown(page) == {"authenticated": False}
        page.goto(f"{home}me")
        page.get_by_label("Password").wait_for()
