"""The token's times fail because a clock is wrong: this machine's, held against the issuer's ``Date`` (Q09)."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.token.situation import (
    NEEDS,
    TOKEN_DOCS,
    expected_of,
    failed,
    found,
    readable,
    seconds,
    token_of,
)
from auth0ctl.words import duration, moment

TOLERATED = 30  # seconds of difference that nobody needs to hear of

CLOCK_SKEW = Rule(
    code="AZ430",
    name="clock-skew",
    severity=Severity.ERROR,
    title="This machine's clock and the issuer's differ",
    why="`iat`, `nbf` and `exp` are times of the issuer's clock, and a verifier judges them by its own: with a wrong "
    "clock it refuses good tokens and takes expired ones.",
    fix="Set the clock of the machine that verifies; let it follow a time server.",
    docs=TOKEN_DOCS + "json-web-tokens/validate-json-web-tokens",
)


def clock_skew(facts: Facts) -> Finding | None:
    if facts.clock_trusted:
        return judged_by_issuer(facts)
    wrong, offset = failed(facts, "V14", "V15"), facts.clock_offset or 0.0
    if not wrong or not readable(facts) or abs(offset) <= TOLERATED:
        return None
    claims, expected = token_of(facts).claims, expected_of(facts)
    here = expected.at.timestamp()
    there = here + offset
    left = objection(facts, there)
    which = "behind" if offset > 0 else "ahead of"
    verdict = f"still refused: {left}" if left else "in order"
    return found(
        facts,
        CLOCK_SKEW,
        f"This machine's clock is {duration(offset)} {which} the issuer's. By the issuer's clock the token's times are "
        f"{verdict}.",
        evidence=(
            f"clock here: {moment(here)}",
            f"the issuer's clock (Date header): {moment(there)}",
            *(f"{name}: {moment(value)}" for name in ("iat", "nbf", "exp") if (value := seconds(claims.get(name)))),
            f"corrected verdict, not applied: {verdict}",
        ),
        fix="auth0ctl token verify --trust-server-clock    # then set this machine's clock",
        # Where the clock alone is not to blame, what is left is a finding of its own.
        explains=() if left else wrong,
        confidence=Confidence.LIKELY if left else Confidence.CERTAIN,
        severity=Severity.WARNING if left else None,
    )


def judged_by_issuer(facts: Facts) -> Finding:
    """A warning that the verdict rests on the issuer's clock (``--trust-server-clock``)."""
    offset, there = facts.clock_offset or 0.0, expected_of(facts).at.timestamp()
    which = "behind" if offset > 0 else "ahead of"
    return found(
        facts,
        CLOCK_SKEW,
        f"This machine's clock is {duration(offset)} {which} the issuer's. The token was judged by the issuer's clock, "
        "as you asked.",
        evidence=(
            f"clock here: {moment(there - offset)}",
            f"the issuer's clock (Date header), applied: {moment(there)}",
        ),
        fix=CLOCK_SKEW.fix,
        explains=(),
        severity=Severity.WARNING,
    )


def clock_alone(facts: Facts) -> bool:
    """Whether the clock accounts for the failed times altogether."""
    finding = clock_skew(facts)
    return finding is not None and bool(finding.explains)


def objection(facts: Facts, now: float) -> str:
    """What would still be wrong with the times at ``now``; empty where nothing would."""
    claims, leeway = token_of(facts).claims, expected_of(facts).leeway
    times = {name: seconds(claims.get(name)) for name in ("exp", "iat", "nbf")}
    expires, issued = times["exp"], times["iat"]
    if expires is None or issued is None or ("nbf" in claims and times["nbf"] is None):
        return "a time is missing or malformed"
    if now >= expires + leeway:
        return f"expired {duration(now - expires)} ago"
    ahead = [name for name in ("iat", "nbf") if (times[name] or 0) > now + leeway]
    return f"{' and '.join(ahead)} would still lie in the future" if ahead else ""


JUDGES = (Judge(rule=CLOCK_SKEW, needs=(*NEEDS, "clock_offset"), find=clock_skew),)
