"""The access token lacks a scope or a permission: what is said of each cause."""

from collections.abc import Callable

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.api import OFFLINE_DISABLED, PERMISSIONS_NOT_ADDED
from auth0ctl.rules.request import OPENID_MISSING, SCOPE_DROPPED
from auth0ctl.rules.said.causes.api import MANAGEMENT_SCOPE
from auth0ctl.rules.said.causes.app import OFFLINE_ACCESS_MISSING
from auth0ctl.rules.token.party import from_other_tenant
from auth0ctl.rules.token.recipient import other_audience
from auth0ctl.rules.token.rights import (
    GRANT_LACKS_SCOPE,
    NOT_REQUESTED,
    PERMISSION_MISSING,
    SCOPE_MISSING,
    SCOPE_NOT_PERMISSIONS,
    USER_LACKS_PERMISSION,
    WRITTEN_OTHERWISE,
    Lack,
    alike,
    held_permissions,
    held_scopes,
    lacks,
)
from auth0ctl.rules.token.situation import NEEDS, arg, expected_of, failed, found, machine, token_of
from auth0ctl.rules.token.wanted import OIDC_SCOPE_MISSING
from auth0ctl.words import shown

Words = str | Callable[[Facts, Lack], str]
LOGIN = "auth0ctl login --audience {audience} --scope {scopes}"


def lacking(rule: Rule, sentence: Words, fix: Words) -> Judge:
    """A judge of one cause. ``fix`` may name ``{audience}``, ``{scopes}`` (a login's), ``{rights}``, ``{client}``."""

    def find(facts: Facts) -> Finding | None:
        if not failed(facts, "A03", "A06", "require-claim"):
            return None
        if from_other_tenant(facts) or other_audience(facts):
            return None  # what a token for somebody else lacks is no cause of its own
        lack = lacks(facts).get(rule.name)
        return None if lack is None else _finding(facts, rule, lack, sentence, fix)

    return Judge(rule=rule, needs=NEEDS, find=find)


def _finding(facts: Facts, rule: Rule, lack: Lack, sentence: Words, fix: Words) -> Finding:
    claims, requested = token_of(facts).claims, expected_of(facts).requested_scope
    evidence = [f"scope: {shown(claims.get('scope'))}", f"permissions: {shown(claims.get('permissions'))}"]
    if requested is not None:
        evidence.append(f"requested: {' '.join(requested)}")
    rights = tuple(dict.fromkeys([*lack.scopes, *lack.permissions]))
    audience, client = expected_of(facts).audience or "IDENTIFIER", claims.get("azp", claims.get("client_id"))
    filled = (fix if isinstance(fix, str) else fix(facts, lack)).format(
        audience=arg(audience),
        scopes=arg(" ".join(dict.fromkeys(("openid", *rights)))),
        rights=arg(" ".join(rights)) if rights else "that the API needs",
        client=arg(client) if isinstance(client, str) else "CLIENT_ID",
    )
    explains = (("A03", lack.scopes), ("A06", lack.permissions), ("require-claim", lack.claims))
    return found(
        facts,
        rule,
        f"{', '.join(rights or lack.claims)}: {sentence if isinstance(sentence, str) else sentence(facts, lack)}",
        evidence=tuple(evidence),
        fix=filled,
        explains=tuple(id_ for id_, those in explains if those),
        confidence=lack.confidence,
        severity=Severity.ERROR,  # it was required; elsewhere some of these are only notes
    )


def _of_scope_in_permissions(facts: Facts, _lack: Lack) -> str:
    asked = expected_of(facts).requested_scope
    not_asked = "" if asked is None or set(_lack.scopes) & set(asked) else " The login did not request it."
    return (
        "it is in the token's permissions, not in its scope. The API must check permissions, or the login must "
        f"request the scope.{not_asked}"
    )


def _of_grant(_facts: Facts, lack: Lack) -> str:
    if lack.claims and not lack.scopes:
        return "the token was issued to a machine, whose client grant for this API has no scope at all."
    return "the token was issued to a machine, whose client grant for this API does not have that scope."


def _of_user(facts: Facts, _lack: Lack) -> str:
    claims = token_of(facts).claims
    if held_permissions(token_of(facts)) is None:
        return (
            "it was requested, and Auth0 dropped it. With RBAC on, that is what happens when the user does not hold "
            "the permission; `auth0ctl api inspect` shows whether RBAC is on and whether the API defines the scope."
        )
    where = ""
    if "org_id" in claims:
        where = f" In the organization {shown(claims['org_id'])} the member's roles there count."
    return f"RBAC is on for this API (the token has permissions), and the user does not hold that permission.{where}"


