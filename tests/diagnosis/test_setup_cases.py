"""Configurations, tokens, URLs and recordings: every HAR of ``setup_cases.json`` in this process, a sample of the rest.

The whole file with its tenants takes minutes: ``python -m tests.diagnosis tests/diagnosis/setup_cases.json``.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.findings import severity_of
from auth0ctl.journeys.diagnosis.explain import explain_har
from diagnosis.__main__ import scored
from diagnosis.cases import Case, Place, read_cases
from diagnosis.commands import har, typed
from diagnosis.running import run_all
from diagnosis.scoring import score

FILE = Path(__file__).with_name("setup_cases.json")
CASES = {case.id: case for case in read_cases(FILE)}
HARS = [
    pytest.param(case, index, id=f"{case.id}-{case.cause or 'control'}-{index}")
    for case in CASES.values()
    for index, evidence in enumerate(case.evidence)
    if evidence["kind"] == "har"
]
# What an app may ask, a token may be and a URL may hold, where the rules once said something else.
SAMPLE = ("s047", "s089", "s095", "t008", "t010", "u001", "v002", "v006")
PLACE = Place(domain="lumen.eu.auth0.com", kid="k-1", now=1_795_000_000)


def told(entries: list[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What ``explain --har`` finds, in its order; nobody is asked."""
    report = explain_har(json.dumps(har(entries)), {}).report
    return [
        {
            "name": one.rule.name,
            "severity": severity_of(one).value,
            "title": one.rule.title,
            "detail": one.detail,
            "why": one.rule.why,
            "fix": one.fix,
        }
        for one in report.findings
    ]


@pytest.mark.parametrize(("case", "index"), HARS)
def test_a_recording_names_its_cause_and_a_healthy_one_nothing(case: Case, index: int) -> None:
    outcome = score(case, index, told(PLACE.fill(case.evidence[index]["entries"])))
    assert (outcome.why, outcome.outcome) == ("", "solved")


def test_a_sample_with_tenants_is_solved() -> None:
    said = run_all(tuple(CASES[name] for name in SAMPLE), lambda _: None)
    assert [(one.case, one.why) for one in map(scored, said) if one.outcome != "solved"] == []
    assert {one.case.evidence[one.index]["kind"] for one in said} == {"live", "token", "authorize_url"}


def test_the_file_is_as_large_and_as_varied_as_it_says() -> None:
    whole = json.loads(FILE.read_text(encoding="utf-8"))
    kinds = Counter(case.kind for case in CASES.values())
    entries = Counter(evidence["kind"] for case in CASES.values() for evidence in case.evidence)
    assert (whole["count"], whole["faults"], whole["controls"]) == (len(CASES), kinds["fault"], kinds["control"])
    assert kinds["control"] >= 25
    assert all(entries[kind] >= 50 for kind in ("live", "token", "authorize_url", "har")), entries
    assert len({case.cause for case in CASES.values()}) >= 80


@pytest.mark.parametrize("case", list(CASES.values()), ids=lambda case: case.id)
def test_every_case_has_a_source_and_a_command(case: Case) -> None:
    source = case.raw["source"]
    assert source["kind"] in ("github-issue", "auth0-docs")
    assert source["url"]
    assert source["title"]
    for evidence in case.evidence:
        assert typed(PLACE.fill(evidence), token="t").args
