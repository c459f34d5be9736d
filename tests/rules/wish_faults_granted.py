"""Faults of rights, of people and of claims: the cause, what the app asks, what is changed."""

from typing import Any

from wish_asks import (
    DOMAIN_LEVEL,
    LOCAL,
    LOCAL_CLIENT,
    LOGIN,
    M2M,
    ORGANIZATION,
    PLAIN,
    REALM,
    SETS_PLAN,
    SILENT,
    STRICT,
    USES_ORGANIZATIONS,
)
from wish_world import (
    DATABASE,
    GRANT,
    MACHINE,
    RBAC,
    action,
    connection,
    user,
)

from auth0ctl.situation import Probe

GRANTED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # Rights
    ("client-grant-missing", M2M, {"client": MACHINE}),
    (
        "client-grant-missing",
        {**LOGIN, "scope": "openid"},
        {"server": {"subject_type_authorization": {"user": {"policy": "require_client_grant"}}}},
    ),
    ("client-grant-missing", {**LOGIN, "scope": "read:orders"}, {"client": STRICT, "connections": DOMAIN_LEVEL}),
    (
        "client-grant-scope-missing",
        {**M2M, "require_scope": ("write:orders",)},
        {"client": MACHINE, "grants": (GRANT,)},
    ),
    ("api-scope-not-requested", {**LOGIN, "require_scope": ("write:orders",)}, {}),
    ("requested-scope-dropped", {**LOGIN, "scope": "openid read:nothing"}, {}),
    ("rbac-user-lacks-permission", {**LOGIN, "user": "auth0|u1"}, {"server": RBAC, "user": user()}),
    (
        "permissions-not-added-to-token",
        {**LOGIN, "require_permission": ("read:orders",)},
        {"server": {"enforce_policies": True}},
    ),
    ("permissions-not-added-to-token", {**LOGIN, "expect_claim": ("permissions",)}, {}),
    ("offline-access-scope-missing", {**PLAIN, "want_refresh_token": True}, {}),
    ("api-offline-access-disabled", LOGIN, {"server": {"allow_offline_access": False}}),
    (
        "refresh-token-expired",
        {**LOGIN, "flow": "refresh"},
        {
            "client": {
                "refresh_token": {
                    "expiration_type": "expiring",
                    "token_lifetime": 300,
                    "infinite_idle_token_lifetime": True,
                }
            }
        },
    ),
    # Who logs in
    ("connection-not-enabled", {**PLAIN, "connection": "google"}, {}),
    ("connection-not-enabled", {**PLAIN, "connection": DATABASE}, {"connections": (connection(on=False),)}),
    ("connection-not-enabled", PLAIN, {"connections": (connection(on=False),)}),
    ("connection-not-enabled", PLAIN, {"client": {"is_first_party": False}}),
    (
        "connection-not-enabled",
        {**PLAIN, "connection": DATABASE},
        {"connections": (connection(authentication={"active": False}),)},
    ),
    ("default-directory-missing", {"flow": "password"}, {"client": {"grant_types": ["password"]}}),
    (
        "signup-disabled",
        {"flow": "signup", "connection": DATABASE},
        {"connections": (connection(options={"disable_signup": True}),)},
    ),
    ("social-dev-keys", {**SILENT, "connection": "github"}, {"connections": (connection("github", "github"),)}),
    ("organization-param-required", PLAIN, {"client": {"organization_usage": "require"}}),
    ("organization-param-required", {**PLAIN, "expect_membership": True}, {"client": USES_ORGANIZATIONS}),
    ("organization-not-allowed", {**PLAIN, "organization": "org_1"}, {"organization": ORGANIZATION}),
    (
        "organization-name-for-id",
        {**PLAIN, "organization": "acme"},
        {"client": USES_ORGANIZATIONS, "organization": ORGANIZATION},
    ),
    (
        "organization-unknown",
        {**PLAIN, "organization": "org_x"},
        {"client": USES_ORGANIZATIONS, "probes": (Probe(name="organization", outcome="unknown", detail="org_x"),)},
    ),
    (
        "user-not-in-organization",
        {**PLAIN, "organization": "org_1"},
        {"client": USES_ORGANIZATIONS, "organization": ORGANIZATION, "user": user()},
    ),
    ("user-blocked", PLAIN, {"user": user(blocked=True)}),
    ("consent-required-localhost", {**SILENT, "redirect_uri": LOCAL, "origin": LOCAL}, {"client": LOCAL_CLIENT}),
    (
        "confirmation-needed-on-loopback",
        {**SILENT, "audience": None, "redirect_uri": LOCAL, "origin": LOCAL},
        {"client": LOCAL_CLIENT},
    ),
    ("action-denies-login", PLAIN, {"actions": (action("api.access.deny('closed')"),)}),
    (
        "action-denies-login",
        PLAIN,
        {
            "actions": (action("if (!event.user.email_verified) { api.access.deny('verify') }"),),
            "user": user(email_verified=False),
        },
    ),
    ("action-denies-login", PLAIN, {"actions": (action("if (weekend()) api.access.deny('closed');"),)}),
    (
        "consent-required",
        SILENT,
        {"server": {"skip_consent_for_verifiable_first_party_clients": False}, "consents": ()},
    ),
    (
        "mfa-required",
        {"flow": "password-realm", "connection": DATABASE},
        {"client": {"grant_types": [REALM]}, "mfa_policies": ("all-applications",)},
    ),
    # Claims
    ("claim-namespace-reserved", {**PLAIN, "expect_claim": ("https://shop.eu.auth0.com/plan",)}, {}),
    (
        "claim-namespace-reserved",
        PLAIN,
        {"actions": (action("api.idToken.setCustomClaim('https://a.auth0.com/x', 1)"),)},
    ),
    (
        "claim-not-namespaced",
        {**PLAIN, "expect_claim": ("roles",)},
        {"actions": (action("api.idToken.setCustomClaim('roles', [])"),)},
    ),
    ("claim-not-namespaced", PLAIN, {"actions": (action("api.accessToken.setCustomClaim('groups', [])"),)}),
    ("oidc-scope-missing", {**PLAIN, "scope": "openid", "expect_claim": ("email",)}, {}),
    ("openid-scope-missing", {**PLAIN, "scope": "profile email", "expect_in": "id_token"}, {}),
    ("openid-scope-missing", {**PLAIN, "scope": "profile email"}, {}),
    ("metadata-needs-action", {**PLAIN, "expect_claim": ("user_metadata",)}, {}),
    ("metadata-needs-action", {**PLAIN, "scope": "openid app_metadata"}, {}),
    (
        "metadata-needs-action",
        {**PLAIN, "expect_claim": ("https://x.io/plan",)},
        {"user": user(app_metadata={"plan": "gold"})},
    ),
    ("token-claim-missing", {**PLAIN, "expect_claim": ("https://x.io/plan",)}, {}),
    (
        "token-claim-missing",
        {**PLAIN, "expect_claim": ("https://x.io/plan",), "expect_in": "access_token"},
        {"actions": (SETS_PLAN,)},
    ),
    (
        "token-claim-missing",
        {**PLAIN, "expect_claim": ("k",)},
        {"actions": (action("api.idToken.setCustomClaim('k', 1)", bound=False),)},
    ),
    (
        "post-login-action-not-run",
        {**M2M, "expect_claim": ("https://x.io/plan",)},
        {
            "client": MACHINE,
            "grants": (GRANT,),
            "actions": (action("api.accessToken.setCustomClaim('https://x.io/plan', 1)", bound=False),),
        },
    ),
]
