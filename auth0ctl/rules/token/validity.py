"""It is not valid now, or its claims are not what every token must have: times, and missing or malformed claims."""

from typing import Any

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.token.clock import clock_alone
from auth0ctl.rules.token.situation import (
    NEEDS,
    TOKEN_DOCS,
    audiences,
    expected_of,
    failed,
    found,
    readable,
    seconds,
    token_of,
)
from auth0ctl.words import duration, moment, shown

JWT_DOCS = TOKEN_DOCS + "json-web-tokens/validate-json-web-tokens"
TEN_YEARS = 315_360_000  # seconds
MILLISECONDS = 100_000_000_000  # a date of today in milliseconds; in seconds it is the year 5138
RFC9068_CLAIMS = ("iss", "exp", "aud", "sub", "client_id", "iat", "jti")

IN_MILLISECONDS = Rule(
    code="AZ431",
    name="token-times-in-milliseconds",
    severity=Severity.ERROR,
    title="The token's times are in milliseconds",
    why="`exp`, `iat` and `nbf` count seconds (RFC 7519 section 2). In milliseconds the token would be good for "
    "thousands of years.",
    fix="Make the token with seconds: in JavaScript, Math.floor(Date.now() / 1000).",
    docs=JWT_DOCS,
)
EXPIRED = Rule(
    code="AZ432",
    name="token-expired",
    severity=Severity.ERROR,
    title="The token has expired",
    why="A token is refused after `exp`, whoever holds it.",
    fix="Get a new one: log in again, or use the refresh token.",
    docs=TOKEN_DOCS + "access-tokens/update-access-token-lifetime",
)
NOT_YET = Rule(
    code="AZ433",
    name="token-not-yet-valid",
    severity=Severity.ERROR,
    title="The token comes from the future",
    why="`iat` or `nbf` lies ahead of this machine's clock by more than the leeway: one of the two clocks is wrong.",
    fix="Set the clock of the machine that verifies.",
    docs=JWT_DOCS,
)
CLAIM_INVALID = Rule(
    code="AZ434",
    name="token-claim-invalid",
    severity=Severity.ERROR,
    title="A claim that every token must have is missing or malformed",
    why="Auth0 puts iss, sub, aud, iat and exp into every token, each with its one type; a token without them was not "
    "made by it, or was changed.",
    fix="Get the token again from where it was issued.",
    docs=JWT_DOCS,
)


def in_milliseconds(facts: Facts) -> Finding | None:
    if not failed(facts, "V14", "V15") or not readable(facts):
        return None
    claims = token_of(facts).claims
    expires, issued = seconds(claims.get("exp")), seconds(claims.get("iat"))
    large = [name for name in ("iat", "nbf", "exp") if (seconds(claims.get(name)) or 0) > MILLISECONDS]
    if not large and expires is not None and issued is not None and expires - issued > TEN_YEARS:
        large = ["exp"]
    if not large:
        return None
    as_meant = ", ".join(f"{name} would be {moment((seconds(claims[name]) or 0) / 1000)}" for name in large)
    return found(
        facts,
        IN_MILLISECONDS,
        f"{', '.join(large)} cannot be seconds. Read as milliseconds, {as_meant}.",
        evidence=tuple(f"{name}: {shown(claims[name])}" for name in large),
        fix="Write the times in seconds where the token is made: Math.floor(Date.now() / 1000).",
        explains=("V14", "V15"),
    )


def expired(facts: Facts) -> Finding | None:
    if not failed(facts, "V14") or not readable(facts) or in_milliseconds(facts) or clock_alone(facts):
        return None
    expected = expected_of(facts)
    expires, now = seconds(token_of(facts).claims.get("exp")), expected.at.timestamp()
    if expires is None or now < expires + expected.leeway:
        return None
    return found(
        facts,
        EXPIRED,
        f"The token expired {duration(now - expires)} ago, at {moment(expires)}.",
        evidence=(f"exp: {moment(expires)}", f"now: {moment(now)}", f"leeway: {expected.leeway} s"),
        fix="auth0ctl login",
        explains=("V14",),
    )


def not_yet(facts: Facts) -> Finding | None:
    if not failed(facts, "V15") or not readable(facts) or in_milliseconds(facts) or clock_alone(facts):
        return None
    claims, expected = token_of(facts).claims, expected_of(facts)
    now = expected.at.timestamp()
    times = [(name, value) for name in ("iat", "nbf") if (value := seconds(claims.get(name))) is not None]
    ahead = [(name, value) for name, value in times if value > now + expected.leeway]
    if not ahead:
        return None
    return found(
        facts,
        NOT_YET,
        " ".join(f"{name} lies {duration(value - now)} in the future." for name, value in ahead),
        evidence=(*(f"{name}: {moment(value)}" for name, value in ahead), f"now: {moment(now)}"),
        fix="Set the clock of the machine that verifies; auth0ctl token verify --at TIME judges for another moment.",
        explains=("V15",),
    )


def claim_invalid(facts: Facts) -> Finding | None:
    if not readable(facts):
        return None
    problems = [one for one in _problems(facts) if failed(facts, one[0])]
    if not problems:
        return None
    return found(
        facts,
        CLAIM_INVALID,
        "; ".join(sentence for _, sentence in problems) + ".",
        evidence=tuple(f"{id_}: {sentence}" for id_, sentence in problems),
        fix="auth0ctl login    # a token as Auth0 makes it; then compare the two",
        explains=tuple(dict.fromkeys(id_ for id_, _ in problems)),
    )


def _problems(facts: Facts) -> list[tuple[str, str]]:
    token = token_of(facts)
    claims = token.claims
    problems: list[tuple[str, str]] = []
    for id_, name, good in (
        ("V12", "iss", _is_name(claims.get("iss"))),
        ("V13", "aud", bool(audiences(token))),
        ("V14", "exp", seconds(claims.get("exp")) is not None),
        ("V15", "iat", seconds(claims.get("iat")) is not None),
        ("V15", "nbf", "nbf" not in claims or seconds(claims["nbf"]) is not None),
        ("V16", "sub", _is_name(claims.get("sub"))),
    ):
        if not good:
            said = f"{name} {shown(claims[name])} is malformed" if name in claims else f"{name} is missing"
            problems.append((id_, said))
    if not audiences(token):
        problems += [("I02", "without a usable aud it is for no client")]
    if not _is_name(claims.get("iss")):
        problems += [("I01", "without a usable iss it is from nobody")]
    named = [one for one in ("jti", "nonce", "azp", "sid", "org_id") if not isinstance(claims.get(one, ""), str)]
    problems += [("V16", f"{name} {shown(claims[name])} is not a string") for name in named]
    problems += [("A01", f"{name} is missing (RFC 9068)") for name in RFC9068_CLAIMS if name not in claims]
    subject, azp = claims.get("sub"), claims.get("azp", claims.get("client_id"))
    if claims.get("gty") == "client-credentials" and subject != f"{azp}@clients":
        problems.append(("A02", f"sub {shown(subject)} is not the machine {shown(azp)} that asked"))
    return problems


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


JUDGES = (
    Judge(rule=IN_MILLISECONDS, needs=NEEDS, find=in_milliseconds),
    Judge(rule=EXPIRED, needs=NEEDS, find=expired),
    Judge(rule=NOT_YET, needs=NEEDS, find=not_yet),
    Judge(rule=CLAIM_INVALID, needs=NEEDS, find=claim_invalid),
)
