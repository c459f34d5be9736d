"""How a secret comes in, and where it must never turn up: standards.md S06, S07, S09, S11, S13."""

import io
import re
import resource
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl
from seeded_home import API, MACHINE, SECRET, Home, home, seeded

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.cli.table import COMMANDS
from auth0ctl.errors import Auth0ctlError
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

__all__ = ["home", "seeded"]

LOGIN = ("login", "--flow", "client-credentials", "--client", MACHINE, "--audience", API, "-o", "json")


@pytest.mark.parametrize("way", ["stdin", "file", "file descriptor", "environment"])
def test_S06_accepts_a_secret_by_each_way_in(home: Home, tmp_path: Path, way: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    with file.open() as opened:
        given: Mapping[str, tuple[tuple[str, ...], str, dict[str, str]]] = {
            "stdin": (("--client-secret-file", "-"), f"{SECRET}\n", {}),
            "file": (("--client-secret-file", str(file)), "", {}),
            "file descriptor": (("--client-secret-file", f"/dev/fd/{opened.fileno()}"), "", {}),
            "environment": ((), "", {"AUTH0_CLIENT_SECRET": SECRET, "AUTH0_CLIENT_ID": MACHINE}),
        }
        words, stdin, env = given[way]
        done = home(*LOGIN, *words, stdin=stdin, env=env)
    assert done.code == 0, done.out + done.err
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize("option", ["--client-secret", "--api-token", "--password"])
@pytest.mark.parametrize("form", ["{} {}", "{}={}"])
def test_S06_rejects_a_secret_as_an_argument(home: Home, option: str, form: str) -> None:
    done = home("login", *form.format(option, SECRET).split(" "))
    assert done.code == 2
    assert "is refused: other users and your shell history can read a command line" in done.err
    assert "Instead, " in done.err
    assert SECRET not in done.out + done.err


VARIABLES = (
    "AUTH0_DOMAIN",
    "AUTH0_CLIENT_ID",
    "AUTH0_CLIENT_SECRET",
    "AUTH0_API_TOKEN",
    "AUTH0CTL_TENANT",
    "AUTH0_AUDIENCE",
)


@pytest.fixture
def told_by_help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The help of every command and all completion scripts, where each variable has a value."""
    for number, name in enumerate(VARIABLES):
        monkeypatch.setenv(name, f"canary{number}.example.com")
    for command in COMMANDS:
        assert run([*command.path.split(), "--help"]) == 0
    for shell in ("bash", "zsh", "fish", "powershell"):
        assert run(["completions", shell]) == 0
    return capsys.readouterr().out


def test_S07_rejects_the_values_of_variables_in_help_and_completions(told_by_help: str) -> None:
    assert len(told_by_help) > 50_000
    assert re.findall(r".*canary.*", told_by_help) == []


def test_S07_accepts_a_variable_by_its_name(home: Home) -> None:
    done = home("login", "--client-secret", "x", env={"AUTH0_CLIENT_SECRET": SECRET})
    assert "set AUTH0_CLIENT_SECRET" in done.err
    assert SECRET not in done.out + done.err


def exploding() -> datetime:
    """A clock that fails as a bug does: with a secret in a local variable and in the error's own words."""
    secret = SECRET
    raise LookupError(f"no time for {secret}")


@pytest.mark.parametrize("output", ["terminal", "json", "quiet"])
def test_S09_accepts_the_place_of_a_bug_and_rejects_its_values(output: str, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    environ = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path)}
    session = Session(environ=environ, stdin=io.StringIO(), stdout=out, stderr=err, now=exploding)
    code = run(["token", "decode", "eyJh.e30.c2ln", "-o", output, "-v"], session)
    assert code == 70
    assert re.search(r"this is a bug in auth0ctl: LookupError at \w+\.py:\d+ in \w+", err.getvalue())
    for trace in (SECRET, "no time for", "Traceback", "secret ="):
        assert trace not in out.getvalue() + err.getvalue()


def core_limit(of: str) -> str:
    """The soft limit of core files of a process, from Linux."""
    (line,) = [line for line in Path(f"/proc/{of}/limits").read_text().splitlines() if "core file" in line]
    return line.split()[4]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are read from /proc")
@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="no core files on this machine anyway")
def test_S11_rejects_core_dumps_of_a_command_and_accepts_them_of_its_neighbours(auth0ctl: Auth0ctl) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        running = auth0ctl.start("local", "serve", "--port", "0", "-o", "json")
        running.json()
        assert core_limit(str(running.process.pid)) == "0"
        assert core_limit("self") != "0"
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


def test_S11_rejects_temporary_files_and_accepts_only_the_owner(
    auth0ctl: Auth0ctl, seeded: Path, tmp_path: Path
) -> None:
    """Nothing is put down elsewhere, and what lies in the home, the embedded tenant's keys too, is for its owner."""
    elsewhere, place = tmp_path / "elsewhere", tmp_path / "place"
    elsewhere.mkdir()
    shutil.copytree(seeded, place)
    env = {"TMPDIR": str(elsewhere), "AUTH0CTL_HOME": str(place)}
    done = auth0ctl(*LOGIN, "--client-secret-file", "-", input=SECRET, env=env)
    assert done.returncode == 0, done.stderr
    assert list(elsewhere.iterdir()) == []
    for folder in (place / "data" / "local", place / "data" / "vault"):
        assert folder.stat().st_mode & 0o077 == 0
        assert [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077] == []


class Recording(BaseHTTPRequestHandler):
    """Answers everything with ``moved`` where it is set, else with an empty list, and remembers what it was sent."""

    seen: list[dict[str, str]]
    moved: str = ""

    def do_GET(self) -> None:
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(302 if self.moved else 200)
        if self.moved:
            self.send_header("Location", self.moved)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def recording(moved: str = "") -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The origin of a server, and the headers of each request that it got."""
    seen: list[dict[str, str]] = []
    handler = type("Handler", (Recording,), {"seen": seen, "moved": moved})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", seen
        finally:
            server.shutdown()
            thread.join(5)


def test_S13_accepts_the_token_for_its_tenant_and_rejects_what_netrc_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login canary password canary\ndefault login canary password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with recording() as (origin, seen), Http() as http:
        Management(http, Tenant(name="x", origin=origin), lambda: "the-token").clients()
        http.send("GET", f"{origin}/.well-known/jwks.json")
    assert [one.get("authorization") for one in seen] == ["Bearer the-token", None]


def test_S13_rejects_taking_the_token_to_another_server() -> None:
    with recording() as (elsewhere, stolen), recording(f"{elsewhere}/api/v2/clients") as (origin, seen), Http() as http:
        with pytest.raises(Auth0ctlError):
            Management(http, Tenant(name="x", origin=origin), lambda: "the-token").client("abc")
        assert len(seen) == 1
    assert stolen == []


def test_S14_accepts_a_report_of_a_tenant_with_secrets_for_pasting(home: Home) -> None:
    """Doctor knows the secret, and what it prints says so without it."""
    env = {"AUTH0_CLIENT_SECRET": SECRET, "AUTH0_CLIENT_ID": MACHINE}
    done = home("doctor", "--client", MACHINE, "--flow", "client-credentials", "--audience", API, "-o", "json", env=env)
    assert done.code in (0, 1), done.err
    assert done.json["schema"] == "auth0ctl/report/1"
    assert SECRET not in done.out + done.err
