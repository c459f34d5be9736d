"""Filtered lists are what a filter in Python would give, and their counts stay right."""

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.localtenant.store.filters import INDEXED, Value, paging
from auth0ctl.localtenant.store.state import State

TYPES: tuple[str | None, ...] = ("spa", "native", "non_interactive", None)
PARTIES = (True, False, None)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A hundred clients; some were changed, some deleted."""
    made = State(tmp_path)
    chosen = random.Random(5)
    for number in range(100):
        made.insert("client", str(number), body(number, chosen))
        made.insert("client_grant", str(number), {"id": str(number), "client_id": str(number % 7)})
    for number in range(0, 100, 3):
        made.put("client", str(number), body(number, chosen))
    for number in range(0, 100, 11):
        made.delete("client", str(number))
    return made


def body(number: int, chosen: random.Random) -> dict[str, Any]:
    found = {"n": number, "app_type": chosen.choice(TYPES), "is_first_party": chosen.choice(PARTIES)}
    return {name: value for name, value in found.items() if value is not None}


def cases() -> list[dict[str, tuple[Value, ...]]]:
    types: list[tuple[Value, ...]] = [("spa",), ("spa", "native"), (None,), ("unheard-of",)]
    types.append(("spa", *(f"type-{number}" for number in range(30))))  # more than there are branches for
    parties: list[tuple[Value, ...]] = [(True,), (False,), (False, None)]
    one = [{"app_type": values} for values in types] + [{"is_first_party": values} for values in parties]
    return one + [{"app_type": a, "is_first_party": b} for a, b in itertools.product(types, parties)]


@pytest.mark.parametrize("where", cases(), ids=str)
def test_pages_and_counts(state: State, where: dict[str, tuple[Value, ...]]) -> None:
    every = state.all("client")
    fits = [row for row in every if all(row.get(name) in values for name, values in where.items())]
    assert state.count("client", where) == len(fits)
    assert state.page("client", offset=0, limit=100, where=where) == fits
    assert state.page("client", offset=3, limit=5, where=where) == fits[3:8]
    walked: list[Any] = []
    place = 0
    while page := state.after("client", place, limit=4, where=where):
        walked += [row for _, row in page]
        place = page[-1][0]
    assert walked == fits


def test_a_cleared_store_counts_none(state: State) -> None:
    state.clear()
    assert state.count("client", {"app_type": ("spa",)}) == 0
    assert state.count("client") == 0


def test_a_store_of_an_earlier_version_is_counted_when_it_is_opened(state: State) -> None:
    before = state.count("client", {"app_type": ("spa",)})
    assert before
    state._database.connection.executescript(
        "DELETE FROM counts WHERE kind LIKE 'client/%'; DROP INDEX client_by_app_type;"
    )
    assert State(state.folder).count("client", {"app_type": ("spa",)}) == before


def test_by_one_member(state: State) -> None:
    expected = [row for row in state.all("client_grant") if row["client_id"] == "3"]
    assert state.having("client_grant", "client_id", "3") == expected
    assert len(expected) > 5
    assert state.having("client_grant", "client_id", "x") == []


@pytest.mark.parametrize(("kind", "names"), [(kind, names) for kind, every in INDEXED.items() for names in every])
def test_a_page_is_read_by_an_index_and_never_sorted(state: State, kind: str, names: tuple[str, ...]) -> None:
    sql, values = paging(kind, dict.fromkeys(names, ("a",)), after=0, offset=0, limit=10)
    steps = state._database.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    plan = " ".join(step[3] for step in steps)
    assert f"USING INDEX {kind}_by_" in plan
    assert "SCAN objects" not in plan
    # What is sorted is the page, at the outermost level.
    assert all(step[1] == 0 for step in steps if "TEMP B-TREE" in step[3])
