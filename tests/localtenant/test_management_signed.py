"""The Management API behind a whole tenant, asked with tokens the tenant signed itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from auth0ctl.localtenant import LocalTenant, open_tenant

NOW = 1_795_000_000.0


class Clock:
    """A clock that the test turns by hand."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tenant(tmp_path: Path, clock: Clock) -> LocalTenant:
    return open_tenant(tmp_path, now=clock)


@pytest.fixture
def http(tenant: LocalTenant) -> Iterator[httpx.Client]:
    with httpx.Client(transport=httpx.WSGITransport(app=tenant.app), base_url=tenant.issuer) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_management_token_opens_the_api_and_expires(tenant: LocalTenant, http: httpx.Client, clock: Clock) -> None:
    headers = bearer(tenant.management_token())
    (client, *_) = http.get("/api/v2/clients", headers=headers).json()
    assert client["name"] == "Example SPA"
    assert client["signing_keys"][0]["cert"].startswith("-----BEGIN CERTIFICATE-----")
    assert client["signing_keys"][0]["subject"] == "deprecated"
    clock.time += 86400 * 40
    answer = http.get("/api/v2/clients", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"] == "Expired token received for JSON Web Token validation"


def test_a_narrow_token_and_a_token_of_somebody_else(tenant: LocalTenant, http: httpx.Client) -> None:
    token = tenant.management_token("read:users")
    assert http.get("/api/v2/users", headers=bearer(token)).status_code == 200
    assert http.get("/api/v2/clients", headers=bearer(token)).json()["errorCode"] == "insufficient_scope"
    head, payload, signature = token.split(".")
    forged = f"{head}.{payload}.{signature[:-8]}AAAAAAAA"
    answer = http.get("/api/v2/users", headers=bearer(forged))
    assert (answer.status_code, answer.json()["message"]) == (
        401,
        "Invalid signature received for JSON Web Token validation",
    )
    assert http.get("/api/v2/users", headers=bearer("nonsense")).json()["message"] == "Invalid token"


def test_signing_keys_never_show_the_private_half(tenant: LocalTenant, http: httpx.Client) -> None:
    answer = http.get("/api/v2/keys/signing", headers=bearer(tenant.management_token()))
    rows: list[dict[str, Any]] = answer.json()
    assert [(row["current"], row["next"]) for row in rows] == [(True, False), (False, True)]
    assert "PRIVATE" not in answer.text
    published = {key["kid"] for key in http.get("/.well-known/jwks.json").json()["keys"]}
    assert {row["kid"] for row in rows} == published


def test_over_a_socket_an_encoded_identifier_arrives_whole(tenant: LocalTenant) -> None:
    identifier = "https://api.example.com//v1/?x=1#y"
    headers = bearer(tenant.management_token())
    with tenant.listen() as listener, httpx.Client(base_url=listener.origin, headers=headers) as http:
        made = http.post("/api/v2/resource-servers", json={"identifier": identifier})
        assert made.status_code == 201
        found = http.get(f"/api/v2/resource-servers/{quote(identifier, safe='')}")
        assert found.json() == made.json()
        user = http.get(f"/api/v2/users/{quote(http.get('/api/v2/users').json()[0]['user_id'], safe='')}")
        assert user.json()["email"] == "user@example.com"
