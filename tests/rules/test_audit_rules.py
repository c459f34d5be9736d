"""An auditor's notes: each with a setting that is remarked on, and everything healthy left alone."""

from typing import Any

import pytest
from wish_asks import DOMAIN_LEVEL, LOGIN, M2M, ORGANIZATION, PLAIN, REALM
from wish_healthy import HEALTHY
from wish_world import API, APP, GRANT, MACHINE, NATIVE, WEB, world

from auth0ctl.findings import Severity, severity_of
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.rules.audit import JUDGES

FAMILY = "AZ12"
DYNAMIC = {"flags": {"enable_dynamic_client_registration": True}}
OLD_SCOPE = {**GRANT, "scope": ["read:orders", "read:invoices"]}

REMARKED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("callback-plain-http", PLAIN, {"client": {"callbacks": [APP, "http://shop.example/cb"]}}),
    ("callback-plain-http", PLAIN, {"client": {**WEB, "callbacks": [APP, "HTTP://10.0.0.7:3000"]}}),
    ("client-address-wildcard", PLAIN, {"client": {"web_origins": [APP, "https://*.shop.example"]}}),
    ("client-address-wildcard", PLAIN, {"client": {"callbacks": [APP, "https://*.shop.example/cb"]}}),
    ("client-address-wildcard", PLAIN, {"client": {"allowed_origins": ["https://*.shop.example:8443"]}}),
    ("password-grant-enabled", PLAIN, {"client": {"grant_types": ["authorization_code", "password"]}}),
    ("password-grant-enabled", PLAIN, {"client": {"grant_types": ["authorization_code", REALM]}}),
    ("cross-origin-login-enabled", PLAIN, {"client": {"cross_origin_authentication": True}}),
    ("cross-origin-login-enabled", PLAIN, {"client": {"cross_origin_auth": True}}),
    ("access-token-lives-long", LOGIN, {"server": {"token_lifetime": 604800}}),
    ("client-grant-scope-undefined", M2M, {"client": MACHINE, "grants": (OLD_SCOPE,)}),
    ("client-registration-open", PLAIN, {"settings": DYNAMIC}),
]

FINE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "loopback callbacks",
        {"flow": "native-pkce"},
        {"client": {**NATIVE, "callbacks": ["http://127.0.0.1/cb", "http://localhost:3000", "http://[::1]:8400"]}},
    ),
    ("a name under .localhost", PLAIN, {"client": {"callbacks": ["http://app.localhost:3000/cb"]}}),
    ("a scheme of its own", PLAIN, {"client": NATIVE}),
    (
        "a confined wildcard",
        PLAIN,
        {"client": {"callbacks": ["https://shop-*.shop.example/cb", "https://*.preview.shop.example"]}},
    ),
    ("a star in a path", PLAIN, {"client": {"callbacks": [APP + "/*"]}}),
    ("extension grants", PLAIN, {"client": {"grant_types": ["http://auth0.com/oauth/grant-type/mfa-otp", "x:y"]}}),
    ("a password flow", {"flow": "password-realm"}, {"client": {"grant_types": [REALM]}}),
    ("cross-origin in use", {"flow": "cross-origin-login"}, {"client": {"cross_origin_authentication": True}}),
    ("a cross-origin switch", PLAIN, {"client": {"cross_origin_authentication": False, "cross_origin_auth": True}}),
    ("a day", LOGIN, {"server": {"token_lifetime": 86400}}),
    ("another API's token", PLAIN, {"server": {"token_lifetime": 604800}}),
    ("every scope", M2M, {"client": MACHINE, "grants": ({**OLD_SCOPE, "allow_all_scopes": True},)}),
    ("scopes not known", M2M, {"client": MACHINE, "grants": (OLD_SCOPE,), "server": {"scopes": []}}),
    ("an API not known", M2M, {"client": MACHINE, "grants": ({**GRANT, "audience": API + "/v2"},)}),
    ("no registration", PLAIN, {"settings": {"flags": {"enable_dynamic_client_registration": False}}}),
    ("an organization", PLAIN, {"organization": ORGANIZATION, "connections": DOMAIN_LEVEL}),
]


def notes(facts: Facts) -> list[str]:
    return [one.rule.name for one in judge(facts, (FAMILY,))[0]]


@pytest.mark.parametrize(("name", "options", "changes"), REMARKED)
def test_it_is_remarked_on_and_never_a_problem(name: str, options: dict[str, Any], changes: dict[str, Any]) -> None:
    found, _ = judge(world(options, **changes), (FAMILY,))
    assert [one.rule.name for one in found] == [name]
    assert severity_of(found[0]) is Severity.INFO
    assert found[0].evidence


@pytest.mark.parametrize(("options", "changes"), [row[1:] for row in FINE], ids=[row[0] for row in FINE])
def test_what_is_fine_is_left_alone(options: dict[str, Any], changes: dict[str, Any]) -> None:
    assert notes(world(options, **changes)) == []


# A wildcard is a note though the login works.
@pytest.mark.parametrize(("name", "options", "changes"), [row for row in HEALTHY if row[0] != "a wildcard"])
def test_a_healthy_setup_gets_no_note(name: str, options: dict[str, Any], changes: dict[str, Any]) -> None:
    assert notes(world(options, **changes)) == [], name


def test_every_note_is_made_in_a_row_above() -> None:
    assert {one.rule.name for one in JUDGES} == {row[0] for row in REMARKED}


def test_without_the_settings_nothing_is_judged() -> None:
    found, skipped = judge(Facts(), (FAMILY,))
    assert not found
    assert len(skipped) == len(JUDGES)


@pytest.mark.parametrize("text", ["http://[::1", "http://", "//", "*", "", "\x00", "http://*:99999/"])
def test_nothing_in_a_list_of_addresses_breaks_a_rule(text: str) -> None:
    lists = {name: [text] for name in ("callbacks", "web_origins", "allowed_origins")}
    assert isinstance(notes(world(PLAIN, client=lists)), list)
