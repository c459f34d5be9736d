"""What the tenant keeps without acting on it: settings, e-mail, rules; shapes as auth0-deploy-cli recorded them."""

from pathlib import Path
from typing import Any

import pytest
from management_client import ManagementClient

from auth0ctl.localtenant.management.kept import COLLECTIONS

WANTED: dict[str, Any] = {
    "name": "something",
    "script": "function (user, context, callback) { callback(null, user, context); }",
    "triggerId": "credentials-exchange",
    "type": "datadog",
    "sink": {"datadogApiKey": "k", "datadogRegion": "us"},
    "app_id": "HTTP",
    "description": "d",
    "active": False,
    "rule": {"action": {"allow": True}, "scope": "authentication", "match": {}},
    "destination": {"type": "webhook"},
    "user_attributes": {"email": {"label": "Email"}},
    "credentials": {"auth_token": "secret"},
}


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


@pytest.mark.parametrize("one", COLLECTIONS, ids=lambda one: one.path)
def test_an_object_is_made_changed_listed_and_deleted(api: ManagementClient, one: Any) -> None:
    if one.required:
        refused = api.good("POST", one.path, {}, status=400)
        assert refused["message"] == f"Payload validation error: 'Missing required property: {one.required[0]}'."
    sent = {name: WANTED[name] for name in one.required}
    made = api.good("POST", one.path, sent, status=one.created)
    path = f"{one.path}/{made['id']}"
    assert made["id"].startswith(one.prefix)
    assert api.good("GET", path) == made
    assert not [name for name in one.hidden if name in made]
    assert api.good("PATCH", path, {"name": "changed", "id": "mine"})["name"] == "changed"
    listed = api.good("GET", one.path + ("" if one.wrapped or one.envelope is None else "?include_totals=true"))
    rows = listed if one.envelope is None else listed[one.name]
    assert [row["id"] for row in rows] == [made["id"]]
    if one.envelope is not None and not one.wrapped:
        orders = {"first": ["total", "start", "limit", one.name], "last": [one.name, "start", "limit", "total"]}
        assert list(listed) == orders.get(one.envelope, ["limit", "start", "total", one.name])
    api.good("DELETE", path, status=204)
    assert api.good("GET", path, status=404)["message"] == one.missing.format(id=made["id"])


def test_attack_protection_is_merged_and_keeps_its_stages(api: ManagementClient) -> None:
    path = "/attack-protection/suspicious-ip-throttling"
    sent = {"shields": [], "stage": {"pre-login": {"max_attempts": 66, "rate": 864000}}}
    changed = api.good("PATCH", path, sent)
    assert changed["enabled"] is True
    assert changed["shields"] == []
    assert list(changed["stage"]) == ["pre-login", "pre-user-registration", "pre-custom-token-exchange"]
    assert api.good("GET", path) == changed


def test_mfa_factors_and_policies(api: ManagementClient) -> None:
    assert api.good("PUT", "/guardian/factors/otp", {"enabled": True}) == {"enabled": True}
    factors = {row["name"]: row["enabled"] for row in api.good("GET", "/guardian/factors")}
    assert factors["otp"]
    assert not factors["sms"]
    assert api.ask("PUT", "/guardian/factors/none", {"enabled": True}).status_code == 404
    assert api.good("PUT", "/guardian/policies", ["all-applications"]) == ["all-applications"]
    assert api.good("GET", "/guardian/policies") == ["all-applications"]
    assert api.ask("PUT", "/guardian/policies", ["sometimes"]).status_code == 400


def test_an_object_put_empty_stays_empty(api: ManagementClient) -> None:
    assert api.good("GET", "/guardian/factors/phone/selected-provider") == {"provider": "auth0"}
    assert api.good("PUT", "/guardian/factors/phone/selected-provider", {}) == {}
    assert api.good("GET", "/guardian/factors/phone/selected-provider") == {}


def test_texts_of_prompts_are_kept_for_each_prompt_and_language(api: ManagementClient) -> None:
    api.good("PUT", "/prompts/login/custom-text/en", {"login": {"title": "Hello"}})
    assert api.good("GET", "/prompts/login/custom-text/en") == {"login": {"title": "Hello"}}
    assert api.good("GET", "/prompts/login/custom-text/de") == {}
    assert api.good("GET", "/prompts/signup/partials") == {}


def test_the_credentials_of_the_email_provider_are_not_shown(api: ManagementClient) -> None:
    sent = {"name": "mandrill", "credentials": {"api_key": "a secret"}, "default_from_address": "a@example.com"}
    made = api.good("POST", "/emails/provider", sent, status=201)
    assert made["credentials"] == {}
    assert "a secret" not in str(api.good("GET", "/emails/provider"))
    assert api.ask("POST", "/emails/provider", sent).status_code == 409
    assert api.good("PATCH", "/emails/provider", {"enabled": False})["enabled"] is False
    api.good("DELETE", "/emails/provider", status=204)
    assert api.good("GET", "/emails/provider", status=404)["errorCode"] == "inexistent_email_provider"


def test_an_email_template(api: ManagementClient) -> None:
    sent = {
        "template": "welcome_email",
        "body": "<p>",
        "from": "",
        "subject": "Hi",
        "syntax": "liquid",
        "enabled": True,
    }
    assert api.good("POST", "/email-templates", sent) == sent
    assert api.good("PATCH", "/email-templates/welcome_email", {"subject": "Ho"})["subject"] == "Ho"
    assert api.ask("PATCH", "/email-templates/verify_email", {"subject": "Ho"}).status_code == 404
    assert api.ask("PUT", "/email-templates/unknown", sent).status_code == 404


def test_session_lifetimes_may_be_stated_in_minutes(api: ManagementClient) -> None:
    sent = {"session_lifetime_in_minutes": 181, "idle_session_lifetime_in_minutes": 60}
    changed = api.good("PATCH", "/tenants/settings", sent)
    assert (changed["session_lifetime"], changed["idle_session_lifetime"]) == (3.0166666666666666, 1)
    assert not [name for name in changed if name.endswith("_in_minutes")]


def test_lists_of_what_the_tenant_has_none_of(api: ManagementClient) -> None:
    assert api.good("GET", "/actions/modules?page=0&per_page=100") == {
        "modules": [],
        "total": 0,
        "page": 0,
        "per_page": 100,
    }
    assert api.good("GET", "/rules-configs") == []
    rendering = api.good("GET", "/prompts/rendering?page=0&per_page=100&include_totals=true")
    assert rendering == {"configs": [], "start": 0, "limit": 100, "total": 0}
