"""What the tokens of a login are held against: what was asked, in the request and its further parameters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from login_bench import API, SPA

from auth0ctl.findings import Check, Status
from auth0ctl.journeys.login.judging import asked_by, with_checks
from auth0ctl.model import Client, Tenant
from auth0ctl.protocol import AuthorizeRequest, TokenRequest, TokenSet
from auth0ctl.results import Login

AT = datetime(2026, 11, 23, tzinfo=UTC)
REQUEST = AuthorizeRequest(
    url="https://tenant.eu.auth0.com/authorize?client_id=a",
    client_id=SPA,
    redirect_uri="http://127.0.0.1:18484/callback",
    response_type="code",
    response_mode="query",
    scope=("openid",),
    audience=API,
    state="the-state",
    nonce="the-nonce",
)


def test_request_is_what_tokens_are_held_against() -> None:
    asked = asked_by(REQUEST, {"max_age": "0", "acr_values": "a b", "organization": "org_1"})
    assert (asked.client_id, asked.audience, asked.nonce, asked.state) == (SPA, API, "the-nonce", "the-state")
    assert (asked.max_age, asked.acr, asked.organization) == (0, ("a", "b"), "org_1")
    assert "the-nonce" not in repr(asked)


@pytest.mark.parametrize("text", ["", "soon", "-1", "1.5", "١"])
def test_max_age_that_is_no_number_is_not_judged(text: str) -> None:
    assert asked_by(REQUEST, {"max_age": text}).max_age is None


def test_request_without_a_browser_sends_no_nonce() -> None:
    asked = asked_by(TokenRequest(grant_type="client_credentials", client_id=SPA, scope=()), {})
    assert (asked.nonce, asked.state, asked.audience) == (None, None, None)


@pytest.mark.parametrize(
    ("alg", "expected"), [("PS256", "PS256"), ("RS256", "RS256"), ("HS256", "RS256"), (None, "RS256")]
)
def test_I04_algorithm_is_the_clients_own(alg: str | None, expected: str) -> None:
    raw: dict[str, Any] = {"client_id": SPA, "jwt_configuration": {"alg": alg} if alg else {}}
    assert asked_by(REQUEST, {}, Client.from_api(raw)).id_token_alg == expected


@pytest.mark.parametrize(("status", "passes"), [(Status.FAIL, False), (Status.SKIP, None), (Status.PASS, None)])
def test_contradiction_ends_the_login_with_its_finding(status: Status, passes: bool | None) -> None:
    tenant = Tenant(name="t", origin="https://tenant.eu.auth0.com")
    login = Login(tenant=tenant, flow="hybrid", request=REQUEST, at=AT, tokens=TokenSet(received_at=AT))
    judged = with_checks(login, (Check(id="I10", title="front and back: subject", status=status, detail="differs"),))
    assert bool(judged.failed_checks) is (passes is False)
    assert bool(judged.findings) is (passes is False)
