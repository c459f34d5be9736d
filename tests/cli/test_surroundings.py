"""A command line in bad surroundings: no rights, no free port, no browser, no place to write."""

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from cli_process import Auth0ctl

from auth0ctl.localtenant import LocalTenant, open_tenant

SPA = "localSPA000000000000000000000000"


@contextmanager
def taken(count: int) -> Iterator[list[int]]:
    """Ports that somebody else listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        yield [one.getsockname()[1] for one in sockets]


def seed(auth0ctl: Auth0ctl, **document: object) -> None:
    done = auth0ctl("local", "seed", "-", input=json.dumps(document))
    assert done.returncode == 0, done.stderr


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[LocalTenant, dict[str, str]]]:
    """A tenant that is reached over the network, and the settings that name it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tenant = open_tenant(tmp_path / "tenant", issuer=f"http://127.0.0.1:{port}/")
    with tenant.listen(port=port) as listener:
        yield tenant, {"AUTH0_DOMAIN": listener.origin}


# The Management API


def test_management_token_without_the_scope(auth0ctl: Auth0ctl, served: tuple[LocalTenant, dict[str, str]]) -> None:
    tenant, env = served
    token = tenant.management_token("read:users")
    done = auth0ctl("client", "list", "-o", "json", env={**env, "AUTH0_API_TOKEN": token})
    assert done.returncode == 6
    told = json.loads(done.stdout)["error"]
    assert "403: Insufficient scope" in told["message"]
    assert "read:clients" in told["hint"]
    assert token not in done.stdout + done.stderr
    enough = {**env, "AUTH0_API_TOKEN": tenant.management_token("read:clients")}
    assert [client["client_id"] for client in auth0ctl.json("client", "list", env=enough)] == [SPA]


def test_a_doctor_that_may_not_read_its_client(auth0ctl: Auth0ctl, served: tuple[LocalTenant, dict[str, str]]) -> None:
    tenant, env = served
    less = {**env, "AUTH0_API_TOKEN": tenant.management_token("read:resource_servers")}
    done = auth0ctl("doctor", "--client", SPA, env=less)
    assert done.returncode == 6
    assert done.stdout.startswith("? ")
    assert "the client's settings could not be looked at" in done.stdout
    assert "needs read:clients" in done.stdout
    document = json.loads(auth0ctl("doctor", "--client", SPA, "-o", "json", env=less).stdout)
    assert (document["passed"], document["findings"]) == (False, [])
    assert "could not be judged" in auth0ctl("doctor", "--client", SPA, "-o", "junit", env=less).stdout
    assert auth0ctl("doctor", env=less).returncode == 0  # nobody asked about a client
    found = auth0ctl("doctor", "--client", SPA, "--redirect-uri", "https://x.example.com", env=less)
    assert found.returncode == 1  # a cause that was found from outside is one


def test_Q10_rejects_a_401_of_the_management_api_with_4(
    auth0ctl: Auth0ctl, served: tuple[LocalTenant, dict[str, str]]
) -> None:
    done = auth0ctl("client", "list", env={**served[1], "AUTH0_API_TOKEN": "s3cr3t-value"})
    assert done.returncode == 4
    assert "401: Invalid token" in done.stderr
    assert "s3cr3t-value" not in done.stderr


# Ports


def test_busy_callback_ports_are_named_with_their_owner(auth0ctl: Auth0ctl) -> None:
    with taken(3) as ports:
        callbacks = [f"http://127.0.0.1:{port}/callback" for port in ports]
        seed(auth0ctl, clients=[{"client_id": "busy", "name": "Busy", "app_type": "spa", "callbacks": callbacks}])
        done = auth0ctl("login", "--client", "busy", "--no-browser", "-o", "json")
    assert done.returncode == 3
    message = json.loads(done.stdout)["error"]["message"]
    for port in ports:
        assert f"{port} is in use by" in message
    assert f"(pid {os.getpid()})" in message
    assert "--port" in json.loads(done.stdout)["error"]["hint"]


