"""Causes that only a request's own URL, or the order of requests, can show. The others have their rules elsewhere."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
CODE_FLOW = DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce"

ESCAPED_WRONGLY = Rule(
    code="AZ611",
    name="url-escaped-wrongly",
    severity=Severity.ERROR,
    title="The request was escaped once too often, or not at all",
    why="A value that was percent-encoded twice, a URL with `&amp;` in place of `&`, or a URL inside a URL that was "
    "not encoded reaches Auth0 as other parameters than the app meant.",
    fix="Let the SDK, or one call that builds a query (URLSearchParams, urlencode), encode each value exactly once.",
    docs="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1",
)
ENDPOINT_WRONG = Rule(
    code="AZ612",
    name="authorize-endpoint-wrong",
    severity=Severity.ERROR,
    title="That is not the path of this endpoint at Auth0",
    why="Auth0's login begins at /authorize, tokens come from /oauth/token, logouts go to /v2/logout or /oidc/logout. "
    "Other providers' paths (/oauth/authorize, /oauth2/authorize) do not exist there.",
    fix="Take the endpoints from https://DOMAIN/.well-known/openid-configuration.",
    docs=DOCS + "get-started/applications/configure-applications-with-oidc-discovery",
)
PKCE_MISSING = Rule(
    code="AZ613",
    name="pkce-challenge-missing",
    severity=Severity.WARNING,
    title="An app without a secret asks for a code without PKCE",
    why="A SPA or native app proves by PKCE that the code is its own: a `code_challenge` in the authorize request, the "
    "`code_verifier` in the token request. Without it anybody who sees the code can redeem it.",
    fix="Send code_challenge and code_challenge_method=S256; Auth0's SDKs do it by themselves.",
    docs=CODE_FLOW,
)
TOKEN_IN_URL = Rule(
    code="AZ614",
    name="token-in-url",
    severity=Severity.WARNING,
    title="A token is sent in a URL",
    why="URLs end in logs, histories and Referer headers. APIs look for the token in the Authorization header (RFC "
    "6750 section 2.3 advises against the query).",
    fix="Send `Authorization: Bearer ACCESS_TOKEN` instead of a query parameter.",
    docs="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.3",
)
LOGIN_LOOP = Rule(
    code="AZ615",
    name="login-loop",
    severity=Severity.ERROR,
    title="The login succeeds and starts again at once",
    why="Auth0 sends the browser back with a code each time, and the app goes to /authorize again: it does not keep "
    "the session (a cookie that is refused or too large, another host, several copies of the callback handler), or "
    "asks for a login before it has handled the callback.",
    fix="Handle the callback before checking for a login, and look at the cookie that the callback's answer sets.",
    docs=DOCS + "troubleshoot/authentication-issues",
)
LOGOUT_PARAMETER = Rule(
    code="AZ616",
    name="logout-parameter-unknown",
    severity=Severity.ERROR,
    title="The logout names its return URL by a parameter that this endpoint does not know",
    why="/v2/logout goes by `returnTo`, /oidc/logout by `post_logout_redirect_uri`. Any other name is ignored, so that "
    "the person ends on Auth0's page or at the first allowed URL.",
    fix="Send returnTo to /v2/logout, or post_logout_redirect_uri to /oidc/logout.",
    docs=DOCS + "authenticate/login/logout/redirect-users-after-logout",
)
STATE_MISSING = Rule(
    code="AZ617",
    name="state-missing",
    severity=Severity.INFO,
    title="The request has no state",
    why="`state` ties the answer to the browser that asked. SDKs refuse a callback without the state that they "
    "sent, so a login URL that was written by hand or bookmarked does not work with them.",
    fix="Let the SDK start the login: it makes a fresh state for each.",
    docs=DOCS + "secure/attack-protection/state-parameters",
)
SECRET_IN_BROWSER = Rule(
    code="AZ618",
    name="secret-sent-by-browser",
    severity=Severity.ERROR,
    title="A client secret travels through the browser",
    why="What a browser sends, or what stands in an authorize URL, anybody can read: the secret is none any more. "
    "/authorize takes no secret at all, and a page redeems its code with PKCE.",
    fix="Rotate the secret in the dashboard, and use a client of type Single Page Application with PKCE.",
    docs=DOCS + "get-started/applications/confidential-and-public-applications",
)
LOGIN_PAGE_LINK = Rule(
    code="AZ619",
    name="login-page-bookmarked",
    severity=Severity.WARNING,
    title="That is the URL of Auth0's login page for one login, not a place to start from",
    why="The `state` in it belongs to one login and is good for an hour at most. Opened from a bookmark or a link it "
    "leads to an error page, or to the tenant's default redirection URI.",
    fix="Link to the app's own login route, and set the client's Application Login URI (initiate_login_uri).",
    docs=DOCS + "authenticate/login/auth0-universal-login/configure-default-login-routes",
)
