"""Asking for a device code: the form, the answer, and pages that a person must not be sent to."""

from dataclasses import replace
from typing import Any

import pytest
from oauth_server import CLIENT, Reply, answering

from auth0ctl.errors import Auth0ctlError, RateLimited, TenantError
from auth0ctl.tenant.device import DeviceCode, ask_device_code
from auth0ctl.tenant.discovery import check_endpoint
from auth0ctl.tenant.token_endpoint import TokenRefused

# auth0-facts/token-endpoint.md section 9
CODE: dict[str, Any] = {
    "device_code": "Ag_EE...ko1p",
    "user_code": "QTZL-MCBW",
    "verification_uri": "http://127.0.0.1/activate",
    "expires_in": 900,
    "interval": 5,
    "verification_uri_complete": "http://127.0.0.1/activate?user_code=QTZL-MCBW",
}


def asked_for(reply: Reply, **wish: Any) -> tuple[DeviceCode, dict[str, str]]:
    with answering(reply) as server:
        wish = {"scope": ("openid", "offline_access"), "audience": "a", **wish}
        code = ask_device_code(server.endpoint(), server.discovery, **wish)
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/oauth/device/code")
    return code, asked.form


def test_the_request_and_the_answer() -> None:
    code, form = asked_for(Reply(body=CODE), parameters={"organization": "org_1"})
    assert form == {"client_id": CLIENT, "scope": "openid offline_access", "audience": "a", "organization": "org_1"}
    assert code == DeviceCode(**CODE)
    assert "Ag_EE" not in repr(code)


def test_no_audience_and_no_scope_are_left_out() -> None:
    assert asked_for(Reply(body=CODE), scope=(), audience=None)[1] == {"client_id": CLIENT}


@pytest.mark.parametrize("interval", [None, 0, "x", -1])
def test_L13_the_interval_is_five_seconds_where_none_is_said(interval: Any) -> None:
    assert asked_for(Reply(body={**CODE, "interval": interval}))[0].interval == 5


def test_the_complete_address_may_be_left_out() -> None:
    body = {name: value for name, value in CODE.items() if name != "verification_uri_complete"}
    assert asked_for(Reply(body=body))[0].verification_uri_complete == ""


@pytest.mark.parametrize("name", ["device_code", "user_code", "verification_uri", "expires_in"])
@pytest.mark.parametrize("value", [None, "", [], 0])
def test_an_answer_that_lacks_something_is_an_error(name: str, value: Any) -> None:
    with pytest.raises(TenantError, match="answered without"):
        asked_for(Reply(body={**CODE, name: value}))


@pytest.mark.parametrize("name", ["verification_uri", "verification_uri_complete"])
@pytest.mark.parametrize(
    "page",
    ["http://evil.example/activate", "https://evil.example/activate", "https://u@127.0.0.1/", "javascript:alert(1)"],
)
def test_L14_a_page_elsewhere_is_never_shown(name: str, page: str) -> None:
    with pytest.raises(TenantError, match="names a page of no use"):
        asked_for(Reply(body={**CODE, name: page}))


@pytest.mark.parametrize(
    ("page", "accepted"),
    [
        ("https://login.example.com/activate", True),
        ("https://LOGIN.example.com/activate", True),
        ("http://login.example.com/activate", False),
        ("https://tenant.eu.auth0.com/activate", False),
        ("https://login.example.com.evil.example/activate", False),
        ("https://login.example.com:8443/activate", False),
        ("http://127.0.0.1:8080/activate", False),
    ],
)
def test_L14_the_page_is_on_the_tenants_own_host(page: str, accepted: bool) -> None:
    if accepted:
        check_endpoint(page, "https://login.example.com/", "it names a page")
        return
    with pytest.raises(TenantError, match="it names a page"):
        check_endpoint(page, "https://login.example.com/", "it names a page")


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply(status=403, body={"error": "unauthorized_client"}), TokenRefused, "unauthorized_client"),
        (Reply(status=429, body={"error": "too_many_requests"}), RateLimited, "too_many_requests"),
        (Reply(body=[]), TenantError, "not an object"),
    ],
)
def test_a_refused_request(reply: Reply, error: type[Auth0ctlError], says: str) -> None:
    with pytest.raises(error, match=says):
        asked_for(reply)


def test_a_tenant_without_the_endpoint_says_so() -> None:
    with answering() as server:
        discovery = replace(server.discovery, device_authorization_endpoint="")
        with pytest.raises(TenantError, match="no device_authorization_endpoint"):
            ask_device_code(server.endpoint(), discovery, scope=(), audience=None)
