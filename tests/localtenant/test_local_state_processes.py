"""Two processes use one state at once: nobody is told that it is locked, and no change is lost."""

import subprocess
import sys
from pathlib import Path

import httpx
from local_browser import API, MACHINE, Clock, machine

from auth0ctl.localtenant import LocalTenant, open_tenant

ROOT = Path(__file__).parents[2]
# Writes clients of its own, raises a number that both raise, reads what the other wrote.
WORKING = """
import sys
from pathlib import Path
from auth0ctl.localtenant.store.state import State
state, mine, rounds = State(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()  # both begin at once
for number in range(rounds):
    state.insert("client", f"{mine}-{number}", {"client_id": f"{mine}-{number}"})
    with state.transaction():
        body = state.get("settings", "shared") or {"n": 0}
        state.put("settings", "shared", {"n": body["n"] + 1})
    assert len(state.page("client", offset=0, limit=100)) <= state.count("client")
    state.keep("code", f"{mine}-{number}", {}, expires_at=2.0)
    assert state.take("code", f"{mine}-{number}", now=1.0) == {}
"""
ASKING = """
import sys
from pathlib import Path
import httpx
from auth0ctl.localtenant import open_tenant
tenant = open_tenant(Path(sys.argv[1]))
sys.stdin.readline()
with httpx.Client(transport=httpx.WSGITransport(tenant.app), base_url=tenant.issuer) as http:
    form = dict(pair.split("=", 1) for pair in sys.argv[2:])
    for _ in range(30):
        answer = http.post("/oauth/token", data=form)
        assert answer.status_code == 200, answer.text
"""


def together(script: str, *arguments: list[str]) -> list[str]:
    """Run the script in two processes at once; what each wrote to standard error."""
    command = [sys.executable, "-c", script]
    running = [
        subprocess.Popen([*command, *each], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for each in arguments
    ]
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [one.communicate(timeout=120)[1] for one in running]


def test_writers_and_readers_of_two_processes(tenant: LocalTenant) -> None:
    folder = str(tenant.folder)
    before = tenant.state.count("client")
    assert together(WORKING, [folder, "a", "60"], [folder, "b", "60"]) == ["", ""]
    assert tenant.state.count("client") == before + 120 == len(tenant.state.all("client"))
    assert tenant.state.get("settings", "shared") == {"n": 120}


def test_tokens_of_two_processes_are_all_in_the_log(with_machine: LocalTenant) -> None:
    secret = machine()["client_secret"]
    form = ["grant_type=client_credentials", f"client_id={MACHINE}", f"client_secret={secret}", f"audience={API}"]
    call = [str(with_machine.folder), *form]
    assert together(ASKING, call, call) == ["", ""]
    assert [entry["type"] for entry in with_machine.log()].count("seccft") == 60


def test_a_key_that_another_opening_made_is_everybodys_at_once(with_machine: LocalTenant, clock: Clock) -> None:
    other = open_tenant(with_machine.folder, now=clock)
    authorized = {"Authorization": f"Bearer {other.management_token()}"}
    with httpx.Client(transport=httpx.WSGITransport(with_machine.app), base_url=with_machine.issuer) as http:
        before = with_machine.status()["signing_key"]
        assert http.post("/api/v2/keys/signing/rotate", headers=authorized).status_code == 201
    assert other.status()["signing_key"] == with_machine.status()["signing_key"] != before
    other.close()
