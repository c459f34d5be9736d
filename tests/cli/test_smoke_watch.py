"""``auth0ctl smoke --watch``: again when the file changes or time passes, and a clean end with the last run's code."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import Auth0ctl

from auth0ctl.cli.session import Session
from auth0ctl.cli.smoke.watching import watched
from auth0ctl.errors import ConfigError, ExitCode

GREEN = '[[client]]\nclient = "Example SPA"\nis_first_party = true\n'


@pytest.fixture
def session(tmp_path: Path) -> Session:
    environ = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path), "PATH": ""}
    return Session(environ=environ, stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO())


def interrupted_after(looks: int, then: Callable[[int], object] = lambda _look: None) -> Callable[[float], None]:
    """A wait that does something at each look, and is Ctrl-C at the last one."""
    seen: list[float] = []

    def wait(seconds: float) -> None:
        seen.append(seconds)
        then(len(seen))
        if len(seen) == looks:
            raise KeyboardInterrupt

    return wait


def test_it_runs_again_when_the_file_changes_and_ends_with_the_last_code(tmp_path: Path, session: Session) -> None:
    file = tmp_path / "auth0ctl.toml"
    file.write_text("1", encoding="utf-8")
    codes = iter([ExitCode.OK, ExitCode.FOUND])
    ran: list[str] = []

    def run() -> ExitCode:
        ran.append(file.read_text(encoding="utf-8"))
        return next(codes)

    def change(look: int) -> None:
        if look == 3:
            file.write_text("22", encoding="utf-8")

    assert watched(session, file, every=None, run=run, wait=interrupted_after(5, change)) is ExitCode.FOUND
    assert ran == ["1", "22"]


def test_it_runs_again_after_some_time(tmp_path: Path, session: Session) -> None:
    now = [0.0]
    ran: list[float] = []

    def pass_time(_look: int) -> None:
        now[0] += 4

    def run() -> ExitCode:
        ran.append(now[0])
        return ExitCode.OK

    wait = interrupted_after(7, pass_time)
    assert watched(session, tmp_path / "f", every=10, run=run, wait=wait, clock=lambda: now[0]) is ExitCode.OK
    assert ran == [0, 12, 24]


def test_a_mistake_in_the_file_is_told_and_waited_for(tmp_path: Path, session: Session) -> None:
    def run() -> ExitCode:
        raise ConfigError("f:1:1: this is no TOML")

    assert watched(session, tmp_path / "f", every=None, run=run, wait=interrupted_after(1)) is ExitCode.CONFIG
    assert isinstance(session.stderr, io.StringIO)
    assert "f:1:1: this is no TOML" in session.stderr.getvalue()


def test_ctrl_c_in_the_first_run_interrupts(tmp_path: Path, session: Session) -> None:
    def run() -> ExitCode:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watched(session, tmp_path / "f", every=None, run=run)


def test_a_real_ctrl_c_ends_a_real_watch_with_the_last_code(auth0ctl: Auth0ctl) -> None:
    file = auth0ctl.home / "auth0ctl.toml"
    file.write_text(GREEN, encoding="utf-8")
    running = auth0ctl.start("smoke", str(file), "--watch")
    running.wait_for("1 passed of 1")
    running.wait_for("Ctrl-C ends")
    changed = file.with_suffix(".new")
    changed.write_text(GREEN.replace("true", "false"), encoding="utf-8")
    os.replace(changed, file)
    running.wait_for("1 failed of 1")
    running.wait_for("Ctrl-C ends", times=2)  # before that, the run that is interrupted has no code yet
    assert running.stop() == 1
    assert "Traceback" not in running.stderr
