"""``tenant add --from``: auth0-cli's tenants with its keyring, a dotenv file, a deploy-cli config.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from shared_keyring import Shared
from tenant_desk import MACHINE, SECRET, Desk, desk, served

__all__ = ["desk", "served"]

OTHER = "http://127.0.0.1:1"  # nobody listens


def entry(domain: str, **more: Any) -> dict[str, Any]:
    return {"name": "tenant", "domain": domain, "expires_at": "2126-01-01T00:00:00.5Z", "client_id": "", **more}


def auth0_cli(desk: Desk, *entries: dict[str, Any]) -> Path:
    """What auth0-cli leaves after logins; the last one is its default tenant."""
    document = {
        "install_id": "3998b053-dd7f-4bfe-bb10-c4f3a96a0180",
        "default_tenant": entries[-1]["domain"],
        "tenants": {one["domain"]: one for one in entries},
    }
    return Path(desk.file(".config/auth0/config.json", json.dumps(document)))


def store_token(domain: str, token: str) -> None:
    """As auth0-cli does: in chunks of 2048 characters, each an entry of its own."""
    for number, start in enumerate(range(0, len(token), 2048)):
        Shared.entries[f"Auth0 CLI Access Token {number}", domain] = token[start : start + 2048]


def test_a_persons_login_comes_with_its_chunked_token_and_nothing_of_auth0_cli_is_written(desk: Desk) -> None:
    token = desk.token("read:clients", *(f"read:made_up_scope_number_{number}" for number in range(100)))
    assert len(token) > 2048
    file = auth0_cli(desk, entry(desk.domain))
    store_token(desk.domain, token)
    before = file.read_bytes()
    done = desk("tenant", "add", "--from", "auth0-cli")
    assert done.code == 0, done.err
    assert "1 of " in done.out
    assert token not in done.said
    name = desk.names()[1]
    assert desk.kept(name, "api_token") == token
    assert desk("client", "list").code == 0
    assert file.read_bytes() == before
    assert not [one for one in Shared.written if one.startswith("Auth0 CLI")]


def test_several_tenants_the_default_first_and_one_that_does_not_answer_is_said(desk: Desk) -> None:
    Shared.entries["Auth0 CLI Client Secret", desk.domain] = SECRET
    auth0_cli(desk, entry(OTHER, access_token="x.y.z"), entry(desk.domain, client_id=MACHINE))
    done = desk("tenant", "add", "--from", "auth0-cli", "-o", "json")
    assert done.code == 0, done.err
    first, second = done.json
    assert (first["domain"], first["added"], first["way_in"]) == (desk.domain, True, "machine-to-machine client")
    assert (second["domain"], second["added"]) == (OTHER, False)
    assert second["notes"]
    assert desk.kept(first["name"], "client_secret") == SECRET
    assert SECRET not in done.said
    assert [one["current"] for one in desk("tenant", "list", "-o", "json").json] == [False, True]


def test_an_expired_token_is_said_and_left_behind(desk: Desk) -> None:
    auth0_cli(desk, entry(desk.domain, access_token=desk.token("read:clients"), expires_at="2024-01-01T00:00:00Z"))
    done = desk("tenant", "add", "staging", "--from", "auth0-cli", "-o", "json")
    assert done.code == 0, done.err
    assert "expired at 2024-01-01 00:00 UTC" in done.json[0]["notes"][0]
    assert done.json[0]["way_in"] == "client id"
    assert desk.kept("staging", "api_token") is None


def test_a_token_that_the_tenant_refuses_is_left_behind(desk: Desk) -> None:
    auth0_cli(desk, entry(desk.domain, access_token=desk.token("read:clients", expired=True)))
    done = desk("tenant", "add", "staging", "--from", "auth0-cli", "-o", "json")
    assert done.code == 0, done.err
    assert "Not taken over: the Management API token expired" in done.json[0]["notes"][0]
    assert desk.kept("staging", "api_token") is None


def test_a_second_time_changes_nothing_without_force(desk: Desk) -> None:
    auth0_cli(desk, entry(desk.domain, access_token=desk.token("read:clients")))
    assert desk("tenant", "add", "--from", "auth0-cli").code == 0
    again = desk("tenant", "add", "--from", "auth0-cli")
    assert again.code == 2
    assert "already" in again.err
    assert desk("tenant", "add", "--from", "auth0-cli", "--force").code == 0
    assert len(desk.names()) == 2


def test_a_dotenv_file_with_a_frameworks_names(desk: Desk) -> None:
    file = desk.file(
        "app/.env.local",
        f"VITE_AUTH0_DOMAIN={desk.domain}\n# VITE_AUTH0_DOMAIN=old.eu.auth0.com\n"
        f"export VITE_AUTH0_CLIENT_ID='{desk.served.client_id}'\nVITE_AUTH0_AUDIENCE=\"https://api.example.com\"\n"
        "AUTH0_CLIENT_SECRET=YOUR_CLIENT_SECRET\nSTRIPE_CLIENT_SECRET=hush-another-secret\n",
    )
    done = desk("tenant", "add", "app", "--from", file, "-o", "json")
    assert done.code == 0, done.err
    (added,) = done.json
    assert (added["client_id"], added["audience"]) == (desk.served.client_id, "https://api.example.com")
    assert "AUTH0_CLIENT_SECRET was never filled in" in added["notes"][0]
    shown = desk("tenant", "show", "-o", "json").json["resource"]
    assert shown["audience"] == {"value": "https://api.example.com", "origin": "profile app"}
    assert "hush-another-secret" not in json.dumps([str(one) for one in Shared.entries.items()])


@pytest.mark.parametrize("line", ["AUTH0_ISSUER_BASE_URL={}/", "ISSUER_BASE_URL={}", "auth0.domain={}"])
def test_a_domain_is_found_under_other_names(desk: Desk, line: str) -> None:
    file = desk.file(".env", line.format(desk.domain) + "\n")
    done = desk("tenant", "add", "app", "--from", file)
    assert done.code == 0, done.err
    assert desk("tenant", "show", "-o", "json").json["resource"]["domain"]["value"].startswith(desk.domain)


def test_a_deploy_cli_file_brings_its_machine_to_machine_client(desk: Desk) -> None:
    document = {
        "AUTH0_DOMAIN": desk.domain,
        "AUTH0_CLIENT_ID": MACHINE,
        "AUTH0_CLIENT_SECRET": SECRET,
        "AUTH0_AUDIENCE": desk.api,
        "AUTH0_KEYWORD_REPLACE_MAPPINGS": {"AUTH0_TENANT_NAME": "x"},
    }
    done = desk("tenant", "add", "ci", "--from", desk.file("config.json", json.dumps(document)), "-o", "json")
    assert done.code == 0, done.err
    assert done.json[0]["way_in"] == "machine-to-machine client"
    assert done.json[0]["audience"] is None
    assert SECRET not in done.said
    assert desk.kept("ci", "client_secret") == SECRET


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no Auth0 domain"),
        ("PORT=3000\n", "names no Auth0 domain"),
        ("AUTH0_DOMAIN=YOUR_DOMAIN\n", "never filled in"),
        ("AUTH0_DOMAIN=user@evil.example\n", "user name"),
        ("{}", "names no Auth0 domain"),
        ('{"tenants": 7}', "not a config.json of auth0-cli"),
        ('{"tenants": {}}', "knows no tenant"),
    ],
)
def test_a_file_that_names_no_tenant_is_refused(desk: Desk, text: str, says: str) -> None:
    done = desk("tenant", "add", "--from", desk.file("settings", text))
    assert done.code == 2, done.said
    assert says in done.err
    assert desk.names() == ["local"]


def test_without_auth0_cli_and_beside_other_credentials_it_is_a_usage_error(desk: Desk) -> None:
    absent = desk("tenant", "add", "--from", "auth0-cli")
    assert (absent.code, "config.json" in absent.err) == (2, True)
    both = desk("tenant", "add", "--from", "auth0-cli", "--client", "abc")
    assert (both.code, "either --from" in both.err) == (2, True)
