"""Roles and organizations: what they permit, who has them, and the statuses that Auth0 was recorded with."""

from pathlib import Path
from typing import Any

import jwt
import pytest
from local_browser import API, Browser
from management_client import ManagementClient

from auth0ctl.localtenant import LocalTenant

ITEMS = "https://api.example.com/v1"
USER = "/users/auth0%7Cu1"


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    client = ManagementClient(tmp_path)
    scopes = [{"value": "read", "description": "Read"}, {"value": "write"}]
    client.seed(
        {
            "resource_servers": [{"identifier": ITEMS, "name": "Items", "scopes": scopes}],
            "connections": [{"name": "db", "strategy": "auth0"}, {"name": "google", "strategy": "google-oauth2"}],
            "users": [{"user_id": "auth0|u1", "email": "u1@example.com", "connection": "db"}],
        }
    )
    return client


def permission(name: str) -> dict[str, Any]:
    return {"permissions": [{"resource_server_identifier": ITEMS, "permission_name": name}]}


def test_a_role_lives_with_the_recorded_statuses(api: ManagementClient) -> None:
    role = api.good("POST", "/roles", {"name": "Admin", "description": "All"})
    assert list(role) == ["id", "name", "description", "type"]
    assert role["type"] == "tenant"
    path = f"/roles/{role['id']}"
    assert api.good("PATCH", path, {"description": "Less"})["description"] == "Less"
    assert api.good("POST", "/roles", {"name": "Admin"}, status=409)["statusCode"] == 409
    listed = api.good("GET", "/roles?include_totals=true&name_filter=adm&type=tenant")
    assert list(listed) == ["roles", "start", "limit", "total"]
    assert listed["total"] == 1
    assert api.good("DELETE", path) == {}
    refused = api.good("DELETE", path, status=404)
    assert refused == {"statusCode": 404, "error": "Not Found", "message": "The role does not exist."}


def test_permissions_come_from_a_role_and_directly(api: ManagementClient) -> None:
    role = api.good("POST", "/roles", {"name": "Reader"})
    path = f"/roles/{role['id']}/permissions"
    assert api.good("POST", path, permission("read"), status=201) == {}
    assert api.ask("POST", path, permission("unknown")).status_code == 400
    assert api.good("POST", f"/roles/{role['id']}/users", {"users": ["auth0|u1"]}) == {}
    api.good("POST", USER + "/permissions", permission("read"), status=201)
    (shown,) = api.good("GET", USER + "/permissions")
    assert [source["source_type"] for source in shown["sources"]] == ["DIRECT", "ROLE"]
    assert shown["sources"][1] == {"source_type": "ROLE", "source_id": role["id"], "source_name": "Reader"}
    assert [one["name"] for one in api.good("GET", USER + "/roles")] == ["Reader"]
    assert [one["user_id"] for one in api.good("GET", f"/roles/{role['id']}/users")] == ["auth0|u1"]
    api.good("DELETE", USER + "/permissions", permission("read"), status=204)
    api.good("DELETE", path, permission("read"), status=204)
    assert api.good("GET", USER + "/permissions") == []


def test_a_users_roles_are_assigned_and_withdrawn(api: ManagementClient) -> None:
    role = api.good("POST", "/roles", {"name": "Reader"})["id"]
    api.good("POST", USER + "/roles", {"roles": [role]}, status=204)
    assert api.ask("POST", USER + "/roles", {"roles": ["rol_unknown"]}).status_code == 404
    assert [one["id"] for one in api.good("GET", USER + "/roles")] == [role]
    api.good("DELETE", USER + "/roles", {"roles": [role]}, status=204)
    assert api.good("GET", USER + "/roles") == []
    api.good("POST", USER + "/roles", {"roles": [role]}, status=204)
    api.good("DELETE", f"/roles/{role}")
    assert api.good("GET", USER + "/roles") == [], "a deleted role is nobody's"


