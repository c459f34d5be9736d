"""What would make a client's logins harder to attack. Advice, judged only when an audit is asked for.

Auth0's own defaults are among it, so none of it is said about a login that somebody asks about.
"""

from collections.abc import Mapping

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Client, Facts
from auth0ctl.rules.audit.client import crosses_the_network
from auth0ctl.rules.client import PUBLIC_TYPES, interactive
from auth0ctl.rules.login.causes import registered_method
from auth0ctl.rules.wish.situation import arg, client_of, found, listed, split

DOCS = "https://auth0.com/docs/"
MACHINE = "client_credentials"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
LEGACY = "http://auth0.com/oauth/legacy/grant-type/"
STRONG = ("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth")

IMPLICIT = Rule(
    code="AZ131",
    name="implicit-grant-enabled",
    severity=Severity.INFO,
    title="The client may still take tokens out of the URL",
    why="With the implicit grant tokens travel in the address bar, where history, extensions and referrers see them "
    "(RFC 9700 section 2.1.2). Auth0 gives it to every client that is made without a list of grant types.",
    fix="Once the app logs in by code with PKCE, remove `implicit` from the client's grant types.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/implicit-flow-with-form-post",
)
UNFIT_GRANT = Rule(
    code="AZ132",
    name="grant-type-unfit-for-client",
    severity=Severity.INFO,
    title="The client has a grant type that its kind of app cannot use well",
    why="A grant type that nothing uses is a way in that nobody watches: client_credentials on an app that keeps no "
    "secret, the device flow on a web app, or one of the grants that Auth0 retired in 2017.",
    fix="Remove the grant type from the client.",
    docs=DOCS + "get-started/applications/application-grant-types",
)
PLAIN_ADDRESS = Rule(
    code="AZ133",
    name="client-address-plain-http",
    severity=Severity.INFO,
    title="The client trusts a page that travels without TLS",
    why="Whoever sits on the way can change a page served over http, and then acts with the origin that the client "
    "trusts, or takes a logout where it should not go. An address on this machine crosses no network.",
    fix="Serve the page over https and remove the http URL from the client.",
    docs=DOCS + "get-started/applications/application-settings",
)
NO_LOGIN_URI = Rule(
    code="AZ134",
    name="initiate-login-uri-missing",
    severity=Severity.INFO,
    title="Auth0 does not know where a login of this app begins",
    why="After a bookmarked login page, a password reset or an invitation Auth0 sends people to the client's login "
    "URI to start afresh; without one they end on an error page.",
    fix="Set the client's Application Login URI to the https page of the app that starts a login.",
    docs=DOCS + "authenticate/login/auth0-universal-login/configure-default-login-routes",
)
LASTING_REFRESH = Rule(
    code="AZ135",
    name="refresh-token-reusable",
    severity=Severity.INFO,
    title="A stolen refresh token would work on and on",
    why="RFC 9700 section 4.14.2: refresh tokens of public clients must rotate or be bound to their sender. With "
    "rotation a reused token is noticed and the whole family revoked; with an expiry it ends by itself.",
    fix="Set the client's refresh tokens to rotating and expiring.",
    docs=DOCS + "secure/tokens/refresh-tokens/refresh-token-rotation",
)
BEARER = Rule(
    code="AZ136",
    name="tokens-not-sender-constrained",
    severity=Severity.INFO,
    title="Whoever holds the client's tokens can use them",
    why="With DPoP (RFC 9449) or mutual TLS (RFC 8705) a token works only with the key that it was issued to, so a "
    "stolen one is worthless.",
    fix="Once the app sends DPoP proofs, switch on Require Token Sender-Constraining for the client.",
    docs=DOCS + "secure/sender-constraining/demonstrating-proof-of-possession-dpop",
)
NO_PAR = Rule(
    code="AZ137",
    name="pushed-requests-not-required",
    severity=Severity.INFO,
    title="The client takes its authorization requests from the browser's address bar",
    why="With pushed authorization requests (RFC 9126) the parameters go from the app's server straight to Auth0: "
    "nobody can change or read them on the way.",
    fix="Once the app pushes its requests (`auth0ctl login --par` shows one), require it of the client.",
    docs=DOCS + "get-started/applications/configure-par",
)
NO_JAR = Rule(
    code="AZ138",
    name="signed-requests-not-required",
    severity=Severity.INFO,
    title="The client's authorization requests are not signed",
    why="A signed request object (RFC 9101) lets Auth0 see that nobody changed the parameters, also where they cannot "
    "be pushed.",
    fix="Where pushed requests are no option, register a key and require signed request objects of the client.",
    docs=DOCS + "get-started/applications/configure-jar",
)
SHARED_SECRET = Rule(
    code="AZ139",
    name="client-proves-itself-by-secret",
    severity=Severity.INFO,
    title="The client proves itself with a secret that travels",
    why="A client secret is sent with each request and lies in two places. With private_key_jwt (RFC 7523) or mutual "
    "TLS the private key never leaves the app.",
    fix="Register a public key at the client and switch its authentication method to Private Key JWT.",
    docs=DOCS + "get-started/applications/configure-private-key-jwt",
)
NO_BACKCHANNEL = Rule(
    code="AZ141",
    name="backchannel-logout-missing",
    severity=Severity.INFO,
    title="The web app does not hear of logouts elsewhere",
    why="Its own session goes on after the person has logged out at Auth0 or was blocked, unless Auth0 can tell the "
    "app's server (OpenID Connect Back-Channel Logout).",
    fix="If the app keeps sessions of its own, add its back-channel logout URI to the client.",
    docs=DOCS + "authenticate/login/logout/back-channel-logout",
)
IDLE_MACHINE = Rule(
    code="AZ142",
    name="machine-client-without-grant",
    severity=Severity.INFO,
    title="A machine client may ask for no API",
    why="Without a client grant client_credentials is always refused: the client is of no use, and its secret is one "
    "more to lose.",
    fix="Allow it an API, or delete the client.",
    docs=DOCS + "get-started/applications/application-access-to-apis-client-grants",
)


