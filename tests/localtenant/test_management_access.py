"""Who may ask: the token, its audience and its scopes; and what every answer carries."""

from pathlib import Path

import pytest
from management_client import NOW, ManagementClient


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "Missing authentication"),
        ("Bearer malformed", "Invalid token"),
        ("Bearer expired", "Expired token received for JSON Web Token validation"),
        ("Bearer invalid", "Invalid signature received for JSON Web Token validation"),
    ],
)
def test_a_bad_token_is_401_with_attributes_and_no_error_code(
    api: ManagementClient, header: str | None, message: str
) -> None:
    answer = api.ask("GET", "/clients", headers={} if header is None else {"Authorization": header})
    assert answer.status_code == 401
    assert answer.json == {
        "statusCode": 401,
        "error": "Unauthorized",
        "message": message,
        "attributes": {"error": message},
    }


@pytest.mark.parametrize("header", ["Basic good", "Bearer", "Bearer a b"])
def test_a_bad_authorization_header_is_400(api: ManagementClient, header: str) -> None:
    answer = api.ask("GET", "/clients", headers={"Authorization": header})
    assert answer.json == {
        "statusCode": 400,
        "error": "Bad Request",
        "message": "Bad HTTP authentication header format",
        "errorCode": "Bearer",
    }


def test_a_missing_scope_is_403_and_names_what_would_do(api: ManagementClient) -> None:
    api.scope = "read:users"
    answer = api.ask("GET", "/clients")
    assert answer.json == {
        "statusCode": 403,
        "error": "Forbidden",
        "message": "Insufficient scope, expected any of: read:clients,read:client_summary",
        "errorCode": "insufficient_scope",
    }


def test_a_token_for_another_api_is_refused_and_the_https_spelling_is_not(api: ManagementClient) -> None:
    api.audience = ["https://api.example.com", "http://127.0.0.1:18400/userinfo"]
    assert api.ask("GET", "/clients").status_code == 401
    api.audience = ["https://127.0.0.1:18400/api/v2/"]
    assert api.ask("GET", "/clients").status_code == 200


def test_secrets_and_keys_are_shown_only_with_read_client_keys(api: ManagementClient) -> None:
    made = api.good("POST", "/clients", {"name": "x"}, status=201)
    assert len(made["client_secret"]) == 64
    api.scope = "read:clients"
    shown = api.good("GET", f"/clients/{made['client_id']}")
    assert "client_secret" not in shown
    assert "signing_keys" not in shown
    assert "client_secret" not in api.good("GET", "/clients")[0]


def test_setting_a_client_secret_needs_update_client_keys(api: ManagementClient) -> None:
    client_id = api.good("POST", "/clients", {"name": "x"}, status=201)["client_id"]
    api.scope = "update:clients"
    assert api.ask("PATCH", f"/clients/{client_id}", {"client_secret": "chosen"}).status_code == 403
    api.scope = "update:clients update:client_keys read:client_keys"
    assert api.good("PATCH", f"/clients/{client_id}", {"client_secret": "chosen"})["client_secret"] == "chosen"


def test_connection_options_need_their_own_scope(api: ManagementClient) -> None:
    api.good("POST", "/connections", {"name": "db", "strategy": "auth0"}, status=201)
    api.scope = "read:connections"
    assert "options" not in api.good("GET", "/connections")[0]
    api.scope = "read:connections read:connections_options"
    assert "options" in api.good("GET", "/connections")[0]


def test_a_users_own_token_reaches_its_own_record_only(api: ManagementClient) -> None:
    api.seed(
        {"users": [{"user_id": "auth0|me", "email": "me@example.com"}, {"user_id": "auth0|you", "email": "y@e.com"}]}
    )
    api.subject = "auth0|me"
    api.scope = "read:current_user update:current_user_metadata read:users read:clients"
    assert api.good("GET", "/users/auth0%7Cme")["email"] == "me@example.com"
    assert api.ask("GET", "/users/auth0%7Cyou").status_code == 403
    assert api.ask("GET", "/clients").status_code == 403
    assert api.good("PATCH", "/users/auth0%7Cme", {"user_metadata": {"a": 1}})["user_metadata"] == {"a": 1}
    assert api.ask("PATCH", "/users/auth0%7Cme", {"app_metadata": {"admin": True}}).status_code == 400


def test_every_answer_tells_the_rate_limit(api: ManagementClient) -> None:
    for path in ("/clients", "/nowhere"):
        headers = api.ask("GET", path).headers
        assert int(headers["x-ratelimit-remaining"]) < int(headers["x-ratelimit-limit"])
        assert int(headers["x-ratelimit-reset"]) == int(NOW) + 1


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("PUT", "/clients"), ("GET", "/clients/a/b")])
def test_what_is_not_there_is_404_in_auth0s_shape(api: ManagementClient, method: str, path: str) -> None:
    answer = api.ask(method, path)
    assert answer.status_code == 404
    assert answer.json == {"statusCode": 404, "error": "Not Found", "message": "Not Found"}
