"""Which API the request is for: registered as asked, asked for at all, and the one that is expected."""

from difflib import get_close_matches

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.api import registered
from auth0ctl.rules.login.asking import AUDIENCE_MISSING, AUDIENCE_NOT_REGISTERED, AUDIENCE_SLASH_MISMATCH
from auth0ctl.rules.said.causes.app import SYSTEM_AUDIENCE
from auth0ctl.rules.token.form import OPAQUE
from auth0ctl.rules.token.party import OTHER_AUDIENCE
from auth0ctl.rules.wish.situation import (
    OIDC,
    OWN_STATE,
    SYSTEM_PATHS,
    api_scopes,
    arg,
    asked,
    audience,
    for_userinfo,
    found,
    host,
    listed,
    machine,
    own_apis,
    own_hosts,
    resource,
    split,
    stated_audience,
    wish_of,
)

RESOURCE_NOT_MAPPED = Rule(
    code="AZ811",
    name="resource-param-not-mapped",
    severity=Severity.ERROR,
    title="The app sends `resource`, and the tenant takes only `audience`",
    why="`resource` is RFC 8707's name for what Auth0 calls audience. Auth0 goes by it only where the tenant's "
    "Resource "
    "Parameter Compatibility Profile is on; else it is ignored, and the token is for no API.",
    fix="Switch on the Resource Parameter Compatibility Profile in the tenant's settings (Advanced), or send audience.",
    docs="https://auth0.com/docs/get-started/applications/resource-parameter-compatibility-profile",
)


def unknown(facts: Facts) -> str:
    """The audience in force when no API has it for its identifier; else empty."""
    wanted = audience(facts)
    known = facts.resource_servers
    if not wanted or known is None or for_userinfo(facts, wanted):
        return ""
    return "" if any(one.identifier == wanted for one in known) else wanted


def twin(facts: Facts, wanted: str) -> str:
    """The identifier that differs by a trailing slash alone; empty where there is none."""
    return next((one.identifier for one in facts.resource_servers or () if alike(one.identifier, wanted)), "")


def alike(one: str, other: str) -> bool:
    return one != other and one.rstrip("/") == other.rstrip("/")


def system_path(wanted: str) -> str:
    """The path of one of Auth0's own APIs, as the audience has it; else empty."""
    path = split(wanted).path if "://" in wanted else ""
    return next((one for one in SYSTEM_PATHS if path.rstrip("/") == one.rstrip("/")), "")


def elsewhere(facts: Facts, wanted: str) -> bool:
    """Whether it is an audience of Auth0's own APIs, but under a custom domain of this tenant."""
    if not system_path(wanted) or host(wanted) in own_hosts(facts):
        return False
    domain = wish_of(facts).app_domain or ""
    ours = {*(facts.custom_domains or ()), domain.removeprefix("https://").rstrip("/").lower()}
    ours |= {host(facts.tenant.origin)} if facts.tenant else set()
    return host(wanted) in ours


def custom_domain_audience(facts: Facts) -> Finding | None:
    wanted = unknown(facts)
    if not wanted or not elsewhere(facts, wanted):
        return None
    right = f"https://{own_hosts(facts)[0]}{system_path(wanted)}"
    return found(
        SYSTEM_AUDIENCE,
        wanted,
        f"The audience {wanted} is built from the custom domain {host(wanted)}; this API is called {right}, whatever "
        "domain the login uses.",
        f"audience: {wanted}",
        f"custom domains: {listed(facts.custom_domains)}",
        fix=f"Use {right} as the audience; keep the custom domain for the login itself.",
    )


def slash_mismatch(facts: Facts) -> Finding | None:
    wanted = unknown(facts)
    if not wanted or elsewhere(facts, wanted) or not (right := twin(facts, wanted)):
        return None
    return found(
        AUDIENCE_SLASH_MISMATCH,
        wanted,
        f"{wanted} is asked for, the API's identifier is {right}: they differ by the trailing slash alone.",
        f"audience: {wanted}",
        f"identifier: {right}",
        fix=f"auth0ctl login --audience {arg(right)}    # and the same audience in the app",
    )


def not_registered(facts: Facts) -> Finding | None:
    wanted = unknown(facts)
    if not wanted or elsewhere(facts, wanted) or twin(facts, wanted):
        return None
    known = [one.identifier for one in own_apis(facts)]
    near = nearest(wanted, known)
    whose = (
        "audience"
        if stated_audience(facts)
        else "default audience of the tenant"
        if not resource(facts)
        else "resource"
    )
    detail = f"No API of the tenant has the identifier {wanted}, which is the {whose}."
    if near:
        detail += f" {near} is registered: {how_close(wanted, near)}."
    if system_path(wanted) and not near:
        detail += f" It would be an API of Auth0's own, at {host(wanted)}, which is not this tenant's domain."
    if facts.client is not None and wanted == facts.client.client_id:
        detail += " It is the client's own id: an audience is an API's identifier."
    return found(
        AUDIENCE_NOT_REGISTERED,
        wanted,
        detail,
        f"audience: {wanted}",
        registered(facts),
        fix=f"auth0ctl login --audience {arg(near)}"
        if near
        else f"auth0ctl api create NAME --identifier {arg(wanted)}",
    )


def nearest(wanted: str, known: list[str]) -> str:
    """The registered identifier that was most likely meant."""
    plain = wanted.strip().strip("\"'").rstrip("/").lower()
    same = next((one for one in known if one.strip().rstrip("/").lower() == plain), "")
    return same or next(iter(get_close_matches(wanted, known, n=1, cutoff=0.85)), "")


