"""HTTP/1.1 on the tenant's own listener: raw requests on a real socket."""

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from local_browser import API, MACHINE, machine

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.server import Listener

JWKS = b"GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
FORM = f"grant_type=client_credentials&client_id={MACHINE}&client_secret={machine()['client_secret']}&audience={API}"
FIELDS = b"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def listener(with_machine: LocalTenant) -> Iterator[Listener]:
    with with_machine.listen() as one:
        yield one


def answers(listener: Listener, sent: bytes, *, then: bytes = b"") -> bytes:
    """All that comes back until the tenant closes; our side says with ``sent`` and ``then`` all it has to say."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as one:
        one.sendall(sent)
        if then:
            one.sendall(then)
        one.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: one.recv(65536), b""))


def statuses(raw: bytes) -> list[int]:
    return [int(part[:3]) for part in raw.split(b"HTTP/1.1 ")[1:]]


def test_one_connection_serves_many_requests_also_ahead_of_their_answers(listener: Listener) -> None:
    assert statuses(answers(listener, JWKS * 3)) == [200, 200, 200]


def test_connection_close_and_http_1_0_end_the_connection(listener: Listener) -> None:
    closing = JWKS.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    old = JWKS.replace(b"HTTP/1.1", b"HTTP/1.0")
    for request in (closing, old):
        raw = answers(listener, request + JWKS)
        assert statuses(raw) == [200]
        assert b"\r\nConnection: close\r\n" in raw


def test_a_body_in_chunks_and_one_that_comes_late(listener: Listener) -> None:
    half = len(FORM) // 2
    chunks = b"".join(f"{len(part):x};x=y\r\n{part}\r\n".encode() for part in (FORM[:half], FORM[half:])) + b"0\r\n\r\n"
    raw = answers(listener, FIELDS + b"Transfer-Encoding: chunked\r\n\r\n", then=chunks)
    assert statuses(raw) == [200]
    length = f"Content-Length: {len(FORM)}\r\n\r\n".encode()
    raw = answers(listener, FIELDS + length + FORM[:half].encode(), then=FORM[half:].encode())
    assert statuses(raw) == [200]
    assert json.loads(raw.partition(b"\r\n\r\n")[2])["token_type"] == "Bearer"


def test_a_body_is_asked_for_where_the_client_waits_for_that(listener: Listener) -> None:
    head = FIELDS + f"Expect: 100-continue\r\nContent-Length: {len(FORM)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as one:
        one.sendall(head)
        assert one.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        one.sendall(FORM.encode())
        assert one.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_body_that_is_too_long_is_refused_without_being_read(listener: Listener) -> None:
    raw = answers(listener, FIELDS + b"Content-Length: 5000000\r\n\r\n" + b"x" * 100_000)
    assert statuses(raw) == [413]
    size = 600_000
    chunk = f"{size:x}\r\n".encode() + b"x" * size + b"\r\n"
    raw = answers(listener, FIELDS + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk)
    assert statuses(raw) == [413]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"\x16\x03\x01 not http\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nY: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", 431),
        (FIELDS + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400),
        (FIELDS + b"Content-Length: -5\r\n\r\nabcdef", 400),
        (FIELDS + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (FIELDS + b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (FIELDS + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
        (FIELDS + b"Content-Length: 5000\r\n\r\nabc", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
    ],
)
def test_what_is_no_request_gets_its_status_and_the_end(listener: Listener, request_: bytes, status: int) -> None:
    raw = answers(listener, request_ + JWKS)
    assert statuses(raw)[0] == status
    assert len(statuses(raw)) == (2 if status == 421 else 1)


def test_head_has_the_length_and_no_body(listener: Listener) -> None:
    head = answers(listener, JWKS.replace(b"GET", b"HEAD"))
    get = answers(listener, JWKS)
    assert head.endswith(b"\r\n\r\n")
    length = len(get.partition(b"\r\n\r\n")[2])
    assert f"Content-Length: {length}\r\n".encode() in head


def test_a_request_that_does_not_come_in_time_is_given_up(with_machine: LocalTenant) -> None:
    with (
        Listener(
            with_machine.app,
            host="127.0.0.1",
            port=0,
            context=None,
            expose=False,
            stopped=lambda: None,
            seconds=0.2,
        ) as listener,
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as slow,
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as silent,
    ):
        slow.sendall(JWKS[:20])
        assert statuses(slow.recv(65536)) == [408]
        assert silent.recv(100) == b""


def test_stopping_gives_the_answer_that_is_being_made_and_closes_the_others(with_machine: LocalTenant) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def app(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
        reached.set()
        go_on.wait(10)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    listener = Listener(app, host="127.0.0.1", port=0, context=None, expose=False, stopped=lambda: None)
    with (
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as idle,
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as busy,
        ThreadPoolExecutor(1) as pool,
    ):
        busy.sendall(JWKS)
        assert reached.wait(10)
        stopping = pool.submit(listener.stop)
        while not listener._connections._stopping:
            assert not stopping.done()
        go_on.set()
        assert idle.recv(100) == b""
        raw = busy.recv(65536)
        assert raw.endswith(b"done")
        assert b"Connection: close" in raw
        busy.close()
        stopping.result(timeout=10)
