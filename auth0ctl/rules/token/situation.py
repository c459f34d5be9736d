"""What several token rules ask of one situation: the token, what was expected, which checks failed."""

import math
import shlex
from typing import Any

from auth0ctl.findings import Confidence, Finding, Rule, Severity
from auth0ctl.model import Expected, Facts, Token, TokenForm, TokenKind
from auth0ctl.words import token_name

NEEDS = ("token", "expected", "failed_checks")
TOKEN_DOCS = "https://auth0.com/docs/secure/tokens/"


def token_of(facts: Facts) -> Token:
    assert facts.token is not None  # named in NEEDS
    return facts.token


def expected_of(facts: Facts) -> Expected:
    assert facts.expected is not None  # named in NEEDS
    return facts.expected


def failed(facts: Facts, *ids: str) -> tuple[str, ...]:
    """Those of ``ids`` whose check failed, in the order given."""
    assert facts.failed_checks is not None  # named in NEEDS
    return tuple(id_ for id_ in ids if id_ in facts.failed_checks)


def readable(facts: Facts) -> bool:
    """A signed JWT whose claims were read, so that its claims were judged."""
    token = token_of(facts)
    return token.form is TokenForm.JWS and bool(token.claims or not token.faults)


def id_for_access(facts: Facts) -> bool:
    """An ID token stands where an access token belongs."""
    wrong = failed(facts, "V17", "V13")
    token = token_of(facts)
    like_one = token.kind is TokenKind.ID or (token.kind is TokenKind.UNKNOWN and for_nobody_but_client(token))
    return expected_of(facts).kind is TokenKind.ACCESS and like_one and bool(wrong)


def for_nobody_but_client(token: Token) -> bool:
    """No sign of either kind, but Auth0's access tokens always name their client beside an API (tokens.md 3 and 4)."""
    named = any(name in token.claims for name in ("azp", "client_id", "scope", "gty", "permissions"))
    seen = audiences(token)
    return not named and len(seen) == 1 and not any(mark in seen[0] for mark in ":/.") and bool(token.claims)


def access_for_id(facts: Facts) -> bool:
    """An access token stands where an ID token belongs."""
    wrong = failed(facts, "V17", "V13", "V05")
    return expected_of(facts).kind is TokenKind.ID and token_of(facts).kind is TokenKind.ACCESS and bool(wrong)


def mixed_up(facts: Facts) -> bool:
    """The wrong kind of token: what its audience, nonce or scopes lack is a consequence of that."""
    return id_for_access(facts) or access_for_id(facts)


def audiences(token: Token) -> tuple[str, ...]:
    """``aud`` as a tuple; empty where it is absent or malformed."""
    aud = token.claims.get("aud")
    values = [aud] if isinstance(aud, str) else aud
    if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
        return ()
    return tuple(values)


def userinfo(audience: str) -> bool:
    """``https://{domain}/userinfo``, the one audience Auth0 adds beside an API (tokens.md section 1)."""
    return audience.startswith(("https://", "http://")) and audience.partition("://")[2].partition("/")[2] == "userinfo"


def machine(token: Token) -> bool:
    """Issued by client credentials: no user is behind it."""
    subject = token.claims.get("sub")
    from_machine = isinstance(subject, str) and subject.endswith("@clients")
    return token.claims.get("gty") == "client-credentials" or from_machine


def seconds(value: Any) -> float | None:
    """A number that can be a date: finite, no boolean, at most 2^53 (V06). None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 2**53 or not math.isfinite(value):
        return None
    return float(value)


def found(
    facts: Facts,
    rule: Rule,
    detail: str,
    *,
    evidence: tuple[str, ...],
    fix: str,
    explains: tuple[str, ...],
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
) -> Finding:
    """A finding about the token; of ``explains`` only the checks that did fail are kept."""
    return Finding(
        rule=rule,
        subject=token_name(expected_of(facts).kind),
        detail=detail,
        evidence=evidence,
        fix=fix,
        confidence=confidence,
        explains=failed(facts, *explains),
        severity=severity,
    )


def arg(value: str) -> str:
    """A value as one word of a command: what a token says must not become a second command when it is pasted."""
    return shlex.quote(value)
