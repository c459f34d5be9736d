"""Claims that somebody wants in a token: which scope or Action brings them, and why an Action does not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Facts
from auth0ctl.records import Action
from auth0ctl.rules import claim as names
from auth0ctl.rules.claim import NAMESPACE_RESERVED, NOT_NAMESPACED
from auth0ctl.rules.login.person import LOGIN_DENIED
from auth0ctl.rules.request import OPENID_MISSING
from auth0ctl.rules.token.wanted import (
    CLAIM_MISSING,
    MACHINE_HAS_NO_LOGIN,
    METADATA,
    METADATA_NEEDS_ACTION,
    OIDC_SCOPE_MISSING,
)
from auth0ctl.rules.wish.actions import Denial, SetClaim, claims_set, denials
from auth0ctl.rules.wish.conditions import holds
from auth0ctl.rules.wish.situation import arg, asked, found, listed, machine, wish_of

# Put in by Auth0 itself, so that nobody need add them: tokens.md sections 2 and 3.
OWN = frozenset(
    "iss sub aud exp iat azp scope gty permissions org_id org_name nonce at_hash c_hash sid auth_time".split()
)
TOKENS = {"id_token": "ID token", "access_token": "access token"}


def in_force(facts: Facts) -> tuple[Action, ...]:
    """The Actions that really run: deployed and in the flow."""
    return tuple(one for one in facts.actions or () if one.bound and one.deployed)


def expected(facts: Facts) -> Iterator[str]:
    """The claims that are wanted and do not come by themselves."""
    for name in wish_of(facts).expect_claims:
        if name not in OWN:
            yield name


def scopes(facts: Facts) -> tuple[str, ...]:
    request = asked(facts)
    return request.scope if request else ()


def set_for(facts: Facts, name: str) -> tuple[SetClaim, ...]:
    """Where running Actions set this claim."""
    return tuple(one for action in in_force(facts) for one in claims_set(action) if one.name == name)


def arrives(facts: Facts, name: str) -> bool:
    """Whether a running Action sets it on the token in question, under a name that is kept."""
    where = wish_of(facts).expect_in
    return kept(facts, name) and any(where in (None, one.token) for one in set_for(facts, name))


def kept(facts: Facts, name: str) -> bool:
    """Whether Auth0 keeps a claim of this name when an Action sets it (tokens.md section 8)."""
    if names.reserved(replace(facts, claim_name=name)) or name in names.RESTRICTED:
        return False
    return name not in names.NEEDS_SCOPE or names.NEEDS_SCOPE[name] in scopes(facts)


def reserved_namespace(facts: Facts) -> Finding | None:
    """Wanted under Auth0's namespace, or set there by an Action that runs."""
    wanted = [one for one in expected(facts) if names.reserved(replace(facts, claim_name=one))]
    running = {one.name: action for action in in_force(facts) for one in claims_set(action)}
    dropped = [one for one in running if names.reserved(replace(facts, claim_name=one))]
    if not wanted and not dropped:
        return None
    name = (wanted or dropped)[0]
    last = name.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return found(
        NAMESPACE_RESERVED,
        name,
        f"{name} lies in a namespace that Auth0 keeps for itself (auth0.com): the claim is dropped without a word.",
        f"claim: {name}",
        *([f"set by the Action {running[name].name}"] if name in running else []),
        fix=f"auth0ctl claim add {arg(f'https://example.com/{last}')} ...    # a namespace of your own",
        severity=None if wanted else Severity.WARNING,
    )


def bare_name(facts: Facts) -> Finding | None:
    """A name without a namespace that an Action may not set, or not without its scope."""
    running = {one.name: action for action in in_force(facts) for one in claims_set(action)}
    wish = wish_of(facts)
    wanted = [one for one in expected(facts) if one in names.RESTRICTED or needs_namespace(facts, one, set(running))]
    dropped = [one for one in running if one in names.RESTRICTED]
    if not wanted and not dropped:
        return None
    name = (wanted or dropped)[0]
    scope = names.NEEDS_SCOPE.get(name)
    why = "is a restricted name, which Auth0 drops when an Action sets it without a namespace"
    if scope:
        why = f"is a standard claim: set by an Action it is kept only where the login has the scope {scope}"
    return found(
        NOT_NAMESPACED,
        name,
        f"{name} {why}.",
        f"claim: {name}" + (f", in the {TOKENS[wish.expect_in]}" if wish.expect_in else ""),
        *([f"set by the Action {running[name].name}"] if name in running else []),
        f"scope: {' '.join(scopes(facts)) or 'none'}",
        fix=f"auth0ctl claim add {arg(f'https://example.com/{name}')} ..."
        + (f"    # or request the scope {scope}" if scope else ""),
        severity=None if wanted else Severity.WARNING,
    )


