"""The time claims: expiry, issue, not-before. Requirements V14 and V15; RFC 7519 sections 4.1.4 to 4.1.6."""

import math
from typing import Any

from auth0ctl.model import Expected
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line
from auth0ctl.words import duration, moment, shown

MAX_LEEWAY = 300  # seconds
TEN_YEARS = 315_360_000  # seconds
# A date of today in milliseconds; in seconds this is the year 5138.
MILLISECONDS = 100_000_000_000


def lines(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    """Expiry, issue and not-before against ``expected.at``, and the leeway itself."""
    now = expected.at.timestamp()
    leeway = expected.leeway
    return (
        _expiry(claims, now, leeway),
        _issued(claims, now, leeway),
        _not_before(claims, now, leeway),
        _leeway(leeway),
    )


def number(value: Any) -> float | None:
    """A JSON number that can be a date: finite, not a boolean, at most 2^53. None for anything else."""
    if type(value) is int:  # not a boolean, which is an int as well
        return value if abs(value) <= 2**53 else None
    return value if isinstance(value, float) and math.isfinite(value) and abs(value) <= 2**53 else None


def current(issued: Any, expires: Any, now: float) -> bool:
    """Do iat and exp pass, and without any leeway? Where there is no nbf, every line of ``lines`` passes then."""
    return (
        type(issued) is int
        and type(expires) is int
        and issued <= now < expires <= MILLISECONDS
        and expires - issued <= TEN_YEARS
    )


def _leeway(leeway: int) -> Line:
    if 0 <= leeway <= MAX_LEEWAY:
        return "V15", "leeway", PASS, f"{leeway} s"
    return "V15", "leeway", FAIL, f"{leeway} s is outside 0 to {MAX_LEEWAY} s"


def _expiry(claims: JSONObject, now: float, leeway: int) -> Line:
    if "exp" not in claims:
        return "V14", "expiry", FAIL, "there is no exp: the token would be good for ever"
    expires, issued = number(claims["exp"]), number(claims.get("iat"))
    if expires is None:
        return "V14", "expiry", FAIL, f"exp {shown(claims['exp'])} is not a time in seconds"
    if expires > MILLISECONDS or (issued is not None and expires - issued > TEN_YEARS):
        return "V14", "expiry", FAIL, f"exp {shown(claims['exp'])} is too far away: milliseconds?"
    if now >= expires + leeway:
        return "V14", "expiry", FAIL, lambda: f"expired {duration(now - expires)} ago, at {moment(expires)}"
    if now >= expires:
        return "V14", "expiry", PASS, lambda: f"expired {duration(now - expires)} ago, within the leeway of {leeway} s"
    return "V14", "expiry", PASS, lambda: f"expires in {duration(expires - now)}, at {moment(expires)}"


def _issued(claims: JSONObject, now: float, leeway: int) -> Line:
    if "iat" not in claims:
        # Auth0 puts iat into every JWT (tokens.md sections 2 and 3), and RFC 9068 and OIDC Core require it.
        return "V15", "issued at", FAIL, "there is no iat"
    issued = number(claims["iat"])
    if issued is None:
        return "V15", "issued at", FAIL, f"iat {shown(claims['iat'])} is not a time in seconds"
    if issued > MILLISECONDS:
        return "V15", "issued at", FAIL, f"iat {shown(claims['iat'])} is too far away: milliseconds?"
    if issued > now + leeway:
        return "V15", "issued at", FAIL, f"issued {duration(issued - now)} in the future, at {moment(issued)}"
    return "V15", "issued at", PASS, lambda: f"issued {duration(now - issued)} ago, at {moment(issued)}"


def _not_before(claims: JSONObject, now: float, leeway: int) -> Line:
    if "nbf" not in claims:
        return "V15", "not before", SKIP, "the token has no nbf"
    begins = number(claims["nbf"])
    if begins is None:
        return "V15", "not before", FAIL, f"nbf {shown(claims['nbf'])} is not a time in seconds"
    if begins > now + leeway:
        return "V15", "not before", FAIL, f"not good for another {duration(begins - now)}, until {moment(begins)}"
    return "V15", "not before", PASS, lambda: f"good since {moment(begins)}"
