"""Every recorded body of a success, held against what the tenant answers to the same request.

A difference is a path and what is wrong there; each one that remains stands in its row with the reason, and the test
fails when one is gone as well as when one is new.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from local_keys import public_pem, rsa_key
from management_client import ISSUER, ManagementClient, recorded

Body = dict[str, Any]
Ask = Callable[[ManagementClient, Any], Any]

STRUCT = "the recorder decodes clients into a Go struct, which knows cert alone and makes it up (clients.md, additions)"
SIGNING_KEYS = {"signing_keys[0].pkcs7 is new": STRUCT, "signing_keys[0].subject is new": STRUCT}
MADE = {"id": r".+", "created_at": r"\d{4}-\d\d-\d\dT.+Z", "updated_at": r"\d{4}-\d\d-\d\dT.+Z"}
CLIENT = {"client_id": r"[A-Za-z0-9]{32}", "client_secret": r"[\w-]{64}", "cert": r"(?s)-----BEGIN CERTIFICATE.+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``made``: the members that the tenant makes up, with the form they must have. ``differences``: path -> reason."""

    name: str
    ask: Ask
    made: Mapping[str, str] = field(default_factory=lambda: MADE)
    differences: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = True


def created(path: str, *names: str, **more: Any) -> Ask:
    """POST with the named members of the recorded body, and more."""

    def ask(api: ManagementClient, expected: Any) -> Any:
        return api.good("POST", path, {name: expected[name] for name in names} | more, status=201)

    return ask


def client(name: str, *names: str, differences: Mapping[str, str] | None = None, id_form: str = "", **more: Any) -> Row:
    made = CLIENT | ({"client_id": id_form} if id_form else {})
    ask = created("/clients", "name", *names, **more)
    return Row(name=name, ask=ask, made=made, differences=SIGNING_KEYS | dict(differences or {}))


def all_applications(api: ManagementClient, expected: Any) -> Any:
    client_id = api.good("GET", "/clients?is_global=true")[0]["client_id"]
    api.good("PATCH", f"/clients/{client_id}", {"custom_login_page": expected["custom_login_page"]})
    return api.good("GET", "/clients?page=0&per_page=100&include_totals=true&is_global=true")["clients"][0]


def client_grant_user(api: ManagementClient, expected: Any) -> Any:
    scopes = [{"value": "create:bar"}]
    api.seed(
        {
            "clients": [{"client_id": expected["client_id"]}],
            "resource_servers": [{"identifier": expected["audience"], "scopes": scopes}],
        }
    )
    return api.good("POST", "/client-grants", {k: v for k, v in expected.items() if k != "id"}, status=201)


def client_grant_default(api: ManagementClient, expected: Any) -> Any:
    api.seed({"resource_servers": [{"identifier": expected["audience"], "scopes": [{"value": "read:data"}]}]})
    sent = {name: expected[name] for name in ("audience", "scope", "default_for")}
    return api.good("POST", "/client-grants", sent, status=201)


def resource_server_all_fields(api: ManagementClient, expected: Any) -> Any:
    made = api.good("POST", "/resource-servers", {"identifier": expected["identifier"]}, status=201)
    patch = {name: value for name, value in expected.items() if name not in ("id", "identifier")}
    key = {"name": "encryptkey", "alg": "RSA-OAEP-256", "pem": public_pem(rsa_key())}
    patch["token_encryption"] = {"format": "compact-nested-jwe", "encryption_key": key}
    return api.good("PATCH", f"/resource-servers/{made['id']}", patch)


def management_api(api: ManagementClient, _expected: Any) -> Any:
    body = api.good("GET", "/resource-servers?page=0&per_page=100&include_totals=true")
    assert list(body) == ["total", "start", "limit", "resource_servers"]
    return body["resource_servers"][0]


def tenant_settings(api: ManagementClient, expected: Any) -> Any:
    api.good("PATCH", "/tenants/settings", {k: v for k, v in expected.items() if k != "sandbox_versions_available"})
    return api.good("GET", "/tenants/settings")


