"""How fast the embedded tenant is beside two npm emulators: ``python -m tests.benchmarks.tenant [ROUNDS [SECONDS]]``.

Needs Linux, Node and ``npm install --no-package-lock --prefix tests/benchmarks/node``. Each server is asked for tokens
by client credentials over open connections, by a process of its own on another core than the server's. The servers
take turns, round after round, and the best round of each counts, so that a busy moment of the machine falls on all of
them; quote the ratios alone, and from one run only. What each does for a token is printed: it is not the same work.

The first answer is that to a GET of the discovery document, from the moment the program is started, for all alike.
Memory is the most that the server's processes held at once until the load ended, for all alike. Beside openssl's
signatures stand tokens by the CPU time that the server spent, as openssl counts by its own: on one core the two are
what an idle machine would show by the clock, and other programs do not disturb them.
"""

import base64
import compileall
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import auth0ctl
from benchmarks.load import connect

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE = HERE / "node" / "node_modules"
ROUNDS = 5
SECONDS = 3.0
STARTS = 3  # a round; one of them goes on to the load
CONNECTIONS = 8
START_SECONDS = 30.0

AUDIENCE = "https://api.example.com"
CLIENT = "machine00000000000000000000000000"
SECRET = "machine-secret-that-nobody-else-knows"
FORM = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "audience": AUDIENCE}
SEED = {
    "resource_servers": [
        {"name": "API", "identifier": AUDIENCE, "scopes": [{"value": "read:items"}, {"value": "write:items"}]}
    ],
    "clients": [
        {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "name": "Machine",
            "app_type": "non_interactive",
            "grant_types": ["client_credentials"],
        }
    ],
    "client_grants": [{"client_id": CLIENT, "audience": AUDIENCE, "scope": ["read:items", "write:items"]}],
}
OURS = "import sys; from auth0ctl.__main__ import main; sys.exit(main())"  # what the installed script does
MOCK, SIMULATOR = "oauth2-mock-server", "auth0-simulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One contestant. ``ready`` is the path of the first answer, ``token`` that of the token endpoint."""

    name: str
    command: tuple[str, ...]
    port: int
    ready: str
    token: str
    does: str
    scheme: str = "http"
    new_home: bool = False


@dataclass(slots=True, kw_only=True)
class Best:
    """The best of all rounds: tokens a second, tokens a CPU second, seconds to the first answer, most memory in KB."""

    rate: float = 0.0
    by_cpu: float = 0.0
    start: float = float("inf")
    memory: float = float("inf")
    load: list[float] = field(default_factory=list)  # the share of its core that the load took, each round


def servers() -> list[Server]:
    serve = (sys.executable, "-c", OURS, "local", "serve", "--port")
    ready = "/.well-known/openid-configuration"
    checks = "client, secret, grant, scopes and Actions checked in SQLite, a log entry committed"
    mock = ("node", str(NODE / "oauth2-mock-server" / "dist" / "oauth2-mock-server.mjs"), "-p", "18502")
    simulator = ("node", str(NODE / "@simulacrum" / "auth0-simulator" / "bin" / "start.cjs"))
    return [
        Server(name="auth0ctl", command=(*serve, "18500"), port=18500, ready=ready, token="/oauth/token", does=checks),
        Server(
            name="auth0ctl https",
            command=(*serve, "18501", "--https"),
            port=18501,
            ready=ready,
            token="/oauth/token",
            does=checks,
            scheme="https",
        ),
        Server(
            name="auth0ctl, first run ever",
            command=(*serve, "18503"),
            port=18503,
            ready=ready,
            token="",
            does="makes two keys and the first content as well",
            new_home=True,
        ),
        Server(name=MOCK, command=mock, port=18502, ready=ready, token="/token", does="nothing checked, nothing kept"),
        Server(
            name=SIMULATOR,
            command=simulator,
            port=4400,
            ready=ready,
            token="/oauth/token",
            does="nothing checked, a store in memory",
            scheme="https",
        ),
    ]


def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "AUTH0CTL_HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


def cores() -> tuple[set[int], set[int]]:
    """One core for the server and another for the load; the same where there is one only."""
    known = sorted(os.sched_getaffinity(0))
    return {known[0]}, {known[-1]}


def measure(server: Server, home: Path, seconds: float, best: Best) -> None:
    """Start the server, wait for its first answer, put it under load for ``seconds``, if any, and stop it."""
    own, other = cores()
    begin = time.perf_counter()
    running = subprocess.Popen(
        server.command,
        env=environment(home),
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, own),  # noqa: PLW1509 (no threads here)
    )
    try:
        wait_for_answer(server, running)
        best.start = min(best.start, time.perf_counter() - begin)
        if not server.token or not seconds:
            return
        load(server, 0.5, other)
        spent = cpu_seconds(running.pid)
        done = load(server, seconds, other)
        best.by_cpu = max(best.by_cpu, done["answers"] / (cpu_seconds(running.pid) - spent))
        best.rate = max(best.rate, done["answers"] / done["seconds"])
        best.load.append(done["cpu_seconds"] / done["seconds"])
        best.memory = min(best.memory, peak_memory(running.pid))
    finally:
        running.terminate()
        running.wait()


