"""Where a request goes: the domain that the app must have to make such a URL, and the path at Auth0."""

from auth0ctl.findings import Confidence, Finding, Judge
from auth0ctl.model import Facts
from auth0ctl.rules.asked.causes import ENDPOINT_WRONG
from auth0ctl.rules.asked.urls import (
    AUTHORIZE,
    Place,
    host_of,
    is_authorize,
    place_of,
    read_place,
    unset,
)
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.rules.project.written import ISSUER_WITHOUT_SCHEME
from auth0ctl.rules.said.causes.app import DOMAIN_HAS_SCHEME, DOMAIN_MISSING, WRONG_TENANT
from auth0ctl.rules.wish.situation import LOOPBACK, found, wish_of

AUTH0 = ".auth0.com"
# Hosts of Auth0's own that are no tenant's.
NO_TENANT = ("auth0.com", "www.auth0.com", "manage.auth0.com", "community.auth0.com", "cdn.auth0.com")
REGIONS = ("us", "eu", "au", "jp", "uk", "ca", "sa", "us-1", "us-2", "us-3", "us-4", "us-5")
# Where other providers have it.
OTHER_PROVIDERS = (
    "okta.com",
    "accounts.google.com",
    "login.microsoftonline.com",
    "amazoncognito.com",
    "googleapis.com",
)


def asked_at(facts: Facts) -> Place | None:
    """The place that the request or the logout goes to."""
    url = facts.request.url if facts.request else facts.logout.url if facts.logout else ""
    return read_place(url) if url else None


def domain(facts: Facts) -> str | None:
    """The domain in the app's settings: as it was said, else as the URL shows it."""
    stated = wish_of(facts).app_domain
    place = asked_at(facts)
    return stated if stated is not None else place.domain if place else None


def domain_missing(facts: Facts) -> Finding | None:
    """No host, or the word that a program writes for a setting that is not there."""
    name = domain(facts)
    if name is None or not unset(name.strip("/")):
        return None
    shown = f"The host of the URL is {name.strip('/')}" if name.strip("/") else "The URL has no host"
    return found(
        DOMAIN_MISSING,
        "the app",
        f"{shown}: the app's Auth0 domain is empty or not set at run time.",
        f"URL: {shown_url(facts)}",
    )


def domain_has_scheme(facts: Facts) -> Finding | None:
    """``https://https://dom`` and ``https://dom//authorize``."""
    name = domain(facts)
    if name is None or unset(name.strip("/")) or ("://" not in name and not name.endswith("/")):
        return None
    bare = name.partition("://")[2].strip("/") or name.strip("/")
    what = "https://" if "://" in name else "a trailing slash"
    return found(
        DOMAIN_HAS_SCHEME,
        name,
        f"The app's domain setting holds {what}: the SDK puts https:// before it and the path behind it by itself, "
        "and the URL is malformed. The domain must be the bare host, without scheme (protocol) and slash.",
        f"URL: {shown_url(facts)}",
        fix=f"Write {bare or 'the bare host'} as the domain, without https:// and without a slash.",
    )


def host_inside_path(facts: Facts) -> Finding | None:
    """A domain without a scheme where the library wants a URL: the browser took it for a path of the app."""
    place = asked_at(facts)
    name = (place.domain or "") if place else ""
    if place is None or unset(name) or "/" in name or name == place.host:
        return None
    return found(
        ISSUER_WITHOUT_SCHEME,
        name,
        f"The login goes to a path of {place.host}: {name} stands there without https://, so the browser took it for a "
        "path of the app's own.",
        f"URL: {shown_url(facts)}",
        fix=f"Write https://{name} where this library wants the issuer or the base URL, or build the URL with "
        f"https://.",
    )


def wrong_tenant(facts: Facts) -> Finding | None:
    """What no tenant's domain looks like. With a tenant at hand, ``rules.wish.domains`` compares the two."""
    name = (domain(facts) or "").partition("://")[2] or (domain(facts) or "")
    host = name.strip("/").lower()
    if not host or unset(host) or (why := foreign(host, facts)) == "":
        return None
    return found(
        WRONG_TENANT,
        host,
        f"The domain is {host}, {why}. It must be that of the tenant, such as NAME.REGION.auth0.com, or its custom "
        "domain.",
        f"URL: {shown_url(facts)}",
        fix="Copy the domain from the client's settings page into the app (its openid-configuration must answer).",
        confidence=Confidence.CERTAIN if facts.tenant else Confidence.LIKELY,
    )


def foreign(host: str, facts: Facts) -> str:
    """Why a host can be no tenant's; empty where it can."""
    if facts.tenant is not None and host in (host_of(facts.tenant.origin), *(facts.custom_domains or ())):
        return ""
    bare = host.partition(":")[0]
    if placeholder(host) or placeholder(bare.partition(".")[0]):
        return "a template's placeholder that was never replaced"
    if bare in NO_TENANT:
        return "which is Auth0's own site and no tenant"
    labels = bare.removesuffix(AUTH0).split(".") if bare.endswith(AUTH0) else []
    if len(labels) == 1 and labels[0] in REGIONS:
        return "which is a region without a tenant's name"
    if any(bare == one or bare.endswith("." + one) for one in OTHER_PROVIDERS):
        return "which is another provider's"
    if bare.count("auth0.com") > 1 or (".auth0.com." in bare):
        return "in which auth0.com stands twice or in the middle"
    for wrong in ("auth0.co", "auth.com", "autho.com", "auth0.con", "auth0.io", "auth0.net", "oauth0.com"):
        if bare == wrong or bare.endswith("." + wrong):
            return "which is misspelt: Auth0's domains end in auth0.com"
    callback = facts.request.redirect_uri if facts.request else ""
    if callback.lower().startswith("http") and host == host_of(callback):
        return "which is the app's own address and not the tenant's"
    if "." not in bare and bare not in LOOPBACK and not host.startswith("["):
        return "which is a name without the rest: the region and auth0.com are missing"
    return ""


def endpoint_wrong(facts: Facts) -> Finding | None:
    """Another provider's path, or one of another endpoint."""
    place = asked_at(facts)
    if place is None:
        return None
    if facts.logout is not None and facts.request is None:
        right = "/v2/logout" if place.endpoint not in ("/v2/logout", "/oidc/logout") else ""
    else:
        right = AUTHORIZE if is_authorize(place) and place.endpoint not in (AUTHORIZE, "/login") else ""
    if not right or unset((place.domain or "x").strip("/")):
        return None
    return found(
        ENDPOINT_WRONG,
        place.path,
        f"The path is {place.path}; at Auth0 it is {right}.",
        f"URL: {shown_url(facts)}",
        fix=f"Use https://{place.host or 'DOMAIN'}{right}, as the discovery document has it.",
    )


def shown_url(facts: Facts) -> str:
    """The URL without its query."""
    return place_of(facts.request.url if facts.request else facts.logout.url if facts.logout else "")


JUDGES = (
    Judge(rule=DOMAIN_MISSING, needs=(), find=domain_missing),
    Judge(rule=DOMAIN_HAS_SCHEME, needs=(), find=domain_has_scheme),
    Judge(rule=ISSUER_WITHOUT_SCHEME, needs=(), find=host_inside_path),
    Judge(rule=WRONG_TENANT, needs=(), find=wrong_tenant),
    Judge(rule=ENDPOINT_WRONG, needs=(), find=endpoint_wrong),
)