def bindings(api: ManagementClient, expected: Any) -> Any:
    action = expected["bindings"][0]["action"]
    code = action["deployed_version"]["code"]
    sent = {"name": action["name"], "supported_triggers": action["supported_triggers"], "code": code}
    made = api.good("POST", "/actions/actions", sent, status=201)
    api.good("POST", f"/actions/actions/{made['id']}/deploy")
    ref = {"type": "action_id", "value": made["id"]}
    api.good("PATCH", "/actions/triggers/post-login/bindings", {"bindings": [{"ref": ref}]})
    return api.good("GET", "/actions/triggers/post-login/bindings")


def database(api: ManagementClient, expected: Any) -> Any:
    sent = {name: expected[name] for name in ("name", "strategy", "is_domain_connection", "metadata", "options")}
    sent["options"] = sent["options"] | {"configuration": {"foo": "bar"}}
    made = api.good("POST", "/connections", sent, status=201)
    return api.good("GET", f"/connections/{made['id']}")


def connection_clients(api: ManagementClient, expected: Any) -> Any:
    client_id = expected["clients"][0]["client_id"]
    api.seed({"clients": [{"client_id": client_id}]})
    body = {"name": "db", "strategy": "auth0", "enabled_clients": [client_id]}
    connection = api.good("POST", "/connections", body, status=201)
    return api.good("GET", f"/connections/{connection['id']}/clients")


def signing_keys(api: ManagementClient, _expected: Any) -> Any:
    for kid, current in (("1" * 21, True), ("2" * 21, False)):
        cert = {"cert": "c", "pkcs7": "p", "fingerprint": "f", "thumbprint": "t"}
        flags = {"current": current, "next": not current, "revoked": False}
        api.state.insert("signing_key", kid, {"kid": kid} | flags | cert)
    return api.good("GET", "/keys/signing")


def user(api: ManagementClient, expected: Any) -> Any:
    name = "Username-Password-Authentication"
    api.good("POST", "/connections", {"name": name, "strategy": "auth0"}, status=201)
    sent = {"user_id": "testaccuser", "connection": name, "password": "a long enough one"}
    sent |= {name: expected[name] for name in ("email", "username")}
    return api.good("POST", "/users", sent, status=201)


