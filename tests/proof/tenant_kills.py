"""The tenant is killed in the middle of its work, again and again: ``python -m tests.proof.tenant_kills [N [SEED]]``.

Its process gets SIGKILL at a random moment while three callers write: one gets tokens, one creates, changes and deletes
clients, one logs in and rotates refresh tokens. After each kill, everything that was answered has to be there, and what
is there has to be of one piece. 200 kills take about four minutes; the suite does a few.
"""

import contextlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from auth0ctl.localtenant import open_tenant

ROOT = Path(__file__).parents[2]
KILLS = 200
MOST_ANSWERS, MOST_SECONDS = 60, 0.02  # a kill comes after so many answers and so much time, drawn anew each time
PATIENCE = 60.0  # seconds
AUDIENCE = "https://api.example.com"
MACHINE, SECRET = "machine-that-is-killed", "machine-secret-that-nobody-else-knows"
EMAIL, PASSWORD = "user@example.com", "password"
SEED = {
    "resource_servers": [
        {"name": "API", "identifier": AUDIENCE, "scopes": [{"value": "read:items"}], "allow_offline_access": True}
    ],
    "clients": [
        {
            "client_id": MACHINE,
            "client_secret": SECRET,
            "name": "Machine",
            "app_type": "regular_web",
            "token_endpoint_auth_method": "client_secret_post",
            "oidc_conformant": True,
            "grant_types": ["client_credentials", "password", "refresh_token"],
            "refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0},
        }
    ],
    "client_grants": [{"client_id": MACHINE, "audience": AUDIENCE, "scope": ["read:items"]}],
    "connections": [{"name": "Username-Password-Authentication", "strategy": "auth0", "enabled_clients": [MACHINE]}],
    "tenant_settings": {"default_directory": "Username-Password-Authentication"},
}
SERVED = """
import sys
from pathlib import Path
from auth0ctl.localtenant import open_tenant
with open_tenant(Path(sys.argv[1])).listen() as listener:
    print(listener.port, flush=True)
    listener.wait()
"""


class Broken(AssertionError):
    """Something that was answered is not there, or what is there does not fit together."""


@dataclass(slots=True)
class Answered:
    """What the callers were told. A name in ``open`` was asked for without an answer: it may be either way."""

    answers: int = 0
    until: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    tokens: int = 0
    clients: dict[str, int] = field(default_factory=dict)  # client id -> its last confirmed version
    deleted: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    refresh: str = ""
    rotating: bool = False  # the refresh token was sent, and no answer came
    unexpected: list[str] = field(default_factory=list)


