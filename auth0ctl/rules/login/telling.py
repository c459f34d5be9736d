"""What is said of a refusal: the tenant's words, what is known besides, and the command that mends this very case."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import parse_qs

from auth0ctl.findings import Confidence, Finding, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.protocol import Refusal
from auth0ctl.rules.api import registered as registered_apis
from auth0ctl.rules.client import PUBLIC_WITH_SECRET
from auth0ctl.rules.login import asking, endpoint, person
from auth0ctl.rules.login.causes import CONFIRMATION_FIELD, DEVICE_CODE, audience_asked, registered_method, twin_of
from auth0ctl.rules.token.rights import GRANT_LACKS_SCOPE
from auth0ctl.words import split_url

# The words alone leave more than one reading.
LIKELY = (
    person.LOGIN_DENIED,
    person.CONFIRMATION_ON_LOOPBACK,
    asking.PARAMETER_REFUSED,
    asking.TOKEN_EXCHANGE_NOT_ENABLED,
    asking.PUSHED_REQUEST_EXPIRED,
    endpoint.SUBJECT_TOKEN_REFUSED,
    endpoint.LOGIN_REFUSED,
    endpoint.SECRET_MISSING,
    endpoint.AUTH_METHOD_DIFFERS,
)
LOOPBACK_WAY_OUT = (
    "auth0ctl login --callback-host app.localhost    # with http://app.localhost:PORT/callback among the client's "
    "Allowed Callback URLs"
)


def tell(rule: Rule, facts: Facts, refusal: Refusal) -> Finding:
    """The finding about this refusal."""
    plain = Finding(
        rule=rule,
        subject=client_id(facts),
        detail=f"{rule.title}. Auth0 says: {said(refusal)}",
        evidence=(seen(refusal),),
        fix=rule.fix,
        confidence=Confidence.LIKELY if rule in LIKELY else Confidence.CERTAIN,
    )
    more = TOLD_MORE.get(rule.code)
    return more(plain, facts, refusal) if more else plain


def client_id(facts: Facts) -> str:
    """The client that asked."""
    asked = facts.request or facts.token_request
    return asked.client_id if asked else (facts.client.client_id if facts.client else "the client")


def said(refusal: Refusal) -> str:
    """The tenant's words, with the error code where it says more."""
    return f"{refusal.error}: {refusal.description}" if refusal.description else refusal.error


def seen(refusal: Refusal) -> str:
    """Where the refusal was seen."""
    places = {"page": "Auth0's error page", "redirect": "the callback", "token": "the token endpoint"}
    status = f" (HTTP {refusal.status})" if refusal.status else ""
    return f"{places.get(refusal.where, refusal.where)}{status}: {said(refusal)}"


def sent(facts: Facts, name: str) -> str | None:
    """A parameter of the authorize URL or of the token request."""
    if facts.request is not None:
        values = parse_qs(split_url(facts.request.url).query).get(name)
        return values[0] if values else None
    return facts.token_request.parameters.get(name) if facts.token_request else None


