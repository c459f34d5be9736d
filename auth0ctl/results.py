"""What commands show: the values that journeys return and renderers draw. Values only; nothing is printed here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from auth0ctl.errors import ExitCode
from auth0ctl.findings import Check, Confidence, Finding, Report, Skipped, Status
from auth0ctl.model import Tenant, Token
from auth0ctl.protocol import AuthorizeRequest, Event, JSONObject, Refusal, TokenRequest, TokenSet

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Objects of one kind. JSON is the array of the API's own objects; people see the columns."""

    noun: str  # plural: "clients"
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    objects: tuple[JSONObject, ...]
    empty: str = ""  # what to type when there are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One object: what it is, the verdict first, then the settings that matter. JSON: ``resource`` and ``findings``."""

    resource: JSONObject
    title: str
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    verdict: JSONObject = field(default_factory=dict)  # ready for JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Something was made, removed or chosen, or was already as wished. JSON: ``resource`` itself where there is one."""

    sentence: str
    resource: JSONObject | None = None
    next: str = ""  # what to type next
    sections: tuple[Section, ...] = ()  # what follows from it, for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """Text for other programs: a token, a path, a script. Printed as it is, in every format but JSON."""

    name: str  # the member's name in JSON
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A token read and not verified. ``notes`` say what it is and what catches the eye."""

    token: Token
    at: datetime
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where one thing in a token comes from; or, where it is not ``present``, who took it away.

    ``kind`` is "claim", "scope" or "permission"; ``who`` names the part of the tenant that did it, ``why`` says how.
    """

    kind: str
    name: str
    present: bool
    who: str
    why: str
    sure: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A token held against what was expected of it. ``origins`` are filled where somebody asked for them."""

    token: Token
    report: Report
    at: datetime
    label: str = ""  # "ID token", "access token"
    origins: tuple[Origin, ...] = ()


class Outcome(StrEnum):
    """What became of a planned change."""

    PLANNED = "planned"  # --dry-run
    DECLINED = "declined"  # by the person, or because its risk was not accepted
    HELPED = "helped"  # made, and the same diagnosis no longer finds the cause
    TAKEN_BACK = "taken back"  # made, did not help, and the former values are there again
    REFUSED = "refused"  # by the tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was done, or is planned, about one finding. ``note`` says more where there is more to say."""

    finding: Finding
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The findings about one client, or (``client`` empty) about what all of them share; the root cause first."""

    title: str
    client: str = ""  # its id
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosed:
    """Everything that was found out about a login or a client, the root cause first. JSON: the report.

    ``passed`` is false where a finding is as bad as the person wanted to be told of by the exit code. ``good`` is what
    to say where nothing is wrong; with ``line_by_line`` each thing that was looked at is shown with its answer.
    ``mended`` is what ``--fix`` did before this report was made; None where nobody asked for it. ``groups`` are there
    where many clients were looked at: each finding of the report is in one of them. ``unread`` are the ids of the
    checks that the question was about and that could not be made: then there is no verdict, and ``passed`` is false.
    """

    report: Report
    passed: bool
    good: str = "nothing wrong was found"
    line_by_line: bool = False
    mended: tuple[Mended, ...] | None = None
    groups: tuple[Group, ...] | None = None
    unread: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """What the command ends with."""
        if self.unread:
            return ExitCode.API
        return ExitCode.OK if self.passed else ExitCode.FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What something that a person pasted points to: its causes, the likeliest first. JSON: the report.

    ``read`` is what was understood of it; ``advice`` says what to give instead, where nothing was recognised.
    """

    report: Report
    read: tuple[Row, ...]
    advice: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when what was given could be judged and nothing is wrong with it."""
        return self.report.passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs between two tokens. ``where`` is form, kind, time, header, claim or signature.

    ``a`` and ``b`` are JSON values; one that only the other token has is None, and ``only_in`` then says "a" or "b".
    """

    where: str
    name: str
    a: Any
    b: Any
    meaning: str  # what it means where the token is used
    only_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two tokens beside each other, neither of them verified. ``by_nature`` names claims that no two logins share."""

    a: Token
    b: Token
    at: datetime
    differences: tuple[Difference, ...]
    by_nature: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One login attempt from beginning to end. ``tokens`` is None when it was refused.

    ``checks`` hold two things against each other that came separately: the front channel's ID token and the back
    channel's, an ID token and /userinfo, tokens before and after a refresh. With ``line_by_line`` people see each
    check; else those that passed are counted.
    """

    tenant: Tenant
    flow: str
    request: AuthorizeRequest | TokenRequest
    at: datetime
    client_name: str = ""
    tokens: TokenSet | None = None
    delivered: str = ""  # "query", "fragment"
    verified: tuple[Verified, ...] = ()
    checks: tuple[Check, ...] = ()
    userinfo: JSONObject | None = None
    refusal: Refusal | None = None
    browser_opened: bool = False
    findings: tuple[Finding, ...] = ()
    saved: str = ""  # where the tokens were kept, in words
    trace: tuple[Event, ...] = ()
    line_by_line: bool = False

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """What contradicts something else."""
        return tuple(check for check in self.checks if check.status is Status.FAIL)

    @property
    def passed(self) -> bool:
        """True when tokens came, every one that had to be verified was, and nothing contradicts anything else."""
        agree = not self.failed_checks
        return self.tokens is not None and agree and bool(self.verified) and all(v.report.passed for v in self.verified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One silent login of a matrix, or why there was none (``login`` is then None).

    ``verdict`` is ``works``, ``refused``, ``failed`` (tokens came, and did not pass verification) or ``not run``;
    ``why`` is the name of the rule that explains it, or a few words; empty where there is nothing to explain.
    """

    response_type: str
    response_mode: str
    audience: str | None
    verdict: str
    why: str = ""
    login: Login | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A login with a person, and the silent ones that followed it in the same tab. ``notes`` are about all of them."""

    first: Login
    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ran(self) -> int:
        """How many variants were really asked for."""
        return sum(cell.login is not None for cell in self.cells)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What explains the cells that do not work, each cause once."""
        found: dict[str, Finding] = {}
        for cell in self.cells:
            if cell.login is None or cell.verdict == "works":
                continue
            told = [*cell.login.findings, *(one for token in cell.login.verified for one in token.report.findings)]
            cause = next((one for one in told if one.rule.name == cell.why), None)
            if cause is not None:
                found.setdefault(cause.rule.code, cause)
        return tuple(found.values())

    @property
    def passed(self) -> bool:
        """True when the first login works, at least one variant was asked for, and no token failed verification."""
        return self.first.passed and self.ran > 0 and all(cell.verdict != "failed" for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a story: the command a person would type, what it shows, and whether it went as the story says."""

    number: int
    title: str
    command: str
    told: str
    result: Any
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All steps. ``told`` is true where each was shown as it happened, so that people are not told twice."""

    title: str
    steps: tuple[Step, ...]
    browser: str
    told: bool = False

    @property
    def passed(self) -> bool:
        """True when there are steps and each went as it should."""
        return bool(self.steps) and all(step.ok for step in self.steps)
