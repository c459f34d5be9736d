"""``login --borrow-callback``: however the login ends, killed at any step too, the client is as it was before."""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from borrowing_login import Place, served
from cli_process import Auth0ctl


@pytest.fixture(scope="module")
def place(shared_auth0ctl: Auth0ctl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with ExitStack() as stack:
        free = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        ports = [one.getsockname()[1] for one in free]
    with served(shared_auth0ctl, tmp_path_factory.mktemp("tenant"), ports) as one:
        yield one


def lent(place: Place) -> bool:
    return f"http://127.0.0.1:{place.port}/callback" in place.client()["callbacks"]


def test_a_login_with_a_borrowed_callback(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    running = place.login()
    running.wait_for("/authorize?")
    assert lent(place)
    place.go_through(running)
    assert running.wait() == 0, running.stderr
    assert running.json()["passed"] is True
    assert [one["name"] for one in running.json()["findings"]] == ["audience-missing-opaque-token"]
    assert place.client() == before
    assert place.journal.open_entries() == ()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_the_person_is_waited_for(place: Place, number: signal.Signals, code: int) -> None:
    before = place.client()
    place.stall_at(None)
    running = place.login()
    running.wait_for("/authorize?")
    assert lent(place)
    running.process.send_signal(number)
    assert running.wait() == code, running.stderr
    assert place.client() == before
    assert place.journal.open_entries() == ()


def test_nobody_comes_in_time(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    assert place.login("--timeout", "1").wait() == 5
    assert place.client() == before


def test_a_refusal_before_the_browser(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    running = place.login("--audience", "https://no-such-api.example.com")
    assert running.wait() == 4, running.stderr
    assert any(request.startswith("PATCH") for request in place.stall.seen)
    assert "callback-url-not-registered" not in running.stdout
    assert place.client() == before


def steps(place: Place) -> list[str]:
    """The requests that one undisturbed login makes."""
    place.stall_at(None)
    running = place.login()
    place.go_through(running)
    assert running.wait() == 0, running.stderr
    return list(place.stall.seen)


def kill_at(place: Place, step: int, *, carried_out: bool) -> str:
    """``kill -9`` while the login waits for the answer to its request number ``step``; which request that was."""
    stall = place.stall_at(step, carried_out=carried_out)
    running = place.login()
    place.go_through(running)
    assert stall.reached.is_set(), f"the login ended before step {step}: {running.stderr}"
    running.process.kill()
    running.wait()
    stall.go_on.set()
    request = stall.seen[step]
    place.stall_at(None)
    return request


def test_kill_9_at_every_step_and_undo(place: Place) -> None:
    before = place.client()
    left = 0
    requests = steps(place)
    assert [request.partition(" ")[0] for request in requests].count("PATCH") == 2
    for step, request in enumerate(requests):
        for carried_out in (True, False) if request.startswith("PATCH") else (True,):
            assert kill_at(place, step, carried_out=carried_out) == request
            left += lent(place)
            done = place.auth0ctl("undo", env=place.env)
            assert done.returncode == 0, done.stderr
            assert place.client() == before, f"killed at {request}"
            assert place.journal.open_entries() == (), f"killed at {request}"
    assert left >= 4, "a kill leaves the callback at the client in most steps, or this test proves nothing"


def test_kill_9_while_the_person_is_waited_for(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    running = place.login()
    running.wait_for("/authorize?")
    running.process.kill()
    running.wait()
    assert lent(place)
    (one,) = place.auth0ctl.json("undo", env=place.env)
    assert one["outcome"] == "taken away from the client"
    assert place.client() == before


def test_kill_9_and_the_next_login_puts_back(place: Place) -> None:
    before = place.client()
    patch = next(number for number, request in enumerate(steps(place)) if request.startswith("PATCH"))
    kill_at(place, patch, carried_out=True)
    assert lent(place)
    running = place.login()
    place.go_through(running)
    assert running.wait() == 0
    assert "left by a login that was broken off" in running.stderr
    assert "taken away from the client" in running.stderr
    assert place.client() == before
    assert place.journal.open_entries() == ()


def test_four_logins_at_once_and_two_of_them_killed(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    with ExitStack() as stack:
        free = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(4)]
        ports = [one.getsockname()[1] for one in free]
    running = [place.login(port=port) for port in ports]
    for one in running:
        one.wait_for("/authorize?")
    assert len(place.client()["callbacks"]) == len(before["callbacks"]) + 4, "one overwrote another's"
    for one in running[:2]:
        one.process.kill()
        one.wait()
    for one in running[2:]:
        place.go_through(one)
        assert one.wait() == 0, one.stderr
    killed = {f"http://127.0.0.1:{port}/callback" for port in ports[:2]}
    assert set(place.client()["callbacks"]) == {*before["callbacks"], *killed}
    assert [one["outcome"] for one in place.auth0ctl.json("undo", env=place.env)] == ["taken away from the client"] * 2
    assert place.client() == before


def clients(place: Place) -> list[dict[str, object]]:
    return place.tenant.state.all("client")


def test_a_login_with_a_test_client_of_our_own(place: Place) -> None:
    before = clients(place)
    for _ in range(2):
        place.stall_at(None)
        running = place.ensure()
        place.go_through(running)
        assert running.wait() == 0, running.stderr
        assert len(clients(place)) == len(before) + 1
    (one,) = place.auth0ctl.json("undo", env=place.env)
    assert (one["change"], one["outcome"]) == ("client-created", "deleted")
    assert clients(place) == before


@pytest.mark.parametrize("carried_out", [True, False])
def test_Q04_kill_9_while_the_test_client_is_made(place: Place, carried_out: bool) -> None:
    before = clients(place)
    step = posting(place)
    stall = place.stall_at(step, carried_out=carried_out)
    running = place.ensure()
    place.go_through(running)
    assert stall.seen[step] == "POST /api/v2/clients"
    running.process.kill()
    running.wait()
    stall.go_on.set()
    assert len(clients(place)) == len(before) + carried_out
    place.stall_at(None)
    (one,) = place.auth0ctl.json("undo", env=place.env)
    assert one["outcome"] == ("deleted" if carried_out else "not there, so nothing had to be changed")
    assert clients(place) == before


def posting(place: Place) -> int:
    """The number of the request that makes the client, learned from a login that is then undone."""
    place.stall_at(None)
    running = place.ensure()
    place.go_through(running)
    assert running.wait() == 0, running.stderr
    step = place.stall.seen.index("POST /api/v2/clients")
    assert place.auth0ctl("undo", env=place.env).returncode == 0
    return step


def test_undo_leaves_a_login_that_still_runs_alone(place: Place) -> None:
    before = place.client()
    place.stall_at(None)
    running = place.login()
    running.wait_for("/authorize?")
    (one,) = place.auth0ctl.json("undo", env=place.env)
    assert one["outcome"] == f"left alone: the process {running.process.pid} still uses it"
    assert lent(place)
    place.go_through(running)
    assert running.wait() == 0
    assert place.client() == before
