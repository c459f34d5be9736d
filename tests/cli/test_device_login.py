"""``auth0ctl login --flow device`` against the built-in tenant: a person enters the code in a browser."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from cli_process import Auth0ctl, Running
from seeded_home import API, NATIVE, SCOPE, Home, home, seeded

__all__ = ["home", "seeded"]

CODE = re.compile(r"^ {4}([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


@pytest.fixture
def started(home: Home, auth0ctl: Auth0ctl) -> Running:
    """The login, once it has said where to go."""
    words = ("login", "--flow", "device", "--client", NATIVE, "--audience", API, "--scope", SCOPE, "--no-browser")
    running = auth0ctl.start(*words, "-o", "json", env={"AUTH0CTL_HOME": str(home.folder)})
    running.wait_for("Waiting until it is confirmed")
    return running


def answer(running: Running, choice: str) -> str:
    """Go to the page, enter the code, log in, and say yes or no. The last page's text."""
    code = CODE.search(running.stderr)
    assert code, running.stderr
    page = next(line.strip() for line in running.stderr.splitlines() if line.strip().endswith("/activate"))
    parts = urlsplit(page)
    with httpx.Client(base_url=f"{parts.scheme}://{parts.netloc}", follow_redirects=True) as browser:
        seen = browser.post(parts.path, data={"user_code": code[1]})
        for _ in range(4):
            form = re.search(r'action="(/u/[a-z]+)"', seen.text)
            state = re.search(r'name="state" value="([^"]+)"', seen.text)
            if not form or not state:
                break
            fields = {"state": state[1]}
            if form[1] == "/u/login":
                fields |= {"username": "user@example.com", "password": "password", "action": "default"}
            else:
                fields |= {"action": choice}
            seen = browser.post(form[1], data=fields)
        return seen.text


def test_a_person_confirms_the_code_and_the_tokens_are_verified(started: Running, home: Home) -> None:
    answer(started, "accept")
    told = started.json()
    assert started.wait() == 0, started.stderr
    assert (told["passed"], told["flow"]) == (True, "device code")
    assert [one["passed"] for one in told["tokens"]] == [True, True]
    assert told["answer"]["refresh_token"] is True
    assert home.kept()[-1]["client_id"] == NATIVE
    assert home("token", "refresh").code == 0


def test_a_person_who_declines_is_a_refusal(started: Running) -> None:
    answer(started, "decline")
    told = started.json()
    assert started.wait() == 4
    assert told["refusal"]["error"] == "access_denied"


def test_C09_ctrl_c_ends_the_wait_at_once(started: Running) -> None:
    assert started.stop(timeout=2) == 130
    assert "Traceback" not in started.stderr
