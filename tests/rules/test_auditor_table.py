"""What the official auditor checks, row by row: the rule that answers it here, or why there is none.

The rows are the 61 checks of CheckMate for Auth0 1.8.4. Then the checks about logins and tokens that it lacks, and the
weak points of those it has: each with a test that the rules here do it right.
"""

from typing import Any

import pytest
from wish_asks import LOGIN, PLAIN
from wish_world import APP, DEVICE, NATIVE, WEB, action, problems, world

from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.rules import FAMILIES, judge

RULES: dict[str, tuple[str, ...]] = {
    "checkCustomDomain": ("custom-domain-missing",),
    "checkJWTSignAlg": ("client-id-token-hs256",),
    "checkGrantTypes": ("password-grant-enabled", "implicit-grant-enabled", "grant-type-unfit-for-client"),
    "checkAllowedCallbacks": (
        "callback-plain-http",
        "client-address-wildcard",
        "callback-not-verifiable",
        "client-has-no-callbacks",
    ),
    "checkWebOrigins": ("client-address-plain-http", "client-address-wildcard"),
    "checkAllowedLogoutUrl": ("client-address-plain-http",),
    "checkApplicationLoginUri": ("initiate-login-uri-missing",),
    "checkRefreshToken": ("refresh-token-reusable",),
    "checkCrossOriginAuthentication": ("cross-origin-login-enabled",),
    "checkAppTokenSenderConstraining": ("tokens-not-sender-constrained",),
    "checkPAR": ("pushed-requests-not-required",),
    "checkJAR": ("signed-requests-not-required",),
    "checkPKCEEnforcement": ("pkce-not-enforced",),
    "checkPrivateKeyJWT": ("client-proves-itself-by-secret",),
    "checkBackchannelLogout": ("backchannel-logout-missing",),
    "checkAPIAuthorizationPolicy": ("api-open-to-all-clients",),
    "checkManagementAPIUserAccess": ("management-api-open-to-users",),
    "checkAPISigningAlgorithm": ("api-signs-hs256",),
    "checkAPITokenLifetime": ("access-token-lives-long",),
    "checkTokenConstrainingResourceServer": ("api-takes-bearer-tokens",),
    "checkDefaultAudience": ("tenant-default-audience-set",),
    "checkEnabledDynamicClientRegistration": ("client-registration-open",),
    "checkPromotedDBConnection": ("connection-open-to-third-parties",),
    "checkSessionLifetime": ("session-lives-long",),
    "checkTenantLoginUrl": ("tenant-login-uri-missing",),
    "checkTenantLogoutUrl": ("tenant-address-open",),
    "checkSandboxVersion": ("node-runtime-old",),
    "checkSupportEmail": ("support-contact-missing",),
    "checkSupportUrl": ("support-contact-missing",),
    "checkRules": ("legacy-rules-enabled",),
    "checkActionsRuntime": ("node-runtime-old",),
    "checkActionsHardCodedValues": ("secret-in-tenant-code",),
    "checkDASHardCodedValues": ("secret-in-tenant-code",),
    "checkPasswordPolicy": ("password-policy-weak",),
    "checkPasswordComplexity": ("password-checks-off",),
    "checkPasswordNoPersonalInfo": ("password-checks-off",),
    "checkPasswordHistory": ("password-checks-off",),
    "checkAuthenticationMethods": ("passkeys-off",),
    "checkBruteForce": ("brute-force-protection-off",),
    "checkSuspiciousIPThrottling": ("suspicious-ip-throttling-off",),
    "checkBreachedPassword": ("breached-password-detection-off",),
    "checkGuardianFactors": ("mfa-factor-missing",),
    "checkGuardianPolicy": ("mfa-never-asked-for",),
    "checkEmailProvider": ("email-provider-missing",),
    "checkLogStream": ("log-stream-missing",),
    "checkErrorPageTemplate": ("error-page-unescaped",),
}
ARGUED = {
    "checkCanonicalDomain": "A login at the canonical domain works; where app and token differ in it, "
    "issuer-domain-mismatch and wrong-tenant-domain name it.",
    "checkJWEResourceServer": "Encrypted access tokens are for claims that even the client must not read; few APIs "
    "have any, and Auth0 refuses an encryption without a key by itself.",
    "checkDefaultDirectory": "The setting serves the password grant alone, and password-grant-enabled remarks on that; "
    "its absence is default-directory-missing.",
    "checkHooks": "Hooks end with Rules (legacy-rules-enabled), and none of their triggers is a login's.",
    "checkDependencies": "It needs a list of vulnerabilities of today; `npm audit` has one, a tool's own grows stale.",
    "checkPreRegistrationUserEnumeration": "The sign-up page itself says that an address is taken.",
    "checkPasswordResetMFA": "It lies on no login's way; mfa-never-asked-for looks at the one that does.",
    "checkEmailAttributeVerification": "Auth0 sends a link in any case; no login or token hangs on which of the two.",
    "checkEnabledDatabaseCustomization": "A user store of one's own is a choice; where it fails a login, "
    "custom-database-script-failed names it.",
    "checkBotDetectionSetting": "Its setting is behind a plan's entitlement, and a challenge blocks nobody.",
    "checkNetworkACL": "Of an Enterprise plan; most tenants serve the whole world on purpose.",
    "checkBlockCanonicalDomain": "It needs a custom domain and an ACL, and once set it stops Management calls there.",
    "checkManagementAPIACL": "Of an Enterprise plan; who may ask for its tokens is client-grant-holds-every-scope.",
    "checkEmailTemplates": "Auth0's own templates work.",
    "checkEventStreams": "They tell other systems of changes; no login hangs on it.",
}
LACKED: dict[str, tuple[str, ...]] = {
    "zero callbacks for an interactive grant": ("client-has-no-callbacks",),
    "redirect_uri not an exact match, with the nearest one": ("callback-url-not-registered",),
    "the grant type that the flow needs": ("grant-type-not-enabled",),
    "authentication method and application type": ("public-client-needs-auth-method-none",),
    "implicit with oidc_conformant off": ("client-not-oidc-conformant", "response-type-without-id-token"),
    "nonce missing or not the one sent": ("token-nonce-mismatch",),
    "no connection for the client": ("connection-not-enabled",),
    "organizations: membership and connection": ("user-not-in-organization", "organization-not-allowed"),
    "organization_usage and organization_require_behavior": ("organization-param-required",),
    "third-party clients: mode, grant, connection": ("client-third-party", "client-grant-missing"),
    "consent of first-party clients": ("api-does-not-skip-consent", "consent-required"),
    "localhost in callbacks": ("consent-required-localhost", "confirmation-needed-on-loopback"),
    "audience unknown": ("audience-not-registered",),
    "audience equal to the client_id": ("audience-not-registered", "audience-is-client-id"),
    "audience with another trailing slash": ("audience-slash-mismatch",),
    "HS256 API with openid": ("api-signs-hs256",),
    "enforce_policies, token_dialect, role scopes": ("permissions-not-added-to-token", "rbac-user-lacks-permission"),
    "allow_offline_access, grant type, rotation": ("api-offline-access-disabled", "refresh-token-expired"),
    "client grant missing or without the scope": ("client-grant-missing", "client-grant-scope-missing"),
    "a grant of scopes that the API no longer defines": ("client-grant-scope-undefined",),
    "the API's user policy": ("api-open-to-all-clients", "client-grant-missing"),
    "default_audience": ("tenant-default-audience-set", "audience-missing-opaque-token"),
    "lifetimes": ("access-token-lives-long",),
    "custom domain against canonical iss": ("issuer-domain-mismatch", "custom-domain-system-audience"),
    "JWKS: kid, next key, documents": ("token-signing-key-unknown", "tenant-documents-unusable"),
    "clock skew from the Date header": ("clock-skew",),
    "DPoP or mTLS required, flow plain": ("dpop-proof-missing", "token-sender-constrained"),
    "JWE and no local key": ("access-token-encrypted-for-api",),
    "an Action that denies, redirects or rewrites": ("action-denies-login", "post-login-action-not-run"),
    "resource parameter profile": ("resource-param-not-mapped",),
}
NAMES = {one.rule.name for target in FAMILIES.values() for one in load(target)}


