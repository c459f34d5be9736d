"""Where a live case is a matter of the tenant's settings, ``doctor --fix`` mends it and ``undo`` restores it.

The embedded tenant's whole store is compared, byte for byte.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnosis.cases import Case, read_cases
from diagnosis.mending_bench import Bench

CASES = read_cases(Path(__file__).with_name("cases.json"))
LIVE = [
    pytest.param(case, evidence, id=f"{case.id}-{case.cause or 'control'}")
    for case in CASES
    for evidence in case.evidence
    if evidence["kind"] == "live"
]
# The app, its secret or somebody's account elsewhere is at fault: there is no setting to change.
NOT_THE_TENANTS = {
    "client-secret-wrong",
    "device-flow-needs-public-client",  # here the app itself sends a secret
    "offline-access-scope-missing",
    "social-dev-keys",
    "custom-domain-system-audience",
    "audience-not-registered",
    "audience-missing-opaque-token",
    "consent-required-localhost",
}
FIX = ("--fix", "--yes", "--allow-weaker", "--fail-on", "error")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    one = Bench(tmp_path_factory.mktemp("mending"))
    yield one
    one.close()


def problems(document: Any) -> list[str]:
    return [one["name"] for one in document["findings"] if one["severity"] != "info"]


@pytest.mark.parametrize(("case", "evidence"), LIVE)
def test_a_live_case_is_mended_and_undone(bench: Bench, case: Case, evidence: dict[str, Any]) -> None:
    evidence = bench.load(case).fill(evidence)
    before = bench.dump()

    planned = bench.doctor(evidence, "--fix", "--dry-run").document
    assert bench.dump() == before, "a plan changes nothing"
    found = [one["name"] for one in planned["mended"]]
    if case.kind == "control" or case.cause in NOT_THE_TENANTS:
        assert found == []
        assert bench.doctor(evidence, *FIX).document["mended"] == []
        assert bench.dump() == before
        return

    assert case.cause in found
    fixed = bench.doctor(evidence, *FIX)
    assert fixed.code == 0, fixed.document
    assert {one["outcome"] for one in fixed.document["mended"]} == {"helped"}
    assert case.cause not in problems(fixed.document)
    assert bench.dump() != before
    if not renames(fixed.document):  # the app has to ask for the new name from then on
        again = bench.doctor(evidence, "--fail-on", "error")
        assert again.code == 0
        assert problems(again.document) == problems(fixed.document)

    undone = bench.type("undo")
    assert undone.code == 0, undone.document
    after = bench.dump()
    if renames(fixed.document):
        before, after = without_versions(before), without_versions(after)
    assert after == before
    assert bench.type("undo").document == []


def renames(document: Any) -> bool:
    return any(edit["kind"] == "Action" for one in document["mended"] for edit in one["edits"])


def without_versions(dump: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """An Action without its history, which no request can shorten: its code, triggers and state are left."""
    rows = []
    for kind, key, alias, body in dump:
        whole = json.loads(body)
        if kind == "action":
            whole["deployed_version"] = whole["deployed_version"]["code"]
            whole = {name: value for name, value in whole.items() if name not in ("updated_at", "_versions")}
        rows.append((kind, key, alias, whole))
    return rows


RISKY = {
    "c009": "passwords",
    "c057": "secret",
    "c059": "may then do read:items",
    "c061": "rights over the tenant itself",
    "c063": "anybody can make an account",
    "c065": "has to read",
}


@pytest.mark.parametrize("case", [case for case in CASES if case.id in RISKY], ids=lambda case: case.id)
def test_what_weakens_or_widens_is_named_and_not_done_by_yes_alone(bench: Bench, case: Case) -> None:
    evidence = bench.load(case).fill(next(one for one in case.evidence if one["kind"] == "live"))
    before = bench.dump()
    done = bench.doctor(evidence, "--fix", "--yes")
    assert done.code == 1
    (one,) = done.document["mended"]
    assert one["outcome"] == "declined"
    assert RISKY[case.id] in one["note"]
    assert "--allow-weaker" in one["note"]
    assert bench.dump() == before
