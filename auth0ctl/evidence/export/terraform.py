"""Terraform state, as ``terraform show -json`` prints it and as a state file (version 4) holds it.

Shapes of the auth0/auth0 provider, version 1: nested blocks are lists of one, a client's authentication method, an
API's scopes and a connection's clients are resources of their own. A state holds what Terraform manages, no more.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from auth0ctl.errors import UsageError
from auth0ctl.evidence.export.objects import Exported, Rows, mapping, rows, texts
from auth0ctl.protocol import JSONObject

BLOCKS = ("jwt_configuration", "refresh_token", "options", "flags", "native_social_login", "subject_type_authorization")
Resources = Mapping[str, list[JSONObject]]


def read_state(text: str, name: str) -> Exported:
    """The state in ``text``; ``name`` is what errors call it. Raises UsageError for what is none."""
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{name} cannot be read as JSON") from None
    held: dict[str, list[JSONObject]] = {}
    for kind, attributes in resources(mapping(state)):
        if kind.startswith("auth0_"):
            held.setdefault(kind, []).append(plain(attributes))
    if not held:
        raise UsageError(
            f"{name} holds no Auth0 configuration",
            "Give the state of Terraform (`terraform show -json`), or what `a0deploy export` wrote.",
        )
    return exported(held)


def resources(state: Mapping[str, Any]) -> Iterator[tuple[str, JSONObject]]:
    """Pairs of type and attributes, of either form."""
    for resource in rows(state.get("resources")) or ():
        for instance in rows(resource.get("instances")) or ():
            yield str(resource.get("type")), dict(mapping(instance.get("attributes")))
    yield from in_module(mapping(mapping(state.get("values")).get("root_module")))


def in_module(module: Mapping[str, Any]) -> Iterator[tuple[str, JSONObject]]:
    for resource in rows(module.get("resources")) or ():
        yield str(resource.get("type")), dict(mapping(resource.get("values")))
    for child in rows(module.get("child_modules")) or ():
        yield from in_module(child)


def plain(attributes: Mapping[str, Any]) -> JSONObject:
    """Attributes as the API has them: what is unset (null, an empty text) left out, blocks of one as the object."""
    kept: dict[str, Any] = {}
    for name, value in attributes.items():
        inner = rows(value)
        if name in BLOCKS and inner is not None:
            if inner:
                kept[name] = plain(inner[0])
        elif value is not None and value != "":
            kept[name] = value
    return kept


def exported(held: Resources) -> Exported:
    tenants, guardians = held.get("auth0_tenant"), held.get("auth0_guardian")
    policy = guardians[0].get("policy") if guardians else None
    return Exported(
        kind="a Terraform state",
        partial=True,
        clients=clients(held),
        resource_servers=servers(held),
        client_grants=grants(held),
        connections=connections(held),
        tenant=tenants[0] if tenants else None,
        custom_domains=listed(held, "auth0_custom_domain"),
        actions=actions(held),
        bound=bound(held),
        organizations=organizations(held),
        mfa_policies=None if policy is None else tuple(one for one in (policy,) if one != "never"),
    )


def listed(held: Resources, kind: str) -> Rows | None:
    return tuple(held[kind]) if kind in held else None


def clients(held: Resources) -> Rows | None:
    """Clients with the authentication method that stands beside them."""
    methods = {
        one.get("client_id"): one.get("authentication_method") for one in held.get("auth0_client_credentials", ())
    }
    found = []
    for one in held.get("auth0_client", ()):
        client_id = one.get("client_id") or one.get("id")
        method = methods.get(client_id) or one.get("token_endpoint_auth_method")
        found.append({**one, "client_id": client_id, **({"token_endpoint_auth_method": method} if method else {})})
    return tuple(found) if "auth0_client" in held else None


def servers(held: Resources) -> Rows | None:
    """APIs with the scopes that stand beside them, all together or each on its own."""
    found = []
    for one in held.get("auth0_resource_server", ()):
        scopes = list(rows(one.get("scopes")) or ())
        for more in held.get("auth0_resource_server_scopes", ()):
            if more.get("resource_server_identifier") == one.get("identifier"):
                scopes += rows(more.get("scopes")) or ()
        for single in held.get("auth0_resource_server_scope", ()):
            if single.get("resource_server_identifier") == one.get("identifier"):
                scopes.append({"value": single.get("scope")})
        named = [{"value": scope.get("name") or scope.get("value")} for scope in scopes]
        subjects = {kind: (rows(value) or ({},))[0] for kind, value in mapping(one.get(BLOCKS[-1])).items() if value}
        found.append({**one, "scopes": named, **({BLOCKS[-1]: subjects} if subjects else {})})
    return tuple(found) if "auth0_resource_server" in held else None


def grants(held: Resources) -> Rows | None:
    every = held.get("auth0_client_grant")
    return None if every is None else tuple({**one, "scope": one.get("scopes") or one.get("scope")} for one in every)


def connections(held: Resources) -> Rows | None:
    """Connections; ``enabled_clients`` only where the state says something about any connection's clients."""
    pairs = [(one.get("connection_id"), one.get("client_id")) for one in held.get("auth0_connection_client", ())]
    for one in held.get("auth0_connection_clients", ()):
        pairs += [(one.get("connection_id"), client) for client in texts(one.get("enabled_clients")) or ()]
    said = "auth0_connection_client" in held or "auth0_connection_clients" in held
    found = []
    for one in held.get("auth0_connection", ()):
        enabled = {"enabled_clients": [client for id_, client in pairs if id_ == one.get("id")]} if said else {}
        found.append({**one, **enabled})
    return tuple(found) if "auth0_connection" in held else None


def actions(held: Resources) -> Rows | None:
    """Actions; ``deploy`` says that each apply deploys what it writes."""
    every = held.get("auth0_action")
    return None if every is None else tuple({**one, "deployed": one.get("deploy") is True} for one in every)


def bound(held: Resources) -> tuple[tuple[str, str], ...]:
    singles = [(one.get("trigger"), one.get("action_id")) for one in held.get("auth0_trigger_action", ())]
    for one in held.get("auth0_trigger_actions", ()):
        singles += [(one.get("trigger"), row.get("id")) for row in rows(one.get("actions")) or ()]
    return tuple((str(trigger), str(action)) for trigger, action in singles)


def organizations(held: Resources) -> Rows | None:
    """Organizations with the names of their connections, where the state has them."""
    names = {one.get("id"): one.get("name") for one in held.get("auth0_connection", ())}
    pairs = [
        (one.get("organization_id"), one.get("connection_id")) for one in held.get("auth0_organization_connection", ())
    ]
    for one in held.get("auth0_organization_connections", ()):
        enabled = rows(one.get("enabled_connections")) or ()
        pairs += [(one.get("organization_id"), row.get("connection_id")) for row in enabled]
    found = []
    for one in held.get("auth0_organization", ()):
        theirs = [names[id_] for organization, id_ in pairs if organization == one.get("id") and id_ in names]
        found.append({**one, "connections": [{"name": name} for name in theirs]} if theirs else one)
    return tuple(found) if "auth0_organization" in held else None
