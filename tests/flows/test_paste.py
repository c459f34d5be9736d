"""Pasting the callback address by hand while the server waits: on a real terminal, and from a pipe when asked for."""

import io
import os
import select
import socket
import subprocess
import sys
import termios
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from callback_asking import STATE, ask

from auth0ctl.errors import NetworkError
from auth0ctl.flows.callback.server import CallbackServer, Limits, bind
from auth0ctl.flows.paste import Prompt, read_pasted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

PROGRAM = """
    import fcntl, signal, sys, termios, threading
    from auth0ctl.errors import NetworkError
    from auth0ctl.flows.callback.server import bind
    from auth0ctl.flows.paste import read_pasted

    signal.signal(signal.SIGINT, signal.default_int_handler)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # this terminal is ours, as a shell would have arranged it
    say = lambda sentence: print(sentence, flush=True)
    code = 0
    try:
        with bind(port=0) as server:
            server.expect(state="right-state-of-this-attempt", mode=frozenset({"query", "fragment"}))
            with read_pasted(server, sys.stdin, say):
                say(f"listening {server.redirect_uri}")
                taken = server.wait(float(sys.argv[1]))
                say(f"taken {taken.via} {len(''.join(taken.params.values()))} {taken.params.get('code', '')[:20]}")
    except NetworkError:
        say("timed out")
        code = 5
    except KeyboardInterrupt:
        code = 130
    say(f"threads {threading.active_count()}")
    sys.exit(code)
"""


class Terminal:
    """A process on a terminal of its own; what it prints comes through a pipe, so that an echo would be told apart."""

    def __init__(self, seconds: float = 30) -> None:
        self.outside, self.inside = os.openpty()
        self.modes = termios.tcgetattr(self.inside)
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PROGRAM), str(seconds)],
            stdin=self.inside,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self.uri = self.line("listening ").split()[1]

    def line(self, start: str) -> str:
        """Read until a line that starts so."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith(start):
                return self.said[-1]
        raise AssertionError(f"no {start!r} in {self.said}")

    def type(self, text: str) -> None:
        left = text.encode()
        while left:  # a terminal takes only as much as its program has room for
            left = left[os.write(self.outside, left[:1024]) :]

    def end(self) -> int:
        assert self.process.stdout is not None
        self.said += self.process.stdout.read().splitlines()
        return self.process.wait(10)

    def echoed(self) -> bytes:
        return os.read(self.outside, 65536) if select.select([self.outside], [], [], 0)[0] else b""

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        os.close(self.outside)
        os.close(self.inside)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    opened = Terminal()
    yield opened
    opened.close()


def as_it_was(terminal: Terminal) -> bool:
    return termios.tcgetattr(terminal.inside) == terminal.modes


def test_C11_a_pasted_address_ends_the_wait_and_is_not_shown(terminal: Terminal) -> None:
    assert not termios.tcgetattr(terminal.inside)[3] & (termios.ECHO | termios.ICANON)
    terminal.type(f"{terminal.uri}?code=pasted-code&state={STATE}\n")
    assert terminal.line("taken ") == f"taken query {len('pasted-code' + STATE)} pasted-code"
    assert terminal.end() == 0
    assert terminal.said[-1] == "threads 1"
    assert as_it_was(terminal)
    assert terminal.echoed() == b""


def test_C11_without_the_prompt_a_terminal_would_echo() -> None:
    outside, inside = os.openpty()
    os.write(outside, b"visible\n")
    assert b"visible" in os.read(outside, 100)
    os.close(outside)
    os.close(inside)


def test_C11_a_long_answer_with_two_tokens_arrives_whole(terminal: Terminal) -> None:
    token = "t" * 10_000
    terminal.type(f"{terminal.uri}#access_token={token}&id_token={token}&state={STATE}\r")
    assert terminal.line("taken ").split()[:3] == ["taken", "fragment", str(20_000 + len(STATE))]
    assert terminal.end() == 0


def test_C11_a_refused_paste_says_why_and_asks_again(terminal: Terminal) -> None:
    terminal.type("http://evil.example/?code=canary\n")
    assert terminal.line("Not taken: ").startswith("Not taken: That is not the address the login ends at")
    terminal.type(f"{terminal.uri}?code=canary&state=wrong\n")
    assert terminal.line("Not taken: ") == (
        "Not taken: This answer does not belong to the login that is waiting. Paste it again:"
    )
    terminal.type(f"\n  \n{terminal.uri}?code=cut\x15{terminal.uri}?code=gooo\x7fd&state={STATE}\n")  # ^U, backspace
    assert terminal.line("taken ").endswith(" good")
    assert terminal.end() == 0
    assert not [line for line in terminal.said if "canary" in line]


def test_C11_text_between_paste_marks_is_taken(terminal: Terminal) -> None:
    terminal.type(f"\x1b[200~{terminal.uri}?code=marked&state={STATE}\x1b[201~\n")
    assert terminal.line("taken ").endswith(" marked")


def test_C11_the_browsers_answer_ends_the_prompt_and_drops_a_half_typed_line(terminal: Terminal) -> None:
    terminal.type(f"{terminal.uri}?code=half")
    port = urlsplit(terminal.uri).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=5) as browser:
        browser.sendall(f"GET /callback?code=browser&state={STATE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert browser.recv(12) == b"HTTP/1.1 303"
    assert terminal.line("taken ").endswith(" browser")
    assert terminal.end() == 0
    assert as_it_was(terminal)
    os.set_blocking(terminal.inside, False)
    with pytest.raises(BlockingIOError):  # nothing is left for the shell to read
        os.read(terminal.inside, 100)


def test_C11_ctrl_c_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.type("half a line\x03")
    assert terminal.end() == 130
    assert terminal.said[-1] == "threads 1"
    assert as_it_was(terminal)


def test_C11_a_timeout_gives_the_terminal_back() -> None:
    terminal = Terminal(seconds=0.3)
    try:
        assert terminal.end() == 5
        assert terminal.said[-2:] == ["timed out", "threads 1"]
        assert as_it_was(terminal)
    finally:
        terminal.close()


def test_C11_ctrl_d_is_not_the_end_of_the_login(terminal: Terminal) -> None:
    port = urlsplit(terminal.uri).port
    terminal.type("\x04")
    with socket.create_connection(("127.0.0.1", port or 0), timeout=5) as browser:
        browser.sendall(f"GET /callback?code=late&state={STATE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert browser.recv(12) == b"HTTP/1.1 303"
    assert terminal.line("taken ").endswith(" late")


# --- where there is no terminal -----------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    with bind(port=0, limits=Limits(linger=0.05)) as bound:
        bound.expect(state=STATE, mode="query")
        yield bound


def piped(text: str) -> io.TextIOWrapper:
    """A pipe with ``text`` in it, and its end."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return open(reading, encoding="utf-8")


