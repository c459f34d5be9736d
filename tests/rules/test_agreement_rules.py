"""Family AZ8: things of one login that contradict each other."""

import pytest

from auth0ctl.findings import Check, Status
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.rules.agreement import OF_REQUIREMENT, contradictions


def check(id_: str, status: Status, detail: str = "sub is 1 in one and 2 in the other") -> Check:
    return Check(id=id_, title="subject", status=status, detail=detail)


@pytest.mark.parametrize("id_", sorted(OF_REQUIREMENT))
def test_a_failed_comparison_has_its_finding(id_: str) -> None:
    said = contradictions([check(id_, Status.FAIL), check(id_, Status.FAIL, "more"), check(id_, Status.PASS, "fine")])
    findings, skipped = judge(Facts(contradictions=said), ("AZ8",))
    assert [one.rule for one in findings] == [OF_REQUIREMENT[id_]]
    assert findings[0].evidence == ("subject: sub is 1 in one and 2 in the other", "subject: more")
    assert findings[0].explains == (id_,)
    assert skipped == ()


def test_agreement_finds_nothing_and_nothing_compared_is_skipped() -> None:
    said = contradictions([check("I10", Status.PASS), check("I13", Status.SKIP)])
    assert judge(Facts(contradictions=said), ("AZ8",)) == ((), ())
    findings, skipped = judge(Facts(), ("AZ8",))
    assert (findings, len(skipped)) == ((), len(OF_REQUIREMENT))
