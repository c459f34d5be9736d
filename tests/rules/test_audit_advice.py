"""An auditor's advice: each line with a tenant that gets it and one that does not, and none of it for a login."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from wish_asks import LOGIN, PLAIN
from wish_healthy import HEALTHY
from wish_world import API, APP, DEVICE, GRANT, MACHINE, NATIVE, WEB, action, connection, world

from auth0ctl.findings import Severity, severity_of
from auth0ctl.journeys.diagnosis.doctor import families
from auth0ctl.model import Facts, ResourceServer
from auth0ctl.rules import ADVICE, judge
from auth0ctl.rules.audit import advice, hardening

REFRESH = {"rotation_type": "rotating", "expiration_type": "expiring"}
GUARDED: Mapping[str, Any] = {
    "brute_force": {"enabled": True, "shields": ["block"]},
    "suspicious_ips": {"enabled": True, "shields": ["block"]},
    "breached_passwords": {
        "enabled": True,
        "shields": ["block"],
        "stage": {
            "pre-user-registration": {"shields": ["block"]},
            "pre-change-password": {"shields": ["block"]},
        },
    },
    "mfa_factors": ("otp",),
    "email_provider": {"name": "smtp", "enabled": True},
    "log_streams": ({"name": "siem", "status": "active"},),
    "legacy_rules": (),
}
PKCE = "exports.onExecutePostLogin = async (event, api) => { if (!event.request.query.code_challenge) { %s } }"
DENIES = PKCE % "api.access.deny('PKCE, please')"
STRONG = {
    "passwordPolicy": "good",
    "password_complexity_options": {"min_length": 12},
    "password_history": {"enable": True},
    "password_no_personal_info": {"enable": True},
    "password_dictionary": {"enable": True},
    "authentication_methods": {"passkey": {"enabled": True}},
}
SETTINGS = {
    "default_redirection_uri": "https://shop.example/login",
    "support_email": "help@shop.example",
    "support_url": "https://shop.example/help",
    "sandbox_version": "22",
    "session_lifetime": 168,
    "idle_session_lifetime": 72,
}
HARD_API = {
    "enforce_policies": True,
    "proof_of_possession": {"mechanism": "dpop", "required": True},
    "subject_type_authorization": {"user": {"policy": "require_client_grant"}},
}
HARD_SPA = {
    "initiate_login_uri": "https://shop.example/login",
    "require_proof_of_possession": True,
    "refresh_token": REFRESH,
}
HARD_WEB = {
    **WEB,
    **HARD_SPA,
    "require_pushed_authorization_requests": True,
    "token_endpoint_auth_method": None,
    "client_authentication_methods": {"private_key_jwt": {"credentials": [{"id": "cred_1"}]}},
    "oidc_logout": {"backchannel_logout_urls": ["https://shop.example/out"]},
}


def hard(options: Mapping[str, Any] = PLAIN, *, guards: Mapping[str, Any] | None = None, **changes: Any) -> Facts:
    """A tenant that an auditor has nothing to say about, with those changes; one of ``guards`` replaces its own."""
    whole: dict[str, Any] = {
        "client": HARD_SPA,
        "server": HARD_API,
        "settings": SETTINGS,
        "connections": (connection(options=STRONG),),
        "custom_domains": ("login.shop.example",),
        "actions": (action(DENIES),),
        "mfa_policies": ("all-applications",),
    }
    for name, value in changes.items():
        whole[name] = {**whole[name], **value} if isinstance(whole.get(name), dict) else value
    facts = world(options, **whole)
    kept = tuple(one for one in facts.resource_servers or () if not one.is_system)
    closed = ResourceServer.from_api(
        {
            "identifier": "https://shop.eu.auth0.com/api/v2/",
            "is_system": True,
            "subject_type_authorization": {"user": {"policy": "deny_all"}},
        }
    )
    return replace(facts, resource_servers=(*kept, closed), **{**GUARDED, **(guards or {})})


def remarks(facts: Facts) -> list[str]:
    return [one.rule.name for one in judge(facts, ADVICE)[0]]


CLIENTS: list[tuple[str, dict[str, Any]]] = [
    ("implicit-grant-enabled", {"grant_types": ["authorization_code", "implicit"]}),
    ("grant-type-unfit-for-client", {"grant_types": ["authorization_code", "client_credentials"]}),
    ("grant-type-unfit-for-client", {"grant_types": ["authorization_code", DEVICE]}),
    ("grant-type-unfit-for-client", {"grant_types": ["http://auth0.com/oauth/legacy/grant-type/ro"]}),
    ("client-address-plain-http", {"web_origins": ["http://shop.example"]}),
    ("client-address-plain-http", {"allowed_logout_urls": ["HTTP://shop.example/out"]}),
    ("initiate-login-uri-missing", {"initiate_login_uri": None}),
    ("initiate-login-uri-missing", {"initiate_login_uri": "http://shop.example"}),
    ("refresh-token-reusable", {"refresh_token": {**REFRESH, "rotation_type": "non-rotating"},
                                "require_proof_of_possession": False}),
    ("tokens-not-sender-constrained", {"require_proof_of_possession": False}),
    ("pushed-requests-not-required", {**HARD_WEB, "require_pushed_authorization_requests": False}),
    ("signed-requests-not-required", {**HARD_WEB, "require_pushed_authorization_requests": False}),
    ("client-proves-itself-by-secret", {**HARD_WEB, "client_authentication_methods": None,
                                        "token_endpoint_auth_method": "client_secret_post"}),
    ("backchannel-logout-missing", {**HARD_WEB, "oidc_logout": None}),
    ("machine-client-without-grant", {**MACHINE, "require_proof_of_possession": True}),
]  # fmt: skip
TENANTS: list[tuple[str, dict[str, Any]]] = [
    ("api-open-to-all-clients", {"server": {"subject_type_authorization": {"user": {"policy": "allow_all"}}}}),
    ("api-takes-bearer-tokens", {"server": {"proof_of_possession": {"mechanism": "dpop", "required": False}}}),
    ("api-scopes-without-rbac", {"server": {"enforce_policies": False}}),
    ("client-grant-holds-every-scope", {"grants": ({**GRANT, "allow_all_scopes": True},)}),
    ("node-runtime-old", {"settings": {"sandbox_version": "18"}}),
    ("node-runtime-old", {"actions": (action(DENIES), replace(action("x"), raw={"runtime": "node18-actions"}))}),
    ("legacy-rules-enabled", {"guards": {"legacy_rules": ("add roles",)}}),
    ("secret-in-tenant-code", {"actions": (action(DENIES + "const apiKey = 'f83jfkw93kfls0';"),)}),
    ("secret-in-tenant-code", {"actions": (action(DENIES + "f('sk_live_4eC39HqLyjWDarjtT1zdp7dc')"),)}),
    ("secret-in-tenant-code", {"connections": (connection(options={
        **STRONG, "customScripts": {"login": "const password = 'Tr0ub4dor-and-3'"}}),)}),
    ("pkce-not-enforced", {"actions": ()}),
    ("tenant-default-audience-set", {"settings": {"default_audience": API}}),
    ("connection-open-to-third-parties", {
        "settings": {"flags": {"enable_dynamic_client_registration": True}},
        "connections": (connection(options=STRONG, is_domain_connection=True),)}),
    ("session-lives-long", {"settings": {"session_lifetime": 720}}),
    ("session-lives-long", {"settings": {"idle_session_lifetime": 100}}),
    ("tenant-address-open", {"settings": {"allowed_logout_urls": ["https://*.shop.example"]}}),
    ("tenant-address-open", {"settings": {"allowed_logout_urls": ["http://shop.example"]}}),
    ("tenant-login-uri-missing", {"settings": {"default_redirection_uri": ""}}),
    ("support-contact-missing", {"settings": {"support_url": None}}),
    ("error-page-unescaped", {"settings": {"error_page": {"html": "<p>{{ error_description }}</p>"}}}),
    ("custom-domain-missing", {"custom_domains": ()}),
    ("brute-force-protection-off", {"guards": {"brute_force": {"enabled": True, "shields": ["user_notification"]}}}),
    ("brute-force-protection-off", {"guards": {"brute_force": {"enabled": False, "shields": ["block"]}}}),
    ("suspicious-ip-throttling-off", {"guards": {"suspicious_ips": {"enabled": False}}}),
    ("breached-password-detection-off", {"guards": {"breached_passwords": {"enabled": True, "shields": ["block"]}}}),
    ("mfa-factor-missing", {"guards": {"mfa_factors": ()}}),
    ("mfa-never-asked-for", {"mfa_policies": ()}),
    ("password-policy-weak", {"connections": (connection(options={**STRONG, "passwordPolicy": "fair"}),)}),
    ("password-checks-off", {"connections": (connection(options={**STRONG, "password_history": {}}),)}),
    ("passkeys-off", {"connections": (connection(options={
        **STRONG, "authentication_methods": {"passkey": {"enabled": False}}}),)}),
    ("email-provider-missing", {"guards": {"email_provider": {}}}),
    ("email-provider-missing", {"guards": {"email_provider": {"name": "ses", "enabled": False}}}),
    ("log-stream-missing", {"guards": {"log_streams": ({"name": "siem", "status": "paused"},)}}),
]  # fmt: skip

FINE: list[tuple[str, dict[str, Any]]] = [
    ("a hardened spa", {}),
    ("a hardened web app", {"client": HARD_WEB}),
    ("a signed request instead", {"client": {**HARD_WEB, "require_pushed_authorization_requests": False,
                                             "signed_request_object": {"required": True}}}),
    ("mutual TLS", {"client": {**HARD_WEB, "client_authentication_methods": {
        "tls_client_auth": {"credentials": [{"id": "cred_1"}]}}}}),
    ("loopback of a native app", {"client": {**NATIVE, "callbacks": ["http://127.0.0.1:3000", "http://[::1]/cb"],
                                             "allowed_logout_urls": ["http://localhost:3000"]}}),
    ("the device flow of a native app", {"client": {**NATIVE, "grant_types": [DEVICE, "refresh_token"]}}),
    ("extension grants", {"client": {"grant_types": ["authorization_code",
                                                     "http://auth0.com/oauth/grant-type/passwordless/otp",
                                                     "urn:ietf:params:oauth:grant-type:token-exchange"]}}),
    ("a bound refresh token", {"client": {"refresh_token": {**REFRESH, "rotation_type": "non-rotating"}}}),
    ("a machine with a grant", {"client": {**HARD_WEB, **MACHINE, "token_endpoint_auth_method": None},
                                "grants": (GRANT,)}),
    ("MFA asked by an Action", {"mfa_policies": (), "actions": (
        action(DENIES + "; api.multifactor.enable('any')"),)}),
    ("an escaped page", {"settings": {"error_page": {"html": "{{ error | escape }}"}}}),
    ("a secret where it belongs", {"actions": (action(DENIES + "const apiKey = event.secrets.API_KEY;"),)}),
    ("a secret in a comment's example", {"actions": (action("// apiKey = 'put-your-key-here'\n" + DENIES),)}),
    ("a database of nobody", {"connections": (connection(options={"passwordPolicy": "none"}, on=False),)}),
    ("options that may not be read", {"connections": (connection(options=None),)}),
    ("closed registration", {"connections": (connection(options=STRONG, is_domain_connection=True),)}),
    ("no Rules that run", {"guards": {"legacy_rules": ()}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "client"), CLIENTS)
def test_a_client_is_advised(name: str, client: dict[str, Any]) -> None:
    found, _ = judge(hard(client=client), ("AZ13",))
    assert name in [one.rule.name for one in found]
    for one in found:
        assert severity_of(one) is Severity.INFO
        assert one.evidence


@pytest.mark.parametrize(("name", "changes"), TENANTS)
def test_a_tenant_is_advised_of_that_alone(name: str, changes: dict[str, Any]) -> None:
    assert remarks(hard(**changes)) == [name]


def test_the_management_api_open_to_users_is_told() -> None:
    facts = hard()
    opened = [replace(one, user_policy="allow_all") for one in facts.resource_servers or () if one.is_system]
    servers = (*(one for one in facts.resource_servers or () if not one.is_system), *opened)
    assert remarks(replace(facts, resource_servers=servers)) == ["management-api-open-to-users"]


@pytest.mark.parametrize("changes", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_a_hardened_tenant_gets_no_advice(changes: dict[str, Any]) -> None:
    assert remarks(hard(**changes)) == []


def test_every_rule_has_a_row_that_fires_it() -> None:
    rows = {row[0] for row in (*CLIENTS, *TENANTS)} | {"management-api-open-to-users"}
    assert {one.rule.name for one in (*hardening.JUDGES, *advice.JUDGES)} == rows


def test_no_secret_is_shown() -> None:
    code = DENIES + "const apiKey = 'f83jfkw93kfls0';"
    (found,) = judge(hard(actions=(action(code),)), ADVICE)[0]
    assert "f83jfkw93kfls0" not in repr(found)


def test_an_action_that_is_not_in_the_flow_enforces_nothing() -> None:
    (found,) = judge(hard(actions=(action(DENIES, bound=False),)), ADVICE)[0]
    assert found.rule.name == "pkce-not-enforced"
    assert "is not in the flow" in found.detail
    assert remarks(hard(actions=(action(PKCE % "console.log('no')"),))) == ["pkce-not-enforced"]


def test_only_what_opens_a_login_is_a_warning() -> None:
    warned = {one.rule.name for one in (*hardening.JUDGES, *advice.JUDGES) if one.rule.severity is Severity.WARNING}
    assert warned == {"node-runtime-old", "legacy-rules-enabled", "error-page-unescaped", "password-policy-weak"}


def test_a_question_about_a_login_gets_no_advice() -> None:
    facts = world(LOGIN, client={"callbacks": [APP]})
    assert not set(ADVICE) & set(families(facts))
    assert set(ADVICE) <= set(families(facts, audit=True))


@pytest.mark.parametrize(("name", "options", "changes"), HEALTHY)
def test_a_healthy_setup_gets_no_warning_from_an_audit_either(
    name: str, options: dict[str, Any], changes: dict[str, Any]
) -> None:
    found, _ = judge(world(options, **changes), ADVICE)
    assert [one.rule.name for one in found if severity_of(one) is not Severity.INFO] == [], name


def test_without_the_settings_nothing_is_judged() -> None:
    found, skipped = judge(Facts(), ADVICE)
    assert not found
    assert len(skipped) == len(hardening.JUDGES) + len(advice.JUDGES)