def implicit(facts: Facts) -> Finding | None:
    client = client_of(facts)
    if "implicit" not in client.grant_types:
        return None
    detail = f"{client.name} has the grant type implicit."
    return found(IMPLICIT, client.client_id, detail, f"grant_types: {listed(client.grant_types)}")


def unfit_grant(facts: Facts) -> Finding | None:
    """Grants that extensions add (passwordless, MFA, token exchange) fit every kind of app."""
    client = client_of(facts)
    public = client.app_type in PUBLIC_TYPES or registered_method(client) == "none"
    unfit = [one for one in client.grant_types if one.startswith(LEGACY)]
    unfit += [MACHINE] if public and MACHINE in client.grant_types else []
    unfit += [DEVICE] if client.app_type not in (None, "native") and DEVICE in client.grant_types else []
    if not unfit:
        return None
    detail = f"{client.name} is of type {client.app_type or 'unset'} and has {listed(unfit)}."
    return found(UNFIT_GRANT, client.client_id, detail, f"grant_types: {listed(client.grant_types)}")


def plain_address(facts: Facts) -> Finding | None:
    """Callbacks have a rule of their own (callback-plain-http)."""
    client = client_of(facts)
    lists: Mapping[str, tuple[str, ...]] = {
        "web_origins": client.web_origins,
        "allowed_origins": client.allowed_origins,
        "allowed_logout_urls": client.allowed_logout_urls,
    }
    plain = [f"{name}: {url}" for name, urls in lists.items() for url in urls if crosses_the_network(url)]
    if not plain:
        return None
    return found(PLAIN_ADDRESS, client.client_id, f"{client.name} has {listed(plain)}.", *plain)


def no_login_uri(facts: Facts) -> Finding | None:
    client = client_of(facts)
    stated = client.raw.get("initiate_login_uri")
    if client.app_type not in ("spa", "regular_web") or not interactive(client):
        return None
    if isinstance(stated, str) and split(stated).scheme == "https":
        return None
    detail = f"{client.name} has no Application Login URI with https."
    return found(NO_LOGIN_URI, client.client_id, detail, f"initiate_login_uri: {stated or 'absent'}")


