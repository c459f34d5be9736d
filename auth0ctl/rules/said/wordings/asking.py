"""/authorize refuses what was asked: callback, client, audience, grant, connection, organization, parameters."""

from auth0ctl.rules.login import asking, person
from auth0ctl.rules.said.causes import app
from auth0ctl.rules.said.hints import (
    behind_proxy,
    both,
    captured,
    captured_is,
    isnt,
    plain_http,
    public_app,
    says,
    told,
)
from auth0ctl.rules.said.reading import Captures, wording
from auth0ctl.rules.said.words import Words
from auth0ctl.rules.token.rights import GRANT_LACKS_SCOPE

EMPTY = ("undefined", "null", "", "none", "nan", "false", "your_client_id", "{yourclientid}")
REGISTERED = (
    "callback url mismatch",
    "not in the list of allowed callback urls",
    "redirect_uri is not in the list",
    "callback url is not registered",
    "redirect_uri <uri> is not registered",
    "redirect_uri did not match any configured",
    "url <uri> is not in the list of allowed callback",
    "<uri> is not in the list of allowed callback urls",
)
OOPS = ("oops!, something went wrong", "oops! something went wrong", "oops, something went wrong")
SYSTEM = both(
    captured("audience", "/api/v2", "/userinfo"),
    isnt(captured("audience", ".auth0.com/", ".auth0app.com/", "//localhost", "//127.0.0.1")),  # no custom domains
)


def management_without_slash(words: Words, captures: Captures) -> bool:
    """The Management API under a canonical domain, whose identifier ends in a slash (resource-servers.md section 3)."""
    return captures.get("audience", "").lower().rstrip(".,").endswith("/api/v2") and not SYSTEM(words, captures)


CHECK_AUDIENCE = "`auth0ctl api list` shows every identifier"
DEVICE = "device_code"

