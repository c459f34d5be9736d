"""Clients, APIs and client grants: validation, PATCH, and what goes with what."""

from pathlib import Path
from typing import Any

import pytest
from management_client import ISSUER, ManagementClient

API = "https://api.example.com/v1"


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "'Missing required property: name'."),
        ({"name": "x", "foo": 1}, "'Additional properties not allowed: foo'."),
        ({"name": "x", "app_type": "web"}, "'No enum match for: web' on property app_type."),
        ({"name": 1}, "'Expected type string but found type integer' on property name."),
        (
            {"name": "x", "description": "d" * 141},
            "'String is too long (141 chars), maximum 140' on property description.",
        ),
        (
            {"name": "x", "callbacks": ["https://a.example/cb", "nonsense"]},
            "'Object didn't pass validation for format callback-url: nonsense' on property callbacks[1].",
        ),
        (
            {"name": "x", "web_origins": ["https://a.example", "https://a.example"]},
            "'Array items are not unique (indexes 0 and 1)' on property web_origins.",
        ),
        (
            {"name": "x", "refresh_token": {"rotation_type": "rotating"}},
            "'Missing required property: expiration_type' on property refresh_token.",
        ),
        (
            {"name": "x", "is_first_party": False, "oidc_conformant": True},
            "'Additional properties not allowed: oidc_conformant'.",
        ),
    ],
)
def test_a_bad_client_is_refused_in_the_validators_words(api: ManagementClient, body: Any, message: str) -> None:
    answer = api.ask("POST", "/clients", body)
    assert answer.json == {
        "statusCode": 400,
        "error": "Bad Request",
        "message": "Payload validation error: " + message,
        "errorCode": "invalid_body",
    }
    assert api.good("GET", "/clients") == []


def test_bodies_that_are_not_an_object_or_not_json(api: ManagementClient) -> None:
    message = api.good("POST", "/clients", [1], status=400)["message"]
    assert message == "Payload validation error: 'Expected type object but found type array'."
    for text in ("{", '{"name": "\\ud800"}', '{"name": NaN}', "[" * 100_000):
        answer = api.post_text("/clients", text)
        assert answer.status_code == 400
        assert (answer.json or {})["message"] == "Invalid request payload JSON format"


def test_patch_of_a_client_merges_as_recorded(api: ManagementClient) -> None:
    sent = {"name": "x", "client_metadata": {"a": "1", "b": "2"}, "callbacks": ["https://a.example/cb"]}
    client_id = api.good("POST", "/clients", sent, status=201)["client_id"]
    patch = {"jwt_configuration": {"alg": "RS256"}, "client_metadata": {"a": None, "c": "3"}, "callbacks": None}
    changed = api.good("PATCH", f"/clients/{client_id}", patch)
    assert changed["jwt_configuration"] == {"secret_encoded": False, "lifetime_in_seconds": 36000, "alg": "RS256"}
    assert changed["client_metadata"] == {"b": "2", "c": "3"}
    assert "callbacks" not in changed
    empty = api.good("PATCH", f"/clients/{client_id}", {}, status=400)
    assert empty["message"] == "Payload validation error: 'Too few properties defined (0), minimum 1'."
    for name in ("client_id", "tenant", "global", "signing_keys"):
        refused = api.good("PATCH", f"/clients/{client_id}", {name: False}, status=400)
        assert refused["message"] == f"Payload validation error: 'Additional properties not allowed: {name}'."


def test_jwt_configuration_with_alg_alone_gets_no_lifetime(api: ManagementClient) -> None:
    made = api.good("POST", "/clients", {"name": "x", "jwt_configuration": {"alg": "RS256"}}, status=201)
    assert made["jwt_configuration"] == {"secret_encoded": False, "alg": "RS256"}


def test_a_rotated_secret_is_another_one(api: ManagementClient) -> None:
    made = api.good("POST", "/clients", {"name": "x"}, status=201)
    rotated = api.good("POST", f"/clients/{made['client_id']}/rotate-secret", {})
    assert rotated["client_secret"] != made["client_secret"]
    assert api.good("GET", f"/clients/{made['client_id']}")["client_secret"] == rotated["client_secret"]


def test_a_new_client_may_use_the_connections_unless_the_tenant_says_no(api: ManagementClient) -> None:
    connection = api.good("POST", "/connections", {"name": "db", "strategy": "auth0"}, status=201)
    first = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    api.good("PATCH", "/tenants/settings", {"flags": {"enable_client_connections": False}})
    api.good("POST", "/clients", {"name": "y"}, status=201)
    path = f"/connections/{connection['id']}/clients"
    assert api.good("GET", path) == {"clients": [{"client_id": first}]}
    assert api.good("GET", f"/clients/{first}/connections")["connections"][0]["name"] == "db"
    api.good("PATCH", path, [{"client_id": first, "status": False}], status=204)
    assert api.good("GET", path) == {"clients": []}
    refused = api.good("PATCH", f"/connections/{connection['id']}", {"enabled_clients": []}, status=400)
    assert refused["message"] == "Payload validation error: 'Additional properties not allowed: enabled_clients'."


