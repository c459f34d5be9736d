"""A login without a browser, as a journey: in which order things happen, what is told, how the client proves itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from forge import API, CLIENT, access_claims
from token_tenant import KEY, LOGIN, Outside, TokenTenant, renewed, world

from auth0ctl.flows import FLOWS
from auth0ctl.flows.direct import DirectWish
from auth0ctl.journeys.login.direct import direct_login
from auth0ctl.protocol import ClientAuthMethod, Event, TokenRequest, TokenSet
from auth0ctl.tenant.http import Http

MACHINE = DirectWish(flow=FLOWS["client-credentials"], client_id=CLIENT, audience=API)
ANSWER = (
    200,
    {
        "access_token": KEY.sign(access_claims(gty="client-credentials", sub=f"{CLIENT}@clients", scope="read:items")),
        "scope": "read:items",
        "expires_in": 86400,
        "token_type": "Bearer",
    },
)


@pytest.fixture
def http() -> Iterator[Http]:
    with Http() as one:
        yield one


def test_tokens_are_told_as_they_arrive_and_verified_after_that(http: Http) -> None:
    order: list[str] = []
    tenant = TokenTenant(replies=[ANSWER], before_keys=lambda: order.append("verified"))

    def arrived(tokens: TokenSet) -> None:
        assert tokens.access_token == ANSWER[1]["access_token"]
        order.append("arrived")

    result = direct_login(MACHINE, world(tenant, http, secret="hush"), arrived=arrived)
    assert order == ["arrived", "verified"]
    assert result.passed
    assert result.flow == "client credentials"
    assert result.request == TokenRequest(
        grant_type="client_credentials", client_id=CLIENT, scope=(), audience=API, parameters={}
    )


@pytest.mark.parametrize(
    ("secret", "method", "member"),
    [
        (None, None, None),
        ("hush", None, "client_secret"),
        ("hush", ClientAuthMethod.POST, "client_secret"),
        ("hush", ClientAuthMethod.BASIC, None),
        ("hush", ClientAuthMethod.NONE, None),
    ],
)
def test_the_client_proves_itself_as_it_was_told_to(
    http: Http, secret: str | None, method: ClientAuthMethod | None, member: str | None
) -> None:
    tenant = TokenTenant(replies=[ANSWER])
    direct_login(replace(MACHINE, client_auth=method), world(tenant, http, secret=secret))
    assert ("client_secret" in tenant.asked[0]) is (member is not None)


def test_a_refusal_is_a_result_with_its_cause_and_no_key_is_asked_for(http: Http) -> None:
    refused = {"error": "unauthorized_client", "error_description": "Grant type 'client_credentials' not allowed"}
    asked_for_keys: list[bool] = []
    tenant = TokenTenant(replies=[(403, refused)], before_keys=lambda: asked_for_keys.append(True))
    result = direct_login(MACHINE, world(tenant, http, secret="hush"))
    assert result.refusal is not None
    assert (result.refusal.where, result.refusal.error, result.refusal.status) == ("token", "unauthorized_client", 403)
    assert "grant-type-not-enabled" in [one.rule.name for one in result.findings]
    assert not result.passed
    assert asked_for_keys == []


@pytest.mark.parametrize(
    ("reply", "ends"),
    [(ANSWER, "verified"), ((403, {"error": "access_denied"}), "refused: access_denied")],
    ids=["verified", "refused"],
)
def test_the_trace_hears_how_it_ended_and_no_secret(
    http: Http, reply: tuple[int, dict[str, object]], ends: str
) -> None:
    events: list[Event] = []
    outside = replace(world(TokenTenant(replies=[reply]), http, secret="hush-secret"), trace=events.append)
    direct_login(MACHINE, outside)
    assert events[-1].what == ends
    assert events[-1].target == "person"
    assert "hush" not in repr([(one.what, one.details) for one in events])


def test_a_token_for_another_api_does_not_pass(http: Http) -> None:
    body = {**ANSWER[1], "access_token": KEY.sign(access_claims(aud="https://other.example.com"))}
    result = direct_login(MACHINE, world(TokenTenant(replies=[(200, body)]), http, secret="hush"))
    assert not result.passed
    assert "V13" in [check.id for check in result.verified[0].report.checks if check.status == "fail"]


def test_an_opaque_token_that_nobody_can_verify_is_no_pass(http: Http) -> None:
    body = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
    wish = replace(MACHINE, audience=None)
    result = direct_login(wish, world(TokenTenant(replies=[(200, body)]), http, secret="hush"))
    assert result.verified == ()
    assert not result.passed


def test_I13_accepts_what_follows_a_login_and_rejects_what_follows_another(http: Http) -> None:
    wish = DirectWish(
        flow=FLOWS["refresh"],
        client_id=CLIENT,
        refresh_token="hush-refresh-1",
        before=LOGIN.id_token,
        nonce=LOGIN.nonce,
        audience_before=API,
    )
    outside = Outside()
    same = world(TokenTenant(replies=[renewed(), renewed(sub="auth0|somebody-else")]), http, outside)
    for passes in (True, False):
        result = direct_login(wish, same)
        assert result.passed is passes
        assert bool(result.failed_checks) is not passes
        assert outside.pages == []
