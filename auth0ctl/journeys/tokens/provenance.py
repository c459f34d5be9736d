"""Who put each claim, scope and permission into a token, and who took away what was asked for and is not there.

With the tenant's configuration in the facts the answer is certain, or as certain as an Action's text is; without it
the answer is what Auth0 does by itself, and says so (auth0-facts/tokens.md 2 to 4 and 8, resource-servers.md 2).
"""

import re
from collections.abc import Iterator

from auth0ctl.findings import Confidence
from auth0ctl.model import Expected, Facts, ResourceServer, Token, TokenKind
from auth0ctl.records import Action
from auth0ctl.results import Origin
from auth0ctl.rules.claim import NEEDS_SCOPE
from auth0ctl.rules.token.origins import PROFILE_RECORD, SOURCES
from auth0ctl.rules.token.rights import OIDC, held_permissions, held_scopes
from auth0ctl.rules.token.situation import audiences, machine
from auth0ctl.rules.wish.actions import COMMENT, claims_set

SCOPE_CALL = re.compile(r"\bapi\.accessToken\.(addScope|removeScope)\(\s*(['\"`])([^'\"`]*)\2")
CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
AUTH0, REQUEST, NOBODY = "Auth0", "the login request", "nobody"
Answer = tuple[str, str, Confidence]  # who, why, how sure


def provenance(facts: Facts) -> tuple[Origin, ...]:
    """An answer for each claim, scope and permission of the token, then for each that was wanted and is missing.

    Needs ``facts.token`` and ``facts.expected``; the rest of the facts makes the answers surer.
    """
    token, expected = facts.token, facts.expected
    if token is None or expected is None:
        return ()
    return (
        *(_origin("claim", name, True, _who_claimed(facts, name)) for name in token.claims),
        *(_origin("scope", one, True, _who_granted(facts, one)) for one in held_scopes(token)),
        *(_origin("permission", one, True, _who_permitted(facts, one)) for one in held_permissions(token) or ()),
        *missing(facts, token, expected),
    )


def missing(facts: Facts, token: Token, expected: Expected) -> Iterator[Origin]:
    """Who took away what was asked for, or is required."""
    wanted = dict.fromkeys((*(expected.requested_scope or ()), *expected.require_scopes))
    if expected.kind is TokenKind.ACCESS:
        for scope in wanted:
            if scope not in held_scopes(token):
                yield _origin("scope", scope, False, _who_withheld(facts, scope))
        for permission in expected.require_permissions:
            if permission not in (held_permissions(token) or ()):
                yield _origin("permission", permission, False, _who_forbade(facts, permission))
    for name, _ in expected.require_claims:
        if name not in token.claims:
            yield _origin("claim", name, False, _who_dropped(facts, name))


def _origin(kind: str, name: str, present: bool, answer: Answer) -> Origin:
    who, why, sure = answer
    return Origin(kind=kind, name=name, present=present, who=who, why=why, sure=sure)


# What is there


def _who_claimed(facts: Facts, name: str) -> Answer:
    kind = _expected(facts).kind
    if name in SOURCES and SOURCES[name].of(kind):
        who = "RBAC on the API" if name == "permissions" else AUTH0
        return who, f"it comes {SOURCES[name].of(kind)}", CERTAIN
    setters = _setters(facts, name)
    if setters:
        return f"the Action {setters[0].name}", "its code sets it, and it is bound to the flow", CERTAIN
    if name in NEEDS_SCOPE and kind is TokenKind.ID:
        return AUTH0, f"from the user's profile, by the scope {NEEDS_SCOPE[name]}", CERTAIN
    if facts.actions is None:
        return "an Action", "only Actions set custom claims; the tenant's were not read", LIKELY
    names = [action.name for action in facts.actions if _runs(action) and _sets_something(action, kind)]
    if names:
        return f"the Action {names[0]}", "it sets claims whose names its text does not tell", POSSIBLE
    return "an Action", "none that runs today sets it: it was changed since, or another tenant made the token", POSSIBLE


def _who_granted(facts: Facts, scope: str) -> Answer:
    api, token = _api(facts), _token(facts)
    if machine(token):
        return _by_grant(facts, scope, "the machine gets the scopes of its client grant")
    if adders := _by_call(facts, "addScope", scope):
        return f"the Action {adders[0]}", "its code adds the scope", CERTAIN
    if scope in OIDC:
        return REQUEST, "a standard scope: granted because it was asked for", CERTAIN
    if api is None:
        return REQUEST, "it was asked for, and the API defines it", LIKELY
    if not _defines(api, scope):
        return "an Action", f"{api.identifier} does not define it, so only an Action can have added it", LIKELY
    if api.enforce_policies:
        return "RBAC on the API", "it was asked for, and the user holds it as a permission", CERTAIN
    return REQUEST, f"it was asked for; {api.identifier} defines it, and RBAC is off", CERTAIN