def callback(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """Names the registered callback that comes closest, where the client's settings are known."""
    uri = facts.request.redirect_uri if facts.request else "the redirect URI"
    detail = f"{uri} is not among the Allowed Callback URLs of the client {client_id(facts)}."
    evidence = plain.evidence
    if facts.client is not None:
        registered = facts.client.callbacks
        evidence += (f"callbacks: {', '.join(registered) or 'none'}",)
        if near := get_close_matches(uri, registered, n=1, cutoff=0.6):
            detail += f" The nearest one registered is {near[0]}."
        elif not registered:
            detail += " The client has no callback at all."
    fix = (
        f"In the dashboard, add {uri} to the client's Allowed Callback URLs; or log in with a registered port: "
        "`auth0ctl login --port PORT`; or lend it to the client for one login: `auth0ctl login --borrow-callback`."
    )
    return replace(plain, detail=detail, evidence=evidence, fix=fix)


def audience(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """Names the API that was meant, where one is that close; lists the ones that there are."""
    wanted, twin = audience_asked(facts, refusal), twin_of(facts, refusal)
    evidence = plain.evidence + ((registered_apis(facts),) if facts.resource_servers else ())
    if twin:
        detail = f"{wanted} was asked for, the API is registered as {twin}: they differ by the trailing slash."
        fix = f"auth0ctl login --audience {shlex.quote(twin)}"
    else:
        detail = f"No API of the tenant has the identifier {wanted}."
        fix = f"auth0ctl api create NAME --identifier {shlex.quote(wanted)}"
    return replace(plain, subject=wanted, detail=detail, evidence=evidence, fix=fix)


def grant_type(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """Names the grant types that the client does allow, and what else this grant needs."""
    evidence, client = plain.evidence, facts.client
    detail = f"The client {client_id(facts)} does not allow this flow. Auth0 says: {said(refusal)}"
    if client is not None:
        evidence += (f"grant types of the client: {', '.join(client.grant_types) or 'none'}",)
        if "client_credentials" in refusal.description and registered_method(client) == "none":
            evidence += ("token_endpoint_auth_method: none",)
            detail += " A public client never gets this grant: it has nothing to prove itself with."
    fix = "In the dashboard: Applications, the client, Advanced Settings, Grant Types"
    fix += ": Device Code." if DEVICE_CODE in refusal.description else "."
    return replace(
        plain, detail=detail, evidence=evidence, fix=f"{fix} Or use a flow it allows: `auth0ctl login --flow pkce`."
    )


def device(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """Shows the two settings that decide."""
    client = facts.client
    assert client is not None  # the rule is chosen by its settings
    method = registered_method(client) or "absent (confidential)"
    settings = (f"app_type: {client.app_type or 'absent'}", f"token_endpoint_auth_method: {method}")
    fix = "auth0ctl login --flow device --ensure-client 'Test device'    # a native client with that grant, for a test"
    return replace(plain, evidence=plain.evidence + settings, fix=fix)


def client_grant(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """The fix is one command."""
    asked = facts.token_request
    machine = "client" if asked is not None and asked.grant_type == "client_credentials" else "user"
    wanted = audience_asked(facts, refusal)
    return replace(
        plain,
        detail=f"The client {client_id(facts)} may not ask for {wanted}.",
        fix=f"auth0ctl grant create --client {shlex.quote(client_id(facts))} --audience {shlex.quote(wanted)} "
        f"--subject-type {machine}",
    )


def scope_not_granted(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """Shows the grant beside the scopes that it lacks."""
    evidence = plain.evidence
    for grant in facts.client_grants or ():
        if facts.token_request and grant.audience == facts.token_request.audience:
            evidence += (f"granted for {grant.audience}: {' '.join(grant.scope) or 'none'}",)
    lacking = refusal.description.partition("scopes:")[2].strip()
    detail = f"The client grant lacks: {lacking}." if lacking else plain.detail
    fix = "auth0ctl login --flow client-credentials    # without --scope: the token gets every scope of the grant"
    return replace(plain, detail=detail, evidence=evidence, fix=fix)


def connection(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """Names the connection that was asked for."""
    named = sent(facts, "connection") or sent(facts, "realm")
    if not named:
        return plain
    which = "is unknown to the tenant" if "not found" in refusal.description else "cannot be used by the client"
    return replace(
        plain,
        detail=f"The connection {named} {which}. Auth0 says: {said(refusal)}",
        evidence=(*plain.evidence, f"connection: {named}"),
        fix=f"In the dashboard: Authentication, the connection {named}, Applications: switch on {client_id(facts)}. Or "
        "log in without --connection.",
    )


def organization(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """Shows what the request named and what the client allows."""
    evidence, named = plain.evidence, sent(facts, "organization")
    evidence += (f"organization: {named or 'none sent'}",)
    if facts.client is not None:
        evidence += (f"organization_usage of the client: {facts.client.organization_usage or 'absent (deny)'}",)
    fixes = {
        asking.ORGANIZATION_REQUIRED.code: "auth0ctl login --organization org_ID",
        asking.ORGANIZATION_NOT_AN_ID.code: "auth0ctl login --organization org_ID    # the id, not the name",
    }
    return replace(plain, evidence=evidence, fix=fixes.get(plain.rule.code, plain.rule.fix))


def loopback(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """C13: what a name under .localhost would change."""
    assert facts.request is not None  # the rule is chosen by its callback
    uri, evidence = facts.request.redirect_uri, plain.evidence
    if facts.client is not None and plain.rule is person.CONFIRMATION_ON_LOOPBACK:
        evidence += (f"{CONFIRMATION_FIELD} of the client: {facts.client.skip_callback_confirmation}",)
    what = "confirmed by the person" if plain.rule is person.CONFIRMATION_ON_LOOPBACK else "consented to by the person"
    return replace(
        plain,
        detail=f"Auth0 cannot verify who listens at {uri}, so that each login to it must be {what}; prompt=none "
        f"forbids that page. Auth0 says: {said(refusal)}",
        evidence=(*evidence, f"redirect_uri: {uri}"),
        fix=LOOPBACK_WAY_OUT,
    )


def consent(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """Shows the settings that decide about consent."""
    evidence, asked = plain.evidence, facts.request
    if facts.client is not None:
        evidence += (f"is_first_party: {str(facts.client.is_first_party).lower()}",)
    for server in facts.resource_servers or ():
        if asked is not None and server.identifier == asked.audience:
            said_so = str(server.skip_consent).lower()
            evidence += (f"skip_consent_for_verifiable_first_party_clients of the API: {said_so}",)
    return replace(plain, evidence=evidence, fix="auth0ctl login    # once, without --prompt none, and accept")


def public_client(plain: Finding, facts: Facts, refusal: Refusal) -> Finding:
    """The rule is the client's own; here it has stopped a login, so it is an error."""
    client = facts.client
    assert client is not None  # the rule is chosen by its settings
    method = registered_method(client) or "absent (confidential)"
    return replace(
        plain,
        severity=Severity.ERROR,
        detail=f"{client.name} is of type {client.app_type}, no secret was sent, and its authentication method is "
        f"{method}. Auth0 says: {said(refusal)}",
        evidence=(*plain.evidence, f"app_type: {client.app_type}", f"token_endpoint_auth_method: {method}"),
        fix="In the dashboard: Applications, the client, Credentials, Authentication Method: None.",
    )


def credentials(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """What was sent beside what the client is registered with."""
    evidence = plain.evidence
    if facts.auth_method is not None:
        evidence += (f"sent: {facts.auth_method}",)
    if facts.client is None:
        return replace(plain, evidence=evidence)
    registered = registered_method(facts.client)
    evidence += (f"token_endpoint_auth_method of the client: {registered or 'absent (confidential)'}",)
    if registered and plain.rule is endpoint.AUTH_METHOD_DIFFERS:
        return replace(plain, evidence=evidence, fix=f"auth0ctl login --client-auth {shlex.quote(registered)}")
    return replace(plain, evidence=evidence)


def refresh_token(plain: Finding, facts: Facts, _refusal: Refusal) -> Finding:
    """The client's own limits for refresh tokens, where they are known."""
    settings = facts.client.raw.get("refresh_token") if facts.client else None
    names = ("rotation_type", "expiration_type", "token_lifetime", "idle_token_lifetime", "leeway")
    stated = [f"{name}: {settings[name]}" for name in names if isinstance(settings, dict) and name in settings]
    evidence = plain.evidence + ((f"refresh tokens of the client: {', '.join(stated)}",) if stated else ())
    return replace(plain, evidence=evidence, fix="auth0ctl login --scope 'openid profile email offline_access'")


TOLD_MORE: dict[str, Callable[[Finding, Facts, Refusal], Finding]] = {
    asking.CALLBACK_NOT_REGISTERED.code: callback,
    asking.AUDIENCE_NOT_REGISTERED.code: audience,
    asking.AUDIENCE_SLASH_MISMATCH.code: audience,
    asking.GRANT_TYPE_NOT_ENABLED.code: grant_type,
    asking.CLIENT_GRANT_MISSING.code: client_grant,
    GRANT_LACKS_SCOPE.code: scope_not_granted,
    asking.CONNECTION_NOT_ENABLED.code: connection,
    asking.ORGANIZATION_REQUIRED.code: organization,
    asking.ORGANIZATION_NOT_ALLOWED.code: organization,
    asking.ORGANIZATION_NOT_AN_ID.code: organization,
    asking.ORGANIZATION_UNKNOWN.code: organization,
    asking.DEVICE_NEEDS_PUBLIC.code: device,
    person.CONSENT_REQUIRED.code: consent,
    person.CONSENT_ON_LOOPBACK.code: loopback,
    person.CONFIRMATION_ON_LOOPBACK.code: loopback,
    PUBLIC_WITH_SECRET.code: public_client,
    endpoint.SECRET_WRONG.code: credentials,
    endpoint.SECRET_MISSING.code: credentials,
    endpoint.AUTH_METHOD_DIFFERS.code: credentials,
    endpoint.ASSERTION_REFUSED.code: credentials,
    endpoint.REFRESH_TOKEN_UNKNOWN.code: refresh_token,
    endpoint.REFRESH_TOKEN_REUSED.code: refresh_token,
}
