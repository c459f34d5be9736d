"""Where a login comes back to, and where a logout does: held against the client's own lists."""

import re

from auth0ctl.findings import Finding, Judge
from auth0ctl.model import Client, Facts
from auth0ctl.rules.login.asking import CALLBACK_NOT_REGISTERED
from auth0ctl.rules.said.causes.app import REDIRECT_URI_MALFORMED, SCHEME_BEHIND_PROXY
from auth0ctl.rules.said.causes.tenant import LOGOUT_CLIENT_ID, LOGOUT_URL
from auth0ctl.rules.wish.situation import LOOPBACK, arg, client_of, found, listed, parameter, split
from auth0ctl.words import split_url

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*\Z")  # RFC 3986 section 3.1
HOSTLESS = ("undefined", "null", "none", "nan")
ORGANIZATION = "{organization_name}"


def redirect_uri_malformed(facts: Facts) -> Finding | None:
    request = facts.request
    assert request is not None
    uri = request.redirect_uri
    if not uri or (why := malformed(uri)) == "":
        return None
    return found(
        REDIRECT_URI_MALFORMED,
        request.client_id,
        f"redirect_uri is {uri}: {why}.",
        f"redirect_uri: {uri}",
        fix="In the app, send the callback as a whole URL with its scheme, such as https://app.example.com/callback.",
    )


def malformed(uri: str) -> str:
    """What keeps a text from being an absolute URI that can be registered; empty where nothing does."""
    scheme, colon, rest = uri.partition(":")
    if any(one.isspace() or not one.isprintable() for one in uri):
        return "it holds a space or a control character"
    if not colon or rest[:1].isdigit() or not scheme:
        return "it has no scheme (https://)"
    if not SCHEME.match(scheme):
        return f"{scheme} is no valid scheme: it may hold letters, digits, +, - and . only"
    if "." in scheme and not rest.startswith("/"):
        return "it has no scheme (https://)"
    if "*" in uri:
        return "it holds a literal wildcard *, which only a registered callback may have"
    try:
        parts = split_url(uri)
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        return "its host or port cannot be read"
    if scheme.lower() in ("http", "https") and (not parts.netloc or not rest.startswith("//")):
        return "it has no host"
    if (parts.hostname or "") in HOSTLESS or uri in HOSTLESS:
        return f"its host is {parts.hostname}: a setting of the app was empty"
    return "it holds a fragment (#)" if parts.fragment or uri.endswith("#") else ""


def callback_not_registered(facts: Facts) -> Finding | None:
    request, client = facts.request, client_of(facts)
    assert request is not None
    uri = request.redirect_uri
    if not uri or malformed(uri) or registered(uri, client.callbacks, client, organization_name(facts)):
        return None
    if (secure := over_tls(uri)) and registered(secure, client.callbacks, client, organization_name(facts)):
        return None  # scheme_behind_proxy
    near, how = nearest(uri, client.callbacks)
    detail = f"{uri} is not among the Allowed Callback URLs of {client.name}."
    if near:
        detail += f" The nearest one is {near}: {how}."
    return found(
        CALLBACK_NOT_REGISTERED,
        client.client_id,
        detail,
        f"redirect_uri: {uri}",
        f"callbacks: {listed(client.callbacks)}",
        fix=f"In the dashboard, add {uri} to the client's Allowed Callback URLs"
        + (f", or send {near}." if near else "."),
    )


def scheme_behind_proxy(facts: Facts) -> Finding | None:
    """Only the scheme differs, and not on this machine."""
    request, client = facts.request, client_of(facts)
    assert request is not None
    uri, organization = request.redirect_uri, organization_name(facts)
    secure = over_tls(uri)
    if not secure or registered(uri, client.callbacks, client, organization):
        return None
    if not registered(secure, client.callbacks, client, organization):
        return None
    return found(
        SCHEME_BEHIND_PROXY,
        client.client_id,
        f"The app sends the redirect_uri {uri} with http, and {secure} with https is the registered callback.",
        f"redirect_uri: {uri}",
        f"callbacks: {listed(client.callbacks)}",
    )


def over_tls(uri: str) -> str:
    """The same with https; empty for what is not plain http, or on this machine."""
    if not uri.lower().startswith("http://") or (split(uri).hostname or "") in LOOPBACK:
        return ""
    return "https://" + uri[len("http://") :]


def organization_name(facts: Facts) -> str:
    """What ``{organization_name}`` stands for: the request may name the organization by its id."""
    return facts.organization.name if facts.organization is not None else parameter(facts, "organization")


def registered(uri: str, entries: tuple[str, ...], client: Client, organization: str = "") -> bool:
    """Byte for byte, or by one wildcard in the left-most label (authorize.md section 4)."""
    wild = client.is_first_party or client.third_party_security_mode != "strict"
    return any(uri == entry or (wild and by_pattern(uri, entry, organization)) for entry in entries)


def by_pattern(uri: str, entry: str, organization: str = "") -> bool:
    """Whether an entry with a placeholder stands for this URL."""
    if ORGANIZATION in entry and organization:
        entry = entry.replace(ORGANIZATION, organization)
        if uri == entry:
            return True
    scheme, _, rest = entry.partition("://")
    label, dot, tail = rest.partition(".")
    if scheme not in ("http", "https") or label.count("*") != 1 or "*" in tail or not dot or "." not in tail:
        return False
    pattern = re.escape(f"{scheme}://{label}.{tail}").replace(r"\*", r"[A-Za-z0-9-]+")
    return re.fullmatch(pattern, uri) is not None


