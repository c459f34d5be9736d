"""What the tool says: rules, the findings they make, the checks of a verification, and the report that holds them.

Values only. Rules live in ``auth0ctl.rules``, renderers in ``auth0ctl.render``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auth0ctl.edits import Edit
from auth0ctl.model import Facts


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How sure a finding is: proved by what was seen, or one reading among several."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One cause, in prose. ``code`` and ``name`` are stable; ``fix`` is the general remedy; findings have commands."""

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    fix: str
    docs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired: on what, why we say so, and the command that mends it.

    ``evidence`` holds what was seen, one line each; ``fix`` is a command that can be typed, or a sentence where no
    command can do it; ``explains`` are the ids of the checks whose failure it accounts for, ``consequences`` are
    the findings that go away with it. ``edits`` are the changes of the tenant's settings that would mend it.
    """

    rule: Rule
    subject: str
    detail: str
    evidence: tuple[str, ...] = ()
    fix: str = ""
    confidence: Confidence = Confidence.CERTAIN
    explains: tuple[str, ...] = ()
    severity: Severity | None = None  # None: the rule's own
    consequences: "tuple[Finding, ...]" = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A rule that could not be judged, and why. Never a pass."""

    rule: Rule
    reason: str


class Status(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of a verification. ``id`` names the requirement (``V12``), ``title`` what is checked in two or three
    words (``issuer``), ``detail`` what was seen against what was expected, or why the check was skipped."""

    id: str
    title: str
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of judging one subject. It is fine only if something was checked and nothing failed."""

    subject: str
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)  # what was looked at, ready for JSON; never a secret

    @property
    def passed(self) -> bool:
        """True when at least one check ran, none failed, and no finding is an error."""
        ran = [check for check in self.checks if check.status is not Status.SKIP]
        failed = any(check.status is Status.FAIL for check in ran)
        wrong = any(severity_of(finding) is Severity.ERROR for finding in self.findings)
        return bool(ran) and not failed and not wrong


def severity_of(finding: Finding) -> Severity:
    """The finding's own severity where it has one, else its rule's."""
    return finding.severity or finding.rule.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A rule with the function that judges it. ``needs`` names the fields of ``Facts`` without which it is skipped."""

    rule: Rule
    needs: tuple[str, ...]
    find: Callable[[Facts], Finding | None]