ROWS = (
    wording(
        asking.CALLBACK_NOT_REGISTERED,
        95,
        *reversed(REGISTERED),
        detail="The redirect_uri{uri} is not in the client's Allowed Callback URLs.",
        fix="Add the exact redirect_uri to the client's Allowed Callback URLs (scheme, host, port, path and slash "
        "count); auth0ctl doctor --client CLIENT --redirect-uri URI shows the nearest one.",
    ),
    wording(
        app.SCHEME_BEHIND_PROXY,
        15,
        *reversed(REGISTERED),
        hints=((behind_proxy, 50), (plain_http, 35)),
        check="whether the redirect_uri in the address bar begins with http: although the app is on https",
    ),
    wording(
        asking.CALLBACK_NOT_REGISTERED,
        58,
        *OOPS,
        check="the tenant's newest log entry of type f, or auth0ctl probe --client CLIENT --redirect-uri URI",
    ),
    wording(asking.CLIENT_UNKNOWN, 50, *OOPS, check="auth0ctl probe --client CLIENT"),
    wording(person.TRANSACTION_LOST, 42, *OOPS, hints=((told(r"back.?button|bookmark|reload|refresh"), 40),)),
    wording(
        asking.CLIENT_UNKNOWN,
        92,
        "unknown client: <client>",
        "unknown client",
        "=client not found",
        unless=("unknown client: \N{BULLET}",),
        hints=((captured_is("client", *EMPTY), -70),),
        detail="The tenant that was asked has no client{client}.",
        fix="Compare the client id and the domain with the client's settings page; auth0ctl client list shows what the "
        "tenant has.",
    ),
    wording(app.CLIENT_ID_MISSING, 94, "=unknown client:", "=invalid_request: unknown client:"),
    wording(app.CLIENT_ID_MISSING, 30, "unknown client: <client>", hints=((captured_is("client", *EMPTY), 65),)),
    wording(app.WRONG_TENANT, 60, "unknown client", hints=((told(r"domain|tenant"), 10),)),
    wording(
        app.REDIRECT_URI_MALFORMED,
        95,
        "the redirect_uri parameter is not valid: <uri>",
        "the redirect_uri parameter is not valid",
        "redirect_uri must be absolute",
        "redirect_uri is not a valid",
        "redirect_uri must be a valid",
        "check that you are not including non printable chars",
        "invalid redirect_uri",
        "invalid redirect uri",
        "redirect_uri is invalid",
        "redirect_uri must not contain a fragment",
        "callback url is invalid",
        "callback urls must be valid",
        "payload validation error: 'object didn't pass validation for format callback-url",
        "object didn't pass validation for format absolute-uri-or-empty",
        unless=("redirect_uri_mismatch",),
        detail="Auth0 cannot read the redirect_uri{uri}: it is no absolute URI with a valid scheme.",
        fix="Send the redirect_uri as a whole URL, scheme first (https://app.example.com/callback; no underscore in a "
        "scheme, no wildcard).",
    ),
    wording(
        app.REDIRECT_URI_MISSING,
        64,
        "unable to issue redirect for oauth 2.0 transaction",
        check="whether the authorize URL carries a redirect_uri",
    ),
    wording(
        asking.CALLBACK_NOT_REGISTERED,
        58,
        "unable to issue redirect for oauth 2.0 transaction",
        "redirect_uri mismatch",
        "redirect uri mismatch",
        "wrong redirect_uri",
        "invalid redirect_uri: <uri>",
        unless=("redirect_uri_mismatch", "invalid_grant", "invalid grant", "google", "aadsts"),
        hints=((says("redirect_uri mismatch", "wrong redirect_uri"), 14),),
        check="auth0ctl doctor --client CLIENT --redirect-uri URI",
    ),
    wording(
        app.REDIRECT_URI_MISSING,
        92,
        "missing required parameter: redirect_uri",
        "redirect_uri is required",
        "'redirect_uri' is required",
        "redirect_uri is missing",
        "no redirect_uri",
        "parameter 'redirect_uri' is missing",
    ),
    wording(
        asking.AUDIENCE_NOT_REGISTERED,
        92,
        "service not found: <audience>",
        "service not enabled within domain: <audience>",
        "service not found",
        "service not enabled within domain",
        hints=((SYSTEM, -45),),
        near=("access_denied", "auth0", "audience", "callback", "http", "service not"),
        unless=("systemctl", ".service not found", "service unavailable"),
        detail="No API of the tenant has the identifier that was sent as audience{audience}.",
        fix="auth0ctl api list    # then send one of its identifiers as audience, or create the API",
    ),
    wording(
        app.SYSTEM_AUDIENCE,
        15,
        "service not found: <audience>",
        "service not enabled within domain: <audience>",
        hints=((SYSTEM, 82),),
        detail="The audience{audience} is Auth0's own API under a custom domain; it exists under the canonical domain "
        "alone.",
    ),
    wording(
        asking.AUDIENCE_SLASH_MISMATCH,
        56,
        "service not found: <audience>",
        "service not enabled within domain: <audience>",
        hints=(
            (captured("audience", "{", "undefined", "/api/v2", "/userinfo", "your"), -40),
            (told(r"slash"), 35),
            (management_without_slash, 78),
        ),
        check=CHECK_AUDIENCE,
    ),
    wording(
        asking.GRANT_TYPE_NOT_ENABLED,
        94,
        "grant type '<grant>' not allowed for the client",
        "grant type <grant> not allowed for the client",
        "grant type not allowed",
        "=unauthorized_client",
        "the client is not authorized to use the grant",
        "grant_type <grant> is not enabled",
        "unsupported grant type: <grant>",
        "unsupported_grant_type",
        hints=((captured("grant", DEVICE), -14), (captured("grant", "token-exchange"), -40)),
        detail="The client's grant types do not have the grant type{grant} that this flow uses.",
        fix="Dashboard: Applications, the client, Advanced Settings, Grant Types: add the grant type. Or use a flow "
        "that the client allows.",
    ),
    wording(
        asking.GRANT_TYPE_NOT_ENABLED,
        66,
        "grant not found, cannot refresh access token",
        detail="The client's grant types have no refresh_token, or the person's grant was withdrawn.",
        fix="Dashboard: Applications, the client, Advanced Settings, Grant Types: add Refresh Token; log in again.",
        check="auth0ctl client inspect CLIENT: the grant types",
    ),
    wording(
        asking.DEVICE_NEEDS_PUBLIC,
        10,
        "grant type '<grant>' not allowed for the client",
        hints=((captured("grant", DEVICE), 60), (both(captured("grant", DEVICE), isnt(public_app)), 5)),
        check="auth0ctl client inspect CLIENT: app type native, authentication method none",
    ),
    wording(
        asking.DEVICE_NEEDS_PUBLIC,
        50,
        "unauthorized or unknown client",  # /oauth/device/code, as soon as a client secret comes with the request
        hints=((says("device"), 35), (told(r"device|secret"), 25)),
        check="whether the same request without client_secret is answered",
    ),
    wording(
        asking.DEVICE_NEEDS_PUBLIC,
        92,
        "must have token endpoint authentication method set to 'none' when",
        near=(DEVICE,),
        detail="The tenant gives the Device Code grant to clients alone that authenticate by nothing (method `none`).",
    ),
    wording(
        asking.TOKEN_EXCHANGE_NOT_ENABLED,
        10,
        "grant type '<grant>' not allowed for the client",
        hints=((captured("grant", "token-exchange"), 75),),
    ),
    wording(
        asking.TOKEN_EXCHANGE_NOT_ENABLED,
        75,
        "token exchange * not",
        "token exchange profile",
        "subject_token_type",
        unless=("actor_token",),
    ),
    wording(
        asking.CLIENT_GRANT_MISSING,
        94,
        "client '<client>' is not authorized to access resource server '<audience>'",
        "client is not authorized to access '<audience>'",
        "is not authorized to access resource server",
        "create a 'client-grant' associated to this api",
        "client-grant associated",
        detail="The client has no client grant for the API{audience}.",
        fix="auth0ctl grant create --client CLIENT --audience {audience!}    # for people: --subject-type user",
    ),
    wording(
        GRANT_LACKS_SCOPE,
        92,
        "client has not been granted scopes: <scope>",
        "has not been granted scopes",
        detail="The client grant for this API does not have every scope that was asked for{scope}.",
        fix="Leave `scope` out (a machine gets all scopes of its grant), or add the scope to the client grant.",
    ),
    wording(
        asking.AUDIENCE_MISSING,
        94,
        "no audience parameter was provided",
        "no default audience has been configured",
        "missing required parameter: audience",
        detail="The token request names no audience, and the tenant has no default audience.",
    ),
)