def test_an_organization_as_recorded(api: ManagementClient) -> None:
    made = api.good("POST", "/organizations", {"name": "org2", "display_name": "Organization2"}, status=201)
    rest = {"third_party_client_access": "block", "is_app_entitlement_active": False}
    assert made == {"id": made["id"], "display_name": "Organization2", "name": "org2"} | rest
    assert list(made)[:3] == ["id", "display_name", "name"]
    path = f"/organizations/{made['id']}"
    assert api.good("PATCH", path, {"display_name": "Two"})["display_name"] == "Two"
    assert api.ask("POST", "/organizations", {"name": "org2"}).status_code == 409
    assert api.ask("POST", "/organizations", {"name": "Not A Name"}).status_code == 400
    assert api.good("GET", path + "/clients?take=50") == {"clients": []}
    assert api.good("GET", path + "/discovery-domains?take=50") == {"domains": []}
    api.good("DELETE", path, status=204)
    assert api.good("DELETE", path, status=404)["message"] == "No organization found by that id or name"


def test_members_and_their_roles(api: ManagementClient) -> None:
    organization = "/organizations/" + api.good("POST", "/organizations", {"name": "acme"}, status=201)["id"]
    role = api.good("POST", "/roles", {"name": "Reader"})["id"]
    api.good("POST", organization + "/members", {"members": ["auth0|u1"]}, status=204)
    (member,) = api.good("GET", organization + "/members")
    assert (member["user_id"], member["email"]) == ("auth0|u1", "u1@example.com")
    path = organization + "/members/auth0%7Cu1/roles"
    api.good("POST", path, {"roles": [role]}, status=204)
    assert [one["id"] for one in api.good("GET", path)] == [role]
    assert api.good("GET", USER + "/roles") == [], "a role in an organization is not one of the tenant"
    assert [one["name"] for one in api.good("GET", USER + "/organizations")] == ["acme"]
    api.good("DELETE", path, {"roles": [role]}, status=204)
    api.good("DELETE", organization + "/members", {"members": ["auth0|u1"]}, status=204)
    assert api.good("GET", organization + "/members") == []
    assert api.ask("GET", path).status_code == 404


@pytest.mark.parametrize("name", ["enabled_connections", "connections"])
def test_the_connections_of_an_organization(api: ManagementClient, name: str) -> None:
    path = "/organizations/" + api.good("POST", "/organizations", {"name": "acme"}, status=201)["id"] + "/" + name
    database, google = api.good("GET", "/connections")
    made = api.good("POST", path, {"connection_id": google["id"]}, status=201)
    newer = {"is_enabled": True, "organization_access_level": "none"} if name == "connections" else {}
    old = {"is_signup_enabled": False, "assign_membership_on_login": False, "show_as_button": True}
    assert made == {"connection_id": google["id"]} | old | newer | {
        "connection": {"name": "google", "strategy": "google-oauth2"}
    }
    assert api.good("GET", f"{path}?include_totals=true") == {name: [made], "start": 0, "limit": 50, "total": 1}
    refused = api.good("PATCH", f"{path}/{google['id']}", {"is_signup_enabled": True}, status=400)
    assert refused["message"].startswith("Only database connections with assign_membership_on_login = true")
    api.good("POST", path, {"connection_id": database["id"], "assign_membership_on_login": True}, status=201)
    assert api.good("PATCH", f"{path}/{database['id']}", {"is_signup_enabled": True})["is_signup_enabled"]
    api.good("DELETE", f"{path}/{google['id']}", status=204)
    assert api.good("GET", f"{path}/{google['id']}", status=404)["message"] == "No connection found by that id"


def test_a_role_gives_its_permissions_to_the_token(tenant: LocalTenant, browser: Browser) -> None:
    """RBAC: the scope and the ``permissions`` claim know those of roles (resource-servers.md section 2)."""
    scopes = [{"value": "read:items"}, {"value": "write:items"}]
    rbac = {"identifier": API, "scopes": scopes, "enforce_policies": True, "token_dialect": "access_token_authz"}
    may_read = {"resource_server_identifier": API, "permission_name": "read:items"}
    tenant.seed(
        {
            "resource_servers": [rbac],
            "roles": [{"name": "reader", "permissions": [may_read]}],
            "users": [{"user_id": "auth0|local-user-1", "email": "user@example.com", "roles": ["reader"]}],
        }
    )
    token = browser.tokens(scope="openid read:items write:items", audience=API)["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["permissions"] == ["read:items"]
    assert "read:items" in claims["scope"].split()
    assert "write:items" not in claims["scope"].split()