def test_busy_port_for_local_serve(auth0ctl: Auth0ctl) -> None:
    with taken(1) as (port,):
        done = auth0ctl("local", "serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (3, "")
    assert f"error: port {port} cannot be used: address already in use." in done.stderr


def test_Q14_rejects_an_address_that_others_could_reach(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("local", "serve", "--port", "0", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "0.0.0.0 is not a loopback address" in done.stderr
    assert "--expose" in done.stderr


# No browser, nobody there


@pytest.mark.parametrize(
    ("browser", "why"), [("", "there is no display"), ("/no/such/browser", "none could be started")]
)
def test_without_a_browser_the_url_is_said_and_the_wait_ends(auth0ctl: Auth0ctl, browser: str, why: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    callback = f"http://127.0.0.1:{port}/callback"
    seed(
        auth0ctl,
        clients=[{"client_id": "alone", "name": "Alone", "app_type": "spa", "callbacks": [callback]}],
        connections=[{"name": "people", "strategy": "auth0", "enabled_clients": ["alone"]}],
    )
    done = auth0ctl("login", "--client", "alone", "--timeout", "3", "-o", "json", env={"BROWSER": browser})
    assert done.returncode == 5
    assert "No browser is opened here" in done.stderr
    # In a container, as CI usually is, that is the reason.
    assert why in done.stderr or "this is a container" in done.stderr
    assert re.search(r"http://127\.0\.0\.1:\d+/authorize\?\S+", done.stderr)
    assert json.loads(done.stdout)["error"]["name"] == "network"


# Files


@pytest.mark.parametrize(
    "line", ["client list", "tenant add x --domain x.eu.auth0.com --no-check", "local status", "login"]
)
def test_home_that_is_a_file(auth0ctl: Auth0ctl, line: str) -> None:
    place = auth0ctl.home / "file"
    place.touch()
    done = auth0ctl(*line.split(), "-o", "json", env={"AUTH0CTL_HOME": str(place)})
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["name"] == "config"
    assert done.stderr.count("error: ") == 1
    assert "Not a directory" in done.stderr
    assert "Set AUTH0CTL_HOME to a folder you can write to." in done.stderr


def test_what_needs_no_place_works_without_one(auth0ctl: Auth0ctl) -> None:
    nowhere = {"AUTH0CTL_HOME": "/proc", "HOME": "/proc"}
    assert auth0ctl("--version", env=nowhere).returncode == 0
    assert auth0ctl("token", "decode", "garbage", env=nowhere).returncode == 0
    assert auth0ctl("tenant", "list", env=nowhere).returncode == 0


@pytest.mark.parametrize("line", ["tenant list", "client list", "tenant add x --domain x.eu.auth0.com --no-check"])
def test_corrupt_profiles_are_moved_aside_and_kept(auth0ctl: Auth0ctl, line: str) -> None:
    folder = auth0ctl.home / "auth0ctl" / "config"
    folder.mkdir(parents=True)
    (folder / "profiles.toml").write_text("tenant = = [\nmine")
    done = auth0ctl(*line.split(), "-o", "json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    (kept,) = folder.glob("profiles.toml.corrupt-*")
    assert kept.read_text() == "tenant = = [\nmine"
    assert done.stderr.count(f"was not a profiles file and is now called {kept.name}") == 1
    assert "corrupt" not in auth0ctl("tenant", "list").stderr


# Streams


def piped(auth0ctl: Auth0ctl, line: str) -> tuple[int, str]:
    """Run with a reader that closes stdout at once; the exit code and what stood on stderr."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            auth0ctl.command(*line.split()),
            env=auth0ctl.environment(),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
            # As in a shell: a program is told of the broken pipe by the error, Python ignores the signal.
            restore_signals=False,
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize("line", ["client list", "--help", "--version", "completions bash", "token decode x -o json"])
def test_Q11_accepts_a_reader_that_goes_away_without_a_word(auth0ctl: Auth0ctl, line: str) -> None:
    assert signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN
    code, told = piped(auth0ctl, line)
    assert code == 141
    assert told in ("", "No tenant is configured: using the built-in local tenant, which is not Auth0.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("line", ["client list", "--help", "--version", "completions bash", "token decode x -o json"])
def test_Q11_rejects_a_full_disk_in_one_sentence(auth0ctl: Auth0ctl, line: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            auth0ctl.command(*line.split()),
            env=auth0ctl.environment(),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.endswith("error: the output cannot be written: no space left on device.\n")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("closing", "line", "code"),
    [
        *(
            (">&-", line, 3)
            for line in ("client list", "client list -o json", "--help", "--version", "completions bash")
        ),
        (">&- 2>&-", "client list", 3),
        (">&-", "doctor -o quiet", 0),  # has nothing to write
        ("2>&-", "client inspect nosuch", 6),
        ("<&-", "token decode -", 2),
    ],
)
def test_Q11_rejects_an_answer_that_a_closed_stream_swallows(
    auth0ctl: Auth0ctl, closing: str, line: str, code: int
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closing}', "sh", *auth0ctl.command(*line.split())],
        env=auth0ctl.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert "bug" not in done.stderr
    assert ("the output cannot be written: standard output is closed" in done.stderr) is (
        code == 3 and "2>" not in closing
    )
