"""The vault file: what is written, and every way in which a file is not trusted."""

import json
import multiprocessing
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from auth0ctl.errors import VaultError
from auth0ctl.files import locked
from auth0ctl.vault.file import MAX_SIZE, file_vault, vault_file

SPAWN = multiprocessing.get_context("spawn")
SECRET = "hush-hush-token"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """The path of a vault file that holds one secret."""
    file_vault(tmp_path).set("a", SECRET)
    return vault_file(tmp_path)


def test_S05_accepts_a_stored_value_in_the_next_command(tmp_path: Path) -> None:
    file_vault(tmp_path).set("a", SECRET)
    file_vault(tmp_path).set("b", "2")
    vault = file_vault(tmp_path)
    assert (vault.get("a"), vault.get("b"), vault.get("c")) == (SECRET, "2", None)
    assert vault.persistent
    vault.delete("a")
    assert file_vault(tmp_path).get("a") is None
    assert SECRET not in vault_file(tmp_path).read_text()


def test_S05_the_folder_is_0700_and_the_file_0600(stored: Path) -> None:
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o700


def test_reading_and_forgetting_nothing_makes_nothing(tmp_path: Path) -> None:
    vault = file_vault(tmp_path / "data")
    assert vault.get("a") is None
    vault.delete("a")
    assert not (tmp_path / "data").exists()


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def _linked_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.symlink_to("elsewhere")


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir(0o700)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "group may read": (lambda path: path.chmod(0o640), "Others can read or change"),
    "world may read": (lambda path: path.chmod(0o604), "Others can read or change"),
    "group may write": (lambda path: path.chmod(0o620), "Others can read or change"),
    "open folder": (lambda path: path.parent.chmod(0o755), "Others can read or change"),
    "link": (_link, "is a link"),
    "linked folder": (_linked_folder, "is not what it should be"),
    "fifo": (_fifo, "is not what it should be"),
    "folder": (_folder, "is not what it should be"),
    "not JSON": (lambda path: path.write_text("{"), "is damaged"),
    "another shape": (lambda path: path.write_text("[]"), "is damaged"),
    "not text": (lambda path: path.write_bytes(b"\xff\xfe\xff"), "is damaged"),
    "odd values": (lambda path: path.write_text('{"schema": 1, "accounts": {"a": 1}}'), "is damaged"),
    "deep": (lambda path: path.write_text("[" * 100_000), "is damaged"),
    "newer": (lambda path: path.write_text('{"schema": 2, "accounts": {}}'), "newer auth0ctl"),
    "huge": (lambda path: path.write_bytes(b" " * (MAX_SIZE + 1)), "is larger"),
}


@pytest.mark.parametrize("case", BAD)
def test_S05_rejects_a_file_that_is_not_to_be_trusted(stored: Path, tmp_path: Path, case: str) -> None:
    spoil, sentence = BAD[case]
    spoil(stored)
    vault = file_vault(tmp_path)
    with pytest.raises(VaultError, match=sentence) as caught:
        vault.get("a")
    assert caught.value.hint
    assert SECRET not in caught.value.message
    with pytest.raises(VaultError, match=sentence):
        vault.set("b", "2")  # and it is not overwritten


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_S05_rejects_a_file_of_another_user(stored: Path, tmp_path: Path) -> None:
    os.chown(stored, 65534, 65534)
    with pytest.raises(VaultError, match="belongs to another user"):
        file_vault(tmp_path).get("a")


def test_S05_a_damaged_file_is_not_quoted_by_the_error(stored: Path, tmp_path: Path) -> None:
    stored.write_text(stored.read_text()[:-3])
    with pytest.raises(VaultError) as caught:
        file_vault(tmp_path).get("a")
    assert caught.value.__context__ is None


def test_an_unwritable_place_is_a_vault_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file")
    vault = file_vault(tmp_path / "data")
    assert vault.get("a") is None
    with pytest.raises(VaultError, match="Cannot make the folder"):
        vault.set("a", SECRET)


def test_a_missing_home_folder_reads_as_empty() -> None:
    assert file_vault(Path("~/.local/share/auth0ctl")).get("a") is None


def test_Q12_rejects_a_write_under_a_lock_that_stays_held_as_a_vault_error(stored: Path, tmp_path: Path) -> None:
    with locked(stored.with_name("vault.lock")), pytest.raises(VaultError, match="Another auth0ctl"):
        file_vault(tmp_path, wait=0.05).set("a", "2")


def _set_twenty(data: Path, number: int) -> None:
    vault = file_vault(data, wait=60)
    for turn in range(20):
        vault.set(f"{number}-{turn}", SECRET)


def test_Q12_accepts_eight_processes_that_write_twenty_times_and_loses_nothing(tmp_path: Path) -> None:
    children = [SPAWN.Process(target=_set_twenty, args=(tmp_path, number)) for number in range(8)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * 8
    assert len(json.loads(vault_file(tmp_path).read_text())["accounts"]) == 160
