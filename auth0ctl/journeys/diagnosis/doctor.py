"""Why a login or a token request does not work: all evidence at hand, all rules, one ranked report.

Each kind of evidence is one function from facts to facts; ``EVIDENCE`` is the place to add one (URLs and HARs, probes,
exports). None of them writes. What is done about the findings (``doctor --fix``) starts from the report.
"""

import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from auth0ctl.errors import Auth0ctlError, AuthError, NetworkError, RateLimited, UsageError
from auth0ctl.evidence.guards import read_guards
from auth0ctl.evidence.probe import ask_authorize
from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.outside import probe_tenant
from auth0ctl.evidence.tenant import FIELDS, Wanted, read_tenant
from auth0ctl.findings import Finding, Judge, Report, Severity, Skipped, Status, severity_of
from auth0ctl.journeys.diagnosis.evidence import GUARDS, checks
from auth0ctl.lookup import load
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.rules import ADVICE, FAMILIES, judge
from auth0ctl.rules.mending import with_edits
from auth0ctl.rules.ranking import SEVERITIES, rank
from auth0ctl.situation import Probe
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

# Parameters that would change how the question is answered, not what is asked: a login page is wanted, or a refusal.
NOT_ASKED = ("prompt", "response_mode", "max_age", "id_token_hint")

UNASKED = re.compile(r"no (Management token|\w+ was named)")  # how the reason of what nobody asked for begins
# In the reason of what a refusal kept unread (said_no).
RATE_LIMITED, UNAUTHORIZED = " answered 429", " answered 401"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What is examined: the facts that are known from the start, and where more can be asked."""

    facts: Facts
    tenant: Tenant  # without an origin where nobody knows whose export it is
    http: Http
    management: Management | None
    why_no_management: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    pause: Callable[[float], None] = time.sleep  # seconds; where the tenant asks for patience
    step: Callable[[str], None]
    audit: bool = False  # also what an auditor would advise, which has nothing to do with one login
    offline: bool = False  # the facts hold an export: neither the Management API nor /authorize is asked


def doctor(examined: Examined, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Report:
    """Gather the evidence, judge it, rank the findings.

    ``select`` and ``ignore`` are codes or names of rules, or their beginnings. Raises UsageError for one that no rule
    has, NetworkError when neither configuration nor a probe could be had.
    """
    chosen, left_out = known_names(select), known_names(ignore)
    facts = examined.facts
    for stage in OFFLINE if examined.offline else EVIDENCE:
        facts = side_by_side(stage, facts, examined)
    findings, skipped = judge(facts, families(facts, audit=examined.audit))

    def wanted(code: str, name: str) -> bool:
        return (not chosen or starts(code, name, chosen)) and not starts(code, name, left_out)

    ranked = rank(one for one in findings if wanted(one.rule.code, one.rule.name))
    if not examined.offline:  # an export is no tenant to change
        ranked = tuple(with_edits(one, facts) for one in ranked)
    report = Report(
        subject=subject(examined, facts),
        checks=checks(facts),
        findings=ranked,
        skipped=worth_saying(skipped, facts, ranked, wanted),
        facts=looked_at(examined, facts),
    )
    nothing = all(check.status is Status.SKIP for check in report.checks)
    if nothing and not any(severity_of(one) is Severity.ERROR for one in ranked):
        raise nothing_checked(facts, examined)
    return report


# The evidence


def configuration(facts: Facts, examined: Examined) -> Facts:
    """The tenant's own settings, as far as the Management token may read them."""
    examined.step("reading the tenant's configuration")
    try:
        return read_tenant(
            facts, examined.management, examined.wanted, why_not=examined.why_no_management, pause=examined.pause
        )
    except NetworkError as failure:
        return replace(facts, missing={**facts.missing, **dict.fromkeys(FIELDS, failure.message)})


def guards(facts: Facts, examined: Examined) -> Facts:
    """What guards the tenant, where an audit was asked for: nobody who asks about a login needs it, or its scopes."""
    if not examined.audit:
        return facts
    if examined.offline:
        unread = dict.fromkeys(GUARDS, "not read from an export")
        return replace(facts, missing={**unread, **facts.missing})
    examined.step("reading what guards the tenant")
    return read_guards(facts, examined.management, why_not=examined.why_no_management, pause=examined.pause)


