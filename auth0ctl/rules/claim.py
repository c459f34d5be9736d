"""Which custom claim names Auth0 keeps, and which it drops without a word (auth0-facts/tokens.md section 8)."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.words import split_url

DOCS = "https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims"

NAMESPACE_RESERVED = Rule(
    code="AZ701",
    name="claim-namespace-reserved",
    severity=Severity.ERROR,
    title="The claim's namespace belongs to Auth0, so the claim is dropped",
    why="Claims under auth0.com, webtask.io and webtask.run, their sub-domains, and urn:auth0 never reach a token; "
    "the login does not fail, the claim is simply not there.",
    fix="Use a namespace of your own: any https URL you control; it need not answer.",
    docs=DOCS,
)
NOT_NAMESPACED = Rule(
    code="AZ702",
    name="claim-not-namespaced",
    severity=Severity.ERROR,
    title="The claim has a bare name that Auth0 drops",
    why="Restricted names (roles, groups, permissions, org_id, sid ...) never reach a token when an Action sets them "
    "without a namespace; OIDC names (email, name ...) only with the scope that belongs to them.",
    fix="Put the name under a namespace of your own.",
    docs=DOCS,
)
NAME_MALFORMED = Rule(
    code="AZ703",
    name="claim-name-malformed",
    severity=Severity.ERROR,
    title="That is no usable claim name",
    why="A claim name is a non-empty string without control characters or spaces.",
    fix="Use a name such as https://example.com/plan.",
    docs=DOCS,
)

RESTRICTED = frozenset(
    "acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest "
    "entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf "
    "nonce object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date "
    "sip_from_tag sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256".split()
)
# OIDC claims that an Action may set, kept only when the request has the scope they belong to.
OF_PROFILE = (
    "birthdate family_name gender given_name locale middle_name name nickname picture preferred_username profile "
    "updated_at website zoneinfo"
)
NEEDS_SCOPE = {
    **dict.fromkeys(("email", "email_verified"), "email"),
    **dict.fromkeys(("phone_number", "phone_number_verified"), "phone"),
    "address": "address",
    **dict.fromkeys(OF_PROFILE.split(), "profile"),
}
AUTH0_HOSTS = ("auth0.com", "webtask.io", "webtask.run")
LONGEST = 1024  # characters; ours, to keep a slip of the clipboard out of a tenant


def reserved(facts: Facts) -> Finding | None:
    """A name under a host or URN of Auth0's."""
    name = facts.claim_name
    assert name is not None
    try:
        host = (split_url(name).hostname or "").rstrip(".").lower()
    except ValueError:
        host = ""
    owner = next((one for one in AUTH0_HOSTS if host == one or host.endswith(f".{one}")), None)
    if name.lower() == "urn:auth0" or name.lower().startswith("urn:auth0:"):
        owner = "urn:auth0"
    if owner is None:
        return None
    last = name.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return Finding(
        rule=NAMESPACE_RESERVED,
        subject=name,
        detail=f"{name} lies in the namespace {owner}, which Auth0 keeps for itself: the claim would be dropped.",
        evidence=(f"namespace: {host or owner}",),
        fix=f"auth0ctl claim add https://example.com/{last or 'plan'} ...",
    )


def bare(facts: Facts) -> Finding | None:
    """A restricted name, or an OIDC name, without a namespace."""
    name = facts.claim_name
    assert name is not None
    if name in RESTRICTED:
        why = f"`{name}` is a restricted name: set by an Action it reaches neither the ID token nor the access token."
    elif name in NEEDS_SCOPE:
        why = f"`{name}` is a standard claim: it comes from the scope `{NEEDS_SCOPE[name]}`, and is dropped without it."
    else:
        return None
    return Finding(
        rule=NOT_NAMESPACED,
        subject=name,
        detail=why,
        evidence=(f"name: {name}",),
        fix=f"auth0ctl claim add https://example.com/{name} ...",
    )


def malformed(facts: Facts) -> Finding | None:
    """Empty, too long, or with characters that no claim name should have."""
    name = facts.claim_name
    assert name is not None
    if name and len(name) <= LONGEST and name.isprintable() and not any(c.isspace() for c in name):
        return None
    return Finding(
        rule=NAME_MALFORMED,
        subject=name[:60],
        detail="The name is empty, too long, or has spaces or control characters.",
        fix="auth0ctl claim add https://example.com/plan ...",
    )


JUDGES = (
    Judge(rule=NAMESPACE_RESERVED, needs=("claim_name",), find=reserved),
    Judge(rule=NOT_NAMESPACED, needs=("claim_name",), find=bare),
    Judge(rule=NAME_MALFORMED, needs=("claim_name",), find=malformed),
)
