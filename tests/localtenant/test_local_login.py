"""The pages of a login, the session it leaves, consent and the confirmation prompt (authorize.md sections 7 and 8)."""

from urllib.parse import urlsplit

import jwt
import pytest
from local_browser import API, CALLBACK, SPA, Browser, Clock, api, landed, spa, transaction

from auth0ctl.localtenant import LocalTenant, open_tenant

APP = "https://app.example.com/callback"  # verifiable


@pytest.fixture(autouse=True)
def _callbacks(tenant: LocalTenant) -> None:
    tenant.seed(
        {
            "clients": [
                spa(callbacks=[CALLBACK, APP, "http://localhost:3000/cb", "http://app.localhost/cb", "my.app:/cb"])
            ]
        }
    )


def test_a_wrong_password_shows_the_page_again_and_is_logged(browser: Browser) -> None:
    page = browser.http.get(browser.authorize().headers["location"])
    form = {"state": transaction(page), "username": "user@example.com", "password": "wrong", "action": "default"}
    again = browser.http.post("/u/login", data=form)
    assert again.status_code == 400
    assert "Wrong email or password." in again.text
    assert 'value="user@example.com"' in again.text
    assert "wrong" not in again.text.replace("Wrong", "").replace("went wrong", "")
    assert browser.log_types()[-1] == "fp"
    again = browser.http.post("/u/login", data={**form, "username": "nobody@example.com"})
    assert "Wrong email or password." in again.text
    assert browser.log_types()[-1] == "fu"
    assert "location" in browser.http.post("/u/login", data={**form, "password": "password"}).headers
    assert browser.log_types()[-1] == "s"


def test_the_password_is_stored_nowhere(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"users": [{"user_id": "auth0|c", "email": "c@example.com", "password": "canary-pa55"}]})
    browser.login(username="c@example.com", password="canary-pa55")
    browser.http.close()
    tenant.close()
    for file in tenant.folder.iterdir():
        assert b"canary-pa55" not in file.read_bytes(), file


def test_codes_sessions_and_refresh_tokens_are_stored_by_their_hash(browser: Browser, tenant: LocalTenant) -> None:
    code = browser.code()
    body = browser.tokens(audience=API, scope="openid offline_access")
    session = browser.http.cookies["auth0ctl_18400_session"]
    tenant.close()
    stored = b"".join(file.read_bytes() for file in tenant.folder.iterdir())
    for secret in (code, body["refresh_token"], session):
        assert secret.encode() not in stored


def test_the_login_hint_fills_in_the_address(browser: Browser) -> None:
    page = browser.http.get(browser.authorize(login_hint="me@example.com").headers["location"])
    assert 'value="me@example.com"' in page.text


def test_a_session_is_used_again(browser: Browser) -> None:
    first = browser.login(redirect_uri=APP)
    assert first.pages == ("Log in",)
    second = browser.login(redirect_uri=APP)
    assert second.pages == ()
    assert browser.log_types().count("s") == 1
    assert landed(browser.authorize(redirect_uri=APP, prompt="none").headers["location"]).params["code"]
    assert browser.log_types()[-1] == "ssa"


def test_the_session_id_in_tokens_opens_no_session(browser: Browser) -> None:
    sid = jwt.decode(browser.tokens()["id_token"], options={"verify_signature": False})["sid"]
    browser.http.cookies.clear()
    browser.http.cookies.set("auth0ctl_18400_session", sid)
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "login_required"


@pytest.mark.parametrize("prompt", ["login", "select_account"])
def test_prompt_login_asks_again_once(browser: Browser, prompt: str) -> None:
    browser.login(redirect_uri=APP)
    assert browser.login(redirect_uri=APP, prompt=prompt).pages == ("Log in",)


def test_max_age_asks_again_when_the_login_is_older(browser: Browser, clock: Clock) -> None:
    browser.login(redirect_uri=APP)
    clock.move(100)
    assert browser.login(redirect_uri=APP, max_age=100).pages == ()
    assert browser.login(redirect_uri=APP, max_age=99).pages == ("Log in",)


def test_max_age_zero_does_not_loop(browser: Browser, clock: Clock) -> None:
    page = browser.http.get(browser.authorize(redirect_uri=APP, max_age=0).headers["location"])
    clock.move(5)
    form = {"state": transaction(page), "username": "user@example.com", "password": "password"}
    assert browser.http.post("/u/login", data=form).headers["location"].startswith(APP)


