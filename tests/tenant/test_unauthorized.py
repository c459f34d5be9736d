"""Whoever answers 401, and in whatever shape: authentication is what is missing, and the exit code says so (Q10)."""

from collections.abc import Callable
from typing import Any

import pytest
from oauth_server import CLIENT, OAuthServer, Reply, answering

from auth0ctl.errors import Auth0ctlError, AuthError, ExitCode
from auth0ctl.model import Tenant
from auth0ctl.tenant.device import ask_device_code
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.oauth import new_attempt
from auth0ctl.tenant.par import push
from auth0ctl.tenant.revocation import revoke
from auth0ctl.tenant.token_endpoint import client_credentials, refresh
from auth0ctl.tenant.userinfo import read_userinfo


def management(server: OAuthServer) -> Management:
    return Management(server.http, Tenant(name="x", origin=server.origin), lambda: "token")


def pushed(server: OAuthServer) -> Any:
    attempt = new_attempt(
        server.discovery,
        client_id=CLIENT,
        redirect_uri="http://127.0.0.1:8484/callback",
        response_type="code",
        response_mode="query",
        scope=("openid",),
        audience=None,
        pkce=True,
        extra={},
    )
    return push(server.endpoint(), server.discovery, attempt)


CALLS: dict[str, Callable[[OAuthServer], Any]] = {
    "list": lambda server: management(server).clients(),
    "read": lambda server: management(server).client("abc"),
    "create": lambda server: management(server).create_client({"name": "x"}),
    "update": lambda server: management(server).update_client("abc", {"name": "x"}),
    "delete": lambda server: management(server).delete_client("abc"),
    "userinfo": lambda server: read_userinfo(server.http, server.discovery.userinfo_endpoint, "token"),
    "client credentials": lambda server: client_credentials(server.endpoint(), audience="https://api.example.com"),
    "refresh": lambda server: refresh(server.endpoint(), "rt-1"),
    "device code": lambda server: ask_device_code(server.endpoint(), server.discovery, scope=(), audience=None),
    "pushed request": pushed,
    "revocation": lambda server: revoke(server.endpoint(), server.discovery.revocation_endpoint, "rt-1"),
}
BODIES: dict[str, Reply] = {
    "Management API": Reply(status=401, body={"statusCode": 401, "error": "Unauthorized", "message": "Invalid token"}),
    "OAuth": Reply(status=401, body={"error": "access_denied", "error_description": "Unauthorized"}),
    "challenge": Reply(status=401, body={}, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}),
    "text": Reply(status=401, body="Unauthorized", headers={"Content-Type": "text/plain"}),
    "nothing": Reply(status=401),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("call", CALLS)
def test_Q10_rejects_every_401_with_4(call: str, body: str) -> None:
    with answering(BODIES[body]) as server, pytest.raises(Auth0ctlError) as caught:
        CALLS[call](server)
    assert caught.value.exit_code is ExitCode.AUTH
    assert isinstance(caught.value, AuthError)
