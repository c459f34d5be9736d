"""What several of these rules ask of one situation: what the app asks, for which API, and how it proves itself."""

import re
import shlex
from urllib.parse import SplitResult, parse_qsl

from auth0ctl.findings import Confidence, Finding, Rule, Severity
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest, TokenRequest
from auth0ctl.situation import Wish
from auth0ctl.words import split_url

OIDC = ("openid", "profile", "email", "address", "phone", "offline_access", "online_access")
OWN_STATE = "auth0ctl-doctor"  # of a request that was made from options, and not found somewhere
DEFAULT_SCOPE = ("openid", "profile", "email")  # of Auth0's SDKs
METADATA = ("user_metadata", "app_metadata")  # no scopes at all, though often asked for as such
SYSTEM_PATHS = ("/api/v2/", "/userinfo", "/me/", "/my-org/", "/mfa/")  # resource-servers.md section 3
EMPTY = ("", "undefined", "null", "none", "nan")  # what a program writes for a setting that is not there
PUBLIC_FLOWS = ("spa-pkce", "native-pkce", "device")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
MACHINE = "client_credentials"


def client_of(facts: Facts) -> Client:
    assert facts.client is not None  # named in needs
    return facts.client


def wish_of(facts: Facts) -> Wish:
    """The wish, an empty one where nobody said anything."""
    return facts.wish or Wish()


def asked(facts: Facts) -> AuthorizeRequest | TokenRequest | None:
    return facts.request or facts.token_request


def flow(facts: Facts) -> str:
    return wish_of(facts).flow or ""


def parameter(facts: Facts, name: str) -> str:
    """A parameter of the request; empty where it is not sent."""
    if facts.request is not None:
        return dict(parse_qsl(split(facts.request.url).query)).get(name, "")
    return facts.token_request.parameters.get(name, "") if facts.token_request else ""


def stated_audience(facts: Facts) -> str:
    """The ``audience`` of the request itself; empty where there is none."""
    request = asked(facts)
    if request is None:
        return ""
    return parameter(facts, "audience") or (request.audience or "" if not parameter(facts, "resource") else "")


def resource(facts: Facts) -> str:
    """RFC 8707's name for it."""
    return parameter(facts, "resource") or wish_of(facts).resource or ""


def audience(facts: Facts) -> str:
    """The audience that Auth0 goes by (authorize.md section 6): stated, by resource where mapped, or the default."""
    if stated := stated_audience(facts):
        return stated
    settings = facts.tenant_settings
    if settings is None:
        return ""
    mapped = resource(facts) if settings.resource_parameter_profile == "compatibility" else ""
    return mapped or settings.default_audience


def default_known(facts: Facts) -> bool:
    """Whether it is known what a request without an audience gets."""
    return facts.tenant_settings is not None


def api(facts: Facts) -> ResourceServer | None:
    """The API that the request is for; None where it asks for none, or for one that there is not."""
    wanted = audience(facts)
    return next((one for one in facts.resource_servers or () if one.identifier == wanted), None)


def own_apis(facts: Facts) -> tuple[ResourceServer, ...]:
    return tuple(one for one in facts.resource_servers or () if not one.is_system)


def for_userinfo(facts: Facts, wanted: str) -> bool:
    """Whether an audience is the tenant's own /userinfo, which is in no list of APIs."""
    return split(wanted).path == "/userinfo" and host(wanted) in own_hosts(facts)


def own_hosts(facts: Facts) -> tuple[str, ...]:
    """The tenant's canonical host: that of its Management API, else the one that is asked."""
    systems = (host(one.identifier) for one in facts.resource_servers or () if one.identifier.endswith("/api/v2/"))
    known = tuple(dict.fromkeys(systems))
    return known or ((host(facts.tenant.origin),) if facts.tenant else ())


def split(url: str) -> SplitResult:
    """The parts of a URL; empty ones for what cannot be read as one (a broken IPv6 address)."""
    try:
        return split_url(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def host(url: str) -> str:
    """Host and port of a URL, in lower case; empty for what is no URL."""
    return split(url).netloc.rpartition("@")[2].lower()


def origin(url: str) -> str:
    """Scheme, host and port; empty for what has none of them."""
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in ("http", "https") and parts.netloc else ""


def api_scopes(facts: Facts) -> tuple[str, ...]:
    """The scopes asked for that are an API's and not OpenID Connect's."""
    request = asked(facts)
    scopes = request.scope if request else ()
    return tuple(one for one in scopes if one not in (*OIDC, *METADATA) and not run_together(one))


def run_together(scope: str) -> bool:
    """Scopes of OpenID Connect that something else than a space separates; Auth0 takes them for one that it ignores."""
    parts = re.split(r"[,;+]|%20", scope)
    return len(parts) > 1 and any(one in OIDC for one in parts)


def scope_stated(facts: Facts) -> bool:
    """Whether somebody said what scope the app asks for; else it is what Auth0's SDKs ask for by themselves."""
    request = facts.request
    return request is None or request.state != OWN_STATE or request.scope != DEFAULT_SCOPE


def silent(facts: Facts) -> bool:
    return flow(facts) == "silent" or "none" in parameter(facts, "prompt").split()


def machine(facts: Facts) -> bool:
    return facts.token_request is not None and facts.token_request.grant_type == MACHINE


def sends_secret(facts: Facts) -> bool | None:
    """Whether the app sends a client secret: as it was said, else as its flow says; None where neither tells."""
    wish = wish_of(facts)
    if wish.has_secret is not None or wish.client_secret:
        return bool(wish.client_secret) or wish.has_secret
    if wish.flow in PUBLIC_FLOWS:
        return False
    return True if wish.flow in ("web-code", "client-credentials") else None


def found(
    rule: Rule,
    subject: str,
    detail: str,
    *evidence: str,
    fix: str = "",
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        subject=subject or "the request",
        detail=detail,
        evidence=evidence,
        fix=fix or rule.fix,
        confidence=confidence,
        severity=severity,
    )


def arg(value: str) -> str:
    """A value as one word of a command."""
    return shlex.quote(value)


def listed(values: object) -> str:
    """A list for a line of evidence."""
    return ", ".join(values) if isinstance(values, list | tuple) and values else "none"
