"""Pure judgement: each rule looks at the facts and finds something, or does not. One family a file.

A rule that lacks a fact is skipped with the reason, never passed. A cause has one rule, in the family of whatever is
at fault (a client's setting: AZ1); other families may judge it too, from the evidence that they look at.
"""

from collections.abc import Iterable

from auth0ctl.findings import Finding, Skipped
from auth0ctl.lookup import load
from auth0ctl.model import Facts

# Family prefix -> its judges. The prefix is the start of each rule's code.
FAMILIES = {
    "AZ0": "auth0ctl.rules.said.judges:JUDGES",
    "AZ1": "auth0ctl.rules.client:JUDGES",
    "AZ12": "auth0ctl.rules.audit:JUDGES",
    "AZ13": "auth0ctl.rules.audit.hardening:JUDGES",
    "AZ23": "auth0ctl.rules.audit.advice:JUDGES",
    "AZ2": "auth0ctl.rules.api:JUDGES",
    "AZ3": "auth0ctl.rules.login.judges:JUDGES",
    "AZ4": "auth0ctl.rules.token:JUDGES",
    "AZ5": "auth0ctl.rules.probed:JUDGES",
    "AZ6": "auth0ctl.rules.request:JUDGES",
    "AZ61": "auth0ctl.rules.asked:JUDGES",
    "AZ62": "auth0ctl.rules.asked.recorded:JUDGES",
    "AZ7": "auth0ctl.rules.claim:JUDGES",
    "AZ8": "auth0ctl.rules.agreement:JUDGES",
    "AZ81": "auth0ctl.rules.wish:JUDGES",
    "AZ82": "auth0ctl.rules.declared:JUDGES",
    "AZ9": "auth0ctl.rules.project:JUDGES",
}

ADVICE = ("AZ13", "AZ23")  # families that only an audit judges


def judge(facts: Facts, families: Iterable[str]) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    """Judge every rule of the named families; findings in the order of their codes."""
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    for family in families:
        for one in load(FAMILIES[family]):
            lacking = [name for name in one.needs if getattr(facts, name) is None]
            if lacking:
                reasons = (facts.missing.get(name, f"{name.replace('_', ' ')} not known") for name in lacking)
                reason = "; ".join(dict.fromkeys(reasons))
                skipped.append(Skipped(rule=one.rule, reason=reason))
            elif (finding := one.find(facts)) is not None:
                findings.append(finding)
    return tuple(findings), tuple(skipped)
