import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from auth0ctl.localtenant.store.state import Exists, State


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "store")


def test_objects_are_listed_in_the_order_of_their_creation(state: State) -> None:
    for key in ("c", "a", "b"):
        state.insert("client", key, {"client_id": key})
    state.put("client", "a", {"client_id": "a", "name": "changed"})
    assert [body["client_id"] for body in state.all("client")] == ["c", "a", "b"]
    assert state.get("client", "a") == {"client_id": "a", "name": "changed"}


def test_inserting_a_key_that_is_there_raises_and_changes_nothing(state: State) -> None:
    state.insert("client", "a", {"name": "first"})
    with pytest.raises(Exists, match="client/a"):
        state.insert("client", "a", {"name": "second"})
    assert state.get("client", "a") == {"name": "first"}


def test_page_and_count(state: State) -> None:
    for number in range(5):
        state.insert("log", str(number), {"n": number})
    assert state.count("log") == 5
    assert [body["n"] for body in state.page("log", offset=1, limit=2)] == [1, 2]
    assert [body["n"] for body in state.page("log", offset=1, limit=2, newest_first=True)] == [3, 2]


def test_find_goes_by_alias_and_keeps_it_through_a_put_without_one(state: State) -> None:
    state.insert("resource_server", "1", {"id": "1"}, alias="https://api")
    state.put("resource_server", "1", {"id": "1", "name": "new"})
    assert state.find("resource_server", "https://api") == {"id": "1", "name": "new"}
    assert state.find("resource_server", "https://api/") is None


def test_delete_says_whether_it_was_there(state: State) -> None:
    state.insert("user", "u", {})
    assert state.delete("user", "u")
    assert not state.delete("user", "u")


def test_short_lived_things_end_at_their_expiry(state: State) -> None:
    state.keep("code", "x", {"n": 1}, expires_at=100)
    assert state.peek("code", "x", now=99.9) == {"n": 1}
    assert state.peek("code", "x", now=100) is None
    assert state.take("code", "x", now=100) is None
    assert state.take("code", "x", now=50) is None, "an expired thing is gone, whatever the clock says later"


def test_take_gives_a_thing_to_one_of_two_stores_on_one_folder(state: State) -> None:
    other = State(state.folder)
    state.keep("code", "x", {"n": 1}, expires_at=100)
    assert other.take("code", "x", now=1) == {"n": 1}
    assert state.take("code", "x", now=1) is None


def test_take_gives_a_thing_to_one_of_many_threads(state: State) -> None:
    state.keep("code", "x", {"n": 1}, expires_at=100)
    got: list[object] = []
    start = threading.Barrier(12)

    def race() -> None:
        start.wait()
        got.append(state.take("code", "x", now=1))
        state.close()

    threads = [threading.Thread(target=race) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got, key=str) == [None] * 11 + [{"n": 1}]


def test_a_transaction_is_undone_as_a_whole(state: State) -> None:
    def fail() -> None:
        with state.transaction():
            state.insert("client", "a", {})
            with state.transaction():
                state.insert("client", "b", {})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert state.count("client") == 0
    state.insert("client", "a", {})
    assert state.count("client") == 1


def test_clear_keeps_the_signing_keys_alone(state: State) -> None:
    state.insert("signing_key", "k", {"kid": "k"})
    state.insert("client", "a", {})
    state.keep("session", "s", {}, expires_at=100)
    state.clear()
    assert state.get("signing_key", "k") == {"kid": "k"}
    assert state.count("client") == 0
    assert state.peek("session", "s", now=1) is None


def test_folder_and_files_are_for_their_owner_alone(state: State) -> None:
    state.insert("client", "a", {})
    assert stat.S_IMODE(state.folder.stat().st_mode) == 0o700
    for file in state.folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


KILLED = """
import os, signal, sys
from pathlib import Path
from auth0ctl.localtenant.store.state import State
state = State(Path(sys.argv[1]))
state.insert("client", "done", {})
with state.transaction():
    state.insert("client", "half", {})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_what_it_finished_and_no_lock(state: State) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(state.folder)], env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert state.get("client", "done") == {}
    assert state.get("client", "half") is None
    state.insert("client", "after", {})


COUNTING = """
import sys
from pathlib import Path
from auth0ctl.localtenant.store.state import State
state = State(Path(sys.argv[1]))
for _ in range(50):
    with state.transaction():
        body = state.get("settings", "n") or {"n": 0}
        state.put("settings", "n", {"n": body["n"] + 1})
"""


def test_transactions_of_several_processes_do_not_lose_each_others_writes(tmp_path: Path) -> None:
    folder = tmp_path / "new"  # not there yet: they also create it together
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", COUNTING, str(folder)]
    running = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root)}) for _ in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert State(folder).get("settings", "n") == {"n": 200}


def test_counts_follow_every_kind_of_write(state: State) -> None:
    for key in "abc":
        state.insert("client", key, {})
    state.put("client", "a", {"name": "replaced"})
    state.put("client", "d", {})
    state.delete("client", "b")
    state.delete("client", "unknown")

    def fail() -> None:
        with state.transaction():
            state.insert("client", "undone", {})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    with pytest.raises(Exists):
        state.insert("client", "a", {})
    assert state.count("client") == len(state.all("client")) == 3
    assert State(state.folder).count("client") == 3, "opening again counts nothing twice"
    state.clear()
    assert state.count("client") == 0


def test_after_goes_on_behind_a_deleted_object(state: State) -> None:
    for key in "abcd":
        state.insert("role", key, {"id": key})
    first = state.after("role", 0, limit=2)
    state.delete("role", "b")
    assert [body["id"] for _, body in first] == ["a", "b"]
    assert [body["id"] for _, body in state.after("role", first[-1][0], limit=9)] == ["c", "d"]
