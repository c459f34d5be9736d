"""Which right an access token lacks, and why: the rules, and the one decision between them."""

import re
from dataclasses import dataclass, field

from auth0ctl.findings import Confidence, Rule, Severity
from auth0ctl.model import Expected, Facts, Token, TokenKind
from auth0ctl.rules.api import OFFLINE_DISABLED, PERMISSIONS_NOT_ADDED
from auth0ctl.rules.request import IDENTITY, OPENID_MISSING, SCOPE_DROPPED
from auth0ctl.rules.said.causes.api import MANAGEMENT_SCOPE
from auth0ctl.rules.said.causes.app import OFFLINE_ACCESS_MISSING
from auth0ctl.rules.token.situation import audiences, expected_of, failed, machine, mixed_up, readable, token_of
from auth0ctl.rules.token.wanted import OIDC_SCOPE_MISSING
from auth0ctl.words import split_url

SCOPE_DOCS = "https://auth0.com/docs/get-started/apis/scopes/api-scopes"
RBAC_DOCS = "https://auth0.com/docs/get-started/apis/enable-role-based-access-control-for-apis"

SCOPE_NOT_PERMISSIONS = Rule(
    code="AZ451",
    name="api-checks-scope-not-permissions",
    severity=Severity.ERROR,
    title="The right is in `permissions`, the API looks for it in `scope`",
    why="With RBAC a user's rights come in `permissions`, whether asked for or not; `scope` holds only what the login "
    "asked for and was given.",
    fix="Check `permissions` in the API, or request the scope at login.",
    docs=RBAC_DOCS,
)
GRANT_LACKS_SCOPE = Rule(
    code="AZ452",
    name="client-grant-scope-missing",
    severity=Severity.ERROR,
    title="The machine's client grant does not have the scope",
    why="A machine gets exactly the scopes of its client grant for the API; asking for more is refused.",
    fix="Add the scope to the client grant and get a new token.",
    docs="https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants",
)
USER_LACKS_PERMISSION = Rule(
    code="AZ453",
    name="rbac-user-lacks-permission",
    severity=Severity.ERROR,
    title="The user does not have the permission",
    why="With RBAC on, a scope that was asked for is dropped without a word when the user does not hold it as a "
    "permission, by a role or directly.",
    fix="Give the user the permission or a role that has it, and log in again.",
    docs=RBAC_DOCS,
)
WRITTEN_OTHERWISE = Rule(
    code="AZ454",
    name="right-written-differently",
    severity=Severity.ERROR,
    title="The API checks for the right under another spelling than the token has",
    why="Scopes and permissions are compared character by character; `read:item`, `Read:Items` and `items:read` are "
    "not `read:items`.",
    fix="Check for the right exactly as the API defines it.",
    docs=SCOPE_DOCS,
)
NOT_REQUESTED = Rule(
    code="AZ455",
    name="api-scope-not-requested",
    severity=Severity.ERROR,
    title="The login did not ask for the API's scope",
    why="Auth0 puts into `scope` only what was asked for.",
    fix="Ask for the scope at login.",
    docs=SCOPE_DOCS,
)
SCOPE_MISSING = Rule(
    code="AZ456",
    name="token-scope-missing",
    severity=Severity.ERROR,
    title="The access token lacks a scope",
    why="Auth0's `scope` is one string of words. Where it is another thing, or the scopes are elsewhere (`scp`), "
    "somebody else made the token; and a login without a user, or of a strict third-party client, has no OIDC scopes.",
    fix="Look who issued the token, and for which client.",
    docs=SCOPE_DOCS,
)
PERMISSION_MISSING = Rule(
    code="AZ457",
    name="token-permission-missing",
    severity=Severity.ERROR,
    title="The access token lacks a permission",
    why="`permissions` is not the list that Auth0 makes it, so nothing can be found in it.",
    fix="Look for an Action or another issuer that writes the claim.",
    docs=RBAC_DOCS,
)


OIDC = (*IDENTITY, "offline_access")


@dataclass(slots=True, kw_only=True)
class Lack:
    """The rights that are missing for one reason. ``claims`` are the claims whose absence is the same thing."""

    scopes: list[str] = field(default_factory=list)
    permissions: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    confidence: Confidence = Confidence.CERTAIN


def lacks(facts: Facts) -> dict[str, Lack]:
    """Each missing right under the causes that the token shows for it, by the rule's name; the likeliest first."""
    token, expected = token_of(facts), expected_of(facts)
    causes: dict[str, Lack] = {}
    if expected.kind is not TokenKind.ACCESS or mixed_up(facts) or not readable(facts):
        return causes

    def lack(rule: Rule, confidence: Confidence) -> Lack:
        return causes.setdefault(rule.name, Lack(confidence=confidence))

    if failed(facts, "A03"):
        for scope in missing_scopes(token, expected):
            for rule, confidence in _why_no_scope(token, expected, scope):
                lack(rule, confidence).scopes.append(scope)
    if failed(facts, "A06"):
        for permission in missing_permissions(token, expected):
            rule, confidence = _why_no_permission(token, permission)
            lack(rule, confidence).permissions.append(permission)
    if failed(facts, "require-claim"):
        for name in missing_claims(token, expected):
            if name == "permissions":
                lack(PERMISSIONS_NOT_ADDED, Confidence.LIKELY).claims.append(name)
            elif machine(token):
                lack(GRANT_LACKS_SCOPE, Confidence.LIKELY).claims.append(name)
            else:
                lack(NOT_REQUESTED, Confidence.LIKELY).claims.append(name)
    return causes


