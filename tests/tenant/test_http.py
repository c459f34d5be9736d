"""The one HTTP door against real sockets: bounds on time and size, no redirects, one sentence when no answer comes."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.tenant.http import Http, no_answer, place


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that reads one request and then talks as it is told."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                talk(connection)
                done.wait(5)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x?code=secret"
        finally:
            done.set()
            thread.join(5)


def plain(connection: socket.socket, text: str) -> None:
    connection.sendall(text.encode())


def test_S13_rejects_a_redirect() -> None:
    with (
        speaking(
            lambda c: plain(c, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        ) as url,
        Http(timeout=3) as http,
    ):
        answer = http.send("GET", url)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/")


def test_no_answer_in_time_is_one_sentence_without_the_query() -> None:
    with speaking(lambda c: None) as url, Http(timeout=0.2) as http, pytest.raises(NetworkError) as caught:
        http.send("GET", url)
    assert "did not answer within 0.2 seconds" in caught.value.message
    assert "secret" not in caught.value.message + caught.value.hint


def test_Q06_rejects_a_body_that_drips_for_ever() -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        plain(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        try:
            while not stop.wait(0.05):
                connection.sendall(b"x")
        except OSError:
            pass

    with speaking(drip) as url, Http(timeout=0.5) as http:
        with pytest.raises(NetworkError):
            http.send("GET", url)
        stop.set()


def test_Q06_accepts_a_body_of_just_the_size_that_is_allowed() -> None:
    with (
        speaking(lambda c: plain(c, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "x" * 5000)) as url,
        Http(timeout=3) as http,
    ):
        assert http.send("GET", url, limit=5000).body == b"x" * 5000


def test_Q06_rejects_a_body_that_is_too_large() -> None:
    def pour(connection: socket.socket) -> None:
        with suppress(OSError):
            plain(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x" * 1000000)

    with speaking(pour) as url, Http(timeout=3) as http, pytest.raises(NetworkError, match="sent more than 4 KiB"):
        http.send("GET", url, limit=4096)


def test_a_refused_connection_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with Http(timeout=3) as http, pytest.raises(NetworkError, match="refused the connection"):
        http.send("GET", f"http://127.0.0.1:{port}/")


def test_html_where_json_was_expected() -> None:
    page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
    with speaking(lambda c: plain(c, page)) as url, Http(timeout=3) as http:
        answer = http.send("GET", url)
        with pytest.raises(NetworkError, match="text/html where JSON was expected"):
            answer.json()


@pytest.mark.parametrize(
    ("status", "body", "says", "hint"),
    [
        (200, '{"issuer": "http', "200 with broken JSON where", "no proxy answers"),
        (200, "", "200 with broken JSON where", "no proxy answers"),
        (502, "<html>", "502 with broken JSON where", "a fault of the server"),
    ],
)
def test_an_answer_that_is_no_json_says_what_it_is(status: int, body: str, says: str, hint: str) -> None:
    page = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    with speaking(lambda c: plain(c, page)) as url, Http(timeout=3) as http:
        answer = http.send("GET", url)
        with pytest.raises(NetworkError, match=says) as caught:
            answer.json()
    assert hint in caught.value.hint


def test_a_url_that_no_request_can_have_is_a_usage_error() -> None:
    with Http(timeout=3) as http:
        with pytest.raises(UsageError, match="cannot be asked: URL too long"):
            http.send("GET", "http://127.0.0.1:1/authorize?audience=" + "x" * 70_000)
        with pytest.raises(UsageError, match="cannot be asked"):
            http.send("GET", "http://127.0.0.1:1/authorize", params={"audience": "x" * 70_000})


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://127.0.0.1/",
        "https://user@example.com/",
        "http://localhost:80@evil.example/",
        "x",
        "",
    ],
)
def test_urls_that_are_never_opened(url: str) -> None:
    with Http() as http, pytest.raises(UsageError):
        http.send("GET", url)


def test_Q07_accepts_loopback_as_always_direct(monkeypatch: pytest.MonkeyPatch) -> None:
    # A proxy that nothing listens on: a request that used it would fail.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with speaking(lambda c: plain(c, "HTTP/1.1 204 No Content\r\n\r\n")) as url, Http(timeout=3) as http:
        assert http.send("GET", url).status == 204


def test_the_place_of_a_url_has_no_query_and_no_user() -> None:
    assert place("https://me:pw@example.com/cb?code=1#token") == "https://example.com/cb"


def test_a_refused_certificate_is_told_without_the_marks_of_openssl() -> None:
    said = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1029)"
    told = no_answer("https://a.example/x", httpx.ConnectError(said), 5).message
    assert told == "no trusted TLS connection to a.example: certificate verify failed: self-signed certificate"
