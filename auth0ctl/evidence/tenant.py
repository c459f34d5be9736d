"""Everything of a tenant's configuration that a login depends on, read side by side; never a write.

What may not be read stays unknown, with the scope that it needs as the reason. Scopes: read:clients (and
read:client_keys for the secret), read:resource_servers, read:client_grants, read:connections (and
read:connections_options), read:tenant_settings, read:custom_domains, read:actions, read:mfa_policies; with an
organization read:organizations, read:organization_connections and read:organization_members; with a user read:users
and read:grants; with both read:organization_member_roles and read:roles.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.evidence.config import reason_of
from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer
from auth0ctl.records import Action, Connection, Organization, TenantSettings, User
from auth0ctl.situation import Probe
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace
from auth0ctl.tenant.patience import patiently

SIDE_BY_SIDE = 16  # requests, as far as the tenant's rate limit allows (auth0ctl.tenant.pace)
FIELDS = (
    "client",
    "resource_servers",
    "client_grants",
    "connections",
    "tenant_settings",
    "custom_domains",
    "actions",
    "mfa_policies",
    "consents",
    "organization",
    "user",
)
TURNS = (1.0,) * 10  # seconds before each further try: the Free plan allows two requests a second (management-api.md 3)
UNKNOWN = "unknown"  # outcome of a look-up by id or name that found nothing
TRIGGERS = ("post-login", "credentials-exchange")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose configuration. ``client`` is an id or a name, ``organization`` likewise, ``user`` an id."""

    client: str | None = None
    organization: str | None = None
    user: str | None = None
    machine: bool = False  # a flow without a person, which runs other Actions


@dataclass(slots=True)
class Reading:
    """What is being read: results by field, and why a field stays unknown."""

    management: Management
    pool: ThreadPoolExecutor
    missing: dict[str, str]
    pause: Callable[[float], None]
    probes: list[Probe] = field(default_factory=list)
    member_rights: list[Any] | None = None  # of the user, within the organization

    def start(self, read: Callable[[], Any]) -> "Future[Any]":
        turns = () if self.management.patient else TURNS
        return self.pool.submit(patiently, read, self.pause, (RateLimited,), turns)

    def known(self, name: str, result: "Future[Any]") -> Any:
        """The result, or None with the reason under ``name``. Raises NetworkError."""
        try:
            return result.result()
        except (TenantError, AuthError, RateLimited) as refused:
            self.missing[name] = reason_of(refused)
            return None

    def found(self, name: str, wanted: str, result: "Future[Any]", near: str = "") -> Any:
        """Like ``known``, for one object: that it does not exist is something known, too."""
        try:
            return result.result()
        except TenantError as refused:
            self.missing[name] = reason_of(refused)
            if refused.status == 404 or refused.code == "invalid_uri":
                self.missing[name] = f"the tenant has no {name} {wanted}"
                self.probes.append(Probe(name=name, outcome=UNKNOWN, detail=wanted, facts={"near": near}))
        except (AuthError, RateLimited) as refused:
            self.missing[name] = reason_of(refused)
        return None


def read_tenant(
    facts: Facts,
    management: Management | None,
    wanted: Wanted,
    *,
    why_not: str = "",
    pause: Callable[[float], None] = time.sleep,
) -> Facts:
    """Add what the Management API tells to ``facts``. Raises NetworkError when there is no answer at all.

    ``management`` None means there is no Management token, ``why_not`` says so. ``pause`` waits for some seconds.
    """
    if management is None:
        reason = why_not or "no Management token"
        return replace(facts, missing={**facts.missing, **dict.fromkeys(FIELDS, reason)})
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        asked = management.paced(Pace(pause))
        reading = Reading(management=asked, pool=pool, missing=dict(facts.missing), pause=pause)
        return read(facts, reading, wanted)


