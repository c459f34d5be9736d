"""L04: the endpoints that a discovery document names are https and the issuer's own, or this machine's."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from auth0ctl.errors import TenantError
from auth0ctl.model import Tenant
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http

ORIGIN = "https://login.example.com"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = (
    "userinfo_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "revocation_endpoint",
    "end_session_endpoint",
)


def read(changes: Mapping[str, Any], origin: str = ORIGIN, allow_hosts: tuple[str, ...] = ()) -> Discovery:
    """The discovery document of ``origin`` with these changes."""
    document = {"issuer": f"{origin}/", **{name: f"{origin}/{name}" for name in (*NEEDED, *OPTIONAL)}, **changes}

    def app(_environ: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(document).encode()]

    with Http(apps={origin: app}) as http:
        return discover(http, Tenant(name="t", origin=origin), allow_hosts=allow_hosts)


def test_L04_accepts_the_issuers_own_endpoints() -> None:
    found = read({})
    assert [getattr(found, name) for name in (*NEEDED, *OPTIONAL)] == [f"{ORIGIN}/{n}" for n in (*NEEDED, *OPTIONAL)]


@pytest.mark.parametrize("name", [*NEEDED, *OPTIONAL])
@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.com/x",
        "https://evil.example/x",
        "https://tenant.eu.auth0.com/x",
        "https://login.example.com.evil.example/x",
        "https://login.example.com:8443/x",
        "https://login.example.com@evil.example/x",
        "https://u:p@login.example.com/x",
        "http://127.0.0.1:8080/x",
        "file:///etc/passwd",
        "//login.example.com/x",
        "https://[::1/x",
    ],
)
def test_L04_rejects_an_endpoint_elsewhere(name: str, url: str) -> None:
    with pytest.raises(TenantError, match=f"names a {name} of no use"):
        read({name: url})


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("value", [None, "", 7])
def test_an_endpoint_that_is_not_offered_is_empty(name: str, value: Any) -> None:
    assert getattr(read({name: value}), name) == ""


@pytest.mark.parametrize("name", NEEDED)
def test_an_endpoint_that_is_needed_must_be_there(name: str) -> None:
    with pytest.raises(TenantError, match=f"has no {name}"):
        read({name: ""})


def test_L04_another_host_may_be_allowed() -> None:
    url = "https://edge.example.com/token"
    assert read({"token_endpoint": url}, allow_hosts=("edge.example.com",)).token_endpoint == url
    with pytest.raises(TenantError, match="is not https"):
        read({"token_endpoint": "http://edge.example.com/token"}, allow_hosts=("edge.example.com",))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://localhost:9/x", "https://[::1]:9/x", "http://a.localhost/x"]
)
def test_L04_on_this_machine_every_port_is_the_same_host(url: str) -> None:
    assert read({"authorization_endpoint": url}, origin="http://127.0.0.1:18400").authorization_endpoint == url


@pytest.mark.parametrize("url", ["https://evil.example/x", "http://localhost.evil.example/x"])
def test_L04_a_tenant_on_this_machine_sends_nobody_elsewhere(url: str) -> None:
    with pytest.raises(TenantError):
        read({"token_endpoint": url}, origin="http://127.0.0.1:18400")
