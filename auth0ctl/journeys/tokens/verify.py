"""Verify one token: form, signature, claims, and what the failures mean. ``inspect_token`` shows one, unverified."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auth0ctl.errors import NetworkError
from auth0ctl.findings import Check, Report, Status
from auth0ctl.model import Expected, Facts, Token, TokenForm
from auth0ctl.rules import judge
from auth0ctl.rules.token.clock import TOLERATED
from auth0ctl.tokens import claims, form, signature
from auth0ctl.tokens.accesstoken import host_of
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.words import duration, moment, token_name

# (kid, refresh) -> the issuer's keys. ``refresh`` asks for a fresh copy, because the kid was not in the last one.
KeySource = Callable[[str | None, bool], KeySet]
# Seconds by which the issuer's clock is ahead of this machine's; None where that cannot be found out.
Clock = Callable[[], float | None]


def verify(
    text: str,
    expected: Expected,
    keys: KeySource | None,
    *,
    secret: bytes | None = None,
    trust_issuer: bool = False,
    clock: Clock | None = None,
    trust_clock: bool = False,
) -> Report:
    """Judge the token ``text`` against ``expected``: every check, and a finding for every failure.

    ``keys`` is asked once, and once more with ``refresh`` for an unknown kid; it is not asked where the algorithm is
    refused or ``secret`` (HS256) is used. It may raise NetworkError, which passes through. With None no signature can
    be checked, and the report fails. With ``trust_issuer`` the issuer may come from the token where none is expected.
    ``clock`` is asked only where a time failed, and changes no verdict; with ``trust_clock`` it is asked first, and
    where it differs by more than half a minute, the token is judged by it (Q09).
    """
    offset = clock() if clock and trust_clock else None
    if trusted := offset is not None and abs(offset) > TOLERATED:
        expected = replace(expected, at=expected.at + timedelta(seconds=offset or 0.0))
    token = decode(text)
    taken = ""
    if trust_issuer and expected.issuer is None and isinstance(token.claims.get("iss"), str):
        taken = token.claims["iss"]
        expected = replace(expected, issuer=taken)
    checks = (
        *form.check(token, expected.kind),
        *signature.check(token, _keys_or_none(token, expected, keys, secret), expected.algs, secret),
        *claims.check(token, expected),
    )
    if taken:
        checks = tuple(_say_taken(check, taken) for check in checks)
    failed = frozenset(check.id for check in checks if check.status is Status.FAIL)
    facts = Facts(token=token, expected=expected, failed_checks=failed, clock_offset=offset, clock_trusted=trusted)
    facts = facts if offset is not None else _with_clock(facts, clock)
    findings, skipped = judge(facts, ("AZ4",))
    return Report(
        subject=_subject(token, expected),
        checks=checks,
        findings=findings,
        skipped=skipped,
        facts=_facts(token, expected.at),
    )


def inspect_token(text: str, at: datetime) -> Report:
    """Show a token without verifying it. The report has no checks, so it never passes; ``facts`` says NOT VERIFIED."""
    token = decode(text)
    facts = _facts(token, at) | {"verified": False, "verdict": "NOT VERIFIED"}
    return Report(subject=token_name(token.kind), facts=facts)


def _keys_or_none(token: Token, expected: Expected, keys: KeySource | None, secret: bytes | None) -> KeySet | None:
    """The keys. None where those that were named cannot be got and lie at a stranger's: that is the cause to tell."""
    try:
        return _keys_for(token, expected.algs, keys, secret)
    except NetworkError:
        place = host_of(expected.keys_at)
        if not place or place in {host_of(expected.issuer), host_of(token.claims.get("iss"))}:
            raise
        return None


def _keys_for(token: Token, algs: tuple[str, ...], keys: KeySource | None, secret: bytes | None) -> KeySet | None:
    alg, kid = token.header.get("alg"), token.header.get("kid")
    wanted = token.form is TokenForm.JWS and isinstance(alg, str) and alg in algs
    if keys is None or secret is not None or not wanted:
        return None
    named = kid if isinstance(kid, str) else None
    held = keys(named, False)
    if named is not None and not held.named(named):
        held = keys(named, True)
    return held


def _with_clock(facts: Facts, clock: Clock | None) -> Facts:
    """The facts with the issuer's clock, where a time failed; else no verdict hangs on it, and it is not asked."""
    if not facts.failed_checks or not facts.failed_checks & {"V14", "V15"}:
        return replace(facts, clock_offset=0.0)
    offset = clock() if clock else None
    why = "the issuer's clock could not be read" if clock else "the issuer's clock was not asked"
    return replace(facts, clock_offset=offset, missing={"clock_offset": why})


def _say_taken(check: Check, issuer: str) -> Check:
    if check.id not in {"V12", "I01"} or check.status is not Status.PASS:
        return check
    return replace(check, detail=f"{issuer}, taken from the token itself because you trust it")


def _subject(token: Token, expected: Expected) -> str:
    subject = token_name(expected.kind)
    who = token.claims.get("sub")
    return f"{subject} of {who}" if isinstance(who, str) and who else subject


def _facts(token: Token, at: datetime) -> dict[str, Any]:
    """What was seen, ready for JSON. The signature only by its size: with it the token could be used."""
    return {
        "form": str(token.form),
        "kind": str(token.kind),
        "kind_reason": token.kind_reason,
        "note": token.note,
        "header": dict(token.header),
        "claims": dict(token.claims),
        "signature": f"sig ({len(token.signature)} B)" if token.signature else "",
        "times": _times(token, at.timestamp()),
        "faults": [{"id": fault.id, "sentence": fault.sentence} for fault in token.faults],
        "at": at.isoformat(),
    }


def _times(token: Token, now: float) -> dict[str, str]:
    """Each time claim in ISO and in words: ``{"exp": "2026-11-22T09:30:00Z, in 23 h 59 m"}``."""
    said: dict[str, str] = {}
    for name in ("auth_time", "iat", "nbf", "exp"):
        value = token.claims.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
            gap = duration(value - now)
            said[name] = f"{moment(value)}, " + (f"in {gap}" if value > now else f"{gap} ago")
    return said
