"""The access token lacks a scope or a permission, and why that may be."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Expected, Facts, Token
from auth0ctl.rules.api import PERMISSIONS_NOT_ADDED
from auth0ctl.rules.token.situation import (
    NEEDS,
    arg,
    expected_of,
    failed,
    found,
    machine,
    mixed_up,
    readable,
    token_of,
)
from auth0ctl.words import shown

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
    why="A scope is missing when the login did not ask for it, the API does not define it, the user does not hold it "
    "(RBAC), or consent was given for less.",
    fix="Ask for the scope at login; if it was asked for, look at the API's scopes and the user's permissions.",
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


def _missing_scopes(token: Token, expected: Expected) -> list[str]:
    scope = token.claims.get("scope")
    held = scope.split(" ") if isinstance(scope, str) else []
    return [one for one in expected.require_scopes if one not in held]


def _missing_permissions(token: Token, expected: Expected) -> list[str]:
    held = _held_permissions(token) or []
    return [one for one in expected.require_permissions if one not in held]


def _held_permissions(token: Token) -> list[str] | None:
    permissions = token.claims.get("permissions")
    return [one for one in permissions if isinstance(one, str)] if isinstance(permissions, list) else None


def _causes(facts: Facts) -> dict[str, tuple[list[str], list[str]]]:
    """Each missing right under the one cause that the token shows: name -> (scopes, permissions)."""
    token, expected = token_of(facts), expected_of(facts)
    causes: dict[str, tuple[list[str], list[str]]] = {}
    if mixed_up(facts) or not readable(facts):
        return causes
    if failed(facts, "A03"):
        for scope in _missing_scopes(token, expected):
            causes.setdefault(_why_no_scope(token, expected, scope).name, ([], []))[0].append(scope)
    if failed(facts, "A06"):
        for permission in _missing_permissions(token, expected):
            causes.setdefault(_why_no_permission(token).name, ([], []))[1].append(permission)
    return causes


def _why_no_scope(token: Token, expected: Expected, scope: str) -> Rule:
    held, requested = _held_permissions(token), expected.requested_scope
    if machine(token):
        return GRANT_LACKS_SCOPE
    if held is not None and scope in held:
        return SCOPE_NOT_PERMISSIONS
    if requested is not None and scope not in requested:
        return NOT_REQUESTED
    if requested is not None and held is not None:
        return USER_LACKS_PERMISSION
    return SCOPE_MISSING


def _why_no_permission(token: Token) -> Rule:
    if "permissions" not in token.claims:
        return PERMISSIONS_NOT_ADDED
    if _held_permissions(token) is None:
        return PERMISSION_MISSING
    return GRANT_LACKS_SCOPE if machine(token) else USER_LACKS_PERMISSION


def _lacking(
    facts: Facts, rule: Rule, sentence: str, fix: str, confidence: Confidence = Confidence.CERTAIN
) -> Finding | None:
    scopes, permissions = _causes(facts).get(rule.name, ([], []))
    if not scopes and not permissions:
        return None
    claims, requested = token_of(facts).claims, expected_of(facts).requested_scope
    evidence = [f"scope: {shown(claims.get('scope'))}", f"permissions: {shown(claims.get('permissions'))}"]
    if requested is not None:
        evidence.append(f"requested: {' '.join(requested)}")
    rights = dict.fromkeys([*scopes, *permissions])
    audience, client = expected_of(facts).audience or "IDENTIFIER", claims.get("azp", claims.get("client_id"))
    filled = fix.format(
        audience=arg(audience),
        scopes=arg(" ".join(("openid", *rights))),
        rights=" ".join(f"--scope {arg(one)}" for one in rights),
        client=arg(client) if isinstance(client, str) else "CLIENT_ID",
    )
    return found(
        facts,
        rule,
        f"{', '.join(rights)}: {sentence}",
        evidence=tuple(evidence),
        fix=filled,
        explains=(*(("A03",) if scopes else ()), *(("A06",) if permissions else ())),
        confidence=confidence,
    )


def scope_not_permissions(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        SCOPE_NOT_PERMISSIONS,
        "it is in the token's permissions, not in its scope. The API must check permissions, or the login must "
        "request the scope.",
        "auth0ctl login --audience {audience} --scope {scopes}",
    )


def grant_lacks_scope(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        GRANT_LACKS_SCOPE,
        "the token was issued to a machine, whose client grant for this API does not have that scope.",
        "auth0ctl grant create --client {client} --audience {audience} {rights}",
    )


def user_lacks_permission(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        USER_LACKS_PERMISSION,
        "RBAC is on for this API (the token has permissions), and the user does not hold that permission.",
        "Give the user the permission or a role with it; then: auth0ctl login --audience {audience} --scope {scopes}",
        Confidence.LIKELY,
    )


def permissions_not_added(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        PERMISSIONS_NOT_ADDED,
        "the token has no permissions claim at all: the API's token_dialect does not add permissions, or RBAC is off.",
        "auth0ctl api inspect {audience}    # then switch on RBAC and Add Permissions in the Access Token",
    )


def not_requested(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        NOT_REQUESTED,
        "the login did not request that scope.",
        "auth0ctl login --audience {audience} --scope {scopes}",
    )


def scope_missing(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        SCOPE_MISSING,
        "the token does not have that scope: it was not requested, the API does not define it, or the user may not "
        "have it. The request that was made tells which.",
        "auth0ctl login --audience {audience} --scope {scopes}    # and: auth0ctl api inspect {audience}",
        Confidence.POSSIBLE,
    )


def permission_missing(facts: Facts) -> Finding | None:
    return _lacking(
        facts,
        PERMISSION_MISSING,
        "the token's permissions claim is not a list.",
        "auth0ctl token decode -    # and look who writes the claim",
    )


JUDGES = (
    Judge(rule=SCOPE_NOT_PERMISSIONS, needs=NEEDS, find=scope_not_permissions),
    Judge(rule=GRANT_LACKS_SCOPE, needs=NEEDS, find=grant_lacks_scope),
    Judge(rule=USER_LACKS_PERMISSION, needs=NEEDS, find=user_lacks_permission),
    Judge(rule=PERMISSIONS_NOT_ADDED, needs=NEEDS, find=permissions_not_added),
    Judge(rule=NOT_REQUESTED, needs=NEEDS, find=not_requested),
    Judge(rule=SCOPE_MISSING, needs=NEEDS, find=scope_missing),
    Judge(rule=PERMISSION_MISSING, needs=NEEDS, find=permission_missing),
)