def named(facts: Facts, _examined: Examined) -> Facts:
    """The client by its id, where it was given by its name."""
    client = facts.client
    if client is None or facts.request is None or facts.request.client_id in ("", client.client_id):
        return facts
    return replace(facts, request=asked_anew(facts.request, {"client_id": client.client_id}, client.client_id))


def from_outside(facts: Facts, examined: Examined) -> Facts:
    """The very request, once, without cookies: refused, or answered with a login page."""
    request = facts.request
    # Where no callback was named, one of the client's own serves as well: the rest of the request is asked about.
    callback = request.redirect_uri or next(iter(facts.client.callbacks if facts.client else ()), "") if request else ""
    if request is None or not request.client_id or not callback or asked_already(facts, request):
        return facts
    if "refusal" in facts.missing:  # a login at another host is not asked about here
        return facts
    if examined.management is None:
        return without_credentials(facts, examined, request.client_id)
    examined.step("asking the authorize endpoint")
    changes = {**dict.fromkeys(NOT_ASKED, ""), "redirect_uri": callback}
    try:
        plain = replace(asked_anew(request, changes, request.client_id), redirect_uri=callback)
        # Always this tenant, wherever a pasted URL goes to.
        plain = replace(plain, url=f"{examined.tenant.origin}/authorize?{urlsplit(plain.url).query}")
        refusal = ask_authorize(examined.http, plain)
    except ValueError:
        return replace(facts, missing={**facts.missing, "refusal": "the authorize URL cannot be read"})
    except (NetworkError, UsageError) as failure:
        return replace(facts, missing={**facts.missing, "refusal": failure.message})
    outcome = "refused" if refusal else "login page"
    said = f"{refusal.error}: {refusal.description}" if refusal else "Auth0 would go on to its login page"
    probe = Probe(
        name="authorize", outcome=outcome, refusal=refusal, detail=said, facts={"client_id": request.client_id}
    )
    others = tuple(one for one in facts.probes or () if one.name != "authorize")
    return replace(facts, refusal=refusal, probes=(*others, probe))


def without_credentials(facts: Facts, examined: Examined, client_id: str) -> Facts:
    """Where nobody may read the settings: everything that the tenant tells anybody who asks."""
    if any(one.name == "discovery" for one in facts.probes or ()):
        return facts
    try:
        return probe_tenant(facts, Asking(http=examined.http, pause=examined.pause, step=examined.step), client_id)
    except ValueError:
        return replace(facts, missing={**facts.missing, "refusal": "the authorize URL cannot be read"})
    except NetworkError as failure:
        return replace(facts, missing={**facts.missing, "refusal": failure.message})


def asked_already(facts: Facts, request: AuthorizeRequest) -> bool:
    return any(
        one.name == "authorize" and one.facts.get("client_id") == request.client_id for one in facts.probes or ()
    )


# One place for each kind of evidence. Those of one stage do not need each other and are gathered side by side; what
# the first stage could not ask yet (the client was given by its name, the callback not at all) is asked in the last.
Gather = Callable[[Facts, Examined], Facts]
EVIDENCE: tuple[tuple[Gather, ...], ...] = (
    (configuration, from_outside),
    (named, guards),
    (from_outside,),
)
OFFLINE: tuple[tuple[Gather, ...], ...] = ((named,), (guards,))


def side_by_side(stage: tuple[Gather, ...], facts: Facts, examined: Examined) -> Facts:
    """What each of a stage finds out, put together; the first one that knows a fact has it."""
    if len(stage) == 1:
        return stage[0](facts, examined)
    with ThreadPoolExecutor(len(stage)) as pool:
        results = list(pool.map(lambda gather: gather(facts, examined), stage))
    news: dict[str, Any] = {}
    for result in results:
        for one in fields(Facts):
            value = getattr(result, one.name)
            if value is not getattr(facts, one.name):
                news.setdefault(one.name, value)
    missing = {name: reason for result in results for name, reason in result.missing.items()}
    probes = [one for result in results for one in result.probes or () if one not in (facts.probes or ())]
    return replace(facts, **{**news, "missing": missing, "probes": (*(facts.probes or ()), *probes) or facts.probes})


# The judgement