def test_every_row_is_answered_once() -> None:
    assert not set(RULES) & set(ARGUED)
    assert len(RULES) + len(ARGUED) == 61


@pytest.mark.parametrize("table", [RULES, LACKED], ids=["its checks", "what it lacks"])
def test_every_answer_is_a_rule(table: dict[str, tuple[str, ...]]) -> None:
    assert {name for names in table.values() for name in names} <= NAMES
    assert all(table.values())


@pytest.mark.parametrize("why", ARGUED.values(), ids=ARGUED.keys())
def test_an_argument_names_only_rules_that_there_are(why: str) -> None:
    named = {word.strip("().,;:") for word in why.split() if word.count("-") >= 2 and word.islower()}
    assert named <= NAMES


# Its weak points


def remarks(options: dict[str, Any], **changes: Any) -> set[str]:
    return {one.rule.name for one in judge(world(options, **changes), ("AZ1", "AZ12", "AZ13", "AZ23"))[0]}


def test_no_callback_at_all_is_no_success() -> None:
    assert problems(world({"flow": "spa-pkce"}, client={"callbacks": []})) == ["client-has-no-callbacks"]


def test_loopback_of_a_native_app_is_fine() -> None:
    loopback = ["http://127.0.0.1:3000/cb", "http://localhost", "http://[::1]:8400"]
    found = remarks({"flow": "native-pkce"}, client={**NATIVE, "callbacks": loopback, "allowed_logout_urls": loopback})
    assert not found & {"callback-plain-http", "client-address-plain-http", "client-address-wildcard"}


