"""One name, several addresses, of IPv4 and IPv6: standards.md Q08."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Http

HOST = "several.localhost"
FAMILIES = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(address: str, port: int = 0) -> Iterator[int]:
    """The port of a server that listens on this one address alone."""
    family = FAMILIES[address]
    kind = type("Server", (ThreadingHTTPServer,), {"address_family": family})
    with kind((address, port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join(5)


def resolving(*addresses: str) -> Any:
    """What stands for ``getaddrinfo``: the one name has these addresses, in this order."""

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        assert host == HOST
        return [(FAMILIES.get(one, socket.AF_INET), socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return resolve


@contextmanager
def swallowing(address: str) -> Iterator[int]:
    """A port whose queue is full: whoever connects now waits without an answer."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind((address, 0))
        server.listen(0)
        for _ in range(3):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        yield server.getsockname()[1]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_Q08_accepts_a_host_of_one_family_alone(address: str) -> None:
    if address == "::1" and not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    with serving(address) as port, Http(timeout=5, resolve=resolving(address)) as http:
        assert http.send("GET", f"http://{HOST}:{port}/").text == "ok"


@pytest.mark.parametrize("dead", ["::1", "127.0.0.2"])
def test_Q08_accepts_the_next_address_where_the_first_refuses(dead: str) -> None:
    with serving("127.0.0.1") as port, Http(timeout=5, resolve=resolving(dead, "127.0.0.1")) as http:
        assert http.send("GET", f"http://{HOST}:{port}/").text == "ok"


def test_Q08_rejects_waiting_more_than_two_seconds_for_an_address_that_swallows_all() -> None:
    with swallowing("127.0.0.2") as port, serving("127.0.0.1", port):
        began = time.monotonic()
        with Http(timeout=20, resolve=resolving("127.0.0.2", "127.0.0.1")) as http:
            assert http.send("GET", f"http://{HOST}:{port}/").text == "ok"
        assert 1.5 < time.monotonic() - began < 6


def test_Q08_rejects_a_host_none_of_whose_addresses_answers() -> None:
    with serving("127.0.0.1") as port:
        pass
    with Http(timeout=5, resolve=resolving("127.0.0.2", "127.0.0.1")) as http, pytest.raises(NetworkError):
        http.send("GET", f"http://{HOST}:{port}/")
