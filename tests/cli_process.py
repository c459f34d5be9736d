"""auth0ctl as people run it: a process of its own, in an environment that knows nothing of the machine around it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pytest

ROOT = Path(__file__).parent.parent
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR")  # nothing else: no AUTH0_*, no proxy, no display, no session bus


class Running:
    """A command that has been started and goes on, such as ``local serve``. ``stop`` is Ctrl-C."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._text = {"stdout": "", "stderr": ""}
        self._open = 2  # streams that are still open
        self._changed = threading.Condition()
        streams = {"stdout": process.stdout, "stderr": process.stderr}
        self._readers = [threading.Thread(target=self._read, args=item, daemon=True) for item in streams.items()]
        for reader in self._readers:
            reader.start()

    @property
    def stdout(self) -> str:
        """All that has been written so far."""
        return self._text["stdout"]

    @property
    def stderr(self) -> str:
        return self._text["stderr"]

    def wait_for(self, text: str, timeout: float = 30, *, times: int = 1) -> None:
        """Return when ``text`` stands on either stream, so many ``times``. AssertionError when it does not come, or the
        command ends."""
        said = f"{text!r} did not appear"
        self._wait(lambda: max(self.stdout.count(text), self.stderr.count(text)) >= times, said, timeout)

    def json(self, timeout: float = 30) -> Any:
        """The JSON document on stdout, as soon as it is whole."""
        self._wait(lambda: _is_json(self.stdout), "no JSON document on stdout", timeout)
        return json.loads(self.stdout)

    def stop(self, timeout: float = 15) -> int:
        """Press Ctrl-C, and return the exit code once everything it wrote has been read."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.wait(timeout)

    def wait(self, timeout: float = 60) -> int:
        """Wait for the command to end by itself; its exit code. Raises subprocess.TimeoutExpired."""
        code = self.process.wait(timeout)
        for reader in self._readers:
            reader.join(timeout)
        return code

    def _wait(self, arrived: Callable[[], bool], complaint: str, timeout: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: arrived() or not self._open, timeout)
            assert arrived(), f"{complaint}\nstdout: {self.stdout}\nstderr: {self.stderr}"

    def _read(self, name: str, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                with self._changed:
                    self._text[name] += line
                    self._changed.notify_all()
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


class Auth0ctl:
    """Runs auth0ctl with ``home`` as HOME and AUTH0CTL_HOME. Everything that was started is stopped by ``close``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._running: list[Running] = []

    def __call__(
        self, *args: str, input: str | None = None, env: Mapping[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end. ``env`` is added to the clean environment; without ``input``, stdin is empty."""
        return subprocess.run(
            self.command(*args),
            input=input or "",
            capture_output=True,
            encoding="utf-8",
            env=self.environment(env),
            cwd=self.home,
            timeout=timeout,
            check=False,
        )

    def json(self, *args: str, env: Mapping[str, str] | None = None) -> Any:
        """Run with ``-o json``, which must succeed, and return what it printed."""
        done = self(*args, "-o", "json", env=env)
        assert done.returncode == 0, f"exit code {done.returncode}\nstdout: {done.stdout}\nstderr: {done.stderr}"
        return json.loads(done.stdout)

    def start(self, *args: str, env: Mapping[str, str] | None = None) -> Running:
        """Start a command that goes on until it is stopped."""
        process = subprocess.Popen(
            self.command(*args),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=self.environment(env),
            cwd=self.home,
        )
        running = Running(process)
        self._running.append(running)
        return running

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "auth0ctl", *args]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The clean environment, with ``extra`` on top."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        ours = {"HOME": str(self.home), "AUTH0CTL_HOME": str(self.home / "auth0ctl")}
        return {**kept, **ours, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **(extra or {})}

    def close(self) -> None:
        for running in self._running:
            running.stop()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.fixture
def auth0ctl(tmp_path: Path) -> Iterator[Auth0ctl]:
    """``auth0ctl("client", "list")`` runs a command; ``auth0ctl.start("local", "serve")`` starts one that goes on."""
    home = tmp_path / "home"
    home.mkdir()
    one = Auth0ctl(home)
    yield one
    one.close()


@pytest.fixture(scope="module")
def shared_auth0ctl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auth0ctl]:
    """The same for a whole module, where every test of it looks at one tenant."""
    one = Auth0ctl(tmp_path_factory.mktemp("home"))
    yield one
    one.close()
