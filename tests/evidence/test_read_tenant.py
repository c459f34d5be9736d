"""Reading a tenant's configuration: patience with a tenant that allows two requests at a time."""

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from auth0ctl.evidence.tenant import FIELDS, Wanted, read_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

ORIGIN = "https://shop.eu.auth0.com"
ANSWERS: dict[str, Any] = {
    "/api/v2/clients/spa": {"client_id": "spa", "name": "Shop"},
    "/api/v2/clients/spa/connections": {"connections": [{"id": "con_1"}]},
    "/api/v2/resource-servers": [{"identifier": "https://api.example.com"}],
    "/api/v2/client-grants": [],
    "/api/v2/connections": [
        {"id": "con_1", "name": "people", "options": {}},
        {"id": "con_2", "name": "others", "options": {}},
    ],
    "/api/v2/tenants/settings": {},
    "/api/v2/custom-domains": [
        {"domain": "login.shop.example", "status": "ready"},
        {"domain": "new.shop.example", "status": "pending_verification"},
    ],
    "/api/v2/guardian/policies": ["all-applications"],
    "/api/v2/actions/actions": {"actions": []},
    "/api/v2/actions/triggers/post-login/bindings": {"bindings": []},
}


class Limited:
    """A Management API that answers ``allowed`` requests and refuses the others, until somebody has waited."""

    def __init__(self, allowed: int) -> None:
        self.allowed = self.left = allowed
        self.refused = 0
        self.writes: list[str] = []
        self.waiting = threading.Lock()

    def wait(self, _seconds: float) -> None:
        with self.waiting:
            self.left = self.allowed

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            self.writes.append(environ["REQUEST_METHOD"])
        with self.waiting:
            self.left -= 1
            refused = self.left < 0
            self.refused += refused
        body: Any = {"message": "Global limit has been reached", "errorCode": "too_many_requests"}
        status = "429 Too Many Requests" if refused else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(body if refused else ANSWERS[environ["PATH_INFO"]]).encode()]


def facts_from(tenant: Limited) -> Facts:
    with Http(apps={ORIGIN: tenant}) as http:
        management = Management(http, Tenant(name="shop", origin=ORIGIN), lambda: "token")
        return read_tenant(Facts(), management, Wanted(client="spa"), pause=tenant.wait)


def test_everything_is_read_and_nothing_written() -> None:
    tenant = Limited(1000)
    facts = facts_from(tenant)
    assert facts.client is not None
    assert facts.mfa_policies == ("all-applications",)
    assert facts.custom_domains == ("login.shop.example",)
    assert facts.connections is not None
    assert [one.enabled_clients for one in facts.connections] == [("spa",), ()]
    assert set(facts.missing) == {"organization", "user"}
    assert tenant.writes == []


def test_two_requests_a_second_are_enough() -> None:
    tenant = Limited(2)
    facts = facts_from(tenant)
    assert tenant.refused > 0
    assert set(facts.missing) == {"organization", "user"}


def test_a_tenant_that_never_has_time_is_a_reason() -> None:
    facts = facts_from(Limited(0))
    assert "429" in facts.missing["client"]


@pytest.mark.parametrize("why", ["no Management token", ""])
def test_without_a_token_every_fact_has_its_reason(why: str) -> None:
    facts = read_tenant(Facts(), None, Wanted(client="spa"), why_not=why)
    assert dict.fromkeys(FIELDS, "no Management token") == facts.missing