@pytest.mark.parametrize(
    ("hours", "alive"), [(71, True), (73, False)], ids=["before the idle end", "after the idle end"]
)
def test_an_idle_session_ends(browser: Browser, clock: Clock, hours: int, alive: bool) -> None:
    browser.login(redirect_uri=APP)
    clock.move(hours * 3600)
    answer = landed(browser.authorize(redirect_uri=APP, prompt="none").headers["location"])
    assert ("code" in answer.params) is alive


def test_a_blocked_user_does_not_get_in(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"users": [{"user_id": "auth0|b", "email": "b@example.com", "blocked": True}]})
    answer = browser.login(username="b@example.com")
    assert answer.params["error"] == "unauthorized"
    assert answer.params["error_description"] == "user is blocked"


def test_a_login_transaction_belongs_to_the_browser_that_began_it(browser: Browser, tenant: LocalTenant) -> None:
    location = browser.authorize().headers["location"]
    other = Browser(tenant)
    page = other.http.get(location)
    assert page.status_code == 400
    assert "You may have pressed the back button" in page.text
    form = {"state": location.partition("state=")[2], "username": "user@example.com", "password": "password"}
    assert "location" not in other.http.post("/u/login", data=form).headers
    assert browser.http.get(location).status_code == 200
    other.http.close()


def test_a_login_transaction_ends_after_an_hour_and_after_its_answer(browser: Browser, clock: Clock) -> None:
    location = browser.authorize().headers["location"]
    clock.move(3601)
    assert "You may have pressed the back button" in browser.http.get(location).text
    response = browser.authorize()
    browser.go_on(response)
    assert "You may have pressed the back button" in browser.http.get(response.headers["location"]).text


def test_the_session_cookie_is_host_only_and_named_after_the_issuers_port(browser: Browser) -> None:
    response = browser.authorize(redirect_uri=APP)
    page = browser.http.get(response.headers["location"])
    form = {"state": transaction(page), "username": "user@example.com", "password": "password"}
    cookie = next(
        value
        for value in browser.http.post("/u/login", data=form).headers.get_list("set-cookie")
        if value.startswith("auth0ctl_18400_session=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie


# Consent


@pytest.mark.parametrize(
    ("skip", "uri", "pages"),
    [
        (True, APP, ("Log in",)),
        (False, APP, ("Log in", "Authorize App")),
        (True, "http://localhost:3000/cb", ("Log in", "Authorize App")),
        (True, "http://app.localhost/cb", ("Log in",)),
        (True, CALLBACK, ("Log in", "Authorize App")),  # 127.0.0.1 (INFERRED)
    ],
)
def test_when_a_first_party_client_asks_for_consent(
    browser: Browser, tenant: LocalTenant, skip: bool, uri: str, pages: tuple[str, ...]
) -> None:
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=skip)]})
    assert browser.login(redirect_uri=uri, audience=API, scope="openid read:items").pages == pages


def test_no_consent_for_a_first_party_client_without_an_api(browser: Browser) -> None:
    assert browser.login(redirect_uri="http://localhost:3000/cb").pages == ("Log in",)


