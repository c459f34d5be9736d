"""Who put it there, who took it away: each answer from a tenant's settings, and what is said without them."""

from dataclasses import replace
from typing import Any

import pytest
from forge import API, AT, CLIENT, ISSUER, JSON, access_claims, id_claims, segment

from auth0ctl.findings import Confidence
from auth0ctl.journeys.tokens.provenance import provenance
from auth0ctl.model import Client, ClientGrant, Expected, Facts, ResourceServer, TokenKind
from auth0ctl.records import Action, User
from auth0ctl.results import Origin
from auth0ctl.tokens.decode import decode

NS = "https://example.com/plan"
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT)
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)
RBAC = {"enforce_policies": True, "token_dialect": "access_token_authz"}
MACHINE: JSON = {"sub": "m1@clients", "azp": "m1", "aud": API, "gty": "client-credentials", "permissions": None}


def facts(claims: JSON, expected: Expected, **known: Any) -> Facts:
    text = f"{segment({'alg': 'RS256', 'typ': 'JWT', 'kid': 'k'})}.{segment(claims)}.AAAA"
    return Facts(token=decode(text), expected=expected, **known)


def server(**changes: Any) -> tuple[ResourceServer, ...]:
    raw = {"identifier": API, "scopes": [{"value": "read:items"}, {"value": "write:items"}], **changes}
    return (ResourceServer.from_api(raw),)


def action(code: str, *, deployed: bool = True, bound: bool = True) -> tuple[Action, ...]:
    return (Action(id="a", name="Enrich", trigger="post-login", code=code, deployed=deployed, bound=bound, raw={}),)


def user(*held: str) -> User:
    return User(user_id="auth0|u1", permissions=tuple((API, one) for one in held), blocked=False, raw={})


def grant(*scope: str, subject: str = "client") -> tuple[ClientGrant, ...]:
    raw = {"id": "cgr_1", "client_id": "m1", "audience": API, "scope": list(scope), "subject_type": subject}
    return (ClientGrant.from_api(raw),)


def about(found: tuple[Origin, ...], kind: str, name: str) -> Origin:
    return next(one for one in found if (one.kind, one.name) == (kind, name))


def wanting(scope: str, *, asked: bool | None = True) -> Expected:
    requested = None if asked is None else ("openid", scope) if asked else ("openid",)
    return replace(ACCESS, require_scopes=(scope,), requested_scope=requested)


SET_ID = f"exports.onExecutePostLogin = async (event, api) => {{ api.idToken.setCustomClaim('{NS}', 'gold'); }};"
ADD = "exports.onExecutePostLogin = async (event, api) => { api.accessToken.addScope('read:items'); };"
REMOVE = "exports.onExecutePostLogin = async (event, api) => { api.accessToken.removeScope('write:items'); };"
LESS = access_claims(scope="openid", permissions=None)

PRESENT: list[tuple[Facts, str, str, str, Confidence]] = [
    (facts(id_claims(), ID), "claim", "email", "Auth0", Confidence.CERTAIN),
    (facts(id_claims(), ID), "claim", "sid", "Auth0", Confidence.CERTAIN),
    (facts(id_claims(**{NS: "gold"}), ID), "claim", NS, "an Action", Confidence.LIKELY),
    (
        facts(id_claims(**{NS: "gold"}), ID, actions=action(SET_ID)),
        "claim",
        NS,
        "the Action Enrich",
        Confidence.CERTAIN,
    ),
    (
        facts(id_claims(**{NS: "gold"}), ID, actions=action(SET_ID, bound=False)),
        "claim",
        NS,
        "an Action",
        Confidence.POSSIBLE,
    ),
    (facts(access_claims(), ACCESS), "claim", "permissions", "RBAC on the API", Confidence.CERTAIN),
    (facts(access_claims(), ACCESS), "scope", "openid", "the login request", Confidence.CERTAIN),
    (facts(access_claims(), ACCESS), "scope", "read:items", "the login request", Confidence.LIKELY),
    (
        facts(access_claims(), ACCESS, resource_servers=server()),
        "scope",
        "read:items",
        "the login request",
        Confidence.CERTAIN,
    ),
    (
        facts(access_claims(), ACCESS, resource_servers=server(**RBAC)),
        "scope",
        "read:items",
        "RBAC on the API",
        Confidence.CERTAIN,
    ),
    (
        facts(access_claims(), ACCESS, resource_servers=server(), actions=action(ADD)),
        "scope",
        "read:items",
        "the Action Enrich",
        Confidence.CERTAIN,
    ),
    (
        facts(access_claims(), ACCESS, resource_servers=server(scopes=[])),
        "scope",
        "read:items",
        "an Action",
        Confidence.LIKELY,
    ),
    (
        facts(access_claims(), ACCESS, resource_servers=server(**RBAC), user=user("read:items")),
        "permission",
        "read:items",
        "RBAC on the API",
        Confidence.CERTAIN,
    ),
    (
        facts(access_claims(**MACHINE), ACCESS, client_grants=grant("read:items")),
        "scope",
        "read:items",
        "the client grant",
        Confidence.CERTAIN,
    ),
]

