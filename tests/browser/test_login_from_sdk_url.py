"""An authorize URL made by the real auth0-spa-js and auth0-js in Chromium is replayed by ``login --from-url``."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from cli_process import Auth0ctl
from login_pages import API, FREE, SPA, free_ports, last_page, log_in, result, said_url, seed, spa
from machine import SDK_FOLDER
from playwright.sync_api import BrowserContext, Page

MODULES = SDK_FOLDER / "node_modules"
SCRIPTS = {
    "auth0-spa-js": MODULES / "@auth0" / "auth0-spa-js" / "dist" / "auth0-spa-js.production.js",
    "auth0-js": MODULES / "auth0-js" / "dist" / "auth0.min.js",
}
OURS = {"state", "nonce", "code_challenge", "redirect_uri", "response_mode"}
APP = "http://localhost:3999/"  # never served: the page's own content is given by the test
DOMAIN = "http://127.0.0.1:18400"
SPA_JS = """
async ([domain, clientId, audience]) => {
  const client = new auth0.Auth0Client({domain, clientId, authorizationParams: {
    audience, redirect_uri: location.origin, scope: 'openid profile email', ui_locales: 'de', 'ext-theme': 'dark'}});
  let asked;
  await client.loginWithRedirect({openUrl: (url) => { asked = url; }});
  return asked;
}
"""
AUTH0_JS = """
([domain, clientID, audience]) => {
  const web = new auth0.WebAuth({domain: '127.0.0.1:18400', clientID, overrides: {__tenant: 'local'}});
  return web.client.buildAuthorizeUrl({clientID, audience, redirectUri: location.origin, scope: 'openid profile',
    responseType: 'token id_token', state: 'the-apps-state', nonce: 'the-apps-nonce'});
}
"""


FULL = """
async ([domain, clientId, audience]) => {
  const client = new auth0.Auth0Client({domain, clientId, authorizationParams: {
    audience, redirect_uri: location.origin}});
  let asked;
  await client.loginWithRedirect({openUrl: (url) => { asked = url; }, authorizationParams: {
    organization: 'org_acme0000000', connection: 'Username-Password-Authentication', max_age: 3600, prompt: 'login',
    login_hint: 'user@example.com', screen_hint: 'login', display: 'page'}});
  return asked;
}
"""
SILENT = {
    "auth0-spa-js": """
([domain, clientId, audience]) => {
  const client = new auth0.Auth0Client({domain, clientId, authorizationParams: {
    audience, redirect_uri: location.origin}});
  client.getTokenSilently({cacheMode: 'off', timeoutInSeconds: 5}).catch(() => {});
}
""",
    "auth0-js": """
