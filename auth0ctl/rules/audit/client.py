"""A client's settings that make its logins easier to attack than they have to be."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.wish.situation import LOOPBACK, client_of, flow, found, listed, parameter
from auth0ctl.words import split_url

DOCS = "https://auth0.com/docs/"
APPLICATION_SETTINGS = DOCS + "get-started/applications/application-settings"
GRANT = "http://auth0.com/oauth/grant-type/"
PASSWORD = ("password", GRANT + "password-realm")

PLAIN_HTTP = Rule(
    code="AZ121",
    name="callback-plain-http",
    severity=Severity.INFO,
    title="A callback travels without TLS",
    why="The authorization code, and with the implicit flow the token itself, crosses the network where everybody on "
    "the way can read it (RFC 9700 section 2.6). A callback on this machine crosses no network and is fine "
    "(RFC 8252 section 7.3).",
    fix="Serve the callback over https and remove the http URL from the client.",
    docs=APPLICATION_SETTINGS,
)
WILDCARD = Rule(
    code="AZ122",
    name="client-address-wildcard",
    severity=Severity.INFO,
    title="The client trusts every name under a whole domain",
    why="Whoever gets any subdomain (a forgotten DNS entry, a preview anybody can deploy) can take codes or call Auth0 "
    "as this app. RFC 9700 section 4.1 asks for exact callbacks.",
    fix="Name the addresses one by one, or confine the wildcard: https://app-*.preview.example.com.",
    docs=DOCS + "get-started/applications/wildcards-for-subdomains",
)
PASSWORD_GRANT = Rule(
    code="AZ123",
    name="password-grant-enabled",
    severity=Severity.INFO,
    title="The client may log people in with their passwords",
    why="With the password grant the app sees the passwords, and neither single sign-on nor most second factors work. "
    "RFC 9700 section 2.4: it must not be used.",
    fix="If nothing uses it, remove the password grant types from the client.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/resource-owner-password-flow",
)
CROSS_ORIGIN = Rule(
    code="AZ124",
    name="cross-origin-login-enabled",
    severity=Severity.INFO,
    title="The client allows logins from a form of its own",
    why="Cross-origin authentication lets a page outside Auth0 ask for passwords; it rests on third-party cookies, "
    "which browsers block, and offers a target for guessing passwords.",
    fix="If the app sends people to Auth0's login page, switch Cross-Origin Authentication off.",
    docs=DOCS + "authenticate/login/cross-origin-authentication",
)


def plain_http(facts: Facts) -> Finding | None:
    client = client_of(facts)
    open_ones = [url for url in client.callbacks if crosses_the_network(url)]
    if not open_ones:
        return None
    detail = f"{client.name} has {len(open_ones)} callback{'s' * (len(open_ones) > 1)} with http: {listed(open_ones)}."
    return found(PLAIN_HTTP, client.client_id, detail, *(f"callback: {url}" for url in open_ones))


def crosses_the_network(url: str) -> bool:
    """Whether a URL is plain http and not on the machine of whoever opens it."""
    parts = split_url(url)
    try:
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    local = host in LOOPBACK or host.endswith(".localhost") or host.startswith("127.")
    return parts.scheme.lower() == "http" and bool(host) and not local


def wildcard(facts: Facts) -> Finding | None:
    """Also where a look for ``localhost`` or ``http:`` sees nothing wrong: ``https://*.example.com``."""
    client = client_of(facts)
    lists = {
        "callbacks": client.callbacks,
        "web_origins": client.web_origins,
        "allowed_origins": client.allowed_origins,
    }
    wide = [f"{name}: {url}" for name, urls in lists.items() for url in urls if whole_domain(url)]
    if not wide:
        return None
    return found(WILDCARD, client.client_id, f"{client.name} has addresses with a wildcard: {listed(wide)}.", *wide)


def whole_domain(url: str) -> bool:
    """``https://*.example.com`` and ``*.vercel.app``; a wildcard further down, or within a name, is confined."""
    first, *rest = split_url(url).netloc.rpartition("@")[2].partition(":")[0].rstrip(".").split(".")
    return first == "*" and len(rest) <= 2


def password_grant(facts: Facts) -> Finding | None:
    client = client_of(facts)
    enabled = [name for name in client.grant_types if name in PASSWORD]
    direct = facts.token_request is not None and facts.token_request.grant_type in PASSWORD
    if not enabled or direct or flow(facts) in ("password", "password-realm"):
        return None
    detail = f"{client.name} has the grant type{'s' * (len(enabled) > 1)} {listed(enabled)}."
    return found(PASSWORD_GRANT, client.client_id, detail, f"grant_types: {listed(enabled)}")


def cross_origin(facts: Facts) -> Finding | None:
    client = client_of(facts)
    # The older name of the field is still what some clients carry (clients.md section 1).
    name = next(
        (one for one in ("cross_origin_authentication", "cross_origin_auth") if client.raw.get(one) is not None), ""
    )
    used = flow(facts) in ("cross-origin-login", "signup") or parameter(facts, "login_ticket")
    if not name or client.raw.get(name) is not True or used:
        return None
    return found(CROSS_ORIGIN, client.client_id, f"{client.name} has {name} switched on.", f"{name}: true")


JUDGES = tuple(
    Judge(rule=rule, needs=("client",), find=find)
    for rule, find in (
        (PLAIN_HTTP, plain_http),
        (WILDCARD, wildcard),
        (PASSWORD_GRANT, password_grant),
        (CROSS_ORIGIN, cross_origin),
    )
)
