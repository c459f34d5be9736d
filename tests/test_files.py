"""Folders, atomic writes and locks, against the real file system."""

import multiprocessing
import os
import resource
import signal
from pathlib import Path

import pytest

from auth0ctl.errors import ConfigError
from auth0ctl.files import Folders, find_folders, locked, make_folder, read_file, write_file

SPAWN = multiprocessing.get_context("spawn")
BIG = b"n" * 200_000


def test_AUTH0CTL_HOME_moves_both_folders(tmp_path: Path) -> None:
    folders = find_folders({"AUTH0CTL_HOME": str(tmp_path / "home")})
    assert folders == Folders(config=tmp_path / "home" / "config", data=tmp_path / "home" / "data")
    assert not (tmp_path / "home").exists(), "nothing is made before something is written"


def test_a_relative_AUTH0CTL_HOME_is_made_absolute() -> None:
    assert find_folders({"AUTH0CTL_HOME": "there"}).data == Path.cwd() / "there" / "data"


def test_without_the_variable_the_system_folders_are_used() -> None:
    folders = find_folders({})
    assert folders.config != folders.data
    assert "auth0ctl" in folders.config.parts


def test_a_new_folder_and_its_new_parents_are_private(tmp_path: Path) -> None:
    make_folder(tmp_path / "one" / "two")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("one", "one/two")] == [0o700, 0o700]


def test_a_missing_home_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no home folder") as caught:
        write_file(Path("~/.config/auth0ctl/profiles.toml"), b"x")
    assert "AUTH0CTL_HOME" in caught.value.hint
    assert not Path("~").exists()


def test_a_file_under_a_literal_tilde_is_not_read(tmp_path: Path) -> None:
    planted = tmp_path / "~" / "profiles.toml"
    planted.parent.mkdir()
    planted.write_bytes(b"planted")
    assert read_file(Path(os.path.relpath(planted))) is None


def test_a_file_in_place_of_the_folder_is_a_config_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("I am a file")
    with pytest.raises(ConfigError, match="Cannot make the folder") as caught:
        write_file(tmp_path / "home" / "config" / "profiles.toml", b"x")
    assert "AUTH0CTL_HOME" in caught.value.hint
    with pytest.raises(ConfigError, match="Cannot make the folder"), locked(tmp_path / "home" / "lock"):
        pass


def test_Q12_a_write_replaces_the_file_with_mode_0600_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def _write_more_than_fits(path: Path, dies: bool) -> None:
    if dies:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the kernel then kills the process in the middle of the write
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
    try:
        write_file(path, BIG)
    except ConfigError as error:
        os._exit(3 if "File too large" in error.message else 4)


@pytest.mark.parametrize(("dies", "exit_code"), [(True, -signal.SIGXFSZ), (False, 3)])
def test_Q12_a_write_that_breaks_off_leaves_the_old_content(tmp_path: Path, dies: bool, exit_code: int) -> None:
    path = tmp_path / "file"
    write_file(path, b"old")
    child = SPAWN.Process(target=_write_more_than_fits, args=(path, dies))
    child.start()
    child.join(30)
    assert child.exitcode == exit_code
    assert path.read_bytes() == b"old"
    write_file(path, BIG)  # what the killed one left is not in the way
    assert path.read_bytes() == BIG
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_Q12_a_link_in_the_way_of_the_temporary_file_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / ".file.new").symlink_to(victim)
    write_file(tmp_path / "file", b"new")
    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "file").read_bytes() == b"new"


def test_Q12_a_lock_that_stays_held_is_a_config_error(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock"),
        pytest.raises(ConfigError, match=r"held .*lock for 0\.1 seconds"),
        locked(tmp_path / "lock", wait=0.1),
    ):
        pass


def test_Q12_a_lock_can_be_taken_again_after_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "lock", wait=0):
            pass


def _hold_and_die(path: Path) -> None:
    with locked(path):
        os.kill(os.getpid(), signal.SIGKILL)


def test_Q12_a_killed_holder_gives_its_lock_back(tmp_path: Path) -> None:
    child = SPAWN.Process(target=_hold_and_die, args=(tmp_path / "lock",))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    with locked(tmp_path / "lock", wait=0):
        pass
