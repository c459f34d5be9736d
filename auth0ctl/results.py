"""What commands show: the values that journeys return and renderers draw. Values only; nothing is printed here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.findings import Check, Finding, Report, Skipped, Status
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
class Verified:
    """A token held against what was expected of it."""

    token: Token
    report: Report
    at: datetime
    label: str = ""  # "ID token", "access token"


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
    channel's, an ID token and /userinfo, tokens before and after a refresh.
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

    @property
    def passed(self) -> bool:
        """True when tokens came, every one that had to be verified was, and nothing contradicts anything else."""
        agree = all(check.status is not Status.FAIL for check in self.checks)
        return self.tokens is not None and agree and bool(self.verified) and all(v.report.passed for v in self.verified)


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
