"""A fixed sample of the diagnosis cases, run as ``python -m tests.diagnosis`` runs all of them, and the scorer itself.

The sample holds every kind of evidence out of both files; the whole takes minutes and is for the command.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from diagnosis.__main__ import document, scored
from diagnosis.cases import Case, Place, read_cases
from diagnosis.commands import KINDS, NotRunnable, har, typed
from diagnosis.running import Said, read, run_all
from diagnosis.scoring import score

HERE = Path(__file__).parent
FILES = (HERE / "cases.json", HERE / "more_cases.json")
SAMPLE = frozenset(
    (
        *("c001", "c002", "c009", "c027", "c041", "c050", "c064", "c065", "c068"),
        *("m003", "m009", "m023", "m027", "m042", "m055", "m058", "m119", "m122", "m131", "m134"),
    )
)
CASES = {case.id: case for file in FILES for case in read_cases(file)}


def finding(name: str, severity: str = "error", **words: str) -> dict[str, str]:
    return {"name": name, "severity": severity, "title": "", "detail": "", "why": "", "fix": "", **words}


def fault(
    *,
    must_name: tuple[tuple[str, ...], ...] = (("a", "b"),),
    must_mention: tuple[tuple[str, ...], ...] = (("slash", "/"),),
    position: int = 1,
    kind: str = "fault",
) -> Case:
    """A case with one piece of evidence, and the cause ``a``, which may be read as ``b``, but never as ``c``."""
    return Case(
        id="x1",
        kind=kind,
        cause="a",
        tenant={},
        evidence=({"kind": "error_text", "text": "it failed", "position": position},),
        must_name=must_name,
        must_not_name=("c",),
        must_mention=must_mention,
        raw={},
    )


@pytest.fixture(scope="module")
def answers() -> Mapping[str, tuple[Said, ...]]:
    """What the tool said about the sample."""
    by_case: dict[str, tuple[Said, ...]] = {}
    for one in run_all(tuple(case for name, case in CASES.items() if name in SAMPLE), lambda _: None):
        by_case[one.case.id] = (*by_case.get(one.case.id, ()), one)
    return by_case


@pytest.mark.parametrize("name", sorted(SAMPLE))
def test_a_case_of_the_sample_is_solved(name: str, answers: Mapping[str, tuple[Said, ...]]) -> None:
    scores = [scored(one) for one in answers[name]]
    assert len(scores) == len(CASES[name].evidence)
    assert [(one.index, one.kind, one.why) for one in scores if one.outcome != "solved"] == []


def test_the_sample_has_every_kind_of_evidence_and_controls() -> None:
    sample = [CASES[name] for name in SAMPLE]
    assert {evidence["kind"] for case in sample for evidence in case.evidence} == set(KINDS)
    assert {case.kind for case in sample} == {"fault", "control"}
    assert sum(len(case.evidence) for case in sample) >= 25


def test_the_further_cases_have_every_cause_in_other_clothes() -> None:
    first, further = (read_cases(file) for file in FILES)
    assert {case.cause for case in first} <= {case.cause for case in further}
    assert len(further) >= 90
    assert Counter(case.kind for case in further)["control"] >= 12
    assert not {texts(case) for case in first} & {texts(case) for case in further}


def texts(case: Case) -> str:
    """A case's evidence as one text: two cases with the same one would be the same case twice."""
    return json.dumps(case.evidence, sort_keys=True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_every_piece_of_evidence_has_a_command(file: Path) -> None:
    for case in read_cases(file):
        for evidence in case.evidence:
            assert typed(evidence, token="t").args  # raises where the tool has no option for a field


# What solves a fault, and what does not.


def test_the_cause_alone_with_its_words_solves_a_fault() -> None:
    assert score(fault(), 0, [finding("a", title="A slash too much")]).outcome == "solved"


def test_an_accepted_reading_solves_it_too() -> None:
    assert score(fault(), 0, [finding("b", fix="Take the / away.")]).outcome == "solved"


@pytest.mark.parametrize(
    ("findings", "why"),
    [
        ([], "a is not named"),
        ([finding("z", title="slash")], "a is not named"),
        ([finding("a", "info", title="slash")], "a is not named"),
        ([finding("z"), finding("a", title="slash")], "a is only number 2"),
        ([finding("a", title="slash"), finding("c")], "c must not be named"),
        ([finding("a", title="no such word")], "none of slash, / stands in the finding"),
        ([finding("a"), finding("z", title="slash")], "none of slash, / stands in the finding"),
    ],
)
def test_a_wrong_answer_is_counted_wrong(findings: list[dict[str, str]], why: str) -> None:
    told = score(fault(), 0, findings)
    assert (told.outcome, told.why) == ("wrong", why)


def test_a_note_takes_no_place_in_the_ranking_and_may_name_anything() -> None:
    assert score(fault(), 0, [finding("c", "info"), finding("a", title="slash")]).outcome == "solved"


def test_error_texts_may_have_the_cause_in_third_place() -> None:
    case = fault(must_name=(("a",),), must_mention=(), position=3)
    assert score(case, 0, [finding("x"), finding("y"), finding("a")]).outcome == "solved"
    assert score(case, 0, [finding("x"), finding("y"), finding("z"), finding("a")]).why == "a is only number 4"


def test_every_group_must_be_named() -> None:
    case = fault(must_name=(("a",), ("d",)), must_mention=(), position=2)
    assert score(case, 0, [finding("a")]).why == "d is not named"
    assert score(case, 0, [finding("a"), finding("d")]).outcome == "solved"


@pytest.mark.parametrize(("severity", "outcome"), [("error", "wrong"), ("warning", "wrong"), ("info", "solved")])
def test_a_problem_reported_on_a_healthy_setup_is_wrong(severity: str, outcome: str) -> None:
    control = fault(kind="control")
    assert score(control, 0, [finding("a", severity)]).outcome == outcome
    assert score(control, 0, []).outcome == "solved"


def test_what_cannot_be_run_is_counted_apart() -> None:
    told = scored(Said(case=fault(), index=0, runnable=False, trouble="no option for moon"))
    assert (told.outcome, told.why) == ("not runnable", "no option for moon")
    assert document([told])["totals"] == {name: {"not runnable": 1} for name in ("error_text", "faults", "total")}


def test_a_crash_is_no_answer() -> None:
    told = read(fault(), 0, 70, "", "Traceback")
    assert not told.runnable
    assert told.trouble == "exit 70, no JSON: Traceback"
    refused = read(fault(), 0, 2, '{"error": {"message": "No such option"}}', "")
    assert not refused.runnable
    assert refused.trouble == "exit 2: No such option"


# Commands and placeholders.


def test_a_field_without_an_option_is_not_runnable() -> None:
    with pytest.raises(NotRunnable, match="no option for moon"):
        typed({"kind": "live", "args": {"client_id": "c", "moon": "full"}})
    with pytest.raises(NotRunnable, match="evidence of kind dream"):
        typed({"kind": "dream"})


def test_a_secret_is_typed_as_a_file_and_never_as_an_argument() -> None:
    command = typed({"kind": "live", "args": {"client_id": "c", "client_secret": "s3cr3t", "has_secret": False}})
    assert "s3cr3t" not in " ".join(command.args)
    assert command.files == {"client-secret": "s3cr3t"}
    assert "--no-secret" in command.args


def test_placeholders_become_the_tenant_s_values() -> None:
    place = Place(domain="127.0.0.1:1", kid="k9", now=100)
    filled = place.fill({"iss": "https://{{domain}}/", "exp": "{{now+90}}", "aud": ["{{kid}}"], "n": 1})
    assert filled == {"iss": "https://127.0.0.1:1/", "exp": 190, "aud": ["k9"], "n": 1}


def test_entries_become_a_har_in_their_order() -> None:
    entries = har([{"method": "GET", "url": "u1", "status": 302}, {"method": "POST", "url": "u2", "status": 403}])
    assert [entry["request"]["url"] for entry in entries["log"]["entries"]] == ["u1", "u2"]
