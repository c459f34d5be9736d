"""All 217 conformance runs through the ``login`` command's own code; the certification plans are 184 of them."""

import pytest

from auth0ctl.localtenant import FAULTS
from conformance.judging import FURTHER, wrong
from conformance.modules import CERTIFICATION, EVERY, EXTRAS, PLANS, RUNS, Run
from conformance.running import Bench, as_process

SAMPLE = RUNS[::11]  # as processes of their own: a command takes a second to start


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("conformance"))


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.id)
def test_conforms(bench: Bench, run: Run) -> None:
    assert wrong(run, bench.run(run)) == []


@pytest.mark.parametrize("run", SAMPLE, ids=lambda run: run.id)
def test_conforms_as_a_process(bench: Bench, run: Run) -> None:
    assert wrong(run, bench.run(run, as_process)) == []


def test_no_plan_lacks_a_run() -> None:
    counts = {plan: len(runs) for plan, runs in PLANS.items()}
    assert counts == {
        "basic": 14,
        "implicit": 12 + 15,
        "hybrid": 16 + 14 + 18,
        "config": 6,
        "formpost-basic": 14,
        "formpost-implicit": 12 + 15,
        "formpost-hybrid": 16 + 14 + 18,
        "comprehensive": 11,
        "refresh": 5,
        "fapi": 17,
    }
    assert sum(map(len, CERTIFICATION.values())) == 184
    assert len(RUNS) == len({run.id for run in RUNS}) == 217
    assert len(SAMPLE) == 20


def test_hybrid_has_sixteen_fourteen_and_eighteen() -> None:
    by_type = {one: sum(run.response_type == one for run in PLANS["hybrid"]) for one in EVERY}
    assert [count for count in by_type.values() if count] == [16, 14, 18]


def test_form_post_plans_are_the_same_modules_by_form_post() -> None:
    for plan in ("basic", "implicit", "hybrid"):
        posted = [(run.module.name, run.response_type, run.mode) for run in PLANS[f"formpost-{plan}"]]
        assert posted == [(run.module.name, run.response_type, "form_post") for run in PLANS[plan]]


def test_every_row_has_a_fault_that_exists_and_says_what_it_must_lead_to() -> None:
    modules = {run.module for runs in PLANS.values() for run in runs}
    for one in modules:
        assert not one.fault or one.fault in FAULTS
        assert bool(one.stops) is bool(one.checks or one.error), one.name
        assert not one.stops or one.fault, one.name
    assert set(FURTHER) <= {one.name for one in modules}
    assert [run.module.note for runs in CERTIFICATION.values() for run in runs if run.module.note] == []
    assert sum(bool(run.module.note) for runs in EXTRAS.values() for run in runs) == 5
