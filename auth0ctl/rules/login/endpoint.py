"""Refusals of the token endpoint, and answers that are none: codes, secrets, proofs, refresh tokens, limits."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
REFRESH = DOCS + "secure/tokens/refresh-tokens/"

CODE_INVALID = Rule(
    code="AZ311",
    name="authorization-code-invalid",
    severity=Severity.ERROR,
    title="The authorization code was refused",
    why="A code works once, for a few minutes, for the client it was issued to.",
    fix="Log in again, and exchange the code exactly once.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce",
)
SECRET_WRONG = Rule(
    code="AZ312",
    name="client-secret-wrong",
    severity=Severity.ERROR,
    title="The token endpoint does not accept this client's credentials",
    why="The client authenticates with a secret, and none, an old one or another client's was sent. A public "
    "client (SPA, native) should use the authentication method `none`.",
    fix="Give the client's current secret in AUTH0_CLIENT_SECRET, or make the client public.",
    docs=DOCS + "secure/application-credentials",
)
LOGIN_REFUSED = Rule(
    code="AZ314",
    name="login-refused",
    severity=Severity.ERROR,
    title="The tenant refused the login",
    why="The refusal is none that auth0ctl has a cause for.",
    fix="Read the tenant's newest log entries (Dashboard, Monitoring, Logs): they name the reason.",
    docs=DOCS + "deploy-monitor/logs/log-event-type-codes",
)
VERIFIER_WRONG = Rule(
    code="AZ341",
    name="pkce-verifier-mismatch",
    severity=Severity.ERROR,
    title="The PKCE verifier does not belong to the challenge that was sent to /authorize",
    why="The app keeps the verifier between the two requests. A second tab, lost storage, or a challenge that is not "
    "base64url(SHA-256(verifier)) without padding makes them differ. Another login's code has this effect too.",
    fix="Keep one verifier for each login attempt, and send it with that attempt's code.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce",
)
REDIRECT_URI_DIFFERS = Rule(
    code="AZ342",
    name="redirect-uri-differs-at-token",
    severity=Severity.ERROR,
    title="The token request names another redirect URI than the authorize request",
    why="Both must be the same string (RFC 6749 section 4.1.3). Behind a proxy an app may take its own address for "
    "http in one of them and for https in the other.",
    fix="Send the same redirect_uri in both requests.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow",
)
SECRET_MISSING = Rule(
    code="AZ343",
    name="client-secret-missing",
    severity=Severity.ERROR,
    title="The client must prove itself, and no proof was sent",
    why="The client is confidential: its token endpoint authentication method is not `none`.",
    fix="Give its secret in AUTH0_CLIENT_SECRET or with `auth0ctl login --client-secret-file FILE`.",
    docs=DOCS + "secure/application-credentials",
)
AUTH_METHOD_DIFFERS = Rule(
    code="AZ344",
    name="client-auth-method-mismatch",
    severity=Severity.ERROR,
    title="The client proved itself in another way than the one it is registered with",
    why="A client has one token endpoint authentication method; a proof of another kind is refused.",
    fix="Use the client's own method: `auth0ctl login --client-auth METHOD`.",
    docs=DOCS + "secure/application-credentials",
)
ASSERTION_REFUSED = Rule(
    code="AZ345",
    name="client-assertion-refused",
    severity=Severity.ERROR,
    title="The client's signed assertion was refused",
    why="The assertion must be signed with the key of a registered credential (same `kid` and algorithm), carry the "
    "client id as `iss` and `sub`, the issuer with its slash as `aud`, a fresh `jti`, and live five minutes at most.",
    fix="Compare the key, its id and its algorithm with the client's credentials.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt",
)
DPOP_NONCE_NEEDED = Rule(
    code="AZ346",
    name="dpop-nonce-required",
    severity=Severity.ERROR,
    title="The DPoP proof lacks the nonce that the tenant asks for",
    why="A public client's first proof is refused with a `DPoP-Nonce` header; the request must be repeated once with "
    "that nonce in the proof (RFC 9449 section 8).",
    fix="Repeat the request with the nonce from the DPoP-Nonce header.",
    docs=DOCS + "secure/sender-constraining/demonstrating-proof-of-possession-dpop",
)
DPOP_PROOF_REFUSED = Rule(
    code="AZ347",
    name="dpop-proof-refused",
    severity=Severity.ERROR,
    title="The DPoP proof was refused",
    why="A proof is for one request: its `htm` and `htu` are that request's method and URL, its `iat` is now, its "
    "`jti` new, and it is signed (ES256) with the key in its header. For a refresh it must be the same key.",
    fix="Make a new proof for each request, and check this machine's clock.",
    docs=DOCS + "secure/sender-constraining/demonstrating-proof-of-possession-dpop",
)
DPOP_REQUIRED = Rule(
    code="AZ354",
    name="dpop-proof-missing",
    severity=Severity.ERROR,
    title="The client or the API asks for tokens that are bound to a key",
    why="With Require Token Sender-Constraining no plain bearer token is issued: the request must carry a DPoP proof.",
    fix="Bind the tokens to a key: `auth0ctl login --dpop`.",
    docs=DOCS + "secure/sender-constraining/demonstrating-proof-of-possession-dpop",
)
SUBJECT_TOKEN_REFUSED = Rule(
    code="AZ355",
    name="subject-token-refused",
    severity=Severity.ERROR,
    title="The token that was to be exchanged is not accepted",
    why="The subject token is expired, for another audience, of another type than was said, or the exchange's Action "
    "rejected it.",
    fix="Look at the subject token with `auth0ctl token decode -`: who issued it, for whom, until when.",
    docs=DOCS + "authenticate/custom-token-exchange",
)
REFRESH_TOKEN_UNKNOWN = Rule(
    code="AZ348",
    name="refresh-token-unknown",
    severity=Severity.ERROR,
    title="The refresh token is not accepted any more",
    why="It expired, was revoked, was replaced by a newer one (rotation), belongs to another client, or its user was "
    "deleted. Auth0 answers all of these alike; its log tells them apart.",
    fix="Log in again, and keep the newest refresh token only.",
    docs=REFRESH + "configure-refresh-token-expiration",
)
REFRESH_TOKEN_REUSED = Rule(
    code="AZ349",
    name="refresh-token-reused",
    severity=Severity.ERROR,
    title="A refresh token that had been replaced was used again",
    why="With rotation each refresh brings a new refresh token and retires the one before. When a retired one is "
    "seen again, somebody may have copied it: Auth0 revokes the whole family, the newest one included.",
    fix="Log in again; let one process alone refresh, or allow an overlap (leeway).",
    docs=REFRESH + "refresh-token-rotation",
)
DEVICE_CODE_EXPIRED = Rule(
    code="AZ350",
    name="device-code-expired",
    severity=Severity.ERROR,
    title="Nobody confirmed the device code in time",
    why="A device code lives for 15 minutes. Auth0 says `expired_token` once, and `invalid_grant` from then on.",
    fix="Start again: `auth0ctl login --flow device`.",
    docs=DOCS + "quickstart/native/device",
)
RATE_LIMITED = Rule(
    code="AZ351",
    name="rate-limited",
    severity=Severity.ERROR,
    title="The tenant's rate limit is used up",
    why="Auth0 limits requests by tenant and endpoint, and tokens by client where a quota is set.",
    fix="Wait a little and try again; ask for fewer tokens, each lives for hours.",
    docs=DOCS + "troubleshoot/customer-support/operational-policies/rate-limit-policy",
)
OTHER_ISSUER = Rule(
    code="AZ352",
    name="answer-of-another-issuer",
    severity=Severity.ERROR,
    title="The callback's answer is not, or not provably, from the issuer that was asked",
    why="The `iss` parameter of an authorization response names who answers (RFC 9207). A wrong one, or none where "
    "the issuer promises one, is the mark of a mix-up attack, or of two domains for one tenant.",
    fix="Ask under the name that the tenant answers with: compare `auth0ctl tenant show` with the custom domain.",
    docs="https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4",
)
UNEXPECTED_ANSWER = Rule(
    code="AZ353",
    name="unexpected-answer",
    severity=Severity.ERROR,
    title="The answer lacks what was asked for",
    why="A callback with the right state must carry what the response type names. Something on the way dropped it, "
    "or the server is not a conforming one.",
    fix="Try `auth0ctl login --response-mode form_post`, which no proxy or extension cuts short.",
    docs=DOCS + "api/authentication/authorization-code-flow",
)
