"""Hostile and clumsy traffic on the loopback port while a login waits, then one good answer."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from callback_asking import STATE, ask, port_of, send_raw, waits_on

from auth0ctl.flows.callback.server import CallbackServer, Limits, bind

TLS_HELLO = bytes.fromhex("16030100a5010000a10303") + bytes(range(160))
GOOD = f"/callback?code=good&state={STATE}"


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    with bind(port=0, limits=Limits(receive=0.5, hold=0.2, linger=0.05)) as bound:
        bound.expect(state=STATE, mode="query")
        yield bound


def request(server: CallbackServer, target: str = GOOD, *, host: str | None = None, more: str = "") -> bytes:
    host = host or f"127.0.0.1:{port_of(server)}"
    return f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode("latin-1")


def status_of(reply: bytes) -> int:
    return int(reply.split(b" ", 2)[1])


def test_C03_reads_a_plain_request(server: CallbackServer) -> None:
    assert status_of(send_raw(server, request(server))) == 303


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (TLS_HELLO, 400),
        (b"\0" * 100, 400),
        (b"GET /callback?code=a&state=" + STATE.encode() + b"\r\n\r\n", 400),  # HTTP/0.9
        (b"GET /callback HTTP/1.1\r\n\r\n", 400),  # no Host
        (b"GET /callback\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET  /callback HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /callback HTTP/2.0\r\nHost: a\r\n\r\n", 400),
        (b"GET http://127.0.0.1/callback HTTP/1.1\r\nHost: a\r\n\r\n", 400),  # absolute form
        (b"GET /callback#state=x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /callback HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET /callback HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", 400),
        (b"GET /callback HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400),
        (b"GET /callback HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /" + b"a" * 17_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /" + b"a" * 1_000_000, 414),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 65 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * 70_000, 431),
    ],
)
def test_C03_malformed_or_oversized_requests_are_refused(server: CallbackServer, sent: bytes, status: int) -> None:
    reply = send_raw(server, sent)
    assert reply == b"" or status_of(reply) == status  # a reset may overtake the reply to a flood
    assert waits_on(server)


@pytest.mark.parametrize(("size", "status"), [(16_384, 400), (16_385, 414)])
def test_C03_request_line_ends_at_16_kib(server: CallbackServer, size: int, status: int) -> None:
    line = b"GET /callback?state="
    line += b"x" * (size - len(line) - len(b" HTTP/1.1")) + b" HTTP/1.1"
    sent = line + request(server).partition(b"HTTP/1.1")[2]
    assert status_of(send_raw(server, sent)) == status


def test_C04_duplicate_host_is_refused(server: CallbackServer) -> None:
    sent = request(server, more=f"Host: 127.0.0.1:{port_of(server)}\r\n")
    assert status_of(send_raw(server, sent)) == 400
    assert status_of(send_raw(server, request(server, host="evil.example"))) == 421
    assert waits_on(server)


def test_C03_a_slow_client_is_cut_off_and_holds_nobody_up(server: CallbackServer) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=5) as slow:
        slow.sendall(b"GET /callback HTTP/1.1\r\n")
        assert ask(server, GOOD).status == 303
        assert time.monotonic() - began < 0.4
        reply = b"".join(iter(lambda: slow.recv(65536), b""))
    assert status_of(reply) == 408
    assert 0.4 < time.monotonic() - began < 2


def test_C03_a_silent_client_is_cut_off(server: CallbackServer) -> None:
    assert send_raw(server, b"") == b""
    assert waits_on(server)


def test_C03_at_most_16_connections_and_the_oldest_makes_room(server: CallbackServer) -> None:
    port = port_of(server)
    with ExitStack() as stack:
        began = time.monotonic()
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5)) for _ in range(40)]
        assert ask(server, GOOD).status == 303
        assert time.monotonic() - began < 0.4
        for cut in silent[:24]:
            assert cut.recv(1) == b""
        assert time.monotonic() - began < 0.4
        silent[-1].setblocking(False)
        with pytest.raises(BlockingIOError):  # the newest is still being listened to
            silent[-1].recv(1)


def test_C03_a_crowd_does_not_push_out_who_came_a_moment_ago() -> None:
    with bind(port=0, limits=Limits(grace=1, connections=4, linger=0.05)) as server, ExitStack() as stack:
        server.expect(state=STATE, mode="query")
        address = ("127.0.0.1", port_of(server))
        browser, *crowd = [stack.enter_context(socket.create_connection(address, timeout=5)) for _ in range(12)]
        browser.sendall(request(server))
        assert browser.recv(12) == b"HTTP/1.1 303"
        browser.close()
        began = time.monotonic()
        for one in crowd[:3]:  # each had its moment, and then made room
            assert one.recv(1) == b""
        assert 0.5 < time.monotonic() - began < 1.9


def test_C05_a_storm_then_one_good_answer(server: CallbackServer) -> None:
    port = port_of(server)
    storm = [
        request(server, "/callback?code=a&state=wrong"),
        request(server, "/callback?error=access_denied"),
        request(server, f"/callback?code=a&code=b&state={STATE}"),
        request(server, host="evil.example"),
        request(server, "/robots.txt"),
        b"PUT /callback HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port,
        b"POST /fragment HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 9\r\n\r\nstate=abc" % port,
        TLS_HELLO,
        b"GET /" + b"a" * 100_000,
        b"\r\n\r\n",
        b"GET /callback HTT",
    ]
    threads_before = threading.active_count()
    hits = threading.Thread(target=lambda: flood(server, storm * 40))
    hits.start()
    hits.join()
    assert threading.active_count() == threads_before  # the server needs no thread for a connection
    assert server.stray > 20
    assert ask(server, GOOD).status == 303
    assert dict(server.wait(1).params) == {"code": "good", "state": STATE}


def flood(server: CallbackServer, requests: list[bytes]) -> None:
    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(lambda sent: send_raw(server, sent), requests))


def test_C06_fifty_racing_copies_give_one_delivery(server: CallbackServer) -> None:
    start = threading.Barrier(50)

    def race(number: int) -> int:
        start.wait()
        return ask(server, f"/callback?code=code-{number}&state={STATE}").status

    with ThreadPoolExecutor(max_workers=50) as pool:
        statuses = list(pool.map(race, range(50)))
    assert statuses.count(303) == 1
    assert statuses.count(200) == 49
    assert server.wait(1).params["code"] == f"code-{statuses.index(303)}"


def test_C06_pasting_races_with_the_browser_for_one_delivery(server: CallbackServer) -> None:
    start = threading.Barrier(2)
    pasted: list[str | None] = []

    def paste() -> None:
        start.wait()
        pasted.append(server.paste(f"{server.redirect_uri}?code=pasted&state={STATE}"))

    by_hand = threading.Thread(target=paste)
    by_hand.start()
    start.wait()
    status = ask(server, GOOD).status
    by_hand.join()
    assert pasted == [None]
    assert server.wait(1).params["code"] == ("good" if status == 303 else "pasted")
