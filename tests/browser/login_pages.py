"""A person at a real browser: opens the URL that ``login --no-browser`` says, and answers the tenant's pages."""

import json
import re
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from cli_process import Auth0ctl, Running
from playwright.sync_api import Page

SPA = "localSPA000000000000000000000000"
API = "https://api.example.com"
URL = re.compile(r"^  (http://127\.0\.0\.1:\d+/authorize\?\S+)$", re.MULTILINE)
FREE = "http://127.0.0.1:{}/callback"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, so that no test depends on another program leaving 18484 alone."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def spa(callbacks: Sequence[str], **changes: Any) -> dict[str, Any]:
    """The first client of the local tenant with other callbacks."""
    return {
        "client_id": SPA,
        "name": "Example SPA",
        "app_type": "spa",
        "is_first_party": True,
        "oidc_conformant": True,
        "token_endpoint_auth_method": "none",
        "jwt_configuration": {"alg": "RS256"},
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "callbacks": list(callbacks),
        **changes,
    }


def seed(auth0ctl: Auth0ctl, **document: Any) -> None:
    """Load a seed document into the local tenant."""
    done = auth0ctl("local", "seed", "-", input=json.dumps(document))
    assert done.returncode == 0, done.stderr


def said_url(running: Running) -> str:
    """The URL to open, from the talk of a login that waits."""
    running.wait_for("Waiting for the login to come back")
    found = URL.search(running.stderr)
    assert found, running.stderr
    return found.group(1)


def enter(page: Page, password: str = "password") -> None:
    """Fill in the tenant's login page and send it."""
    page.fill("[name=username]", "user@example.com")
    page.fill("[name=password]", password)
    page.click("button[name=action][value=default]")


def log_in(page: Page, running: Running, *, consent: str = "accept") -> None:
    """From the said URL to the callback; ``consent`` is empty where no consent page comes."""
    page.goto(said_url(running))
    enter(page)
    if consent:
        page.click(f"button[name=action][value={consent}]")


def last_page(page: Page) -> str:
    """The text of the page that the callback ends in, with an address that carries nothing."""
    page.wait_for_url("**/done*")
    assert page.evaluate("location.hash + location.search") == ""
    return page.locator("main").inner_text()


def result(running: Running, code: int) -> dict[str, Any]:
    """The one JSON document of a login that ends with ``code``."""
    ended = running.wait()
    assert ended == code, f"exit code {ended}\nstdout: {running.stdout}\nstderr: {running.stderr}"
    document: dict[str, Any] = json.loads(running.stdout)
    return document


def names(document: dict[str, Any]) -> list[str]:
    """The causes that a document names."""
    return [finding["name"] for finding in document["findings"]]
