"""What one try of a check saw, and the findings that explain what is not as declared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auth0ctl.errors import Auth0ctlError
from auth0ctl.evidence.tenant import Wanted
from auth0ctl.findings import Finding, Report, Severity, severity_of
from auth0ctl.journeys.diagnosis.doctor import Examined
from auth0ctl.journeys.diagnosis.doctor import doctor as examine
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.model import Facts
from auth0ctl.protocol import TokenSet
from auth0ctl.results import Login
from auth0ctl.rules import judge
from auth0ctl.rules.ranking import rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``differences`` are what makes a check red; without any it is green. ``tokens`` are for checks that need them."""

    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    detail: str = ""
    login: Login | None = None
    tokens: TokenSet | None = None


def explained(
    kind: str,
    subject: str,
    differences: Iterable[Difference],
    findings: Iterable[Finding],
    *,
    unexplained: Iterable[Difference] | None = None,
) -> Seen:
    """A red check: the causes that the rules know, the root first; where they know none, the difference itself.

    ``unexplained`` are the differences that none of the findings is about; None: all, unless a finding is a problem.
    """
    differs, known = tuple(differences), rank(findings)
    if unexplained is None:
        unexplained = () if any(problem(one) for one in known) else differs
    said = tuple(f"{one.name}: expected {one.expected}, seen {one.seen}" for one in unexplained)
    if said:
        own, _ = judge(Facts(declared={kind: (subject, *said)}), ("AZ82",))
        problems = tuple(one for one in known if problem(one))
        known = (*problems, *own, *(one for one in known if one not in problems))
    return Seen(differences=differs, findings=known, detail=told(differs))


def problem(finding: Finding) -> bool:
    return severity_of(finding) is not Severity.INFO


def told(differences: Iterable[Difference]) -> str:
    return "; ".join(f"{one.name} is {one.seen}, not {one.expected}" for one in differences)


def ask_doctor(one: Try, asked: Mapping[str, Any], *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Report:
    """A doctor run about these options. Raises NetworkError, and UsageError where there is nothing to examine."""
    facts = one.ground.facts_of(asked)
    return examine(
        Examined(
            facts=facts,
            tenant=one.ground.tenant,
            http=one.http,
            management=one.management,
            why_no_management=one.ground.why_no_management,
            wanted=Wanted(
                client=asked.get("client"),
                organization=asked.get("organization"),
                user=asked.get("user"),
                machine=asked.get("flow") == "client-credentials",
            ),
            pause=one.ground.pause,
            step=one.ground.step,
        ),
        select=select,
        ignore=ignore,
    )


def causes(one: Try, asked: Mapping[str, Any], names: Iterable[str] = ()) -> tuple[Finding, ...]:
    """What doctor finds about this, as far as it explains a red check: rules of these names, or every problem.

    Nothing where it could not look: the check is red all the same.
    """
    try:
        found = ask_doctor(one, asked).findings
    except Auth0ctlError:
        return ()
    named = tuple(names)
    if named:
        return tuple(each for each in found if each.rule.name in named)
    return tuple(each for each in found if problem(each))
