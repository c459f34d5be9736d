"""The journal of borrowed state: on the disk before anything else, one file an entry, and whose it is."""

import json
import multiprocessing
import os
import signal
from dataclasses import fields, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.errors import ConfigError
from auth0ctl.files import Busy
from auth0ctl.journal import SCHEMA, Change, Entry, Journal, document
from auth0ctl.model import Tenant
from auth0ctl.profiles import SECRET_KEYS

SPAWN = multiprocessing.get_context("spawn")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROD = Tenant(name="prod", origin="https://x.eu.auth0.com")
URI = "http://127.0.0.1:18484/callback"


def journal(tmp_path: Path, said: list[str] | None = None) -> Journal:
    heard = [] if said is None else said
    return Journal(tmp_path / "journal", say=heard.append, now=lambda: NOON)


def begun(one: Journal, tenant: Tenant = PROD) -> Entry:
    entry = one.new(Change.CALLBACK, tenant, "client1", URI)
    one.begin(entry)
    return entry


def test_nothing_is_made_before_something_is_borrowed(tmp_path: Path) -> None:
    one = journal(tmp_path)
    one.new(Change.CALLBACK, PROD, "client1", URI)
    assert one.open_entries() == ()
    assert not one.folder.exists()


def test_an_entry_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = journal(tmp_path)
    entry = replace(begun(one), was_absent=True, confirmed=True)
    one.begin(entry)
    assert one.open_entries() == (entry,)
    assert one.find(entry.id) == entry
    assert (entry.at, entry.pid, entry.tenant) == (NOON, os.getpid(), "prod")
    one.end(entry)
    one.end(entry)
    assert one.open_entries() == ()
    assert one.find(entry.id) is None


def test_entries_of_one_tenant(tmp_path: Path) -> None:
    one = journal(tmp_path)
    mine, other = begun(one), begun(one, Tenant(name="dev", origin="https://y.eu.auth0.com"))
    assert {entry.id for entry in one.open_entries()} == {mine.id, other.id}
    assert one.open_entries(PROD.origin) == (mine,)


