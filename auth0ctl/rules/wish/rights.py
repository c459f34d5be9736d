"""What the token will allow: client grants, scopes, permissions, and whether a refresh token comes with it."""

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import ClientGrant, Facts, ResourceServer
from auth0ctl.rules.api import OFFLINE_DISABLED, PERMISSIONS_NOT_ADDED
from auth0ctl.rules.login.asking import CLIENT_GRANT_MISSING
from auth0ctl.rules.request import SCOPE_DROPPED
from auth0ctl.rules.said.causes.app import OFFLINE_ACCESS_MISSING
from auth0ctl.rules.said.causes.tenant import REFRESH_EXPIRED
from auth0ctl.rules.token.rights import GRANT_LACKS_SCOPE, NOT_REQUESTED, USER_LACKS_PERMISSION
from auth0ctl.rules.wish.situation import (
    OIDC,
    api,
    api_scopes,
    arg,
    asked,
    client_of,
    flow,
    found,
    listed,
    machine,
    scope_stated,
    wish_of,
)
from auth0ctl.words import duration

SHORTEST = 3600  # seconds; ours: a refresh token that lives no longer than this is not worth having


def policy(server: ResourceServer, *, for_machine: bool) -> str:
    """The API's access policy (resource-servers.md section 1)."""
    stated = (server.raw.get("subject_type_authorization") or {}).get("client") or {}
    return str(stated.get("policy") or "require_client_grant") if for_machine else server.user_policy


def grant_of(facts: Facts, server: ResourceServer) -> ClientGrant | None:
    """The client's own grant for the API before the one that holds for all third-party clients."""
    kind, client = "client" if machine(facts) else "user", client_of(facts)
    fitting = [
        one for one in facts.client_grants or () if one.audience == server.identifier and one.subject_type == kind
    ]
    own = [one for one in fitting if one.client_id == client.client_id]
    shared = [] if client.is_first_party else [one for one in fitting if one.client_id is None]
    return next(iter([*own, *shared]), None)


def grant_needed(facts: Facts, server: ResourceServer) -> bool:
    client = client_of(facts)
    strict = not client.is_first_party and client.third_party_security_mode == "strict"
    return machine(facts) or strict or policy(server, for_machine=False) in ("require_client_grant", "deny_all")


def client_grant_missing(facts: Facts) -> Finding | None:
    server, client = api(facts), client_of(facts)
    if server is None or not grant_needed(facts, server):
        return None
    denied = policy(server, for_machine=machine(facts)) == "deny_all"
    if not denied and grant_of(facts, server) is not None:
        return None
    kind = "client" if machine(facts) else "user"
    lacks = f"has no client grant for {server.identifier} (subject type {kind})"
    detail = f"{client.name} is not authorized to access {server.identifier}: it {lacks}."
    if denied:
        detail = f"{server.identifier} lets no {'machine' if machine(facts) else 'user'} in: its policy is deny_all."
    fix = f"auth0ctl grant create --client {arg(client.client_id)} --audience {arg(server.identifier)}"
    wanted = wanted_rights(facts)
    fix += "".join(f" --scope {arg(one)}" for one in wanted) + ("" if machine(facts) else " --subject-type user")
    return found(
        CLIENT_GRANT_MISSING,
        client.client_id,
        detail,
        f"client grants: {listed([one.audience for one in facts.client_grants or ()])}",
        f"policy of the API: {policy(server, for_machine=machine(facts))}",
        fix=f"In the dashboard: change the access policy of {server.identifier}." if denied else fix,
    )


def wanted_rights(facts: Facts) -> tuple[str, ...]:
    """Every API scope or permission that was asked for or is demanded, each once."""
    wish = wish_of(facts)
    every = (*api_scopes(facts), *wish.require_scopes, *wish.expect_scopes, *wish.require_permissions)
    return tuple(dict.fromkeys(one for one in every if one not in OIDC))


def grant_lacks_scope(facts: Facts) -> Finding | None:
    server, client = api(facts), client_of(facts)
    if server is None or not grant_needed(facts, server) or (grant := grant_of(facts, server)) is None:
        return None
    if grant.raw.get("allow_all_scopes") is True:
        return None
    missing = [one for one in wanted_rights(facts) if one not in grant.scope]
    if not missing:
        return None
    name = listed(missing)
    return found(
        GRANT_LACKS_SCOPE,
        client.client_id,
        f"The client grant of {client.name} for {server.identifier} does not have the scope {name}.",
        f"scope of the client grant: {listed(grant.scope)}",
        f"needed: {name}",
        fix=f"auth0ctl grant update --client {arg(client.client_id)} --audience {arg(server.identifier)}"
        + "".join(f" --scope {arg(one)}" for one in missing)
        + ("" if machine(facts) else " --subject-type user")
        + f"    # adds {name} to the client grant; then get a new token",
    )