def wait_for_answer(server: Server, running: subprocess.Popen[bytes]) -> None:
    """Raises ``SystemExit`` when the server does not come up."""
    asked = f"GET {server.ready} HTTP/1.1\r\nHost: localhost:{server.port}\r\nConnection: close\r\n\r\n".encode()
    give_up = time.monotonic() + START_SECONDS
    while running.poll() is None and time.monotonic() < give_up:
        try:
            with connect(server.scheme, server.port) as one:
                one.sendall(asked)
                if one.recv(64).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            time.sleep(0.001)
    raise SystemExit(f"{server.name} does not start: {' '.join(server.command)}")


def load(server: Server, seconds: float, core: set[int]) -> dict[str, float]:
    """Run the load in its own process. Raises ``SystemExit`` when a token is not what was asked for."""
    form = urlencode(FORM).encode()
    head = f"POST {server.token} HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    done = subprocess.run(
        [sys.executable, str(HERE / "load.py"), server.scheme, str(server.port), str(CONNECTIONS), str(seconds)],
        input=head.encode() + form,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, core),
    )
    told: dict[str, float] = json.loads(done.stdout)
    token = json.loads(str(told.pop("first")))["access_token"]
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    if header["alg"] != "RS256":
        raise SystemExit(f"{server.name} signs with {header['alg']}")
    return told


def processes(pid: int) -> list[int]:
    """The process and those that it has started."""
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in started for one in processes(int(child)))]


def peak_memory(pid: int) -> float:
    """The most memory that the process and those that it has started held, in KB."""
    texts = [Path(f"/proc/{one}/status").read_text() for one in processes(pid)]
    found = [re.search(r"^VmHWM:\s+(\d+) kB$", text, re.MULTILINE) for text in texts]
    return sum(float(one[1]) for one in found if one)


def cpu_seconds(pid: int) -> float:
    """The CPU time that the process and those that it has started have spent."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes(pid)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def openssl_rate(seconds: float) -> float:
    """RSA-2048 signatures a second of CPU time, on the server's core, in as long a time as the load takes."""
    own, _ = cores()
    done = subprocess.run(
        ["openssl", "speed", "-seconds", str(max(1, round(seconds))), "rsa2048"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, own),
    )
    numbers = done.stdout.splitlines()[-1].split()
    return float(numbers[-2])


def prepare(home: Path) -> None:
    """State for ours, a certificate for the simulator, which serves https alone and looks for it in this place."""
    seed = home / "seed.json"
    seed.write_text(json.dumps(SEED))
    subprocess.run(
        [sys.executable, "-c", OURS, "local", "seed", str(seed)],
        env=environment(home),
        cwd=home,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    folder = home / ".simulacrum" / "certs"
    folder.mkdir(parents=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", str(folder / "localhost-key.pem"), "-out", str(folder / "localhost.pem")],
        stderr=subprocess.DEVNULL,
        check=True,
    )  # fmt: skip


def table(bests: Mapping[str, Best], signing: float, listed: Sequence[Server]) -> list[str]:
    lines = [f"{'':26}{'tokens/s':>9}{'by CPU':>8}{'start ms':>10}{'memory MB':>11}{'load':>7}"]
    for server in listed:
        best = bests[server.name]
        held = f"{best.memory / 1024:.0f}" if best.load else "-"
        share = f"{100 * max(best.load):.0f} %" if best.load else "-"
        first = f"{best.start * 1000:.0f}"
        lines.append(
            f"{server.name:26}{best.rate:9.0f}{best.by_cpu:8.0f}{first:>10}{held:>11}{share:>7}  {server.does}"
        )
    ours, over_tls, mock, simulator = (bests[name] for name in ("auth0ctl", "auth0ctl https", MOCK, SIMULATOR))
    start = max(ours.start / mock.start, over_tls.start / simulator.start)
    memory = max(ours.memory / mock.memory, over_tls.memory / simulator.memory)
    return [
        *lines,
        f"openssl speed rsa2048: {signing:.0f} signatures by CPU second",
        f"tokens/s: {ours.rate / mock.rate:.2f} of {MOCK} (at least 1.3)",
        f"tokens/s: {over_tls.rate / simulator.rate:.2f} of {SIMULATOR}, both https (at least 5)",
        f"tokens by CPU second: {ours.by_cpu / signing:.2f} of openssl's signatures (at least 0.5)",
        f"first answer: {start:.2f} of theirs, the worse of the two (at most 0.5)",
        f"memory: {memory:.2f} of theirs, the worse of the two (at most 0.5)",
    ]


def main() -> None:
    """Byte-compile, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    if not NODE.is_dir():
        raise SystemExit("first: npm install --no-package-lock --prefix tests/benchmarks/node")
    compileall.compile_dir(Path(auth0ctl.__file__).parent, quiet=2, workers=0)
    listed = servers()
    bests = {server.name: Best() for server in listed}
    signing = 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        prepare(home)
        for number in range(rounds):
            signing = max(signing, openssl_rate(seconds))
            for under_load in [0.0] * (STARTS - 1) + [seconds]:
                for server in listed:
                    new = home / f"new-{number}"
                    new.mkdir(exist_ok=True)
                    measure(server, new if server.new_home else home, under_load, bests[server.name])
                    shutil.rmtree(new)
    sys.stdout.write("\n".join(table(bests, signing, listed)) + "\n")


if __name__ == "__main__":
    main()
