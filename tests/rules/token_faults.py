"""Tokens of apps and APIs in trouble, made by hand, each under its cause: the table of ``test_token_situations``."""

from dataclasses import replace
from typing import Any

from forge import API, CLIENT, ISSUER, JSON, NOW, access_claims, id_claims, segment
from token_judging import ACCESS, CUSTOM, ID, token

from auth0ctl.model import Expected

SYSTEM = f"{ISSUER}api/v2/"
NS = "https://example.com/"


def machine(**changes: Any) -> JSON:
    """A machine's token of the default profile."""
    claims = {
        "iss": ISSUER,
        "sub": "m2m1@clients",
        "aud": API,
        "iat": NOW - 60,
        "exp": NOW + 86_340,
        "scope": "read:items",
        "azp": "m2m1",
        "gty": "client-credentials",
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


def rfc9068(**changes: Any) -> str:
    return token(access_claims(**{"azp": None, "client_id": CLIENT, "jti": "j1"} | changes), typ="at+jwt")


def scope(*required: str, asked: str | None = None, audience: str = API) -> Expected:
    requested = None if asked is None else tuple(asked.split())
    return replace(ACCESS, require_scopes=required, requested_scope=requested, audience=audience)


def permission(*required: str, audience: str = API) -> Expected:
    return replace(ACCESS, require_permissions=required, audience=audience)


def claim(name: str, value: str | None = None, *, of: Expected = ID, asked: str | None = None) -> Expected:
    return replace(of, require_claims=((name, value),), requested_scope=None if asked is None else tuple(asked.split()))


def access(**changes: Any) -> str:
    return token(access_claims(**changes))


def of_id(**changes: Any) -> str:
    return token(id_claims(**changes))


def audience(value: str) -> Expected:
    return replace(ACCESS, audience=value)


def issuer(value: str) -> Expected:
    return replace(ACCESS, issuer=value)


NO_RBAC: JSON = {"permissions": None, "scope": "openid profile email"}
OPAQUE_OLD = "kJ3x_9QdW-7hT2vLm8RbZ0aYcE5nPf1U"
NESTED = f"{segment({'alg': 'RSA-OAEP-256', 'enc': 'A256GCM', 'kid': 'api-key'})}.AAAA.BBBB.CCCC.DDDD"
SEALED = f"{segment({'alg': 'dir', 'enc': 'A256GCM', 'iss': CUSTOM})}..AAAA.BBBB.CCCC"
KEYS = {"V08"}

GOOGLE = {
    "iss": "https://accounts.google.com",
    "sub": "117",
    "aud": CLIENT,
    "azp": CLIENT,
    "iat": NOW,
    "exp": NOW + 60,
    "nonce": "nonce-1",
}
BY_USER = "https://login.example.com/api/v2/users"
ELSEWHERE = replace(ACCESS, keys_at="https://b.eu.auth0.com/.well-known/jwks.json")

# cause -> what happened, the token, what it is held against, a word of the finding
FAULTS: dict[str, list[tuple[str, str, Expected, str]]] = {
    "audience-missing-opaque-token": [
        ("opaque token of an old tenant", OPAQUE_OLD, ACCESS, "audience"),
        ("sealed token from a custom domain", SEALED, ACCESS, CUSTOM),
        ("opaque token at the Management API", OPAQUE_OLD, audience(SYSTEM), "opaque"),
        ("a JWT for /userinfo alone", access(aud=f"{ISSUER}userinfo"), ACCESS, "no API"),
        ("the same as a list", access(aud=[f"{ISSUER}userinfo"]), ACCESS, "no API"),
    ],
    "access-token-encrypted-for-api": [
        ("an API with token encryption", NESTED, ACCESS, "encrypted"),
    ],
    "token-wrapped-in-text": [
        ("a header's Bearer left on", f"Bearer {access()}", ACCESS, "Bearer"),
    ],
    "id-token-used-as-access-token": [
        ("ID token sent to the API", of_id(), ACCESS, "ID token"),
        ("ID token without a nonce", of_id(nonce=None, sid=None), ACCESS, "ID token"),
        (
            "bare ID token of scope openid",
            token({"iss": ISSUER, "sub": "auth0|u1", "aud": CLIENT, "iat": NOW - 60, "exp": NOW + 60}),
            ACCESS,
            "ID token",
        ),
        ("ID token where the API expects the client id", of_id(), audience(CLIENT), "ID"),
        ("ID token at the Management API", of_id(), audience(SYSTEM), "access token"),
        ("ID token signed HS256 at an API", token(id_claims(), alg="HS256"), ACCESS, "ID"),
        ("a scope looked for in an ID token", of_id(), replace(ID, require_scopes=("read:items",)), "access token"),
        (
            "permissions looked for in an ID token",
            of_id(),
            replace(ID, require_permissions=("read:items",)),
            "access token",
        ),
    ],
    "access-token-used-as-id-token": [
        ("access token used to know the user", access(), ID, "access token"),
        ("machine token taken as an ID token", token(machine()), ID, "access token"),
    ],
    "issuer-missing-trailing-slash": [
        ("no slash", access(), issuer(ISSUER.rstrip("/")), "slash"),
        ("bare domain as issuer", access(), issuer("tenant.eu.auth0.com"), "https://"),
        ("no slash on the custom domain", access(iss=CUSTOM), issuer(CUSTOM.rstrip("/")), "slash"),
        ("no slash, machine", token(machine()), issuer(ISSUER.rstrip("/")), "slash"),
        ("no slash, ID token", of_id(), replace(ID, issuer=ISSUER.rstrip("/")), "slash"),
    ],
    "issuer-written-differently": [
        ("http", access(), issuer("http://tenant.eu.auth0.com/"), "http://"),
        ("two slashes", access(), issuer(ISSUER + "/"), "slash"),
        ("upper case", access(), issuer("https://Tenant.eu.auth0.com/"), "letters"),
        ("https twice", access(), issuer("https://https://tenant.eu.auth0.com/"), "twice"),
        ("in quotes", access(), issuer(f'"{ISSUER}"'), "quotes"),
        ("the JWKS URL", access(), issuer(f"{ISSUER}.well-known/jwks.json"), "path"),
    ],
    "issuer-domain-mismatch": [
        ("token from the custom domain", access(iss=CUSTOM), ACCESS, "domain"),
        ("verifier on the custom domain", access(), issuer(CUSTOM), "custom"),
        (
            "Management token of the custom domain",
            token(machine(iss=CUSTOM, aud=SYSTEM)),
            replace(audience(SYSTEM), called_host="tenant.eu.auth0.com"),
            "domain",
        ),
        (
            "the same with its own issuer expected",
            token(machine(iss=CUSTOM, aud=SYSTEM)),
            replace(audience(SYSTEM), issuer=CUSTOM, called_host="tenant.eu.auth0.com"),
            "custom",
        ),
        (
            "canonical token called on the custom domain",
            token(machine(aud=SYSTEM)),
            replace(audience(SYSTEM), called_host="https://login.example.com/api/v2/users"),
            "login.example.com",
        ),
        (
            "/userinfo on the other domain",
            access(iss=CUSTOM),
            replace(ACCESS, issuer=CUSTOM, called_host="tenant.eu.auth0.com"),
            "domain",
        ),
    ],
    "wrong-tenant-domain": [
        ("another tenant", access(iss="https://other.us.auth0.com/"), ACCESS, "other.us"),
        ("the region is missing", access(), issuer("https://tenant.auth0.com/"), "region"),
    ],
    "audience-slash-mismatch": [
        ("a slash too many", access(), audience(f"{API}/"), "slash"),
        ("a slash too few", access(aud=[f"{API}/", f"{ISSUER}userinfo"]), ACCESS, "slash"),
        ("a slash, machine", token(machine(aud=f"{API}/")), ACCESS, "slash"),
        ("the Management API without its slash", token(machine(aud=SYSTEM)), audience(SYSTEM[:-1]), "slash"),
    ],
    "custom-domain-system-audience": [
        (
            "the Management API by the custom domain",
            token(machine(aud=SYSTEM)),
            audience(f"{CUSTOM}api/v2/"),
            "canonical",
        ),
    ],
    "token-for-another-audience": [
        ("Management token at the own API", access(aud=SYSTEM), ACCESS, "Auth0's own API"),
        ("the API expects the client id", access(), audience(CLIENT), "client id"),
        ("http for https in the audience", access(), audience("http://api.example.com"), "nearly"),
    ],
    "api-checks-scope-not-permissions": [
        ("scope only in permissions", access(scope="openid"), scope("read:items"), "permissions"),
    ],
    "api-scope-not-requested": [
        ("asked for nothing of the API", access(**NO_RBAC), scope("read:items"), "request"),
        (
            "asked for another scope",
            access(permissions=None),
            scope("write:items", asked="openid read:items"),
            "request",
        ),
        (
            "not asked and not held",
            access(scope="openid", permissions=[]),
            scope("read:items", asked="openid"),
            "request",
        ),
        ("no scope claim at all", access(scope=None, permissions=None), scope("read:items"), "request"),
        ("machine that asked for less", token(machine()), scope("write:items", asked="read:items"), "without `scope`"),
    ],
    "rbac-user-lacks-permission": [
        ("the user holds nothing", access(scope="openid", permissions=[]), scope("read:items"), "user"),
        (
            "the member holds nothing",
            access(scope="openid", permissions=[], org_id="org_a"),
            scope("read:items", asked="openid read:items"),
            "organization",
        ),
        ("dropped without RBAC's list", access(**NO_RBAC), scope("read:items", asked="openid read:items"), "RBAC"),
        ("permission not held", access(), permission("delete:items"), "user"),
    ],
    "permissions-not-added-to-token": [
        ("no permissions claim", access(permissions=None), permission("write:items"), "token_dialect"),
        ("right in scope, API reads permissions", access(permissions=None), permission("read:items"), "is in scope"),
        ("RFC 9068 without permissions", rfc9068(permissions=None), permission("read:items"), "rfc9068_profile_authz"),
        ("permissions required as a claim", access(permissions=None), claim("permissions", of=ACCESS), "dialect"),
    ],
    "client-grant-scope-missing": [
        ("machine without the scope", token(machine()), scope("write:items"), "grant"),
        ("machine without any scope", token(machine(scope=None)), scope("read:items"), "grant"),
        ("machine of an organization", token(machine(org_id="org_a")), scope("write:items"), "grant"),
        (
            "RFC 9068 machine",
            token(machine(gty=None, azp=None, client_id="m2m1", jti="j"), typ="at+jwt"),
            scope("write:items"),
            "grant",
        ),
        (
            "Management token without the scope",
            token(machine(aud=SYSTEM, scope="read:users")),
            scope("update:users", audience=SYSTEM),
            "grant",
        ),
        ("machine's permissions", token(machine(permissions=["read:items"])), permission("write:items"), "grant"),
    ],
    "management-scope-missing": [
        (
            "a person at the Management API",
            access(aud=SYSTEM, permissions=None, scope="openid read:current_user"),
            scope("read:users", audience=SYSTEM),
            "machine",
        ),
    ],
    "right-written-differently": [
        ("singular and plural", access(), scope("read:item"), "read:items"),
        ("turned round", access(), permission("items.read"), "read:items"),
    ],
    "openid-scope-missing": [
        ("openid left out", access(scope="read:items"), scope("openid"), "openid"),
    ],
    "offline-access-scope-missing": [
        ("offline_access left out", access(), scope("offline_access", asked="openid"), "refresh token"),
    ],
    "api-offline-access-disabled": [
        ("offline_access dropped", access(), scope("offline_access", asked="openid offline_access"), "offline"),
    ],
    "metadata-needs-action": [
        ("metadata by scope", of_id(), claim("plan", asked="openid user_metadata"), "Action"),
        ("user_metadata in an access token", access(), claim("user_metadata", of=ACCESS), "metadata"),
        ("one member of the metadata", of_id(), claim("app_metadata.plan"), "app_metadata"),
        ("namespaced metadata", of_id(), claim(f"{NS}app_metadata"), "Action"),
    ],
    "oidc-scope-missing": [
        ("name in an ID token", of_id(), claim("name"), "profile"),
        ("phone number", of_id(), claim("phone_number", asked="openid profile"), "phone"),
    ],
    "claim-not-namespaced": [
        ("roles without a namespace", access(), claim("roles", of=ACCESS), "namespace"),
        ("groups in an ID token", of_id(), claim("groups"), "namespace"),
        ("permissions in an ID token", of_id(), claim("permissions"), "restricted"),
        ("email in an access token", access(), claim("email", of=ACCESS), "Action"),
        ("bare claim in a Management token", access(aud=SYSTEM), claim("plan", of=audience(SYSTEM)), "namespace"),
    ],
    "claim-namespace-reserved": [
        ("namespace webtask.io", of_id(), claim("https://x.us.webtask.io/roles"), "namespace"),
        ("namespace urn:auth0", access(), claim("urn:auth0:roles", of=ACCESS), "Auth0"),
    ],
    "claim-under-another-name": [
        ("namespaced, read bare", of_id(**{f"{NS}roles": ["a"]}), claim("roles"), f"{NS}roles"),
        ("other letters", access(**{f"{NS}Plan": "x"}), claim(f"{NS}plan", of=ACCESS), "Plan"),
    ],
    "organization-claim-mismatch": [
        ("no organization", of_id(), claim("org_id"), "organization"),
        ("another organization", of_id(org_id="org_b"), claim("org_id", "org_a"), "org_b"),
    ],
    "post-login-action-not-run": [
        ("custom claim of a machine", token(machine()), claim(f"{NS}plan", of=ACCESS), "machine"),
        ("email of a machine", token(machine()), claim("email", of=ACCESS), "no user"),
    ],
    "token-claim-missing": [
        ("a custom claim nobody sets", of_id(), claim(f"{NS}plan"), "Action"),
        ("the user has no email", of_id(email=None), claim("email", asked="openid email"), "profile has no"),
        ("azp in the RFC 9068 dialect", rfc9068(), claim("azp", of=ACCESS), "dialect"),
        ("jti in the default dialect", access(), claim("jti", of=ACCESS), "RFC 9068"),
        ("auth_time without max_age", of_id(), claim("auth_time"), "max_age"),
    ],
}
