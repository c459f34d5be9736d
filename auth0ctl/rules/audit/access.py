"""Who may get tokens for which API, and what a stolen one is good for. Advice, only where an audit is asked for."""

from collections.abc import Callable

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, ResourceServer
from auth0ctl.rules.wish.situation import arg, found, listed, own_apis

DOCS = "https://auth0.com/docs/"
MOST = 8  # APIs or scopes in a line

OPEN_API = Rule(
    code="AZ231",
    name="api-open-to-all-clients",
    severity=Severity.INFO,
    title="Every client of the tenant may ask for the API in its users' names",
    why="With the user access policy `allow_all`, Auth0's default, any client that a person logs in to can get a token "
    "for the API with that person's rights: also one that has nothing to do with it.",
    fix="Give the clients that need the API a client grant of subject type user, then set the policy to "
    "require_client_grant.",
    docs=DOCS + "get-started/applications/application-access-to-apis-client-grants",
)
OPEN_MANAGEMENT = Rule(
    code="AZ232",
    name="management-api-open-to-users",
    severity=Severity.INFO,
    title="Every client may ask for Management API tokens in its users' names",
    why="Such a token can only read and change the person's own profile (management-api.md section 1), but that "
    "includes user_metadata: an app that trusts it can be told anything by its user.",
    fix="If no app lets people change their own profile through the Management API, deny it users' access.",
    docs=DOCS + "get-started/apis/api-access-policies-for-applications",
)
BEARER_API = Rule(
    code="AZ233",
    name="api-takes-bearer-tokens",
    severity=Severity.INFO,
    title="The API's tokens work for whoever holds them",
    why="With DPoP (RFC 9449) or mutual TLS (RFC 8705) required, a stolen access token is worthless without the key.",
    fix="Once its clients send proofs, require sender-constrained tokens of the API.",
    docs=DOCS + "secure/sender-constraining/configure-sender-constraining",
)
EVERY_SCOPE = Rule(
    code="AZ234",
    name="client-grant-holds-every-scope",
    severity=Severity.INFO,
    title="A client may do everything that an API knows",
    why="A grant of every scope outlives what the client was made for; whoever gets its secret gets the whole API, "
    "with `allow_all_scopes` also the scopes that are defined later.",
    fix="Grant only the scopes that the client uses.",
    docs=DOCS + "get-started/applications/application-access-to-apis-client-grants",
)
NO_RBAC = Rule(
    code="AZ235",
    name="api-scopes-without-rbac",
    severity=Severity.INFO,
    title="The API gives every person every scope that is asked for",
    why="Without role-based access control a scope in a token says only that the app asked for it, not that the "
    "person may do it.",
    fix="Unless the API itself decides who may do what, switch on RBAC for it and give the rights to roles.",
    docs=DOCS + "get-started/apis/enable-role-based-access-control-for-apis",
)


def those(facts: Facts, bad: Callable[[ResourceServer], bool]) -> list[str]:
    return [api.identifier for api in own_apis(facts) if bad(api)]


def some(names: list[str]) -> str:
    rest = len(names) - MOST
    return listed(names[:MOST]) + (f" and {rest} more" if rest > 0 else "")


def open_api(facts: Facts) -> Finding | None:
    apis = those(facts, lambda api: api.user_policy == "allow_all")
    if not apis:
        return None
    detail = f"Users' access to {some(apis)} is open to every client."
    seen = "subject_type_authorization.user.policy: allow_all"
    command = f"auth0ctl grant create --client CLIENT --audience {arg(apis[0])} --subject-type user"
    return found(OPEN_API, apis[0], detail, seen, fix=f"{command}    # for each client, then require_client_grant")


def open_management(facts: Facts) -> Finding | None:
    api = next((one for one in facts.resource_servers or () if one.identifier.endswith("/api/v2/")), None)
    if api is None or api.user_policy != "allow_all":
        return None
    detail = "Users' access to the Management API is open to every client."
    return found(OPEN_MANAGEMENT, api.identifier, detail, "subject_type_authorization.user.policy: allow_all")


def bearer_api(facts: Facts) -> Finding | None:
    apis = those(facts, lambda api: (api.raw.get("proof_of_possession") or {}).get("required") is not True)
    if not apis:
        return None
    detail = f"{some(apis)} {'takes' if len(apis) == 1 else 'take'} plain bearer tokens."
    return found(BEARER_API, apis[0], detail, "proof_of_possession.required: false or absent")


def every_scope(facts: Facts) -> Finding | None:
    """Of an API with several scopes, the tenant's own Management API among them."""
    defined = {one.identifier: {scope.value for scope in one.scopes} for one in facts.resource_servers or ()}
    wide = []
    for grant in facts.client_grants or ():
        scopes = defined.get(grant.audience, set())
        if grant.raw.get("allow_all_scopes") is True or (len(scopes) > 2 and scopes <= set(grant.scope)):
            wide.append(f"{grant.client_id or 'third-party clients'} for {grant.audience}")
    if not wide:
        return None
    return found(EVERY_SCOPE, wide[0].partition(" for ")[2], f"Every scope is granted to {some(wide)}.", *wide[:MOST])


def without_rbac(facts: Facts) -> Finding | None:
    apis = those(facts, lambda api: bool(api.scopes) and not api.enforce_policies)
    if not apis:
        return None
    detail = f"{some(apis)} {'defines' if len(apis) == 1 else 'define'} scopes and enforce no roles."
    return found(NO_RBAC, apis[0], detail, "enforce_policies: false or absent")


JUDGES = (
    *(
        Judge(rule=rule, needs=("resource_servers",), find=find)
        for rule, find in (
            (OPEN_API, open_api),
            (OPEN_MANAGEMENT, open_management),
            (BEARER_API, bearer_api),
            (NO_RBAC, without_rbac),
        )
    ),
    Judge(rule=EVERY_SCOPE, needs=("resource_servers", "client_grants"), find=every_scope),
)
