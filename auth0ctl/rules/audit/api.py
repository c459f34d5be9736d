"""Settings of the API that a login is for, and of the tenant, that give more than anybody may want."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.wish.situation import api, audience, found, listed
from auth0ctl.words import duration

DOCS = "https://auth0.com/docs/"
DAY = 86_400  # seconds; the lifetime that Auth0 gives an API's tokens by itself (resource-servers.md)

LONG_TOKEN = Rule(
    code="AZ221",
    name="access-token-lives-long",
    severity=Severity.INFO,
    title="The API's access tokens live for days",
    why="An access token cannot be taken back: one that was stolen, or whose user was blocked, works until it expires.",
    fix="Shorten the API's token lifetime and use refresh tokens.",
    docs=DOCS + "secure/tokens/access-tokens/update-access-token-lifetime",
)
GRANT_OF_NOTHING = Rule(
    code="AZ222",
    name="client-grant-scope-undefined",
    severity=Severity.INFO,
    title="A client grant names a scope that its API does not define",
    why="Such a scope was removed from the API, or is misspelt in the grant. Tokens that carry it are of use only as "
    "long as nobody defines the scope anew for something else.",
    fix="Define the scope at the API, or take it out of the client grant.",
    docs=DOCS + "get-started/applications/application-access-to-apis-client-grants",
)
OPEN_REGISTRATION = Rule(
    code="AZ223",
    name="client-registration-open",
    severity=Severity.INFO,
    title="Anybody can register a client at this tenant",
    why="With OpenID Connect dynamic client registration on, an unauthenticated request makes a client, which then "
    "sends people to this tenant's login page under a name of its choice.",
    fix="If no partner needs it, switch OIDC Dynamic Application Registration off in the tenant's advanced settings.",
    docs=DOCS + "get-started/applications/dynamic-client-registration",
)


def long_token(facts: Facts) -> Finding | None:
    """Of the API that is asked for; another one has no part in this."""
    server = api(facts)
    if server is None or server.is_system or server.token_lifetime <= DAY:
        return None
    detail = f"A token for {server.identifier} lives {duration(server.token_lifetime)}."
    return found(LONG_TOKEN, server.identifier, detail, f"token_lifetime: {server.token_lifetime} seconds")


def grant_of_nothing(facts: Facts) -> Finding | None:
    """An API without any scope is left alone: an export or a state may not hold them."""
    wanted = audience(facts)
    defined = {
        one.identifier: {scope.value for scope in one.scopes}
        for one in facts.resource_servers or ()
        if one.scopes and not one.is_system and wanted in ("", one.identifier)
    }
    for grant in facts.client_grants or ():
        unknown = [scope for scope in grant.scope if scope not in defined.get(grant.audience, {scope})]
        if unknown and grant.raw.get("allow_all_scopes") is not True:
            detail = f"The grant for {grant.audience} names {listed(unknown)}, which the API does not define."
            return found(GRANT_OF_NOTHING, grant.audience, detail, f"scope of the client grant: {listed(unknown)}")
    return None


def open_registration(facts: Facts) -> Finding | None:
    settings = facts.tenant_settings
    if settings is None or settings.flags.get("enable_dynamic_client_registration") is not True:
        return None
    subject = facts.tenant.domain if facts.tenant else "the tenant"
    detail = f"{subject} answers /oidc/register to anybody."
    return found(OPEN_REGISTRATION, subject, detail, "flags.enable_dynamic_client_registration: true")


JUDGES = (
    Judge(rule=LONG_TOKEN, needs=("resource_servers",), find=long_token),
    Judge(rule=GRANT_OF_NOTHING, needs=("resource_servers", "client_grants"), find=grant_of_nothing),
    Judge(rule=OPEN_REGISTRATION, needs=("tenant_settings",), find=open_registration),
)
