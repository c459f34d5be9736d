"""What a browser's console says: CORS, Content-Security-Policy, frames, cookies."""

from auth0ctl.rules.said.causes import api, browser
from auth0ctl.rules.said.hints import both, denied, either, framed, isnt, says, status, told
from auth0ctl.rules.said.reading import wording

CORS = (
    "blocked by cors policy",
    "no 'access-control-allow-origin' header",
    "cross-origin request blocked",
    "is not allowed by access-control-allow-origin",
    "access-control-allow-origin * missing",
    "cors header 'access-control-allow-origin'",
    "does not match cors",
    "origin is not allowed by access-control",
    "cors error",
    "cors preflight",
    "preflight response",
    "response to preflight request doesn't pass",
    "cors * 'access-control-allow-origin'",  # a console in any language
    "cors * access-control-allow-origin",
)
PAGES = ("/authorize", "/v2/logout", "/oidc/logout", "/u/login", "/samlp/", "/login?state")
CALLS = ("/oauth/token", "/userinfo", "/passwordless/", "/oauth/revoke", "/mfa/")
EMBEDDED = ("/co/authenticate", "/dbconnections/", "/usernamepassword/login", "/co/verify")
STATIC = (".woff", ".ttf", ".css", ".png", ".jpg", ".svg", ".js'", ".json'", ".map", "fonts.")  # no API
FETCH_FAILED = (
    "=failed to fetch",
    "=networkerror when attempting to fetch resource",
    "=load failed",
    "=network error",
    "typeerror: failed to fetch",
    "typeerror: networkerror",
    "typeerror: load failed",
)
POLICY = ("content security policy", "content-security-policy")
AUTH = (
    "auth0",
    "/authorize",
    "web_message",
    "/oauth/token",
    "/userinfo",
    "login",
    "sign-in",
    "signin",
    "identity",
    "accounts.",
)
FRAME = ("frame-src", "child-src", "refused to frame", "framing '", "blocked the loading of a resource (frame")

page_url = says(*PAGES)
call_url = both(says(*CALLS), isnt(page_url))