def nearest(uri: str, entries: tuple[str, ...]) -> tuple[str, str]:
    """The registered URL that differs in the fewest parts, and in which; empty where none is close."""
    best: tuple[int, str, str] | None = None
    for entry in entries:
        differs = differences(uri, entry)
        if best is None or len(differs) < best[0]:
            best = (len(differs), entry, " and ".join(differs))
    return (best[1], best[2]) if best is not None and best[0] <= 2 else ("", "")


def differences(uri: str, entry: str) -> list[str]:
    """In which parts two URLs differ, in words."""
    try:
        one, other = split_url(uri), split_url(entry)
        ports = (one.port, other.port)
    except ValueError:
        return ["all of it"] * 5
    parts = [
        ("the scheme differs", one.scheme != other.scheme),
        ("the host differs", (one.hostname or "") != (other.hostname or "")),
        ("the port differs", ports[0] != ports[1]),
        ("the query differs", one.query != other.query),
    ]
    found_ = [words for words, differ in parts if differ]
    if one.path != other.path:
        slash = one.path.rstrip("/") == other.path.rstrip("/")
        found_.append("a trailing slash differs" if slash else "the path differs")
    return found_


def logout_url(facts: Facts) -> Finding | None:
    """The list that applies: the client's with a client_id, else the tenant's."""
    logout = facts.logout
    assert logout is not None
    url = logout.return_to
    whole = logout.endpoint == "/oidc/logout"
    if not url:
        return None
    if logout.client_id or logout.has_id_token_hint:
        if facts.client is None:
            return None
        entries, whose = facts.client.allowed_logout_urls, f"of {facts.client.name}"
    else:
        elsewhere = any(one.name == "logout" and one.outcome == "of another list" for one in facts.probes or ())
        if facts.tenant_settings is None or in_client_list(facts, url, whole=whole) or elsewhere:
            return None
        entries, whose = facts.tenant_settings.allowed_logout_urls, "of the tenant"
    if allowed(url, entries, whole=whole):
        return None
    near, how = nearest(url, entries)
    return found(
        LOGOUT_URL,
        logout.client_id or "the logout",
        f"{url} is not among the Allowed Logout URLs {whose}."
        + (f" The nearest one is {near}: {how}." if near else ""),
        f"return URL: {url}",
        f"allowed_logout_urls {whose}: {listed(entries)}",
        fix=f"In the dashboard, add {url} to the Allowed Logout URLs {whose}.",
    )


def logout_client_id(facts: Facts) -> Finding | None:
    """The client has the URL, but nobody says which client it is."""
    logout, settings = facts.logout, facts.tenant_settings
    assert logout is not None
    assert settings is not None
    whole = logout.endpoint == "/oidc/logout"
    if logout.client_id or logout.has_id_token_hint or not logout.return_to:
        return None
    if allowed(logout.return_to, settings.allowed_logout_urls, whole=whole):
        return None
    if facts.client is not None and not in_client_list(facts, logout.return_to, whole=whole):
        return None
    theirs = [one.detail for one in facts.probes or () if one.name == "logout" and one.outcome == "of another list"]
    if facts.client is None and logout_lists_read(facts) and not theirs:
        return None  # no client has it: logout_url speaks
    known = facts.client.client_id if facts.client else next(iter(theirs), "")
    which = f"client_id={known}" if known else "client_id"
    return found(
        LOGOUT_CLIENT_ID,
        facts.client.client_id if facts.client else "the logout",
        f"The logout request has no client_id, so only the tenant's Allowed Logout URLs count, and {logout.return_to} "
        "is not among them.",
        f"return URL: {logout.return_to}",
        f"allowed_logout_urls of the tenant: {listed(settings.allowed_logout_urls)}",
        fix=f"Send {arg(which)} with the logout request.",
    )


def logout_lists_read(facts: Facts) -> bool:
    """Whether every client's list was looked through."""
    return any(one.name == "logout" for one in facts.probes or ())


def in_client_list(facts: Facts, url: str, *, whole: bool) -> bool:
    return facts.client is not None and allowed(url, facts.client.allowed_logout_urls, whole=whole)


def allowed(url: str, entries: tuple[str, ...], *, whole: bool) -> bool:
    """``/v2/logout`` compares neither query nor fragment; ``/oidc/logout`` all of it (authorize.md section 10)."""
    if url in entries:
        return True
    return any(same_place(url, entry, whole=whole) or by_pattern(url.partition("?")[0], entry) for entry in entries)


def same_place(url: str, entry: str, *, whole: bool) -> bool:
    one, other = split(url), split(entry)
    host = (one.scheme.lower(), one.netloc.lower()) == (other.scheme.lower(), other.netloc.lower())
    return (
        bool(one.netloc or one.scheme) and host and one.path == other.path and (not whole or one.query == other.query)
    )


JUDGES = (
    Judge(rule=REDIRECT_URI_MALFORMED, needs=("request",), find=redirect_uri_malformed),
    Judge(rule=CALLBACK_NOT_REGISTERED, needs=("request", "client"), find=callback_not_registered),
    Judge(rule=SCHEME_BEHIND_PROXY, needs=("request", "client"), find=scheme_behind_proxy),
    Judge(rule=LOGOUT_URL, needs=("logout",), find=logout_url),
    Judge(rule=LOGOUT_CLIENT_ID, needs=("logout", "tenant_settings"), find=logout_client_id),
)
