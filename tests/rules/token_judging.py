"""Judging a made token by the real checkers and the rules of family AZ4."""

from collections.abc import Iterable
from typing import Any

from forge import API, AT, CLIENT, ISSUER, segment

from auth0ctl.findings import Finding, Status
from auth0ctl.model import Expected, Facts, TokenKind
from auth0ctl.rules import judge
from auth0ctl.tokens import claims as claim_checks
from auth0ctl.tokens import form
from auth0ctl.tokens.decode import decode

ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)
CUSTOM = "https://login.example.com/"


def token(claims: Any, **header: Any) -> str:
    whole = {"alg": "RS256", "typ": "JWT", "kid": "key-1"} | header
    return f"{segment(whole)}.{segment(claims)}.AAAA"


def judged(text: str, expected: Expected, signature: Iterable[str] = (), clock: float = 0.0) -> tuple[Finding, ...]:
    """The findings, with the failed checks of the real checkers; ``signature`` names those of the signature."""
    read = decode(text)
    checks = (*form.check(read, expected.kind), *claim_checks.check(read, expected))
    failed = frozenset(check.id for check in checks if check.status is Status.FAIL) | frozenset(signature)
    facts = Facts(token=read, expected=expected, failed_checks=failed, clock_offset=clock)
    findings, skipped = judge(facts, ("AZ4",))
    assert skipped == ()
    explained = {id_ for finding in findings for id_ in finding.explains}
    assert failed <= explained, "every failed check is accounted for"
    return findings


def names(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule.name for finding in findings]
