"""Checks of what is configured: a client's settings, an API's, a client grant."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from auth0ctl.errors import TenantError
from auth0ctl.findings import Finding, Severity
from auth0ctl.journeys.records.inspect import find_client
from auth0ctl.journeys.smoke.declared import Declared
from auth0ctl.journeys.smoke.fields import DEFAULTS
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import ABSENT, Difference, differences, shown
from auth0ctl.journeys.smoke.seen import Seen, causes, explained, problem
from auth0ctl.journeys.smoke.unjudged import lacking
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import JSONObject, TokenRequest
from auth0ctl.rules import judge
from auth0ctl.tenant.management import Management
from auth0ctl.words import counted

PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
# A grant type that is gone -> the app's flow that it breaks, which doctor is asked about.
FLOW_OF: Mapping[str, str] = {
    "authorization_code": "pkce",
    "implicit": "implicit",
    "refresh_token": "refresh",
    "client_credentials": "client-credentials",
    "password": "password",
    PASSWORD_REALM: "password-realm",
    DEVICE_CODE: "device",
}
# A field -> the rules that name it as a cause.
CLIENT_CAUSES: Mapping[str, tuple[str, ...]] = {
    "callbacks": ("callback-url-not-registered", "client-has-no-callbacks", "callback-plain-http"),
    "grant_types": ("grant-type-not-enabled", "password-grant-enabled"),
    "web_origins": ("web-origin-missing", "client-address-wildcard"),
    "allowed_origins": ("cors-origin-missing", "cross-origin-login-refused", "client-address-wildcard"),
    "allowed_logout_urls": ("logout-url-not-allowed",),
    "is_first_party": ("client-third-party",),
    "token_endpoint_auth_method": ("public-client-needs-auth-method-none",),
    "jwt_configuration": ("client-id-token-hs256",),
    "oidc_conformant": ("client-not-oidc-conformant",),
    "cross_origin_authentication": ("cross-origin-login-enabled",),
    "organization_usage": ("organization-param-required", "organization-not-allowed"),
    "require_pushed_authorization_requests": ("pushed-request-required",),
    "app_type": ("public-client-needs-auth-method-none",),
}
API_CAUSES: Mapping[str, tuple[str, ...]] = {
    "signing_alg": ("api-signs-hs256",),
    "token_dialect": ("permissions-not-added-to-token",),
    "allow_offline_access": ("api-offline-access-disabled",),
    "skip_consent_for_verifiable_first_party_clients": ("api-does-not-skip-consent",),
    "token_lifetime": ("access-token-lives-long",),
}
NO_GRANT = ("client-grant-missing", "audience-not-registered", "audience-slash-mismatch")


def as_problem(finding: Finding) -> Finding:
    """A remark that is only worth knowing elsewhere: here it is what the file says must not be."""
    return finding if problem(finding) else replace(finding, severity=Severity.ERROR)


def asked(one: Try) -> Management:
    """Raises AuthError where there is nothing to ask the Management API with."""
    if (management := one.management) is None:
        raise lacking(one.ground.why_no_management)
    return management


def compare(kind: str, settings: Mapping[str, Any], raw: JSONObject) -> tuple[Difference, ...]:
    """What of an object is not as declared; an absent field is what Auth0 means by it, unless the file asks that."""
    found: list[Difference] = []
    for name, wanted in settings.items():
        default = ABSENT if isinstance(wanted, Mapping) and "absent" in wanted else DEFAULTS[kind].get(name, ABSENT)
        found += differences(name, wanted, raw.get(name, default))
    return tuple(found)


def client(check: Declared, one: Try) -> Seen:
    """A client's settings. Raises what the Management API raises."""
    wanted = str(check.given["client"])
    management = asked(one)
    try:
        raw = find_client(management, wanted)
    except TenantError as error:
        if error.status != 404:
            raise
        return not_there(
            "client", wanted, causes(one, {"client": wanted}, ("client-unknown",)), near_client(management, wanted)
        )
    differs = compare("client", check.settings, raw)
    if not differs:
        return Seen()
    audited, _ = judge(Facts(client=Client.from_api(raw)), ("AZ1", "AZ12"))
    findings: list[Finding] = []
    unexplained: list[Difference] = []
    for each in differs:
        names = CLIENT_CAUSES.get(field(each), ())
        found = [remark for remark in audited if remark.rule.name in names]
        for question in questions(str(raw["client_id"]), each):
            found += causes(one, question, names)
        unexplained += [] if found else [each]
        findings += [as_problem(cause) for cause in found]
    return explained("setting", f"client {wanted}", differs, findings, unexplained=unexplained)


def near_client(management: Management, wanted: str) -> str:
    names = [str(each.get("name", "")) for each in management.clients()]
    near = get_close_matches(wanted, names, n=1, cutoff=0.6)
    return f"the nearest is {shown(near[0])}" if near else f"it has {counted(len(names), 'client')}"