def test_consent_is_remembered_for_its_scopes(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    browser.login(redirect_uri=APP, audience=API, scope="openid read:items")
    assert browser.login(redirect_uri=APP, audience=API, scope="openid read:items").pages == ()
    more = browser.login(redirect_uri=APP, audience=API, scope="openid read:items write:items")
    assert more.pages == ("Authorize App",)
    stored = tenant.state.all("consent")
    assert len(stored) == 1
    assert stored[0]["clientID"] == SPA
    assert stored[0]["audience"] == API
    assert stored[0]["scope"] == ["openid", "read:items", "write:items"]
    tenant.state.delete("consent", stored[0]["id"])
    assert browser.login(redirect_uri=APP, audience=API, scope="openid").pages == ("Authorize App",)


def test_the_consent_page_lists_the_scopes(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    browser.login(redirect_uri=APP)
    page = browser.http.get(
        browser.authorize(redirect_uri=APP, audience=API, scope="openid read:items write:items drop:this").headers[
            "location"
        ]
    )
    assert "<strong>Items</strong>: read and write your items" in page.text
    assert "drop" not in page.text
    tenant.seed({"tenant_settings": {"flags": {"use_scope_descriptions_for_consent": True}}})
    page = browser.http.get(page.request.url)
    assert "<strong>read:items</strong>: Read items" in page.text
    assert 'name="action" value="accept"' in page.text
    assert 'name="action" value="decline"' in page.text


def test_declining_goes_back_with_access_denied(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    asked = browser.authorize(redirect_uri=APP, audience=API)
    answer = browser.go_on(asked, choice="decline")
    assert answer.params["error"] == "access_denied"
    assert answer.params["error_description"] == "User did not authorize the request"
    assert tenant.state.count("consent") == 0
    assert "You may have pressed the back button" in browser.http.get(asked.headers["location"]).text


def test_silent_login_does_not_consent(browser: Browser, tenant: LocalTenant) -> None:
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    browser.login(redirect_uri=APP)
    answer = landed(browser.authorize(redirect_uri=APP, audience=API, prompt="none").headers["location"])
    assert answer.params["error"] == "consent_required"
    assert answer.params["error_description"] == "Consent required"
    assert browser.log_types()[-1] == "fsa"


def test_prompt_consent_forces_the_page(browser: Browser) -> None:
    assert browser.login(redirect_uri=APP, prompt="consent").pages == ("Log in", "Authorize App")


def test_agreement_given_before_the_login_does_not_count(browser: Browser, tenant: LocalTenant) -> None:
    """Somebody else's session cannot agree for the user who then logs in."""
    tenant.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    browser.login(redirect_uri=APP)
    asked = browser.authorize(redirect_uri=APP, audience=API, prompt="login")
    state = asked.headers["location"].partition("state=")[2]
    sent = browser.http.post("/u/consent", data={"state": state, "action": "accept"})
    assert urlsplit(sent.headers["location"]).path == "/u/login"
    tenant.seed({"users": [{"user_id": "auth0|2", "email": "two@example.com"}]})
    assert browser.go_on(sent, username="two@example.com").pages == ("Log in", "Authorize App")


# The confirmation prompt


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        (CALLBACK, True),
        ("http://localhost:3000/cb", True),
        ("my.app:/cb", True),
        ("http://app.localhost/cb", False),
        (APP, False),
    ],
)
def test_a_callback_that_cannot_be_verified_is_confirmed_when_nothing_else_was_shown(
    browser: Browser, uri: str, shown: bool
) -> None:
    browser.login(redirect_uri=APP)
    assert browser.login(redirect_uri=uri).pages == (("Confirm log in",) if shown else ())


def test_a_page_that_was_shown_makes_the_confirmation_needless(browser: Browser) -> None:
    assert browser.login().pages == ("Log in",)


def test_silent_login_to_such_a_callback_needs_interaction(browser: Browser) -> None:
    browser.login()
    answer = landed(browser.authorize(prompt="none").headers["location"])
    assert answer.params["error"] == "interaction_required"


@pytest.mark.parametrize(
    ("client", "settings", "shown"),
    [(None, None, True), (True, None, False), (None, True, False), (False, True, True), (True, False, False)],
)
def test_client_and_tenant_can_leave_the_confirmation_out(
    browser: Browser, tenant: LocalTenant, client: bool | None, settings: bool | None, shown: bool
) -> None:
    name = "skip_non_verifiable_callback_uri_confirmation_prompt"
    tenant.seed({"clients": [spa(**({} if client is None else {name: client}))]})
    if settings is not None:
        tenant.seed({"tenant_settings": {name: settings}})
    browser.login()
    assert bool(browser.login().pages) is shown


def test_cancelling_the_confirmation(browser: Browser) -> None:
    browser.login()
    answer = browser.go_on(browser.authorize(), choice="decline")
    assert answer.params["error"] == "access_denied"


def test_a_form_page_lets_a_custom_scheme_through(browser: Browser) -> None:
    page = browser.http.get(browser.authorize(redirect_uri="my.app:/cb").headers["location"])
    assert "form-action 'self' http: https: my.app:" in page.headers["content-security-policy"]


# Automatic login


def test_auto_login_answers_every_page(tenant: LocalTenant, clock: Clock) -> None:
    opened = open_tenant(tenant.folder, now=clock, auto_login="user@example.com")
    opened.seed({"resource_servers": [api(skip_consent_for_verifiable_first_party_clients=False)]})
    browser = Browser(opened)
    assert landed(browser.authorize(prompt="none").headers["location"]).params["error"] == "login_required"
    answer = landed(browser.authorize(audience=API, scope="openid read:items").headers["location"])
    assert "code" in answer.params
    assert browser.log_types()[-1] == "s"
    assert opened.state.count("consent") == 1
    browser.http.close()
