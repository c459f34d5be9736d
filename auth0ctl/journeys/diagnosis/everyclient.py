"""Every client of a tenant judged, one report: what is wrong with each, and what is the tenant's own once.

Nothing is known of what the apps really send, so only what holds whatever they send is said of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from auth0ctl.errors import AuthError
from auth0ctl.evidence.census import MACHINE_TRIGGER, Census, read_census
from auth0ctl.evidence.guards import read_guards
from auth0ctl.findings import Check, Finding, Report, Skipped, Status
from auth0ctl.journeys.diagnosis.doctor import Examined, known_names, starts, worth_saying
from auth0ctl.journeys.diagnosis.evidence import checks
from auth0ctl.journeys.diagnosis.oracle import asking
from auth0ctl.model import Client, Facts
from auth0ctl.protocol import TokenRequest
from auth0ctl.results import Diagnosed, Group
from auth0ctl.rules import judge
from auth0ctl.rules.client import interactive
from auth0ctl.rules.ranking import place, rank
from auth0ctl.situation import Wish
from auth0ctl.words import counted

# Causes that lie in the settings alone: whatever the app sends, they stand in its way.
HOLDS = frozenset(
    {
        "action-denies-login",
        "audience-not-registered",
        "client-grant-missing",
        "client-id-token-hs256",
        "connection-not-enabled",
        "grant-type-not-enabled",
        "mfa-required",
        "public-client-needs-auth-method-none",
    }
)
# The type of the client -> the flow that its app is built for.
FLOWS: Mapping[str | None, str] = {"spa": "spa-pkce", "native": "native-pkce", "regular_web": "web-code"}
MACHINE = "client_credentials"
REALM = "http://auth0.com/oauth/grant-type/password-realm"
PASSWORDS = ("password", REALM)
SHARED = "AZ2"  # rules about APIs and the tenant
OF_ONE = ("AZ222",)  # of those, the ones about one client's grants

SOMEBODY = Client.from_api({"client_id": "any", "name": "any client"})  # whoever asks for an API

Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which rules somebody wants to hear of."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __call__(self, code: str, name: str) -> bool:
        return (not self.select or starts(code, name, self.select)) and not starts(code, name, self.ignore)


def every_client(
    examined: Examined,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    audit: bool = False,
    told: Told = lambda *_: None,
) -> Diagnosed:
    """Read the tenant by lists, judge each client, and what they share once. ``told`` hears how far it is.

    ``passed`` is left to the caller. Raises AuthError without a Management token, TenantError and AuthError where the
    clients may not be read, UsageError for a name that no rule has, NetworkError without an answer.
    """
    wanted = Chosen(select=known_names(select), ignore=known_names(ignore))
    if examined.management is None:
        raise AuthError(
            f"--all-clients reads the tenant's clients, and there is {examined.why_no_management}",
            "Give a Management token in AUTH0_API_TOKEN, or add a machine-to-machine client: `auth0ctl tenant add`.",
        )
    size = 3 if audit else 2

    def reading(what: str) -> None:
        examined.step(what)
        told(0, size, what)

    census = read_census(examined.facts, examined.management, pause=examined.pause, told=reading)
    if audit:
        told(1, size, "reading what guards the tenant")
        shared = read_guards(census.shared, examined.management, pause=examined.pause)
        census = replace(census, shared=shared)
    told(size - 1, size, f"judging {counted(len(census.clients), 'client')}")
    skipped: list[Skipped] = []
    groups = [of_tenant(examined, census, audit=audit, skipped=skipped)]
    groups += [of_client(census, one, audit=audit, skipped=skipped) for one in census.clients]
    groups = [replace(one, findings=tuple(each for each in one.findings if told_of(wanted, each))) for one in groups]
    groups.sort(key=lambda one: (not one.findings, *(place(one.findings[0])[:1] if one.findings else ()), one.title))
    found = sorted((each for one in groups for each in one.findings), key=lambda each: place(each)[0])
    report = Report(
        subject=f"{counted(len(census.clients), 'client')} at {examined.tenant.domain}",
        checks=looked_at(census),
        findings=tuple(found),
        skipped=worth_saying(skipped, census.shared, found, wanted),
        facts={"tenant": examined.tenant.domain, "clients": len(census.clients)},
    )
    return Diagnosed(report=report, passed=False, groups=tuple(groups))


def told_of(wanted: Chosen, finding: Finding) -> bool:
    return wanted(finding.rule.code, finding.rule.name)


def of_tenant(examined: Examined, census: Census, *, audit: bool, skipped: list[Skipped]) -> Group:
    """What belongs to no one client: each API judged on its own, the tenant's settings once."""
    alone = replace(census.shared, client=None, client_grants=())
    found: list[Finding] = []
    for api in [one for one in alone.resource_servers or () if not one.is_system]:
        asked = asking(alone, SOMEBODY, "https://app.invalid", api)
        judged, lacking = judge(replace(asked, resource_servers=(api,)), ("AZ2", "AZ12"))
        found += [one for one in judged if shared(one)]
        skipped += lacking
    if not found:
        judged, lacking = judge(alone, ("AZ12",))
        found += [one for one in judged if shared(one)]
        skipped += [one for one in lacking if one.rule.code.startswith(SHARED)]
    if audit:
        judged, lacking = judge(census.shared, ("AZ23",))
        found += judged
        skipped += lacking
    once = {(one.rule.name, one.subject): one for one in found}
    return Group(title=f"the tenant {examined.tenant.domain}", findings=tuple(sorted(once.values(), key=place)))


