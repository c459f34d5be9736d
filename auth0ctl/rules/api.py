"""Settings of an API (resource server) that change the tokens it gets."""

from dataclasses import replace

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, ResourceServer

DOCS = "https://auth0.com/docs/get-started/apis/"

SIGNED_HS256 = Rule(
    code="AZ201",
    name="api-signs-hs256",
    severity=Severity.WARNING,
    title="The API's access tokens are signed with HS256",
    why="An HS256 token can only be checked by whoever holds the API's secret: no JWKS, no `kid`, and no /userinfo "
    "audience beside the API's own.",
    fix="Set the API's signing algorithm to RS256.",
    docs=DOCS + "api-settings",
)
PERMISSIONS_NOT_ADDED = Rule(
    code="AZ202",
    name="permissions-not-added-to-token",
    severity=Severity.WARNING,
    title="RBAC is on, but the access token has no `permissions` claim",
    why="With RBAC the scopes are cut down to what the person may do; the `permissions` claim itself comes only with "
    "an `_authz` token dialect.",
    fix="Switch on Add Permissions in the Access Token (token dialect access_token_authz).",
    docs=DOCS + "enable-role-based-access-control-for-apis",
)
CONSENT_SHOWN = Rule(
    code="AZ203",
    name="api-does-not-skip-consent",
    severity=Severity.INFO,
    title="First-party clients see a consent page for this API",
    why="Consent is skipped only where the API says so, the client is first-party and the callback is verifiable. "
    "APIs made through the Management API do not skip it.",
    fix="Create the API with --skip-consent, or switch on Allow Skipping User Consent.",
    docs=DOCS + "api-settings",
)
OFFLINE_DISABLED = Rule(
    code="AZ204",
    name="api-offline-access-disabled",
    severity=Severity.INFO,
    title="The API allows no refresh tokens",
    why="`offline_access` is dropped from the scope without a word when the API does not allow offline access.",
    fix="Switch on Allow Offline Access for the API.",
    docs=DOCS + "api-settings",
)


def the_api(facts: Facts) -> ResourceServer | None:
    """The one API under inspection, or the one that is asked for; None among several where none is."""
    known = facts.resource_servers or ()
    if (asked := facts.request or facts.token_request) is not None:
        return next((one for one in known if one.identifier == asked.audience), None)
    return known[0] if len(known) == 1 else None


def registered(facts: Facts) -> str:
    """A line of evidence: which APIs there are; Auth0's own only where the tenant has made none."""
    known = facts.resource_servers or ()
    own = [one.identifier for one in known if not one.is_system]
    systems = ", ".join(one.identifier for one in known if one.is_system)
    none = f"none but Auth0's own ({systems})" if systems else "none"
    return f"APIs: {', '.join(own) or none}"


def signed_hs256(facts: Facts) -> Finding | None:
    api = the_api(facts)
    if api is None or api.signing_alg != "HS256":
        return None
    said = found(SIGNED_HS256, api, "Its tokens are signed with HS256.", "signing_alg: HS256")
    # A machine's token never goes to /userinfo: a secret shared with the API is then a choice, not a fault.
    return replace(said, severity=Severity.INFO) if facts.token_request and not facts.request else said


def permissions_not_added(facts: Facts) -> Finding | None:
    api = the_api(facts)
    if api is None or not api.enforce_policies or api.token_dialect.endswith("_authz"):
        return None
    seen = (f"enforce_policies: true, token_dialect: {api.token_dialect}",)
    # A setting that some APIs want: a note, unless somebody counts on the claim (rules/wish, rules/token).
    note = found(PERMISSIONS_NOT_ADDED, api, "RBAC is enforced, the dialect adds no permissions.", *seen)
    return replace(note, severity=Severity.INFO)


def consent_shown(facts: Facts) -> Finding | None:
    api = the_api(facts)
    if api is None or api.skip_consent or api.is_system:
        return None
    seen = "skip_consent_for_verifiable_first_party_clients: false"
    return found(CONSENT_SHOWN, api, "People are asked for consent, first-party clients included.", seen)


def offline_disabled(facts: Facts) -> Finding | None:
    api = the_api(facts)
    if api is None or api.allow_offline_access or api.is_system:
        return None
    return found(OFFLINE_DISABLED, api, "offline_access is dropped from every request.", "allow_offline_access: false")


def found(rule: Rule, api: ResourceServer, detail: str, *evidence: str) -> Finding:
    """A finding about an API; the remedy is the rule's."""
    return Finding(rule=rule, subject=api.identifier, detail=detail, evidence=evidence)


JUDGES = tuple(
    Judge(rule=rule, needs=("resource_servers",), find=find)
    for rule, find in (
        (SIGNED_HS256, signed_hs256),
        (PERMISSIONS_NOT_ADDED, permissions_not_added),
        (CONSENT_SHOWN, consent_shown),
        (OFFLINE_DISABLED, offline_disabled),
    )
)
