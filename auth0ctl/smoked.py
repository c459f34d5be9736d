"""What ``auth0ctl smoke`` shows: its checks, and what became of each. Values only (standards.md Q15)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auth0ctl.errors import ExitCode
from auth0ctl.findings import Finding, Severity
from auth0ctl.protocol import Event
from auth0ctl.results import Login


class SmokeOutcome(StrEnum):
    """What became of one smoke check. Only ``passed`` is green (standards.md Q15)."""

    PASSED = "passed"
    FAILED = "failed"
    FLAKY = "flaky"  # the network failed, and the second try passed
    UNREACHED = "unreached"  # it could not be judged: no answer in time, no permission, an error of the tenant
    SKIPPED = "skipped"  # not run, because something it needs is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class SmokeCheck:
    """One check of a smoke file and how it went.

    ``id`` is unique in the file; ``kind`` is its table there ("client", "api", "flow", "refused", "call", "doctor");
    ``line`` is where it stands (1-based); ``expected`` and ``seen`` say in a few words what differs; ``seconds`` is how
    long it took, all tries together. ``login`` is what a flow brought.
    """

    id: str
    kind: str
    title: str
    outcome: SmokeOutcome
    severity: Severity = Severity.ERROR
    line: int = 0
    seconds: float = 0.0
    tries: int = 1
    detail: str = ""
    expected: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    login: Login | None = None
    exit_code: int = 0  # that of the error for which it could not be judged

    @property
    def judged(self) -> bool:
        """Whether the check says something about the tenant, be it good or bad."""
        return self.outcome in (SmokeOutcome.PASSED, SmokeOutcome.FAILED, SmokeOutcome.FLAKY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoked:
    """All checks of a smoke file, in its order. JSON: documented by ``render/smoke.schema.json``."""

    file: str  # as given on the command line
    tenant: str  # the domain that was checked
    at: datetime
    checks: tuple[SmokeCheck, ...]
    seconds: float = 0.0
    trace: tuple[Event, ...] = ()

    @property
    def passed(self) -> bool:
        """True when something could be judged and every check whose failure counts as an error is green."""
        counted = [check for check in self.checks if check.severity is Severity.ERROR]
        return any(check.judged for check in self.checks) and all(
            check.outcome is SmokeOutcome.PASSED for check in counted
        )

    @property
    def exit_code(self) -> ExitCode:
        """0 where all is green; 1 where something is not; the error's own code where nothing at all could be judged."""
        if not any(check.judged for check in self.checks):
            first = next((check.exit_code for check in self.checks if check.exit_code), int(ExitCode.FOUND))
            return next(code for code in ExitCode if code == first)
        return ExitCode.OK if self.passed else ExitCode.FOUND