ROWS = (
    wording(
        browser.CORS_ORIGIN_MISSING,
        93,
        "fco origin <origin> is not allowed",  # a tenant log's entry
        "fco * is not allowed",
        detail="The tenant's log says that the origin{origin} is not allowed for the client.",
    ),
    wording(
        browser.CALLED_BY_SCRIPT,
        10,
        *CORS,
        hints=((page_url, 85),),
        detail="A script fetched a page of the login (/authorize or logout); the browser must go there by itself.",
        fix="Make the login (and logout) a plain link or set window.location; no fetch, no XHR, no router link.",
    ),
    wording(
        browser.CORS_ORIGIN_MISSING,
        30,
        *CORS,
        hints=(
            (call_url, 62),
            (both(says("auth0"), isnt(either(page_url, says(*EMBEDDED)))), 20),
            (told(r"endpoint.*(?:token|userinfo)"), 50),
        ),
        detail="The tenant does not name the page's origin in its answer, so that the browser keeps the answer from "
        "the page.",
        fix="Add the page's origin (scheme, host, port) to the client's Allowed Origins (CORS).",
        check="auth0ctl doctor --client CLIENT --origin ORIGIN",
    ),
    wording(
        browser.CORS_ORIGIN_MISSING,
        52,
        *FETCH_FAILED,
        hints=((call_url, 30), (told(r"token|userinfo|origin"), 15), (denied(r"origin|cors"), 25)),
        near=(*CALLS, "auth0", "sdk", "origin", "oauth"),
        check="the browser's console: a CORS error names the header that is missing",
    ),
    wording(browser.CSP_BLOCKS_REQUEST, 30, *FETCH_FAILED, hints=((told(r"csp|content.?security"), 45),)),
    wording(
        browser.WEB_ORIGIN_MISSING,
        10,
        *CORS,
        hints=((says(*EMBEDDED), 65),),
        check="whether the page's origin is among the client's Allowed Web Origins",
    ),
    wording(
        browser.API_CORS,
        58,
        *CORS,
        hints=(
            (says(*CALLS, *PAGES, *EMBEDDED), -60),
            (says(*STATIC), -60),
            (says("auth0.com", ".auth0"), -40),
            (told(r"endpoint.*(?:token|userinfo)"), -50),
        ),
        detail="The answer that the browser keeps back is not the tenant's: the app's own API must allow the origin.",
    ),
    wording(
        browser.WEB_ORIGIN_MISSING,
        84,
        "origin <origin> is not allowed",
        "unauthorized_origin",
        "origin header is not allowed",
        near=(
            "auth0",
            "co/authenticate",
            "web_message",
            "cross_origin",
            "cross-origin",
            "unauthorized",
            "access_denied",
        ),
        unless=("access-control-allow-origin", "cors"),
    ),
    wording(
        browser.CROSS_ORIGIN_LOGIN,
        90,
        "unknown or invalid login ticket",
        "unable to configure verification page",
        "cross origin authentication is not allowed",
        "cross origin login not allowed",
        "cross-origin login not allowed",
        "cross origin login is not allowed",
        "cross-origin authentication is not",
        "co/authenticate * 403",
        "third-party cookies * login ticket",
        "cross_origin_authentication",
    ),
    wording(
        browser.THIRD_PARTY_COOKIES, 62, "unknown or invalid login ticket", "unable to configure verification page"
    ),
    wording(
        browser.CSP_BLOCKS_IFRAME,
        20,
        *POLICY,
        near=AUTH,
        hints=((says(*FRAME), 75), (says("frame-ancestors"), -60), (both(says("default-src"), says("frame")), 40)),
        detail="The page's Content-Security-Policy (CSP) blocks the iframe of the silent login.",
    ),
    wording(
        browser.CSP_BLOCKS_REQUEST,
        20,
        *POLICY,
        near=AUTH,
        hints=(
            (says("connect-src", "refused to connect", "connecting to '"), 72),
            (says("worker-src", "create a worker", "blob:"), 72),
            (says("form-action", "script-src", "img-src"), 60),
        ),
        unless=("frame-src", "frame-ancestors", "child-src"),
    ),
    wording(
        browser.LOGIN_FRAMED,
        90,
        "x-frame-options",
        "frame-ancestors",
        "refused to display * in a frame",
        "refused to connect * in a frame",
        near=("auth0", "/authorize", "/login", "authorize?"),
        unless=("nginx.conf",),
    ),
    wording(
        browser.WEB_ORIGIN_MISSING,
        50,
        "refused to display * in a frame",
        hints=((says("web_message", "prompt=none"), 20),),
        near=("auth0", "/authorize"),
    ),
    wording(
        browser.STATE_COOKIE_IN_IFRAME,
        60,
        "samesite",
        near=("rejected", "blocked", "cross-site", "third-party context", "was not sent"),
        hints=((framed, 15), (says("state", "auth_verification", "transaction", "nonce", "appsession", "auth0"), 15)),
        unless=("samesite=none is default", "google-analytics", "_ga"),
    ),
    wording(
        api.USERINFO_REFUSED,
        72,
        "/userinfo * 401",
        "userinfo * 401",
        "401 * /userinfo",
        "userinfo * unauthorized",
        "unauthorized * /userinfo",
        "failed to fetch user info",
        "failed to retrieve user info",
        "error getting userinfo",
        "invalid_user_info_response",
        "failed to fetch user profile",  # passport-auth0
        "required to fetch user info",
        hints=((status(401, 403), 15),),
        unless=("blocked by cors", "access-control-allow-origin", "oauth/token * 401"),
        check="auth0ctl token decode - on the token that was sent: kind, aud and scope",
    ),
)
