"""What an authorize URL asks for by name, as far as the name alone shows that it cannot be: API, connection,
organization. With the tenant's settings at hand, ``rules.wish`` knows better and these stay silent."""

import re

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.asked.parameters import asked_of, sent, shown
from auth0ctl.rules.asked.urls import host_of, read_place, unset
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.login.asking import (
    AUDIENCE_NOT_REGISTERED,
    AUDIENCE_SLASH_MISMATCH,
    CALLBACK_NOT_REGISTERED,
    CONNECTION_NOT_ENABLED,
    ORGANIZATION_NOT_AN_ID,
    ORGANIZATION_UNKNOWN,
)
from auth0ctl.rules.login.person import CONSENT_ON_LOOPBACK
from auth0ctl.rules.said.causes.app import REDIRECT_URI_MALFORMED, SCHEME_BEHIND_PROXY, SYSTEM_AUDIENCE
from auth0ctl.rules.token.form import OPAQUE
from auth0ctl.rules.wish.addresses import over_tls
from auth0ctl.rules.wish.audiences import RESOURCE_NOT_MAPPED
from auth0ctl.rules.wish.situation import SYSTEM_PATHS, found
from auth0ctl.words import split_url

AUTH0 = ".auth0.com"
# What people call a provider, and what Auth0 calls its connection.
STRATEGIES = {
    "google": "google-oauth2",
    "google-oauth": "google-oauth2",
    "microsoft": "windowslive",
    "azure": "waad",
    "azuread": "waad",
    "database": "Username-Password-Authentication",
    "auth0": "Username-Password-Authentication",
    "password": "Username-Password-Authentication",
    "x": "twitter",
}
AT_HOME = re.compile(r"\.(?:localhost|local|test|internal|lan)(?::\d+)?(?:/|$)")


def audience_impossible(facts: Facts) -> Finding | None:
    """An audience that no API can have."""
    wanted = asked_of(facts).audience or ""
    why = impossible(facts, wanted) if wanted else ""
    if not why or (facts.resource_servers is not None and not unset(wanted)):
        return None
    return found(
        AUDIENCE_NOT_REGISTERED,
        shown(wanted),
        f"The audience is {shown(wanted)}: {why}. It must be the identifier of an API of the tenant.",
        f"audience: {shown(wanted)}",
        fix="Send the API's identifier as the audience: `auth0ctl api list`.",
        confidence=Confidence.CERTAIN if unset(wanted) else Confidence.LIKELY,
    )


def impossible(facts: Facts, wanted: str) -> str:
    request = asked_of(facts)
    if unset(wanted):
        return "the app's audience setting is not set at run time"
    if wanted == request.client_id:
        return "that is the client's own id, not an API"
    if wanted in (request.redirect_uri, request.redirect_uri.rstrip("/")):
        return "that is the app's own URL, the callback"
    if re.search(r"[\s,;]", wanted.strip()):
        return "Auth0 takes one audience, and this looks like several"
    place = read_place(request.url)
    ours, theirs = place.host if place else "", host_of(wanted)
    if wanted.removeprefix("https://").strip("/") == ours:
        return "that is the tenant's own domain, not an API"
    own_path = split_url(wanted).path.rstrip("/") + "/" if theirs else ""
    if own_path == "/api/v2/" and theirs != ours and theirs.endswith(AUTH0) and ours.endswith(AUTH0):
        return "that is the Management API of another tenant"
    return ""


def management_slash(facts: Facts) -> Finding | None:
    """The Management API's identifier ends in a slash (resource-servers.md section 3)."""
    wanted = asked_of(facts).audience or ""
    if facts.resource_servers is not None or not re.fullmatch(r"https://[^/]+\.auth0\.com/api/v2", wanted):
        return None
    return found(
        AUDIENCE_SLASH_MISMATCH,
        wanted,
        f"The audience is {wanted}; the Management API's identifier is {wanted}/, with a slash at the end.",
        f"audience: {wanted}",
        fix=f"Send {wanted}/ as the audience.",
    )


