"""npm ``auth0`` and the tenant: ManagementClient, AuthenticationClient (``auth0/legacy``), and what came after it."""

from typing import Any

import pytest
from cli_process import Auth0ctl
from sdk_tenant import AUDIENCE, MACHINE, READER, SECRET, Served, run_node, serve, with_machine

from auth0ctl.localtenant.first_run import CONNECTION

pytestmark = pytest.mark.sdk


@pytest.fixture(scope="module")
def tenant(shared_auth0ctl: Auth0ctl) -> Served:
    return serve(shared_auth0ctl, with_machine())


@pytest.fixture(scope="module")
def settings(tenant: Served) -> dict[str, str]:
    return {
        "DOMAIN": tenant.domain,
        "CLIENT_ID": MACHINE,
        "CLIENT_SECRET": SECRET,
        "READER_ID": READER,
        "AUDIENCE": AUDIENCE,
        "CONNECTION": CONNECTION,
        "USER": tenant.user,
        "PASSWORD": tenant.password,
    }


@pytest.mark.shows("auth0")
def test_management_client(tenant: Served, settings: dict[str, str]) -> None:
    assert run_node(tenant, "node/management.js", settings=settings) == {
        "clients": {
            "created": {"name": "Made by Node", "first_party": True, "secret": "string"},
            "description": "changed",
            "rotated": True,
            "first_page": [1, True],
            "listed": True,
            "fields": ["client_id", "name"],
            "gone": refusal(404, "inexistent_client", "The client does not exist"),
        },
        "resource_servers": {
            "algorithm": "RS256",
            "grants": [["read:x"]],
            "twice": refusal(
                409, "resource_server_conflict", "A resource server with the same identifier already exists"
            ),
        },
        "users": {
            "prefix": "auth0",
            "roles": ["node-role"],
            "allowed": ["read:items"],
            "metadata": {"plan": "gold"},
            "searched": 1,
            "members": ["node@example.com"],
        },
        "actions": {"status": "pending", "version": 1, "bindings": ["node-action"]},
        "settings": {"friendly_name": "Changed by Node", "key": "string", "logged": True},
        "reader": True,
        "insufficient": refusal(403, "insufficient_scope", "Insufficient scope, expected any of: read:users"),
        "invalid": refusal(400, "invalid_body", "Payload validation error: 'Missing required property: name'."),
    }


def refusal(status: int, code: str, message: str) -> dict[str, Any]:
    """As the script tells an error; ``known`` when it was the SDK's own ManagementError."""
    return {"known": True, "status": status, "code": code, "message": message}


@pytest.mark.shows("auth0-legacy")
def test_authentication_client(tenant: Served, settings: dict[str, str]) -> None:
    no = {"status": 403, "error": "invalid_grant"}
    assert run_node(tenant, "node/authentication.js", settings=settings) == {
        "machine": ["Bearer", 86400, "read:items"],
        "login": ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"],
        "refreshed": True,
        "user": tenant.user,
        "revoked": {**no, "description": "Unknown or invalid refresh token."},
        "wrong": {**no, "description": "Wrong email or password."},
        "code": {**no, "description": "Invalid authorization code"},
        "pushed": [True, 30],
        "signed_up": "signed-up@example.com",
        "mail": "We've just sent you an email to reset your password.",
    }


@pytest.mark.shows("auth0-auth-js")
def test_auth_client(tenant: Served, settings: dict[str, str]) -> None:
    assert run_node(tenant, "node/auth_client.js", settings=settings) == {
        "pushed": [["client_id", "request_uri"], "string"],
        "machine": "read:items",
        "claims": [tenant.user, MACHINE],
        "refreshed": True,
        "user": tenant.user,
        "revoked": ["token_by_refresh_token_error", "invalid_grant", "Unknown or invalid refresh token."],
        "wrong": ["token_by_password_error", "invalid_grant", "Wrong email or password."],
        "code": ["token_by_code_error", "invalid_grant", "Invalid authorization code"],
    }


def test_without_the_ca_the_sdk_refuses(tenant: Served, settings: dict[str, str]) -> None:
    """The certificate is checked: what the tests above trust, they trust because of the CA file."""
    with pytest.raises(AssertionError, match=r"unable to verify the first certificate|self.signed certificate"):
        run_node(tenant, "node/authentication.js", settings={**settings, "NODE_EXTRA_CA_CERTS": ""})
