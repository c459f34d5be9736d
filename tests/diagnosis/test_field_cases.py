"""What people really paste: every error text of ``field_cases.json`` in this process, and a sample of the rest.

The whole file with its tenants, tokens and URLs takes a minute: ``python -m tests.diagnosis FILE``.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.findings import severity_of
from auth0ctl.journeys.diagnosis.explain import explain_text, explain_url
from diagnosis.__main__ import scored
from diagnosis.cases import Case, read_cases
from diagnosis.commands import typed
from diagnosis.running import run_all
from diagnosis.scoring import score

FILE = Path(__file__).with_name("field_cases.json")
CASES = {case.id: case for case in read_cases(FILE)}
TEXTS = [case for case in CASES.values() if case.evidence[0]["kind"] == "error_text"]
FAULTS = [case for case in TEXTS if case.kind == "fault"]
HEALTHY = [case for case in TEXTS if case.kind == "control"]
# One of each kind of evidence that needs a tenant, in clothes that the other files do not have.
SAMPLE = ("f143", "f149", "f152", "f163", "f176", "g074", "g080", "g085")


def told(evidence: Mapping[str, Any]) -> list[dict[str, str]]:
    """What ``explain`` finds in a text or in a URL, in its order."""
    text = evidence["text"]
    known = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in (evidence.get("context") or {}).items()
    }
    is_url = "://" in text.partition(" ")[0] and len(text.split()) == 1
    done = explain_url(text, known) if is_url else explain_text(text, known)
    return [
        {
            "name": one.rule.name,
            "severity": severity_of(one).value,
            "title": one.rule.title,
            "detail": one.detail,
            "why": one.rule.why,
            "fix": one.fix,
            "confidence": one.confidence.value,
        }
        for one in done.report.findings
    ]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: f"{case.id}-{case.cause}")
def test_a_pasted_text_names_its_cause(case: Case) -> None:
    outcome = score(case, 0, told(case.evidence[0]))
    assert (outcome.why, outcome.outcome) == ("", "solved")


@pytest.mark.parametrize("case", HEALTHY, ids=lambda case: case.id)
def test_a_healthy_or_a_foreign_text_names_nothing(case: Case) -> None:
    """Success logs, harmless warnings, and errors of other providers and programs."""
    assert told(case.evidence[0]) == []


def test_a_sample_with_tenants_is_solved() -> None:
    said = run_all(tuple(CASES[name] for name in SAMPLE), lambda _: None)
    assert [(one.case, one.why) for one in map(scored, said) if one.outcome != "solved"] == []
    assert {one.case.evidence[0]["kind"] for one in said} == {"token", "authorize_url", "har"}


def test_the_file_is_as_large_and_as_varied_as_it_says() -> None:
    whole = json.loads(FILE.read_text(encoding="utf-8"))
    kinds = Counter(case.kind for case in CASES.values())
    assert (whole["count"], whole["faults"], whole["controls"]) == (len(CASES), kinds["fault"], kinds["control"])
    assert len(FAULTS) >= 240
    assert len(HEALTHY) >= 30
    assert len({json.dumps(case.evidence, sort_keys=True) for case in CASES.values()}) == len(CASES)
    assert len({case.cause for case in CASES.values()}) >= 60


@pytest.mark.parametrize("case", list(CASES.values()), ids=lambda case: case.id)
def test_every_case_has_a_source_and_a_command(case: Case) -> None:
    source = case.raw["source"]
    assert source["kind"] in ("github-issue", "library", "web")
    assert source.get("url") or source["title"]
    assert typed(case.evidence[0], token="t").args