def test_deleting_a_client_twice_is_fine_and_takes_its_grants(api: ManagementClient) -> None:
    client_id = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    api.good("POST", "/resource-servers", {"identifier": API}, status=201)
    api.good("POST", "/client-grants", {"client_id": client_id, "audience": API, "scope": []}, status=201)
    for _ in range(2):
        api.good("DELETE", f"/clients/{client_id}", status=204)
    assert api.good("GET", "/client-grants") == []


def test_an_api_is_found_by_its_encoded_identifier(api: ManagementClient) -> None:
    made = api.good("POST", "/resource-servers", {"identifier": API, "name": "A"}, status=201)
    for name in (made["id"], "https%3A%2F%2Fapi.example.com%2Fv1", "https:%2F%2Fapi.example.com%2Fv1"):
        assert api.good("GET", f"/resource-servers/{name}") == made
    assert api.ask("GET", "/resource-servers/https%3A%2F%2Fapi.example.com%2Fv1%2F").status_code == 404
    assert api.ask("POST", "/resource-servers", {"identifier": API}).status_code == 409
    for _ in range(2):
        api.good("DELETE", "/resource-servers/https%3A%2F%2Fapi.example.com%2Fv1", status=204)


def test_patch_of_an_api(api: ManagementClient) -> None:
    sent = {
        "identifier": API,
        "scopes": [{"value": "a"}, {"value": "b", "description": "B"}],
        "token_dialect": "access_token",
    }
    api_id = api.good("POST", "/resource-servers", sent, status=201)["id"]
    changed = api.good("PATCH", f"/resource-servers/{api_id}", {"scopes": [{"value": "c"}], "token_lifetime": None})
    assert changed["scopes"] == [{"value": "c"}]
    assert changed["token_lifetime"] == 86400
    assert changed["token_dialect"] == "access_token"
    secret = api.good("PATCH", f"/resource-servers/{api_id}", {"signing_alg": "HS256"})["signing_secret"]
    assert len(secret) >= 16
    assert (
        api.good("PATCH", f"/resource-servers/{api_id}", {"token_lifetime": 60}, status=400)["errorCode"]
        == "invalid_body"
    )


def test_the_management_api_is_listed_and_keeps_its_scopes(api: ManagementClient) -> None:
    (row,) = api.good("GET", "/resource-servers")
    assert row["identifier"] == ISSUER + "api/v2/"
    assert row["is_system"] is True
    assert {"value": "read:clients", "description": "Read Clients"} in row["scopes"]
    refused = api.good("PATCH", f"/resource-servers/{row['id']}", {"scopes": []}, status=400)
    assert refused["message"] == "Payload validation error: 'Additional properties not allowed: scopes'."
    assert api.ask("DELETE", f"/resource-servers/{row['id']}").status_code == 400


def test_client_grants_are_unique_and_within_the_apis_scopes(api: ManagementClient) -> None:
    client_id = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    api.good("POST", "/resource-servers", {"identifier": API, "scopes": [{"value": "a"}]}, status=201)
    body = {"client_id": client_id, "audience": API, "scope": ["a"]}
    grant = api.good("POST", "/client-grants", body, status=201)
    assert api.ask("POST", "/client-grants", body).status_code == 409
    assert api.good("POST", "/client-grants", {**body, "subject_type": "user"}, status=201)["subject_type"] == "user"
    assert api.ask("PATCH", f"/client-grants/{grant['id']}", {"scope": ["b"]}).status_code == 400
    everything = api.good("PATCH", f"/client-grants/{grant['id']}", {"allow_all_scopes": True})
    assert "scope" not in everything
    assert api.ask("PATCH", f"/client-grants/{grant['id']}", {"allow_all_scopes": False}).status_code == 400
    back = api.good("PATCH", f"/client-grants/{grant['id']}", {"allow_all_scopes": False, "scope": ["a"]})
    assert back["scope"] == ["a"]
    assert len(api.good("GET", f"/client-grants?client_id={client_id}&subject_type=client")) == 1
    missing = api.good("GET", "/client-grants/cgr_none", status=404)
    assert (missing["message"], missing["errorCode"]) == ("The grant does not exist.", "inexistent_client_grant")


def test_a_grant_may_name_the_management_api_by_its_https_spelling(api: ManagementClient) -> None:
    client_id = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    spelling = "https://127.0.0.1:18400/api/v2/"
    body = {"client_id": client_id, "audience": spelling, "scope": ["read:users"]}
    assert api.good("POST", "/client-grants", body, status=201)["audience"] == ISSUER + "api/v2/"
    assert len(api.good("GET", f"/client-grants?audience={spelling}")) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("callbacks", "http://[::1"),
        ("allowed_logout_urls", "https://[example.com/out"),
        ("web_origins", "http://[::1"),
        ("allowed_origins", "http://[::1"),
    ],
)
def test_an_address_with_a_broken_bracket_is_refused(api: ManagementClient, name: str, value: str) -> None:
    refused = api.good("POST", "/clients", {"name": "x", name: [value]}, status=400)
    assert refused["errorCode"] == "invalid_body"
    assert refused["message"].startswith("Payload validation error: 'Object didn't pass validation for format ")
    assert refused["message"].endswith(f"on property {name}[0].")
    client_id = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    api.good("PATCH", f"/clients/{client_id}", {name: [value]}, status=400)
    for uri in ("http://[::1]:3000/cb", "http://[::1]"):
        api.good("PATCH", f"/clients/{client_id}", {"callbacks": [uri]})
