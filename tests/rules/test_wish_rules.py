"""Causes that are seen in the configuration beside what the app asks: each with a case that fires and one that is fine.

A row says what the app asks, what is changed in a healthy tenant, and the problem that comes first.
"""

from dataclasses import replace
from typing import Any

import pytest
from wish_asks import M2M, PLAIN
from wish_faults_asked import ASKED
from wish_faults_granted import GRANTED
from wish_healthy import HEALTHY
from wish_world import API, APP, MACHINE, WEB, action, diagnose, problems, world

from auth0ctl.findings import Confidence
from auth0ctl.rules.wish import JUDGES
from auth0ctl.situation import Probe


@pytest.mark.parametrize(("options", "changes"), [row[1:] for row in HEALTHY], ids=[row[0] for row in HEALTHY])
def test_a_healthy_setup_is_left_alone(options: dict[str, Any], changes: dict[str, Any]) -> None:
    assert problems(world(options, **changes)) == []


@pytest.mark.parametrize(("cause", "options", "changes"), [*ASKED, *GRANTED])
def test_the_cause_comes_first(cause: str, options: dict[str, Any], changes: dict[str, Any]) -> None:
    assert problems(world(options, **changes))[:1] == [cause]


def test_every_cause_of_the_family_fires_in_a_row_above() -> None:
    spoken = {row[0] for row in [*ASKED, *GRANTED]} | {
        "client-unknown",
        "client-id-missing",
        "logout-client-id-missing",
        "cross-origin-login-refused",
    }
    assert {one.rule.name for one in JUDGES} <= spoken


def test_a_consequence_is_folded_under_its_cause() -> None:
    found = diagnose(world({**PLAIN, "resource": API, "scope": "openid read:orders"}))
    assert [one.rule.name for one in found[0].consequences] == ["audience-missing-opaque-token"]


def test_a_secret_is_compared_and_never_shown() -> None:
    finding, *_ = diagnose(world({"flow": "web-code", **PLAIN, "client_secret": "the-web"}, client=WEB))
    assert "the-web" not in repr(finding)
    assert "a part of it is missing" in finding.detail


@pytest.mark.parametrize(
    ("sent", "said"),
    [("'the-web-secret'", "quotes or spaces"), ("the-web", "a part of it"), ("another", "another one")],
)
def test_in_which_way_a_secret_is_wrong(sent: str, said: str) -> None:
    finding, *_ = diagnose(world({"flow": "web-code", **PLAIN, "client_secret": sent}, client=WEB))
    assert said in finding.detail


def test_the_nearest_callback_is_named_with_what_differs() -> None:
    finding, *_ = diagnose(world({"redirect_uri": "https://shop.example:8443"}))
    assert f"{APP}: the port differs" in finding.detail


def test_the_grant_is_made_by_a_command_with_the_scopes_that_are_needed() -> None:
    finding, *_ = diagnose(world({**M2M, "require_scope": ("read:orders",)}, client=MACHINE))
    assert finding.fix == f"auth0ctl grant create --client spa --audience {API} --scope read:orders"


def test_a_condition_nobody_can_decide_is_only_possible() -> None:
    found = diagnose(world(PLAIN, actions=(action("if (weekend()) api.access.deny('closed');"),)))
    assert found[0].confidence is Confidence.POSSIBLE
    assert "weekend()" in found[0].detail


def test_a_logout_without_a_client_counts_the_tenants_list() -> None:
    asked = world({"flow": "logout", "return_to": APP})
    assert asked.logout is not None
    nameless = replace(asked, client=None, logout=replace(asked.logout, client_id=None))
    theirs = replace(nameless, probes=(Probe(name="logout", outcome="of another list", detail="spa"),))
    nobodys = replace(nameless, probes=(Probe(name="logout", outcome="in no list"),))
    assert problems(theirs) == ["logout-client-id-missing"]
    assert problems(nobodys) == ["logout-url-not-allowed"]


def test_an_unknown_client_is_named_with_one_that_comes_close() -> None:
    probe = Probe(name="client", outcome="unknown", detail="spax", facts={"near": "spa", "same": ""})
    facts = world(PLAIN, probes=(probe,))
    found = [one for one in diagnose(facts) if one.rule.name == "client-unknown"]
    assert "spa comes close" in found[0].detail


def test_cross_origin_login_needs_its_switch() -> None:
    options = {"flow": "cross-origin-login", "origin": APP}
    assert problems(world(options)) == ["cross-origin-login-refused"]
    assert problems(world(options, client={"cross_origin_authentication": True})) == []


@pytest.mark.parametrize("sent", ["", "undefined"])
def test_a_client_id_that_is_not_there_at_run_time(sent: str) -> None:
    probes = (Probe(name="client", outcome="unknown", detail=sent),) if sent else ()
    facts = replace(world(PLAIN), client=None, request=None, probes=probes)
    assert problems(facts) == ["client-id-missing"]


HOSTILE = ("http://[::1", "https://app.example.com:99999/", "::", "x y\n", "http://", "//", "\x00", "*" * 3000, "{}")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_breaks_a_rule(text: str) -> None:
    named = {"redirect_uri": text, "audience": text, "origin": text, "connection": text, "organization": text}
    wanted = {"app_domain": text, "resource": text, "expect_claim": (text,), "expect_audience": text}
    for flow in ("spa-pkce", "silent", "client-credentials", "refresh", "signup"):
        assert diagnose(world({"flow": flow, **named, **wanted}))
    assert diagnose(world({"flow": "logout", "return_to": text}))