def _who_permitted(facts: Facts, permission: str) -> Answer:
    if machine(_token(facts)):
        return _by_grant(facts, permission, "a machine's permissions are the scopes of its client grant")
    user, api = facts.user, _api(facts)
    if user is None or user.permissions is None or api is None:
        return "RBAC on the API", "the user holds it, by a role or directly", LIKELY
    if (api.identifier, permission) in user.permissions:
        # The user's permissions are read with those of the roles within the organization, where the token names one.
        where = " (also one within the organization)" if "org_id" in _token(facts).claims else ""
        return "RBAC on the API", f"the user {user.user_id} holds it today, by a role{where} or directly", CERTAIN
    organization = " or has it by a role in the organization" if "org_id" in _token(facts).claims else ""
    return "RBAC on the API", f"the user held it then{organization}; today's list does not have it", POSSIBLE


def _by_grant(facts: Facts, scope: str, why: str) -> Answer:
    if facts.client_grants is None:
        return "the client grant", why, LIKELY
    held = any(_fits(facts, grant.audience) and scope in grant.scope for grant in facts.client_grants)
    every = any(_fits(facts, grant.audience) and grant.raw.get("allow_all_scopes") for grant in facts.client_grants)
    if held or every:
        return "the client grant", why, CERTAIN
    return "the client grant", "it had the scope when the token was made; today's does not", POSSIBLE


# What is not there


def _who_withheld(facts: Facts, scope: str) -> Answer:
    expected, token, api, client = _expected(facts), _token(facts), _api(facts), facts.client
    if machine(token):
        who, why, _ = "the client grant", "it does not have that scope, and a machine gets no other", CERTAIN
        return who, why, CERTAIN if facts.client_grants is not None else LIKELY
    undefined = api is not None and scope not in OIDC and not _defines(api, scope)
    if expected.requested_scope is not None and scope not in expected.requested_scope and not undefined:
        return REQUEST, "it did not ask for it", CERTAIN
    if scope == "offline_access":
        return _who_withheld_refresh(facts)
    if removers := _by_call(facts, "removeScope", scope):
        return f"the Action {removers[0]}", "its code removes the scope", CERTAIN
    if scope in OIDC:
        strict = client is not None and client.third_party_security_mode == "strict" and not client.is_first_party
        if strict:
            return AUTH0, "strict third-party clients get no OIDC scopes", CERTAIN
        return REQUEST, "standard scopes are granted when they are asked for", LIKELY
    if api is None:
        return "RBAC, or the API", "the user does not hold it, or the API does not define it", POSSIBLE
    if not _defines(api, scope):
        return f"the API {api.identifier}", "it does not define the scope, so it is dropped", CERTAIN
    grants = [one for one in facts.client_grants or () if _fits(facts, one.audience) and one.subject_type == "user"]
    if api.user_policy == "require_client_grant" and grants and not any(scope in one.scope for one in grants):
        return "the client grant", "the one for people's access does not have the scope", CERTAIN
    if api.enforce_policies:
        user = facts.user
        held = user.permissions if user is not None else None
        if held is not None and (api.identifier, scope) in held:
            return "RBAC on the API", "the user holds it today, and did not when the token was made", POSSIBLE
        why = "RBAC is on, and the user does not hold the permission"
        return "RBAC on the API", why, CERTAIN if held is not None else LIKELY
    if expected.requested_scope is None:
        return REQUEST, "the API defines it and RBAC is off: it would be there, had it been asked for", LIKELY
    return "an Action or the user", "the API defines it and RBAC is off: an Action, or less consent", POSSIBLE


def _who_withheld_refresh(facts: Facts) -> Answer:
    api, client = _api(facts), facts.client
    if api is not None and not api.allow_offline_access:
        return f"the API {api.identifier}", "it does not allow offline access (allow_offline_access: false)", CERTAIN
    if client is not None and "refresh_token" not in client.grant_types:
        return "the client", "it lacks the grant type refresh_token", CERTAIN
    return "the API or the client", "offline access is off, or the grant type refresh_token is missing", POSSIBLE


