"""What the text of an Action tells: claims it sets, logins it denies, and whether a condition holds."""

from typing import Any

import pytest
from wish_world import action

from auth0ctl.rules.wish.actions import claims_set, denials
from auth0ctl.rules.wish.conditions import holds

KNOWN: dict[str, Any] = {
    "user": {"email": "ann@shop.example", "email_verified": False, "app_metadata": {"plan": "gold", "tags": ["a"]}},
    "organization": None,
}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("api.idToken.setCustomClaim('plan', 1)", ["plan"]),
        ('api.accessToken.setCustomClaim("https://x.io/plan", 1)', ["https://x.io/plan"]),
        ("const NS = 'https://x.io/'; api.idToken.setCustomClaim(NS + 'plan', 1)", ["https://x.io/plan"]),
        ("const ns = `https://x.io`; api.idToken.setCustomClaim(`${ns}/plan`, 1)", ["https://x.io/plan"]),
        ("api.idToken.setCustomClaim(name(), 1)", [""]),
        ("api.idToken.setCustomClaim(`${secret()}/plan`, 1)", [""]),
        ("// api.idToken.setCustomClaim('plan', 1)", []),
        ("/* api.idToken.setCustomClaim('plan', 1) */", []),
        ("const u = 'https://x.io'; api.idToken.setCustomClaim(u, 1)", ["https://x.io"]),
    ],
)
def test_names_of_claims(code: str, names: list[str]) -> None:
    assert [one.name for one in claims_set(action(code))] == names


@pytest.mark.parametrize(
    ("code", "conditions"),
    [
        ("api.access.deny('no')", [""]),
        ("if (a) { api.access.deny('no') }", ["a"]),
        ("if (a) api.access.deny('no');", ["a"]),
        ("if (a) { x() } api.access.deny('no')", [""]),
        ("if (a) { if (f(b)) { api.access.deny('no') } }", ["f(b)"]),
        ("if (a) { return } api.access.deny('no')", ["(several ways)"]),
        ("if (a) { x() } else { api.access.deny('no') }", ["(several ways)"]),
        ("// api.access.deny('no')", []),
    ],
)
def test_conditions_of_denials(code: str, conditions: list[str]) -> None:
    assert [one.condition for one in denials(action(code))] == conditions


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("!event.user.email_verified", True),
        ("event.user.email_verified === false", True),
        ("event.user.email_verified", False),
        ("event.user.app_metadata.plan === 'gold'", True),
        ("event.user.app_metadata?.plan !== 'gold'", False),
        ("event.user.user_metadata?.x", False),
        ("event.user.email.endsWith('@shop.example')", True),
        ("!event.user.email.endsWith('@shop.example')", False),
        ("event.user.app_metadata.tags.includes('b')", False),
        ("event.organization", False),
        ("event.client.name === 'x'", None),
        ("event.client.name === 'x' && !event.user.email", False),
        ("event.client.name === 'x' || !event.user.email_verified", True),
        ("event.client.name === 'x' || event.user.email_verified", None),
        ("(event.user.email_verified || event.organization) && later()", None),
        ("weekend()", None),
        ("new Date() > limit", None),
        ("", None),
        ("(" * 5000, None),
    ],
)
def test_whether_a_condition_holds(condition: str, expected: bool | None) -> None:
    assert holds(condition, KNOWN) is expected
