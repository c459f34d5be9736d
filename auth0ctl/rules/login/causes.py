"""Which words of a refusal mean which rule, and what of the situation tells apart the causes that share their words.

The words are those of auth0-facts/error-catalog.md. Where the refusal itself says nothing that is known, the tenant's
log entry for this attempt is read in its place.
"""

import re
from collections.abc import Callable

from auth0ctl.findings import Rule
from auth0ctl.model import Client, Facts
from auth0ctl.protocol import ClientAuthMethod, Refusal
from auth0ctl.rules.client import PUBLIC_TYPES, PUBLIC_WITH_SECRET, verifiable
from auth0ctl.rules.login import asking, endpoint, person
from auth0ctl.rules.login.log import failures
from auth0ctl.rules.token.rights import GRANT_LACKS_SCOPE

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
CONFIRMATION_FIELD = "skip_non_verifiable_callback_uri_confirmation_prompt"

# The first pattern that fits ``error: description`` names the cause; refined below where the words are shared.
TOLD: tuple[tuple[Rule, str], ...] = (
    (
        asking.CALLBACK_NOT_REGISTERED,
        # The last two are other providers' words; the error code is that of RFC 7591 section 3.2.2.
        r"callback url mismatch|not in the list of allowed callback urls|"
        r"^invalid_redirect_uri|redirect_uri did not match",
    ),
    (asking.CLIENT_UNKNOWN, r"unknown client"),
    (asking.AUDIENCE_NOT_REGISTERED, r"service not found|^invalid_target"),  # the latter: RFC 8707 section 2
    (asking.GRANT_TYPE_NOT_ENABLED, r"grant type '[^']*' not allowed|unauthorized_client: *$"),
    (GRANT_LACKS_SCOPE, r"has not been granted scopes"),
    (asking.AUDIENCE_MISSING, r"no audience parameter was provided"),
    (asking.CLIENT_GRANT_MISSING, r"is not authorized to access resource server|is not authorized to access \""),
    (asking.ORGANIZATION_REQUIRED, r"organization is required for this client"),
    (asking.ORGANIZATION_NOT_ALLOWED, r"organization is not allowed for this client"),
    (asking.ORGANIZATION_NOT_AN_ID, r"organization must be an organization id"),
    (asking.ORGANIZATION_UNKNOWN, r"parameter organization is invalid"),
    (
        asking.CONNECTION_NOT_ENABLED,
        r"no connections enabled|connection was not found|connection is not enabled|connection was disabled",
    ),
    # No recorded wording of Auth0's for these three: the first is RFC 9126 section 2.4's, the others are INFERRED.
    (asking.PUSHED_REQUEST_EXPIRED, r"^invalid_request_uri|request_uri.*(expired|invalid|unknown|not found|used)"),
    (asking.PUSHED_REQUEST_REQUIRED, r"pushed authorization request.* required|must use pushed authorization"),
    (asking.PUSHED_REQUESTS_OFF, r"pushed authorization requests? (is|are) not (enabled|allowed|supported)"),
    (person.USER_DECLINED, r"user did not authorize the request|user cancelled|end-user aborted"),
    (person.NOT_A_MEMBER, r"is not part of the \S+ organization"),
    (person.CONSENT_REQUIRED, r"^consent_required"),
    (person.SESSION_NEEDED, r"^(login|interaction|account_selection)_required"),
    (person.MFA_REQUIRED, r"^mfa_required|multifactor authentication required"),
    (person.USER_BLOCKED, r"user is blocked"),
    (
        person.ATTEMPTS_BLOCKED,
        r"^too_many_attempts|has been blocked after|login attempt has been blocked|suspicious login behavior",
    ),
    (person.CREDENTIALS_WRONG, r"wrong (e-?mail|username|phone number).* or (password|verification code)"),
    (person.DIRECTORY_MISSING, r"not configured with default connection"),
    (person.TRANSACTION_LOST, r"couldn.t find your session"),
    (endpoint.VERIFIER_WRONG, r"failed to verify code verifier"),
    (endpoint.REDIRECT_URI_DIFFERS, r"redirect uri is wrong"),
    (endpoint.CODE_INVALID, r"invalid authorization code"),
    (endpoint.REFRESH_TOKEN_UNKNOWN, r"unknown or invalid refresh token|refresh_token was generated for a user"),
    (endpoint.DEVICE_CODE_EXPIRED, r"^(expired_token|authorization_pending)|expired device code"),
    (endpoint.DPOP_NONCE_NEEDED, r"^use_dpop_nonce"),
    (endpoint.DPOP_PROOF_REFUSED, r"^invalid_dpop_proof"),
    (endpoint.DPOP_REQUIRED, r"dpop proof is (required|missing)"),  # INFERRED
    (endpoint.ASSERTION_REFUSED, r"client.assertion|'exp' claim must specify|failed client authentication"),
    (endpoint.SECRET_WRONG, r"^access_denied: unauthorized$|^invalid_client"),
    (endpoint.RATE_LIMITED, r"^too_many_requests|rate limit exceeded|limit has been reached|quota exceeded"),
    (endpoint.OTHER_ISSUER, r"^issuer_mismatch"),
    (endpoint.UNEXPECTED_ANSWER, r"^unexpected_answer"),
    # Auth0's words for this one were never recorded (token-endpoint.md section 10): INFERRED.
    (asking.TOKEN_EXCHANGE_NOT_ENABLED, r"token exchange|subject_token_type"),
    (person.LOGIN_DENIED, r"^(access_denied|unauthorized)\b"),
    (asking.PARAMETER_REFUSED, r"^(invalid_request|unsupported_response_type|invalid_scope|unsupported_grant_type)"),
)
# Rules that stand for nothing but the words themselves: where there are no words, a log entry may know more.
VAGUE = (person.LOGIN_DENIED, asking.PARAMETER_REFUSED, endpoint.LOGIN_REFUSED)


