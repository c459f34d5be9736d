"""Loading a described tenant: what is kept, what is filled in, and how a mistake is told."""

import re
from pathlib import Path
from typing import Any

import pytest
from management_client import ISSUER, NOW, ManagementClient
from werkzeug.security import check_password_hash

from auth0ctl.localtenant.store import seed

API = "https://api.example.com"
DOCUMENT: dict[str, Any] = {
    "tenant_settings": {"default_audience": API, "flags": {}, "allowed_logout_urls": []},
    "clients": [
        {
            "client_id": "spa1",
            "name": "Example SPA",
            "app_type": "spa",
            "is_first_party": True,
            "oidc_conformant": True,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code"],
            "callbacks": ["com.example.app://{{domain}}/callback"],
            "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000},
            "refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 10},
        },
        {
            "client_id": "m2m1",
            "client_secret": "m2m1-secret",
            "is_first_party": False,
            "third_party_security_mode": "permissive",
        },
    ],
    "resource_servers": [{"identifier": API, "scopes": [{"value": "read:items"}], "enforce_policies": True}],
    "client_grants": [
        {
            "client_id": "m2m1",
            "audience": "https://{{domain}}/api/v2/",
            "scope": ["read:users"],
            "subject_type": "client",
        }
    ],
    "connections": [
        {"name": "db", "strategy": "auth0", "enabled_clients": ["spa1"], "options": {"disable_signup": True}},
        {"name": "google-oauth2", "strategy": "google-oauth2", "options": {}},
    ],
    "users": [
        {
            "user_id": "auth0|u1",
            "email": "u1@example.com",
            "permissions": [{"resource_server_identifier": API, "permission_name": "read:items"}],
        },
        {"user_id": "google-oauth2|7", "email": "g@example.com"},
        {"email": "u2@example.com", "password": "given"},
    ],
    "custom_domains": [{"domain": "login.example.com", "status": "ready"}],
    "organizations": [
        {
            "id": "org_a1",
            "name": "acme",
            "enabled_connections": ["db"],
            "members": [{"user_id": "auth0|u1", "roles": ["admin"]}],
        }
    ],
    "actions": [
        {
            "id": "a1",
            "name": "add-claims",
            "status": "built",
            "all_changes_deployed": True,
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
            "code": "exports.onExecutePostLogin = async (event, api) => {};",
        },
        {"id": "a2", "name": "draft", "code": "//", "all_changes_deployed": False},
    ],
    "action_bindings": [{"trigger": "post-login", "action_id": "a1"}],
    "guardian_policies": ["all-applications"],
}


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    client = ManagementClient(tmp_path)
    client.seed(DOCUMENT)
    return client


def test_what_is_stated_is_kept_and_the_rest_filled_in(api: ManagementClient) -> None:
    spa = api.good("GET", "/clients/spa1")
    assert spa["callbacks"] == ["com.example.app://127.0.0.1:18400/callback"]
    assert spa["grant_types"] == ["authorization_code"]
    assert (spa["sso_disabled"], len(spa["client_secret"])) == (False, 64)
    rotating = {
        "rotation_type": "rotating",
        "expiration_type": "expiring",
        "leeway": 10,
        "infinite_token_lifetime": False,
    }
    assert spa["refresh_token"].items() >= rotating.items()
    third = api.good("GET", "/clients/m2m1")
    assert (third["client_secret"], third["third_party_security_mode"]) == ("m2m1-secret", "permissive")
    assert "redirection_policy" not in third
    (row,) = api.good("GET", "/client-grants")
    assert row["audience"] == ISSUER + "api/v2/"
    assert api.good("GET", "/tenants/settings")["default_audience"] == API


def test_connections_users_and_organizations(api: ManagementClient) -> None:
    db, google = api.good("GET", "/connections")
    assert (db["options"]["disable_signup"], db["options"]["passwordPolicy"]) == (True, "good")
    assert google["options"] == {}
    assert api.good("GET", f"/connections/{db['id']}/clients") == {"clients": [{"client_id": "spa1"}]}
    user = api.good("GET", "/users/auth0%7Cu1")
    assert user["identities"] == [{"user_id": "u1", "connection": "db", "provider": "auth0", "isSocial": False}]
    assert api.good("GET", "/users/google-oauth2%7C7")["identities"][0]["isSocial"] is True
    assert [row["permission_name"] for row in api.good("GET", "/users/auth0%7Cu1/permissions")] == ["read:items"]
    stored = {row["email"]: row.get("_password_hash") for row in api.state.all("user")}
    assert check_password_hash(str(stored["u1@example.com"]), "password")
    assert check_password_hash(str(stored["u2@example.com"]), "given")
    assert stored["g@example.com"] is None
    organization = api.good("GET", "/organizations/org_a1")
    assert organization == {
        "id": "org_a1",
        "display_name": "acme",
        "name": "acme",
        "third_party_client_access": "block",
        "is_app_entitlement_active": False,
    }
    assert [row["user_id"] for row in api.good("GET", "/organizations/org_a1/members")] == ["auth0|u1"]
    (role,) = api.good("GET", "/organizations/org_a1/members/auth0%7Cu1/roles")
    assert (role["name"], role["type"]) == ("admin", "tenant")
    assert api.good("GET", "/organizations/org_a1/enabled_connections")[0]["connection_id"] == db["id"]
    assert api.good("GET", "/organizations/name/acme")["id"] == "org_a1"


