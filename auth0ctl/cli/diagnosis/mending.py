"""``doctor --fix``: what is asked before a change, and how the changes and the proof are shown."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import typer

from auth0ctl.cli.session import Session
from auth0ctl.edits import differences
from auth0ctl.errors import AuthError, UsageError
from auth0ctl.findings import Finding, Severity
from auth0ctl.journeys.diagnosis.doctor import failing
from auth0ctl.journeys.diagnosis.fix import Examine, Fixing, fix, plan
from auth0ctl.model import Facts
from auth0ctl.render.safe import safe
from auth0ctl.results import Diagnosed, Outcome

UNCHANGED: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person has agreed to on the command line."""

    dry_run: bool = False
    yes: bool = False
    allow_weaker: bool = False


def check_consent(*, wanted: bool, consent: Consent) -> None:
    """Raises UsageError for options that only make sense together."""
    given = [
        name
        for name, is_set in (
            ("--dry-run", consent.dry_run),
            ("--yes", consent.yes),
            ("--allow-weaker", consent.allow_weaker),
        )
        if is_set
    ]
    if given and not wanted:
        raise UsageError(f"{given[0]} goes with --fix", "Add --fix; without it doctor changes nothing.")


def check_evidence(facts: Facts, consent: Consent) -> None:
    """Raises UsageError for a recording: it shows what was, so that nothing made now could be proved by it."""
    if facts.exchanges is not None and not consent.dry_run:
        raise UsageError(
            "a recorded login cannot prove that a change helps",
            "See the changes with --dry-run, or ask anew: --client, --flow and so on, or --url with an authorize URL.",
        )


def mended(session: Session, examine: Examine, worst: Severity, consent: Consent) -> Diagnosed:
    """Plan or make the changes, and the diagnosis after them.

    Raises UsageError where somebody would have to be asked and nobody can be, AuthError without a Management token.
    """
    if consent.dry_run:
        report = examine(UNCHANGED)
        planned = plan(report, worst)
        if any(one.finding.edits for one in planned):
            session.say("Nothing was changed. The same command without --dry-run makes these changes, one at a time.")
        return Diagnosed(report=report, passed=not failing(report, worst), mended=planned)
    if not consent.yes and not session.interactive:
        raise UsageError("nobody can be asked here: this is no terminal", "Add --yes, or look first: --dry-run.")
    if why_not := session.can_manage():
        raise AuthError(f"nothing can be mended: {why_not}", "Give a Management token in AUTH0_API_TOKEN.")

    def agree(finding: Finding) -> str:
        return why_declined(session, finding, consent)

    fixing = Fixing(
        examine=examine,
        management=session.writing,
        journal=session.journal,
        agree=agree,
        worst=worst,
        say=session.say,
        pause=time.sleep,
    )
    report = fix(fixing)
    if any(one.outcome is Outcome.HELPED for one in fixing.done):
        session.say("`auth0ctl undo` puts the former values back; `auth0ctl undo --keep` keeps the new ones for good.")
    return Diagnosed(report=report, passed=not failing(report, worst), mended=tuple(fixing.done))


def why_declined(session: Session, finding: Finding, consent: Consent) -> str:
    """Empty when the change may be made. A risk is named in the question, and --yes alone is no answer to it."""
    risks = [edit.risk for edit in finding.edits if edit.risk]
    if consent.yes:
        return "" if not risks or consent.allow_weaker else f"{'; '.join(risks)}: that needs --allow-weaker"
    session.say(f"{finding.rule.title} ({finding.rule.name}). {finding.detail}")
    for edit in finding.edits:
        session.say(f"  {edit.kind.value} {edit.name}".rstrip())
        for line in differences(edit):
            session.say(f"    {line}")
    for risk in risks:
        session.say(f"  Mind: {risk}.")
    question = safe(f"Make this change at {session.tenant.domain}{' all the same' if risks else ''}?")
    agreed: bool = typer.confirm(question, default=False, err=True)
    return "" if agreed else "you said no"
