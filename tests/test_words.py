"""How numbers are said."""

import socket

import pytest
from cli_process import Auth0ctl

from auth0ctl.words import counted


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 second"),
        (0, "0 seconds"),
        (2, "2 seconds"),
        (1.0, "1 second"),
        (2.5, "2.5 seconds"),
        (1234567, "1234567 seconds"),
    ],
)
def test_one_is_no_plural(number: float, said: str) -> None:
    assert counted(number, "second") == said


def test_a_timeout_of_one_second_is_told_as_one(auth0ctl: Auth0ctl) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        there = {"AUTH0_DOMAIN": f"http://127.0.0.1:{silent.getsockname()[1]}", "AUTH0_API_TOKEN": "a-token"}
        done = auth0ctl("client", "list", "--timeout", "1", env=there)
    assert done.returncode == 5
    assert "within 1 second\n" in done.stderr.replace(".", "")