def test_domains_actions_and_policies(api: ManagementClient) -> None:
    (domain,) = api.good("GET", "/custom-domains")
    assert (domain["domain"], domain["status"], domain["custom_domain_id"][:3]) == ("login.example.com", "ready", "cd_")
    (binding,) = api.good("GET", "/actions/triggers/post-login/bindings")["bindings"]
    assert (binding["action"]["id"], binding["action"]["deployed_version"]["deployed"]) == ("a1", True)
    assert "deployed_version" not in api.good("GET", "/actions/actions/a2")
    assert api.good("GET", "/guardian/policies") == ["all-applications"]


def test_loading_twice_changes_nothing(api: ManagementClient) -> None:
    kinds = ("client", "resource_server", "client_grant", "connection", "organization", "custom_domain", "action")
    before = {kind: [(row.get("id"), row.get("client_secret")) for row in api.state.all(kind)] for kind in kinds}
    bindings = api.state.get("binding", "post-login")
    api.seed({key: value for key, value in DOCUMENT.items() if key != "users"})
    assert {
        kind: [(row.get("id"), row.get("client_secret")) for row in api.state.all(kind)] for kind in kinds
    } == before
    assert api.state.get("binding", "post-login") == bindings


def test_the_management_api_exists_once_for_each_issuer(api: ManagementClient) -> None:
    seed.load(api.state, {}, issuer="https://localhost:9000/", now=NOW)
    identifiers = [row["identifier"] for row in api.state.all("resource_server") if row.get("is_system")]
    assert identifiers == [ISSUER + "api/v2/", "https://localhost:9000/api/v2/"]
    shown = api.good("GET", "/resource-servers")
    assert [row["identifier"] for row in shown] == [ISSUER + "api/v2/", API]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"clients": [{"name": "x"}]}, "clients[0].client_id is missing"),
        ({"clients": [{"client_id": "a"}, 1]}, "clients[1] is not an object"),
        ({"clients": {}}, "clients is not a list"),
        ({"tenant_settings": []}, "tenant_settings is not an object"),
        (
            {"clients": [{"client_id": "a", "callbacks": "https://a"}]},
            "clients[0].callbacks: Expected type array but found type string",
        ),
        (
            {"clients": [{"client_id": "a", "callbacks": ["x", 1]}]},
            "clients[0].callbacks[1]: Expected type string but found type integer",
        ),
        ({"client_grants": [{"audience": "x"}]}, "client_grants[0].client_id is missing"),
        ({"users": [{"name": "x"}]}, "users[0].email is missing"),
        (
            {"users": [{"email": "a@b.c", "permissions": [{"permission_name": "x"}]}]},
            "users[0].permissions[0].resource_server_identifier is missing",
        ),
        ({"action_bindings": [{"action_id": "zz"}]}, "action_bindings[0].action_id names no action: zz"),
    ],
)
def test_a_mistake_is_told_with_its_path(api: ManagementClient, document: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        api.seed(document)


def test_an_unknown_kind_is_refused_and_nothing_is_loaded(api: ManagementClient) -> None:
    with pytest.raises(ValueError, match=r"^clientz is not part of a seed"):
        api.seed({"clientz": [], "clients": [{"client_id": "new"}]})
    with pytest.raises(ValueError, match="names no action"):
        api.seed({"clients": [{"client_id": "new"}], "action_bindings": [{"action_id": "zz"}]})
    assert api.state.get("client", "new") is None


def test_placeholders() -> None:
    document = {
        "a": ["{{domain}}", "x {{domain}}"],
        "k": "{{kid}}",
        "t": "{{now-60}}",
        "s": "at {{now}}",
        "o": "{{other_domain}}",
    }
    filled = seed.fill(document, issuer=ISSUER, kid="KID", now=1000)
    expected = {
        "a": ["127.0.0.1:18400", "x 127.0.0.1:18400"],
        "k": "KID",
        "t": 940,
        "s": "at 1000",
        "o": "{{other_domain}}",
    }
    assert filled == expected
