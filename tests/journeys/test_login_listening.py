"""Where the callback of a login listens, and how its redirect URI is written."""

import socket

import pytest

from auth0ctl.errors import UsageError
from auth0ctl.journeys.login.listening import Listening, Place, callback_host, can_serve, listen
from auth0ctl.model import Client, Facts


@pytest.fixture
def port() -> int:
    """A port that is free when the test begins."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    return number


def listening(place: Place, *callbacks: str) -> Listening:
    client = Client.from_api({"client_id": "abc", "callbacks": list(callbacks)})
    found = listen(place, Facts(client=client))
    found.server.close()
    return found


def test_registered_callback_decides_and_is_sent_as_registered(port: int) -> None:
    found = listening(Place(), "https://app.example.com/", f"http://LOCALHOST:{port}/Back")
    assert found.redirect_uri == f"http://LOCALHOST:{port}/Back"
    assert found.server.redirect_uri == f"http://localhost:{port}/Back"


def test_second_port_is_taken_where_the_first_is_busy(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = taken.getsockname()[1]
        found = listening(Place(), f"http://127.0.0.1:{busy}/callback", f"http://127.0.0.1:{port}/callback")
    assert found.redirect_uri == f"http://127.0.0.1:{port}/callback"


def test_host_chooses_among_the_registered_ones(port: int) -> None:
    both = (f"http://127.0.0.1:{port}/callback", f"http://app.localhost:{port}/callback")
    assert listening(Place(host="app.localhost"), *both).redirect_uri == both[1]
    assert listening(Place(), *both).redirect_uri == both[0]


def test_port_and_host_stand_where_nothing_is_registered(port: int) -> None:
    found = listening(Place(host="app.localhost", port=port), "https://app.example.com/")
    assert found.redirect_uri == f"http://app.localhost:{port}/callback"


def test_unknown_client_leaves_the_defaults(port: int) -> None:
    found = listen(Place(port=port), Facts())
    found.server.close()
    assert found.redirect_uri == f"http://127.0.0.1:{port}/callback"


@pytest.mark.parametrize(
    ("uri", "can"),
    [
        ("http://127.0.0.1:18484/callback", True),
        ("http://[::1]:18484/", True),
        ("http://localhost:3000", True),
        ("http://app.localhost:3000/callback", True),
        ("http://localhost/callback", False),  # port 80
        ("http://localhost:99999/callback", False),
        ("https://localhost:3000/callback", False),
        ("http://localhost.example.com:3000/callback", False),
        ("http://127.0.0.2:3000/callback", False),
        ("http://localhost:3000/callback?a=b", False),
        ("http://localhost:3000/callback#/route", False),
        ("http://localhost:3000/done", False),
        ("com.example.app://callback", False),
        ("http://[::1", False),
    ],
)
def test_what_can_be_served(uri: str, can: bool) -> None:
    assert can_serve(uri) is can


@pytest.mark.parametrize(
    ("name", "host"),
    [("app", "app.localhost"), ("App.localhost", "app.localhost"), ("localhost", "localhost"), ("::1", "::1")],
)
def test_callback_host(name: str, host: str) -> None:
    assert callback_host(name) == host


@pytest.mark.parametrize("name", ["app.example.com", "a b", "", "0.0.0.0", "evil.com/.localhost", "x@y.localhost"])
def test_callback_host_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="not a name of this machine"):
        callback_host(name)