def shared(finding: Finding) -> bool:
    return finding.rule.code.startswith(SHARED) and finding.rule.code not in OF_ONE


def of_client(census: Census, client: Client, *, audit: bool, skipped: list[Skipped]) -> Group:
    """One client, its root cause first."""
    facts = census.of(client)
    machine = only_machine(client)
    known = replace(facts, wish=Wish(flow="client-credentials" if machine else None))
    found, lacking = judge(known, ("AZ1", "AZ12", "AZ13") if audit else ("AZ1", "AZ12"))
    every = [one for one in found if not shared(one)]
    skipped += [one for one in lacking if not one.rule.code.startswith(SHARED)]
    for asked in requests(census, client, facts):
        judged, lacking = judge(asked, ("AZ81",))
        every += [one for one in judged if one.rule.name in HOLDS]
        skipped += [one for one in lacking if one.rule.name in HOLDS]
    named = (one if one.subject != "the request" else replace(one, subject=client.client_id) for one in every)
    return Group(title=f"{client.name or 'client'} ({client.client_id})", client=client.client_id, findings=rank(named))


def requests(census: Census, client: Client, facts: Facts) -> list[Facts]:
    """What such an app sends, as far as the settings alone tell: nothing that could be wrong in itself."""
    every: list[Facts] = []
    if interactive(client):
        callback = next((uri for uri in client.callbacks if "*" not in uri and "{" not in uri), "")
        asked = asking(facts, client, callback, None)
        if "authorization_code" not in client.grant_types and "implicit" in client.grant_types and asked.request:
            asked = replace(asked, request=replace(asked.request, response_type="id_token token"))
            every.append(replace(asked, wish=Wish(flow="implicit")))
        else:
            every.append(replace(asked, wish=Wish(flow=FLOWS.get(client.app_type))))
    elif any(one in client.grant_types for one in PASSWORDS):
        password = next(one for one in (REALM, *PASSWORDS) if one in client.grant_types)
        request = TokenRequest(grant_type=password, client_id=client.client_id, scope=("openid",))
        every.append(replace(facts, token_request=request, wish=Wish(flow="password-realm")))
    if only_machine(client):
        actions = tuple(
            replace(one, bound=one.id in census.machine_actions and one.trigger == MACHINE_TRIGGER)
            for one in facts.actions or ()
        )
        for grant in facts.client_grants or ():
            request = TokenRequest(grant_type=MACHINE, client_id=client.client_id, scope=(), audience=grant.audience)
            own = replace(facts, token_request=request, actions=None if facts.actions is None else actions)
            every.append(replace(own, wish=Wish(flow="client-credentials", has_secret=True)))
    return every


def only_machine(client: Client) -> bool:
    """Whether it is there for machines. The grant type alone does not tell: Auth0 gives it to every confidential
    client that is made without a list (clients.md section 2)."""
    return MACHINE in client.grant_types and (client.app_type == "non_interactive" or client.grant_types == (MACHINE,))


def looked_at(census: Census) -> tuple[Check, ...]:
    """What was read, and what could not be."""
    people = sum(interactive(one) for one in census.clients)
    machines = sum(only_machine(one) for one in census.clients)
    said = f"{len(census.clients)} read: {people} log people in, {machines} are machines"
    lines = [Check(id="clients", title="every client", status=Status.PASS, detail=said)]
    lines += [one for one in checks(census.shared) if one.id not in ("client", "refusal", "organization", "user")]
    return tuple(lines)