def families(facts: Facts, *, audit: bool = False) -> tuple[str, ...]:
    """The families whose evidence is at hand; the others would only say that they lack it."""
    absent = {
        "AZ3": facts.refusal is None,
        "AZ4": facts.token is None,
        "AZ7": facts.claim_name is None,
        "AZ8": facts.contradictions is None,
        "AZ0": facts.said is None,
        "AZ62": facts.exchanges is None,
        "AZ9": facts.app_settings is None and facts.api_answers is None,
        **dict.fromkeys(ADVICE, not audit),
    }
    return tuple(family for family in FAMILIES if not absent.get(family, False))


def known_names(given: Iterable[str]) -> tuple[str, ...]:
    """What was given with --select or --ignore. Raises UsageError where it fits no rule at all."""
    names = tuple(word for text in given for word in text.replace(",", " ").split())
    every: list[Judge] = [one for target in FAMILIES.values() for one in load(target)] if names else []
    for name in names:
        if not any(starts(one.rule.code, one.rule.name, (name,)) for one in every):
            raise UsageError(f"no rule has the code or name {name}")
    return names


def starts(code: str, name: str, beginnings: tuple[str, ...]) -> bool:
    return any(code.startswith(one.upper()) or name.startswith(one.lower()) for one in beginnings)


def worth_saying(
    skipped: Iterable[Skipped], facts: Facts, findings: Iterable[Finding], wanted: Callable[[str, str], bool]
) -> tuple[Skipped, ...]:
    """The rules that a missing permission or an unanswered question kept from being judged, each once."""
    reasons = [reason for name, reason in facts.missing.items() if reason and not reason.startswith("no ")]
    spoken = {one.rule.name for one in findings}
    kept: dict[str, Skipped] = {}
    for one in skipped:
        lacks = any(reason in one.reason for reason in reasons)
        if lacks and one.rule.name not in spoken and wanted(one.rule.code, one.rule.name):
            kept.setdefault(one.rule.name, one)
    return tuple(kept.values())


def failing(report: Report, fail_on: Severity) -> bool:
    """Whether the report holds a finding that is as bad as ``fail_on``, or worse."""
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(severity_of(one) in bad for one in report.findings)


# The report


def subject(examined: Examined, facts: Facts) -> str:
    where = examined.tenant.domain
    who = examined.wanted.client or ""
    if facts.client is not None:
        who = f"{facts.client.name or 'client'} ({facts.client.client_id})"
    return f"{who} at {where}" if who and where else who or where or "the export"


def looked_at(examined: Examined, facts: Facts) -> dict[str, object]:
    """What the report rests on, for JSON: names and addresses only."""
    asked: dict[str, object] = {"tenant": examined.tenant.domain or None}
    if facts.wish is not None and facts.wish.flow:
        asked["flow"] = facts.wish.flow
    request = facts.request or facts.token_request
    if request is not None:
        asked |= {"client_id": request.client_id, "audience": request.audience, "scope": " ".join(request.scope)}
    if facts.request is not None:
        asked["redirect_uri"] = facts.request.redirect_uri
    return asked


def nothing_checked(facts: Facts, examined: Examined) -> Auth0ctlError:
    """Nothing could be read and nothing asked: never a clean bill."""
    why = next((reason for reason in facts.missing.values() if reason and not UNASKED.match(reason)), "")
    if why and RATE_LIMITED in why:
        return RateLimited(f"nothing at {examined.tenant.domain} could be examined: {why}", "Try again later.")
    if why and UNAUTHORIZED in why:
        hint = "The Management token is missing, expired or another tenant's: give one in AUTH0_API_TOKEN."
        return AuthError(f"nothing at {examined.tenant.domain} could be examined: {why}", hint)
    if why:
        hint = "Check the domain (`auth0ctl tenant show`) and the network, then try again."
        return NetworkError(f"nothing at {examined.tenant.domain} could be examined: {why}", hint)
    return UsageError(
        "there is nothing to examine: no Management token, and no login to ask about",
        "Name the login: `auth0ctl doctor --client ID --redirect-uri URL`. Or give a token in AUTH0_API_TOKEN.",
    )


def asked_anew(request: AuthorizeRequest, changes: dict[str, str], client_id: str) -> AuthorizeRequest:
    """The same request with other parameters; an empty one is left out."""
    parts = urlsplit(request.url)
    query = {name: value for name, value in {**dict(parse_qsl(parts.query)), **changes}.items() if value}
    url = urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
    return replace(request, url=url, client_id=client_id)
