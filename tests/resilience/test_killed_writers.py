"""Q12, T14, T15: writers that are killed, and writers side by side. Longer: tests.proof.kills, tests.proof.races."""

import subprocess
import sys
from pathlib import Path

import pytest
from proof.kills import KINDS, Kind, text
from proof.races import ROTATING, racing_refreshes
from proof.torture import bench

from auth0ctl.errors import Auth0ctlError

ROOT = Path(__file__).parent.parent.parent


def proof(*words: str) -> subprocess.CompletedProcess[str]:
    """A proof in a process of its own, which may fork: this one has threads."""
    command = [sys.executable, "-m", f"tests.proof.{words[0]}", *words[1:]]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_Q12_accepts_the_old_content_or_the_new_after_kill_9_and_nothing_between() -> None:
    done = proof("kills", "--random", "24", "--step", "23")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("0 torn or lost") == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_Q12_rejects_half_a_file_as_content(kind: Kind, tmp_path: Path) -> None:
    """The readers of the proof above would notice a torn file: they do not take one for what was written."""
    kind.write(tmp_path, text(1))
    whole = [file for file in tmp_path.rglob("*") if file.is_file() and file.stat().st_size > 1000]
    assert len(whole) == 1
    whole[0].write_bytes(whole[0].read_bytes()[:-700])
    assert seen(kind, tmp_path) != text(1)


def seen(one: Kind, folder: Path) -> str:
    """What is read; an error that is raised or said is as good as nothing."""
    try:
        return one.read(folder)
    except (AssertionError, Auth0ctlError):
        return ""


def test_T15_profiles_written_side_by_side_are_all_there(tmp_path: Path) -> None:
    done = proof("races", "--processes", "6", "--writes", "10", "--refreshes", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "60 profiles written, 0 lost" in done.stdout


def test_T15_one_rotating_refresh_token_is_refreshed_in_turn(tmp_path: Path) -> None:
    with bench(tmp_path, rotation=ROTATING) as one:
        assert racing_refreshes(one, 3) == []