([domain, clientID, audience]) => {
  const web = new auth0.WebAuth({domain: '127.0.0.1:18400', clientID, overrides: {__tenant: 'local'}});
  web.checkSession({audience, scope: 'openid profile', redirectUri: location.origin, responseType: 'token id_token'},
    () => {});
}
""",
}


@pytest.fixture
def port(auth0ctl: Auth0ctl) -> int:
    (free,) = free_ports(1)
    seed(
        auth0ctl,
        clients=[spa([FREE.format(free)])],
        resource_servers=[{"identifier": API, "name": "Orders", "signing_alg": "RS256", "scopes": []}],
    )
    return free


def made_by(page: Page, script: Path, code: str) -> str:
    """The URL that an SDK's own code makes on an app's page."""
    page.route(APP, lambda route: route.fulfill(content_type="text/html", body="<title>app</title>"))
    page.goto(APP)
    page.add_script_tag(path=script)
    url: str = page.evaluate(code, [DOMAIN, SPA, API])
    return url


@pytest.mark.sdk
@pytest.mark.parametrize(
    ("script", "code", "flow"),
    [
        (SCRIPTS["auth0-spa-js"], SPA_JS, "authorization code"),
        (SCRIPTS["auth0-js"], AUTH0_JS, "implicit"),
    ],
    ids=["auth0-spa-js", "auth0-js"],
)
def test_url_of_a_real_sdk(
    auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, script: Path, code: str, flow: str
) -> None:
    page = chromium.new_page()
    # auth0-js knows https alone; the tenant here speaks http.
    asked = made_by(page, script, code).replace("https://127.0.0.1", "http://127.0.0.1")
    running = auth0ctl.start("login", "--from-url", asked, "--port", str(port), "--no-browser", "-o", "json")
    wanted, sent = (dict(parse_qsl(urlsplit(url).query)) for url in (asked, said_url(running)))
    # The words of a response type may come in any order; ours is the usual one.
    wanted["response_type"] = " ".join(sorted(wanted["response_type"].split()))
    sent["response_type"] = " ".join(sorted(sent["response_type"].split()))
    kept = {name: value for name, value in wanted.items() if name not in OURS}
    assert {name: value for name, value in sent.items() if name not in OURS} == kept
    assert "auth0Client" in kept
    assert all(sent[name] != wanted[name] for name in ("state", "nonce"))
    log_in(page, running)
    assert "Logged in" in last_page(page)
    document = result(running, 0)
    assert document["passed"] is True
    assert document["flow"].startswith(flow)


@pytest.mark.sdk
def test_url_with_organization_and_connection(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext) -> None:
    organization = {
        "id": "org_acme0000000",
        "name": "acme",
        "members": ["auth0|local-user-1"],
        "enabled_connections": ["Username-Password-Authentication"],
    }
    seed(auth0ctl, clients=[spa([FREE.format(port)], organization_usage="allow")], organizations=[organization])
    page = chromium.new_page()
    asked = made_by(page, SCRIPTS["auth0-spa-js"], FULL)
    running = auth0ctl.start("login", "--from-url", asked, "--port", str(port), "--no-browser", "-o", "json")
    sent = dict(parse_qsl(urlsplit(said_url(running)).query))
    for name in ("organization", "connection", "max_age", "prompt", "login_hint", "screen_hint", "display"):
        assert sent[name] == dict(parse_qsl(urlsplit(asked).query))[name]
    log_in(page, running)
    document = result(running, 0)
    claims = document["tokens"][0]["token"]["claims"]
    assert claims["org_id"] == "org_acme0000000"
    assert "auth_time" in claims  # max_age was asked for


@pytest.mark.sdk
@pytest.mark.parametrize("sdk", ["auth0-spa-js", "auth0-js"])
def test_silent_url_of_a_real_sdk(auth0ctl: Auth0ctl, port: int, chromium: BrowserContext, sdk: str) -> None:
    """What an SDK asks in a hidden frame: replayed in the tab of somebody who is logged in, without a page."""
    unconfirmed = {"skip_non_verifiable_callback_uri_confirmation_prompt": True}
    seed(auth0ctl, clients=[spa([FREE.format(port)], **unconfirmed)])
    page = chromium.new_page()
    first = auth0ctl.start("login", "--audience", API, "--no-browser", "-o", "json")
    log_in(page, first)
    assert result(first, 0)["passed"] is True

    app = chromium.new_page()
    with app.expect_request("**/authorize?*") as asking:
        app.route("**/authorize?*", lambda route: route.abort())
        made_by(app, SCRIPTS[sdk], SILENT[sdk])
    asked = asking.value.url.replace("https://127.0.0.1", "http://127.0.0.1")
    wanted = dict(parse_qsl(urlsplit(asked).query))
    assert (wanted["prompt"], wanted["response_mode"]) == ("none", "web_message")
    running = auth0ctl.start("login", "--from-url", asked, "--port", str(port), "--no-browser", "-o", "json")
    page.goto(said_url(running))
    assert "web_message answers only inside a page of the app's own origin: left out" in running.stderr
    document = result(running, 0)
    assert document["passed"] is True
    assert document["answer"]["delivered_by"] == ("query" if sdk == "auth0-spa-js" else "fragment")
