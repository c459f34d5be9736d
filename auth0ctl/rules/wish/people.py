"""Who may log in, and how they get in: connections, organizations, the user, and an Action that says no."""

from difflib import get_close_matches

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Client, Facts
from auth0ctl.records import Connection
from auth0ctl.rules.login.asking import (
    CONNECTION_NOT_ENABLED,
    ORGANIZATION_NOT_ALLOWED,
    ORGANIZATION_NOT_AN_ID,
    ORGANIZATION_REQUIRED,
    ORGANIZATION_UNKNOWN,
)
from auth0ctl.rules.login.person import DIRECTORY_MISSING, NOT_A_MEMBER, USER_BLOCKED
from auth0ctl.rules.said.causes.tenant import SIGNUP_DISABLED, SOCIAL_DEV_KEYS
from auth0ctl.rules.wish.situation import client_of, flow, found, host, listed, machine, parameter, silent, wish_of

DATABASE = "auth0"
# Strategies whose connections take keys of an app at the provider, and for which Auth0 lends its own to try out.
SOCIAL = frozenset(
    "amazon apple bitbucket box dropbox evernote evernote-sandbox exact facebook fitbit github google-oauth2 instagram "
    "line linkedin paypal paypal-sandbox salesforce salesforce-sandbox shopify soundcloud thecity twitch twitter "
    "untappd vkontakte weibo windowslive wordpress yahoo yandex".split()
)


def connection_named(facts: Facts) -> str:
    """The connection by the request, the realm or the wish; for the plain password grant the default directory."""
    named = parameter(facts, "connection") or parameter(facts, "realm") or wish_of(facts).connection or ""
    if not named and flow(facts) == "password" and facts.tenant_settings is not None:
        return facts.tenant_settings.default_directory
    return named


def people_log_in(facts: Facts) -> bool:
    """Whether the flow has a person who logs in."""
    if flow(facts) in ("logout", "refresh") or machine(facts):
        return False
    return (
        facts.request is not None or facts.token_request is not None or flow(facts) in ("signup", "cross-origin-login")
    )


def usable(connection: Connection, client: Client) -> bool | None:
    """Whether a client may use a connection; None where it is not known (clients.md section 5)."""
    if (connection.raw.get("authentication") or {}).get("active") is False:
        return False
    if not client.is_first_party:
        return connection.is_domain_connection
    if connection.is_domain_connection:
        return True
    return None if connection.enabled_clients is None else client.client_id in connection.enabled_clients


def connection_not_enabled(facts: Facts) -> Finding | None:
    client, connections = client_of(facts), facts.connections or ()
    if not people_log_in(facts):
        return None
    name = connection_named(facts)
    if not name:
        return none_enabled(facts, client, connections)
    one = next((each for each in connections if each.name == name), None)
    enabled = [each.name for each in connections if usable(each, client)]
    if one is None:
        near = next(iter(get_close_matches(name, [each.name for each in connections], n=1, cutoff=0.5)), "")
        near = near or next((each.name for each in connections if name.lower() in each.name.lower()), "")
        return found(
            CONNECTION_NOT_ENABLED,
            name,
            f"The tenant has no connection named {name}." + (f" There is {near}." if near else ""),
            f"connection: {name}",
            f"enabled for {client.name}: {listed(enabled)}",
            fix=f"Send the connection's name as the tenant has it{': ' + near if near else ''}, or none at all.",
        )
    if usable(one, client) is not False:
        return None
    third = not client.is_first_party
    why = (
        "a third-party client may use domain-level connections only"
        if third
        else f"it is not enabled for {client.name}"
    )
    return found(
        CONNECTION_NOT_ENABLED,
        name,
        f"The connection {name} cannot be used: {why}.",
        f"connection: {name}",
        f"enabled for {client.name}: {listed(enabled)}",
        fix=f"In the dashboard: Authentication, the connection {name}: "
        + ("promote it to a domain-level connection." if third else f"Applications: switch on {client.name}."),
    )


def none_enabled(facts: Facts, client: Client, connections: tuple[Connection, ...]) -> Finding | None:
    """Nobody can log in at all, where no organization brings its own connections."""
    known = [usable(one, client) for one in connections]
    if None in known or any(known) or (facts.organization is not None and facts.organization.connections):
        return None
    third = " (third-party: only domain-level connections count)" if not client.is_first_party else ""
    return found(
        CONNECTION_NOT_ENABLED,
        client.client_id,
        f"No connection is enabled for {client.name}{third}, so nobody can log in with it.",
        f"connections of the tenant: {listed([one.name for one in connections])}",
        fix=f"In the dashboard: Authentication, a connection, Applications: switch on {client.name}.",
    )