def test_C11_a_pipe_is_not_read_unless_asked_for(server: CallbackServer) -> None:
    said: list[str] = []
    with piped(f"{server.redirect_uri}?code=a&state={STATE}\n") as stream:
        with pytest.raises(NetworkError), read_pasted(server, stream, said.append):
            server.wait(0.3)
        assert stream.read().startswith(server.redirect_uri)
    assert said == []


def test_C11_a_pipe_is_read_when_asked_for(server: CallbackServer) -> None:
    said: list[str] = []
    with (
        piped(f"{server.redirect_uri}?code=a&state=wrong\n{server.redirect_uri}?code=b&state={STATE}") as stream,
        read_pasted(server, stream, said.append, piped=True),
    ):
        assert server.wait(5).params["code"] == "b"
    assert [line.partition(":")[0] for line in said] == ["Not taken"]


def test_C11_the_end_of_a_pipe_is_not_the_end_of_the_login(server: CallbackServer) -> None:
    with piped("") as stream, read_pasted(server, stream, print, piped=True):
        browser = threading.Timer(0.3, ask, (server, f"/callback?code=c&state={STATE}"))
        browser.start()
        assert server.wait(5).params["code"] == "c"
        browser.join()


def test_C11_an_endless_pipe_does_not_outlast_the_timeout(server: CallbackServer) -> None:
    said: list[str] = []
    with Path("/dev/zero").open(encoding="utf-8") as stream, read_pasted(server, stream, said.append, piped=True):
        began = time.monotonic()
        with pytest.raises(NetworkError):
            server.wait(0.4)
    assert time.monotonic() - began < 3


def test_C11_a_stream_that_is_no_file_is_left_alone(server: CallbackServer) -> None:
    text = io.StringIO(f"{server.redirect_uri}?code=a&state={STATE}\n")
    with pytest.raises(NetworkError), read_pasted(server, text, print, piped=True):
        server.wait(0.2)


def test_C11_nothing_is_asked_for_that_stands_in_no_address(server: CallbackServer) -> None:
    server.expect(state=STATE, mode="form_post")
    with piped(f"{server.redirect_uri}?error=canary&state={STATE}\n") as stream:
        with pytest.raises(NetworkError), read_pasted(server, stream, print, piped=True):
            server.wait(0.3)
        assert "canary" in stream.read()


class Typed:
    """Keys that were pressed all at once."""

    def __init__(self, *typed: bytes) -> None:
        self._left = list(typed)

    def read(self) -> bytes | None:
        return self._left.pop(0) if self._left else b""


def test_C11_a_line_without_end_is_cut_and_refused(server: CallbackServer) -> None:
    said: list[str] = []
    prompt = Prompt(
        server, Typed(b"x" * 200_000, b"\n", f"{server.redirect_uri}?code=a&state={STATE}\n".encode()), said.append
    )
    prompt.turn()
    assert said == ["That is too long to be the address of a login. Paste it again:"]
    assert server.wait(1).params["code"] == "a"


def test_C11_nothing_is_read_after_an_address_was_taken(server: CallbackServer) -> None:
    keys = Typed(f"{server.redirect_uri}?code=a&state={STATE}\nmore\n".encode(), b"and more\n")
    said: list[str] = []
    prompt = Prompt(server, keys, said.append)
    prompt.turn()
    prompt.turn()
    assert said == []
    assert keys.read() == b"and more\n"


def test_C11_the_prompt_ends_with_its_context(server: CallbackServer) -> None:
    with piped(f"{server.redirect_uri}?code=a&state={STATE}\n") as stream:
        with read_pasted(server, stream, print, piped=True):
            pass
        with pytest.raises(NetworkError):
            server.wait(0.3)
