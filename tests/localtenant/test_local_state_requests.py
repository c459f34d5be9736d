"""What a store keeps from one request to the next is never older than the request that asks."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from auth0ctl.localtenant.store.state import State


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[State]:
    state = State(tmp_path)
    yield state
    state.close()


@pytest.fixture
def theirs(ours: State) -> Iterator[State]:
    """The same store by another connection, as another process has it."""
    state = State(ours.folder)
    yield state
    state.close()


def statements(state: State) -> list[str]:
    """From now on, what SQLite is asked through this store."""
    seen: list[str] = []
    state._database.connection.set_trace_callback(seen.append)
    return seen


def test_the_second_request_does_not_read_again(ours: State) -> None:
    ours.put("client", "a", {"n": 1}, alias="x")
    for _ in range(2):
        asked = statements(ours)
        with ours.request():
            assert ours.get("client", "a") == ours.find("client", "x") == {"n": 1}
            assert ours.get("client", "b") is None
            assert ours.named("client", "x") == ours.all("client") == [{"n": 1}]
            assert ours.having("client_grant", "client_id", "a") == []
    assert asked == ["PRAGMA data_version"]


def test_what_is_got_may_be_changed_without_harm(ours: State) -> None:
    ours.put("client", "a", {"list": [1]})
    with ours.request():
        body = ours.get("client", "a")
        assert body is not None
        body["list"].append(2)
        assert ours.get("client", "a") == {"list": [1]}


def test_a_request_sees_what_another_process_wrote_before_it(ours: State, theirs: State) -> None:
    ours.put("client", "a", {"n": 1}, alias="x")
    with ours.request():
        assert ours.get("client", "a") == {"n": 1}
    for number in range(2, 5):
        theirs.put("client", "a", {"n": number})
        with ours.request():
            assert ours.get("client", "a") == ours.find("client", "x") == {"n": number}
    theirs.delete("client", "a")
    with ours.request():
        assert ours.get("client", "a") is None
    theirs.insert("client", "a", {"n": 9})
    with ours.request():
        assert ours.get("client", "a") == {"n": 9}


def test_a_request_sees_its_own_writes(ours: State) -> None:
    with ours.request():
        assert ours.all("client") == []
        ours.insert("client", "a", {"n": 1})
        assert ours.all("client") == [{"n": 1}]
        ours.put("client", "a", {"n": 2})
        assert ours.get("client", "a") == {"n": 2}
        ours.delete("client", "a")
        assert ours.get("client", "a") is None
        ours.put("client", "a", {"n": 3})
        ours.clear()
        assert ours.all("client") == []


def test_outside_of_a_request_and_in_a_transaction_everything_is_read_anew(ours: State, theirs: State) -> None:
    ours.put("client", "a", {"n": 1})
    with ours.request():
        assert ours.get("client", "a") == {"n": 1}
        theirs.put("client", "a", {"n": 2})
        with ours.transaction():
            assert ours.get("client", "a") == {"n": 2}
    assert ours.get("client", "a") == {"n": 2}


def test_what_was_taken_back_is_not_kept(ours: State) -> None:
    ours.put("client", "a", {"n": 1})
    with ours.request():
        assert ours.get("client", "a") == {"n": 1}
        with contextlib.suppress(KeyError), ours.transaction():
            ours.put("client", "a", {"n": 2})
            assert ours.get("client", "a") == {"n": 2}
            raise KeyError
        assert ours.get("client", "a") == {"n": 1}


def test_the_log_is_not_kept(ours: State) -> None:
    with ours.request():
        for number in range(3):
            ours.append("log", str(number), {"n": number})
            assert ours.get("log", str(number)) == {"n": number}
            assert len(ours.all("log")) == number + 1


def test_a_store_that_was_closed_reads_anew(ours: State, theirs: State) -> None:
    ours.put("client", "a", {"n": 1})
    with ours.request():
        assert ours.get("client", "a") == {"n": 1}
    ours.close()
    theirs.put("client", "a", {"n": 2})
    with ours.request():
        assert ours.get("client", "a") == {"n": 2}


def test_what_is_kept_has_a_limit(ours: State) -> None:
    with ours.request():
        for number in range(3000):
            assert ours.get("client", str(number)) is None
    assert len(ours._database._kept) <= 1000
    for number in range(30):
        ours.insert("user", str(number), {"n": number})
    with ours.request():
        assert len(ours.all("user")) == 30
    assert ours._database._kept == {}


def test_a_request_inside_another_is_part_of_it(ours: State, theirs: State) -> None:
    ours.put("client", "a", {"n": 1})
    with ours.request():
        assert ours.get("client", "a") == {"n": 1}
        asked = statements(ours)
        with ours.request():
            assert ours.get("client", "a") == {"n": 1}
        theirs.put("client", "a", {"n": 2})
        assert ours.get("client", "a") == {"n": 1}  # the outer one began before
        assert asked == []
    with ours.request():
        assert ours.get("client", "a") == {"n": 2}


def test_what_is_appended_in_a_request_is_there_for_others_when_it_ends(ours: State, theirs: State) -> None:
    asked = statements(ours)
    with ours.request():
        for number in range(3):
            ours.append("log", str(number), {"n": number})
        assert theirs.count("log") == 0
    assert theirs.all("log") == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert [one for one in asked if "INSERT" not in one] == ["PRAGMA data_version", "BEGIN IMMEDIATE", "COMMIT"]


def test_whoever_reads_reads_what_was_appended_before(ours: State) -> None:
    with ours.request():
        ours.append("log", "0", {"n": 0})
        assert ours.count("log") == 1
        ours.append("log", "1", {"n": 1})
        with ours.transaction():
            ours.append("log", "2", {"n": 2})
            assert [one["n"] for one in ours.all("log")] == [0, 1, 2]
        ours.append("log", "3", {"n": 3})
        ours.forget("log", but=2)
        assert [one["n"] for one in ours.all("log")] == [2, 3]


def test_what_was_appended_stays_where_the_request_breaks_off(ours: State, theirs: State) -> None:
    with contextlib.suppress(KeyError), ours.request():
        ours.append("log", "0", {"n": 0})
        raise KeyError
    assert theirs.all("log") == [{"n": 0}]


def test_what_could_not_be_written_for_a_reader_fails_at_the_end_as_well(ours: State, theirs: State) -> None:
    """The disk is full for a moment, when another request of the same round reads: the first must not be answered."""
    full = "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    ours._database.connection.execute(full)
    ended = ExitStack()
    ended.enter_context(ours.request())
    ours.append("log", "0", {"n": 0})
    with pytest.raises(sqlite3.Error, match="disk full"):
        ours.count("log")
    with pytest.raises(sqlite3.Error, match="disk full"):
        ended.close()
    ours._database.connection.execute("DROP TRIGGER full")
    with ours.request():
        ours.append("log", "1", {"n": 1})
    assert theirs.all("log") == [{"n": 1}]
