"""An export as facts, the same ones that the Management API would give; what it does not hold is a reason.

A keyword that was left in (``##KEY##``, ``@@KEY@@``) hides a value. An object whose logins depend on it is not known:
half a list of callbacks would be judged as a whole one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from auth0ctl.errors import UsageError
from auth0ctl.evidence.export.objects import Exported, Rows, mapping, rows
from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer, Tenant
from auth0ctl.records import Action, Connection, Organization, TenantSettings
from auth0ctl.situation import Probe
from auth0ctl.words import split_url

KEYWORD = re.compile(r"##[^#\s]+##|@@[^@\s]+@@")
SYSTEM = "/api/v2/"
# What may stay hidden: no rule looks at it, or only at whether it is there.
HARMLESS = (
    "name",
    "description",
    "client_secret",
    "client_metadata",
    "logo_uri",
    "custom_login_page",
    "options",
    "code",
)
LOOKS = ("picture_url", "friendly_name", "support_email", "support_url", "default_redirection_uri", "error_page")
THIRD_PARTY = "third_party_clients"


def with_exported(facts: Facts, export: Exported, *, client: str | None, organization: str | None) -> Facts:
    """Add what the export holds to ``facts``; ``client`` and ``organization`` are ids or names.

    Raises UsageError where an object in it has another shape than Auth0's.
    """
    try:
        return known(facts, export, client, organization)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise UsageError(
            f"{export.kind} holds an object that is none of Auth0's", "Export it anew with the tool that wrote it."
        ) from None


def known(facts: Facts, export: Exported, client: str | None, organization: str | None) -> Facts:
    missing = dict(facts.missing)
    probes = list(facts.probes or ())
    raw = the_client(export, client, missing, probes)
    ours = Client.from_api(raw) if raw is not None else None
    servers = readable("resource_servers", export.resource_servers, export, missing)
    settings = readable("tenant_settings", None if export.tenant is None else (export.tenant,), export, missing)
    domains = readable("custom_domains", export.custom_domains, export, missing)
    if export.mfa_policies is None:
        missing["mfa_policies"] = f"not in {export.kind}"
    asked = facts.wish is not None and facts.wish.user_id
    missing["user"] = f"not in {export.kind}" if asked else "no user was named (--user)"
    apis = None if servers is None else tuple(map(ResourceServer.from_api, servers))
    return replace(
        facts,
        tenant=tenant_of(facts.tenant, apis),
        client=ours,
        resource_servers=apis,
        client_grants=the_grants(export, ours, missing),
        connections=the_connections(export, ours, missing),
        tenant_settings=TenantSettings.from_api(settings[0]) if settings else None,
        custom_domains=None if domains is None else tuple(map(domain, domains)),
        actions=the_actions(export, missing),
        mfa_policies=export.mfa_policies,
        organization=the_organization(export, organization, missing, probes),
        probes=tuple(probes) or facts.probes,
        missing=missing,
    )


def the_client(export: Exported, wanted: str | None, missing: dict[str, str], probes: list[Probe]) -> Any:
    """The client with this id or name. One without an id is called by its name in everything that points to it."""
    if not wanted:
        missing["client"] = "no client was named"
        return None
    if export.clients is None:
        missing["client"] = f"not in {export.kind}"
        return None
    raw = one_named(export.clients, wanted, "client_id")
    if raw is None:
        ids = [str(one["client_id"]) for one in export.clients if one.get("client_id")]
        names = [str(one.get("name", "")) for one in export.clients]
        near = get_close_matches(wanted, [*ids, *names], n=1)
        missing["client"] = f"{export.kind} has no client {wanted}" + (f" ({near[0]} comes close)" if near else "")
        if len(ids) == len(export.clients) and not export.partial:
            probes.append(
                Probe(name="client", outcome="unknown", detail=wanted, facts={"near": "".join(near), "same": ""})
            )
        return None
    if hidden := keyword_in(raw):
        missing["client"] = hidden
        return None
    found = {**raw, "client_id": raw.get("client_id") or raw.get("name", "")}
    if "token_endpoint_auth_method" not in found and export.partial and found.get("app_type") in ("spa", "native"):
        # The state has it in a resource of its own, where Terraform manages it at all: not known, so not judged.
        missing["client authentication"] = f"not in {export.kind}"
        found["token_endpoint_auth_method"] = "none"
    return found


def one_named(every: Rows, wanted: str, key: str) -> Any:
    named = [one for one in every if wanted == one.get(key)] or [one for one in every if wanted == one.get("name")]
    return named[0] if len(named) == 1 else None


def the_grants(export: Exported, client: Client | None, missing: dict[str, str]) -> tuple[ClientGrant, ...] | None:
    """The client's, and for somebody else's client those that all such clients have."""
    if client is None:
        missing["client_grants"] = missing.get("client", "")
        return None
    ours = None if export.client_grants is None else tuple(one for one in export.client_grants if is_for(one, client))
    listed = readable("client_grants", ours, export, missing)
    if listed is None:
        return None
    # A grant names the client by its id or by its name; the rules know the id.
    return tuple(
        ClientGrant.from_api({"id": "", **one, "client_id": client.client_id if one.get("client_id") else None})
        for one in listed
    )


def is_for(grant: Mapping[str, Any], client: Client) -> bool:
    for_all = grant.get("default_for") == THIRD_PARTY and not client.is_first_party
    return for_all or grant.get("client_id") in (client.client_id, client.name)


def the_connections(export: Exported, client: Client | None, missing: dict[str, str]) -> tuple[Connection, ...] | None:
    if export.connections is None:
        missing["connections"] = f"not in {export.kind}"
        return None
    found = []
    for one in export.connections:
        enabled = one.get("enabled_clients")
        rest = {"id": one.get("name", ""), **{name: value for name, value in one.items() if name != "enabled_clients"}}
        if not isinstance(enabled, list):
            missing["enabled connections"] = f"not in {export.kind}"
            found.append(Connection.from_api(rest))
            continue
        ids = (client.client_id,) if client and {client.client_id, client.name} & set(map(str, enabled)) else ()
        found.append(Connection.from_api(rest, ids))
    return tuple(found)


def the_actions(export: Exported, missing: dict[str, str]) -> tuple[Action, ...] | None:
    """Nothing is known about them unless it is known which ones are bound."""
    if export.actions is None or export.bound is None:
        missing["actions"] = f"not in {export.kind}"
        return None
    found = []
    for one in export.actions:
        trigger = str(mapping((rows(one.get("supported_triggers")) or ({},))[0]).get("id", ""))
        names = {str(one.get("id") or ""), str(one.get("name") or "")}
        found.append(
            Action(
                id=str(one.get("id") or one.get("name") or ""),
                name=str(one.get("name") or ""),
                trigger=trigger,
                code=str(one.get("code") or ""),
                deployed=one.get("deployed") is True,
                bound=any(name in names and when == trigger for when, name in export.bound),
                raw=one,
            )
        )
    return tuple(found)


def the_organization(
    export: Exported, wanted: str | None, missing: dict[str, str], probes: list[Probe]
) -> Organization | None:
    """The organization with its connections; an export never says who its members are."""
    if not wanted:
        missing["organization"] = "no organization was named"
        return None
    if export.organizations is None:
        missing["organization"] = f"not in {export.kind}"
        return None
    raw = one_named(export.organizations, wanted, "id")
    if raw is None:
        missing["organization"] = f"{export.kind} has no organization {wanted}"
        if all(one.get("id") for one in export.organizations) and not export.partial:
            probes.append(Probe(name="organization", outcome="unknown", detail=wanted, facts={"near": ""}))
        return None
    named = rows(raw.get("connections"))
    missing["organization members"] = f"not in {export.kind}"
    if named is None:
        missing["organization connections"] = f"not in {export.kind}"
    return Organization(
        id=str(raw.get("id") or ""),
        name=str(raw.get("name") or ""),
        connections=None if named is None else tuple(str(one.get("name") or "") for one in named),
        members=None,
        raw=raw,
    )


def tenant_of(tenant: Tenant | None, apis: Iterable[ResourceServer] | None) -> Tenant | None:
    """The tenant that was exported, where its Management API is among the APIs: its address has the tenant's name."""
    system = next((one.identifier for one in apis or () if one.identifier.endswith(SYSTEM)), "")
    host = split_url(system).netloc if system else ""
    return Tenant(name=host.partition(".")[0], origin=f"https://{host}") if host else tenant


def domain(raw: Mapping[str, Any]) -> str:
    return str(raw["domain"])


# Keywords


def readable(name: str, listed: Rows | None, export: Exported, missing: dict[str, str]) -> Rows | None:
    """The objects, or None with the reason: they are not there, or a keyword hides what one of them says."""
    hidden = next((reason for reason in map(keyword_in, listed or ()) if reason), "")
    if listed is None or hidden:
        missing[name] = hidden or f"not in {export.kind}"
        return None
    if name == "custom_domains":  # an export without a status holds what works; a state says what does not yet
        return tuple(one for one in listed if one.get("status", "ready") == "ready")
    return listed


def keyword_in(raw: Mapping[str, Any]) -> str:
    """Which field of an object is hidden by a keyword, in words; empty where none is that matters."""
    for name, value in raw.items():
        if name not in (*HARMLESS, *LOOKS) and (found := KEYWORD.search(str(value))):
            return f"the export has {found[0]} for {name} of {raw.get('name') or raw.get('identifier') or 'the tenant'}"
    return ""