def needs_namespace(facts: Facts, name: str, running: set[str]) -> bool:
    """A standard claim that is wanted in an access token, where no scope brings it, or that an Action sets in vain."""
    scope = names.NEEDS_SCOPE.get(name)
    if scope is None or scope in scopes(facts):
        return False
    return name in running or (wish_of(facts).expect_in == "access_token")


def oidc_scope(facts: Facts) -> Finding | None:
    """A standard claim of the ID token, without the scope that brings it."""
    request, wish = asked(facts), wish_of(facts)
    if request is None or machine(facts) or wish.expect_in == "access_token":
        return None
    wanted = [one for one in expected(facts) if names.NEEDS_SCOPE.get(one, "openid") not in request.scope]
    missing = dict.fromkeys(names.NEEDS_SCOPE[one] for one in wanted if one in names.NEEDS_SCOPE)
    more = [one for one in wish.expect_scopes if one in ("profile", "email", "address", "phone")]
    missing |= dict.fromkeys(one for one in more if one not in request.scope)
    if not missing:
        return None
    name = listed([one for one in wanted if one in names.NEEDS_SCOPE] or list(missing))
    return found(
        OIDC_SCOPE_MISSING,
        request.client_id,
        f"{name} needs the scope {listed(list(missing))}, which the login does not request.",
        f"scope: {' '.join(request.scope) or 'none'}",
        fix=f"auth0ctl login --scope {arg(' '.join((*request.scope, *missing)))}    # and the same scope in the app",
    )


def openid_counted_on(facts: Facts) -> Finding | None:
    """An ID token is wanted, and ``openid`` is not asked for."""
    request, wish = asked(facts), wish_of(facts)
    counts = "openid" in wish.expect_scopes or wish.expect_in == "id_token"
    counts = counts or (wish.expect_in is None and any(one in names.NEEDS_SCOPE for one in wish.expect_claims))
    if request is None or machine(facts) or not counts or "openid" in request.scope:
        return None
    return found(
        OPENID_MISSING,
        request.client_id,
        f"An ID token is wanted, and the scope is {' '.join(request.scope) or 'empty'}: without openid there is none.",
        f"scope: {' '.join(request.scope) or 'none'}",
        fix=f"auth0ctl login --scope {arg(' '.join(('openid', *request.scope)))}    # and the same scope in the app",
        severity=Severity.ERROR,
    )


def metadata(facts: Facts) -> Finding | None:
    """Wanted as a claim, or asked for as if it were a scope."""
    wanted = [one for one in expected(facts) if where_kept(facts, one) and not arrives(facts, one)]
    wanted += [one for one in scopes(facts) if one in METADATA]
    if not wanted:
        return None
    name = wanted[0]
    path = where_kept(facts, name)
    return found(
        METADATA_NEEDS_ACTION,
        name,
        f"{name} never enters a token by a scope: a post-login Action must set what is needed of it as a claim.",
        f"running Actions: {listed([one.name for one in in_force(facts)])}",
        fix=f"auth0ctl claim add https://example.com/{path.rpartition('.')[2]} --from event.user.{path}",
    )


def where_kept(facts: Facts, name: str) -> str:
    """Where in the metadata a claim's value lies: by its own name, or because this user has it there; else empty."""
    first, dot, _ = name.partition(".")
    if first in METADATA:
        return name if dot else f"{name}.plan"
    if any(one.name == name for action in facts.actions or () for one in claims_set(action)):
        return ""
    last = name.rstrip("/").rpartition("/")[2]
    raw = facts.user.raw if facts.user is not None else {}
    return next((f"{kind}.{last}" for kind in METADATA if last in (raw.get(kind) or {})), "")


def set_at_login_only(facts: Facts, name: str) -> Action | None:
    """The post-login Action that sets a claim which a machine's token is to have; None where another sets it too."""
    if not machine(facts) or arrives(facts, name):
        return None
    setting = [one for one in facts.actions or () if any(each.name == name for each in claims_set(one))]
    at_login = [one for one in setting if one.trigger == "post-login"]
    return at_login[0] if at_login and at_login == setting else None


def machine_without_login(facts: Facts) -> Finding | None:
    """The claim is set, and where a client-credentials grant never comes by (tokens.md section 9)."""
    for name in expected(facts):
        if action := set_at_login_only(facts, name):
            return found(
                MACHINE_HAS_NO_LOGIN,
                name,
                f"The Action {action.name} sets {name} after a login, and a machine's token is issued without one: "
                "client credentials run the credentials-exchange trigger alone.",
                f"trigger of {action.name}: {action.trigger}",
            )
    return None


