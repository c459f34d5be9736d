"""The callback server under attack, in three parts, with the figures printed.

1. A login waits in a process of its own while hostile requests come, 64 at once; then one good answer comes: one
   delivery, nothing echoed, under 100 MB.
2. Racing copies of one answer, from browsers and by paste: one delivery each time.
3. While all that goes on, no address of this machine but loopback answers on the port.

    python -m tests.proof.callback [--requests 10000] [--races 500] [--seed N]
"""

import argparse
import fcntl
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from auth0ctl.flows.callback.server import Limits, bind
from proof.callback_attacks import Attack, Seen, launch, status_of, storm

STATE = "rIght-sTate-0123456789-abcdefghijklmnopqrstuvw"
LARGEST = 100 * 1024 * 1024  # bytes
SIOCGIFADDR = 0x8915  # Linux
RACERS = 6
PROGRAM = """
import json, sys
from auth0ctl.flows.callback.server import bind
warned = []
with bind(port=0) as server:
    server.expect(state=sys.stdin.readline().strip(), mode="query", origin="https://example.eu.auth0.com")
    print(server.redirect_uri, flush=True)
    taken = server.wait(3600, warn=warned.append)
    server.show(ok=True, title="Logged in", lines=[])
    print(json.dumps({"params": dict(taken.params), "stray": server.stray, "warned": len(warned)}), flush=True)
    sys.stdin.readline()
"""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run showed. ``slowest`` is the longest that an ordinary request took during the storm, in seconds, and
    ``unanswered`` how many of them were not served at all."""

    seen: Seen
    params: dict[str, str]
    stray: int
    warned: int
    statuses: list[int]  # of the good answer, sent twice
    spoken: str  # whatever else the waiting process said
    peak: int  # bytes
    slowest: float
    unanswered: int
    reachable: list[str] = field(default_factory=list)


class Waiting:
    """A process in which a login waits."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self.tell(STATE)
        self.redirect_uri = self.line()

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def peak(self) -> int:
        """The most memory it ever held, in bytes (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    def end(self) -> str:
        """Let it end; what it still said."""
        return self._process.communicate("\n", timeout=20)[0]

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def waiting() -> Iterator[Waiting]:
    process = Waiting()
    try:
        yield process
    finally:
        process.kill()


def under_attack(requests: int, seed: int, at_once: int = 64) -> Tally:
    """The storm, then the good answer twice."""
    with waiting() as login:
        watch = Watch(login.redirect_uri)
        with watch:
            seen = storm(login.redirect_uri, requests, seed=seed, state=STATE, at_once=at_once)
        statuses = [watch.ask(f"{urlsplit(login.redirect_uri).path}?code=good&state={STATE}") for _ in range(2)]
        told = json.loads(login.line())
        watch.ask("/done")
        peak = login.peak()
        return Tally(
            seen=seen, **told, statuses=statuses, spoken=login.end(), peak=peak, slowest=watch.slowest,
            unanswered=watch.unanswered,
            reachable=watch.reachable,
        )  # fmt: skip


class Watch:
    """Asks like a browser all the while, and looks whether another address of this machine answers on the port."""

    def __init__(self, redirect_uri: str) -> None:
        parts = urlsplit(redirect_uri)
        self._address = (parts.hostname or "", parts.port or 80)
        self.slowest = 0.0
        self.unanswered = 0
        self.reachable: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            self.unanswered += self.ask("/favicon.ico") != 204
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.reachable += self.scan()
            self._over.wait(0.2)

    def scan(self) -> list[str]:
        """The addresses of this machine, other than loopback, that take a connection on the port."""
        return [one for one in outer_addresses() if answers(one, self._address[1])]

    def ask(self, target: str) -> int:
        """The status of an ordinary request; 0 where none came."""
        request = f"GET {target} HTTP/1.1\r\nHost: {self._address[0]}:{self._address[1]}\r\n\r\n"
        return status_of(launch(self._address, Attack(kind="a browser", pieces=(request.encode(),))))


def outer_addresses() -> list[str]:
    """The addresses of this machine's interfaces that are not loopback (Linux)."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking, SIOCGIFADDR, struct.pack("256s", name.encode()))
            except OSError:
                continue  # an interface without an IPv4 address
            found.append(socket.inet_ntoa(answer[20:24]))
    table = Path("/proc/net/if_inet6")
    for line in table.read_text().splitlines() if table.exists() else ():
        address, *_, name = line.split()
        text = socket.inet_ntop(socket.AF_INET6, bytes.fromhex(address))
        found.append(f"{text}%{name}" if text.startswith("fe80") else text)
    return [one for one in found if not one.startswith("127.") and one != "::1"]


def answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=2).close()
    except OSError:
        return False
    return True


def races(count: int) -> list[tuple[int, int]]:
    """Race for ``count`` answers, on one server: for each, how many were told that theirs was the one, and deliveries
    that were not that one's."""
    results = []
    with bind(port=0, limits=Limits(linger=0.05, connections=64)) as server, ThreadPoolExecutor(RACERS) as pool:
        parts = urlsplit(server.redirect_uri)
        watch = Watch(server.redirect_uri)
        for number in range(count):
            state = f"state-{number}"
            server.expect(state=state, mode="query")
            start = threading.Barrier(RACERS)

            def race(racer: int, state: str = state, start: threading.Barrier = start) -> bool:
                query = f"?code=code-{racer}&state={state}"
                start.wait()
                if racer == 0:
                    # A paste is told nothing bad for a copy either, so it claims what was delivered.
                    server.paste(server.redirect_uri + query)
                    return server.wait(5).params["code"] == "code-0"
                return watch.ask(parts.path + query) == 303

            won = [racer for racer, first in enumerate(pool.map(race, range(RACERS))) if first]
            wrong = sum(f"code-{racer}" != server.wait(5).params["code"] for racer in won)
            results.append((len(won), wrong))
    return results


def main() -> int:
    """Run it and print the figures; 0 where every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.callback", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--races", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    tally = under_attack(options.requests, options.seed)
    stormed = time.monotonic() - began
    raced = races(options.races)
    lines = [
        f"{tally.seen.total} hostile requests of {len(tally.seen.kinds())} kinds, seed {options.seed}, {stormed:.0f} s",
        *(f"    {status or 'closed'}: {kind} ({many})" for (kind, status), many in sorted(tally.seen.statuses.items())),
        f"taken as an answer: {tally.seen.taken}; echoed: {tally.seen.echoed}; counted as stray: {tally.stray}",
        f"warnings: {tally.warned}; anything else said: {tally.spoken!r}",
        f"then one good answer, twice: {tally.statuses}, delivered {tally.params.get('code')!r}",
        f"memory at its peak: {tally.peak / 1024**2:.1f} MB; slowest ordinary request: {tally.slowest * 1000:.0f} ms",
        f"ordinary requests that were not served: {tally.unanswered}",
        f"other addresses of this machine: {outer_addresses()}; of these answered: {tally.reachable}",
        f"{len(raced)} races of {RACERS}: {sum(r == (1, 0) for r in raced)} with one delivery and one winner",
    ]
    print("\n".join(lines))  # noqa: T201
    return 0 if held(tally) and all(one == (1, 0) for one in raced) else 1


def held(tally: Tally) -> bool:
    """Whether every promise held."""
    clean = not (tally.seen.taken or tally.seen.echoed or tally.spoken or tally.reachable or tally.unanswered)
    once = tally.statuses[0] == 303 and tally.statuses[1] != 303 and tally.params == {"code": "good", "state": STATE}
    return clean and once and tally.warned == 1 and tally.peak < LARGEST


if __name__ == "__main__":
    sys.exit(main())
