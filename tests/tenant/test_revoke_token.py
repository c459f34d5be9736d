"""Revoking a token: Auth0's empty 200, and every way it can be refused."""

import pytest
from oauth_server import CLIENT, Reply, answering

from auth0ctl.errors import Auth0ctlError, NetworkError, RateLimited, TenantError
from auth0ctl.tenant.revocation import revoke
from auth0ctl.tenant.token_endpoint import TokenRefused


@pytest.mark.parametrize("body", ["", "OK", "{}", "<html>"])
def test_a_200_is_a_revoked_token_whatever_its_body(body: str) -> None:
    with answering(Reply(body=body)) as server:
        revoke(server.endpoint(), server.discovery.revocation_endpoint, "rt-1")
    (asked,) = server.asked
    assert asked.form == {"client_id": CLIENT, "token": "rt-1"}
    assert (asked.method, asked.path) == ("POST", "/oauth/revoke")


def test_the_kind_of_token_may_be_said() -> None:
    with answering(Reply()) as server:
        revoke(server.endpoint(), server.discovery.revocation_endpoint, "at-1", token_type_hint="access_token")
    assert server.asked[0].form == {"client_id": CLIENT, "token": "at-1", "token_type_hint": "access_token"}


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (
            Reply(status=401, body={"error": "access_denied", "error_description": "Unauthorized"}),
            TokenRefused,
            "the revocation endpoint refused: access_denied \\(Unauthorized\\)",
        ),
        (Reply(status=400, body={"error": "unsupported_token_type"}), TokenRefused, "unsupported_token_type"),
        (Reply(status=401, body="Unauthorized", headers={"Content-Type": "text/plain"}), TokenRefused, "401"),
        (Reply(status=302, headers={"Location": "/login"}), TenantError, "answered 302"),
        (Reply(status=204), TenantError, "answered 204"),
        (Reply(status=503, headers={"Retry-After": "9"}), TenantError, "503"),
        (Reply(status=429), RateLimited, "429"),
        (Reply(dropped=True), NetworkError, "no answer"),
    ],
)
def test_anything_else_is_no_revoked_token(reply: Reply, error: type[Auth0ctlError], says: str) -> None:
    with answering(reply) as server, pytest.raises(error, match=says) as caught:
        revoke(server.endpoint(), server.discovery.revocation_endpoint, "rt-1")
    assert "rt-1" not in caught.value.message
    assert len(server.asked) == 1


def test_a_tenant_without_the_endpoint_says_so() -> None:
    with answering() as server, pytest.raises(TenantError, match="no revocation_endpoint"):
        revoke(server.endpoint(), "", "rt-1")