def lasting_refresh(facts: Facts) -> Finding | None:
    """A confidential client's refresh token is bound to its secret, so an expiry is enough there."""
    client = client_of(facts)
    refresh = client.raw.get("refresh_token")
    if "refresh_token" not in client.grant_types or not isinstance(refresh, Mapping):
        return None
    rotates, expires = refresh.get("rotation_type") == "rotating", refresh.get("expiration_type") == "expiring"
    public = client.app_type in PUBLIC_TYPES or registered_method(client) == "none"
    bound = client.raw.get("require_proof_of_possession") is True
    if expires and (rotates or bound or not public):
        return None
    said = f"{refresh.get('rotation_type') or 'non-rotating'} and {refresh.get('expiration_type') or 'non-expiring'}"
    return found(LASTING_REFRESH, client.client_id, f"{client.name}'s refresh tokens are {said}.", f"they are {said}")


def bearer(facts: Facts) -> Finding | None:
    client = client_of(facts)
    if client.raw.get("require_proof_of_possession") is True or not client.grant_types:
        return None
    detail = f"{client.name}'s access tokens are plain bearer tokens."
    return found(BEARER, client.client_id, detail, "require_proof_of_possession: false or absent")


def no_par(facts: Facts) -> Finding | None:
    """Of confidential clients: a public one has no server of its own to push from."""
    client = client_of(facts)
    required = client.raw.get("require_pushed_authorization_requests") is True
    if not confidential_login(client) or required or signed(client):
        return None
    detail = f"{client.name} may send its request as a plain URL."
    return found(NO_PAR, client.client_id, detail, "require_pushed_authorization_requests: false or absent")


def no_jar(facts: Facts) -> Finding | None:
    client = client_of(facts)
    required = client.raw.get("require_pushed_authorization_requests") is True
    if not confidential_login(client) or required or signed(client):
        return None
    return found(
        NO_JAR, client.client_id, f"{client.name} may send an unsigned request.", "signed_request_object: not required"
    )


def shared_secret(facts: Facts) -> Finding | None:
    """Mutual TLS is as good as a key."""
    client = client_of(facts)
    if registered_method(client) == "none" or client.app_type in PUBLIC_TYPES or not client.grant_types:
        return None
    methods = client.raw.get("client_authentication_methods")
    if isinstance(methods, Mapping) and any(methods.get(name) for name in STRONG):
        return None
    method = client.token_endpoint_auth_method or "not set, which means a client secret"
    detail = f"{client.name} authenticates with a client secret ({method})."
    return found(SHARED_SECRET, client.client_id, detail, f"token_endpoint_auth_method: {method}")


def no_backchannel(facts: Facts) -> Finding | None:
    client = client_of(facts)
    logout = client.raw.get("oidc_logout") or client.raw.get("oidc_backchannel_logout")
    urls = logout.get("backchannel_logout_urls") if isinstance(logout, Mapping) else None
    if client.app_type != "regular_web" or not interactive(client) or urls:
        return None
    detail = f"{client.name} has no back-channel logout URI."
    return found(NO_BACKCHANNEL, client.client_id, detail, "oidc_logout.backchannel_logout_urls: none")


def idle_machine(facts: Facts) -> Finding | None:
    client = client_of(facts)
    if tuple(client.grant_types) != (MACHINE,) or facts.client_grants:
        return None
    command = f"auth0ctl grant create --client {arg(client.client_id)} --audience IDENTIFIER"
    return found(
        IDLE_MACHINE, client.client_id, f"{client.name} has no client grant.", "client grants: none", fix=command
    )


def confidential_login(client: Client) -> bool:
    """Whether people log in through a browser and the app's own server redeems the code."""
    return interactive(client) and registered_method(client) != "none" and client.app_type not in PUBLIC_TYPES


def signed(client: Client) -> bool:
    stated = client.raw.get("signed_request_object")
    return isinstance(stated, Mapping) and stated.get("required") is True


JUDGES = (
    *(
        Judge(rule=rule, needs=("client",), find=find)
        for rule, find in (
            (IMPLICIT, implicit),
            (UNFIT_GRANT, unfit_grant),
            (PLAIN_ADDRESS, plain_address),
            (NO_LOGIN_URI, no_login_uri),
            (LASTING_REFRESH, lasting_refresh),
            (BEARER, bearer),
            (NO_PAR, no_par),
            (NO_JAR, no_jar),
            (SHARED_SECRET, shared_secret),
            (NO_BACKCHANNEL, no_backchannel),
        )
    ),
    Judge(rule=IDLE_MACHINE, needs=("client", "client_grants"), find=idle_machine),
)