def directory_missing(facts: Facts) -> Finding | None:
    settings = facts.tenant_settings
    assert settings is not None
    if flow(facts) != "password" or settings.default_directory or parameter(facts, "realm"):
        return None
    return found(
        DIRECTORY_MISSING,
        "the tenant",
        "The password grant asks the tenant's default directory, and there is none.",
        "default_directory: none",
    )


def signup_disabled(facts: Facts) -> Finding | None:
    """The database connection in question, or every one that the client may use."""
    name, client = connection_named(facts), facts.client
    if flow(facts) != "signup" and parameter(facts, "screen_hint") != "signup":
        return None
    databases = [one for one in facts.connections or () if one.strategy == DATABASE and (not name or one.name == name)]
    if not name and client is not None:
        databases = [one for one in databases if usable(one, client) is not False]
    if not databases or not all(one.options.get("disable_signup") is True for one in databases):
        return None
    names = listed([one.name for one in databases])
    return found(
        SIGNUP_DISABLED,
        names,
        f"Sign-ups are disabled on the database connection {names}: public signup is turned off there.",
        "options.disable_signup: true",
        fix=f"In the dashboard: Authentication, Database, {names}: switch Disable Sign Ups off; or create the user "
        "there.",
    )


def social_dev_keys(facts: Facts) -> Finding | None:
    """Auth0's own keys at the provider: fine for a first try, not for silent login or a custom domain."""
    client, name = client_of(facts), connection_named(facts)
    if not people_log_in(facts):
        return None
    lent = [one for one in facts.connections or () if developer_keys(one) and usable(one, client) is not False]
    lent = [one for one in lent if not name or one.name == name]
    if not lent:
        return None
    only = bool(name) or all(developer_keys(one) for one in facts.connections or () if usable(one, client) is not False)
    custom = wish_of(facts).app_domain or ""
    on_custom = bool(custom) and host(f"https://{custom}") in (facts.custom_domains or ())
    matters = only and (silent(facts) or on_custom)
    names = listed([one.name for one in lent])
    what = "a silent login never succeeds" if silent(facts) else "logins on the custom domain fail"
    return found(
        SOCIAL_DEV_KEYS,
        names,
        f"The social connection {names} uses Auth0's developer keys" + (f": {what} with them." if matters else "."),
        "options.client_id: none",
        fix=f"In the dashboard: Authentication, Social, {names}: put in the client id and secret of an app of your "
        "own.",
        severity=None if matters else Severity.WARNING if name or silent(facts) or on_custom else Severity.INFO,
    )


def developer_keys(connection: Connection) -> bool:
    """A social connection without keys; one whose options may not be read says nothing."""
    if connection.strategy not in SOCIAL or connection.raw.get("options") is None:
        return False
    return not any(connection.options.get(name) for name in ("client_id", "app_id", "consumerKey"))


# Organizations


def organization_named(facts: Facts) -> str:
    return parameter(facts, "organization") or wish_of(facts).organization or ""


def organization_required(facts: Facts) -> Finding | None:
    client = client_of(facts)
    behaviour = client.raw.get("organization_require_behavior") or "no_prompt"
    if organization_named(facts) or not people_log_in(facts):
        return None
    if client.organization_usage != "require":
        return organization_wanted(facts)
    if behaviour != "no_prompt" or flow(facts) in ("signup", "cross-origin-login"):
        return None
    return found(
        ORGANIZATION_REQUIRED,
        client.client_id,
        f"{client.name} requires an organization, and the request names none.",
        "organization_usage: require",
        f"organization_require_behavior: {behaviour}",
        fix="auth0ctl login --organization org_ID    # and the organization in the app; or let Auth0 prompt for it",
    )


def organization_wanted(facts: Facts) -> Finding | None:
    """The client takes people with and without one, and the token is to name one."""
    wish, client = wish_of(facts), client_of(facts)
    if not wish.expect_membership and not {"org_id", "org_name"} & {*wish.expect_claims}:
        return None
    return found(
        ORGANIZATION_REQUIRED,
        client.client_id,
        "The login is to be one of an organization's member, and the request names no organization: the token will "
        "have "
        "no org_id.",
        f"organization_usage: {client.organization_usage or 'absent (deny)'}",
        fix="auth0ctl login --organization org_ID    # and the organization in the app",
        confidence=Confidence.LIKELY,
    )


