"""Lists: arrays, envelopes, checkpoints, fields, and the query parameters that are refused."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from management_client import ManagementClient


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    client = ManagementClient(tmp_path)
    client.seed({"clients": [{"client_id": f"c{number}", "app_type": "spa"} for number in range(5)]})
    return client


def test_an_array_in_the_order_of_creation(api: ManagementClient) -> None:
    rows = api.good("GET", "/clients?page=1&per_page=2")
    assert [row["client_id"] for row in rows] == ["c2", "c3"]
    assert (rows[0]["tenant"], rows[0]["global"]) == ("local", False)


def test_include_totals(api: ManagementClient) -> None:
    body = api.good("GET", "/clients?page=1&per_page=2&include_totals=true&fields=client_id&include_fields=true")
    assert body == {"total": 5, "start": 2, "limit": 2, "clients": [{"client_id": "c2"}, {"client_id": "c3"}]}
    assert list(body) == ["total", "start", "limit", "clients"]
    users = api.good("GET", "/users?include_totals=true")
    assert list(users) == ["start", "limit", "length", "users", "total"]
    assert list(api.good("GET", "/organizations?include_totals=true")) == ["organizations", "start", "limit", "total"]


def test_checkpoints_go_on_after_a_deleted_row(api: ManagementClient) -> None:
    first = api.good("GET", "/clients?take=2&fields=client_id&include_totals=true")
    assert list(first) == ["clients", "next"]
    api.good("DELETE", "/clients/c0", status=204)
    second = api.good("GET", f"/clients?take=2&from={first['next']}")
    assert [row["client_id"] for row in second["clients"]] == ["c2", "c3"]
    last = api.good("GET", f"/clients?take=2&from={second['next']}")
    assert [row["client_id"] for row in last["clients"]] == ["c4"]
    assert "next" not in last
    assert api.ask("GET", "/clients?from=%21%21").status_code == 400


def test_checkpoints_of_rows_without_a_name_of_their_own(api: ManagementClient) -> None:
    permissions = [{"resource_server_identifier": "https://a", "permission_name": str(number)} for number in range(3)]
    api.seed({"users": [{"user_id": "auth0|u", "email": "u@example.com", "permissions": permissions}]})
    first = api.good("GET", "/users/auth0%7Cu/permissions?take=2")
    second = api.good("GET", f"/users/auth0%7Cu/permissions?take=2&from={first['next']}")
    assert [row["permission_name"] for row in second["permissions"]] == ["2"]


def test_fields_can_be_left_out(api: ManagementClient) -> None:
    shown = api.good("GET", "/clients/c0?fields=client_secret,signing_keys&include_fields=false")
    assert "client_secret" not in shown
    assert shown["client_id"] == "c0"


def test_filters(api: ManagementClient) -> None:
    api.good("POST", "/clients", {"name": "third", "is_first_party": False}, status=201)
    assert len(api.good("GET", "/clients?is_first_party=false")) == 1
    assert len(api.good("GET", "/clients?app_type=spa,native")) == 5
    (pseudo,) = api.good("GET", "/clients?is_global=true")
    assert (pseudo["name"], pseudo["global"]) == ("All Applications", True)


def test_an_actions_list_is_an_object_without_its_zeros(api: ManagementClient) -> None:
    assert api.good("GET", "/actions/actions") == {"actions": [], "per_page": 100}
    api.seed({"actions": [{"name": "a", "code": "//"}, {"name": "b", "code": "//"}]})
    body = api.good("GET", "/actions/actions?page=1&per_page=1")
    assert list(body) == ["actions", "total", "page", "per_page"]
    assert (body["total"], body["page"], body["actions"][0]["name"]) == (2, 1, "b")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("per_page=101", "'Value 101 is greater than maximum 100' on property per_page."),
        ("page=x", "'Expected type integer but found type string' on property page."),
        ("include_totals=1", "'Expected type boolean but found type string' on property include_totals."),
    ],
)
def test_a_bad_query_is_refused(api: ManagementClient, query: str, message: str) -> None:
    body = api.good("GET", f"/clients?{query}", status=400)
    assert (body["message"], body["errorCode"]) == (f"Query validation error: {message}", "invalid_query_string")


def test_offset_paging_ends_at_a_thousand(api: ManagementClient) -> None:
    assert api.ask("GET", "/clients?page=9&per_page=100").status_code == 200
    assert api.ask("GET", "/clients?page=10&per_page=100").status_code == 400


def test_logs_newest_first_and_from_a_checkpoint(api: ManagementClient) -> None:
    for number in range(3):
        kind = "f" if number else "s"
        api.state.insert("log", f"log{number}", {"log_id": f"log{number}", "_id": f"log{number}", "type": kind})
    assert [row["log_id"] for row in api.good("GET", "/logs")] == ["log2", "log1", "log0"]
    assert [row["log_id"] for row in api.good("GET", "/logs?q=type:f&sort=date:1")] == ["log1", "log2"]
    answer = api.ask("GET", "/logs?from=log0&take=1")
    assert [row["log_id"] for row in answer.json or []] == ["log1"]
    assert answer.headers["link"] == '<http://127.0.0.1:18400/api/v2/logs?take=1&from=log1>; rel="next"'
    assert api.good("GET", "/logs/log2")["type"] == "f"


LISTS = (
    ("/clients", "clients"),
    ("/resource-servers", "resource_servers"),
    ("/client-grants", "client_grants"),
    ("/connections", "connections"),
    ("/users", "users"),
    ("/roles", "roles"),
    ("/organizations", "organizations"),
    ("/grants", "grants"),
)


@pytest.mark.parametrize(("path", "collection"), LISTS)
def test_every_list_pages_in_both_styles(api: ManagementClient, path: str, collection: str) -> None:
    five = range(5)
    user = {"user_id": "auth0|u", "email": "u@example.com"}
    api.seed(
        {
            "resource_servers": [{"identifier": f"https://{n}", "scopes": [{"value": "a"}]} for n in five],
            "client_grants": [{"client_id": f"c{n}", "audience": f"https://{n}", "scope": ["a"]} for n in five],
            "connections": [{"name": f"db{n}", "strategy": "auth0"} for n in five],
            "users": [user | {"user_id": f"auth0|u{n}", "email": f"u{n}@example.com"} for n in five],
            "roles": [{"name": f"r{n}"} for n in five],
            "organizations": [{"name": f"o{n}"} for n in five],
        }
    )
    for n in five:
        row = {"id": str(n), "clientID": f"c{n}", "user_id": "auth0|u", "audience": "https://0", "scope": []}
        api.state.insert("consent", str(n), row)
    every = api.good("GET", path)
    assert len(every) >= 5
    paged = [row for page in range(len(every)) for row in api.good("GET", f"{path}?page={page}&per_page=2")]
    assert paged == every
    assert api.good("GET", f"{path}?include_totals=true")["total"] == len(every)
    taken: list[Any] = []
    checkpoint = ""
    while len(taken) < len(every):
        body = api.good("GET", f"{path}?take=2{checkpoint}")
        taken += body[collection]
        checkpoint = f"&from={body['next']}" if "next" in body else ""
    assert taken == every
    assert not checkpoint
    assert set(api.good("GET", f"{path}?fields=id,client_id,user_id")[0]) <= {"id", "client_id", "user_id"}


def test_a_page_reads_its_own_objects_alone(api: ManagementClient) -> None:
    """Neither style of paging, nor the total, reads what stands before or after: one broken object is not met."""
    with api.state.transaction():
        for number in range(2000):
            api.state.insert("role", f"rol_{number}", {"id": f"rol_{number}", "name": str(number), "type": "tenant"})
    with sqlite3.connect(api.state.file) as database:
        database.execute("UPDATE objects SET body = '{' WHERE key IN ('rol_500', 'rol_1500')")
    database.close()
    assert api.good("GET", "/roles?page=9&per_page=100&include_totals=true")["total"] == 2000
    assert len(api.good("GET", "/roles?take=100")["roles"]) == 100
