"""What a list of 100 pages takes with 10 of them on their way at once: ``python -m tests.benchmarks.pages [ROUNDS]``.

A server on loopback, in a process of its own, answers every request 50 ms after it came, with ten clients of the size
that Auth0 records have; no rate limit. The floor is what the latency alone costs: the first page goes alone, because it
tells how many there are, and the 99 others go ten at a time: 50 ms + ceil(99 / 10) x 50 ms = 550 ms.
"""

import hashlib
import http.client
import json
import math
import multiprocessing
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

from auth0ctl.model import Tenant
from auth0ctl.redact import Redactor
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.listing import SIDE_BY_SIDE
from auth0ctl.tenant.management import Management
from auth0ctl.trace import Recorder

LATENCY = 0.050  # seconds
PAGES, PAGE = 100, 10  # a page's size is the server's: 1,000 objects are as far as pages reach
ROUNDS = 7
WANTED = 1.25  # times the floor
FLOOR = LATENCY + math.ceil((PAGES - 1) / SIDE_BY_SIDE) * LATENCY


def client(number: int) -> dict[str, Any]:
    return {
        "client_id": f"{number:032}",
        "name": f"client {number}",
        "client_secret": hashlib.sha512(str(number).encode()).hexdigest()[:64],
        "is_first_party": True,
        "app_type": "spa",
        "callbacks": [f"https://app.example.com/{path}" for path in range(8)],
        "grant_types": ["authorization_code", "refresh_token"],
        "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000},
        "refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring", "token_lifetime": 2592000},
        "signing_keys": [{"cert": "-----BEGIN CERTIFICATE-----" + "A" * 1000, "subject": "/CN=x.auth0.com"}],
    }


def page(number: int) -> bytes:
    clients = [client(one) for one in range(number * PAGE, (number + 1) * PAGE)]
    return json.dumps({"total": PAGES * PAGE, "start": number * PAGE, "limit": PAGE, "clients": clients}).encode()


BODIES = [page(number) for number in range(PAGES)]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept, as Auth0 keeps them
    wbufsize = -1  # an answer is one packet
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        body = BODIES[int(parse_qs(urlsplit(self.path).query)["page"][0])]
        time.sleep(LATENCY)
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def serve(parent: Connection) -> None:
    """Serve on a free port, tell the parent which, until it ends this process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    parent.send(server.server_address[1])
    server.serve_forever()


def listed_in(origin: str) -> float:
    """The seconds of one list, connections included. Raises AssertionError where a client is missing."""
    recorder = Recorder(Redactor(), now=lambda: datetime.now(UTC))  # every command keeps its story and its secrets
    with Http(observe=recorder.exchange) as door:
        management = Management(door, Tenant(name="bench", origin=origin), lambda: "token")
        before = time.perf_counter()
        clients = management.clients()
        taken = time.perf_counter() - before
    assert [one["name"] for one in clients] == [f"client {number}" for number in range(PAGES * PAGE)]
    return taken


def fetched_in(port: int) -> float:
    """The seconds of the same requests through bare connections, bodies unread: what the machine itself costs today."""
    numbers, first = iter(range(1, PAGES)), http.client.HTTPConnection("127.0.0.1", port)

    def fetch(connection: http.client.HTTPConnection, number: int) -> None:
        connection.request("GET", f"/api/v2/clients?page={number}")
        connection.getresponse().read()

    def work(_: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            for number in numbers:
                fetch(connection, number)

    before = time.perf_counter()
    with closing(first), ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        fetch(first, 0)
        list(pool.map(work, range(SIDE_BY_SIDE)))
    return time.perf_counter() - before


def main() -> int:
    """Measure and print; 1 where it takes longer than wanted."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    server.start()
    with closing(here):
        port = here.recv()
        times = [(fetched_in(port), listed_in(f"http://127.0.0.1:{port}")) for _ in range(rounds)]
    bare, taken = (median(column) for column in zip(*times, strict=True))
    server.terminate()
    server.join()
    sys.stdout.write(
        f"floor       {FLOOR * 1000:6.0f} ms   (the first page alone, then {PAGES - 1} pages {SIDE_BY_SIDE} at a time, "
        f"{LATENCY * 1000:.0f} ms each)\n"
        f"bare        {bare * 1000:6.0f} ms   (the same through bare connections) = {bare / FLOOR:.2f} floors\n"
        f"{PAGES} pages   {taken * 1000:6.0f} ms   (median of {rounds}) = {taken / FLOOR:.2f} floors "
        f"(wanted: at most {WANTED})\n"
    )
    return 0 if taken <= WANTED * FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