def organization_not_allowed(facts: Facts) -> Finding | None:
    client, named = client_of(facts), organization_named(facts)
    if not named or not people_log_in(facts) or client.organization_usage in ("allow", "require"):
        return None
    return found(
        ORGANIZATION_NOT_ALLOWED,
        client.client_id,
        f"The request names the organization {named}, and {client.name} does not serve organizations.",
        f"organization_usage: {client.organization_usage or 'absent (deny)'}",
        fix="In the dashboard: Applications, the client, Organizations: Business Users or Both; or send no "
        "organization.",
    )


def organization_not_an_id(facts: Facts) -> Finding | None:
    named, settings = organization_named(facts), facts.tenant_settings
    assert settings is not None
    by_name = settings.raw.get("allow_organization_name_in_authentication_api") is True
    if not named or named.startswith("org_") or by_name:
        return None
    right = facts.organization.id if facts.organization else "org_ID"
    return found(
        ORGANIZATION_NOT_AN_ID,
        named,
        f"The organization was given by its name, {named}, and the tenant takes ids only.",
        "allow_organization_name_in_authentication_api: false",
        fix=f"auth0ctl login --organization {right or 'org_ID'}",
    )


def organization_unknown(facts: Facts) -> Finding | None:
    probe = next((one for one in facts.probes or () if one.name == "organization" and one.outcome == "unknown"), None)
    if probe is None:
        return None
    return found(
        ORGANIZATION_UNKNOWN,
        probe.detail,
        f"The tenant has no organization {probe.detail}.",
        f"organization: {probe.detail}",
    )


def not_a_member(facts: Facts) -> Finding | None:
    """Where members are known, and no connection of the organization adds them by itself."""
    organization, user = facts.organization, facts.user
    assert organization is not None
    assert user is not None
    if organization.members is None or user.user_id in organization.members:
        return None
    return found(
        NOT_A_MEMBER,
        user.user_id,
        f"The user {user.user_id} is not a member of the organization {organization.name or organization.id}.",
        f"members: {len(organization.members)}",
        fix=f"In the dashboard: Organizations, {organization.name or organization.id}, Members: add the user.",
        confidence=Confidence.LIKELY,
    )


def organization_connection(facts: Facts) -> Finding | None:
    """An organization has connections of its own choice."""
    organization, name = facts.organization, connection_named(facts)
    assert organization is not None
    if organization.connections is None or not people_log_in(facts):
        return None
    if organization.connections and (not name or name in organization.connections):
        return None
    what = f"the connection {name} is not enabled" if name else "no connection is enabled"
    return found(
        CONNECTION_NOT_ENABLED,
        organization.id,
        f"For the organization {organization.name or organization.id} {what}, so its members cannot log in by it.",
        f"connections of the organization: {listed(organization.connections)}",
        fix=f"In the dashboard: Organizations, {organization.name or organization.id}, Connections: enable one.",
    )


def user_blocked(facts: Facts) -> Finding | None:
    user = facts.user
    assert user is not None
    if not user.blocked:
        return None
    return found(USER_BLOCKED, user.user_id, f"The user {user.user_id} is blocked.", "blocked: true")


JUDGES = (
    Judge(rule=CONNECTION_NOT_ENABLED, needs=("client", "connections"), find=connection_not_enabled),
    Judge(rule=CONNECTION_NOT_ENABLED, needs=("organization",), find=organization_connection),
    Judge(rule=DIRECTORY_MISSING, needs=("tenant_settings",), find=directory_missing),
    Judge(rule=SIGNUP_DISABLED, needs=("connections",), find=signup_disabled),
    Judge(rule=SOCIAL_DEV_KEYS, needs=("client", "connections"), find=social_dev_keys),
    Judge(rule=ORGANIZATION_REQUIRED, needs=("client",), find=organization_required),
    Judge(rule=ORGANIZATION_NOT_ALLOWED, needs=("client",), find=organization_not_allowed),
    Judge(rule=ORGANIZATION_NOT_AN_ID, needs=("tenant_settings",), find=organization_not_an_id),
    Judge(rule=ORGANIZATION_UNKNOWN, needs=(), find=organization_unknown),
    Judge(rule=NOT_A_MEMBER, needs=("organization", "user"), find=not_a_member),
    Judge(rule=USER_BLOCKED, needs=("user",), find=user_blocked),
)
