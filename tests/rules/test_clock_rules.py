"""A wrong clock: the one cause of times that fail, or a warning beside another."""

import pytest
from forge import JSON, NOW, access_claims
from token_judging import ACCESS, judged, names, token

from auth0ctl.findings import Severity, severity_of
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.tokens.decode import decode

# claims that fail by this machine's clock, the issuer's clock ahead of it by so many seconds, words of the detail
CLOCKS: list[tuple[JSON, float, str]] = [
    ({"iat": NOW + 600}, 600.0, "10 m behind the issuer's. By the issuer's clock the token's times are in order"),
    ({"iat": NOW + 600, "nbf": NOW + 600}, 590.5, "9 m 50 s behind"),
    ({"iat": NOW - 4200, "exp": NOW - 600}, -1200.0, "20 m ahead of the issuer's"),
]


@pytest.mark.parametrize(("changes", "offset", "words"), CLOCKS)
def test_a_wrong_clock_is_the_one_cause_of_times_that_fail(changes: JSON, offset: float, words: str) -> None:
    findings = judged(token(access_claims(**changes)), ACCESS, clock=offset)
    assert names(findings) == ["clock-skew"]
    assert words in findings[0].detail
    assert severity_of(findings[0]) is Severity.ERROR
    assert any(line == "corrected verdict, not applied: in order" for line in findings[0].evidence)


def test_a_clock_that_explains_only_part_is_a_warning_beside_the_cause() -> None:
    findings = judged(token(access_claims(exp=NOW - 7200)), ACCESS, clock=-600.0)
    assert names(findings) == ["clock-skew", "token-expired"]
    assert severity_of(findings[0]) is Severity.WARNING
    assert "still refused: expired 1 h 50 m ago" in findings[0].detail


@pytest.mark.parametrize("offset", [0.0, 30.0, -30.0])
def test_a_clock_within_half_a_minute_is_no_finding(offset: float) -> None:
    assert names(judged(token(access_claims(iat=NOW + 600)), ACCESS, clock=offset)) == ["token-not-yet-valid"]


def test_a_wrong_clock_is_no_finding_while_every_time_is_in_order() -> None:
    assert judged(token(access_claims()), ACCESS, clock=3600.0) == ()


def test_an_unknown_clock_is_skipped_with_the_reason() -> None:
    read = decode(token(access_claims(exp=NOW - 600)))
    facts = Facts(token=read, expected=ACCESS, failed_checks=frozenset({"V14"}), missing={"clock_offset": "not asked"})
    findings, skipped = judge(facts, ("AZ4",))
    assert names(findings) == ["token-expired"]
    assert [(one.rule.name, one.reason) for one in skipped] == [("clock-skew", "not asked")]