def scope_not_requested(facts: Facts) -> Finding | None:
    """A user's token holds only the scopes that were asked for (authorize.md section 6)."""
    request, wish = asked(facts), wish_of(facts)
    if request is None or machine(facts):
        return None
    # The password grant without a scope gets all of them (resource-servers.md section 2).
    if facts.token_request is not None and not request.scope:
        return None
    counted = dict.fromkeys((*wish.require_scopes, *wish.expect_scopes))
    missing = [one for one in counted if one not in OIDC and one not in request.scope]
    if not missing:
        return None
    name = listed(missing)
    return found(
        NOT_REQUESTED,
        request.client_id,
        f"{name} is needed, and the login does not request that scope.",
        f"scope: {' '.join(request.scope) or 'none'}",
        f"needed: {name}",
        fix=f"auth0ctl login --scope {arg(' '.join((*request.scope, *missing)))}    # and the same scope in the app",
        confidence=Confidence.CERTAIN if scope_stated(facts) else Confidence.LIKELY,
    )


def scope_not_defined(facts: Facts) -> Finding | None:
    server, request = api(facts), asked(facts)
    if server is None or request is None or machine(facts):
        return None
    defined = [scope.value for scope in server.scopes]
    missing = [one for one in wanted_rights(facts) if one not in defined]
    if not missing:
        return None
    name = listed(missing)
    return found(
        SCOPE_DROPPED,
        server.identifier,
        f"The API does not define {name}, so Auth0 drops it from every token.",
        f"asked for: {' '.join(request.scope) or 'none'}",
        f"scopes of {server.identifier}: {listed(defined)}",
        fix=f"In the dashboard: APIs, {server.name or server.identifier}, Permissions: add {name}.",
        severity=Severity.ERROR if set(missing) & {*wish_of(facts).require_scopes} else None,
    )


def user_lacks_permission(facts: Facts) -> Finding | None:
    """RBAC cuts the scopes down to what the user holds, by role or directly."""
    server, user = api(facts), facts.user
    assert user is not None
    if server is None or not server.enforce_policies or machine(facts) or user.permissions is None:
        return None
    held = [name for identifier, name in user.permissions if identifier == server.identifier]
    defined = [scope.value for scope in server.scopes]
    missing = [one for one in wanted_rights(facts) if one in defined and one not in held]
    if not missing:
        return None
    name = listed(missing)
    roles_unread = bool(wish_of(facts).organization) and "organization roles" in facts.missing
    more = " Roles that the user holds within the organization could not be read." if roles_unread else ""
    return found(
        USER_LACKS_PERMISSION,
        user.user_id,
        f"RBAC is on for {server.identifier}, and the user {user.user_id} does not hold the permission {name}: it will "
        f"not be in the token.{more}",
        f"permissions of the user: {listed(held)}",
        "enforce_policies: true",
        fix=f"In the dashboard: User Management, the user, Permissions or Roles: assign {name}; then log in again.",
        confidence=Confidence.LIKELY if roles_unread else Confidence.CERTAIN,
    )


def permissions_not_added(facts: Facts) -> Finding | None:
    """The permissions claim needs RBAC and an _authz dialect (resource-servers.md section 2)."""
    server, wish = api(facts), wish_of(facts)
    expects = bool(wish.require_permissions) or "permissions" in wish.expect_claims
    if server is None or not expects or (server.enforce_policies and server.token_dialect.endswith("_authz")):
        return None
    lacks = "RBAC is on, but Add Permissions in the Access Token is off"
    if not server.enforce_policies:
        lacks = "RBAC is off" + ("" if server.token_dialect.endswith("_authz") else ", and so is Add Permissions")
    return found(
        PERMISSIONS_NOT_ADDED,
        server.identifier,
        f"The access token for {server.identifier} will have no permissions claim: {lacks}.",
        f"enforce_policies: {str(server.enforce_policies).lower()}",
        f"token_dialect: {server.token_dialect}",
        fix=f"In the dashboard: APIs, {server.name or server.identifier}, Settings: switch on RBAC and Add "
        "Permissions in "
        "the Access Token (token_dialect access_token_authz).",
        severity=Severity.ERROR,
    )


