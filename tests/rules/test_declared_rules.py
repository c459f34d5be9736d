"""Family AZ82: what a smoke file declares and is not so, where no other rule knows why."""

import pytest

from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.rules.declared import RULES


@pytest.mark.parametrize("kind", RULES)
def test_a_difference_is_a_finding_of_its_kind(kind: str) -> None:
    findings, skipped = judge(Facts(declared={kind: ("client x", "a: expected 1, seen 2", "b: ...")}), ("AZ82",))
    assert skipped == ()
    (one,) = findings
    assert one.rule is RULES[kind]
    assert (one.subject, one.detail) == ("client x", "a: expected 1, seen 2")
    assert one.evidence == ("a: expected 1, seen 2", "b: ...")


def test_nothing_declared_is_nothing_judged() -> None:
    findings, skipped = judge(Facts(), ("AZ82",))
    assert findings == ()
    assert len(skipped) == len(RULES)
    assert judge(Facts(declared={}), ("AZ82",)) == ((), ())
