"""Users, their permissions and consents, and the tenant's settings."""

from pathlib import Path

import pytest
from management_client import ManagementClient
from werkzeug.security import check_password_hash

API = "https://api.example.com"


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    client = ManagementClient(tmp_path)
    client.seed(
        {
            "connections": [{"name": "db", "strategy": "auth0"}],
            "resource_servers": [
                {"identifier": API, "name": "Example API", "scopes": [{"value": "a", "description": "A"}]}
            ],
            "users": [{"user_id": "auth0|u1", "email": "User@example.com", "password": "correct horse"}],
        }
    )
    return client


def test_a_password_is_kept_hashed_and_never_shown(api: ManagementClient) -> None:
    body = {"connection": "db", "email": "n@example.com", "password": "a new password"}
    made = api.good("POST", "/users", body, status=201)
    assert not [name for name in made if name.startswith("_") or "password" in name]
    stored = api.state.get("user", made["user_id"]) or {}
    assert check_password_hash(stored["_password_hash"], "a new password")
    assert "a new password" not in str(stored)
    api.good("PATCH", f"/users/{made['user_id']}", {"password": "another one"})
    stored = api.state.get("user", made["user_id"]) or {}
    assert check_password_hash(stored["_password_hash"], "another one")


def test_the_same_address_twice_is_a_conflict(api: ManagementClient) -> None:
    body = {"connection": "db", "email": "user@EXAMPLE.com", "password": "x"}
    refused = api.good("POST", "/users", body, status=409)
    assert (refused["message"], refused["errorCode"]) == ("The user already exists.", "auth0_idp_error")
    other = api.good("POST", "/users", {**body, "email": "o@example.com"}, status=201)["user_id"]
    refused = api.good("PATCH", f"/users/{other}", {"email": "user@example.com"}, status=400)
    assert refused["message"] == "The specified new email already exists"


def test_search_by_email_and_users_by_email(api: ManagementClient) -> None:
    assert [row["user_id"] for row in api.good("GET", '/users?q=email:"user@example.com"&search_engine=v3')] == [
        "auth0|u1"
    ]
    assert api.good("GET", '/users?q=email:"nobody@example.com"') == []
    query = '/users?q=email:user* AND identities.connection:"db"'
    assert len(api.good("GET", query)) == 1
    assert [row["email"] for row in api.good("GET", "/users-by-email?email=user@example.com")] == ["User@example.com"]
    assert api.good("GET", "/users?q=(a b)", status=400)["errorCode"] == "invalid_query_string"


def test_metadata_is_merged_on_its_first_level(api: ManagementClient) -> None:
    api.good("PATCH", "/users/auth0%7Cu1", {"app_metadata": {"plan": {"name": "pro", "seats": 2}, "gone": 1}})
    changed = api.good("PATCH", "/users/auth0%7Cu1", {"app_metadata": {"plan": {"name": "free"}, "gone": None}})
    assert changed["app_metadata"] == {"plan": {"name": "free"}}


def test_permissions(api: ManagementClient) -> None:
    path = "/users/auth0%7Cu1/permissions"
    body = {"permissions": [{"resource_server_identifier": API, "permission_name": "a"}]}
    assert api.good("POST", path, body, status=201) == {}
    assert api.good("GET", path) == [
        {
            "permission_name": "a",
            "description": "A",
            "resource_server_identifier": API,
            "resource_server_name": "Example API",
            "sources": [{"source_type": "DIRECT", "source_id": "", "source_name": ""}],
        }
    ]
    unknown = {"permissions": [{"resource_server_identifier": API, "permission_name": "b"}]}
    assert api.ask("POST", path, unknown).status_code == 400
    api.good("DELETE", path, body, status=204)
    assert api.good("GET", path) == []


def test_consents_are_listed_with_auth0s_spelling_and_deleted(api: ManagementClient) -> None:
    for number in ("1", "2"):
        row = {"id": number, "clientID": f"c{number}", "user_id": "auth0|u1", "audience": API, "scope": ["a"]}
        api.state.insert("consent", number, row)
    (row,) = api.good("GET", "/grants?user_id=auth0%7Cu1&client_id=c1")
    assert list(row) == ["id", "clientID", "user_id", "audience", "scope"]
    api.good("DELETE", "/grants/1", status=204)
    assert [one["id"] for one in api.good("GET", "/grants")] == ["2"]
    api.good("DELETE", "/grants?user_id=auth0%7Cu1", status=204)
    assert api.good("GET", "/grants") == []


def test_deleting_a_connection_answers_202_once(api: ManagementClient) -> None:
    connection_id = api.good("GET", "/connections?name=db")[0]["id"]
    assert list(api.good("DELETE", f"/connections/{connection_id}", status=202)) == ["deleted_at"]
    assert api.ask("DELETE", f"/connections/{connection_id}").status_code == 204


def test_settings_are_merged_and_cleared(api: ManagementClient) -> None:
    changed = api.good("PATCH", "/tenants/settings", {"default_audience": API, "flags": {"enable_sso": False}})
    assert changed["default_audience"] == API
    assert changed["flags"]["enable_sso"] is False
    assert changed["flags"]["universal_login"] is True
    assert "default_audience" not in api.good("PATCH", "/tenants/settings", {"default_audience": None})
    assert api.ask("PATCH", "/tenants/settings", {"sandbox_versions_available": []}).status_code == 400
