"""Every client of a tenant with what its logins depend on, by lists: the number of requests does not grow with clients.

Requests: the seven of ``auth0ctl.evidence.tenant`` without a client, the clients and the client grants (one for each
hundred), the Actions of machine logins, and which connection serves whom: one for each connection, or for each client
that needs one, whichever are fewer. No client is asked about at /authorize. Never a write.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.evidence.config import reason_of
from auth0ctl.evidence.tenant import SIDE_BY_SIDE, Reading, Wanted, read
from auth0ctl.model import Client, ClientGrant, Facts
from auth0ctl.records import Connection
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace

MACHINE_TRIGGER = "credentials-exchange"
DIRECT = ("client_credentials",)  # grant types that need no connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """``shared`` holds what belongs to no one client, all client grants among it."""

    shared: Facts
    clients: tuple[Client, ...]
    machine_actions: frozenset[str]  # ids of the Actions in the machines' flow

    def of(self, client: Client) -> Facts:
        """The facts about one client."""
        mine = (client.client_id, None) if not client.is_first_party else (client.client_id,)
        grants = self.shared.client_grants
        missing = {name: why for name, why in self.shared.missing.items() if name not in ("client",)}
        return replace(
            self.shared,
            client=client,
            client_grants=None if grants is None else tuple(one for one in grants if one.client_id in mine),
            missing=missing,
        )


def read_census(
    facts: Facts, management: Management, *, pause: Callable[[float], None] = time.sleep, told: Callable[[str], None]
) -> Census:
    """Read them. ``told`` hears what is being read. Raises what reading the clients raises: without them, nothing."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        reading = Reading(management=management.paced(Pace(pause)), pool=pool, missing=dict(facts.missing), pause=pause)
        ask = reading.management
        told("reading the tenant's clients and settings")
        listed = reading.start(ask.clients)
        granted = reading.start(ask.client_grants)
        bound = reading.start(partial(ask.bindings, MACHINE_TRIGGER))
        shared = read(facts, reading, Wanted())
        clients = tuple(Client.from_api(one) for one in listed.result())
        reading.missing.pop("client", None)
        reading.missing.pop("client_grants", None)
        grants = reading.known("client_grants", granted)
        machine = reading.known("actions of machines", bound) or []
        told("reading which connection serves whom")
        connections = shared.connections
        if connections is not None:
            connections = served(reading, connections, [one for one in clients if needs_connection(one)])
    shared = replace(
        shared,
        connections=connections,
        client_grants=None if grants is None else tuple(ClientGrant.from_api(one) for one in grants),
        missing=reading.missing,
    )
    ids = frozenset(str((row.get("action") or {}).get("id")) for row in machine)
    return Census(shared=shared, clients=clients, machine_actions=ids)


def needs_connection(client: Client) -> bool:
    """Whether people log in with it, and not by a connection that serves every client."""
    return client.is_first_party and any(grant not in DIRECT for grant in client.grant_types)


def served(reading: Reading, connections: tuple[Connection, ...], clients: list[Client]) -> tuple[Connection, ...]:
    """The connections with their clients; asked from the shorter side, and not at all where the list told it."""
    unknown = [one for one in connections if one.enabled_clients is None]
    if not unknown or not clients:
        return connections
    ask, enabled = reading.management, dict[str, set[str]]()
    try:
        if len(unknown) <= len(clients):
            rows = [(one.id, reading.start(partial(ask.connection_clients, one.id))) for one in unknown]
            enabled = {id_: set(answer.result()) for id_, answer in rows}
        else:
            asked = [(one.client_id, reading.start(partial(ask.client_connections, one.client_id))) for one in clients]
            enabled = {one.id: set() for one in unknown}
            for client_id, answer in asked:
                for row in answer.result():
                    enabled.setdefault(str(row.get("id")), set()).add(client_id)
    except (TenantError, AuthError, RateLimited) as refused:
        reading.missing["enabled connections"] = reason_of(refused)
        return connections
    return tuple(with_clients(one, enabled) for one in connections)


def with_clients(connection: Connection, enabled: Mapping[str, Any]) -> Connection:
    if connection.id not in enabled or connection.enabled_clients is not None:
        return connection
    return replace(connection, enabled_clients=tuple(sorted(enabled[connection.id])))
