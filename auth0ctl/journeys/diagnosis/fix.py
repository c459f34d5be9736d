"""``doctor --fix``: one cause after the other, the root first; each change proved by looking again, or taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from auth0ctl import edits
from auth0ctl.edits import Edit
from auth0ctl.errors import Auth0ctlError, AuthError, RateLimited, TenantError
from auth0ctl.findings import Finding, Report, Severity, severity_of
from auth0ctl.journal import Entry, Journal
from auth0ctl.journeys.diagnosis.editing import carry_out, take_back
from auth0ctl.results import Mended, Outcome
from auth0ctl.rules.ranking import SEVERITIES
from auth0ctl.tenant.management import Management

SETTLING = 2.0  # seconds; ours: that a change shows at once at every endpoint is stated nowhere
ROUNDS = 20  # more causes than that at once are no case for a machine

# Runs the diagnosis anew. Given: claims that have another name now, old to new; what is wished for is called so, too.
Examine = Callable[[Mapping[str, str]], Report]
Agree = Callable[[Finding], str]  # "" to go on, else why not


@dataclass(slots=True, kw_only=True)
class Fixing:
    """One run: what is asked, where it is written down, and what has been done so far."""

    examine: Examine
    management: Management
    journal: Journal
    agree: Agree
    worst: Severity
    say: Callable[[str], None]
    pause: Callable[[float], None]
    done: list[Mended] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)


def plan(report: Report, worst: Severity) -> tuple[Mended, ...]:
    """What would be done about the causes that are seen now; what only shows after the first of them cannot be."""
    return tuple(Mended(finding=one, outcome=Outcome.PLANNED) for one in to_mend(report, worst))


def fix(fixing: Fixing) -> Report:
    """Mend what can be mended. The report is of the tenant as it is afterwards, ``fixing.done`` says what was done.

    Raises ConfigError when the journal cannot be written, and NetworkError when the tenant cannot be asked any more:
    what was changed until then is in the journal.
    """
    report = fixing.examine(fixing.renamed)
    seen: list[tuple[Edit, ...]] = []
    for _ in range(ROUNDS):
        finding = next((one for one in to_mend(report, fixing.worst) if one.edits not in seen), None)
        if finding is None:
            break
        seen.append(finding.edits)
        if why_not := fixing.agree(finding):
            fixing.done.append(Mended(finding=finding, outcome=Outcome.DECLINED, note=why_not))
        else:
            report = mend(fixing, finding, report)
    return report


def to_mend(report: Report, worst: Severity) -> list[Finding]:
    """The findings that a change of the tenant's settings would mend, in the order of the report."""
    bad = SEVERITIES[: SEVERITIES.index(worst) + 1]
    return [one for one in report.findings if one.edits and severity_of(one) in bad]


def mend(fixing: Fixing, finding: Finding, before: Report) -> Report:
    """Make one finding's edits, and prove them. The report that holds now."""
    entries: list[Entry] = []
    try:
        for edit in finding.edits:
            entries.append(carry_out(fixing.management, fixing.journal, edit, pause=fixing.pause))
        renamed = {**fixing.renamed, **new_names(finding)}
        after = look_again(fixing, finding, renamed)
    except (AuthError, TenantError, RateLimited) as error:
        note = f"{error.message} {error.hint}".strip()
        fixing.done.append(Mended(finding=finding, outcome=Outcome.REFUSED, note=note + back(fixing, entries)))
        return before
    except BaseException:
        fixing.say("Broken off: what was changed for this cause is taken back; `auth0ctl undo` looks again.")
        back(fixing, entries)
        raise
    if is_found(finding, after):
        note = "the same cause is found as before" + back(fixing, entries)
        fixing.done.append(Mended(finding=finding, outcome=Outcome.TAKEN_BACK, note=note))
        return before
    fixing.renamed = renamed
    note = "; ".join(f"{old} is now called {new}" for old, new in new_names(finding).items())
    fixing.done.append(Mended(finding=finding, outcome=Outcome.HELPED, note=note))
    return after


def look_again(fixing: Fixing, finding: Finding, renamed: Mapping[str, str]) -> Report:
    """The same diagnosis; a second one a little later where the first still finds the cause: a tenant may be slow."""
    report = fixing.examine(renamed)
    if is_found(finding, report):
        fixing.pause(SETTLING)
        report = fixing.examine(renamed)
    return report


def back(fixing: Fixing, entries: list[Entry]) -> str:
    """Take the changes of one finding back, the newest first. What cannot be is said, and stays for ``undo``."""
    for entry in reversed(entries):
        try:
            with fixing.journal.turn():
                take_back(fixing.management, entry, pause=fixing.pause)
                fixing.journal.end(entry)
        except Auth0ctlError as error:
            fixing.say(
                f"{entry.value}: not taken back: {error.message.rstrip('.')}. Take it back with `auth0ctl undo`."
            )
            return "; not everything could be taken back"
    return ""


def is_found(finding: Finding, report: Report) -> bool:
    """Whether a report names the same cause about the same thing, on its own or as a consequence."""
    every = [*report.findings, *(below for one in report.findings for below in one.consequences)]
    return any((one.rule.name, one.subject) == (finding.rule.name, finding.subject) for one in every)


def new_names(finding: Finding) -> dict[str, str]:
    """Claims that the edits give another name."""
    members = [member for edit in finding.edits for member in edit.members if member.path == (edits.CLAIMS,)]
    return {str(member.before): str(member.after) for member in members}
