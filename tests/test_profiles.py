"""The profiles file: what is read, kept, refused, and that no writer's change is lost."""

import multiprocessing
import os
import stat
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import Queue

import pytest

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.files import Folders, locked
from auth0ctl.profiles import (
    LOCAL,
    SECRET_KEYS,
    Profile,
    Profiles,
    change_profiles,
    check_name,
    profiles_file,
    read_profiles,
    with_current,
    with_profile,
    without_profile,
)

SPAWN = multiprocessing.get_context("spawn")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROD = Profile(name="prod", domain="x.eu.auth0.com", client_id="abc", audience="https://api", insecure_storage=True)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(config=tmp_path / "config", data=tmp_path / "data")


def put(folders: Folders, text: str) -> Path:
    path = profiles_file(folders)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_no_file_means_no_profiles_and_makes_nothing(folders: Folders) -> None:
    assert read_profiles(folders) == Profiles()
    assert not folders.config.exists()


def test_a_profile_is_read_as_it_was_written(folders: Folders) -> None:
    change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    profiles = read_profiles(folders)
    assert profiles.current == "prod", "the first profile becomes the current one"
    assert replace(profiles.by_name["prod"], raw={}) == PROD
    assert profiles.notes == ()
    assert stat.S_IMODE(profiles_file(folders).stat().st_mode) == 0o600


def test_use_and_remove(folders: Folders) -> None:
    dev = Profile(name="dev", domain="y.eu.auth0.com")
    change_profiles(folders, lambda profiles: with_profile(with_profile(profiles, PROD), dev))
    assert change_profiles(folders, lambda profiles: with_current(profiles, "dev")).current == "dev"
    assert change_profiles(folders, lambda profiles: with_current(profiles, LOCAL)).current == LOCAL
    change_profiles(folders, lambda profiles: with_current(profiles, "dev"))
    change_profiles(folders, lambda profiles: without_profile(profiles, "dev"))
    profiles = read_profiles(folders)
    assert list(profiles.by_name) == ["prod"]
    assert profiles.current is None


def test_an_unknown_name_is_answered_with_the_known_ones(folders: Folders) -> None:
    profiles = with_profile(Profiles(), PROD)
    with pytest.raises(ConfigError, match="no tenant called nope; known: prod, local"):
        with_current(profiles, "nope")
    with pytest.raises(ConfigError, match="known: prod, local"):
        without_profile(profiles, "nope")


