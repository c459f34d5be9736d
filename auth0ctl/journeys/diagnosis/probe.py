"""What can be learned of a tenant, a client and a login from outside, without any credentials."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.outside import probe_tenant
from auth0ctl.findings import Check, Report, Severity, Status, severity_of
from auth0ctl.model import Facts, Tenant
from auth0ctl.results import Diagnosed
from auth0ctl.rules import FAMILIES, judge
from auth0ctl.rules.probed.answers import client_unknown
from auth0ctl.rules.ranking import SEVERITIES, rank
from auth0ctl.situation import Probe
from auth0ctl.tenant.http import Http

# Families that judge what was asked and answered; the others need settings, tokens or texts.
JUDGED = ("AZ3", "AZ5", "AZ81")
TITLES = {
    "discovery": "discovery",
    "jwks": "key set",
    "authorize": "/authorize",
    "silent": "prompt=none",
    "web message": "silent answer",
    "token": "/oauth/token",
    "cors": "CORS",
    "logout url": "logout",
}
BAD = (
    "refused",
    "grant off",
    "not allowed",
    "not posted",
    "no tenant",
    "name not found",
    "other issuer",
    "unusable",
    "tls",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Who is probed and what for. ``given`` is the domain as it was typed, where it had to be cleaned first."""

    facts: Facts
    tenant: Tenant
    http: Http
    client_id: str | None = None
    given: str = ""
    pause: Callable[[float], None] = time.sleep  # seconds; where the tenant asks for patience
    step: Callable[[str], None] = print


def probe(outside: Outside, *, fail_on: Severity = Severity.WARNING) -> Diagnosed:
    """Ask, judge, rank. Raises NetworkError when nobody answers."""
    asking = Asking(http=outside.http, pause=outside.pause, step=outside.step)
    facts = probe_tenant(outside.facts, asking, outside.client_id)
    if outside.given:
        typed = Probe(name="domain", outcome="cleaned", detail=outside.given)
        facts = replace(facts, probes=(*(facts.probes or ()), typed))
    findings, _ = judge(facts, families(facts))
    ranked = rank(findings)
    report = Report(subject=subject(outside), checks=checks(facts), findings=ranked, facts=looked_at(outside, facts))
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    passed = not any(severity_of(one) in bad for one in ranked)
    return Diagnosed(report=report, passed=passed, good=as_far_as(facts), line_by_line=True)


def families(facts: Facts) -> tuple[str, ...]:
    return tuple(one for one in FAMILIES if one in JUDGED and (one != "AZ3" or facts.refusal is not None))


def subject(outside: Outside) -> str:
    domain = outside.tenant.domain
    return f"{outside.client_id} at {domain}, from outside" if outside.client_id else f"{domain}, from outside"


def as_far_as(facts: Facts) -> str:
    """What is known to be good, where nothing is wrong."""
    login = next((one for one in facts.probes or () if one.name == "authorize"), None)
    if login is None:
        return "the tenant answers; name a client with --client to ask about its login"
    if login.outcome == "login page":
        return "all good up to the login page; what comes after it needs a person: `auth0ctl login`"
    if login.outcome == "client known":
        return "the tenant knows the client, and nothing wrong was found; --redirect-uri URL asks about its login"
    return "nothing wrong was found, but /authorize gave no clear answer"


def checks(facts: Facts) -> tuple[Check, ...]:
    """One line for each question, but for the variants, which findings tell of."""
    lines = []
    for one in facts.probes or ():
        if one.name not in TITLES:
            continue
        lines.append(Check(id=identity(one), title=TITLES[one.name], status=status(one, facts), detail=one.detail))
    return tuple(lines)


def status(probe: Probe, facts: Facts) -> Status:
    """That a client must prove itself is bad for a public app alone, and says nothing of an unknown client."""
    if probe.outcome == "proof wanted":
        public = (facts.wish.flow if facts.wish else None) in ("spa-pkce", "native-pkce")
        return Status.SKIP if client_unknown(facts) else Status.FAIL if public else Status.PASS
    if probe.outcome == "unclear" or (probe.name == "token" and probe.outcome in ("refused", "answered")):
        return Status.SKIP
    return Status.FAIL if probe.outcome in BAD else Status.PASS


def identity(probe: Probe) -> str:
    """The probe's name, with what tells it from its likes."""
    more = probe.facts.get("path") or str(probe.facts.get("grant_type") or "").rpartition(":")[2].rpartition("/")[2]
    return f"{probe.name} {more}" if more else probe.name


def looked_at(outside: Outside, facts: Facts) -> dict[str, object]:
    """What the report rests on, for JSON: names, addresses and outcomes only."""
    told: dict[str, object] = {"tenant": outside.tenant.domain, "client_id": outside.client_id}
    if facts.wish is not None and facts.wish.flow:
        told["flow"] = facts.wish.flow
    asked = facts.request or facts.token_request
    if asked is not None:
        told |= {"audience": asked.audience, "scope": " ".join(asked.scope)}
    if facts.request is not None:
        told["redirect_uri"] = facts.request.redirect_uri
    variants = [
        {"parameter": one.facts["parameter"], "value": one.facts["value"], "outcome": one.outcome, "detail": one.detail}
        for one in facts.probes or ()
        if one.name == "variant"
    ]
    outcomes = {identity(one): one.outcome for one in facts.probes or () if one.name in TITLES}
    return {**told, "probes": outcomes, **({"variants": variants} if variants else {})}