def userinfo_alone(facts: Facts) -> Finding | None:
    """Without the tenant at hand: an audience that is /userinfo gives what no audience gives."""
    wanted = asked_of(facts).audience or ""
    if facts.tenant is not None or not host_of(wanted) or split_url(wanted).path.rstrip("/") != "/userinfo":
        return None
    return found(
        OPAQUE,
        asked_of(facts).client_id,
        f"The audience is {wanted}: the access token will be opaque, for /userinfo only. A call to an API needs that "
        "API's identifier as the audience.",
        f"audience: {wanted}",
        fix="auth0ctl login --audience IDENTIFIER    # and the same audience in the app",
        confidence=Confidence.LIKELY,
        severity=Severity.WARNING,
    )


def resource_sent(facts: Facts) -> Finding | None:
    """Without the tenant's settings: resource in place of audience, which few tenants map."""
    query = sent(facts)
    if facts.tenant_settings is not None or not query.get("resource") or query.get("audience"):
        return None
    return found(
        RESOURCE_NOT_MAPPED,
        query["resource"],
        f"The request names the API {shown(query['resource'])} by resource and sends no audience: Auth0 ignores "
        f"resource "
        "unless the tenant's compatibility profile is on, and the token is then for no API.",
        f"resource: {shown(query['resource'])}",
        confidence=Confidence.LIKELY,
        severity=Severity.WARNING,
    )


def silent_on_loopback(facts: Facts) -> Finding | None:
    """Without the API's settings: consent cannot be skipped for a callback on this machine (authorize.md section 7)."""
    request, query = asked_of(facts), sent(facts)
    silent = "none" in query.get("prompt", "").split() and bool(request.audience) and not unset(request.audience or "")
    if facts.resource_servers is not None or not silent or not request.redirect_uri or verifiable(request.redirect_uri):
        return None
    if not host_of(request.redirect_uri):
        return None
    return found(
        CONSENT_ON_LOOPBACK,
        request.redirect_uri,
        f"A silent login asks for {request.audience} with the callback {request.redirect_uri}. localhost is not "
        "verifiable, so consent cannot be skipped there, and Auth0 answers consent_required unless the user has "
        "consented before.",
        f"redirect_uri: {request.redirect_uri}",
        fix="auth0ctl login --callback-host app.localhost    # and develop under such a name",
        confidence=Confidence.POSSIBLE,
        severity=Severity.WARNING,
    )


def callback_strange(facts: Facts) -> Finding | None:
    """Absolute, and yet nothing that anybody meant."""
    request = asked_of(facts)
    uri, place = request.redirect_uri, read_place(request.url)
    if re.match(r"https?:/+https?(?::|%3a|/)", uri, re.IGNORECASE):
        return found(
            REDIRECT_URI_MALFORMED,
            request.client_id,
            f"redirect_uri is {shown(uri)}: the scheme stands there twice, as a base URL was put behind another "
            f"https://.",
            f"redirect_uri: {shown(uri)}",
        )
    if re.search(r"[,;\s]\s*https?://", uri, re.IGNORECASE):
        return found(
            REDIRECT_URI_MALFORMED,
            request.client_id,
            f"redirect_uri is {shown(uri)}: it holds several URLs, and must be one valid, absolute URI.",
            f"redirect_uri: {shown(uri)}",
            fix="Send one of them; the list belongs into the client's Allowed Callback URLs.",
        )
    web = uri.lower().startswith("http")
    at_tenant = web and place is not None and host_of(uri) == place.host and host_of(uri).endswith(AUTH0)
    if facts.client is not None or not web or not (at_tenant or "//" in urlsplit_path(uri)):
        return None
    why = "its path has a doubled slash, as a base URL with a slash at the end makes it"
    if at_tenant:
        why = "it is on Auth0's own domain, whose /login/callback is for identity providers, not for the app"
    return found(
        CALLBACK_NOT_REGISTERED,
        request.client_id,
        f"The redirect_uri {shown(uri)} is hardly a registered callback URL: {why}.",
        f"redirect_uri: {shown(uri)}",
        fix="Send the app's own callback, exactly as the client's Allowed Callback URLs have it.",
        confidence=Confidence.LIKELY,
    )


def urlsplit_path(uri: str) -> str:
    """The path of a URL; empty for what has none."""
    try:
        return split_url(uri).path
    except ValueError:
        return ""