def field(difference: Difference) -> str:
    return difference.name.partition(".")[0]


def questions(client_id: str, difference: Difference) -> list[dict[str, Any]]:
    """What doctor is asked about a difference: the logins that it breaks."""
    lacks = difference.lacking
    match field(difference):
        case "callbacks":
            return [{"client": client_id, "redirect_uri": uri} for uri in lacks]
        case "grant_types":
            return [{"client": client_id, "flow": FLOW_OF[name]} for name in lacks if name in FLOW_OF]
        case "web_origins":
            return [{"client": client_id, "flow": "silent", "origin": origin} for origin in lacks]
        case "allowed_origins":
            return [{"client": client_id, "flow": "cross-origin-login", "origin": origin} for origin in lacks]
        case "allowed_logout_urls":
            return [{"client": client_id, "flow": "logout", "return_to": url} for url in lacks]
        case "token_endpoint_auth_method" | "organization_usage" | "require_pushed_authorization_requests":
            return [{"client": client_id, "flow": "pkce"}]
        case _:
            return []


def api(check: Declared, one: Try) -> Seen:
    """An API's settings. Raises what the Management API raises."""
    identifier = str(check.given["identifier"])
    management = asked(one)
    servers = management.resource_servers()
    raw = next((each for each in servers if each.get("identifier") == identifier), None)
    if raw is None:
        present = [str(each.get("identifier", "")) for each in servers]
        near = get_close_matches(identifier, present, n=1, cutoff=0.6)
        said = f"the nearest is {shown(near[0])}" if near else f"it has {counted(len(present), 'API')}"
        return not_there("API", identifier, unknown_audience(one, management, identifier), said)
    differs = compare("api", check.settings, raw)
    if not differs:
        return Seen()
    request = TokenRequest(grant_type="client_credentials", client_id="", scope=(), audience=identifier)
    facts = Facts(resource_servers=(ResourceServer.from_api(raw),), token_request=request)
    found, _ = judge(facts, ("AZ2", "AZ12"))
    by_field = {
        each: [cause for cause in found if cause.rule.name in API_CAUSES.get(field(each), ())] for each in differs
    }
    unexplained = [each for each, causing in by_field.items() if not causing]
    findings = [as_problem(cause) for causing in by_field.values() for cause in causing]
    return explained("setting", f"API {identifier}", differs, findings, unexplained=unexplained)


def unknown_audience(one: Try, management: Management, identifier: str) -> tuple[Finding, ...]:
    """What a login for an API that is not there would be told; any client serves to ask."""
    clients = management.clients()
    names = ("audience-not-registered", "audience-slash-mismatch")
    return causes(one, {"client": clients[0]["client_id"], "audience": identifier}, names) if clients else ()


def grant(check: Declared, one: Try) -> Seen:
    """A client grant, there or not. Raises what the Management API raises."""
    wanted, audience = str(check.given["client"]), str(check.given["audience"])
    kind = str(check.given.get("subject_type", "client"))
    management = asked(one)
    try:
        client_id = str(find_client(management, wanted)["client_id"])
    except TenantError as error:
        if error.status != 404:
            raise
        found = causes(one, {"client": wanted}, ("client-unknown",))
        return not_there("client", wanted, found, near_client(management, wanted))
    rows = management.client_grants(client_id=client_id)
    raw = next(
        (each for each in rows if each.get("audience") == audience and each.get("subject_type", "client") == kind), None
    )
    name = f"client grant of {wanted} for {audience}"
    if check.given.get("absent", False):
        if raw is None:
            return Seen()
        there = Difference(name=name, expected="absent", seen=f"scope {shown(raw.get('scope', []))}")
        return explained("setting", name, (there,), ())
    flow = "client-credentials" if kind == "client" else "pkce"
    question: dict[str, Any] = {"client": client_id, "flow": flow, "audience": audience}
    if raw is None:
        return not_there("client grant", name, causes(one, question, NO_GRANT), "")
    differs = compare("grant", check.settings, raw)
    if not differs:
        return Seen()
    lacks = " ".join(scope for each in differs for scope in each.lacking)
    names = ("client-grant-scope-missing", "client-grant-scope-undefined")
    found = causes(one, {**question, "scope": lacks}, names) if lacks else ()
    return explained("setting", name, differs, found)


def not_there(what: str, name: str, findings: Iterable[Finding], near: str) -> Seen:
    """The object itself is missing."""
    seen = f"none ({near})" if near else "none"
    difference = Difference(name=what, expected=shown(name), seen=seen)
    return explained("object", f"{what} {name}", (difference,), findings)


CHECKS: Mapping[str, Callable[[Declared, Try], Seen]] = {"client": client, "api": api, "grant": grant}