def _who_forbade(facts: Facts, permission: str) -> Answer:
    token, api = _token(facts), _api(facts)
    listed = "permissions" in token.claims
    if api is not None and not api.enforce_policies:
        return f"the API {api.identifier}", "RBAC is off, so there are no permissions", CERTAIN
    if api is not None and not api.token_dialect.endswith("_authz"):
        return f"the API {api.identifier}", f"its token dialect {api.token_dialect} adds no permissions", CERTAIN
    if not listed:
        return "the API's token dialect", "without an _authz dialect, or without RBAC, there are no permissions", LIKELY
    if machine(token):
        return "the client grant", "it does not have that scope", CERTAIN if facts.client_grants else LIKELY
    where = " in that organization" if "org_id" in token.claims else ""
    return "RBAC on the API", f"the user has no role{where} with {permission}, and does not hold it directly", CERTAIN


def _who_dropped(facts: Facts, name: str) -> Answer:
    kind, token = _expected(facts).kind, _token(facts)
    if name in SOURCES and SOURCES[name].of(kind):
        return NOBODY, f"it comes {SOURCES[name].of(kind)}", LIKELY
    if name in NEEDS_SCOPE and kind is TokenKind.ID:
        asked = _expected(facts).granted_scope or _expected(facts).requested_scope
        if asked is not None and NEEDS_SCOPE[name] in asked:
            return NOBODY, "the scope was asked for, and the user's profile has no such value", LIKELY
        return REQUEST, f"it did not ask for the scope {NEEDS_SCOPE[name]}", CERTAIN if asked is not None else LIKELY
    if name in PROFILE_RECORD or name.partition(".")[0] in ("app_metadata", "user_metadata"):
        return NOBODY, "it is in the user's record, and enters a token only through an Action", CERTAIN
    if machine(token):
        return NOBODY, "post-login Actions do not run for a machine", CERTAIN
    if facts.actions is None:
        return NOBODY, "only an Action could set it; the tenant's were not read", POSSIBLE
    for action in facts.actions:
        if name in _names_set(action, kind):
            if not action.deployed:
                return f"the Action {action.name}", "it would set it, and is not deployed", CERTAIN
            if not action.bound:
                return f"the Action {action.name}", "it would set it, and is not part of the login flow", CERTAIN
            why = "it sets it: its value was undefined, its condition false, or the name is one that Auth0 drops"
            return f"the Action {action.name}", why, LIKELY
        other = TokenKind.ACCESS if kind is TokenKind.ID else TokenKind.ID
        if _runs(action) and name in _names_set(action, other):
            return f"the Action {action.name}", f"it sets it on the {other.value} token only", CERTAIN
    return NOBODY, "no Action of the tenant sets it", LIKELY


# What is asked of the facts


def _token(facts: Facts) -> Token:
    assert facts.token is not None
    return facts.token


def _expected(facts: Facts) -> Expected:
    assert facts.expected is not None
    return facts.expected


def _fits(facts: Facts, audience: str) -> bool:
    return audience in audiences(_token(facts))


def _api(facts: Facts) -> ResourceServer | None:
    """The API that the token is for; None where it is not known."""
    return next((api for api in facts.resource_servers or () if _fits(facts, api.identifier)), None)


def _defines(api: ResourceServer, scope: str) -> bool:
    # The Management API's list does not name the ones that people may have (management-api.md section 1).
    return any(one.value == scope for one in api.scopes) or (api.is_system and "current_user" in scope)


def _runs(action: Action) -> bool:
    return action.deployed and action.bound


def _names_set(action: Action, kind: TokenKind) -> list[str]:
    token = "id_token" if kind is TokenKind.ID else "access_token"
    return [one.name for one in claims_set(action) if one.token == token]


def _setters(facts: Facts, name: str) -> list[Action]:
    kind = _expected(facts).kind
    return [action for action in facts.actions or () if _runs(action) and name in _names_set(action, kind)]


def _sets_something(action: Action, kind: TokenKind) -> bool:
    return "" in _names_set(action, kind)


def _by_call(facts: Facts, call: str, scope: str) -> list[str]:
    """The Actions that run and whose code adds or removes the scope by its name."""
    return [
        action.name
        for action in facts.actions or ()
        if _runs(action)
        and any((match[1], match[3]) == (call, scope) for match in SCOPE_CALL.finditer(COMMENT.sub("", action.code)))
    ]
