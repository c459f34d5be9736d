"""A handler that fails is answered for with 500, and standard error says what failed; nothing that was sent is told."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import pytest

from auth0ctl.localtenant.server import Listener

Serve = Callable[[bool], str]
SECRET = "the-password-that-was-sent"


def failing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    raise KeyError(environ["QUERY_STRING"])


@pytest.fixture
def serve() -> Iterator[Serve]:
    """``serve(verbose)`` is the address of an application that fails."""
    listeners: list[Listener] = []

    def one(verbose: bool) -> str:
        listeners.append(
            Listener(
                failing, host="127.0.0.1", port=0, context=None, expose=False, stopped=lambda: None, verbose=verbose
            )
        )
        return listeners[-1].origin

    yield one
    for listener in listeners:
        listener.stop()


def ask(address: str) -> httpx.Response:
    return httpx.get(f"{address}/oauth/to%0Aken%1B", params={"password": SECRET}, trust_env=False)


def test_one_line_says_what_failed(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(serve(False))
    assert answer.status_code == 500
    assert answer.json() == {"statusCode": 500, "error": "Internal Server Error", "message": "Internal Server Error"}
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("auth0ctl local tenant: 500 for GET /oauth/to\\nken\\x1b: KeyError at ")
    assert "test_local_failure.py:" in line
    assert SECRET not in line


def test_verbose_tells_the_way_there(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    ask(serve(True))
    said = capsys.readouterr().err
    assert len(said.splitlines()) > 3
    assert "in failing" in said
    assert SECRET not in said
