"""What a browser blocks, loses or forbids on the way to the login and back."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
SILENT = DOCS + "authenticate/login/configure-silent-authentication"
SETTINGS = DOCS + "get-started/applications/application-settings"
COOKIES = DOCS + "manage-users/cookies/samesite-cookie-attribute-changes"
CSP = "https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP"

WEB_ORIGIN_MISSING = Rule(
    code="AZ001",
    name="web-origin-missing",
    severity=Severity.ERROR,
    title="The page's origin is not an Allowed Web Origin of the client",
    why="Silent login answers by a message from an iframe to the page, and Auth0 sends it to registered origins only. "
    "To any other page nothing comes: the SDK waits and ends in a timeout.",
    fix="Add the page's origin (scheme, host and port, no path) to the client's Allowed Web Origins.",
    docs=SETTINGS,
)
CORS_ORIGIN_MISSING = Rule(
    code="AZ002",
    name="cors-origin-missing",
    severity=Severity.ERROR,
    title="The page's origin may not call the tenant from a browser",
    why="A browser lets a page read the answer of /oauth/token or /userinfo only when the tenant names the page's "
    "origin. Auth0 names those in Allowed Origins (CORS), and the origins of the client's callbacks.",
    fix="Add the page's origin to the client's Allowed Origins (CORS).",
    docs=SETTINGS,
)
THIRD_PARTY_COOKIES = Rule(
    code="AZ003",
    name="third-party-cookies-blocked",
    severity=Severity.ERROR,
    title="The browser keeps the login session's cookie from the silent login",
    why="Silent login runs in a hidden iframe of another site. Safari, Brave, Firefox and private windows send no "
    "third-party cookies there, so that Auth0 sees no session and answers `login_required`, though the person has "
    "just logged in.",
    fix="Use refresh tokens with rotation (`useRefreshTokens`, scope offline_access), or a custom domain of the app's "
    "own site.",
    docs=DOCS + "troubleshoot/authentication-issues/renew-tokens-when-using-safari",
)
CSP_BLOCKS_IFRAME = Rule(
    code="AZ004",
    name="csp-blocks-iframe",
    severity=Severity.ERROR,
    title="The page's Content-Security-Policy blocks the silent-login iframe",
    why="Silent login opens a hidden iframe of the tenant. A policy without the tenant in `frame-src` (or "
    "`child-src`, `default-src`) blocks it, and the SDK only sees a timeout.",
    fix="Add the tenant's origin to `frame-src` (and to `connect-src`) of the page's Content-Security-Policy.",
    docs=CSP + "#frame-src",
)
CSP_BLOCKS_REQUEST = Rule(
    code="AZ005",
    name="csp-blocks-request",
    severity=Severity.ERROR,
    title="The page's Content-Security-Policy blocks a request of the login",
    why="The browser forbids what the page's own policy does not list: the call to /oauth/token (`connect-src`), the "
    "SDK's worker (`worker-src blob:`), a script or a form.",
    fix="Add the tenant's origin to the directive that the console names; for the SDK's worker, `worker-src blob:`.",
    docs=CSP,
)
STATE_COOKIE_IN_IFRAME = Rule(
    code="AZ006",
    name="state-cookie-blocked-in-iframe",
    severity=Severity.ERROR,
    title="The app runs in an iframe, and its state cookie does not come back",
    why="The app keeps the login's state in a cookie. In an iframe of another site the browser sends it only with "
    "`SameSite=None; Secure`, so that the callback finds no state to compare with.",
    fix="Set the transaction cookie to SameSite=None and Secure (https), or log in in a top-level window.",
    docs=COOKIES,
)
HOSTS_DIFFER = Rule(
    code="AZ007",
    name="login-callback-host-differ",
    severity=Severity.ERROR,
    title="The login starts on one host and its callback lands on another",
    why="The state cookie belongs to the host (and scheme) that set it. When the login was opened at 127.0.0.1 or "
    "www.example.com and the redirect URI says localhost or example.com, the callback does not have the cookie.",
    fix="Open the app under the host of its redirect URI: one host name for base URL, redirect URI and address bar.",
    docs=DOCS + "secure/attack-protection/state-parameters",
)
STATE_LOST = Rule(
    code="AZ008",
    name="login-state-lost",
    severity=Severity.ERROR,
    title="The callback's state is not the one that the app remembers",
    why="Each login attempt has its own state, kept in a cookie or the session storage until the answer is back. It "
    "is gone after a reload of the callback, a second attempt in another tab, a bookmark, a changed cookie secret, or "
    "with several servers that do not share sessions.",
    fix="Start the login again from the app; handle the callback once, and keep the state until then.",
    docs=DOCS + "secure/attack-protection/state-parameters",
)
NOT_SECURE = Rule(
    code="AZ009",
    name="page-not-secure-origin",
    severity=Severity.ERROR,
    title="The page is not served from a secure origin",
    why="The SDK needs the browser's cryptography (`crypto.subtle`), which exists on https and on localhost only; not "
    "on http with a host name or an address of the network.",
    fix="Serve the page over https, or open it as http://localhost.",
    docs="https://developer.mozilla.org/docs/Web/Security/Secure_Contexts",
)
POPUP_BLOCKED = Rule(
    code="AZ010",
    name="popup-blocked",
    severity=Severity.ERROR,
    title="The login popup was blocked, closed or never answered",
    why="A browser opens a popup only in answer to a click, and a `Cross-Origin-Opener-Policy` cuts it off from the "
    "page; the answer then never arrives.",
    fix="Open the popup directly in the click, without anything awaited before it; or use the redirect login.",
    docs=DOCS + "libraries/auth0-single-page-app-sdk",
)
LOGIN_FRAMED = Rule(
    code="AZ011",
    name="login-page-in-frame",
    severity=Severity.ERROR,
    title="An Auth0 page was to be shown inside a frame, which Auth0 forbids",
    why="Login pages and error pages refuse to be framed, against click-jacking. In a silent login it means that Auth0 "
    "had an error page or a login page to show in place of an answer.",
    fix="Open the login as the top-level page; for a silent login, open its URL in a tab to read the error page.",
    docs=DOCS + "secure/security-guidance/prevent-threats/clickjacking",
)
CALLED_BY_SCRIPT = Rule(
    code="AZ012",
    name="authorize-called-by-script",
    severity=Severity.ERROR,
    title="The login page was fetched by a script, where the browser should have gone to it",
    why="/authorize and /v2/logout answer with pages for people and allow no cross-origin reading. A fetch, an XHR or "
    "a prefetching link to the app's login route is redirected there and fails with a CORS error.",
    fix="Navigate to the login route: a plain link or `window.location`, no fetch, no client-side router link.",
    docs=DOCS + "api/authentication/authorization-code-flow",
)
API_CORS = Rule(
    code="AZ013",
    name="api-cors-missing",
    severity=Severity.ERROR,
    title="The app's own API does not let the page's origin call it",
    why="The Authorization header makes the browser ask first (OPTIONS). The API must answer that without a token, "
    "naming the origin and the header `Authorization`; Auth0's settings have no part in it.",
    fix="Switch on CORS in the API for the page's origin and the Authorization header, before the token check.",
    docs="https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS",
)
NO_ANSWER_IN_URL = Rule(
    code="AZ014",
    name="callback-without-answer",
    severity=Severity.ERROR,
    title="The callback was handled on a page that carries no answer",
    why="The answer is `code` and `state` in the callback's URL. Handling it on a page without them, a second time, or "
    "after a router has removed the query cannot work.",
    fix="Handle the callback only where the URL has `code` and `state`, once, before the router changes the URL.",
    docs=DOCS + "libraries/auth0-single-page-app-sdk",
)
CROSS_ORIGIN_LOGIN = Rule(
    code="AZ015",
    name="cross-origin-login-refused",
    severity=Severity.ERROR,
    title="An embedded login form cannot finish across origins",
    why="A form in the app posts to /co/authenticate and must then be recognised by a third-party cookie. It needs "
    "Allow Cross-Origin Authentication, the page in Allowed Web Origins, and in most browsers a custom domain.",
    fix="Send people to the Universal Login page; or switch on Cross-Origin Authentication and use a custom domain.",
    docs=DOCS + "authenticate/login/cross-origin-authentication",
)
POST_NEEDED = Rule(
    code="AZ016",
    name="login-start-needs-post",
    severity=Severity.ERROR,
    title="The login was started by a link, where the library takes a form's POST only",
    why="Since version 2 OmniAuth starts a login only by a POST that carries the app's CSRF token, so that no foreign "
    "page can start one. A link to /auth/auth0 is a GET, and a form without the token is refused.",
    fix="Start the login with a form: `button_to 'Log in', '/auth/auth0', method: :post, data: { turbo: false }`, and "
    "add the gem omniauth-rails_csrf_protection.",
    docs=DOCS + "quickstart/webapp/rails",
)
CROSS_ORIGIN_ISOLATED = Rule(
    code="AZ017",
    name="page-cross-origin-isolated",
    severity=Severity.ERROR,
    title="The page is cross-origin isolated, where no silent login in an iframe is possible",
    why="With Cross-Origin-Embedder-Policy the browser loads no page of another site into a frame unless that page "
    "agrees, and Auth0's does not.",
    fix="Use refresh tokens (`useRefreshTokens`, scope offline_access), or serve the page without that header.",
    docs=DOCS + "secure/tokens/refresh-tokens/refresh-token-rotation",
)