def system_audience(facts: Facts) -> Finding | None:
    """/api/v2/ or /userinfo of a host that is no canonical domain: the very custom domain that the login goes to."""
    wanted, place = asked_of(facts).audience or "", read_place(asked_of(facts).url)
    if facts.resource_servers is not None or place is None or not place.host or host_of(wanted) != place.host:
        return None
    path = split_url(wanted).path.rstrip("/") + "/"
    name = place.host.partition(":")[0]
    own = any(path == f"{one.rstrip('/')}/" for one in SYSTEM_PATHS)
    if name.endswith(".auth0.com") or name in ("localhost", "127.0.0.1") or not own:
        return None
    return found(
        SYSTEM_AUDIENCE,
        wanted,
        f"The audience {wanted} is built from {place.host}, which is no canonical domain: Auth0's own APIs are known "
        "only under NAME.REGION.auth0.com.",
        f"audience: {wanted}",
        confidence=Confidence.LIKELY,
    )


def connection_misnamed(facts: Facts) -> Finding | None:
    name = sent(facts).get("connection", "")
    if facts.connections is not None or not name:
        return None
    right = STRATEGIES.get(name.lower(), "")
    if unset(name):
        detail = f"The parameter connection is {name}: the app's setting is not set, and no connection has that name."
    elif right and right != name:
        detail = f"The connection is {name}; Auth0's own name for it is {right}, unless the tenant has named one so."
    else:
        return None
    return found(
        CONNECTION_NOT_ENABLED,
        name,
        detail,
        f"connection: {name}",
        fix=f"Send connection={right}, or leave it out." if right else "Leave the connection out, or name one.",
        confidence=Confidence.LIKELY if unset(name) else Confidence.POSSIBLE,
        severity=None if unset(name) else Severity.WARNING,
    )


def organization_misnamed(facts: Facts) -> Finding | None:
    query = sent(facts)
    name = query.get("organization", "")
    if "organization" not in query or facts.tenant_settings is not None or name.startswith("org_"):
        return None
    if unset(name):
        return found(
            ORGANIZATION_UNKNOWN,
            name or "the request",
            f"The parameter organization is {name or 'empty'}: the app's setting is not set at run time.",
            f"organization: {name or 'empty'}",
            fix="Send the organization's id (org_...), or leave the parameter out.",
        )
    return found(
        ORGANIZATION_NOT_AN_ID,
        name,
        f"The organization is given as {shown(name)}; an id begins with org_, and names are taken only where "
        "the tenant allows them.",
        f"organization: {shown(name)}",
        confidence=Confidence.POSSIBLE,
        severity=Severity.WARNING,
    )


def plain_http_callback(facts: Facts) -> Finding | None:
    """http on a host that is not this machine: most likely an app that does not know of its TLS."""
    uri = asked_of(facts).redirect_uri
    if facts.client is not None or not over_tls(uri) or AT_HOME.search(uri):
        return None
    return found(
        SCHEME_BEHIND_PROXY,
        uri,
        f"The redirect_uri is {shown(uri)}, with http on a public host. Where the site is served over https, the app "
        "does not know it: a proxy ends TLS before it.",
        f"redirect_uri: {shown(uri)}",
        confidence=Confidence.POSSIBLE,
        severity=Severity.WARNING,
    )


JUDGES = tuple(
    Judge(rule=rule, needs=("request",), find=find)
    for rule, find in (
        (AUDIENCE_NOT_REGISTERED, audience_impossible),
        (SYSTEM_AUDIENCE, system_audience),
        (CONNECTION_NOT_ENABLED, connection_misnamed),
        (ORGANIZATION_NOT_AN_ID, organization_misnamed),
        (SCHEME_BEHIND_PROXY, plain_http_callback),
        (AUDIENCE_SLASH_MISMATCH, management_slash),
        (OPAQUE, userinfo_alone),
        (RESOURCE_NOT_MAPPED, resource_sent),
        (CONSENT_ON_LOOPBACK, silent_on_loopback),
        (REDIRECT_URI_MALFORMED, callback_strange),
    )
)
