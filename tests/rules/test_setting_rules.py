"""The rules about clients, APIs, requests and claim names: each with a case that fires it and one that does not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from auth0ctl.findings import Finding
from auth0ctl.lookup import load
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest, TokenRequest, TokenSet
from auth0ctl.rules import FAMILIES, judge

SPA = {
    "client_id": "abc",
    "name": "My SPA",
    "app_type": "spa",
    "is_first_party": True,
    "oidc_conformant": True,
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
    "callbacks": ["https://app.example.com/callback"],
    "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000},
}
API = {
    "id": "1",
    "identifier": "https://api.example.com",
    "name": "Orders",
    "signing_alg": "RS256",
    "scopes": [{"value": "read:orders"}],
    "allow_offline_access": True,
    "skip_consent_for_verifiable_first_party_clients": True,
}
REQUEST = AuthorizeRequest(
    url="https://t.example.com/authorize",
    client_id="abc",
    redirect_uri="http://127.0.0.1:18484/callback",
    response_type="code",
    response_mode="query",
    scope=("openid", "read:orders"),
    audience="https://api.example.com",
    state="s",
)


def names(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule.name for finding in findings]


def of_client(**changes: Any) -> list[str]:
    raw = {name: value for name, value in {**SPA, **changes}.items() if value is not None}
    return names(judge(Facts(client=Client.from_api(raw)), ("AZ1",))[0])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"is_first_party": False, "third_party_security_mode": "strict"}, ["client-third-party"]),
        ({"callbacks": []}, ["client-has-no-callbacks"]),
        ({"callbacks": [], "grant_types": ["client_credentials"]}, []),
        ({"callbacks": [], "app_type": "non_interactive"}, []),
        ({"token_endpoint_auth_method": "client_secret_post"}, ["public-client-needs-auth-method-none"]),
        ({"token_endpoint_auth_method": None}, ["public-client-needs-auth-method-none"]),
        ({"token_endpoint_auth_method": None, "app_type": "regular_web"}, []),
        ({"jwt_configuration": {"alg": "HS256"}}, ["client-id-token-hs256"]),
        ({"jwt_configuration": {}}, ["client-id-token-hs256"]),
        ({"jwt_configuration": {}, "grant_types": ["client_credentials"]}, []),
        ({"callbacks": ["http://localhost:3000/callback"]}, ["callback-not-verifiable"]),
        ({"callbacks": ["com.example.app://callback"]}, ["callback-not-verifiable"]),
        ({"callbacks": ["http://app.localhost:3000/callback"]}, []),
        ({"oidc_conformant": False}, ["client-not-oidc-conformant"]),
    ],
)
def test_client_rules(changes: Mapping[str, Any], found: list[str]) -> None:
    assert of_client(**changes) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"signing_alg": "HS256"}, ["api-signs-hs256"]),
        ({"enforce_policies": True}, ["permissions-not-added-to-token"]),
        ({"enforce_policies": True, "token_dialect": "access_token_authz"}, []),
        ({"enforce_policies": True, "token_dialect": "rfc9068_profile"}, ["permissions-not-added-to-token"]),
        ({"skip_consent_for_verifiable_first_party_clients": False}, ["api-does-not-skip-consent"]),
        ({"allow_offline_access": False}, ["api-offline-access-disabled"]),
        ({"allow_offline_access": False, "is_system": True}, []),
    ],
)
def test_api_rules(changes: Mapping[str, Any], found: list[str]) -> None:
    servers = (ResourceServer.from_api({**API, **changes}),)
    assert names(judge(Facts(resource_servers=servers), ("AZ2",))[0]) == found


@pytest.mark.parametrize(
    ("changes", "granted", "found"),
    [
        ({}, None, []),
        ({"response_type": "token"}, None, ["response-type-without-id-token"]),
        ({"response_type": "id_token token"}, None, []),
        ({"scope": ("read:orders",)}, None, ["openid-scope-missing"]),
        ({}, "openid", ["requested-scope-dropped"]),
        ({}, "openid read:orders", []),
    ],
)
def test_request_rules(changes: Mapping[str, Any], granted: str | None, found: list[str]) -> None:
    tokens = TokenSet(received_at=datetime.now(UTC), access_token="x", scope=granted)
    assert names(judge(Facts(request=replace(REQUEST, **changes), granted=tokens), ("AZ6",))[0]) == found


@pytest.mark.parametrize(
    ("granted", "id_token", "found"),
    [
        ("read:orders", "x", []),
        ("read:orders", None, ["requested-scope-dropped"]),
        ("email", "x", ["requested-scope-dropped"]),
    ],
)
def test_list_of_the_api_alone_beside_an_id_token(granted: str, id_token: str | None, found: list[str]) -> None:
    """As other providers answer where the token is for an API (RFC 8707): openid itself is not in the list."""
    tokens = TokenSet(received_at=datetime.now(UTC), access_token="x", id_token=id_token, scope=granted)
    assert names(judge(Facts(request=REQUEST, granted=tokens), ("AZ6",))[0]) == found


def test_scope_that_a_machine_was_not_granted() -> None:
    asked = TokenRequest(grant_type="client_credentials", client_id="abc", scope=("read:orders", "write:orders"))
    tokens = TokenSet(received_at=datetime.now(UTC), access_token="x", scope="read:orders")
    findings, _ = judge(Facts(token_request=asked, granted=tokens), ("AZ6",))
    assert [finding.detail for finding in findings] == ["Asked for and not granted: write:orders."]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("https://example.com/plan", []),
        ("https://notauth0.com/plan", []),
        ("https://auth0.com.example.com/plan", []),
        ("plan", []),
        ("urn:example:plan", []),
        ("https://example.auth0.com/plan", ["claim-namespace-reserved"]),
        ("https://AUTH0.com/plan", ["claim-namespace-reserved"]),
        ("https://x.webtask.io/plan", ["claim-namespace-reserved"]),
        ("http://webtask.run/plan", ["claim-namespace-reserved"]),
        ("urn:auth0:plan", ["claim-namespace-reserved"]),
        ("roles", ["claim-not-namespaced"]),
        ("permissions", ["claim-not-namespaced"]),
        ("email", ["claim-not-namespaced"]),
        ("", ["claim-name-malformed"]),
        ("my plan", ["claim-name-malformed"]),
        ("pl\x1ban", ["claim-name-malformed"]),
        ("x" * 2000, ["claim-name-malformed"]),
    ],
)
def test_claim_name_rules(name: str, found: list[str]) -> None:
    assert names(judge(Facts(claim_name=name), ("AZ7",))[0]) == found


def test_a_code_and_a_name_stand_for_one_rule_in_all_families() -> None:
    rules = [one.rule for target in FAMILIES.values() for one in load(target)]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len({*rules})


def test_every_family_is_in_the_table() -> None:
    prefixes = {family[:3] for family in FAMILIES}
    assert prefixes >= {"AZ0", "AZ1", "AZ2", "AZ3", "AZ4", "AZ6", "AZ7", "AZ8", "AZ9"}
