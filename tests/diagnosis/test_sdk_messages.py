"""What the libraries themselves say, from their sources: every message of ``sdk_messages.json`` names its cause.

``made`` in the file says how it was written. The texts are read in this process; nothing is started.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from auth0ctl.lookup import load
from auth0ctl.rules import FAMILIES
from diagnosis.cases import Case, read_cases
from diagnosis.scoring import score
from diagnosis.test_field_cases import told

FILE = Path(__file__).with_name("sdk_messages.json")
CASES = read_cases(FILE)
FAULTS = tuple(case for case in CASES if case.kind == "fault")
HARMLESS = tuple(case for case in CASES if case.kind == "control")


def repository(case: Case) -> str:
    return str(case.raw["source"]["repo"])


# One test for each library: a hundred cases in one process take a second, and each failure names its message.
@pytest.mark.parametrize("repo", sorted({repository(case) for case in FAULTS}))
def test_what_a_library_says_names_its_cause(repo: str) -> None:
    scores = [score(case, 0, told(case.evidence[0])) for case in FAULTS if repository(case) == repo]
    assert [(one.case, one.why) for one in scores if one.outcome != "solved"] == []


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case.id)
def test_what_has_nothing_to_do_with_the_set_up_names_nothing(case: Case) -> None:
    assert told(case.evidence[0]) == []


def test_every_cause_is_the_name_of_a_rule() -> None:
    names = {judge.rule.name for target in FAMILIES.values() for judge in load(target)}
    assert {name for case in CASES for group in case.must_name for name in group} - names == set()


def test_the_file_is_as_large_and_as_varied_as_it_says() -> None:
    whole = json.loads(FILE.read_text(encoding="utf-8"))
    assert (whole["count"], whole["faults"], whole["controls"]) == (len(CASES), len(FAULTS), len(HARMLESS))
    assert len({case.evidence[0]["text"] for case in CASES}) == len(CASES)
    assert len(FAULTS) >= 750
    assert len({repository(case) for case in CASES}) >= 60
    assert len({case.cause for case in FAULTS}) >= 55


def test_few_readings_are_accepted_for_a_message() -> None:
    """A case that takes any cause for an answer would measure nothing."""
    sizes = Counter(len(group) for case in FAULTS for group in case.must_name)
    assert max(sizes) <= 7
    assert sum(size * many for size, many in sizes.items()) / len(FAULTS) < 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_message_has_its_source(case: Case) -> None:
    source = case.raw["source"]
    assert source["kind"] == "library"
    assert source["title"].startswith(source["repo"] + " ")
    assert case.evidence[0]["kind"] == "error_text"