MISSING: list[tuple[Facts, str, str, str, str]] = [
    (facts(LESS, wanting("write:items", asked=False)), "scope", "write:items", "the login request", "not ask"),
    (facts(LESS, wanting("write:items")), "scope", "write:items", "RBAC, or the API", "define"),
    (
        facts(LESS, wanting("admin"), resource_servers=server()),
        "scope",
        "admin",
        f"the API {API}",
        "does not define",
    ),
    (
        facts(LESS, wanting("write:items"), resource_servers=server(**RBAC), user=user()),
        "scope",
        "write:items",
        "RBAC on the API",
        "does not hold",
    ),
    (
        facts(LESS, wanting("write:items"), resource_servers=server(), actions=action(REMOVE)),
        "scope",
        "write:items",
        "the Action Enrich",
        "removes",
    ),
    (
        facts(
            LESS,
            wanting("write:items"),
            resource_servers=server(subject_type_authorization={"user": {"policy": "require_client_grant"}}),
            client_grants=grant("read:items", subject="user"),
        ),
        "scope",
        "write:items",
        "the client grant",
        "people's access",
    ),
    (
        facts(LESS, wanting("offline_access"), resource_servers=server()),
        "scope",
        "offline_access",
        f"the API {API}",
        "offline",
    ),
    (
        facts(
            LESS,
            wanting("offline_access"),
            resource_servers=server(allow_offline_access=True),
            client=Client.from_api({"client_id": CLIENT, "grant_types": ["authorization_code"]}),
        ),
        "scope",
        "offline_access",
        "the client",
        "refresh_token",
    ),
    (facts(access_claims(**MACHINE), wanting("admin", asked=None)), "scope", "admin", "the client grant", "machine"),
    (
        facts(LESS, replace(ACCESS, require_permissions=("p",)), resource_servers=server()),
        "permission",
        "p",
        f"the API {API}",
        "RBAC is off",
    ),
    (
        facts(LESS, replace(ACCESS, require_permissions=("p",)), resource_servers=server(enforce_policies=True)),
        "permission",
        "p",
        f"the API {API}",
        "dialect",
    ),
    (facts(LESS, replace(ACCESS, require_permissions=("p",))), "permission", "p", "the API's token dialect", "_authz"),
    (
        facts(access_claims(org_id="org_a"), replace(ACCESS, require_permissions=("p",))),
        "permission",
        "p",
        "RBAC on the API",
        "organization",
    ),
    (
        facts(id_claims(), replace(ID, require_claims=(("name", None),), requested_scope=("openid",))),
        "claim",
        "name",
        "the login request",
        "profile",
    ),
    (facts(id_claims(), replace(ID, require_claims=((NS, None),))), "claim", NS, "nobody", "not read"),
    (
        facts(id_claims(), replace(ID, require_claims=((NS, None),)), actions=()),
        "claim",
        NS,
        "nobody",
        "no Action",
    ),
    (
        facts(id_claims(), replace(ID, require_claims=((NS, None),)), actions=action(SET_ID, bound=False)),
        "claim",
        NS,
        "the Action Enrich",
        "not part",
    ),
    (
        facts(id_claims(), replace(ID, require_claims=((NS, None),)), actions=action(SET_ID, deployed=False)),
        "claim",
        NS,
        "the Action Enrich",
        "not deployed",
    ),
    (
        facts(access_claims(), replace(ACCESS, require_claims=((NS, None),)), actions=action(SET_ID)),
        "claim",
        NS,
        "the Action Enrich",
        "id token only",
    ),
    (
        facts(access_claims(**MACHINE), replace(ACCESS, require_claims=((NS, None),))),
        "claim",
        NS,
        "nobody",
        "machine",
    ),
    (
        facts(id_claims(), replace(ID, require_claims=(("app_metadata.plan", None),))),
        "claim",
        "app_metadata.plan",
        "nobody",
        "Action",
    ),
]


@pytest.mark.parametrize(("known", "kind", "name", "who", "sure"), PRESENT)
def test_who_put_it_there(known: Facts, kind: str, name: str, who: str, sure: Confidence) -> None:
    one = about(provenance(known), kind, name)
    assert (one.present, one.who, one.sure) == (True, who, sure)
    assert one.why


@pytest.mark.parametrize(("known", "kind", "name", "who", "word"), MISSING)
def test_who_took_it_away(known: Facts, kind: str, name: str, who: str, word: str) -> None:
    one = about(provenance(known), kind, name)
    assert (one.present, one.who) == (False, who)
    assert word in one.why


def test_everything_in_the_token_has_an_origin_and_nothing_else() -> None:
    found = provenance(facts(access_claims(), ACCESS))
    assert [one.name for one in found if one.kind == "claim"] == list(access_claims())
    assert [one.name for one in found if one.kind == "scope"] == ["openid", "profile", "read:items"]
    assert [one.name for one in found if one.kind == "permission"] == ["read:items"]
    assert all(one.present for one in found)


def test_without_a_token_there_is_nothing_to_say() -> None:
    assert provenance(Facts(expected=ACCESS)) == ()