def _of_dialect(facts: Facts, lack: Lack) -> str:
    token = token_of(facts)
    profile = str(token.header.get("typ", "")).lower() == "at+jwt"
    wanted = "rfc9068_profile_authz" if profile else "access_token_authz"
    also = ""
    if lack.permissions and set(lack.permissions) <= set(held_scopes(token)):
        also = " The right itself is in scope: an API that checks scope would take this token."
    return (
        "the token has no permissions claim at all: the API's token_dialect does not add permissions "
        f"(that would be {wanted}), or RBAC is off.{also}"
    )


def _of_not_requested(facts: Facts, lack: Lack) -> str:
    expected = expected_of(facts)
    if expected.requested_scope is not None:
        if machine(token_of(facts)):
            return "the token request named scopes, and not that one; without `scope` it gets all of its client grant."
        return "the login did not request that scope."
    if not lack.scopes:
        return "the token has no scope: the login requested none, or none that was granted."
    return (
        "the login did not request that scope, by all that the token shows. If it did: the API does not define it, or "
        "RBAC is on and the user does not hold it (`auth0ctl api inspect`)."
    )


def _of_spelling(facts: Facts, lack: Lack) -> str:
    token = token_of(facts)
    held = [*held_scopes(token), *(held_permissions(token) or [])]
    near = [one for right in (*lack.scopes, *lack.permissions) if (one := alike(right, held))]
    return f"the token has {', '.join(dict.fromkeys(near))}, which is the same right in another spelling."


def _widen_grant(_facts: Facts, lack: Lack) -> str:
    """The grant is there, or there would be no token: a second one is refused."""
    if not (lack.scopes or lack.permissions):
        return "auth0ctl grant list --client {client} --audience {audience}"
    return "auth0ctl grant update --client {client} --audience {audience} --scope {rights}    # then get a new token"


JUDGES = (
    lacking(SCOPE_NOT_PERMISSIONS, _of_scope_in_permissions, LOGIN),
    lacking(
        GRANT_LACKS_SCOPE,
        _of_grant,
        _widen_grant,
    ),
    lacking(NOT_REQUESTED, _of_not_requested, LOGIN),
    lacking(
        USER_LACKS_PERMISSION,
        _of_user,
        f"Give the user the permission or a role with it; then: {LOGIN}",
    ),
    lacking(WRITTEN_OTHERWISE, _of_spelling, "auth0ctl api inspect {audience}    # shows each right as it is defined"),
    lacking(
        PERMISSIONS_NOT_ADDED,
        _of_dialect,
        "auth0ctl api inspect {audience}    # then switch on RBAC and Add Permissions in the Access Token",
    ),
    lacking(
        OPENID_MISSING,
        "the login did not request openid, so it is no OpenID Connect login: no ID token, no /userinfo.",
        LOGIN,
    ),
    lacking(
        OIDC_SCOPE_MISSING,
        "the login did not request that OIDC scope.",
        LOGIN,
    ),
    lacking(
        OFFLINE_ACCESS_MISSING,
        "the login did not request it, so there is no refresh token.",
        LOGIN,
    ),
    lacking(
        OFFLINE_DISABLED,
        "it was requested and dropped: the API does not allow offline access, or the client lacks the grant "
        "refresh_token.",
        "auth0ctl api inspect {audience}    # then switch on Allow Offline Access",
    ),
    lacking(
        MANAGEMENT_SCOPE,
        "the token is a person's, and the Management API gives a person only the ..._current_user scopes. Use a "
        "machine's token, from a back end.",
        "auth0ctl login --flow client-credentials --audience {audience}",
    ),
    lacking(
        SCOPE_DROPPED,
        "it was requested, and is not in the token: the API does not define it, or a client grant or an Action took "
        "it away.",
        "auth0ctl api inspect {audience}    # shows the scopes that the API defines",
    ),
    lacking(
        SCOPE_MISSING,
        "the token does not have that scope as Auth0 writes it: one string of words in `scope`, for a user's login.",
        "auth0ctl token decode -    # and look who issued it, and for whom",
    ),
    lacking(
        PERMISSION_MISSING,
        "the token's permissions claim is not a list.",
        "auth0ctl token decode -    # and look who writes the claim",
    ),
)
