"""PyPI ``auth0-python`` and ``auth0-api-python`` against the tenant, each in a process of its own."""

import base64
import json
from typing import Any

import httpx
import pytest
from cli_process import Auth0ctl
from sdk_tenant import AUDIENCE, MACHINE, READER, SECRET, Served, run_python, serve, with_machine

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


@pytest.mark.shows("auth0-python")
def test_management(tenant: Served, settings: dict[str, str]) -> None:
    assert run_python(tenant, "python/sdk_management.py", settings=settings) == {
        "clients": {
            "description": "changed",
            "first_party": True,
            "listed": True,
            "gone": [404, "inexistent_client"],
        },
        "users": {"roles": ["python-role"], "found": ["python@example.com"]},
        "imported_users": ["completed", 1, 1, 1],
        "resource_servers": ["RS256", 86400],
        "organizations": [],
        "connections": [CONNECTION],
        "signing_keys": 2,
        "insufficient": [403, "insufficient_scope"],
    }


@pytest.mark.shows("auth0-python")
def test_authentication_and_verification(tenant: Served, settings: dict[str, str]) -> None:
    assert run_python(tenant, "python/sdk_authentication.py", settings=settings) == {
        "login": ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"],
        "id_token": "verified",
        "wrong_audience": "TokenValidationError",
        "tampered": "TokenValidationError",
        "refreshed": True,
        "machine": ["Bearer", "read:items"],
        "user": tenant.user,
        "revoked": [403, "invalid_grant", "Unknown or invalid refresh token."],
        "wrong": [403, "invalid_grant", "Wrong email or password."],
        "pushed": True,
        "signed_up": "python-user@example.com",
        "mail": "We've just sent you an email to reset your password.",
    }


@pytest.mark.shows("auth0-api-python")
def test_api_takes_its_own_access_token_only(tenant: Served, settings: dict[str, str]) -> None:
    given = login(tenant)
    access_token = given["access_token"]
    sent = {
        "access token": access_token,
        "ID token": given["id_token"],
        "opaque": login(tenant, audience=None)["access_token"],
        "tampered": tampered(access_token),
    }
    assert run_python(tenant, "python/sdk_api.py", settings={**settings, "TOKENS": json.dumps(sent)}) == {
        "access token": f"accepted: {claims_of(access_token)['sub']}",
        "ID token": "401 invalid_token",
        "opaque": "401 invalid_token",
        "tampered": "401 invalid_token",
    }


def login(tenant: Served, audience: str | None = AUDIENCE) -> dict[str, Any]:
    form = {
        "grant_type": "password",
        "client_id": MACHINE,
        "client_secret": SECRET,
        "username": tenant.user,
        "password": tenant.password,
        "scope": "openid read:items",
        **({"audience": audience} if audience else {}),
    }
    with httpx.Client(base_url=tenant.issuer, verify=tenant.context(), trust_env=False) as http:
        given: dict[str, Any] = http.post("/oauth/token", data=form).json()
    assert "access_token" in given, given
    return given


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def tampered(token: str) -> str:
    """The same token with one more scope in its payload, under the old signature."""
    header, _, signature = token.split(".")
    changed = json.dumps({**claims_of(token), "scope": "read:items write:items"}).encode()
    return f"{header}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}"
