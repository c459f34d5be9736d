"""What an app is set up wrongly with, or leaves out of its request."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
SETTINGS = DOCS + "get-started/applications/application-settings"
REFRESH = DOCS + "secure/tokens/refresh-tokens/"
CUSTOM_DOMAINS = DOCS + "customize/custom-domains/configure-features-to-use-custom-domains"

CLIENT_ID_MISSING = Rule(
    code="AZ020",
    name="client-id-missing",
    severity=Severity.ERROR,
    title="The app has no client_id when it runs",
    why="The client id is empty or `undefined`: the environment variable is not set, is named otherwise than the build "
    "tool wants (VITE_, REACT_APP_, NEXT_PUBLIC_), or was not there when the app was built.",
    fix="Set the client id in the app's settings, then build and start it again.",
    docs=SETTINGS,
)
DOMAIN_MISSING = Rule(
    code="AZ021",
    name="domain-missing",
    severity=Severity.ERROR,
    title="The app has no Auth0 domain when it runs",
    why="The domain is empty or `undefined`, so that the authorize URL has no host.",
    fix="Set the domain in the app's settings (the bare host: example.eu.auth0.com), then build and start it again.",
    docs=SETTINGS,
)
DOMAIN_HAS_SCHEME = Rule(
    code="AZ022",
    name="domain-has-scheme",
    severity=Severity.ERROR,
    title="The domain setting holds https://, where a bare host is expected",
    why="The SDK puts `https://` before the domain itself: the URL becomes https://https://..., whose host is `https`.",
    fix="Write the domain as a bare host: example.eu.auth0.com, without https:// and without a slash.",
    docs=SETTINGS,
)
WRONG_TENANT = Rule(
    code="AZ023",
    name="wrong-tenant-domain",
    severity=Severity.ERROR,
    title="The domain is not that of the tenant",
    why="A region is missing (example.auth0.com for example.eu.auth0.com), a letter is wrong, the tenant is another "
    "one or was deleted; no such host exists, or it knows neither the client nor its keys.",
    fix="Copy the domain from the client's settings page.",
    docs=SETTINGS,
)
REDIRECT_URI_MALFORMED = Rule(
    code="AZ024",
    name="redirect-uri-malformed",
    severity=Severity.ERROR,
    title="The redirect_uri is no valid absolute URI",
    why="It must be a whole URL with its scheme. A missing `https://`, an underscore in the scheme, a literal "
    "wildcard, a space, a fragment or `undefined` in it makes it invalid, whatever is registered.",
    fix="Send the redirect_uri as an absolute URI with a valid scheme.",
    docs=SETTINGS,
)
REDIRECT_URI_MISSING = Rule(
    code="AZ025",
    name="redirect-uri-missing",
    severity=Severity.ERROR,
    title="The request names no redirect_uri",
    why="The app's callback setting is empty, or is named otherwise in this version of the SDK (since auth0-spa-js 2 "
    "it belongs into `authorizationParams`).",
    fix="Give the SDK the redirect URI under the name that its version expects.",
    docs=SETTINGS,
)
SCHEME_BEHIND_PROXY = Rule(
    code="AZ026",
    name="callback-scheme-behind-proxy",
    severity=Severity.ERROR,
    title="The app behind a TLS proxy builds its callback with http",
    why="The proxy ends TLS and passes plain http on, so that the app takes http for its own scheme and sends an http "
    "redirect_uri, where https is registered.",
    fix="Tell the app its public address (base URL), or let it trust the proxy's X-Forwarded-Proto header.",
    docs=SETTINGS,
)
AUDIENCE_NOT_AT_LOGIN = Rule(
    code="AZ027",
    name="audience-not-requested-at-login",
    severity=Severity.ERROR,
    title="A token is asked for silently with an audience or scope that the login did not have",
    why="The SDK keeps one refresh token for each audience and scope of a login. A later call with another audience or "
    "more scope finds none, and a silent login cannot ask the person.",
    fix="Give the same audience and scope to the login (the provider's authorizationParams) and to the token call.",
    docs=REFRESH + "multi-resource-refresh-token",
)
OFFLINE_ACCESS_MISSING = Rule(
    code="AZ028",
    name="offline-access-scope-missing",
    severity=Severity.ERROR,
    title="No refresh token was issued: offline_access was not in the requested scope",
    why="Auth0 issues a refresh token only when the login's scope has `offline_access`, the client has the "
    "refresh_token grant and the API allows offline access.",
    fix="Add offline_access to the scope of the login, and log in again.",
    docs=REFRESH + "get-refresh-tokens",
)
SYSTEM_AUDIENCE = Rule(
    code="AZ029",
    name="custom-domain-system-audience",
    severity=Severity.ERROR,
    title="The audience of Auth0's own API was built from the custom domain",
    why="Auth0's own APIs (/api/v2/ and /userinfo) have one audience each, under the tenant's canonical domain "
    "(NAME.REGION.auth0.com). No custom domain changes an API identifier.",
    fix="Use the canonical domain in the audience, such as https://example.eu.auth0.com/api/v2/.",
    docs=CUSTOM_DOMAINS,
)
COOKIE_SECRET_MISSING = Rule(
    code="AZ030",
    name="session-secret-missing",
    severity=Severity.ERROR,
    title="The web SDK has no secret for its session cookie, or another one than before",
    why="A server-side SDK encrypts its session and login state with a secret of the app's own (AUTH0_SECRET, "
    "SECRET, APP_SECRET_KEY). Without it nothing can be kept; with a new one old cookies cannot be read.",
    fix="Set a long random secret in the app's environment, the same on every server (`openssl rand -hex 32`).",
    docs=DOCS + "quickstart/webapp",
)
PROVIDER_MISSING = Rule(
    code="AZ031",
    name="sdk-provider-missing",
    severity=Severity.ERROR,
    title="The component stands outside the SDK's provider",
    why="The hooks and services of the SDK work only below its provider (Auth0Provider, provideAuth0, the plugin).",
    fix="Put the provider around the whole app, once, above every component that uses the SDK.",
    docs=DOCS + "quickstart/spa",
)
SETTING_MISSING = Rule(
    code="AZ032",
    name="verifier-setting-missing",
    severity=Severity.ERROR,
    title="The app or API lacks a setting that its Auth0 library needs",
    why="The library refuses to start without its audience, issuer, base URL or key: usually an environment variable "
    "that is not set where the program runs, or has another name.",
    fix="Set what the message names, in the environment of the program that complains.",
    docs=DOCS + "quickstart/backend",
)
LOGIN_CANCELLED = Rule(
    code="AZ033",
    name="login-cancelled",
    severity=Severity.WARNING,
    title="The person closed the login page before it was done",
    why="The app was told that its browser window went away: it was closed, or the callback's scheme or link does not "
    "lead back to the app, so that closing was all that was left to do.",
    fix="If people say that they did log in: check the app's URL scheme or link and the client's callback for it.",
    docs=DOCS + "quickstart/native",
)
NATIVE_CALLBACK = Rule(
    code="AZ034",
    name="native-callback-not-claimed",
    severity=Severity.ERROR,
    title="The callback does not lead back into the native app",
    why="The system opens the app for its own URL scheme, an Android App Link or an iOS Universal Link only when the "
    "app claims it: an intent filter with the scheme and host (Auth0's SDK makes it from the manifest placeholders), a "
    "URL type, or an associated domain that the tenant confirms with the app's team id or fingerprint.",
    fix="Declare the callback's scheme and host in the app; for https callbacks fill in Device Settings on the client "
    "(team id and bundle id, or package and SHA-256), and register the same URL as an Allowed Callback URL.",
    docs=DOCS + "get-started/applications/enable-universal-links-support-in-apple-xcode",
)
HOST_NOT_TRUSTED = Rule(
    code="AZ035",
    name="app-host-not-trusted",
    severity=Severity.ERROR,
    title="The web SDK does not trust the host name under which it is called",
    why="Auth.js builds its callback URL from the request's host, and takes a host that it was not told to trust for a "
    "forged one: behind a proxy, in a container, and on hosts other than Vercel's.",
    fix="Set AUTH_TRUST_HOST=true (or `trustHost: true`) where the proxy sets the host, or AUTH_URL to the public URL.",
    docs="https://errors.authjs.dev#untrustedhost",
)
ID_TOKEN_ANSWER = Rule(
    code="AZ036",
    name="id-token-answer-unexpected",
    severity=Severity.ERROR,
    title="The library is set up for plain OAuth and got an OpenID Connect answer",
    why="With `openid` in the scope (or in the response type) the answer holds an ID token, which must be checked. A "
    "function for plain OAuth refuses it rather than leave it unchecked.",
    fix="Use the library's OpenID Connect function (openid-client: client.callback(); Auth.js: type 'oidc'), or leave "
    "`openid` out of the scope.",
    docs=DOCS + "authenticate/protocols/openid-connect-protocol",
)
SESSION_MISSING = Rule(
    code="AZ037",
    name="app-session-missing",
    severity=Severity.ERROR,
    title="The SDK found no session of a logged-in person where it was asked for one",
    why="Nobody has logged in, the session has ended, or its cookie did not come: the SDK's middleware does not run on "
    "that route, the cookie belongs to another host or is too large, or a server-side call did not pass it on.",
    fix="Look whether the request carries the session cookie and passes the SDK's middleware; else log in first.",
    docs=DOCS + "quickstart/webapp",
)
MIDDLEWARE_MISSING = Rule(
    code="AZ038",
    name="sdk-middleware-missing",
    severity=Severity.ERROR,
    title="The SDK's middleware, or the session that it needs, is not there where the SDK is used",
    why="A server-side SDK works only behind its middleware and, for a login, a session that keeps the state. Here "
    "neither ran before the code that uses it, or it ran twice.",
    fix="Register the session middleware, then the SDK's, once, before the routes that use them.",
    docs=DOCS + "quickstart/webapp",
)
TOKEN_LIFETIME = Rule(
    code="AZ039",
    name="access-token-lives-too-short",
    severity=Severity.ERROR,
    title="The access token lives for less time than the app asks of it",
    why="The app asked its SDK for a token that is good for a given time at least (minTTL), and the API's new tokens "
    "live for less, so that no renewal can ever satisfy it.",
    fix="Ask for a lower minTTL, or raise the API's Token Expiration (auth0ctl api update).",
    docs=DOCS + "secure/tokens/access-tokens/update-access-token-lifetime",
)
