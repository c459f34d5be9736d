"""Q06: a server that drips, hangs or packs a bomb holds no command for longer, and fills no more memory, than said."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Http

OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def speaking(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A server that reads one request and talks as it is told, until the event is set."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(65536)
                talk(connection, done)
                done.wait(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        finally:
            done.set()
            thread.join(5)


def sending(*parts: bytes) -> Callable[[socket.socket, threading.Event], None]:
    def talk(connection: socket.socket, _done: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)

    return talk


def packed(name: str, body: bytes) -> bytes:
    return f"{OK}Content-Encoding: {name}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize("before", [b"", b"HTTP/1.1 200 OK\r\n", f"{OK}Content-Length: 900\r\n\r\n".encode()])
def test_Q06_rejects_an_answer_that_drips_wherever_it_begins_to(before: bytes) -> None:
    """Each byte comes well within every single read's timeout; the whole must be bounded all the same."""

    def drip(connection: socket.socket, done: threading.Event) -> None:
        connection.sendall(before)
        while not done.wait(0.05):
            connection.sendall(b"x")

    with speaking(drip) as url, Http(timeout=0.4, environ={}) as http:
        began = time.monotonic()
        with pytest.raises(NetworkError, match=r"did not answer within 0\.4 seconds"):
            http.send("GET", url)
        assert time.monotonic() - began < 1.5


def test_Q06_rejects_a_packed_body_that_unpacks_to_too_much_without_unpacking_it() -> None:
    bomb = gzip.compress(b"[" + b" " * (80 * 1024 * 1024) + b"]", 9)
    with speaking(sending(packed("gzip", bomb))) as url, Http(timeout=20, environ={}) as http:
        tracemalloc.start()
        with pytest.raises(NetworkError, match="sent more than 10240 KiB"):
            http.send("GET", url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 40 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "body"),
    [("gzip", gzip.compress(b'{"a": 1}')), ("deflate", zlib.compress(b'{"a": 1}')), ("identity", b'{"a": 1}')],
)
def test_Q06_accepts_a_body_however_it_is_packed(name: str, body: bytes) -> None:
    with speaking(sending(packed(name, body))) as url, Http(timeout=5, environ={}) as http:
        assert http.send("GET", url).json() == {"a": 1}


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("gzip", b"no gzip", "is not gzip"),
        ("gzip", gzip.compress(b"x" * 5000)[:-9], "breaks off"),
        ("br", b"\x0b\x02\x80abc\x03", "packed as 'br', which was not asked for"),
    ],
)
def test_Q06_rejects_a_body_that_cannot_be_unpacked(name: str, body: bytes, says: str) -> None:
    with (
        speaking(sending(packed(name, body))) as url,
        Http(timeout=5, environ={}) as http,
        pytest.raises(NetworkError, match=says),
    ):
        http.send("GET", url)
