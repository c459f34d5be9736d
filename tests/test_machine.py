"""Tests that a machine cannot run are skipped out loud, and fail where they are required."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_process import Auth0ctl, Running

TESTS = Path(__file__).parent
SUITE = """
import pytest

@pytest.mark.browser
def test_marked(): raise AssertionError("ran without a browser")

def test_asking(chromium): raise AssertionError("ran without a browser")

@pytest.mark.sdk
def test_sdk(): raise AssertionError("ran without Node")

def test_plain(): pass
"""


def run_suite(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run ``SUITE`` with nothing on the PATH."""
    (folder / "test_suite.py").write_text(SUITE)
    (folder / "conftest.py").write_text('pytest_plugins = ["machine", "chromium"]')
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser\n    sdk\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "test_suite.py"],
        cwd=folder,
        env={"PATH": str(folder), "PYTHONPATH": str(TESTS), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_missing_parts_skip_tests_and_the_end_of_the_run_says_so(tmp_path: Path) -> None:
    done = run_suite(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed, 3 skipped" in done.stdout
    assert "2 BROWSER TESTS WERE NOT RUN" in done.stdout
    assert "NO CHROMIUM ON THIS MACHINE" in done.stdout
    assert "1 SDK TESTS WERE NOT RUN" in done.stdout
    assert "NO NODE ON THIS MACHINE" in done.stdout


@pytest.mark.parametrize(
    ("requirement", "counts"),
    [
        ("AUTH0CTL_REQUIRE_BROWSER", "1 passed, 1 skipped, 2 errors"),
        ("AUTH0CTL_REQUIRE_SDK", "1 passed, 2 skipped, 1 error"),
    ],
)
def test_required_tests_fail_where_parts_are_missing(tmp_path: Path, requirement: str, counts: str) -> None:
    done = run_suite(tmp_path, **{requirement: "1"})
    assert done.returncode == 1, done.stdout
    assert counts in done.stdout
    assert f"{requirement}=1 requires" in done.stdout


def test_commands_run_in_an_environment_of_their_own(auth0ctl: Auth0ctl) -> None:
    given = auth0ctl.environment({"AUTH0_DOMAIN": "example.eu.auth0.com"})
    assert {name for name in given if name.startswith("AUTH0")} == {"AUTH0CTL_HOME", "AUTH0_DOMAIN"}
    assert "DISPLAY" not in given
    assert auth0ctl("--version").stdout.startswith("auth0ctl ")
    assert Path(given["AUTH0CTL_HOME"]).is_relative_to(auth0ctl.home)
    assert given["HOME"] != os.environ.get("HOME")


def started(code: str) -> Running:
    return Running(
        subprocess.Popen(
            [sys.executable, "-u", "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    )


def test_a_running_command_is_waited_for_and_stopped() -> None:
    running = started("print('[1,\\n2]'); import signal; signal.pause()")
    assert running.json() == [1, 2]
    assert running.process.poll() is None
    assert running.stop() != 0
    assert "KeyboardInterrupt" in running.stderr


def test_waiting_for_what_a_command_never_says_fails_when_it_ends() -> None:
    running = started("print('other')")
    with pytest.raises(AssertionError, match="'ready' did not appear"):
        running.wait_for("ready")
    assert running.stop() == 0
