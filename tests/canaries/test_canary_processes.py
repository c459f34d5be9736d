"""T17 outside this process: command lines of children, temporary files, a browser that is opened, and what the embedded
tenant writes down about those who log in to it."""

import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from canaries import CANARIES, Search
from canary_bench import Bench, free_port
from canary_inputs import dotenv
from canary_tenant import API
from cli_process import Auth0ctl, Running

BROWSER = """#!/bin/sh
# A browser that writes down how it was called, and by whom.
{ for one in "$@"; do echo "$one"; done; tr '\\0' ' ' < /proc/$PPID/cmdline; } > "$(dirname "$0")/opened"
"""
SECRETS = {
    "AUTH0_CLIENT_SECRET": CANARIES["client secret, environment"],
    "AUTH0_API_TOKEN": CANARIES["api token, environment"],
    "HTTPS_PROXY": f"http://someone:{CANARIES['proxy password']}@127.0.0.1:9",
}


def command_lines(process: int) -> set[tuple[str, str]]:
    """The ids and command lines of a process and of all below it, as everybody on the machine can read them."""
    found, waiting = set(), [process]
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        try:
            found.add((one.name, (one / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")))
            waiting += [int(child) for task in one.glob("task/*/children") for child in task.read_text().split()]
        except OSError:  # it has ended
            continue
    return found


def watched(running: Running) -> set[tuple[str, str]]:
    """Every process and its command line that there was until the command ended."""
    seen: set[tuple[str, str]] = set()
    while running.process.poll() is None:
        seen |= command_lines(running.process.pid)
        try:
            running.process.wait(0.005)
        except subprocess.TimeoutExpired:
            continue
    running.wait()
    return seen


@pytest.fixture
def folder(auth0ctl: Auth0ctl) -> Path:
    """A place for temporary files, so that what stays behind in it can be searched."""
    place = auth0ctl.home / "temporary"
    place.mkdir()
    return place


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="command lines are read from /proc")
def test_no_secret_stands_in_a_command_line_of_a_process_that_is_started(auth0ctl: Auth0ctl, folder: Path) -> None:
    search = Search()
    (auth0ctl.home / "shared").write_text(CANARIES["hs256 secret"], encoding="utf-8")
    minted = auth0ctl("local", "mint", "--audience", API, "--alg", "HS256", "--secret-file", "shared").stdout.strip()
    search.add("minted token's signature", minted.rpartition(".")[2])
    (auth0ctl.home / "tokens").write_text(f"{minted}\n" * 3_000)
    bulk = ("token", "verify", "--file", "tokens", "--jobs", "2", "--secret-file", "shared", "--audience", API)
    running = auth0ctl.start(*bulk, env={**SECRETS, "TMPDIR": str(folder)})
    processes = watched(running)
    assert len({one for one, line in processes if "token verify" in line}) == 3, "the command and its two workers"
    lines = {line for _, line in processes}
    for text in (*lines, running.stdout, running.stderr):
        assert search.hits(text) == []
    assert list(search.hits_in_files(folder, kept=lambda _: False)) == []


def test_a_browser_is_opened_with_no_secret_in_its_command_line(auth0ctl: Auth0ctl, folder: Path) -> None:
    browser = auth0ctl.home / "browser"
    browser.write_text(BROWSER)
    browser.chmod(0o700)
    env = {**SECRETS, "BROWSER": str(browser), "TMPDIR": str(folder), "AUTH0CTL_TENANT": "local"}
    done = auth0ctl(
        "login", "--borrow-callback", "--port", free_port(), "--timeout", "2", "--insecure-storage", "-v", env=env
    )
    opened = (auth0ctl.home / "opened").read_text()
    assert "/authorize?" in opened, done.stderr
    search = Search()
    for text in (opened, done.stdout, done.stderr):
        assert search.hits(text) == []
    assert list(search.hits_in_files(folder, kept=lambda _: False)) == []


def test_the_demo_with_secrets_around_it(auth0ctl: Auth0ctl) -> None:
    (auth0ctl.home / ".env").write_text(dotenv())
    done = auth0ctl("demo", "-v", env=SECRETS, timeout=120)
    assert done.returncode == 0, done.stderr
    assert Search().hits(done.stdout + done.stderr) == []


def test_the_embedded_tenant_writes_no_secret_down(auth0ctl: Auth0ctl, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    bench = Bench(tmp_path / "bench")
    serve = ("local", "serve", "--port", "0", "--seed", str(bench.inputs / "SEED"), "-o", "json", "-v")
    running = auth0ctl.start(*serve, env={**SECRETS, "TMPDIR": str(folder)})
    issuer = running.json()["resource"]["issuer"]
    running.wait_for("Serving until Ctrl-C.")
    password, secret = CANARIES["password, in a seed"], CANARIES["client secret, in a seed"]
    for form in (
        {"grant_type": "password", "username": "s@example.com", "password": password, "client_secret": secret},
        {"grant_type": "password", "username": "s@example.com", "password": CANARIES["wrong password"]},
        {"grant_type": "client_credentials", "audience": API, "client_secret": CANARIES["client secret, file"]},
        {"grant_type": "client_credentials", "audience": API, "client_secret": secret},
        {"grant_type": "refresh_token", "refresh_token": CANARIES["refresh token"], "client_secret": secret},
        {"grant_type": "authorization_code", "code": CANARIES["authorization code"], "client_secret": secret},
    ):
        asked(f"{issuer}oauth/token", {"client_id": "seeded", **form})
    asked(f"{issuer}authorize?{urlencode({'client_id': 'seeded', 'code': CANARIES['code, in a callback URL']})}")
    pages = [asked(issuer), asked(f"{issuer}?client=seeded"), asked(f"{issuer}local/log")]
    assert "Seeded" in pages[1]
    manage = ("local", "mint", "--issuer", issuer, "--audience", f"{issuer}api/v2/", "--scope", "read:logs")
    log = asked(f"{issuer}api/v2/logs", token=auth0ctl(*manage).stdout.strip())
    assert log.count('"type"') >= 4, log
    assert running.stop() in {0, 130}
    for text in (*pages, log, running.stdout, running.stderr):
        assert bench.search.hits(text) == []
    assert list(bench.search.hits_in_files(folder, kept=lambda _: False)) == []
    state = auth0ctl.home / "auth0ctl" / "data" / "local"
    kept = {
        hit.partition(": ")[2].partition(" (")[0] for hit in bench.search.hits_in_files(state, kept=lambda _: False)
    }
    assert kept == {"client secret, in a seed"}, "a tenant gives its clients' secrets out again, and nothing else"


def asked(url: str, form: dict[str, str] | None = None, token: str = "") -> str:
    """What the tenant answers, be it good or bad."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return refused.read().decode()
