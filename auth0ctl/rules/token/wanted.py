"""A claim that somebody wants in the token is not there, or has another value: the rules, and which of them it is."""

from dataclasses import replace

from auth0ctl.findings import Rule, Severity
from auth0ctl.model import Facts, Token, TokenKind
from auth0ctl.rules import claim as claim_names
from auth0ctl.rules.claim import NAMESPACE_RESERVED, NOT_NAMESPACED
from auth0ctl.rules.said.causes.tenant import ORGANIZATION_CLAIM
from auth0ctl.rules.token.origins import SOURCES
from auth0ctl.rules.token.situation import (
    TOKEN_DOCS,
    audiences,
    expected_of,
    machine,
    token_of,
)
from auth0ctl.words import split_url

CLAIM_DOCS = TOKEN_DOCS + "json-web-tokens/create-custom-claims"
METADATA = ("app_metadata", "user_metadata", "metadata", "client_metadata")

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
ANOTHER_NAME = Rule(
    code="AZ467",
    name="claim-under-another-name",
    severity=Severity.ERROR,
    title="The claim is in the token under another name",
    why="A claim's name is compared as a whole: with its namespace, in upper and lower case, with or without a slash.",
    fix="Read the claim by the name that the token has.",
    docs=CLAIM_DOCS,
)
MACHINE_HAS_NO_LOGIN = Rule(
    code="AZ468",
    name="post-login-action-not-run",
    severity=Severity.ERROR,
    title="A machine's token passes no post-login Action",
    why="Client credentials run the credentials-exchange trigger alone; there is no user, and nothing that a "
    "post-login Action sets reaches the token.",
    fix="Set the claim in an Action of the credentials-exchange trigger.",
    docs="https://auth0.com/docs/customize/actions/explore-triggers/machine-to-machine-trigger",
)


def why_missing(facts: Facts, name: str) -> Rule | None:
    """The cause; None where a missing right says it (``rights``)."""
    expected, token = expected_of(facts), token_of(facts)
    access = expected.kind is TokenKind.ACCESS
    if access and name in ("permissions", "scope"):
        return None
    first, last = name.split(".", maxsplit=1)[0], last_word(name)
    if first in METADATA:
        return METADATA_NEEDS_ACTION
    if claim_names.reserved(replace(facts, claim_name=name)):
        return NAMESPACE_RESERVED
    if name in ("org_id", "org_name"):
        return ORGANIZATION_CLAIM
    if other_name(token, name):
        return ANOTHER_NAME
    if SOURCES.get(name) is not None and SOURCES[name].of(expected.kind):
        return CLAIM_MISSING
    if access and machine(token):
        return MACHINE_HAS_NO_LOGIN
    if last in METADATA or (metadata_as_scope(facts) and name not in claim_names.NEEDS_SCOPE):
        return METADATA_NEEDS_ACTION
    if name in claim_names.RESTRICTED:
        return NOT_NAMESPACED
    if name in claim_names.NEEDS_SCOPE:
        if claim_names.NEEDS_SCOPE[name] in _asked(facts):
            return CLAIM_MISSING
        # No scope brings a profile claim into an access token; an Action's is kept there with its scope only.
        return NOT_NAMESPACED if access else OIDC_SCOPE_MISSING
    if access and ":" not in name and any(split_url(one).path.rstrip("/") == "/api/v2" for one in audiences(token)):
        return NOT_NAMESPACED  # tokens.md section 8, item 4
    return CLAIM_MISSING


def _asked(facts: Facts) -> tuple[str, ...]:
    """The scopes that are known to have been asked for, or granted."""
    expected, scope = expected_of(facts), token_of(facts).claims.get("scope")
    granted = tuple(scope.split()) if isinstance(scope, str) else ()
    return (*(expected.granted_scope or expected.requested_scope or ()), *granted)


def metadata_as_scope(facts: Facts) -> bool:
    """Somebody asked for metadata by scope, as tenants of long ago allowed."""
    return any(scope in METADATA for scope in expected_of(facts).requested_scope or ())


def last_word(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def other_name(token: Token, name: str) -> str | None:
    """A custom claim of the token that has the same last word as ``name``, in whatever namespace and letters."""
    return next(
        (
            one
            for one in token.claims
            if one != name and ":" in one + name and last_word(one).lower() == last_word(name).lower()
        ),
        None,
    )
