"""Pushed authorization requests: what is pushed, and what is left for the browser."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from oauth_server import CLIENT, NOW, OAuthServer, Reply, answering

from auth0ctl.errors import Auth0ctlError, RateLimited, TenantError, UsageError
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod
from auth0ctl.tenant.oauth import Attempt, new_attempt
from auth0ctl.tenant.par import push
from auth0ctl.tenant.token_endpoint import TokenRefused

REFERENCE = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c"
POST = ClientAuthentication(method=ClientAuthMethod.POST, client_secret="secret-1")
BASIC = ClientAuthentication(method=ClientAuthMethod.BASIC, client_secret="secret-1")


def attempt_at(server: OAuthServer, **extra: str) -> Attempt:
    return new_attempt(
        server.discovery,
        client_id=CLIENT,
        redirect_uri="http://127.0.0.1:8484/callback",
        response_type="code",
        response_mode="query",
        scope=("openid", "read:x"),
        audience="https://api.example.com",
        pkce=True,
        extra=extra,
    )


@pytest.mark.parametrize("authentication", [POST, BASIC])
def test_everything_is_pushed_and_a_reference_is_left(authentication: ClientAuthentication) -> None:
    with answering(Reply(status=201, body={"expires_in": 30, "request_uri": REFERENCE})) as server:
        attempt = attempt_at(server, organization="org_1", empty="")
        pushed = push(server.endpoint(authentication), server.discovery, attempt)
    (asked,) = server.asked
    secret = {"client_secret": "secret-1"} if authentication is POST else {}
    assert asked.form == dict(parse_qsl(urlsplit(attempt.request.url).query)) | secret
    assert asked.form["client_id"] == CLIENT
    assert ("authorization" in asked.headers) is (authentication is BASIC)
    assert (asked.method, asked.path) == ("POST", "/oauth/par")
    url = urlsplit(pushed.request.url)
    assert f"{url.scheme}://{url.netloc}{url.path}" == server.discovery.authorization_endpoint
    assert dict(parse_qsl(url.query)) == {"client_id": CLIENT, "request_uri": REFERENCE}
    assert pushed.url_expires_at == NOW + timedelta(seconds=30)
    assert replace(pushed.request, url=attempt.request.url) == attempt.request
    assert pushed.code_verifier == attempt.code_verifier


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (
            Reply(status=401, body={"error": "invalid_client", "error_description": "no"}),
            TokenRefused,
            "invalid_client",
        ),
        (Reply(status=400, body={"error": "invalid_request"}), TokenRefused, "pushed authorization request endpoint"),
        (Reply(status=404, body={"error": "not_found"}), TokenRefused, "not_found"),
        (Reply(status=429, body=""), RateLimited, "429"),
        (Reply(status=201, body={"expires_in": 30}), TenantError, "without a request_uri"),
        (Reply(status=201, body={"expires_in": 30, "request_uri": 7}), TenantError, "without a request_uri"),
        (Reply(status=201, body=[]), TenantError, "not an object"),
    ],
)
def test_a_push_that_fails(reply: Reply, error: type[Auth0ctlError], says: str) -> None:
    with answering(reply) as server, pytest.raises(error, match=says):
        push(server.endpoint(POST), server.discovery, attempt_at(server))
    assert len(server.asked) == 1


@pytest.mark.parametrize("lifetime", [None, "soon", -1, 10**40])
def test_a_lifetime_of_no_use_is_left_open(lifetime: Any) -> None:
    with answering(Reply(status=201, body={"expires_in": lifetime, "request_uri": REFERENCE})) as server:
        assert push(server.endpoint(POST), server.discovery, attempt_at(server)).url_expires_at is None


def test_a_tenant_without_the_endpoint_says_so() -> None:
    with answering() as server:
        discovery = replace(server.discovery, pushed_authorization_request_endpoint="")
        with pytest.raises(TenantError, match="offers no pushed") as caught:
            push(server.endpoint(POST), discovery, attempt_at(server))
    assert "--par" in caught.value.hint


def test_a_parameter_given_twice_is_not_dropped_in_silence() -> None:
    with answering() as server:
        attempt = attempt_at(server)
        twice = replace(attempt, request=replace(attempt.request, url=attempt.request.url + "&audience=b"))
        with pytest.raises(UsageError, match="twice"):
            push(server.endpoint(POST), server.discovery, twice)
    assert server.asked == []