@pytest.mark.parametrize("name", ["local", "", "a b", "-x", "a/b", "x" * 65, "tenant\n", "é"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        check_name(name)


@pytest.mark.parametrize("name", ["prod", "x.eu.auth0.com", "a_b-c.1", "x" * 64])
def test_good_names_are_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("damage", ["current = [", "tenant = 3", "schema = 'one'", "current = 5", "\x00\x01"])
def test_Q12_rejects_a_corrupt_file_and_moves_it_aside_with_a_note(folders: Folders, damage: str) -> None:
    path = put(folders, damage)
    profiles = read_profiles(folders, now=lambda: NOON)
    aside = path.with_name("profiles.toml.corrupt-20261122T120000.000000Z")
    assert profiles.by_name == {}
    assert aside.name in profiles.notes[0]
    assert aside.read_text() == damage
    assert not path.exists()
    assert read_profiles(folders) == Profiles(), "said once, not on every command"


def test_Q12_a_write_over_a_corrupt_file_keeps_it_aside_too(folders: Folders) -> None:
    path = put(folders, "[[[")
    written = change_profiles(folders, lambda profiles: with_profile(profiles, PROD), now=lambda: NOON)
    assert len(written.notes) == 1
    assert [one.read_text() for one in path.parent.glob("*.corrupt-*")] == ["[[["]
    assert list(read_profiles(folders).by_name) == ["prod"]


def test_Q12_bytes_that_are_not_text_are_corrupt(folders: Folders) -> None:
    put(folders, "").write_bytes(b"\xff\xfe")
    assert "is now called" in read_profiles(folders).notes[0]


def test_Q12_one_bad_table_does_not_take_the_others_with_it(folders: Folders) -> None:
    path = put(folders, '[tenant.bad]\ndomain = 7\n[tenant.empty]\n[tenant.good]\ndomain = "x.eu.auth0.com"\n')
    profiles = read_profiles(folders)
    assert list(profiles.by_name) == ["good"]
    assert [note.split("tenant.")[1].split()[0] for note in profiles.notes] == ["bad", "empty"]
    change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    assert "domain = 7" in path.read_text(), "and it is not lost on the next write"


def test_Q12_unknown_keys_survive_a_write(folders: Folders) -> None:
    path = put(folders, 'colour = "blue"\n[tenant.dev]\ndomain = "x.eu.auth0.com"\nnew_key = 4\n')
    change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    text = path.read_text()
    assert 'colour = "blue"' in text
    assert "new_key = 4" in text


def test_Q12_a_newer_schema_is_read_and_never_written(folders: Folders) -> None:
    text = 'schema = 2\ncurrent = "dev"\n[tenant.dev]\ndomain = "x.eu.auth0.com"\n'
    path = put(folders, text)
    assert read_profiles(folders).by_name["dev"].domain == "x.eu.auth0.com"
    assert "newer auth0ctl" in read_profiles(folders).notes[0]
    with pytest.raises(ConfigError, match="newer auth0ctl"):
        change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    assert path.read_text() == text


def _add_twenty(folders: Folders, number: int) -> None:
    for turn in range(20):
        profile = Profile(name=f"p{number}-{turn}", domain="x.eu.auth0.com")
        change_profiles(folders, partial(with_profile, profile=profile), wait=60)


def test_Q12_accepts_eight_processes_that_write_twenty_times_and_loses_nothing(folders: Folders) -> None:
    children = [SPAWN.Process(target=_add_twenty, args=(folders, number)) for number in range(8)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * 8
    assert len(read_profiles(folders).by_name) == 160


def test_Q12_rejects_a_write_under_a_lock_that_stays_held(folders: Folders) -> None:
    change_profiles(folders, lambda profiles: profiles)
    with locked(folders.config / ".profiles.toml.lock"), pytest.raises(ConfigError, match="Another auth0ctl"):
        change_profiles(folders, lambda profiles: profiles, wait=0.05)


def test_a_link_to_the_file_stays_a_link(folders: Folders, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    folders.config.mkdir()
    profiles_file(folders).symlink_to(real)
    change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    assert profiles_file(folders).is_symlink()
    assert "prod" in real.read_text()


def test_an_unwritable_place_is_a_config_error_and_reading_still_works(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("I am a file")
    folders = Folders(config=tmp_path / "home" / "config", data=tmp_path / "home" / "data")
    assert read_profiles(folders) == Profiles()
    with pytest.raises(ConfigError, match="Cannot make the folder"):
        change_profiles(folders, lambda profiles: with_profile(profiles, PROD))


def _read_as_nobody(folders: Folders, answers: "Queue[tuple[tuple[str, ...], str]]") -> None:
    os.setuid(65534)
    notes = read_profiles(folders).notes
    try:
        change_profiles(folders, lambda profiles: with_profile(profiles, PROD))
    except ConfigError as error:
        answers.put((notes, error.message))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_unreadable_home_is_a_note_for_readers_and_an_error_for_writers(folders: Folders) -> None:
    put(folders, '[tenant.dev]\ndomain = "x.eu.auth0.com"\n')
    folders.config.chmod(0o700)
    answers = SPAWN.Queue()
    child = SPAWN.Process(target=_read_as_nobody, args=(folders, answers))
    child.start()
    notes, message = answers.get(timeout=30)
    child.join(30)
    assert "Permission denied" in notes[0]
    assert "Permission denied" in message


def test_S14_rejects_a_secret_in_a_profile() -> None:
    assert not {one.name for one in fields(Profile)} & set(SECRET_KEYS)


def test_S14_rejects_a_secret_somebody_wrote_there_and_points_it_out(folders: Folders) -> None:
    put(folders, '[tenant.dev]\ndomain = "x.eu.auth0.com"\nclient_secret = "hush-hush"\n')
    profiles = read_profiles(folders)
    assert "client_secret" in profiles.notes[0]
    assert "hush-hush" not in repr(profiles)
    assert "hush-hush" not in profiles.notes[0]
