"""A healthy tenant as facts, and what the rules find once something in it, or in what the app asks, is changed."""

from collections.abc import Mapping
from typing import Any

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, logout_request, token_request, wish_of
from auth0ctl.findings import Finding, Severity, severity_of
from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer, Tenant
from auth0ctl.records import Action, Connection, Organization, TenantSettings, User
from auth0ctl.rules import judge
from auth0ctl.rules.ranking import rank
from auth0ctl.situation import Probe

TENANT = Tenant(name="shop", origin="https://shop.eu.auth0.com")
API = "https://api.shop.example"
MANAGEMENT = "https://shop.eu.auth0.com/api/v2/"
APP = "https://shop.example"
DATABASE = "Username-Password-Authentication"
FAMILIES = ("AZ1", "AZ2", "AZ6", "AZ81")

CLIENT: Mapping[str, Any] = {
    "client_id": "spa",
    "name": "Shop",
    "app_type": "spa",
    "oidc_conformant": True,
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
    "callbacks": [APP],
    "web_origins": [APP],
    "allowed_logout_urls": [APP],
    "jwt_configuration": {"alg": "RS256"},
}
SERVER: Mapping[str, Any] = {
    "identifier": API,
    "name": "Orders",
    "scopes": [{"value": "read:orders"}, {"value": "write:orders"}],
    "allow_offline_access": True,
    "skip_consent_for_verifiable_first_party_clients": True,
}
MACHINE: Mapping[str, Any] = {
    "app_type": "non_interactive",
    "token_endpoint_auth_method": "client_secret_post",
    "client_secret": "the-machine-secret",
    "grant_types": ["client_credentials"],
    "callbacks": [],
}
WEB: Mapping[str, Any] = {
    "app_type": "regular_web",
    "token_endpoint_auth_method": "client_secret_post",
    "client_secret": "the-web-secret",
}
NATIVE: Mapping[str, Any] = {"app_type": "native", "callbacks": ["com.shop.app://callback"], "web_origins": []}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
GRANT: Mapping[str, Any] = {"id": "cgr", "client_id": "spa", "audience": API, "scope": ["read:orders"]}
RBAC: Mapping[str, Any] = {"enforce_policies": True, "token_dialect": "access_token_authz"}


def action(code: str, *, bound: bool = True, deployed: bool = True) -> Action:
    return Action(id="a1", name="claims", trigger="post-login", code=code, deployed=deployed, bound=bound, raw={})


def user(*permissions: str, **raw: Any) -> User:
    held = tuple((API, name) for name in permissions)
    return User(user_id="auth0|u1", permissions=held, blocked=raw.get("blocked", False), raw=raw)


def connection(name: str = DATABASE, strategy: str = "auth0", *, on: bool = True, **more: Any) -> Connection:
    raw = {"id": f"con_{name}", "name": name, "strategy": strategy, "options": {}, **more}
    return Connection.from_api(raw, ("spa",) if on else ())


def world(
    options: Mapping[str, Any],
    *,
    client: Mapping[str, Any] | None = None,
    server: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    grants: tuple[Mapping[str, Any], ...] = (),
    connections: tuple[Connection, ...] = (connection(),),
    custom_domains: tuple[str, ...] = (),
    actions: tuple[Action, ...] = (),
    organization: Organization | None = None,
    user: User | None = None,
    probes: tuple[Probe, ...] | None = None,
    mfa_policies: tuple[str, ...] = (),
    consents: tuple[Mapping[str, Any], ...] | None = None,
) -> Facts:
    """The facts for what the options say, over the healthy tenant with those changes."""
    asked = Asked(client="spa", **{"flow": "spa-pkce", **options})
    servers = (
        ResourceServer.from_api({**SERVER, **(server or {})}),
        ResourceServer.from_api({"identifier": MANAGEMENT, "is_system": True}),
    )
    return Facts(
        tenant=TENANT,
        wish=wish_of(asked),
        request=authorize_request(asked, TENANT),
        token_request=token_request(asked),
        logout=logout_request(asked, TENANT),
        client=Client.from_api({**CLIENT, **(client or {})}),
        resource_servers=servers,
        client_grants=tuple(ClientGrant.from_api(one) for one in grants),
        connections=connections,
        tenant_settings=TenantSettings.from_api(settings or {}),
        custom_domains=custom_domains,
        actions=actions,
        organization=organization,
        user=user,
        probes=probes,
        mfa_policies=mfa_policies,
        consents=consents,
    )


def diagnose(facts: Facts) -> tuple[Finding, ...]:
    return rank(judge(facts, FAMILIES)[0])


def problems(facts: Facts) -> list[str]:
    """The names of what is found to be wrong, the root cause first; notes are left out."""
    return [one.rule.name for one in diagnose(facts) if severity_of(one) is not Severity.INFO]