def cause_of(facts: Facts) -> Rule:
    """The rule that the refusal points to: by its own words, else by the log's, refined by what is known besides."""
    refusal = facts.refusal
    assert refusal is not None
    rule = named_by(f"{refusal.error}: {refusal.description}")
    wordless = rule is endpoint.LOGIN_REFUSED or not refusal.description
    if rule in VAGUE and wordless and (newest := failures(facts)[:1]):
        named = named_by(f"log: {newest[0].description}")
        rule = rule if named in VAGUE else named
    refine = REFINED.get(rule.code)
    return refine(facts, refusal) if refine else rule


def named_by(words: str) -> Rule:
    """The rule that these words alone name."""
    for rule, pattern in TOLD:
        if re.search(pattern, words, re.IGNORECASE):
            return rule
    return endpoint.LOGIN_REFUSED


def audience(facts: Facts, refusal: Refusal) -> Rule:
    """A slash too many or too few, or an API that does not exist."""
    return asking.AUDIENCE_SLASH_MISMATCH if twin_of(facts, refusal) else asking.AUDIENCE_NOT_REGISTERED


def twin_of(facts: Facts, refusal: Refusal) -> str | None:
    """The registered identifier that differs from the audience by its last slash alone."""
    wanted = audience_asked(facts, refusal)
    known = [server.identifier for server in facts.resource_servers or ()]
    return next((one for one in known if one.rstrip("/") == wanted.rstrip("/")), None)


def audience_asked(facts: Facts, refusal: Refusal) -> str:
    """The audience of the request, or the one that the tenant's words name."""
    asked = facts.request or facts.token_request
    if asked is not None and asked.audience:
        return asked.audience
    quoted = re.search(r'(?:resource server|access) "([^"]+)"', refusal.description)
    return quoted[1] if quoted else refusal.description.partition(":")[2].strip()


def grant_type(facts: Facts, refusal: Refusal) -> Rule:
    """Some grants are refused for more than a missing entry in the client's list."""
    client = facts.client
    if DEVICE_CODE in refusal.description and client is not None:
        public = client.app_type == "native" and registered_method(client) == ClientAuthMethod.NONE
        return asking.GRANT_TYPE_NOT_ENABLED if public else asking.DEVICE_NEEDS_PUBLIC
    return asking.TOKEN_EXCHANGE_NOT_ENABLED if TOKEN_EXCHANGE in refusal.description else asking.GRANT_TYPE_NOT_ENABLED


def consent(facts: Facts, _refusal: Refusal) -> Rule:
    """C13: on this machine no setting of the API can spare the consent."""
    return person.CONSENT_ON_LOOPBACK if on_loopback(facts) else person.CONSENT_REQUIRED


def silent(facts: Facts, refusal: Refusal) -> Rule:
    """C13: ``interaction_required`` for a callback on this machine is most likely the confirmation page (INFERRED)."""
    spared = facts.client is not None and facts.client.skip_callback_confirmation is True
    if refusal.error == "interaction_required" and on_loopback(facts) and not spared:
        return person.CONFIRMATION_ON_LOOPBACK
    return person.SESSION_NEEDED


