"""The rules about clients, APIs, requests, refusals and claim names: each with a case that fires it and one that does
not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from auth0ctl.findings import Finding
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest, Refusal, TokenSet
from auth0ctl.rules import FAMILIES, judge
from auth0ctl.rules.login import TOLD

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


REFUSALS = [
    ("page", "unauthorized_client", "Callback URL mismatch.", "callback-url-not-registered"),
    ("page", "invalid_request", "Unknown client: abc", "client-unknown"),
    ("redirect", "access_denied", "Service not found: https://nope", "audience-not-registered"),
    ("redirect", "unauthorized_client", "Grant type 'implicit' not allowed for the client.", "grant-type-not-enabled"),
    (
        "redirect",
        "invalid_request",
        'Client "abc" is not authorized to access resource server "https://api.example.com".',
        "client-grant-missing",
    ),
    ("redirect", "access_denied", "User did not authorize the request", "user-declined-consent"),
    ("redirect", "access_denied", "only staff may log in", "action-denies-login"),
    ("redirect", "login_required", "Login required", "silent-login-needs-a-person"),
    ("redirect", "interaction_required", "Interaction required", "silent-login-needs-a-person"),
    ("redirect", "invalid_request", "no connections enabled for the client", "connection-not-enabled"),
    ("token", "invalid_grant", "Invalid authorization code", "authorization-code-invalid"),
    ("token", "invalid_grant", "Failed to verify code verifier", "authorization-code-invalid"),
    ("token", "access_denied", "Unauthorized", "client-secret-wrong"),
    ("redirect", "unsupported_response_type", "Unsupported response type: nope", "authorize-request-invalid"),
    ("page", "unknown", "Oops!, something went wrong", "login-refused"),
]


@pytest.mark.parametrize(("where", "error", "description", "cause"), REFUSALS)
def test_a_refusal_has_exactly_one_cause(where: str, error: str, description: str, cause: str) -> None:
    refusal = Refusal(where=where, error=error, description=description, status=403)
    findings, _ = judge(Facts(request=REQUEST, refusal=refusal), ("AZ3",))
    assert names(findings) == [cause]
    assert any(description in line for line in findings[0].evidence)
    assert findings[0].fix


def test_every_refusal_rule_has_a_case() -> None:
    assert {rule.name for rule, _ in TOLD} | {"login-refused"} == {cause for *_, cause in REFUSALS}


def test_without_a_refusal_the_rules_are_skipped_not_passed() -> None:
    findings, skipped = judge(Facts(request=REQUEST), ("AZ3",))
    assert findings == ()
    assert {one.reason for one in skipped} == {"refusal not known"}
    assert len(skipped) == len(TOLD) + 1


def test_an_audience_that_differs_by_a_slash_is_told_apart() -> None:
    refusal = Refusal(
        where="redirect", error="access_denied", description="Service not found: https://api.example.com/"
    )
    asked = replace(REQUEST, audience="https://api.example.com/")
    facts = Facts(request=asked, refusal=refusal, resource_servers=(ResourceServer.from_api(API),))
    findings, _ = judge(facts, ("AZ3",))
    assert names(findings) == ["audience-slash-mismatch"]
    assert findings[0].fix == "auth0ctl login --audience https://api.example.com"


def test_a_callback_mismatch_names_the_nearest_one() -> None:
    client = Client.from_api({**SPA, "callbacks": ["http://127.0.0.1:18484/callback/", "https://app.example.com/x"]})
    refusal = Refusal(where="page", error="unauthorized_client", description="Callback URL mismatch.", status=403)
    findings, _ = judge(Facts(request=REQUEST, refusal=refusal, client=client), ("AZ3",))
    assert "nearest one registered is http://127.0.0.1:18484/callback/" in findings[0].detail


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


def test_every_family_is_in_the_table() -> None:
    assert sorted(FAMILIES) == ["AZ1", "AZ2", "AZ3", "AZ4", "AZ6", "AZ7"]
