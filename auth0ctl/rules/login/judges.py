"""The judges of family AZ3: exactly one of them finds something in a refusal."""

from collections.abc import Callable
from dataclasses import replace

from auth0ctl.findings import Finding, Judge, Rule
from auth0ctl.model import Facts
from auth0ctl.rules.login import log
from auth0ctl.rules.login.causes import RULES, cause_of
from auth0ctl.rules.login.telling import tell


def refused(rule: Rule) -> Callable[[Facts], Finding | None]:
    """Judges whether ``rule`` is the cause of the refusal; says what was seen and the fix for this very case."""

    def find(facts: Facts) -> Finding | None:
        assert facts.refusal is not None
        if cause_of(facts) is not rule:
            return None
        finding = tell(rule, facts, facts.refusal)
        return replace(finding, evidence=finding.evidence + log.lines(facts))

    return find


JUDGES = tuple(Judge(rule=rule, needs=("refusal",), find=refused(rule)) for rule in RULES)
