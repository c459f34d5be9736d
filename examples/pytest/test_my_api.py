"""Tests of an API and of its own calls, each against a tenant that is as new."""

from typing import Any

import pytest
from my_api import allowed, machine_token

from auth0ctl.testing import Auth0Tenant

API, STOCK = "https://api.example.com", "https://stock.example.com"
SECRET = "only-the-embedded-tenant-knows-this-one"  # as in tenant.json


def test_a_reader_may_read(auth0_tenant: Auth0Tenant) -> None:
    user = auth0_tenant.add_user("reader@example.com")
    token = auth0_tenant.mint(audience=API, scope="read:items", user=user["user_id"])
    assert allowed(token, auth0_tenant.jwks_uri, auth0_tenant.issuer, API)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "write:items"},
        {"scope": "read:items_app"},
        {"expired": True},
        {"audience": STOCK},
        {"claims": {"iss": "https://elsewhere.example.com/"}},
        {"signature": "foreign"},
        {"signature": "broken"},
        {"signature": "none"},
    ],
    ids=str,
)
def test_nobody_else_may(auth0_tenant: Auth0Tenant, wrong: dict[str, Any]) -> None:
    token = auth0_tenant.mint(**{"audience": API, "scope": "read:items", **wrong})
    assert not allowed(token, auth0_tenant.jwks_uri, auth0_tenant.issuer, API)


def test_an_id_token_is_no_key_to_the_api(auth0_tenant: Auth0Tenant) -> None:
    token = auth0_tenant.mint(kind="id")
    assert not allowed(token, auth0_tenant.jwks_uri, auth0_tenant.issuer, API)


def test_the_api_gets_a_token_of_its_own(auth0_tenant: Auth0Tenant) -> None:
    assert machine_token(auth0_tenant.token_url, "items-api", SECRET, STOCK)
    assert auth0_tenant.requests() == ("POST /oauth/token",)
    (entry,) = auth0_tenant.log("seccft")  # a successful exchange of client credentials
    assert entry["client_id"] == "items-api"


def test_a_tenant_in_trouble(auth0_tenant: Auth0Tenant) -> None:
    with auth0_tenant.faults("500"), pytest.raises(ConnectionError, match="answered 500"):
        machine_token(auth0_tenant.token_url, "items-api", SECRET, STOCK)
