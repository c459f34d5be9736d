"""A claim that somebody wants in the token is not there, or has another value, and why that may be."""

from dataclasses import replace

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules import claim as claim_names
from auth0ctl.rules.claim import NAMESPACE_RESERVED, NOT_NAMESPACED
from auth0ctl.rules.token.situation import (
    NEEDS,
    TOKEN_DOCS,
    arg,
    expected_of,
    failed,
    found,
    mixed_up,
    readable,
    token_of,
)
from auth0ctl.words import shown

CLAIM_DOCS = TOKEN_DOCS + "json-web-tokens/create-custom-claims"
METADATA = ("app_metadata", "user_metadata")

METADATA_NEEDS_ACTION = Rule(
    code="AZ461",
    name="metadata-needs-action",
    severity=Severity.ERROR,
    title="User metadata never enters a token by itself",
    why="No scope brings app_metadata or user_metadata into a token; a post-login Action must set what is needed as a "
    "claim.",
    fix="Add a post-login Action that sets a claim from the metadata.",
    docs=CLAIM_DOCS,
)
OIDC_SCOPE_MISSING = Rule(
    code="AZ464",
    name="oidc-scope-missing",
    severity=Severity.ERROR,
    title="The claim needs an OIDC scope that was not requested",
    why="Standard claims come with their scope: email and email_verified with `email`, name, picture and the like with "
    "`profile`.",
    fix="Ask for the scope at login.",
    docs="https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes",
)
CLAIM_MISSING = Rule(
    code="AZ465",
    name="token-claim-missing",
    severity=Severity.ERROR,
    title="The token does not have the claim",
    why="A custom claim comes from a post-login Action that is deployed and bound to the login flow, and only when it "
    "has a value. Rules no longer run (end of life 18 November 2026).",
    fix="Look at the Action: deployed, bound, its condition true, its value not undefined.",
    docs=CLAIM_DOCS,
)
CLAIM_DIFFERS = Rule(
    code="AZ466",
    name="token-claim-differs",
    severity=Severity.ERROR,
    title="The claim has another value",
    why="The token says something else than was required.",
    fix="Look at where the claim's value comes from.",
    docs=CLAIM_DOCS,
)


def _why_missing(facts: Facts, name: str) -> Rule:
    if name.split(".", maxsplit=1)[0] in METADATA:
        return METADATA_NEEDS_ACTION
    if claim_names.reserved(replace(facts, claim_name=name)):
        return NAMESPACE_RESERVED
    if name in claim_names.RESTRICTED:
        return NOT_NAMESPACED
    expected = expected_of(facts)
    asked = expected.granted_scope or expected.requested_scope or ()
    if name in claim_names.NEEDS_SCOPE and claim_names.NEEDS_SCOPE[name] not in asked:
        return OIDC_SCOPE_MISSING
    return CLAIM_MISSING


def _missing(facts: Facts, rule: Rule) -> tuple[str, ...]:
    """The required claims that the token lacks for this reason."""
    if not failed(facts, "require-claim") or mixed_up(facts) or not readable(facts):
        return ()
    claims = token_of(facts).claims
    absent = [name for name, _ in expected_of(facts).require_claims if name not in claims]
    return tuple(name for name in dict.fromkeys(absent) if _why_missing(facts, name) is rule)


def _finding(
    facts: Facts,
    rule: Rule,
    names: tuple[str, ...],
    detail: str,
    fix: str,
    *,
    confidence: Confidence = Confidence.CERTAIN,
) -> Finding | None:
    if not names:
        return None
    claims = token_of(facts).claims
    evidence = (f"required: {', '.join(names)}", f"claims in the token: {', '.join(claims)}")
    explains = ("require-claim",)
    return found(facts, rule, detail, evidence=evidence, fix=fix, explains=explains, confidence=confidence)


def metadata_needs_action(facts: Facts) -> Finding | None:
    names = _missing(facts, METADATA_NEEDS_ACTION)
    detail = f"{', '.join(names)} is not in the token: metadata needs a post-login Action that sets it as a claim."
    fix = (
        f"auth0ctl claim add https://example.com/plan --from event.user.{names[0].split('.')[0] if names else ''}.plan"
    )
    return _finding(facts, METADATA_NEEDS_ACTION, names, detail, fix)


def namespace_reserved(facts: Facts) -> Finding | None:
    names = _missing(facts, NAMESPACE_RESERVED)
    detail = f"{', '.join(names)} is not in the token: the namespace belongs to Auth0, which drops such claims."
    last = names[0].rstrip("/").rpartition("/")[2] if names else ""
    fix = f"auth0ctl claim add {arg(f'https://example.com/{last}')} ..."
    return _finding(facts, NAMESPACE_RESERVED, names, detail, fix)


def not_namespaced(facts: Facts) -> Finding | None:
    names = _missing(facts, NOT_NAMESPACED)
    detail = f"{', '.join(names)} is not in the token: an Action cannot set a restricted name without a namespace."
    fix = f"auth0ctl claim add {arg(f'https://example.com/{names[0]}')} ..." if names else ""
    return _finding(facts, NOT_NAMESPACED, names, detail, fix)


def oidc_scope_missing(facts: Facts) -> Finding | None:
    names = _missing(facts, OIDC_SCOPE_MISSING)
    scopes = dict.fromkeys(claim_names.NEEDS_SCOPE[name] for name in names)
    detail = f"{', '.join(names)} is not in the token: it needs the scope {', '.join(scopes)} at login."
    expected = expected_of(facts)
    known = expected.requested_scope is not None or expected.granted_scope is not None
    fix = f"auth0ctl login --scope {arg(' '.join(('openid', *scopes)))}"
    return _finding(
        facts, OIDC_SCOPE_MISSING, names, detail, fix, confidence=Confidence.CERTAIN if known else Confidence.LIKELY
    )


def claim_missing(facts: Facts) -> Finding | None:
    names = _missing(facts, CLAIM_MISSING)
    detail = (
        f"{', '.join(names)} is not in the token: no Action sets it, the Action is not deployed or not bound, or its "
        "value is undefined for this user."
    )
    return _finding(facts, CLAIM_MISSING, names, detail, "auth0ctl claim list", confidence=Confidence.POSSIBLE)


def claim_differs(facts: Facts) -> Finding | None:
    if not failed(facts, "require-claim") or mixed_up(facts) or not readable(facts):
        return None
    claims = token_of(facts).claims
    wrong = [
        (name, value)
        for name, value in expected_of(facts).require_claims
        if value is not None and name in claims and value not in (claims[name], shown(claims[name], limit=10_000))
    ]
    said = "; ".join(f"{name} is {shown(claims[name])}, {shown(value)} is required" for name, value in wrong)
    return _finding(facts, CLAIM_DIFFERS, tuple(name for name, _ in wrong), f"{said}.", "auth0ctl claim list")


JUDGES = (
    Judge(rule=METADATA_NEEDS_ACTION, needs=NEEDS, find=metadata_needs_action),
    Judge(rule=NAMESPACE_RESERVED, needs=NEEDS, find=namespace_reserved),
    Judge(rule=NOT_NAMESPACED, needs=NEEDS, find=not_namespaced),
    Judge(rule=OIDC_SCOPE_MISSING, needs=NEEDS, find=oidc_scope_missing),
    Judge(rule=CLAIM_MISSING, needs=NEEDS, find=claim_missing),
    Judge(rule=CLAIM_DIFFERS, needs=NEEDS, find=claim_differs),
)
