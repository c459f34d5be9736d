"""Logins under attack, from the command line to the tenant's own record of requests, with the figures printed.

1. ``auth0ctl login`` waits in a process of its own while hostile requests come to its callback, 64 at once; then its
   person comes back: one login, one token request, nothing echoed, and the process listens on loopback alone.
2. Logins whose answer comes in several copies at once: one token request each.

    python -m tests.proof.hostile_login [--requests 10000] [--races 500] [--seed N]
"""

import argparse
import json
import re
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from cli_process import Auth0ctl
from login_bench import API, API_RECORD, SPA, USER, bench, spa
from quick_browser import browse

from auth0ctl.localtenant import LocalTenant, open_tenant
from proof.callback import outer_addresses
from proof.callback_attacks import Attack, Seen, launch, status_of, storm

TOKEN = "POST /oauth/token"
AUTHORIZE_URL = re.compile(r"^  (http://127\.0\.0\.1:\d+/authorize\?\S+)$", re.MULTILINE)
RACERS = 6
LISTENING = "0A"  # the state in /proc/net/tcp (Linux)


@dataclass(slots=True, kw_only=True)
class Stormed:
    """What a login under attack showed. ``said`` is all that the command wrote, ``listened`` where its process did."""

    seen: Seen
    code: int
    document: dict[str, Any]
    said: str = field(repr=False)
    page: str = field(repr=False)  # what the person's browser showed at the end
    token_requests: int
    listened: list[str]
    seconds: float


def under_attack(folder: Path, requests: int, seed: int, at_once: int = 64) -> Stormed:
    """A real ``login`` command, the storm, then its person."""
    port = free_port()
    with listening_tenant(folder / "tenant", port) as local:
        home = folder / "home"
        home.mkdir()
        command = Auth0ctl(home)
        try:
            env = {"AUTH0_DOMAIN": local.issuer.rstrip("/"), "AUTH0_CLIENT_ID": SPA}
            given = ("--port", str(port), "--no-browser", "--timeout", "3600", "-o", "json")
            running = command.start("login", "--audience", API, *given, env=env)
            running.wait_for("Waiting for the login to come back")
            url = AUTHORIZE_URL.search(running.stderr)
            assert url, running.stderr
            began = time.monotonic()
            seen = storm(f"http://127.0.0.1:{port}/callback", requests, seed=seed, at_once=at_once)
            seconds = time.monotonic() - began
            listened = listening_places(running.process.pid)
            page = browse(url[1])
            code = running.wait()
        finally:
            command.close()
        return Stormed(
            seen=seen,
            code=code,
            document=json.loads(running.stdout),
            said=running.stdout + running.stderr,
            page=page,
            token_requests=sum(one == TOKEN for one in local.requests),
            listened=listened,
            seconds=seconds,
        )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def listening_tenant(folder: Path, callback_port: int) -> Iterator[LocalTenant]:
    """A tenant that programs reach, and that answers every page by itself."""
    port = free_port()
    local = open_tenant(folder, issuer=f"http://127.0.0.1:{port}/", auto_login=USER)
    try:
        local.seed({"clients": [spa((callback_port,))], "resource_servers": [API_RECORD]})
        with local.listen(port=port):
            yield local
    finally:
        local.close()


def listening_places(pid: int) -> list[str]:
    """``address:port`` of every TCP socket that a process listens on (Linux)."""
    owned = {str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()}
    found = []
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net", table)
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            (
                _,
                place,
                _,
                state,
                *_,
            ) = line.split()
            if state == LISTENING and f"socket:[{line.split()[9]}]" in owned:
                found.append(written(place))
    return found


def written(place: str) -> str:
    """``0100007F:4834`` of the system's table as ``127.0.0.1:18484``."""
    address, _, port = place.partition(":")
    words = struct.pack(f"={len(address) // 8}I", *(int(address[n : n + 8], 16) for n in range(0, len(address), 8)))
    family = socket.AF_INET if len(words) == 4 else socket.AF_INET6
    return f"{socket.inet_ntop(family, words)}:{int(port, 16)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """A login whose answer came ``RACERS`` times at once: how many were told theirs was the one, and what followed."""

    taken: int
    token_requests: int
    passed: bool


ONE = Race(taken=1, token_requests=1, passed=True)


def races(folder: Path, count: int) -> list[Race]:
    """Log in ``count`` times, in this process, each time with racing copies of the tenant's answer."""
    first_run = folder / "first-run"
    open_tenant(first_run).close()
    slots: list[list[int]] = []  # one for each login, in their order

    def visit(url: str) -> None:
        slots.append(slot := [])
        slot.append(race(answer_to(url)))

    seen: list[tuple[int, bool]] = []
    with bench(folder / "tenant", first_run, (free_port(),), visit=visit) as one:
        for _ in range(count):
            before = one.calls(TOKEN)
            passed = one.run(scope=("openid",)).passed
            seen.append((one.calls(TOKEN) - before, passed))
    return [
        Race(taken=sum(slot), token_requests=requests, passed=passed)
        for slot, (requests, passed) in zip(slots, seen, strict=True)
    ]


def answer_to(url: str) -> str:
    """The address that the tenant sends a visitor back to, not yet visited."""
    with httpx.Client() as http:
        while urlsplit(url).path != "/callback":
            url = urljoin(url, http.get(url).headers["location"])
    return url


def race(url: str) -> int:
    """Visit an address in several copies at the same moment; how many were answered as the login's end."""
    parts = urlsplit(url)
    request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    start = threading.Barrier(RACERS)

    def racer(_number: int) -> int:
        start.wait()
        return status_of(launch((parts.hostname or "", parts.port or 80), Attack(kind="a copy", pieces=(request,))))

    with ThreadPoolExecutor(RACERS) as pool:
        won = sum(status == 303 for status in pool.map(racer, range(RACERS)))
    # The browser's tab asks for the verdict, as it does after every answer.
    launch((parts.hostname or "", parts.port or 80), Attack(kind="done", pieces=(done_of(parts.netloc),)))
    return won


def done_of(netloc: str) -> bytes:
    return f"GET /done HTTP/1.1\r\nHost: {netloc}\r\n\r\n".encode()


def held(one: Stormed, requests: int) -> bool:
    """Whether a login under attack kept every promise."""
    clean = not (one.seen.taken or one.seen.echoed) and "canary" not in one.said + one.page
    once = one.code == 0 and one.document["passed"] is True and one.token_requests == 1
    local = len(one.listened) == 1 and one.listened[0].startswith("127.0.0.1:")
    return clean and once and local and one.seen.total == requests


def main() -> int:
    """Run it and print the figures; 0 where every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.hostile_login", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--races", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        stormed = under_attack(Path(one), options.requests, options.seed)
        raced = races(Path(other), options.races)
    good = raced.count(ONE)
    lines = [
        f"{stormed.seen.total} hostile requests of {len(stormed.seen.kinds())} kinds, seed {options.seed}, "
        f"{stormed.seconds:.0f} s, while `auth0ctl login` waited",
        f"taken as an answer: {stormed.seen.taken}; echoed: {stormed.seen.echoed}",
        f"its process listened on {stormed.listened}; this machine's other addresses: {outer_addresses()}",
        f"then its person came back: exit code {stormed.code}, {stormed.token_requests} token request",
        f"{len(raced)} logins with {RACERS} copies of the answer at once: {good} with one token request and verified",
    ]
    print("\n".join(lines))  # noqa: T201
    return 0 if held(stormed, options.requests) and good == len(raced) else 1


if __name__ == "__main__":
    sys.exit(main())