def on_loopback(facts: Facts) -> bool:
    """Whether the login's callback is one that Auth0 cannot verify."""
    return facts.request is not None and not verifiable(facts.request.redirect_uri)


def refresh_token(facts: Facts, _refusal: Refusal) -> Rule:
    """The log alone tells a reused token (``ferrt``) from one that expired or was revoked."""
    reused = any(entry.type == "ferrt" for entry in failures(facts))
    return endpoint.REFRESH_TOKEN_REUSED if reused else endpoint.REFRESH_TOKEN_UNKNOWN


def credentials(facts: Facts, refusal: Refusal) -> Rule:
    """``Unauthorized`` is all that Auth0 says: what was sent and what the client is registered with say the rest."""
    sent, client = facts.auth_method, facts.client
    if refusal.where == "page":
        return asking.CLIENT_UNKNOWN  # nobody proves anything to /authorize; other providers than Auth0 say it so
    registered = registered_method(client) if client else None
    if sent is None:
        return endpoint.SECRET_WRONG
    if sent is ClientAuthMethod.NONE:
        public = client is not None and client.app_type in PUBLIC_TYPES
        return PUBLIC_WITH_SECRET if public else endpoint.SECRET_MISSING
    if registered not in (None, ClientAuthMethod.NONE, sent):
        return endpoint.AUTH_METHOD_DIFFERS
    return endpoint.ASSERTION_REFUSED if sent is ClientAuthMethod.PRIVATE_KEY_JWT else endpoint.SECRET_WRONG


def registered_method(client: Client) -> str | None:
    """How the client must prove itself; None where it is not stated (clients.md: then it is confidential)."""
    methods = client.raw.get("client_authentication_methods") or {}
    return ClientAuthMethod.PRIVATE_KEY_JWT if "private_key_jwt" in methods else client.token_endpoint_auth_method


def of_exchange(rule: Rule) -> Callable[[Facts, Refusal], Rule]:
    """A vague refusal of a token exchange: most likely that the exchange is not set up."""

    def refine(facts: Facts, _refusal: Refusal) -> Rule:
        asked = facts.token_request
        exchange = asked is not None and asked.grant_type == TOKEN_EXCHANGE
        return asking.TOKEN_EXCHANGE_NOT_ENABLED if exchange else rule

    return refine


def of_grant(facts: Facts, refusal: Refusal) -> Rule:
    """``invalid_grant`` without known words: what was granted is not good, or (a device code) not good any more."""
    grant = facts.token_request.grant_type if facts.token_request else ""
    # token-endpoint.md section 9: after ``expired_token``, said once, a device code is an invalid grant.
    named = {
        DEVICE_CODE: endpoint.DEVICE_CODE_EXPIRED,
        TOKEN_EXCHANGE: endpoint.SUBJECT_TOKEN_REFUSED,
        "refresh_token": endpoint.REFRESH_TOKEN_UNKNOWN,
    }
    return named.get(grant, endpoint.LOGIN_REFUSED) if refusal.error == "invalid_grant" else endpoint.LOGIN_REFUSED


REFINED: dict[str, Callable[[Facts, Refusal], Rule]] = {
    asking.AUDIENCE_NOT_REGISTERED.code: audience,
    asking.GRANT_TYPE_NOT_ENABLED.code: grant_type,
    person.CONSENT_REQUIRED.code: consent,
    person.SESSION_NEEDED.code: silent,
    endpoint.REFRESH_TOKEN_UNKNOWN.code: refresh_token,
    endpoint.SECRET_WRONG.code: credentials,
    asking.PARAMETER_REFUSED.code: of_exchange(asking.PARAMETER_REFUSED),
    endpoint.LOGIN_REFUSED.code: of_grant,
}
# Every rule that ``cause_of`` can name.
RULES: tuple[Rule, ...] = (
    *(rule for rule, _ in TOLD),
    asking.AUDIENCE_SLASH_MISMATCH,
    asking.DEVICE_NEEDS_PUBLIC,
    person.CONSENT_ON_LOOPBACK,
    person.CONFIRMATION_ON_LOOPBACK,
    endpoint.REFRESH_TOKEN_REUSED,
    PUBLIC_WITH_SECRET,
    endpoint.SECRET_MISSING,
    endpoint.AUTH_METHOD_DIFFERS,
    endpoint.SUBJECT_TOKEN_REFUSED,
    endpoint.LOGIN_REFUSED,
)
