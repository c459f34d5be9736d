"""Why a flow's tokens are not as declared: the causes that the rules know, each for the part that it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from auth0ctl.findings import Confidence, Finding
from auth0ctl.journeys.login.judging import Asked, access_token_expected, asked_by, held_against, id_token_expected
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.smoke.declared import Declared
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.journeys.smoke.seen import causes, problem
from auth0ctl.journeys.smoke.tokens import expectations, rights_wanted, wanted_items
from auth0ctl.journeys.smoke.values import words
from auth0ctl.protocol import TokenSet
from auth0ctl.results import Login
from auth0ctl.tokens.decode import decode

RIGHTS = (
    "requested-scope-dropped",
    "client-grant-scope-missing",
    "api-scope-not-requested",
    "oidc-scope-missing",
    "offline-access-scope-missing",
    "rbac-user-lacks-permission",
    "permissions-not-added-to-token",
    "api-checks-scope-not-permissions",
    "right-written-differently",
    "management-scope-missing",
    "token-scope-missing",
    "token-permission-missing",
    "audience-missing-opaque-token",
)
# The part of a token that differs -> the rules that can be its cause.
CAUSES: Mapping[str, tuple[str, ...]] = {
    "scopes": RIGHTS,
    "permissions": RIGHTS,
    "claim": (
        "token-claim-missing",
        "token-claim-differs",
        "claim-under-another-name",
        "claim-namespace-reserved",
        "claim-not-namespaced",
        "metadata-needs-action",
        "oidc-scope-missing",
        "post-login-action-not-run",
        "organization-claim-mismatch",
        "audience-missing-opaque-token",
    ),
    "audience": ("audience-missing-opaque-token", "token-for-another-audience", "audience-slash-mismatch"),
    "form": ("audience-missing-opaque-token", "access-token-encrypted-for-api"),
    "alg": ("api-signs-hs256", "client-id-token-hs256", "token-algorithm-refused"),
    "lifetime": ("access-token-lives-long",),
    "refresh token": (
        "offline-access-scope-missing",
        "api-offline-access-disabled",
        "grant-type-not-enabled",
        "requested-scope-dropped",
    ),
    "id token": ("openid-scope-missing", "response-type-without-id-token"),
    "access token": ("audience-missing-opaque-token",),
}


def about(difference: Difference) -> str:
    """The part that a difference is about: ``access token, claim sub`` is about a ``claim``."""
    whole, _, part = difference.name.partition(", ")
    return part.split()[0] if part else whole


def why(
    check: Declared, one: Try, world: World, result: Login, tokens: TokenSet, differs: Iterable[Difference]
) -> tuple[Finding, ...]:
    """What the login's own rules say of these differences, a verification that asks for what is declared, and doctor.

    What the settings prove takes the place of what the token alone lets one guess.
    """
    names = {name for each in differs for name in CAUSES.get(about(each), ())}
    told = (*result.findings, *(each for verified in result.verified for each in verified.report.findings))
    proved = by_doctor(check, one, names)
    guessed = by_verifying(check, one, world, result, tokens)
    if any(problem(each) for each in proved):
        guessed = tuple(each for each in guessed if each.confidence is Confidence.CERTAIN)
    return tuple(each for each in (*told, *proved, *guessed) if each.rule.name in names)


def by_verifying(check: Declared, one: Try, world: World, result: Login, tokens: TokenSet) -> tuple[Finding, ...]:
    """What the rules for tokens say where a declared scope, permission or claim is not there."""
    asked = asked_for(check, one, result)
    found: list[Finding] = []
    for name, text in (("access_token", tokens.access_token), ("id_token", tokens.id_token)):
        wanted = check.given.get(name)
        token = decode(text or "")
        if not text or not isinstance(wanted, Mapping) or not rights_wanted(wanted, token):
            continue
        if name == "access_token":
            expected = access_token_expected(asked, tokens, world)
        else:
            nonce = token.claims.get("nonce")  # it was compared at the login
            own = replace(asked, nonce=nonce if isinstance(nonce, str) else None)
            expected = id_token_expected(own, tokens, world, front=False, code=None)
        judged = held_against(text, expectations(wanted, expected, token), world, name)
        found += judged.report.findings
    return tuple(found)


def asked_for(check: Declared, one: Try, result: Login) -> Asked:
    """What was asked for; a refresh that says nothing asks for what its login did."""
    asked = asked_by(result.request, check.given.get("parameters", {}))
    source = check.given.get("token_from")
    if not source:
        return asked
    before = one.brought[source].login.request
    return replace(asked, scope=asked.scope or before.scope, audience=asked.audience or before.audience)


def by_doctor(check: Declared, one: Try, names: Iterable[str]) -> tuple[Finding, ...]:
    """What of the tenant's settings keeps a declared scope or permission out of the tokens."""
    given = check.given
    if source := given.get("token_from"):  # a refresh: what its login could not get, it cannot get either
        given = {**one.brought[source].given, "access_token": given.get("access_token")}
    name = str(given["flow"])
    if name == "refresh" or not tuple(names):
        return ()
    question: dict[str, Any] = {
        "client": given["client"],
        "flow": name,
        "audience": given.get("audience"),
        "organization": given.get("organization"),
        "connection": given.get("realm") or given.get("connection"),
    }
    if "scope" in given:
        question["scope"] = " ".join(words(given["scope"]))
    wanted = given.get("access_token")
    if isinstance(wanted, Mapping):
        question["expect_scope"] = wanted_items(wanted.get("scopes", ()))
        question["require_permission"] = wanted_items(wanted.get("permissions", ()))
    return causes(one, question, names)
