"""Sessions, refresh tokens, blocks, tickets and jobs of users, as the Management API shows and ends them."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from local_browser import API, SPA, Browser, Clock, post

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.first_run import CONNECTION, PASSWORD, USER_EMAIL

USER = "auth0|local-user-1"


class Management:
    """Asks with a token that may everything, or with one of the given scopes."""

    def __init__(self, tenant: LocalTenant, scope: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {tenant.management_token(scope)}"}
        transport = httpx.WSGITransport(app=tenant.app)
        self.http = httpx.Client(base_url=f"{tenant.issuer}api/v2", headers=headers, transport=transport)

    def ask(self, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        answer = self.http.request(method, path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


@pytest.fixture
def management(tenant: LocalTenant) -> Management:
    return Management(tenant)


def refreshed(browser: Browser, token: str) -> int:
    answer = post(browser, grant_type="refresh_token", client_id=SPA, refresh_token=token)
    return answer.status_code


def test_a_session_is_shown_and_ended(browser: Browser, management: Management) -> None:
    tokens = browser.tokens(scope="openid offline_access")
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    assert session["user_id"] == USER
    assert session["clients"] == [{"client_id": SPA}]
    assert management.ask("GET", f"/sessions/{session['id']}") == session
    assert "location" in browser.authorize(prompt="none").headers
    management.ask("DELETE", f"/sessions/{session['id']}", status=202)
    assert "login_required" in browser.authorize(prompt="none").headers["location"]
    missing = management.ask("GET", f"/sessions/{session['id']}", status=404)
    assert missing["statusCode"] == 404
    assert refreshed(browser, tokens["refresh_token"]) == 200, "the refresh token outlives its session"


@pytest.mark.parametrize("hours", [4e15, 1e308])
def test_a_lifetime_beyond_every_calendar_is_no_error(browser: Browser, management: Management, hours: float) -> None:
    browser.tokens(scope="openid")
    management.ask("PATCH", "/tenants/settings", {"session_lifetime": hours})
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    assert session["expires_at"] == "9999-12-31T23:59:59.000Z"
    browser.tokens(scope="openid")


def test_a_revoked_session_takes_its_refresh_tokens_along(browser: Browser, management: Management) -> None:
    token = browser.tokens(scope="openid offline_access")["refresh_token"]
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    management.ask("POST", f"/sessions/{session['id']}/revoke", status=202)
    assert refreshed(browser, token) == 403
    assert management.ask("GET", f"/users/{USER}/refresh-tokens") == {"tokens": []}


def test_refresh_tokens_are_shown_and_revoked(browser: Browser, management: Management) -> None:
    token = browser.tokens(scope="openid offline_access read:items", audience=API)["refresh_token"]
    (shown,) = management.ask("GET", f"/users/{USER}/refresh-tokens")["tokens"]
    assert token not in str(shown), "the token itself is nobody's to read"
    assert (shown["client_id"], shown["user_id"], shown["rotating"]) == (SPA, USER, False)
    assert shown["resource_servers"][0]["audience"] == API
    assert management.ask("GET", f"/refresh-tokens/{shown['id']}") == shown
    assert refreshed(browser, token) == 200
    management.ask("DELETE", f"/refresh-tokens/{shown['id']}", status=202)
    management.ask("GET", f"/refresh-tokens/{shown['id']}", status=404)
    assert refreshed(browser, token) == 403


def test_everything_of_a_user_at_once(browser: Browser, management: Management) -> None:
    token = browser.tokens(scope="openid offline_access")["refresh_token"]
    management.ask("POST", f"/users/{USER}/revoke-access", {"preserve_refresh_tokens": True}, status=204)
    assert management.ask("GET", f"/users/{USER}/sessions") == {"sessions": []}
    assert refreshed(browser, token) == 200
    management.ask("DELETE", f"/users/{USER}/refresh-tokens", status=202)
    assert refreshed(browser, token) == 403


def test_the_scopes_are_those_of_sessions_and_of_refresh_tokens(tenant: LocalTenant) -> None:
    reader = Management(tenant, "read:sessions")
    assert reader.ask("GET", f"/users/{USER}/sessions") == {"sessions": []}
    refused = reader.ask("GET", f"/users/{USER}/refresh-tokens", status=403)
    assert refused["message"] == "Insufficient scope, expected any of: read:refresh_tokens"
    reader.ask("DELETE", f"/users/{USER}/sessions", status=403)
    reader.ask("GET", "/users/nobody/sessions", status=404)


def log_in(browser: Browser, password: str) -> httpx.Response:
    state = browser.authorize(prompt="login").headers["location"].partition("state=")[2]
    return browser.http.post("/u/login", data={"state": state, "username": USER_EMAIL, "password": password})


def test_deleting_a_block_lets_the_user_in_again(browser: Browser, management: Management) -> None:
    for _ in range(9):
        assert log_in(browser, "wrong").status_code == 400
    assert management.ask("GET", f"/user-blocks/{USER}") == {"blocked_for": []}
    log_in(browser, "wrong")
    assert log_in(browser, PASSWORD).status_code == 429
    (block,) = management.ask("GET", f"/user-blocks?identifier={USER_EMAIL}")["blocked_for"]
    assert block == {"identifier": USER_EMAIL, "ip": "127.0.0.1", "connection": CONNECTION}
    management.ask("DELETE", f"/user-blocks/{USER}", status=204)
    assert management.ask("GET", f"/user-blocks/{USER}") == {"blocked_for": []}
    assert log_in(browser, PASSWORD).status_code == 302
    management.ask("GET", "/user-blocks", status=400)
    management.ask("DELETE", "/user-blocks?identifier=nobody@example.com", status=404)


def test_a_ticket_verifies_an_address_once(browser: Browser, management: Management) -> None:
    management.ask("PATCH", f"/users/{USER}", {"email_verified": False})
    sent = {"user_id": USER, "result_url": "https://app.example.com/done"}
    ticket = management.ask("POST", "/tickets/email-verification", sent, status=201)["ticket"]
    first = browser.http.get(ticket)
    assert first.headers["location"].startswith("https://app.example.com/done?success=true&")
    assert management.ask("GET", f"/users/{USER}")["email_verified"] is True
    assert browser.http.get(ticket).status_code == 400, "it is used up"
    management.ask("POST", "/tickets/email-verification", {"user_id": "nobody"}, status=404)


def test_a_ticket_changes_the_password(browser: Browser, management: Management, clock: Clock) -> None:
    ticket = management.ask("POST", "/tickets/password-change", {"user_id": USER, "ttl_sec": 60}, status=201)["ticket"]
    assert 'type="password"' in browser.http.get(ticket).text
    parts = urlsplit(ticket)
    form = {"ticket": parts.query.partition("=")[2], "password": "another-Password-1"}
    assert browser.http.post(parts.path, data=form).status_code == 200
    assert log_in(browser, PASSWORD).status_code == 400
    assert log_in(browser, "another-Password-1").status_code == 302
    assert browser.http.post(parts.path, data=form).status_code == 400
    late = management.ask("POST", "/tickets/password-change", {"user_id": USER, "ttl_sec": 60}, status=201)["ticket"]
    clock.move(61)
    assert browser.http.get(late).status_code == 400


def test_an_address_that_is_to_be_verified_opens_no_password(browser: Browser, management: Management) -> None:
    ticket = management.ask("POST", "/tickets/email-verification", {"user_id": USER}, status=201)["ticket"]
    name = ticket.partition("ticket=")[2]
    form = {"ticket": name, "password": "another-Password-1"}
    assert browser.http.post("/u/reset-verify", data=form).status_code == 400
    assert log_in(browser, PASSWORD).status_code == 302


def test_jobs_are_pending_and_then_done(management: Management) -> None:
    job = management.ask("POST", "/jobs/verification-email", {"user_id": USER}, status=201)
    assert (job["type"], job["status"]) == ("verification_email", "pending")
    assert management.ask("GET", f"/jobs/{job['id']}")["status"] == "completed"
    assert management.ask("GET", f"/jobs/{job['id']}/errors") == []
    export = management.ask("POST", "/jobs/users-exports", {"format": "csv", "limit": 5}, status=201)
    assert (export["type"], export["format"], export["limit"]) == ("users_export", "csv", 5)
    management.ask("POST", "/jobs/users-exports", {"format": "xml"}, status=400)
    management.ask("POST", "/jobs/verification-email", {"user_id": "nobody"}, status=404)
    management.ask("GET", "/jobs/job_0000000000000000", status=404)


def test_the_metadata_of_a_session_is_replaced_as_a_whole(browser: Browser, management: Management) -> None:
    browser.tokens(scope="openid")
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    path = f"/sessions/{session['id']}"
    noted = management.ask("PATCH", path, {"session_metadata": {"device": "phone", "place": "home"}})
    assert noted == session | {"session_metadata": {"device": "phone", "place": "home"}}
    assert management.ask("PATCH", path, {"session_metadata": {"device": "laptop"}})["session_metadata"] == {
        "device": "laptop"
    }
    assert management.ask("PATCH", path, {})["session_metadata"] == {"device": "laptop"}
    assert "location" in browser.authorize(prompt="none").headers, "the session goes on"
    assert management.ask("GET", path)["session_metadata"] == {"device": "laptop"}
    assert "session_metadata" not in management.ask("PATCH", path, {"session_metadata": None})
    management.ask("PATCH", "/sessions/nobody", {"session_metadata": {}}, status=404)


def test_the_metadata_of_a_refresh_token_outlives_its_rotation(browser: Browser, management: Management) -> None:
    token = browser.tokens(scope="openid offline_access")["refresh_token"]
    (shown,) = management.ask("GET", f"/users/{USER}/refresh-tokens")["tokens"]
    path = f"/refresh-tokens/{shown['id']}"
    noted = management.ask("PATCH", path, {"refresh_token_metadata": {"device": "phone"}})
    assert noted == shown | {"refresh_token_metadata": {"device": "phone"}}
    assert refreshed(browser, token) == 200
    assert management.ask("GET", path)["refresh_token_metadata"] == {"device": "phone"}
    assert "refresh_token_metadata" not in management.ask("PATCH", path, {"refresh_token_metadata": {}})


@pytest.mark.parametrize("given", [{"a": 1}, {"a": "x" * 256}, {str(number): "" for number in range(26)}, "text"])
def test_metadata_is_few_short_texts(browser: Browser, management: Management, given: Any) -> None:
    browser.tokens(scope="openid")
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    refused = management.ask("PATCH", f"/sessions/{session['id']}", {"session_metadata": given}, status=400)
    assert refused["errorCode"] == "invalid_body"


def test_reading_sessions_changes_none(tenant: LocalTenant, browser: Browser, management: Management) -> None:
    browser.tokens(scope="openid")
    (session,) = management.ask("GET", f"/users/{USER}/sessions")["sessions"]
    reader = Management(tenant, "read:sessions")
    reader.ask("PATCH", f"/sessions/{session['id']}", {"session_metadata": {}}, status=403)