def missing_claims(token: Token, expected: Expected) -> list[str]:
    """Of the required claims those that hold rights, and are not there."""
    absent = [name for name, _ in expected.require_claims if name not in token.claims]
    return [name for name in dict.fromkeys(absent) if name in ("permissions", "scope")]


def held_scopes(token: Token) -> list[str]:
    scope = token.claims.get("scope")
    return scope.split() if isinstance(scope, str) else []


def held_permissions(token: Token) -> list[str] | None:
    """None where there is no such list."""
    permissions = token.claims.get("permissions")
    return [one for one in permissions if isinstance(one, str)] if isinstance(permissions, list) else None


def missing_scopes(token: Token, expected: Expected) -> list[str]:
    return [one for one in expected.require_scopes if one not in held_scopes(token)]


def missing_permissions(token: Token, expected: Expected) -> list[str]:
    held = held_permissions(token) or []
    return [one for one in expected.require_permissions if one not in held]


def alike(right: str, held: list[str]) -> str | None:
    """One of ``held`` that is ``right`` in other letters, with another mark between its words, or the words turned."""
    return next((one for one in held if one != right and _words(one) == _words(right)), None)


def _words(right: str) -> frozenset[str]:
    parts = re.split(r"[^a-z0-9]+", (right.rpartition("/")[2] if "://" in right else right).lower())
    return frozenset(part.removesuffix("s") for part in parts if part)


def for_management(token: Token, expected: Expected) -> bool:
    """Whether the token is for the Management API."""
    return any(split_url(one).path.rstrip("/") == "/api/v2" for one in (*audiences(token), expected.audience or ""))


def _why_no_scope(token: Token, expected: Expected, scope: str) -> tuple[tuple[Rule, Confidence], ...]:
    held, requested = held_permissions(token), expected.requested_scope
    certain, likely, possible = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
    if held is not None and scope in held:
        return ((SCOPE_NOT_PERMISSIONS, certain),)
    if alike(scope, held_scopes(token)) is not None:
        return ((WRITTEN_OTHERWISE, likely),)
    if scope in OIDC and not machine(token):
        return _why_no_oidc_scope(scope, requested)
    if not isinstance(token.claims.get("scope", ""), str) or ("scp" in token.claims) or scope in OIDC:
        return ((SCOPE_MISSING, possible),)
    if machine(token):
        # A machine that named scopes gets no others; one that named none gets all of its grant.
        return ((NOT_REQUESTED, likely),) if requested and scope not in requested else ((GRANT_LACKS_SCOPE, certain),)
    if for_management(token, expected) and "current_user" not in scope:
        return ((MANAGEMENT_SCOPE, certain),)
    if requested is not None and scope not in requested:
        # ``permissions`` lists all that the user holds, asked for or not: asking alone would not help then.
        return ((NOT_REQUESTED, certain), *(((USER_LACKS_PERMISSION, likely),) if held is not None else ()))
    if held is not None:
        return ((USER_LACKS_PERMISSION, likely),)
    if requested is not None:
        return ((USER_LACKS_PERMISSION, possible), (SCOPE_DROPPED, possible))
    asked_for_none = not [one for one in held_scopes(token) if one not in OIDC]
    return ((NOT_REQUESTED, likely if asked_for_none else possible),)


def _why_no_oidc_scope(scope: str, requested: tuple[str, ...] | None) -> tuple[tuple[Rule, Confidence], ...]:
    """Standard scopes always pass for a first-party client, so one that is missing was not asked for."""
    asked = requested is not None and scope in requested
    confidence = Confidence.LIKELY if requested is None else Confidence.CERTAIN
    if scope == "offline_access":
        return ((OFFLINE_DISABLED, Confidence.LIKELY),) if asked else ((OFFLINE_ACCESS_MISSING, confidence),)
    if asked:
        return ((SCOPE_MISSING, Confidence.POSSIBLE),)
    return ((OPENID_MISSING, confidence),) if scope == "openid" else ((OIDC_SCOPE_MISSING, confidence),)


def _why_no_permission(token: Token, permission: str) -> tuple[Rule, Confidence]:
    held = held_permissions(token)
    if "permissions" not in token.claims:
        return PERMISSIONS_NOT_ADDED, Confidence.CERTAIN
    if held is None:
        return PERMISSION_MISSING, Confidence.CERTAIN
    if alike(permission, held) is not None:
        return WRITTEN_OTHERWISE, Confidence.LIKELY
    return (GRANT_LACKS_SCOPE if machine(token) else USER_LACKS_PERMISSION), Confidence.CERTAIN
