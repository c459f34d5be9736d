"""Q08: hosts with IPv6 alone, with IPv4 alone, and with an address that nobody answers at."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from auth0ctl.errors import NetworkError
from auth0ctl.localtenant import open_tenant
from auth0ctl.model import Tenant
from auth0ctl.tenant.connections import ADDRESS_SECONDS
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


NEEDS_IPV6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


@contextmanager
def listening(address: str) -> Iterator[int]:
    """A server at one address; its port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(ANSWER)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@contextmanager
def silent() -> Iterator[int]:
    """A port at 127.0.0.3 that takes no connection and refuses none: its queue is full."""
    with socket.socket() as server:
        server.bind(("127.0.0.3", 0))
        server.listen(0)
        port = int(server.getsockname()[1])
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.3", port))
            waiting.append(one)
        try:
            yield port
        finally:
            for one in waiting:
                one.close()


def having(*addresses: str) -> Any:
    """A resolver that knows these addresses for every name."""

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in addresses
        ]

    return resolve


@NEEDS_IPV6
@pytest.mark.parametrize("address", ["::1", "127.0.0.1"])
@pytest.mark.parametrize("order", [("::1", "127.0.0.1"), ("127.0.0.1", "::1")])
def test_Q08_accepts_a_host_that_answers_at_one_of_its_two_addresses(address: str, order: tuple[str, str]) -> None:
    with listening(address) as port, Http(timeout=5, environ={}, resolve=having(*order)) as http:
        assert http.send("GET", f"http://localhost:{port}/").text == "ok"


@NEEDS_IPV6
@pytest.mark.parametrize("address", ["::1", "127.0.0.1"])
def test_Q08_accepts_a_host_with_one_address_alone(address: str) -> None:
    with listening(address) as port, Http(timeout=5, environ={}, resolve=having(address)) as http:
        assert http.send("GET", f"http://localhost:{port}/").text == "ok"


def test_Q08_accepts_the_second_address_two_seconds_after_a_silent_first() -> None:
    with silent() as port, socket.socket() as server:
        server.bind(("127.0.0.1", port))
        server.listen()

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(ANSWER)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with Http(timeout=10, environ={}, resolve=having("127.0.0.3", "127.0.0.1")) as http:
            began = time.monotonic()
            assert http.send("GET", f"http://localhost:{port}/").text == "ok"
            took = time.monotonic() - began
        thread.join(5)
    assert ADDRESS_SECONDS - 0.2 < took < ADDRESS_SECONDS + 1.5


def test_Q08_rejects_a_host_where_no_address_answers_within_the_timeout() -> None:
    with silent() as port, Http(timeout=0.5, environ={}, resolve=having(*["127.0.0.3"] * 3)) as http:
        began = time.monotonic()
        with pytest.raises(NetworkError) as caught:
            http.send("GET", f"http://localhost:{port}/")
        assert time.monotonic() - began < 2
    assert caught.value.sent is False


def test_Q08_rejects_a_name_without_any_address() -> None:
    with Http(timeout=5, environ={}, resolve=having()) as http, pytest.raises(NetworkError, match="cannot be found"):
        http.send("GET", "http://localhost:1/")


@NEEDS_IPV6
def test_Q08_accepts_the_embedded_tenant_at_ipv6(tmp_path: Any) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as free:
        port = free.getsockname()[1]
    local = open_tenant(tmp_path, issuer=f"http://[::1]:{port}/")
    with local.listen(host="::1", port=port) as listener, Http(timeout=10, environ={}) as http:
        assert discover(http, Tenant(name="v6", origin=listener.origin)).issuer == f"http://[::1]:{port}/"
    local.close()