def read(facts: Facts, reading: Reading, wanted: Wanted) -> Facts:
    """All requests are on their way before the first answer is looked at; only names need a second one."""
    ask, start = reading.management, reading.start
    client_id = wanted.client or ""
    asked = start(lambda: ask.client(client_id)) if client_id else None
    servers = start(ask.resource_servers)
    settings = start(ask.tenant_settings)
    domains = start(ask.custom_domains)
    everything = start(ask.connections)
    mfa = start(ask.mfa_policies)
    agreed = start(partial(ask.consents, wanted.user)) if wanted.user else None
    triggers = TRIGGERS[1:] if wanted.machine else TRIGGERS[:1]
    bound = {trigger: start(partial(ask.bindings, trigger)) for trigger in triggers}
    actions = start(ask.actions)
    grants = start(partial(ask.client_grants, client_id=client_id)) if client_id else None
    enabled = start(partial(ask.client_connections, client_id)) if client_id else None
    organization = start(lambda: ask.organization(str(wanted.organization))) if wanted.organization else None
    user = start(lambda: read_user(ask, str(wanted.user))) if wanted.user else None

    clients = start(ask.clients) if facts.logout is not None and not client_id and facts.logout.return_to else None
    raw = the_client(reading, client_id, asked) if client_id and asked else None
    if raw is not None and raw["client_id"] != client_id:  # it was named by its name
        client_id = str(raw["client_id"])
        grants = start(partial(ask.client_grants, client_id=client_id))
        enabled = start(partial(ask.client_connections, client_id))
    client = Client.from_api(raw) if raw is not None else None
    if facts.wish is not None and facts.wish.client_secret and raw is not None and not raw.get("client_secret"):
        reading.missing["client secret"] = "needs read:client_keys"
    if client is None:
        reading.missing.setdefault("client", "no client was named")
    known_grants = reading.known("client_grants", grants) if grants and client else None
    if known_grants is None:
        reading.missing.setdefault("client_grants", reading.missing.get("client", ""))
    if client is not None and not client.is_first_party and known_grants is not None:
        for_all = start(lambda: ask.client_grants(default_for="third_party_clients"))
        known_grants = [*known_grants, *(reading.known("default client grants", for_all) or ())]
    if clients is not None and facts.logout is not None:
        whose_logout_url(reading, str(facts.logout.return_to), reading.known("clients", clients))
    listed = reading.known("resource_servers", servers)
    stated = reading.known("tenant_settings", settings)
    custom = reading.known("custom_domains", domains)
    policies = reading.known("mfa_policies", mfa)
    consents = reading.known("consents", agreed) if agreed else None
    return replace(
        facts,
        client=client,
        resource_servers=None if listed is None else tuple(ResourceServer.from_api(one) for one in listed),
        client_grants=None if known_grants is None else tuple(ClientGrant.from_api(one) for one in known_grants),
        connections=the_connections(reading, client, everything, enabled),
        tenant_settings=None if stated is None else TenantSettings.from_api(stated),
        custom_domains=None if custom is None else tuple(one["domain"] for one in custom if one["status"] == "ready"),
        actions=the_actions(reading, actions, bound),
        mfa_policies=None if policies is None else tuple(map(str, policies)),
        consents=None if consents is None else tuple(consents),
        organization=the_organization(reading, wanted, organization),
        user=the_user(reading, wanted, user),
        probes=(*(facts.probes or ()), *reading.probes) or facts.probes,
        missing=reading.missing,
    )


def the_client(reading: Reading, wanted: str, asked: "Future[Any]") -> Any:
    """The client with this id, or the only one with this name; else what comes close to it."""
    try:
        return asked.result()
    except (TenantError, AuthError, RateLimited) as refused:
        if not isinstance(refused, TenantError) or (refused.status != 404 and refused.code != "invalid_uri"):
            reading.missing["client"] = reason_of(refused)
            return None
    clients = reading.known("clients", reading.start(reading.management.clients)) or []
    named = [one for one in clients if one.get("name") == wanted]
    if len(named) == 1:
        return named[0]
    near = get_close_matches(wanted, [one["client_id"] for one in clients], n=1, cutoff=0.8)
    same = f"{len(named)} clients have this name" if named else ""
    reading.missing["client"] = same or f"the tenant has no client {wanted}"
    reading.probes.append(
        Probe(name="client", outcome=UNKNOWN, detail=wanted, facts={"near": near[0] if near else "", "same": same})
    )
    return None


def whose_logout_url(reading: Reading, url: str, clients: "Sequence[Mapping[str, Any]] | None") -> None:
    """Where no client was named: the client in whose list the return URL stands."""
    if clients is not None:
        plain = url.partition("?")[0].partition("#")[0]
        whose = [one["client_id"] for one in clients if plain in (one.get("allowed_logout_urls") or ())]
        outcome = "of another list" if whose else "in no list"
        reading.probes.append(Probe(name="logout", outcome=outcome, detail=whose[0] if whose else ""))


