"""Created objects and errors, held against what Auth0 really returned: same keys in the same order, same defaults."""

import re
from pathlib import Path
from typing import Any

import pytest
from management_client import ManagementClient, recorded

Body = dict[str, Any]


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


def without(body: Body, *names: str) -> Body:
    return {key: value for key, value in body.items() if key not in names}


CLIENTS: list[tuple[str, Body, str]] = [
    ("client-no-app-type", {}, r"[A-Za-z0-9]{32}"),
    ("client-regular-web", {"app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post"}, r"\w{32}"),
    (
        "client-native-device-code",
        {
            "app_type": "native",
            "oidc_conformant": True,
            "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"],
            "token_endpoint_auth_method": "none",
        },
        r"\w{32}",
    ),
    ("client-spa", {"app_type": "spa", "token_endpoint_auth_method": "none"}, r"\w{32}"),
    (
        "client-resource-server-app",
        {
            "app_type": "resource_server",
            "resource_server_identifier": "https://uat.api.terraform-provider-auth0.com/TestAccClientResourceServer",
        },
        r"\w{32}",
    ),
    (
        "client-third-party-strict",
        {
            "app_type": "regular_web",
            "is_first_party": False,
            "callbacks": ["https://example.com/callback"],
            "token_endpoint_auth_method": "client_secret_post",
            "third_party_security_mode": "strict",
            "redirection_policy": "open_redirect_protection",
        },
        r"tpc_[A-Za-z0-9]{22}",
    ),
]


@pytest.mark.parametrize(("name", "sent", "id_form"), CLIENTS, ids=[row[0] for row in CLIENTS])
def test_a_created_client_is_the_recorded_one(api: ManagementClient, name: str, sent: Body, id_form: str) -> None:
    expected = recorded(name)
    made = api.good("POST", "/clients", {"name": expected["name"], **sent}, status=201)
    assert list(made) == list(expected)
    hidden = ("client_id", "client_secret", "signing_keys")
    assert without(made, *hidden) == without(expected, *hidden)
    assert re.fullmatch(id_form, made["client_id"])
    assert re.fullmatch(r"[\w-]{64}", made["client_secret"])
    again = without(api.good("GET", f"/clients/{made['client_id']}"), "tenant", "global")
    assert again == made


def test_an_older_recording_lacks_cross_origin_authentication_alone(api: ManagementClient) -> None:
    expected = recorded("client-non-interactive")
    sent = {name: expected[name] for name in ("name", "description", "app_type")}
    made = api.good("POST", "/clients", sent, status=201)
    assert set(made) - set(expected) == {"cross_origin_authentication"}
    assert set(expected) <= set(made)


def test_a_minimal_resource_server(api: ManagementClient) -> None:
    expected = recorded("resource-server-minimal")
    made = api.good("POST", "/resource-servers", {"identifier": expected["identifier"]}, status=201)
    assert list(made) == list(expected)
    assert without(made, "id") == without(expected, "id")
    assert re.fullmatch(r"[0-9a-f]{24}", made["id"])


def test_client_grants(api: ManagementClient) -> None:
    expected = recorded("client-grant-user")
    default_for = recorded("client-grant-default-for-third-party")
    api.seed(
        {
            "clients": [{"client_id": expected["client_id"]}],
            "resource_servers": [
                {"identifier": expected["audience"], "scopes": [{"value": "create:bar"}]},
                {"identifier": default_for["audience"], "scopes": [{"value": "read:data"}]},
            ],
        }
    )
    made = api.good("POST", "/client-grants", without(expected, "id"), status=201)
    assert list(made) == list(expected)
    assert without(made, "id") == without(expected, "id")
    assert re.fullmatch(r"cgr_[A-Za-z0-9]{16}", made["id"])
    made = api.good("POST", "/client-grants", without(default_for, "id", "subject_type"), status=201)
    assert list(made) == list(default_for)
    assert without(made, "id") == without(default_for, "id")


def test_an_action_and_its_binding(api: ManagementClient) -> None:
    expected = recorded("action-created")
    sent = {name: expected[name] for name in ("name", "supported_triggers", "code")}
    made = api.good("POST", "/actions/actions", sent, status=201)
    assert list(made) == list(expected)
    hidden = ("id", "created_at", "updated_at")
    assert without(made, *hidden) == without(expected, *hidden)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", made["created_at"])
    api.good("POST", f"/actions/actions/{made['id']}/deploy")
    ref = {"type": "action_id", "value": made["id"]}
    bound = api.good("PATCH", "/actions/triggers/post-login/bindings", {"bindings": [{"ref": ref}]})
    assert_same_shape(bound, recorded("action-bindings-post-login"), "")


def assert_same_shape(mine: Any, theirs: Any, path: str) -> None:
    """Same keys in the same order, and values of the same types, all the way down."""
    assert type(mine) is type(theirs), path
    if isinstance(theirs, dict):
        assert list(mine) == list(theirs), path
        for name, value in theirs.items():
            assert_same_shape(mine[name], value, f"{path}.{name}")
    elif isinstance(theirs, list) and theirs:
        assert_same_shape(mine[0], theirs[0], f"{path}[0]")


def test_tenant_settings_have_the_recorded_keys(api: ManagementClient) -> None:
    expected = recorded("tenant-settings")
    stated_by_that_tenant = {"picture_url", "support_email", "support_url", "universal_login"}
    settings = api.good("GET", "/tenants/settings")
    assert list(settings) == [name for name in expected if name not in stated_by_that_tenant]
    for name, value in settings.items():
        assert type(value) is type(expected[name]), name


def test_a_created_user(api: ManagementClient) -> None:
    api.good("POST", "/connections", {"name": "Username-Password-Authentication", "strategy": "auth0"}, status=201)
    expected = recorded("user-created")
    sent = {
        "user_id": "testaccuser",
        "connection": "Username-Password-Authentication",
        "email": "testaccuser@acceptance.test.com",
        "username": "testaccuser",
        "password": "a long enough one",
    }
    made = api.good("POST", "/users", sent, status=201)
    assert list(made) == list(expected)
    hidden = ("created_at", "updated_at")
    assert without(made, *hidden) == without(expected, *hidden)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made["created_at"])


def test_the_clients_of_a_connection(api: ManagementClient) -> None:
    expected = recorded("connection-enabled-clients")
    client_id = expected["clients"][0]["client_id"]
    api.seed({"clients": [{"client_id": client_id}]})
    body = {"name": "db", "strategy": "auth0", "enabled_clients": [client_id]}
    connection = api.good("POST", "/connections", body, status=201)
    assert "enabled_clients" not in connection
    assert api.good("GET", f"/connections/{connection['id']}/clients") == expected


@pytest.mark.parametrize("row", recorded("management-error-bodies"), ids=lambda row: str(row["path"]))
def test_recorded_error_bodies(api: ManagementClient, row: Body) -> None:
    answer = api.ask(row["method"], row["path"])
    assert answer.status_code == row["status"]
    assert answer.json == row["body"]
    assert list(answer.json or {}) == list(row["body"])
