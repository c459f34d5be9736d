"""Setups that nothing is wrong with: a name, what the app asks, what is changed in the healthy tenant."""

from typing import Any

from wish_asks import (
    DOMAIN_LEVEL,
    LOGIN,
    M2M,
    NAMESPACE,
    ORGANIZATION,
    PLAIN,
    REALM,
    SETS_PLAN,
    SILENT,
    STRICT,
    USES_ORGANIZATIONS,
)
from wish_world import (
    API,
    APP,
    DATABASE,
    DEVICE,
    GRANT,
    MACHINE,
    NATIVE,
    RBAC,
    WEB,
    action,
    connection,
    user,
)

HEALTHY: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a login", LOGIN, {}),
    ("no API at all", PLAIN, {}),
    ("a default audience", {**PLAIN, "scope": "openid read:orders"}, {"settings": {"default_audience": API}}),
    ("silent", SILENT, {}),
    ("a silent login of an older SDK", SILENT, {"client": {"grant_types": ["implicit"]}}),
    (
        "silent on .localhost",
        {**SILENT, "redirect_uri": "http://a.localhost:1", "origin": "http://a.localhost:1"},
        {"client": {"callbacks": ["http://a.localhost:1"], "web_origins": ["http://a.localhost:1"]}},
    ),
    ("a machine", M2M, {"client": MACHINE, "grants": (GRANT,), "connections": ()}),
    ("a machine with a scope", {**M2M, "require_scope": ("read:orders",)}, {"client": MACHINE, "grants": (GRANT,)}),
    (
        "a machine with all scopes",
        {**M2M, "require_scope": ("write:orders",)},
        {"client": MACHINE, "grants": ({**GRANT, "allow_all_scopes": True, "scope": []},)},
    ),
    ("a web app", {"flow": "web-code", **PLAIN, "client_secret": "the-web-secret"}, {"client": WEB}),
    ("a native app", {"flow": "native-pkce", "redirect_uri": "com.shop.app://callback"}, {"client": NATIVE}),
    (
        "a device",
        {"flow": "device", "audience": API, "scope": "openid offline_access"},
        {"client": {**NATIVE, "grant_types": [DEVICE, "refresh_token"]}},
    ),
    ("a password", {"flow": "password-realm", "connection": DATABASE}, {"client": {"grant_types": [REALM]}}),
    (
        "the default directory",
        {"flow": "password"},
        {"client": {"grant_types": ["password"]}, "settings": {"default_directory": DATABASE}},
    ),
    ("a logout", {"flow": "logout", "return_to": APP}, {}),
    ("a logout with a query", {"flow": "logout", "return_to": APP + "?x=1"}, {}),
    ("a signup", {"flow": "signup"}, {}),
    (
        "rights",
        {**LOGIN, "user": "auth0|u1", "require_permission": ("read:orders",)},
        {"server": RBAC, "user": user("read:orders")},
    ),
    (
        "a wildcard",
        {"redirect_uri": "https://pr-7.shop.example/cb"},
        {"client": {"callbacks": ["https://*.shop.example/cb"]}},
    ),
    ("a custom domain", {**LOGIN, "app_domain": "login.shop.example"}, {"custom_domains": ("login.shop.example",)}),
    ("the tenant's own domain", {**LOGIN, "app_domain": "shop.eu.auth0.com"}, {}),
    ("a claim", {**PLAIN, "expect_claim": ("https://x.io/plan",), "expect_in": "id_token"}, {"actions": (SETS_PLAN,)}),
    ("a claim by a constant", {**LOGIN, "expect_claim": ("https://x.io/roles",)}, {"actions": (NAMESPACE,)}),
    (
        "a bare name of one's own",
        {**PLAIN, "expect_claim": ("plan",)},
        {"actions": (action("api.idToken.setCustomClaim('plan', 1)"),)},
    ),
    ("email by its scope", {**PLAIN, "expect_claim": ("email",), "expect_in": "id_token"}, {}),
    (
        "an organization",
        {**LOGIN, "organization": "org_1", "user": "auth0|other"},
        {"client": USES_ORGANIZATIONS, "organization": ORGANIZATION},
    ),
    (
        "an organization that Auth0 asks for",
        PLAIN,
        {"client": {"organization_usage": "require", "organization_require_behavior": "pre_login_prompt"}},
    ),
    ("mapped resource", {**PLAIN, "resource": API}, {"settings": {"resource_parameter_profile": "compatibility"}}),
    (
        "third-party",
        {**LOGIN, "scope": "openid read:orders"},
        {"client": {"is_first_party": False, "third_party_security_mode": "permissive"}, "connections": DOMAIN_LEVEL},
    ),
    (
        "own keys",
        {**SILENT, "connection": "google-oauth2"},
        {"connections": (connection("google-oauth2", "google-oauth2", options={"client_id": "x"}),)},
    ),
    (
        "unreadable options",
        {**SILENT, "connection": "google-oauth2"},
        {"connections": (connection("google-oauth2", "google-oauth2", options=None),)},
    ),
    (
        "a denial for others",
        {**LOGIN, "user": "auth0|u1"},
        {
            "actions": (action("if (!event.user.email_verified) { api.access.deny('verify') }"),),
            "user": user(email_verified=True),
        },
    ),
    (
        "a long refresh token",
        {**LOGIN, "flow": "refresh"},
        {
            "client": {
                "refresh_token": {
                    "expiration_type": "expiring",
                    "token_lifetime": 2592000,
                    "idle_token_lifetime": 1296000,
                }
            }
        },
    ),
    (
        "consent was given",
        SILENT,
        {
            "server": {"skip_consent_for_verifiable_first_party_clients": False},
            "consents": ({"clientID": "spa", "audience": API},),
        },
    ),
    ("consent may have been given", SILENT, {"server": {"skip_consent_for_verifiable_first_party_clients": False}}),
    (
        "a second factor",
        {"flow": "password-realm", "connection": DATABASE},
        {
            "client": {"grant_types": [REALM, "http://auth0.com/oauth/grant-type/mfa-otp"]},
            "mfa_policies": ("all-applications",),
        },
    ),
    (
        "a strict third-party client without openid",
        {**LOGIN, "scope": "read:orders"},
        {"client": STRICT, "connections": DOMAIN_LEVEL, "grants": ({**GRANT, "subject_type": "user"},)},
    ),
]
