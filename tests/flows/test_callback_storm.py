"""The hostile storm, the races and the scan of ``tests/proof/callback.py``, in a small size with a fixed seed.

The same on more requests: ``python -m tests.proof.callback --requests 10000 --races 500``.
"""

import socket
import sys

import pytest

from auth0ctl.flows.callback.server import bind

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from proof.callback import LARGEST, Tally, Watch, outer_addresses, races, under_attack
from proof.callback_attacks import ANYBODYS, KNOWING, NO_REPLY, Attack, Seen, attacks, launch

REQUESTS, RACES, SEED = 700, 25, 7519
UNFINISHED = ("body that never comes", "silence", "slowloris")


@pytest.fixture(scope="module")
def tally() -> Tally:
    return under_attack(REQUESTS, SEED)


def test_C05_a_login_survives_the_storm_and_takes_the_one_good_answer(tally: Tally) -> None:
    assert tally.seen.total == REQUESTS
    assert len(tally.seen.kinds()) == len(ANYBODYS) + len(KNOWING) + 1  # a request is cut short in two ways
    assert tally.seen.taken == []
    assert tally.statuses[0] == 303
    assert tally.statuses[1] in (200, 409)
    assert tally.params["code"] == "good"


def test_C05_the_storm_is_warned_of_once(tally: Tally) -> None:
    assert tally.warned == 1
    assert tally.stray > 20


def test_C12_the_storm_is_neither_echoed_nor_logged(tally: Tally) -> None:
    assert tally.seen.echoed == []
    assert tally.spoken == ""


def test_C03_the_storm_costs_little_memory_and_keeps_nobody_waiting(tally: Tally) -> None:
    assert tally.peak < LARGEST
    assert 0 < tally.slowest < 2.0
    assert tally.unanswered == 0
    # Whoever sent a whole request was told why it was refused; nobody was pushed out by the crowd.
    closed = {kind for kind, status in tally.seen.statuses if status == NO_REPLY}
    assert [kind for kind in closed if kind not in UNFINISHED and not kind.startswith("half a request")] == []


def test_C01_only_loopback_answers_during_the_storm(tally: Tally) -> None:
    assert tally.reachable == []


@pytest.mark.skipif(not outer_addresses(), reason="this machine has no other address")
def test_C01_the_scan_would_see_a_port_that_is_open_to_all() -> None:
    with socket.create_server(("", 0)) as wide:
        watch = Watch(f"http://127.0.0.1:{wide.getsockname()[1]}/callback")
        assert watch.scan() != []


def test_C06_every_race_has_one_winner() -> None:
    assert races(RACES) == [(1, 0)] * RACES


def test_the_storm_would_see_an_echo_and_an_answer() -> None:
    seen = Seen()
    seen.enter("made up", b"HTTP/1.1 303 See Other\r\n\r\ncanary", None)
    seen.enter("made up", b"HTTP/1.1 200 OK\r\n\r\nthe-state", "the-state")
    assert (seen.echoed, seen.taken) == (["made up", "made up"], ["made up"])


def test_the_storm_is_the_same_for_the_same_seed() -> None:
    first, second = (list(attacks("http://127.0.0.1:1/callback", 200, seed=SEED, state="s")) for _ in range(2))
    assert first == second
    assert first != list(attacks("http://127.0.0.1:1/callback", 200, seed=SEED + 1, state="s"))


def test_C06_a_second_request_on_the_same_connection_is_not_read() -> None:
    with bind(port=0) as server:
        server.expect(state="s", mode="query")
        host = server.redirect_uri.split("/")[2]
        one = f"GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n"
        two = f"GET /callback?code=a&state=s HTTP/1.1\r\nHost: {host}\r\n\r\n"
        sent = Attack(kind="two in one", pieces=(f"{one}{two}".encode(),))
        reply = launch(("127.0.0.1", int(host.rpartition(":")[2])), sent)
        assert reply.count(b"HTTP/1.1 ") == 1
        assert server.stray == 0
        assert not server.browser_waits
