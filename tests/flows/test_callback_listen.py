"""Which port and addresses the callback takes, how long it waits, and how it lets go."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from callback_asking import STATE, ask, port_of, waits_on

from auth0ctl.errors import ConfigError, ExitCode, NetworkError, UsageError
from auth0ctl.flows.callback.listen import owner_of
from auth0ctl.flows.callback.server import PATH, PORTS, Limits, bind

QUICK = Limits(linger=0.05)
HAS_IPV6 = socket.has_ipv6 and Path("/proc/net/if_inet6").exists()
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def taken_port() -> tuple[socket.socket, int]:
    busy = socket.create_server(("127.0.0.1", 0))
    return busy, busy.getsockname()[1]


def free_port() -> int:
    busy, port = taken_port()
    busy.close()
    return port


def listening(port: int) -> set[str]:
    """The addresses on which this machine listens at ``port``, as /proc writes them."""
    found = set()
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net") / table
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            columns = line.split()
            address, _, number = columns[1].partition(":")
            if columns[3] == "0A" and int(number, 16) == port:
                found.add(address)
    return found


V4, V6 = "0100007F", "00000000000000000000000001000000"


@linux
def test_C01_accepts_ipv4_loopback_alone() -> None:
    with bind(port=0) as server:
        assert listening(port_of(server)) == {V4}


@linux
def test_C01_localhost_listens_on_both_loopbacks_and_nowhere_else() -> None:
    with bind(port=0, host="localhost") as server:
        server.expect(state=STATE, mode="query")
        assert listening(port_of(server)) == ({V4, V6} if HAS_IPV6 else {V4})
        if HAS_IPV6:
            with socket.create_connection(("::1", port_of(server)), timeout=5) as six:
                six.sendall(f"GET {PATH} HTTP/1.1\r\nHost: localhost:{port_of(server)}\r\n\r\n".encode())
                assert six.recv(15) == b"HTTP/1.1 200 OK"


@pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")
def test_C01_localhost_does_not_share_its_port_with_a_stranger_on_ipv6() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(ConfigError):
            bind(port=port, host="localhost")
        with bind(port=port, limits=QUICK) as server:  # 127.0.0.1 alone is another matter
            assert port_of(server) == port


@linux
def test_C01_a_name_under_localhost_listens_like_localhost() -> None:
    with bind(port=0, host="auth0ctl.localhost") as server:
        assert listening(port_of(server)) == ({V4, V6} if HAS_IPV6 else {V4})


@pytest.mark.parametrize(
    "host",
    [
        *("0.0.0.0", "", "::", "192.168.0.1", "example.com", "localhost.example.com", "127.0.0.2"),
        *(".localhost", "a..localhost", "-a.localhost", "A.localhost", "a b.localhost", "*.localhost"),
        "a\r\nX: b.localhost",
    ],
)
def test_C01_rejects_listening_elsewhere(host: str) -> None:
    with pytest.raises(UsageError, match="only listen on this machine"):
        bind(port=0, host=host)


def test_C01_a_taken_port_is_not_shared() -> None:
    with bind(port=0) as first, pytest.raises(ConfigError):
        bind(port=port_of(first))


@pytest.mark.parametrize("path", ["callback", "/done", "/fragment", "/favicon.ico", "/a?b=c", "/a#b", "/a b", "/é", ""])
def test_bind_refuses_a_path_it_cannot_serve(path: str) -> None:
    with pytest.raises(UsageError):
        bind(port=0, path=path)


def test_bind_serves_the_registered_path() -> None:
    with bind(port=0, path="/login/callback", limits=QUICK) as server:
        server.expect(state=STATE, mode="query")
        assert server.redirect_uri.endswith("/login/callback")
        assert ask(server, f"/callback?code=a&state={STATE}").status == 404
        assert ask(server, f"/login/callback?code=a&state={STATE}").status == 303


def test_C02_defaults_are_the_registered_ones() -> None:
    assert PORTS == (18484, 18485, 18486)
    assert PATH == "/callback"


def test_C02_accepts_the_first_free_port() -> None:
    busy, taken = taken_port()
    free = free_port()
    with busy, bind(ports=(taken, free)) as server:
        assert server.redirect_uri == f"http://127.0.0.1:{free}/callback"


def test_C02_rejects_busy_ports_by_name_and_exits_3() -> None:
    (one, first), (two, second) = taken_port(), taken_port()
    with one, two, pytest.raises(ConfigError) as caught:
        bind(ports=(first, second))
    assert caught.value.exit_code is ExitCode.CONFIG
    assert f"{first} is in use" in caught.value.message
    assert f"{second} is in use" in caught.value.message
    assert "--port" in caught.value.hint
    assert "--flow device" in caught.value.hint


@linux
def test_C02_names_the_owner_of_a_busy_port() -> None:
    busy, port = taken_port()
    with busy, pytest.raises(ConfigError, match=rf"{port} is in use by .+ \(pid {os.getpid()}\)"):
        bind(port=port)


@linux
def test_C02_owner_stays_unknown_where_the_system_does_not_tell(tmp_path: Path) -> None:
    busy, port = taken_port()
    with busy:
        assert owner_of(port, proc=tmp_path) == ""
    assert owner_of(port) == ""


def test_C09_rejects_a_wait_without_end_and_says_what_to_do() -> None:
    with bind(port=0) as server:
        server.expect(state=STATE, mode="query")
        began = time.monotonic()
        with pytest.raises(NetworkError) as caught:
            server.wait(0.2)
        assert 0.2 <= time.monotonic() - began < 1
        assert caught.value.exit_code is ExitCode.NETWORK
        assert "within 0.2 seconds" in caught.value.message
        assert "--timeout" in caught.value.hint
        with pytest.raises(ConnectionRefusedError):
            ask(server, PATH)


def test_C09_ticks_with_the_seconds_that_are_left() -> None:
    left: list[float] = []
    with bind(port=0) as server:
        server.expect(state=STATE, mode="query")
        with pytest.raises(NetworkError):
            server.wait(1.3, tick=left.append)
    assert len(left) == 2
    assert 1.3 >= left[0] > left[1] > 0


def test_C09_accepts_the_same_port_again_at_once() -> None:
    with bind(port=0, limits=QUICK) as first:
        port = port_of(first)
        first.expect(state=STATE, mode="query")
        assert waits_on(first)
    for _ in range(5):
        with bind(port=port, limits=QUICK) as again:
            again.expect(state=STATE, mode="query")
            assert waits_on(again)
    again.close()
    with pytest.raises(ConnectionRefusedError):
        ask(again, PATH)


WAITING = """
    import signal, sys
    from auth0ctl.flows.callback.server import bind
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with bind(port=0) as server:
            server.expect(state="s", mode="query")
            print(server.redirect_uri, flush=True)
            server.wait(30)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_C09_ctrl_c_ends_the_wait_cleanly() -> None:
    program = [sys.executable, "-c", textwrap.dedent(WAITING)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
        assert waiting.stdout is not None
        uri = waiting.stdout.readline().strip()
        port = int(uri.rpartition(":")[2].removesuffix(PATH))
        with socket.create_connection(("127.0.0.1", port)):  # a connection that hangs about must not delay it
            began = time.monotonic()
            waiting.send_signal(signal.SIGINT)
            _, said = waiting.communicate(timeout=5)
            took = time.monotonic() - began
    assert waiting.returncode == 130
    assert said == ""
    assert took < 1.0  # 0.2 s for us, the rest for a busy machine and the interpreter's end
    with bind(port=port) as again:
        assert port_of(again) == port


def test_paste_follows_the_same_rules() -> None:
    with bind(port=0, limits=QUICK) as server:
        server.expect(state=STATE, mode=frozenset({"query", "fragment"}))
        uri = server.redirect_uri
        for wrong in ("", "hello", uri, f"http://evil.example/callback?code=a&state={STATE}", f"{uri}x?state={STATE}"):
            assert server.paste(wrong) == f"That is not the address the login ends at; it begins with {uri}?"
        assert server.paste(f"{uri}?code=a&state=wrong") == "This answer does not belong to the login that is waiting."
        assert server.stray == 1
        assert server.paste(f"  {uri}#access_token=t&state={STATE}\n") is None
        delivery = server.wait(1)
        assert (delivery.via, delivery.params["access_token"]) == ("fragment", "t")


def test_expect_wants_a_state_and_a_known_mode() -> None:
    with bind(port=0) as server:
        for state, mode in (("", "query"), ("s", "web_message"), ("s", "")):
            with pytest.raises(ValueError, match="a login needs a state"):
                server.expect(state=state, mode=mode)
