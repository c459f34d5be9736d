"""Family AZ3: every cause of a refusal has words that name it, and near misses that name another."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from auth0ctl.findings import Confidence, Finding, Severity, severity_of
from auth0ctl.model import Client, ClientGrant, Facts, LogEntry, ResourceServer
from auth0ctl.protocol import AuthorizeRequest, ClientAuthMethod, Refusal, TokenRequest
from auth0ctl.rules import judge
from auth0ctl.rules.login.causes import DEVICE_CODE, RULES, TOKEN_EXCHANGE

API = {"id": "1", "identifier": "https://api.example.com", "name": "Orders"}
VERIFIABLE = "http://app.localhost:18484/callback"
REQUEST = AuthorizeRequest(
    url="https://t.example.com/authorize?connection=google&organization=acme&prompt=none",
    client_id="abc",
    redirect_uri="http://127.0.0.1:18484/callback",
    response_type="code",
    response_mode="query",
    scope=("openid", "read:orders"),
    audience="https://api.example.com",
    state="s",
)
BROWSER = Facts(request=REQUEST)
REAL_CALLBACK = Facts(request=replace(REQUEST, redirect_uri=VERIFIABLE))


def client(**changes: Any) -> Client:
    raw = {"client_id": "abc", "name": "My app", "app_type": "regular_web", "callbacks": [], **changes}
    return Client.from_api(raw)


def direct(grant: str, **changes: Any) -> Facts:
    asked = TokenRequest(grant_type=grant, client_id="abc", scope=(), audience="https://api.example.com", **changes)
    return Facts(token_request=asked)


def entry(type: str, description: str = "", log_id: str = "900") -> LogEntry:
    written = {"date": "2026-11-23T04:00:00.000Z", "type": type, "description": description, "client_id": "abc"}
    return LogEntry.from_api({"log_id": log_id, **written})


def judged(facts: Facts, error: str, description: str = "", where: str = "redirect", status: int = 403) -> Finding:
    """The one finding."""
    refusal = Refusal(where=where, error=error, description=description, status=status)
    findings, skipped = judge(replace(facts, refusal=refusal), ("AZ3",))
    assert skipped == ()
    assert len(findings) == 1, "a refusal has exactly one cause"
    return findings[0]


DEVICE = direct(DEVICE_CODE)
SECRETIVE = {"token_endpoint_auth_method": "client_secret_post"}
NO_GRANT = "Grant type '{}' not allowed for the client."
# cause, facts, error, description
CASES: list[tuple[str, Facts, str, str]] = [
    ("callback-url-not-registered", BROWSER, "unauthorized_client", "Callback URL mismatch."),
    # The next five are words of other providers: npm's oidc-provider, RFC 7591, RFC 8707.
    ("callback-url-not-registered", BROWSER, "invalid_redirect_uri", ""),
    ("callback-url-not-registered", BROWSER, "invalid_request", "redirect_uri did not match any registered ones"),
    ("audience-not-registered", BROWSER, "invalid_target", "resource indicator is missing, or unknown"),
    ("user-declined-consent", BROWSER, "access_denied", "End-User aborted interaction"),
    ("refresh-token-unknown", direct("refresh_token"), "invalid_grant", "grant request is invalid"),
    ("client-unknown", BROWSER, "invalid_request", "Unknown client: abc"),
    ("audience-not-registered", BROWSER, "access_denied", "Service not found: https://api.example.com"),
    (
        "audience-slash-mismatch",
        replace(
            BROWSER,
            request=replace(REQUEST, audience="https://api.example.com/"),
            resource_servers=(ResourceServer.from_api(API),),
        ),
        "access_denied",
        "Service not found: https://api.example.com/",
    ),
    *(
        ("grant-type-not-enabled", facts, "unauthorized_client", NO_GRANT.format(grant))
        for grant, facts in (
            ("implicit", BROWSER),
            ("authorization_code", BROWSER),
            ("client_credentials", direct("client_credentials")),
            ("password", direct("password")),
            ("refresh_token", direct("refresh_token")),
            (DEVICE_CODE, DEVICE),
            (
                DEVICE_CODE,
                replace(DEVICE, client=client(app_type="native", token_endpoint_auth_method="none")),
            ),
        )
    ),
    ("device-flow-needs-public-client", replace(DEVICE, client=client()), "x", NO_GRANT.format(DEVICE_CODE)),
    (
        "client-grant-missing",
        BROWSER,
        "invalid_request",
        'Client "abc" is not authorized to access resource server "https://api.example.com".',
    ),
    (
        "client-grant-missing",
        direct("client_credentials"),
        "access_denied",
        'Client is not authorized to access "https://api.example.com". You need to create a "client-grant" associated '
        "to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
    ),
    (
        "client-grant-scope-missing",
        direct("client_credentials"),
        "access_denied",
        "Client has not been granted scopes: openid profile",
    ),
    (
        "audience-missing",
        direct("client_credentials"),
        "access_denied",
        "No audience parameter was provided, and no default audience has been configured",
    ),
    ("connection-not-enabled", BROWSER, "invalid_request", "no connections enabled for the client"),
    ("connection-not-enabled", BROWSER, "invalid_request", "the connection was not found"),
    ("connection-not-enabled", BROWSER, "invalid_request", "the connection is not enabled"),
    (
        "organization-param-required",
        BROWSER,
        "invalid_request",
        "parameter organization is required for this client",
    ),
    (
        "organization-not-allowed",
        BROWSER,
        "invalid_request",
        "parameter organization is not allowed for this client",
    ),
    (
        "organization-name-for-id",
        BROWSER,
        "invalid_request",
        "authorization request parameter organization must be an organization id",
    ),
    ("organization-unknown", BROWSER, "invalid_request", "parameter organization is invalid: org_1"),
    ("user-not-in-organization", BROWSER, "access_denied", "user auth0|1 is not part of the org_1 organization"),
    ("pushed-request-expired", BROWSER, "invalid_request_uri", "whatever"),
    ("pushed-request-expired", BROWSER, "invalid_request", "The request_uri has expired"),
    ("pushed-request-required", BROWSER, "invalid_request", "Pushed authorization request is required"),
    ("pushed-request-required", BROWSER, "invalid_request", "Pushed authorization requests are required"),
    (
        "pushed-requests-not-enabled",
        BROWSER,
        "unauthorized_client",
        "Pushed authorization requests are not enabled",
    ),
    ("user-declined-consent", BROWSER, "access_denied", "User did not authorize the request"),
    ("user-declined-consent", DEVICE, "access_denied", "User cancelled the confirmation prompt."),
    ("action-denies-login", BROWSER, "access_denied", "only staff may log in"),
    ("silent-login-needs-a-person", BROWSER, "login_required", "Login required"),
    ("silent-login-needs-a-person", REAL_CALLBACK, "interaction_required", "Interaction required"),
    (
        "silent-login-needs-a-person",
        replace(BROWSER, client=client(skip_non_verifiable_callback_uri_confirmation_prompt=True)),
        "interaction_required",
        "Multifactor authentication required to proceed",
    ),
    ("confirmation-needed-on-loopback", BROWSER, "interaction_required", "Interaction required"),
    ("consent-required", REAL_CALLBACK, "consent_required", "Consent required"),
    ("consent-required-localhost", BROWSER, "consent_required", "Consent required"),
    ("mfa-required", direct("password"), "mfa_required", "Multifactor authentication required"),
    ("user-blocked", BROWSER, "unauthorized", "user is blocked"),
    (
        "attack-protection-blocks-login",
        direct("password"),
        "too_many_attempts",
        "Your account has been blocked after multiple consecutive login attempts.",
    ),
    (
        "attack-protection-blocks-login",
        direct("password"),
        "unauthorized",
        "This login attempt has been blocked because the password you're using was previously disclosed",
    ),
    ("user-credentials-wrong", direct("password"), "invalid_grant", "Wrong email or password."),
    (
        "default-directory-missing",
        direct("password"),
        "server_error",
        "Authorization server not configured with default connection.",
    ),
    (
        "login-transaction-lost",
        BROWSER,
        "invalid_request",
        "You may have pressed the back button, or there is some issue with cookies, since we couldn't find your "
        "session.",
    ),
    ("authorization-code-invalid", BROWSER, "invalid_grant", "Invalid authorization code"),
    ("pkce-verifier-mismatch", BROWSER, "invalid_grant", "Failed to verify code verifier"),
    (
        "redirect-uri-differs-at-token",
        BROWSER,
        "unauthorized_client",
        "The redirect URI is wrong. You sent http://localhost:4201, and we expected http://localhost:4200",
    ),
    ("client-secret-wrong", BROWSER, "access_denied", "Unauthorized"),
    ("client-secret-wrong", BROWSER, "invalid_client", ""),
    (
        "client-secret-wrong",
        replace(BROWSER, auth_method=ClientAuthMethod.POST, client=client(**SECRETIVE)),
        "access_denied",
        "Unauthorized",
    ),
    ("client-secret-missing", replace(BROWSER, auth_method=ClientAuthMethod.NONE), "access_denied", "Unauthorized"),
    (
        "client-secret-missing",
        replace(BROWSER, auth_method=ClientAuthMethod.NONE, client=client(**SECRETIVE)),
        "access_denied",
        "Unauthorized",
    ),
    (
        "public-client-needs-auth-method-none",
        replace(BROWSER, auth_method=ClientAuthMethod.NONE, client=client(app_type="spa")),
        "access_denied",
        "Unauthorized",
    ),
    (
        "client-auth-method-mismatch",
        replace(BROWSER, auth_method=ClientAuthMethod.BASIC, client=client(**SECRETIVE)),
        "access_denied",
        "Unauthorized",
    ),
    (
        "client-auth-method-mismatch",
        replace(
            BROWSER,
            auth_method=ClientAuthMethod.POST,
            client=client(client_authentication_methods={"private_key_jwt": {"credentials": []}}),
        ),
        "access_denied",
        "Unauthorized",
    ),
    (
        "client-assertion-refused",
        BROWSER,
        "invalid_client",
        "'exp' claim must specify a time that is no more than 5 minutes after 'iat'",
    ),
    (
        "client-assertion-refused",
        replace(BROWSER, auth_method=ClientAuthMethod.PRIVATE_KEY_JWT),
        "invalid_client",
        "",
    ),
    ("dpop-nonce-required", BROWSER, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof"),
    ("dpop-proof-missing", BROWSER, "invalid_request", "A DPoP proof is required"),
    ("dpop-proof-refused", BROWSER, "invalid_dpop_proof", "jti was used before"),
    ("refresh-token-unknown", direct("refresh_token"), "invalid_grant", "Unknown or invalid refresh token."),
    (
        "refresh-token-unknown",
        replace(direct("refresh_token"), log=(entry("fertft"),)),
        "invalid_grant",
        "Unknown or invalid refresh token.",
    ),
    (
        "refresh-token-reused",
        replace(direct("refresh_token"), log=(entry("ferrt"),)),
        "invalid_grant",
        "Unknown or invalid refresh token.",
    ),
    ("device-code-expired", DEVICE, "expired_token", ""),
    ("device-code-expired", DEVICE, "authorization_pending", "User has yet to authorize device code."),
    ("device-code-expired", DEVICE, "invalid_grant", "Invalid or expired device code."),
    ("device-code-expired", DEVICE, "invalid_grant", "Malformed"),
    ("rate-limited", BROWSER, "too_many_requests", "Rate limit exceeded."),
    ("rate-limited", direct("client_credentials"), "invalid_request", "Client quota exceeded"),
    ("answer-of-another-issuer", BROWSER, "issuer_mismatch", "the callback names the issuer https://evil.example/"),
    ("unexpected-answer", BROWSER, "unexpected_answer", "the callback carried nothing, but no code"),
    ("token-exchange-not-enabled", direct(TOKEN_EXCHANGE), "invalid_request", "no profile"),
    ("token-exchange-not-enabled", direct(TOKEN_EXCHANGE), "unauthorized_client", NO_GRANT.format(TOKEN_EXCHANGE)),
    ("subject-token-refused", direct(TOKEN_EXCHANGE), "invalid_grant", "The subject token names no user"),
    ("authorize-request-invalid", BROWSER, "unsupported_response_type", "Unsupported response type: nope"),
    ("authorize-request-invalid", BROWSER, "invalid_request", "no profile"),
    ("login-refused", BROWSER, "unknown", "Oops!, something went wrong"),
    ("login-refused", BROWSER, "invalid_grant", "Malformed"),
]


@pytest.mark.parametrize(("cause", "facts", "error", "description"), CASES)
def test_a_refusal_has_exactly_one_cause(cause: str, facts: Facts, error: str, description: str) -> None:
    finding = judged(facts, error, description)
    assert finding.rule.name == cause
    assert any(description in line and error in line for line in finding.evidence)
    assert finding.fix
    assert severity_of(finding) is Severity.ERROR


def test_every_refusal_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == {cause for cause, *_ in CASES}


def test_no_code_and_no_name_stands_for_two_rules() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_without_a_refusal_the_rules_are_skipped_not_passed() -> None:
    findings, skipped = judge(Facts(request=REQUEST), ("AZ3",))
    assert findings == ()
    assert {one.reason for one in skipped} == {"refusal not known"}
    assert len(skipped) == len(RULES)


def test_an_audience_that_differs_by_a_slash_is_told_apart() -> None:
    asked = replace(REQUEST, audience="https://api.example.com/")
    facts = Facts(request=asked, resource_servers=(ResourceServer.from_api(API),))
    finding = judged(facts, "access_denied", "Service not found: https://api.example.com/")
    assert finding.fix == "auth0ctl login --audience https://api.example.com"


def test_a_callback_mismatch_names_the_nearest_one() -> None:
    registered = ["http://127.0.0.1:18484/callback/", "https://app.example.com/x"]
    facts = replace(BROWSER, client=client(callbacks=registered))
    finding = judged(facts, "unauthorized_client", "Callback URL mismatch.", where="page")
    assert "nearest one registered is http://127.0.0.1:18484/callback/" in finding.detail


@pytest.mark.parametrize(
    ("grant", "subject_type"), [("client_credentials", "client"), ("refresh_token", "user"), (None, "user")]
)
def test_a_missing_client_grant_is_made_for_whom_it_is_missing(grant: str | None, subject_type: str) -> None:
    facts = direct(grant) if grant else BROWSER
    words = 'Client "abc" is not authorized to access resource server "https://api.example.com".'
    assert judged(facts, "access_denied", words).fix == (
        f"auth0ctl grant create --client abc --audience https://api.example.com --subject-type {subject_type}"
    )


def test_scopes_that_a_machine_lacks_stand_beside_those_it_has() -> None:
    raw = {"id": "cgr", "client_id": "abc", "audience": "https://api.example.com", "scope": ["read:orders"]}
    facts = replace(direct("client_credentials"), client_grants=(ClientGrant.from_api(raw),))
    finding = judged(facts, "access_denied", "Client has not been granted scopes: openid profile")
    assert "The client grant lacks: openid profile." in finding.detail
    assert "granted for https://api.example.com: read:orders" in finding.evidence


def test_a_public_client_never_gets_client_credentials() -> None:
    facts = replace(direct("client_credentials"), client=client(token_endpoint_auth_method="none"))
    detail = judged(facts, "unauthorized_client", NO_GRANT.format("client_credentials")).detail
    assert "A public client never gets this grant" in detail
    assert "public client" not in judged(facts, "unauthorized_client", NO_GRANT.format("password")).detail


def test_C13_rejects_a_silent_login_to_loopback_with_the_way_out() -> None:
    for error in ("consent_required", "interaction_required"):
        finding = judged(BROWSER, error, "whatever")
        assert "--callback-host app.localhost" in finding.fix
        assert "redirect_uri: http://127.0.0.1:18484/callback" in finding.evidence


def test_C13_accepts_a_name_under_localhost_as_verifiable() -> None:
    for error in ("consent_required", "interaction_required"):
        assert "callback-host" not in judged(REAL_CALLBACK, error, "whatever").fix


def test_the_connection_and_the_organization_that_were_asked_are_named() -> None:
    assert "connection: google" in judged(BROWSER, "invalid_request", "the connection was not found").evidence
    words = "parameter organization is not allowed for this client"
    finding = judged(replace(BROWSER, client=client()), "invalid_request", words)
    assert "organization: acme" in finding.evidence
    assert "organization_usage of the client: absent (deny)" in finding.evidence
    asked = direct("client_credentials", parameters={"organization": "acme"})
    assert "organization: acme" in judged(asked, "invalid_request", words).evidence


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"rotation_type": "rotating", "leeway": 0},
            "refresh tokens of the client: rotation_type: rotating, leeway: 0",
        ),
        (None, ""),
    ],
)
def test_the_clients_own_limits_of_refresh_tokens_are_shown(settings: Mapping[str, Any] | None, said: str) -> None:
    facts = replace(direct("refresh_token"), client=client(refresh_token=settings))
    evidence = judged(facts, "invalid_grant", "Unknown or invalid refresh token.").evidence
    assert [line for line in evidence if line.startswith("refresh tokens")] == ([said] if said else [])


def test_a_log_entry_stands_beside_the_refusal() -> None:
    entries = (entry("fp", "Wrong email or password."), entry("s", "fine", "901"))
    finding = judged(replace(direct("password"), log=entries), "invalid_grant", "Wrong email or password.")
    line = "tenant log: fp (wrong password): Wrong email or password., 2026-11-23T04:00:00.000Z, log_id 900"
    assert finding.evidence[-1] == line
    assert not any("901" in one for one in finding.evidence), "a success explains no refusal"


def test_the_log_entry_that_says_what_the_refusal_says_is_the_one_that_is_shown() -> None:
    entries = (entry("f", "of another login", "902"), entry("fp", "Wrong email or password.", "901"), entry("fp"))
    facts = replace(direct("password"), log=entries)
    shown = [line for line in judged(facts, "invalid_grant", "Wrong email or password.").evidence if "log_id" in line]
    assert [line.rpartition(" ")[2] for line in shown] == ["901"]
    vague = [line for line in judged(facts, "access_denied", "no").evidence if "log_id" in line]
    assert [line.rpartition(" ")[2] for line in vague] == ["902", "901"]


def test_a_log_entry_knows_what_an_error_page_hides() -> None:
    hidden = replace(BROWSER, log=(entry("f", "http://127.0.0.1:1/x is not in the list of allowed callback URLs"),))
    finding = judged(hidden, "unknown", "Oops!, something went wrong", where="page")
    assert finding.rule.name == "callback-url-not-registered"
    blank = replace(BROWSER, log=(entry("f", "something else"), entry("s", "Unknown client: abc")))
    assert judged(blank, "unknown", "Oops!", where="page").rule.name == "login-refused"
    assert judged(hidden, "access_denied", "").rule.name == "callback-url-not-registered"


def test_a_log_entry_never_speaks_over_the_refusals_own_words() -> None:
    before = replace(BROWSER, log=(entry("f", "Unknown client: abc"),))
    assert judged(before, "access_denied", "only staff may log in").rule.name == "action-denies-login"
    older = replace(BROWSER, log=(entry("f", "something else"), entry("f", "Unknown client: abc")))
    assert judged(older, "unknown", "Oops!", where="page").rule.name == "login-refused"


def test_words_that_leave_more_than_one_reading_are_only_likely() -> None:
    assert judged(BROWSER, "access_denied", "only staff may log in").confidence is Confidence.LIKELY
    assert judged(BROWSER, "invalid_grant", "Invalid authorization code").confidence is Confidence.CERTAIN


def test_a_hostile_audience_stays_one_word_of_the_command() -> None:
    facts = Facts(request=replace(REQUEST, audience="https://x; rm -rf ~"))
    assert judged(facts, "access_denied", "Service not found: x").fix.endswith("--identifier 'https://x; rm -rf ~'")


def test_a_client_that_a_page_calls_invalid_is_unknown() -> None:
    """Nobody proves anything to /authorize; at the token endpoint the same word speaks of the proof."""
    assert judged(BROWSER, "invalid_client", "client is invalid", where="page").rule.name == "client-unknown"
    with_secret = replace(BROWSER, auth_method=ClientAuthMethod.POST)
    assert judged(with_secret, "invalid_client", "no", where="token").rule.name == "client-secret-wrong"
