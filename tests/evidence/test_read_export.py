"""Exports of a tenant become the facts that the Management API would give: each form, what is hidden or absent."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import UsageError
from auth0ctl.evidence.export import read_export, with_exported
from auth0ctl.model import Facts, Tenant
from auth0ctl.situation import Wish

API = "https://api.shop.example"
DATABASE = "Username-Password-Authentication"
CODE = "exports.onExecutePostLogin = async () => {};\n"
CLIENT = {
    "name": "Shop",
    "app_type": "spa",
    "is_first_party": True,
    "oidc_conformant": True,
    "grant_types": ["authorization_code", "refresh_token"],
    "callbacks": ["https://shop.example/cb"],
    "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000},
    "token_endpoint_auth_method": "none",
}
SECTIONS: Mapping[str, Any] = {
    "tenant": {"default_audience": API, "flags": {}},
    "clients": [CLIENT],
    "resourceServers": [
        {"name": "Orders", "identifier": API, "scopes": [{"value": "read:orders"}], "signing_alg": "RS256"},
        {"name": "Auth0 Management API", "identifier": "https://shop.eu.auth0.com/api/v2/", "is_system": True},
    ],
    "clientGrants": [{"client_id": "Shop", "audience": API, "scope": ["read:orders"], "subject_type": "user"}],
    "connections": [{"name": "google-oauth2", "strategy": "google-oauth2", "enabled_clients": [], "options": {}}],
    "databases": [{"name": DATABASE, "strategy": "auth0", "enabled_clients": ["Shop"], "options": {}}],
    "actions": [
        {
            "name": "claims",
            "code": "./actions/claims/code.js",
            "deployed": True,
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
        }
    ],
    "triggers": {"post-login": [{"action_name": "claims", "display_name": "claims"}]},
    "organizations": [{"name": "acme", "connections": [{"name": DATABASE}]}],
    "customDomains": [{"domain": "login.shop.example", "type": "auth0_managed_certs"}],
    "guardianPolicies": {"policies": ["all-applications"]},
}
RESOURCES: list[tuple[str, Mapping[str, Any]]] = [
    (
        "auth0_client",
        {
            **CLIENT,
            "id": "abc",
            "client_id": "abc",
            "token_endpoint_auth_method": None,
            "jwt_configuration": [CLIENT["jwt_configuration"]],
            "refresh_token": [],
        },
    ),
    ("auth0_client_credentials", {"client_id": "abc", "authentication_method": "none", "private_key_jwt": []}),
    ("auth0_resource_server", {"id": "rs", "name": "Orders", "identifier": API, "token_dialect": "", "scopes": []}),
    (
        "auth0_resource_server_scopes",
        {"resource_server_identifier": API, "scopes": [{"name": "read:orders", "description": ""}]},
    ),
    ("auth0_resource_server", {"name": "Management", "identifier": "https://shop.eu.auth0.com/api/v2/"}),
    (
        "auth0_client_grant",
        {"id": "cgr", "client_id": "abc", "audience": API, "scopes": ["read:orders"], "subject_type": "user"},
    ),
    ("auth0_connection", {"id": "con_g", "name": "google-oauth2", "strategy": "google-oauth2", "options": [{}]}),
    ("auth0_connection", {"id": "con_d", "name": DATABASE, "strategy": "auth0", "options": [{}]}),
    ("auth0_connection_clients", {"connection_id": "con_d", "enabled_clients": ["abc"]}),
    (
        "auth0_action",
        {"id": "a1", "name": "claims", "code": CODE, "deploy": True, "supported_triggers": [{"id": "post-login"}]},
    ),
    ("auth0_trigger_actions", {"trigger": "post-login", "actions": [{"id": "a1", "display_name": "claims"}]}),
    ("auth0_organization", {"id": "org_1", "name": "acme"}),
    (
        "auth0_organization_connections",
        {"organization_id": "org_1", "enabled_connections": [{"connection_id": "con_d"}]},
    ),
    ("auth0_tenant", {"default_audience": API, "default_directory": "", "flags": [{}]}),
    ("auth0_custom_domain", {"domain": "login.shop.example", "status": "ready"}),
    ("auth0_custom_domain", {"domain": "new.shop.example", "status": "pending_verification"}),
    ("auth0_guardian", {"policy": "all-applications"}),
    ("aws_instance", {"id": "i-1"}),
]


def as_folder(folder: Path, sections: Mapping[str, Any]) -> Path:
    """The sections as auth0-deploy-cli writes them into a folder."""
    places = {
        "clients": "clients",
        "resourceServers": "resource-servers",
        "clientGrants": "grants",
        "connections": "connections",
        "actions": "actions",
        "organizations": "organizations",
    }
    files: dict[str, Any] = {
        "tenant.json": sections["tenant"],
        "triggers/triggers.json": sections["triggers"],
        "custom-domains/custom-domains.json": sections["customDomains"],
        "guardian/policies.json": sections["guardianPolicies"],
    }
    for section, place in places.items():
        files |= {f"{place}/{number}.json": one for number, one in enumerate(sections[section])}
    files |= {f"database-connections/{one['name']}/database.json": one for one in sections["databases"]}
    for name, value in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(value))
    return with_code(folder)


def with_code(folder: Path) -> Path:
    (folder / "actions" / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "actions" / "claims" / "code.js").write_text(CODE)
    return folder


def as_yaml(folder: Path, sections: Mapping[str, Any], more: str = "") -> Path:
    """Each section as JSON, which YAML can read, too, in block form at the top."""
    with_code(folder)
    lines = [f"{name}: {json.dumps(value)}" for name, value in sections.items()]
    (folder / "tenant.yaml").write_text("\n".join(lines) + "\n" + more)
    return folder / "tenant.yaml"


def as_state(folder: Path) -> Path:
    listed = [
        {"mode": "managed", "type": kind, "name": "x", "instances": [{"schema_version": 0, "attributes": attributes}]}
        for kind, attributes in RESOURCES
    ]
    (folder / "terraform.tfstate").write_text(json.dumps({"version": 4, "resources": listed}))
    return folder


def as_shown(folder: Path) -> Path:
    """``terraform show -json``, half of it in a module."""
    listed = [{"mode": "managed", "type": kind, "values": values} for kind, values in RESOURCES]
    root = {"resources": listed[:6], "child_modules": [{"address": "module.x", "resources": listed[6:]}]}
    (folder / "state.json").write_text(json.dumps({"format_version": "1.0", "values": {"root_module": root}}))
    return folder / "state.json"


def facts(path: Path, client: str | None = "Shop", organization: str | None = "acme") -> Facts:
    asked = Facts(tenant=Tenant(name="asked", origin="https://asked.example"), wish=Wish(user_id="auth0|u1"))
    return with_exported(asked, read_export(path), client=client, organization=organization)


@pytest.mark.parametrize("form", ["folder", "yaml", "state", "shown"])
def test_every_form_gives_the_same_facts(tmp_path: Path, form: str) -> None:
    path = {
        "folder": lambda: as_folder(tmp_path, SECTIONS),
        "yaml": lambda: as_yaml(tmp_path, SECTIONS),
        "state": lambda: as_state(tmp_path),
        "shown": lambda: as_shown(tmp_path),
    }[form]()
    found = facts(path)
    assert found.client is not None
    assert found.client.client_id == ("Shop" if form in ("folder", "yaml") else "abc")
    assert found.client.callbacks == ("https://shop.example/cb",)
    assert (found.client.id_token_alg, found.client.token_endpoint_auth_method) == ("RS256", "none")
    assert found.tenant == Tenant(name="shop", origin="https://shop.eu.auth0.com")
    assert [one.identifier for one in found.resource_servers or ()] == [API, "https://shop.eu.auth0.com/api/v2/"]
    assert [one.value for one in (found.resource_servers or ())[0].scopes] == ["read:orders"]
    grants = [(one.client_id, one.audience, one.scope, one.subject_type) for one in found.client_grants or ()]
    assert grants == [(found.client.client_id, API, ("read:orders",), "user")]
    enabled = {one.name: one.enabled_clients for one in found.connections or ()}
    assert enabled == {"google-oauth2": (), DATABASE: (found.client.client_id,)}
    actions = [(one.name, one.trigger, one.code, one.deployed, one.bound) for one in found.actions or ()]
    assert actions == [("claims", "post-login", CODE, True, True)]
    assert found.organization is not None
    assert (found.organization.name, found.organization.connections) == ("acme", (DATABASE,))
    assert found.tenant_settings is not None
    assert found.tenant_settings.default_audience == API
    assert found.custom_domains == ("login.shop.example",)
    assert found.mfa_policies == ("all-applications",)
    assert found.user is None
    assert found.missing["user"].startswith("not in ")


def test_what_is_not_exported_is_not_known_and_says_so(tmp_path: Path) -> None:
    found = facts(as_yaml(tmp_path, {"clients": [CLIENT], "databases": []}))
    assert found.client is not None
    for name in ("resource_servers", "client_grants", "connections", "tenant_settings", "actions", "mfa_policies"):
        assert getattr(found, name) is None
        assert found.missing[name] == "not in an export of auth0-deploy-cli"


def test_an_action_that_no_trigger_lists_is_not_bound(tmp_path: Path) -> None:
    found = facts(as_yaml(tmp_path, {**SECTIONS, "triggers": {"post-login": []}}))
    assert [one.bound for one in found.actions or ()] == [False]


@pytest.mark.parametrize("written", ["@@CALLBACKS@@", '"@@CALLBACKS@@"', '["https://##HOST##/cb"]'])
def test_a_keyword_that_was_left_in_hides_the_client(tmp_path: Path, written: str) -> None:
    rest = {name: value for name, value in CLIENT.items() if name != "callbacks"}
    text = json.dumps({**rest, "callbacks": 0}).replace('"callbacks": 0', f'"callbacks": {written}')
    found = facts(as_yaml(tmp_path, {}, more=f"clients: [{text}]\n"))
    assert found.client is None
    assert "for callbacks of Shop" in found.missing["client"]


def test_keywords_are_filled_in_from_the_mappings_beside_it(tmp_path: Path) -> None:
    mappings = {"CALLBACKS": ["https://a.example", "https://b.example"], "HOST": "api.shop.example"}
    (tmp_path / "config.json").write_text(json.dumps({"AUTH0_KEYWORD_REPLACE_MAPPINGS": mappings}))
    client = {**CLIENT, "callbacks": "@@CALLBACKS@@"}
    server = {"name": "Orders", "identifier": "https://##HOST##"}
    found = facts(as_yaml(tmp_path, {"clients": [client], "resourceServers": [server]}))
    assert found.client is not None
    assert found.client.callbacks == ("https://a.example", "https://b.example")
    assert [one.identifier for one in found.resource_servers or ()] == [API]


def test_a_masked_secret_hides_nothing(tmp_path: Path) -> None:
    found = facts(as_yaml(tmp_path, {**SECTIONS, "clients": [{**CLIENT, "client_secret": "##SHOP_SECRET##"}]}))
    assert found.client is not None


def test_a_client_that_is_not_there_is_named_with_one_that_comes_close(tmp_path: Path) -> None:
    found = facts(as_yaml(tmp_path, SECTIONS), client="Shopp")
    assert found.client is None
    assert "Shop comes close" in found.missing["client"]
    assert not found.probes, "the export has no ids, so an id that it lacks may well exist"


def test_only_a_whole_export_with_ids_proves_that_a_client_does_not_exist(tmp_path: Path) -> None:
    sections = {**SECTIONS, "clients": [{**CLIENT, "client_id": "abc"}]}
    whole = facts(as_yaml(tmp_path, sections), client="abd")
    assert [(one.name, one.outcome, one.facts["near"]) for one in whole.probes or ()] == [("client", "unknown", "abc")]
    state = tmp_path / "state"
    state.mkdir()
    assert not facts(as_state(state), client="abd").probes


def test_a_state_without_the_authentication_method_says_so(tmp_path: Path) -> None:
    resources = [{"type": kind, "instances": [{"attributes": values}]} for kind, values in RESOURCES[:1]]
    (tmp_path / "terraform.tfstate").write_text(json.dumps({"version": 4, "resources": resources}))
    assert "client authentication" in facts(tmp_path).missing


def test_code_outside_the_export_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("the secret")
    inside = tmp_path / "export"
    inside.mkdir()
    action = {**SECTIONS["actions"][0], "code": "../secret.js"}
    found = facts(as_yaml(inside, {**SECTIONS, "actions": [action]}))
    assert [one.code for one in found.actions or ()] == ["../secret.js"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tenant.yaml", "clients: [\n"),
        ("tenant.yaml", "- a\n"),
        ("tenant.yaml", "clients: !!python/object/apply:os.getcwd []\n"),
        ("state.json", "{"),
        ("state.json", "[]"),
        ("state.json", '{"version": 4, "resources": [{"type": "aws_instance", "instances": [{"attributes": {}}]}]}'),
        ("tenant.yaml", "clients: [{name: Shop, callbacks: 7}]\n"),
        ("tenant.yaml", "clients: [{name: Shop, jwt_configuration: [1]}]\n"),
        ("tenant.yaml", "resourceServers: [{name: no identifier}]\n"),
    ],
)
def test_what_is_no_export_is_a_usage_error(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UsageError):
        facts(tmp_path / name)


def test_a_path_that_is_not_there_and_an_empty_folder_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        read_export(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no export"):
        read_export(tmp_path)