def wants_refresh_token(facts: Facts) -> bool:
    request = asked(facts)
    asks = request is not None and "offline_access" in request.scope
    counts = "offline_access" in wish_of(facts).expect_scopes
    return wish_of(facts).want_refresh_token or flow(facts) == "refresh" or asks or counts


def offline_access_missing(facts: Facts) -> Finding | None:
    request = asked(facts)
    if request is None or machine(facts) or not wants_refresh_token(facts) or "offline_access" in request.scope:
        return None
    return found(
        OFFLINE_ACCESS_MISSING,
        request.client_id,
        "A refresh token is wanted, and the scope has no offline_access.",
        f"scope: {' '.join(request.scope) or 'none'}",
        fix=f"auth0ctl login --scope {arg(' '.join((*request.scope, 'offline_access')))}    # and the same in the app",
        confidence=Confidence.CERTAIN if scope_stated(facts) else Confidence.LIKELY,
    )


def offline_disabled(facts: Facts) -> Finding | None:
    server = api(facts)
    if server is None or server.allow_offline_access or server.is_system or not wants_refresh_token(facts):
        return None
    return found(
        OFFLINE_DISABLED,
        server.identifier,
        f"A refresh token is asked for, and the API {server.identifier} does not allow offline access: offline_access "
        "is "
        "dropped from the scope.",
        "allow_offline_access: false",
        fix=f"In the dashboard: APIs, {server.name or server.identifier}, Settings: switch on Allow Offline Access.",
        severity=Severity.ERROR,
    )


def refresh_expires(facts: Facts) -> Finding | None:
    """A lifetime of minutes ends a session in the middle of somebody's work (clients.md section 4)."""
    client = client_of(facts)
    if not wants_refresh_token(facts) or (limit := shortest(client.raw.get("refresh_token"))) is None:
        return None
    name, seconds = limit
    server = api(facts)
    least = max(SHORTEST, min(server.token_lifetime, 86400)) if server else SHORTEST
    if seconds >= least:
        return None
    used = flow(facts) == "refresh"
    return found(
        REFRESH_EXPIRED,
        client.client_id,
        f"A refresh token of {client.name} expires after {duration(seconds)} ({name}): then the refresh is refused, "
        "and "
        "the app must send the user to log in again.",
        f"refresh_token.{name}: {seconds}",
        "refresh_token.expiration_type: expiring",
        fix="In the dashboard: Applications, the client, Refresh Token Expiration: raise the lifetime; or let the app "
        "log in again when a refresh is refused.",
        severity=Severity.ERROR if used else Severity.WARNING,
        confidence=Confidence.LIKELY,
    )


def shortest(settings: object) -> tuple[str, int] | None:
    """The smaller of the two lifetimes that apply, in seconds; None where neither ends."""
    if not isinstance(settings, dict) or settings.get("expiration_type") != "expiring":
        return None
    limits = []
    for name, infinite in (
        ("token_lifetime", "infinite_token_lifetime"),
        ("idle_token_lifetime", "infinite_idle_token_lifetime"),
    ):
        value = settings.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and settings.get(infinite) is not True:
            limits.append((value, name))
    return (min(limits)[1], min(limits)[0]) if limits else None


NEEDS = ("client", "resource_servers")
JUDGES = (
    Judge(rule=CLIENT_GRANT_MISSING, needs=(*NEEDS, "client_grants"), find=client_grant_missing),
    Judge(rule=GRANT_LACKS_SCOPE, needs=(*NEEDS, "client_grants"), find=grant_lacks_scope),
    Judge(rule=NOT_REQUESTED, needs=(), find=scope_not_requested),
    Judge(rule=SCOPE_DROPPED, needs=("resource_servers",), find=scope_not_defined),
    Judge(rule=USER_LACKS_PERMISSION, needs=("resource_servers", "user"), find=user_lacks_permission),
    Judge(rule=PERMISSIONS_NOT_ADDED, needs=("resource_servers",), find=permissions_not_added),
    Judge(rule=OFFLINE_ACCESS_MISSING, needs=(), find=offline_access_missing),
    Judge(rule=OFFLINE_DISABLED, needs=("resource_servers",), find=offline_disabled),
    Judge(rule=REFRESH_EXPIRED, needs=("client",), find=refresh_expires),
)
