"""What an API gives, and who may ask it: offline access, permissions, scopes, consent, client grants."""

from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.model import Facts, ResourceServer
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.mending.objects import growing, of_api
from auth0ctl.rules.wish.rights import grant_of, policy, wanted_rights
from auth0ctl.rules.wish.situation import api, machine

AUTHZ = {"access_token": "access_token_authz", "rfc9068_profile": "rfc9068_profile_authz"}


def offline_access(facts: Facts) -> tuple[Edit, ...]:
    server = api(facts)
    if server is None or server.is_system or server.allow_offline_access:
        return ()
    return of_api(server, switched_on(server, "allow_offline_access"))


def permissions_claim(facts: Facts) -> tuple[Edit, ...]:
    """RBAC and an _authz dialect; RBAC is only ever switched on, as off it would open the API to everybody."""
    server = api(facts)
    if server is None or server.is_system:
        return ()
    members, risk = [], ""
    if not server.enforce_policies:
        members.append(switched_on(server, "enforce_policies"))
        risk = "with RBAC, users lose the scopes whose permissions they do not hold"
    if server.token_dialect in AUTHZ:
        before = server.raw.get("token_dialect")
        members.append(Member(path=("token_dialect",), before=before, after=AUTHZ[server.token_dialect]))
    return of_api(server, *members, risk=risk) if members else ()


def define_scopes(facts: Facts) -> tuple[Edit, ...]:
    server = api(facts)
    return () if server is None or machine(facts) else defining(server, wanted_rights(facts))


def defining(server: ResourceServer, rights: tuple[str, ...] | list[str]) -> tuple[Edit, ...]:
    """Those that the API does not define yet; Auth0's own APIs cannot have more."""
    defined = {scope.value for scope in server.scopes}
    missing = [{"value": one, "description": one} for one in rights if one not in defined]
    return (
        of_api(server, growing("scopes", server.raw.get("scopes"), missing)) if missing and not server.is_system else ()
    )


def skip_consent(facts: Facts) -> tuple[Edit, ...]:
    """Only where it would be skipped then: first-party, and a callback that is verifiable."""
    server, client, request = api(facts), facts.client, facts.request
    if server is None or client is None or server.is_system or server.skip_consent or not client.is_first_party:
        return ()
    if request is None or not request.redirect_uri or not verifiable(request.redirect_uri):
        return ()
    risk = "people are no longer asked whether first-party apps may use this API"
    return of_api(server, switched_on(server, "skip_consent_for_verifiable_first_party_clients"), risk=risk)


def switched_on(server: ResourceServer, name: str) -> Member:
    return Member(path=(name,), before=server.raw.get(name), after=True)


def create_grant(facts: Facts) -> tuple[Edit, ...]:
    """A grant with the scopes that are asked for and defined, and no others."""
    server, client = api(facts), facts.client
    if server is None or client is None or grant_of(facts, server) is not None:
        return ()
    if policy(server, for_machine=machine(facts)) == "deny_all":
        return ()
    defined = {scope.value for scope in server.scopes}
    scope = [one for one in wanted_rights(facts) if one in defined]
    members = {
        "client_id": client.client_id,
        "audience": server.identifier,
        "scope": scope,
        "subject_type": "client" if machine(facts) else "user",
    }
    return (
        Edit(
            kind=Kind.GRANT,
            id="",
            name=f"of {client.name} for {server.identifier}",
            members=tuple(Member(path=(name,), before=None, after=value) for name, value in members.items()),
            risk=over_the_tenant(server, client.name, scope),
        ),
    )


def widen_grant(facts: Facts) -> tuple[Edit, ...]:
    """The client's own grant, after the API defines what it lacks; that for all third-party clients is nobody's own."""
    server, client = api(facts), facts.client
    grant = grant_of(facts, server) if server is not None and client is not None else None
    if server is None or client is None or grant is None or grant.client_id is None:
        return ()
    missing = [one for one in wanted_rights(facts) if one not in grant.scope]
    defined = {scope.value for scope in server.scopes}
    if not missing or (server.is_system and not defined.issuperset(missing)):
        return ()
    return (
        *defining(server, missing),
        Edit(
            kind=Kind.GRANT,
            id=grant.id,
            name=f"of {client.name} for {server.identifier}",
            members=(growing("scope", grant.raw.get("scope"), missing),),
            risk=over_the_tenant(server, client.name, missing),
        ),
    )


def over_the_tenant(server: ResourceServer, name: str, scope: list[str]) -> str:
    """Rights over the tenant itself are more than rights to use an API."""
    if not scope or not server.identifier.endswith("/api/v2/"):
        return ""
    return f"{name} gets rights over the tenant itself: {' '.join(scope)}"
