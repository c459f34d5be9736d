"""One thread serves all connections of the tenant: none keeps the others waiting, whatever it does or leaves."""

import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import pytest

from auth0ctl.localtenant import Listener, tls
from auth0ctl.localtenant.connections import MOST_CONNECTIONS, Connections, Together

LARGE = 40_000_000  # bytes, more than the system keeps for a connection
HELD = 0.5  # seconds


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """``/large`` has a large answer, ``/held`` a late one; the others tell how long the body was."""
    if environ["PATH_INFO"] == "/held":
        environ["auth0ctl.hold"](HELD)
    start_response("200 OK", [("Content-Type", "text/plain")])
    large = environ["PATH_INFO"] == "/large"
    return [b"x" * LARGE if large else str(len(environ["wsgi.input"].read())).encode()]


@dataclass(frozen=True)
class Served:
    port: int
    trusting: ssl.SSLContext | None

    def plain(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def connect(self) -> socket.socket:
        plain = self.plain()
        return self.trusting.wrap_socket(plain, server_hostname="localhost") if self.trusting else plain

    def ask(self, path: str = "/", body: bytes = b"") -> bytes:
        with self.connect() as one:
            one.sendall(request(path, body))
            return answer(one.makefile("rb"))


def request(path: str = "/", body: bytes = b"") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def answer(stream: BinaryIO) -> bytes:
    """The body of one answer."""
    assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
    fields = list(iter(stream.readline, b"\r\n"))
    length = next(int(one.partition(b":")[2]) for one in fields if one.startswith(b"Content-Length:"))
    return stream.read(length)


@pytest.fixture(params=["http", "https"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    context, trusting = None, None
    if request.param == "https":
        trusting = ssl.create_default_context(cafile=tls.create_ca(tmp_path))
        context = tls.server_context(tmp_path)
    stopped: list[bool] = []
    done: Callable[[], None] = lambda: stopped.append(True)  # noqa: E731
    with Listener(application, host="127.0.0.1", port=0, context=context, expose=False, stopped=done) as one:
        yield Served(one.port, trusting)
    assert stopped == [True]


def test_an_answer_that_is_held_back_holds_no_other(served: Served) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        held = [pool.submit(served.ask, "/held") for _ in range(4)]
        assert served.ask() == b"0"
        at_once = time.monotonic() - began
        assert [one.result() for one in held] == [b"0"] * 4
    assert at_once < HELD <= time.monotonic() - began < 3 * HELD


def test_what_comes_in_behind_an_answer_that_is_held_back_waits_for_it(served: Served) -> None:
    with served.connect() as one:
        answers = one.makefile("rb")
        one.sendall(request("/held") + request("/", b"x" * 3))
        assert answer(answers) == b"0"
        one.sendall(request("/", b"x" * 4))
        assert (answer(answers), answer(answers)) == (b"3", b"4")


def test_a_client_that_does_not_read_holds_no_other(served: Served) -> None:
    with served.connect() as lazy:
        lazy.sendall(request("/large") + request("/", b"x" * 5))
        assert [served.ask("/", b"x" * size) for size in (0, 1, 300_000)] == [b"0", b"1", b"300000"]
        answers = lazy.makefile("rb")
        assert len(answer(answers)) == LARGE
        assert answer(answers) == b"5"


def test_many_requests_sent_ahead_of_their_answers(served: Served) -> None:
    """With TLS, what was decrypted and not yet read is told of by no event."""
    with served.connect() as one:
        one.sendall(b"".join(request("/", b"x" * (size * 100)) for size in range(200)))
        answers = one.makefile("rb")
        assert [answer(answers) for _ in range(200)] == [str(size * 100).encode() for size in range(200)]


def test_silent_broken_and_foreign_connections_hold_no_other(served: Served) -> None:
    with ExitStack() as open_ones:
        silent, half, foreign = (open_ones.enter_context(served.plain()) for _ in range(3))
        half.sendall(request()[:20] if served.trusting is None else b"\x16\x03\x01\x02\x00\x01")
        foreign.sendall(b"\x80\xff no such thing\r\n\r\n")
        for _ in range(5):
            gone = served.connect()
            gone.sendall(request("/large"))
            # Closed with a reset, and with most of its answer unread.
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            gone.close()
        assert served.ask("/", b"abc") == b"3"
        silent.settimeout(0.05)
        with pytest.raises(TimeoutError):
            silent.recv(1)  # still welcome


def test_no_more_connections_than_can_be_looked_after(served: Served) -> None:
    with ExitStack() as open_ones:
        for _ in range(MOST_CONNECTIONS):
            open_ones.enter_context(served.plain())
        one_more = open_ones.enter_context(served.plain())
        assert one_more.recv(1) == b""
    asked_until_answered(served)  # those that have ended make room


def asked_until_answered(served: Served) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            assert served.ask("/", b"ab") == b"2"
            break
        except (OSError, AssertionError):
            if time.monotonic() > deadline:
                raise


FEW_DESCRIPTORS = """
import os, resource, sys
from auth0ctl.localtenant import Listener
def app(environ, start_response):
    start_response("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]
with Listener(app, host="127.0.0.1", port=0, context=None, expose=False, stopped=lambda: None) as one:
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 5, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    print(one.port, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to lower")
def test_no_more_connections_than_there_are_descriptors() -> None:
    """Those that find none are closed, and do not wait for one."""
    command = [sys.executable, "-c", FEW_DESCRIPTORS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process, ExitStack() as open_ones:
        assert process.stdout is not None
        served = Served(int(process.stdout.readline()), None)
        ours = [open_ones.enter_context(served.connect()) for _ in range(12)]
        for one in ours[:5]:
            one.sendall(request())
            assert answer(one.makefile("rb")) == b"0"
        assert [one.recv(1) for one in ours[5:]] == [b""] * 7
        for one in ours:
            one.close()
        asked_until_answered(served)


def listening(app: Any, together: Together) -> Listener:
    return Listener(app, host="127.0.0.1", port=0, context=None, expose=False, stopped=lambda: None, together=together)


def test_requests_that_are_there_together_are_answered_together() -> None:
    rounds: list[list[str]] = []
    begun, go_on = threading.Event(), threading.Event()

    @contextmanager
    def together() -> Iterator[None]:
        rounds.append([])
        yield

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        rounds[-1].append(environ["PATH_INFO"])
        begun.set()
        go_on.wait(10)
        return application(environ, start_response)

    with (
        listening(app, together) as one,
        ExitStack() as open_ones,
    ):
        served = Served(one.port, None)
        ours = [open_ones.enter_context(served.connect()) for _ in range(4)]
        go_on.set()
        for connection in ours:  # each is known to the tenant
            connection.sendall(request())
            assert answer(connection.makefile("rb")) == b"0"
        go_on.clear()
        begun.clear()
        ours[0].sendall(request("/first"))
        assert begun.wait(10)
        for connection in ours[1:]:
            connection.sendall(request("/then"))
        go_on.set()
        assert [answer(connection.makefile("rb")) for connection in ours] == [b"0"] * 4
    assert [names for names in rounds if names][4:] == [["/first"], ["/then"] * 3]


def test_what_cannot_be_kept_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The disk is full when what was answered is to be written: nobody may believe the answer."""
    full = False

    @contextmanager
    def together() -> Iterator[None]:
        yield
        if full:
            raise OSError(28, "No space left on device")

    with (
        listening(application, together) as one,
        ExitStack() as open_ones,
    ):
        served = Served(one.port, None)
        assert served.ask() == b"0"
        full = True
        for sent in (request(), request("/held"), request("/large"), request()[:-2] + b"Host: again\r\n\r\n"):
            connection = open_ones.enter_context(served.connect())
            connection.sendall(sent)
            told = connection.makefile("rb").read()
            assert told.startswith(b"HTTP/1.1 400 " if b"again" in sent else b"HTTP/1.1 500 ")
            assert told.count(b"HTTP/1.1") == 1
        full = False
        assert served.ask("/", b"abc") == b"3"
    assert "OSError" in capsys.readouterr().err


def test_stopped_while_an_answer_is_given() -> None:
    """Whoever stops it may be kept from going on at any line of ``stop``, while the thread that serves goes on."""
    one = listening(application, nullcontext)
    served = Served(one.port, None)

    def at_every_line(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code is not Connections.stop.__code__:
            return at_every_line if frame.f_code is Listener.stop.__code__ else None
        if event == "line":
            asked = threading.Thread(target=served.ask)
            asked.start()
            asked.join(10)
            one._thread.join(0.2)
        return at_every_line

    before = sys.gettrace()
    sys.settrace(at_every_line)
    try:
        one.stop()
    finally:
        sys.settrace(before)
    assert not one._thread.is_alive()
