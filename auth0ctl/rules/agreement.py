"""Two things of one login that do not agree: front and back channel, ID token and /userinfo, before and after refresh.

Each rule stands for one requirement, whose failed comparisons are in ``Facts.contradictions`` under its id.
"""

from collections.abc import Callable, Iterable

from auth0ctl.findings import Check, Finding, Judge, Rule, Severity, Status
from auth0ctl.model import Facts

CORE = "https://openid.net/specs/openid-connect-core-1_0.html#"

FRONT_AND_BACK = Rule(
    code="AZ801",
    name="front-and-back-id-tokens-differ",
    severity=Severity.ERROR,
    title="The ID tokens of the front and of the back channel contradict each other",
    why="In the hybrid flow both speak of the same login. Where they differ, the code beside the first one belongs to "
    "another login, or to another user.",
    fix="Use neither token. Log in once more; if it happens again, look for what rewrites tokens on the way.",
    docs=CORE + "HybridIDToken2",
)
USERINFO = Rule(
    code="AZ802",
    name="userinfo-of-another-user",
    severity=Severity.ERROR,
    title="/userinfo does not speak of the user of the ID token",
    why="Its `sub` must be that of the ID token; otherwise the access token belongs to somebody else, and so does "
    "every claim in the answer.",
    fix="Use none of its claims. Take the access token and the ID token from one login.",
    docs=CORE + "UserInfoResponse",
)
REFRESHED = Rule(
    code="AZ803",
    name="refreshed-id-token-differs",
    severity=Severity.ERROR,
    title="The ID token after the refresh is not one of the same login",
    why="A refresh brings a newer ID token of the same issuer, user, client and login time; anything else means that "
    "the refresh token is another login's.",
    fix="Drop the refreshed tokens and log in again.",
    docs=CORE + "RefreshTokenResponse",
)
OF_REQUIREMENT = {"I10": FRONT_AND_BACK, "I12": USERINFO, "I13": REFRESHED}
FIXES = {"I10": "auth0ctl login --flow hybrid", "I12": "auth0ctl login", "I13": "auth0ctl login"}


def contradictions(checks: Iterable[Check]) -> dict[str, tuple[str, ...]]:
    """The failed lines of ``tokens.crosscheck`` by requirement: what ``Facts.contradictions`` holds."""
    said: dict[str, tuple[str, ...]] = {}
    for check in checks:
        if check.status is Status.FAIL:
            said[check.id] = (*said.get(check.id, ()), f"{check.title}: {check.detail}")
    return said


def contradicted(id_: str, rule: Rule) -> Callable[[Facts], Finding | None]:
    """Judges whether the comparisons of one requirement failed."""

    def find(facts: Facts) -> Finding | None:
        assert facts.contradictions is not None
        if (differs := facts.contradictions.get(id_)) is None:
            return None
        return Finding(
            rule=rule,
            subject="this login",
            detail=f"{rule.title}.",
            evidence=differs,
            fix=FIXES[id_],
            explains=(id_,),
        )

    return find


JUDGES = tuple(
    Judge(rule=rule, needs=("contradictions",), find=contradicted(id_, rule)) for id_, rule in OF_REQUIREMENT.items()
)
