"""Who may log in, and the tenant's settings that say how: connections, organizations, permissions of a user."""

from auth0ctl import edits
from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.model import Client, Facts
from auth0ctl.records import Connection
from auth0ctl.rules.mending.objects import of_tenant, setting
from auth0ctl.rules.wish.people import DATABASE, connection_named, organization_named, usable
from auth0ctl.rules.wish.rights import wanted_rights
from auth0ctl.rules.wish.situation import api, stated_audience


def permit(facts: Facts) -> tuple[Edit, ...]:
    """The permissions that this user lacks, one edit each. Somebody has to agree to every one."""
    server, user = api(facts), facts.user
    if server is None or user is None or user.permissions is None or not server.enforce_policies:
        return ()
    held = {name for identifier, name in user.permissions if identifier == server.identifier}
    defined = {scope.value for scope in server.scopes}
    return tuple(
        listed(
            Kind.USER,
            user.user_id,
            user.user_id,
            (edits.PERMISSIONS, server.identifier, one),
            f"{user.user_id} may then do {one} at {server.identifier}",
        )
        for one in wanted_rights(facts)
        if one in defined and one not in held
    )


def join(facts: Facts) -> tuple[Edit, ...]:
    organization, user = facts.organization, facts.user
    if organization is None or user is None or user.user_id in (organization.members or ()):
        return ()
    name = organization.name or organization.id
    path = (edits.MEMBERS, user.user_id)
    return (listed(Kind.ORGANIZATION, organization.id, name, path, f"{user.user_id} becomes a member of {name}"),)


def enable_connection(facts: Facts) -> tuple[Edit, ...]:
    """For the client, and for the organization that is named; where none is named, only if there is but one."""
    client, connections = facts.client, facts.connections or ()
    name = connection_named(facts)
    fitting = [one for one in connections if one.name == name] if name else list(connections)
    if client is None or len(fitting) != 1:
        return ()
    one = fitting[0]
    found = for_client(one, client)
    organization = facts.organization
    if organization is not None and organization.connections is not None and one.name not in organization.connections:
        path = (edits.ENABLED_CONNECTIONS, one.id)
        found += (listed(Kind.ORGANIZATION, organization.id, organization.name or organization.id, path),)
    return found


def for_client(one: Connection, client: Client) -> tuple[Edit, ...]:
    if usable(one, client) is not False or (one.raw.get("authentication") or {}).get("active") is False:
        return ()
    if not client.is_first_party:
        member = Member(path=("is_domain_connection",), before=one.raw.get("is_domain_connection"), after=True)
        risk = f"every client of the tenant may then use the connection {one.name}, third-party ones too"
        return (Edit(kind=Kind.CONNECTION, id=one.id, name=one.name, members=(member,), risk=risk),)
    return (listed(Kind.CONNECTION, one.id, one.name, (edits.ENABLED_CLIENTS, client.client_id)),)


def listed(kind: Kind, id_: str, name: str, path: tuple[str, ...], risk: str = "") -> Edit:
    """Something put into a list that has requests of its own."""
    return Edit(kind=kind, id=id_, name=name, members=(Member(path=path, before=False, after=True),), risk=risk)


def allow_signup(facts: Facts) -> tuple[Edit, ...]:
    """The database in question; of several that nobody named, none is chosen."""
    name, client = connection_named(facts), facts.client
    databases = [one for one in facts.connections or () if one.strategy == DATABASE and (not name or one.name == name)]
    if not name and client is not None:
        databases = [one for one in databases if usable(one, client) is not False]
    if len(databases) != 1 or databases[0].options.get("disable_signup") is not True:
        return ()
    one = databases[0]
    member = Member(path=("options", "disable_signup"), before=True, after=False)
    risk = f"anybody can make an account in {one.name}"
    return (Edit(kind=Kind.CONNECTION, id=one.id, name=one.name, members=(member,), risk=risk),)


def default_directory(facts: Facts) -> tuple[Edit, ...]:
    """The client's only database."""
    settings, client = facts.tenant_settings, facts.client
    if settings is None or client is None or settings.default_directory:
        return ()
    databases = [one for one in facts.connections or () if one.strategy == DATABASE and usable(one, client)]
    return of_tenant(setting(settings, "default_directory", databases[0].name)) if len(databases) == 1 else ()


def organization_names(facts: Facts) -> tuple[Edit, ...]:
    """Names are taken beside ids; only where the name is one of this tenant's."""
    settings, organization = facts.tenant_settings, facts.organization
    if settings is None or organization is None or organization.name != organization_named(facts):
        return ()
    return of_tenant(setting(settings, "allow_organization_name_in_authentication_api", True))


def map_resource(facts: Facts) -> tuple[Edit, ...]:
    settings = facts.tenant_settings
    if settings is None or stated_audience(facts) or settings.resource_parameter_profile == "compatibility":
        return ()
    return of_tenant(setting(settings, "resource_parameter_profile", "compatibility"))