def test_Q12_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    one = journal(tmp_path)
    begun(one)
    (file,) = one.folder.glob("*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert one.folder.stat().st_mode & 0o777 == 0o700


def test_S14_an_entry_has_no_place_for_a_secret() -> None:
    assert not {one.name for one in fields(Entry)} & {*SECRET_KEYS, "code", "token", "secret"}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": "one"}',
        '{"schema": true, "id": "NAME"}',
        '{"schema": 1, "id": "NAME"}',
        '{"schema": 1, "id": "another"}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_Q12_a_corrupt_file_is_moved_aside_and_the_others_stay(tmp_path: Path, damage: str) -> None:
    said: list[str] = []
    one = journal(tmp_path, said)
    entry = begun(one)
    content = damage.replace("NAME", "broken").encode(errors="surrogateescape")
    (one.folder / "broken.json").write_bytes(content)
    assert one.open_entries() == (entry,)
    aside = one.folder / "broken.json.corrupt-20261122T120000.000000Z"
    assert aside.read_bytes() == content
    assert len(said) == 1
    assert aside.name in said[0]
    assert one.open_entries() == (entry,)
    assert len(said) == 1, "said once, not on every run"


@pytest.mark.parametrize(
    "change",
    [{"pid": "7"}, {"client_id": 7}, {"at": "yesterday"}, {"at": "2026-11-22T12:00:00"}, {"change": "x"}, {"value": 1}],
)
def test_Q12_a_member_that_makes_no_sense_is_corrupt(tmp_path: Path, change: dict[str, object]) -> None:
    one = journal(tmp_path)
    entry = begun(one)
    (one.folder / f"{entry.id}.json").write_text(json.dumps(document(entry) | change))
    assert one.open_entries() == ()
    assert len(list(one.folder.glob("*.corrupt-*"))) == 1


def test_Q12_an_entry_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    said: list[str] = []
    one = journal(tmp_path, said)
    entry = begun(one)
    file = one.folder / f"{entry.id}.json"
    newer = json.dumps({"schema": SCHEMA + 1, "id": entry.id, "whatever": []})
    file.write_text(newer)
    assert one.open_entries() == ()
    assert file.read_text() == newer
    assert "newer auth0ctl" in said[0]


def test_a_place_that_cannot_be_written_is_a_config_error(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file where the folder belongs")
    one = journal(tmp_path)
    with pytest.raises(ConfigError, match="Cannot make the folder"):
        begun(one)
    with pytest.raises(ConfigError, match="Cannot make the folder"), one.turn():
        pass


def borrow(folder: Path, told: Connection) -> None:
    """A process that borrows something and goes on until it is killed."""
    one = Journal(folder)
    entry = one.new(Change.CALLBACK, PROD, "client1", URI)
    with one.turn():
        owning = one.owned(entry)
        owning.__enter__()
        one.begin(entry)
    told.send(entry.id)
    signal.pause()


def test_an_entry_is_owned_for_as_long_as_its_process_runs(tmp_path: Path) -> None:
    one = journal(tmp_path)
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=borrow, args=(one.folder, theirs))
    process.start()
    try:
        entry = one.find(ours.recv())
        assert entry is not None
        assert one.is_owned(entry)
        with pytest.raises(Busy), one.owned(entry):
            pass
        one.sweep()
        assert one.is_owned(entry)
    finally:
        process.kill()
        process.join()
    assert not one.is_owned(entry)
    assert one.find(entry.id) == entry


def test_the_id_of_a_process_that_runs_is_no_proof(tmp_path: Path) -> None:
    one = journal(tmp_path)
    entry = begun(one)  # its pid is that of this very process, as if the number had been used again
    assert not one.is_owned(entry)


def test_sweeping_leaves_entries_and_what_is_owned(tmp_path: Path) -> None:
    one = journal(tmp_path)
    entry = begun(one)
    for name in ("dead.lock", ".dead.json.new", f"{entry.id}.lock"):
        (one.folder / name).write_bytes(b"")
    another = one.new(Change.CALLBACK, PROD, "client1", URI)
    with one.turn(), one.owned(another):
        one.sweep()
        held = {f"{entry.id}.json", f"{entry.id}.lock", f"{another.id}.lock", "turn.lock"}
        assert {file.name for file in one.folder.iterdir()} == held
    assert f"{another.id}.lock" not in {file.name for file in one.folder.iterdir()}


def test_one_turn_at_a_time(tmp_path: Path) -> None:
    one = journal(tmp_path)
    with one.turn(), pytest.raises(Busy), one.turn(wait=0.05):
        pass


CALLBACKS = Edit(
    kind=Kind.CLIENT,
    id="client1",
    name="Shop",
    members=(Member(path=("callbacks",), before=None, after=[URI]),),
    risk="",
)


def test_an_edit_keeps_the_former_values(tmp_path: Path) -> None:
    one = journal(tmp_path)
    entry = one.new(Change.EDIT, PROD, None, "words", CALLBACKS)
    one.begin(entry)
    assert one.open_entries() == (entry,)
    written = json.loads((one.folder / f"{entry.id}.json").read_text())
    assert written["edit"]["members"] == [{"path": ["callbacks"], "before": None, "after": [URI]}]
    assert written["schema"] == SCHEMA


def test_what_an_older_version_can_put_back_is_written_for_it_too(tmp_path: Path) -> None:
    written = document(begun(journal(tmp_path)))
    assert written["schema"] == 1
    assert "edit" not in written


@pytest.mark.parametrize("broken", [None, {}, {"kind": "teapot"}, {"members": []}])
def test_an_edit_that_is_none_is_moved_aside(tmp_path: Path, broken: object) -> None:
    said: list[str] = []
    one = journal(tmp_path, said)
    entry = one.new(Change.EDIT, PROD, None, "words", CALLBACKS)
    whole = document(entry)
    edit = whole["edit"] | broken if isinstance(broken, dict) and broken else broken
    one.begin(entry)
    (one.folder / f"{entry.id}.json").write_text(json.dumps(whole | {"edit": edit}))
    assert one.open_entries() == ()
    assert ".corrupt-" in said[0]