def the_connections(
    reading: Reading, client: Client | None, everything: "Future[Any]", enabled: "Future[Any] | None"
) -> tuple[Connection, ...] | None:
    """Every connection; ``enabled_clients`` holds the client in question or nothing, as nobody else was asked about."""
    listed = reading.known("connections", everything)
    if listed is None:
        return None
    if any("options" not in one for one in listed):
        reading.missing["connection options"] = "needs read:connections_options"
    usable: set[str] | None = None
    if client is not None and enabled is not None:
        rows = reading.known("enabled connections", enabled)
        usable = None if rows is None else {str(row.get("id")) for row in rows}
    return tuple(
        Connection.from_api(
            one,
            None if usable is None or client is None else ((client.client_id,) if one.get("id") in usable else ()),
        )
        for one in listed
    )


def the_actions(
    reading: Reading, listed: "Future[Any]", bound: "Mapping[str, Future[Any]]"
) -> tuple[Action, ...] | None:
    """The Actions as they are deployed, and which of them are part of the flow that was asked about."""
    raws = reading.known("actions", listed)
    in_flow = {trigger: reading.known("actions", rows) for trigger, rows in bound.items()}
    if raws is None or any(rows is None for rows in in_flow.values()):
        return None
    ids = {str((row.get("action") or {}).get("id")) for rows in in_flow.values() for row in rows}
    found = []
    for raw in raws:
        deployed = raw.get("deployed_version") or {}
        triggers = raw.get("supported_triggers") or [{}]
        found.append(
            Action(
                id=str(raw.get("id", "")),
                name=str(raw.get("name", "")),
                trigger=str(triggers[0].get("id", "")),
                code=str(deployed.get("code") or raw.get("code") or ""),
                deployed=bool(deployed) or raw.get("all_changes_deployed") is True,
                bound=str(raw.get("id")) in ids,
                raw=raw,
            )
        )
    return tuple(found)


def the_organization(reading: Reading, wanted: Wanted, asked: "Future[Any] | None") -> Organization | None:
    """The organization with its connections; its members only where there is a user to look for."""
    if asked is None:
        reading.missing["organization"] = "no organization was named"
        return None
    raw = reading.found("organization", str(wanted.organization), asked)
    if raw is None:
        return None
    ask, id_ = reading.management, str(raw["id"])
    connections = reading.start(lambda: ask.organization_connections(id_))
    user_id = wanted.user
    members = reading.start(lambda: ask.organization_members(id_)) if user_id else None
    roles = reading.start(lambda: member_rights(ask, id_, user_id)) if user_id else None
    rows = reading.known("organization connections", connections)
    people = reading.known("organization members", members) if members else None
    reading.member_rights = reading.known("organization roles", roles) if roles else None
    return Organization(
        id=id_,
        name=str(raw.get("name", "")),
        connections=None if rows is None else tuple(str((row.get("connection") or {}).get("name")) for row in rows),
        members=None if people is None else tuple(str(row["user_id"]) for row in people),
        raw=raw,
    )


def member_rights(management: Management, organization_id: str, user_id: str) -> list[Any]:
    """What the user may do by the roles that it holds within the organization, and nowhere else."""
    roles = management.organization_member_roles(organization_id, user_id)
    return [right for role in roles for right in management.role_permissions(str(role.get("id")))]


def read_user(management: Management, user_id: str) -> tuple[Any, Any]:
    """A user and what it may do."""
    return management.user(user_id), management.user_permissions(user_id)


def the_user(reading: Reading, wanted: Wanted, asked: "Future[Any] | None") -> User | None:
    if asked is None:
        reading.missing["user"] = "no user was named (--user)"
        return None
    pair = reading.found("user", str(wanted.user), asked)
    if pair is None:
        return None
    raw, permissions = pair
    held = (
        (row.get("resource_server_identifier"), row.get("permission_name"))
        for row in [*permissions, *(reading.member_rights or ())]
    )
    return User(
        user_id=str(raw["user_id"]),
        permissions=tuple((str(api), str(name)) for api, name in held),
        blocked=raw.get("blocked") is True,
        raw=raw,
    )