def how_close(wanted: str, near: str) -> str:
    if wanted.strip() != wanted or wanted.strip("\"'") != wanted:
        return "what is sent has spaces or quotes around it"
    if wanted.lower() == near.lower():
        return "upper and lower case differ"
    if wanted.partition("://")[2] == near.partition("://")[2]:
        return "http and https differ"
    return "it is close to what was asked for"


def resource_not_mapped(facts: Facts) -> Finding | None:
    settings, wanted = facts.tenant_settings, resource(facts)
    assert settings is not None
    if not wanted or stated_audience(facts) or settings.resource_parameter_profile == "compatibility":
        return None
    return found(
        RESOURCE_NOT_MAPPED,
        wanted,
        f"The app asks for {wanted} with the parameter resource and sends no audience; the tenant ignores resource, so "
        "the token is not for that API.",
        f"resource: {wanted}",
        f"resource_parameter_profile: {settings.resource_parameter_profile}",
    )


def opaque(facts: Facts) -> Finding | None:
    """Something was to come of the token that only a token for an API can give."""
    request, wish = asked(facts), wish_of(facts)
    wanted = audience(facts)
    if request is None or machine(facts) or (wanted and not for_userinfo(facts, wanted)):
        return None
    rights = [*wish.require_scopes, *wish.require_permissions, *wish.expect_scopes, *api_scopes(facts)]
    rights = [one for one in rights if one not in OIDC]
    served = wish.expect_in == "access_token" and bool(wish.expect_claims)
    apis = [one.identifier for one in own_apis(facts)]
    expected = wish.expect_audience if wish.expect_audience and not for_userinfo(facts, wish.expect_audience) else ""
    if not (expected or rights or served):
        return unasked(facts, apis)
    for_what = expected or (f"the scope {' '.join(dict.fromkeys(rights))}" if rights else "that claim")
    said = f"The audience is {wanted}" if wanted else f"The request names no audience, {default_too(facts)}"
    right = expected or (apis[0] if len(apis) == 1 else "IDENTIFIER")
    return found(
        OPAQUE,
        request.client_id,
        f"{said}: the access token is opaque, for /userinfo only, and no API can check it. {for_what} needs a token "
        "for "
        "an API.",
        f"audience: {wanted or 'none'}",
        registered(facts),
        fix=f"auth0ctl login --audience {arg(right)}    # and the same audience in the app",
        # A claim alone may be missing for another reason as well.
        confidence=Confidence.CERTAIN
        if (wanted or facts.tenant_settings) and (expected or rights)
        else Confidence.LIKELY,
    )


def default_too(facts: Facts) -> str:
    return "and the tenant has no default one" if facts.tenant_settings else "unless the tenant has a default one"


def unasked(facts: Facts, apis: list[str]) -> Finding | None:
    """Nobody said that an API is to be called: a note, or a guess where a request was shown without a word."""
    request = facts.request
    if request is None or wish_of(facts).flow == "silent" or (facts.resource_servers is not None and not apis):
        return None
    wanted = audience(facts)
    shown = bool(wanted) or (wish_of(facts).flow is None and request.state != OWN_STATE)
    said = f"The audience is {wanted}" if wanted else f"The request names no audience, {default_too(facts)}"
    return found(
        OPAQUE,
        request.client_id,
        f"{said}: the access token will be opaque, for /userinfo only. For a call to an API, the login must ask for "
        "that "
        "API's audience.",
        f"audience: {wanted or 'none'}",
        registered(facts),
        fix=f"auth0ctl login --audience {arg(apis[0]) if len(apis) == 1 else 'IDENTIFIER'}",
        confidence=Confidence.POSSIBLE,
        severity=Severity.WARNING if shown else Severity.INFO,
    )


def other_audience(facts: Facts) -> Finding | None:
    expected, wanted = wish_of(facts).expect_audience, audience(facts)
    if not expected or not wanted or wanted == expected or for_userinfo(facts, wanted):
        return None
    if facts.resource_servers is not None and all(one.identifier != expected for one in facts.resource_servers):
        detail = f"The token is to be for {expected}, which is no API of the tenant; the request asks for {wanted}."
    else:
        detail = f"The token is to be for {expected}, and the request asks for {wanted}."
    return found(
        OTHER_AUDIENCE,
        wanted,
        detail,
        f"audience: {wanted}",
        f"expected: {expected}",
        fix=f"auth0ctl login --audience {arg(expected)}    # and the same audience in the app",
    )


def none_for_machine(facts: Facts) -> Finding | None:
    if not machine(facts) or audience(facts) or facts.tenant_settings is None:
        return None
    request = facts.token_request
    assert request is not None
    more = f" The parameter resource ({resource(facts)}) is not taken for it." if resource(facts) else ""
    return found(
        AUDIENCE_MISSING,
        request.client_id,
        f"The request names no audience, and the tenant has no default one.{more}",
        "audience: none",
        "default_audience: none",
        fix="auth0ctl login --flow client-credentials --audience IDENTIFIER",
    )


JUDGES = (
    Judge(rule=SYSTEM_AUDIENCE, needs=("resource_servers",), find=custom_domain_audience),
    Judge(rule=AUDIENCE_SLASH_MISMATCH, needs=("resource_servers",), find=slash_mismatch),
    Judge(rule=AUDIENCE_NOT_REGISTERED, needs=("resource_servers",), find=not_registered),
    Judge(rule=RESOURCE_NOT_MAPPED, needs=("tenant_settings",), find=resource_not_mapped),
    Judge(rule=OPAQUE, needs=(), find=opaque),
    Judge(rule=OTHER_AUDIENCE, needs=(), find=other_audience),
    Judge(rule=AUDIENCE_MISSING, needs=("tenant_settings",), find=none_for_machine),
)