RECORDER = "not an Auth0 body: the recorder writes a constant (recorded-examples/README.md)"
ROWS = (
    client("client-no-app-type"),
    client("client-regular-web", "app_type", "token_endpoint_auth_method"),
    client("client-native-device-code", "app_type", "oidc_conformant", "grant_types", "token_endpoint_auth_method"),
    client("client-spa", "app_type", "token_endpoint_auth_method"),
    client("client-resource-server-app", "app_type", "resource_server_identifier"),
    client(
        "client-third-party-strict",
        *("app_type", "is_first_party", "callbacks", "token_endpoint_auth_method", "third_party_security_mode"),
        "redirection_policy",
        id_form=r"tpc_[A-Za-z0-9]{22}",
    ),
    client(
        "client-non-interactive",
        "description",
        "app_type",
        differences={"cross_origin_authentication is new": "an older recording; all newer ones show it"},
    ),
    Row(
        name="client-global-all-applications",
        ask=all_applications,
        made=CLIENT | {"tenant": "local", "pkcs7": r"(?s)-----BEGIN.+"},
    ),
    Row(name="client-grant-user", ask=client_grant_user, made={"id": r"cgr_[A-Za-z0-9]{16}"}),
    Row(name="client-grant-default-for-third-party", ask=client_grant_default, made={"id": r"cgr_[A-Za-z0-9]{16}"}),
    Row(
        name="resource-server-minimal",
        ask=created("/resource-servers", "identifier"),
        made={"id": r"[0-9a-f]{24}"},
    ),
    Row(
        name="resource-server-all-fields",
        ask=resource_server_all_fields,
        made={"id": r"[0-9a-f]{24}", "thumbprint_sha256": r"[\w-]{43}"},
    ),
    Row(
        name="resource-server-management-api",
        ask=management_api,
        made={"id": r"[0-9a-f]{24}", "identifier": re.escape(ISSUER + "api/v2/")},
        ordered=False,  # the newest scopes name their value first there, which says nothing
    ),
    Row(name="tenant-settings", ask=tenant_settings),
    Row(
        name="action-created",
        ask=created("/actions/actions", "name", "supported_triggers", "code"),
        made=MADE | {"created_at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z"},
    ),
    Row(
        name="action-bindings-post-login",
        ask=bindings,
        made=MADE | {"built_at": r".+Z", "build_time": r".+Z"},
    ),
    Row(
        name="connection-database",
        ask=database,
        made={"id": r"con_[A-Za-z0-9]{16}"},
        ordered=False,  # Auth0 sorts the options by the length of their names
        differences={"options.configuration.foo is 'bar'": "kept as sent; Auth0 encrypts the values"},
    ),
    Row(name="connection-enabled-clients", ask=connection_clients),
    Row(
        name="custom-domain-pending",
        ask=created("/custom-domains", "domain", "type"),
        made=MADE | {"custom_domain_id": r"cd_[A-Za-z0-9]{16}", "record": r"[0-9a-f-]{36}"},
    ),
    Row(
        name="keys-signing",
        ask=signing_keys,
        made=dict.fromkeys(("cert", "pkcs7", "fingerprint", "thumbprint"), r".+"),
        differences={"[0].previous is False": RECORDER, "[1].previous is False": RECORDER},
    ),
    Row(name="rule", ask=created("/rules", "name", "script"), made={"id": r"rul_[A-Za-z0-9]{16}"}),
    Row(name="user-created", ask=user, made=MADE),
)


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_answer_is_the_recorded_one(api: ManagementClient, row: Row) -> None:
    if row.name.startswith("client-"):
        api.state.insert(
            "signing_key",
            "k",
            {"kid": "k", "cert": "-----BEGIN CERTIFICATE-----", "pkcs7": "-----BEGIN PKCS7-----", "current": True}
            | {"next": False, "revoked": False},
        )
    expected = recorded(row.name)
    mine = row.ask(api, expected)
    assert set(differences(mine, expected, row)) == set(row.differences)


def differences(mine: Any, theirs: Any, row: Row, path: str = "", name: str = "") -> Iterator[str]:
    """Members that are missing or new, another order, another type, another value."""
    if name in row.made and isinstance(theirs, str):
        if not (isinstance(mine, str) and re.fullmatch(row.made[name], mine)):
            yield f"{path} has another form: {mine!r}"
    elif type(mine) is not type(theirs):
        yield f"{path} is a {type(mine).__name__}"
    elif isinstance(theirs, dict):
        yield from (f"{path}.{key} is missing".lstrip(".") for key in theirs.keys() - mine.keys())
        yield from (f"{path}.{key} is new".lstrip(".") for key in mine.keys() - theirs.keys())
        common = [key for key in mine if key in theirs]
        if row.ordered and common != [key for key in theirs if key in mine]:
            yield f"{path} has another order: {common}"
        for key in common:
            yield from differences(mine[key], theirs[key], row, f"{path}.{key}".lstrip("."), key)
    elif isinstance(theirs, list):
        if len(mine) != len(theirs):
            yield f"{path} has {len(mine)} items"
        for index, (one, other) in enumerate(zip(mine, theirs, strict=False)):
            yield from differences(one, other, row, f"{path}[{index}]")
    elif mine != theirs:
        yield f"{path} is {mine!r}"


def test_every_recorded_body_has_a_row() -> None:
    files = {file.stem for file in (Path(__file__).parent / "recorded").glob("*.json")}
    # The two of the Authentication API, and the errors, have tests of their own.
    elsewhere = {"management-error-bodies", "openid-configuration", "authentication-api-exchanges"}
    assert files - elsewhere == {row.name for row in ROWS}


def test_a_created_client_is_shown_the_same_again(api: ManagementClient) -> None:
    made = api.good("POST", "/clients", {"name": "x"}, status=201)
    again = api.good("GET", f"/clients/{made['client_id']}")
    assert {key: value for key, value in again.items() if key not in ("tenant", "global")} == made