def claim_missing(facts: Facts) -> Finding | None:
    """A custom claim that no running Action sets on that token."""
    assert facts.actions is not None
    for name in expected(facts):
        if set_at_login_only(facts, name):
            continue
        by_scope = name in names.NEEDS_SCOPE and wish_of(facts).expect_in != "access_token"
        if by_scope or where_kept(facts, name) or not kept(facts, name) or arrives(facts, name):
            continue
        detail, confidence = why_missing(facts, name)
        return found(
            CLAIM_MISSING,
            name,
            detail,
            f"running Actions: {listed([one.name for one in in_force(facts)])}",
            fix=f"auth0ctl claim add {arg(name)} ...    # or deploy and bind the Action that sets it",
            confidence=confidence,
            severity=Severity.INFO if confidence is Confidence.POSSIBLE else None,
        )
    return None


def why_missing(facts: Facts, name: str) -> tuple[str, Confidence]:
    """What stands in the way, as the code of the Actions tells."""
    elsewhere = set_for(facts, name)
    if elsewhere:
        token = TOKENS.get(elsewhere[0].token, "other token")
        wanted = TOKENS.get(wish_of(facts).expect_in or "", "token in question")
        return f"{name} is set on the {token} alone, and not on the {wanted}.", Confidence.CERTAIN
    for action in facts.actions or ():
        if any(one.name == name for one in claims_set(action)):
            state = "not deployed" if not action.deployed else "not bound to its flow"
            return f"The Action {action.name} sets {name}, but it is {state}.", Confidence.CERTAIN
    unread = [one.name for one in in_force(facts) if any(not each.name for each in claims_set(one))]
    if unread:
        return (
            f"No Action is seen to set {name}; {listed(unread)} sets claims whose names its code puts together.",
            Confidence.POSSIBLE,
        )
    return f"No Action that runs sets {name}, and no scope brings it.", Confidence.LIKELY


def action_denies(facts: Facts) -> Finding | None:
    """A deny without a condition stops everybody; one with a condition those for whom it holds."""
    ways = [(action, one, stops(one, facts)) for action in in_force(facts) for one in denials(action)]
    ways = [way for way in ways if way[2] is not False]
    if not ways:
        return None
    action, denial, certain = next((way for way in ways if way[2]), ways[0])
    reason = f" with the reason {denial.reason}" if denial.reason else ""
    when = f" when {denial.condition}" if denial.condition else ""
    more = "" if certain else " Whether that is so for the person in question is not known; name the user with --user."
    return found(
        LOGIN_DENIED,
        action.name,
        f"The Action {action.name} denies the login{when}{reason}.{more}",
        f"Action {action.name}: api.access.deny, {'on a condition' if denial.condition else 'always'}",
        fix=f"In the dashboard: Actions, Library, {action.name}: change the condition, or take it out of the flow.",
        severity=Severity.ERROR if certain else Severity.WARNING,
        confidence=Confidence.CERTAIN if certain else Confidence.POSSIBLE,
    )


def stops(denial: Denial, facts: Facts) -> bool | None:
    """Whether it stops this login; None where nobody knows."""
    return holds(denial.condition, event_of(facts)) if denial.condition else True


def event_of(facts: Facts) -> dict[str, Any]:
    """The Action's ``event``, as far as the facts tell it; an object is whole or not there."""
    event: dict[str, Any] = {}
    if facts.user is not None:
        event["user"] = facts.user.raw
    if facts.client is not None:
        client = facts.client
        event["client"] = {
            "client_id": client.client_id,
            "name": client.name,
            "metadata": client.raw.get("client_metadata"),
        }
    if facts.organization is not None:
        event["organization"] = {"id": facts.organization.id, "name": facts.organization.name}
    elif asked(facts) is not None and not wish_of(facts).organization:
        event["organization"] = None
    return event


JUDGES = (
    Judge(rule=NAMESPACE_RESERVED, needs=(), find=reserved_namespace),
    Judge(rule=NOT_NAMESPACED, needs=(), find=bare_name),
    Judge(rule=OIDC_SCOPE_MISSING, needs=(), find=oidc_scope),
    Judge(rule=OPENID_MISSING, needs=(), find=openid_counted_on),
    Judge(rule=METADATA_NEEDS_ACTION, needs=(), find=metadata),
    Judge(rule=CLAIM_MISSING, needs=("actions",), find=claim_missing),
    Judge(rule=MACHINE_HAS_NO_LOGIN, needs=("actions",), find=machine_without_login),
    Judge(rule=LOGIN_DENIED, needs=("actions",), find=action_denies),
)