@pytest.mark.parametrize("url", ["https://*.shop.example", "https://*.vercel.app/cb"])
def test_a_wildcard_over_a_domain_is_found(url: str) -> None:
    assert "client-address-wildcard" in remarks(PLAIN, client={"callbacks": [APP, url]})


@pytest.mark.parametrize(
    "grant",
    [
        "http://auth0.com/oauth/grant-type/passwordless/otp",
        "http://auth0.com/oauth/grant-type/mfa-oob",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:openid:params:grant-type:ciba",
    ],
)
def test_an_extension_grant_is_nothing_unexpected(grant: str) -> None:
    found = remarks(PLAIN, client={"grant_types": ["authorization_code", grant]})
    assert not found & {"grant-type-unfit-for-client", "password-grant-enabled", "implicit-grant-enabled"}
    native = remarks({"flow": "device"}, client={**NATIVE, "grant_types": [DEVICE]})
    assert "grant-type-unfit-for-client" not in native


@pytest.mark.parametrize("method", ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"])
def test_mutual_tls_proves_as_much_as_a_key(method: str) -> None:
    methods = {"client_authentication_methods": {method: {"credentials": [{"id": "cred_1"}]}}}
    stated = {**WEB, **methods, "token_endpoint_auth_method": None}
    assert "client-proves-itself-by-secret" not in remarks({"flow": "web-code"}, client=stated)


def test_an_action_enforces_pkce_only_where_it_is_in_the_flow_and_denies() -> None:
    code = "if (!event.request.query.code_challenge) { api.access.deny('x') }"
    assert "pkce-not-enforced" not in remarks(PLAIN, actions=(action(code),))
    assert "pkce-not-enforced" in remarks(PLAIN, actions=(action(code, bound=False),))
    assert "pkce-not-enforced" in remarks(PLAIN, actions=(action(code, deployed=False),))
    assert "pkce-not-enforced" in remarks(PLAIN, actions=(action("// code_challenge api.access.deny('x')"),))


@pytest.mark.parametrize("origin", ["https://shop.example", "http://localhost:3000"])
def test_a_web_origin_that_is_right_is_not_remarked_on(origin: str) -> None:
    assert "client-address-plain-http" not in remarks(PLAIN, client={"web_origins": [origin]})


def test_first_party_is_considered() -> None:
    third = {"is_first_party": False, "third_party_security_mode": "permissive"}
    assert "client-third-party" in remarks(PLAIN, client=third)
    assert "connection-not-enabled" in problems(world(LOGIN, client=third))  # no domain-level connection
    assert "connection-not-enabled" not in problems(world(LOGIN))


def test_grants_are_read_and_judged() -> None:
    every = {"id": "cgr", "client_id": "spa", "audience": "https://api.shop.example", "allow_all_scopes": True}
    assert "client-grant-holds-every-scope" in remarks(PLAIN, grants=(every,))


def test_what_may_not_be_read_is_skipped_and_never_passed() -> None:
    _, skipped = judge(Facts(missing={"log_streams": "needs read:log_streams"}), ("AZ23",))
    assert {one.rule.name: one.reason for one in skipped}["log-stream-missing"] == "needs read:log_streams"