def start(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    """The tenant of the folder in a process of its own, and its origin."""
    running = subprocess.Popen([sys.executable, "-c", SERVED, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    return running, f"http://127.0.0.1:{int(running.stdout.readline())}"


def get_tokens(http: httpx.Client, told: Answered) -> None:
    form = {"grant_type": "client_credentials", "client_id": MACHINE, "client_secret": SECRET, "audience": AUDIENCE}
    _good(http.post("/oauth/token", data=form), 200, told)
    told.tokens += 1


def change_clients(http: httpx.Client, told: Answered) -> None:
    name = f"client {time.monotonic_ns()}"
    told.open.add(name)
    made = _good(http.post("/api/v2/clients", json={"name": name, "client_metadata": {"version": "1"}}), 201, told)
    one = made["client_id"]
    told.clients[one] = 1
    told.open.discard(name)
    grant = {"client_id": one, "audience": AUDIENCE, "scope": ["read:items"]}
    _good(http.post("/api/v2/client-grants", json=grant), 201, told)
    for version in (2, 3):
        callbacks = [f"https://app.example.com/callback/{number}" for number in range(40 * version)]  # several pages
        change = {"client_metadata": {"version": str(version)}, "callbacks": callbacks}
        _good(http.patch(f"/api/v2/clients/{one}", json=change), 200, told)
        told.clients[one] = version
    if int(one.encode().hex(), 16) % 2:
        told.open.add(one)
        _good(http.delete(f"/api/v2/clients/{one}"), 204, told)
        told.open.discard(one)
        del told.clients[one]
        told.deleted.add(one)


def rotate(http: httpx.Client, told: Answered) -> None:
    known = {"client_id": MACHINE, "client_secret": SECRET, "audience": AUDIENCE}
    if not told.refresh:
        login = {"grant_type": "password", "username": EMAIL, "password": PASSWORD, "scope": "openid offline_access"}
        told.refresh = _good(http.post("/oauth/token", data=known | login), 200, told)["refresh_token"]
    for _ in range(20):
        told.rotating = True
        form = known | {"grant_type": "refresh_token", "refresh_token": told.refresh}
        told.refresh = _good(http.post("/oauth/token", data=form), 200, told)["refresh_token"]
        told.rotating = False


def _good(response: httpx.Response, status: int, told: Answered) -> Any:
    if response.status_code != status:
        told.unexpected.append(f"{response.request.method} {response.request.url.path}: {response.text[:200]}")
        told.reached.set()
        raise httpx.TransportError("unexpected answer")
    told.answers += 1
    if told.answers >= told.until:
        told.reached.set()
    return response.json() if response.content else None


def work_and_kill(folder: Path, token: str, answers: int, seconds: float, told: Answered) -> None:
    """Let the callers work until they got so many answers and for so long, kill the tenant, wait for them to notice."""
    running, origin = start(folder)
    told.until = told.answers + answers
    told.reached.clear()

    def repeat(call: Callable[[httpx.Client, Answered], None]) -> None:
        authorized = {"Authorization": f"Bearer {token}"}
        with contextlib.suppress(httpx.TransportError), httpx.Client(base_url=origin, headers=authorized) as http:
            while True:
                call(http, told)

    callers = [threading.Thread(target=repeat, args=(call,)) for call in (get_tokens, change_clients, rotate)]
    for caller in callers:
        caller.start()
    told.reached.wait(PATIENCE)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()
    for caller in callers:
        caller.join()
    if running.stdout is not None:
        running.stdout.close()


def check(folder: Path, told: Answered) -> None:
    """Open the state that the killed process left, and compare. Raises ``Broken``."""
    if told.unexpected:
        raise Broken(told.unexpected[0])
    with contextlib.closing(sqlite3.connect(folder / "tenant.sqlite")) as raw:
        if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Broken("SQLite finds the file damaged")
        bodies = raw.execute("SELECT body FROM objects UNION ALL SELECT body FROM short_lived").fetchall()
        for (body,) in bodies:
            json.loads(body)
    tenant = open_tenant(folder)
    clients = {body["client_id"]: body for body in tenant.state.all("client")}
    if tenant.state.count("client") != len(clients):
        raise Broken("the count of the clients is not their number")
    for one, version in told.clients.items():
        if one not in clients:
            if one not in told.open:
                raise Broken(f"client {one} was created, and is gone")
        elif int(clients[one]["client_metadata"]["version"]) < version:
            raise Broken(f"client {one} was changed to version {version}, and is older")
    if back := told.deleted & clients.keys():
        raise Broken(f"clients were deleted, and are there: {back}")
    for grant in tenant.state.all("client_grant"):
        if grant["client_id"] not in clients:
            raise Broken(f"grant {grant['id']} is of a client that is gone")
    entries = sum(entry["type"] == "seccft" for entry in tenant.log())
    if tenant.state.count("log") < 1900 and entries < told.tokens:
        raise Broken(f"{told.tokens} tokens were answered, and the log knows of {entries}")
    tenant.close()


def check_refresh(folder: Path, told: Answered) -> None:
    """The last refresh token that was handed out is good. Raises ``Broken``."""
    tenant = open_tenant(folder)
    form = {"grant_type": "refresh_token", "client_id": MACHINE, "client_secret": SECRET, "refresh_token": told.refresh}
    with httpx.Client(transport=httpx.WSGITransport(tenant.app), base_url=tenant.issuer) as http:
        response = http.post("/oauth/token", data=form)
    tenant.close()
    if response.status_code == 200:
        told.refresh = response.json()["refresh_token"]
    elif told.rotating:
        told.refresh = ""  # rotated, and the answer was lost: Auth0 refuses it as well
    else:
        raise Broken(f"the refresh token that was handed out is refused: {response.text}")
    told.rotating = False


def prove(folder: Path, kills: int, seed: int, say: Callable[[str], None] = lambda _: None) -> Answered:
    """Kill the tenant so many times. Raises ``Broken``."""
    chance = random.Random(seed)
    tenant = open_tenant(folder)
    tenant.seed(SEED)
    token = tenant.management_token()
    key = tenant.status()["signing_key"]
    told = Answered()
    for number in range(1, kills + 1):
        work_and_kill(folder, token, chance.randint(1, MOST_ANSWERS), chance.uniform(0, MOST_SECONDS), told)
        check(folder, told)
        if told.refresh:
            check_refresh(folder, told)
        if tenant.status()["signing_key"] != key:
            raise Broken("the signing key is another")
        say(f"\r{number}/{kills}: {told.tokens} tokens, {len(told.clients)} clients, {len(told.deleted)} deleted")
    tenant.close()
    return told


def main() -> None:
    """Prove it, and say how much was done."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    sys.stdout.write(f"seed {seed}\n")
    with tempfile.TemporaryDirectory() as folder:
        prove(Path(folder) / "local", kills, seed, lambda text: print(text, end="", flush=True))  # noqa: T201
    sys.stdout.write("\nnothing that was answered was lost\n")


if __name__ == "__main__":
    main()
