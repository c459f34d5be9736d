"""The issuer's clock against ours, read from a real answer's Date header."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from auth0ctl.tenant.clock import clock_offset, offset_of
from auth0ctl.tenant.http import Answer, Http

HERE = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """``serve(date=..., age=...)`` starts a server whose answers carry these headers; its URL."""
    servers: list[HTTPServer] = []

    def start(**headers: str) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response_only(200)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def dated(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize("seconds", [0, 600, -600, 86_400])
def test_Q09_the_offset_is_that_of_the_date_header(serve: Serve, seconds: int) -> None:
    url = serve(Date=dated(HERE + timedelta(seconds=seconds)))
    with Http() as http:
        assert clock_offset(http, url, lambda: HERE) == seconds + 0.5


def test_Q09_an_answer_from_a_cache_is_as_old_as_it_says(serve: Serve) -> None:
    with Http() as http:
        assert clock_offset(http, serve(Date=dated(HERE - timedelta(seconds=90)), Age="90"), lambda: HERE) == 0.5


def test_Q09_the_time_of_the_journey_is_halved(serve: Serve) -> None:
    moments = iter((HERE, HERE + timedelta(seconds=8)))
    with Http() as http:
        assert clock_offset(http, serve(Date=dated(HERE)), lambda: next(moments)) == -3.5


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}, {"Date": ""}, {"Date": dated(HERE), "Age": "old"}])
def test_Q09_an_unreadable_date_is_no_clock(serve: Serve, headers: dict[str, str]) -> None:
    with Http() as http:
        assert clock_offset(http, serve(**headers), lambda: HERE) is None


def test_Q09_no_answer_is_no_clock(serve: Serve) -> None:
    with Http(timeout=1) as http:
        assert clock_offset(http, "http://127.0.0.1:1/", lambda: HERE) is None


def test_Q09_a_date_without_a_zone_is_utc() -> None:
    answer = Answer(url="", status=200, headers={"date": "Mon, 21 Sep 2026 14:13:20 -0000"}, body=b"")
    assert offset_of(answer, HERE, HERE) == 0.5
