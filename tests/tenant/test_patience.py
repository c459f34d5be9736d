"""What is sent again, after what, and when one stops: standards.md Q02, Q03, on a clock that passes only in waits."""

from collections.abc import Mapping
from contextlib import suppress

import pytest

from auth0ctl.errors import NetworkError, RateLimited
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.management import said_no
from auth0ctl.tenant.patience import Patience, wanted_wait

UNSENT, LOST = "nothing was sent", "no answer"
DATE = "Mon, 21 Sep 2026 14:13:20 GMT"  # 1790000000
EXAMPLE = Tenant(name="x", origin="https://example.eu.auth0.com")


class Trial:
    """A request that goes wrong as ``failures`` say, one after the other, and is answered 200 in the end."""

    def __init__(self, *failures: str | int, headers: Mapping[str, str] | None = None, seconds: float = 60.0) -> None:
        self.failures, self.headers = list(failures), headers or {}
        self.now, self.sent = 0.0, 0
        self.waits: list[float] = []
        self.said: list[str] = []
        self.patience = Patience(
            seconds=seconds, pause=self.pause, clock=lambda: self.now, draw=lambda _, most: most, say=self.said.append
        )

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def attempt(self) -> Answer:
        self.sent += 1
        happens = self.failures.pop(0) if self.failures else 200
        if isinstance(happens, str):
            raise NetworkError(happens, sent=happens == LOST)
        return Answer(url="https://x/", status=happens, headers=self.headers, body=b"")

    def status(self, method: str) -> int:
        """How it ended: a status, or 0 without an answer."""
        with suppress(NetworkError):
            return self.patience.answer(method, self.attempt).status
        return 0


# After which failure which method is sent again: the table of Q03.
AGAIN = {
    UNSENT: {"GET", "HEAD", "PUT", "DELETE", "PATCH", "POST"},
    LOST: {"GET", "HEAD", "PUT", "DELETE"},
    429: {"GET", "HEAD", "PUT", "DELETE", "PATCH", "POST"},
    502: {"GET", "HEAD", "PUT", "DELETE"},
    503: {"GET", "HEAD", "PUT", "DELETE"},
    504: {"GET", "HEAD", "PUT", "DELETE"},
    500: set(),
    400: set(),
    401: set(),
    403: set(),
    404: set(),
    409: set(),
}
CASES = [(failure, method) for failure in AGAIN for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "POST")]


@pytest.mark.parametrize(("failure", "method"), [case for case in CASES if case[1] in AGAIN[case[0]]])
def test_Q03_accepts_sending_again_what_can_do_no_harm(failure: str | int, method: str) -> None:
    trial = Trial(failure)
    assert trial.status(method) == 200
    assert trial.sent == 2
    assert len(trial.waits) == 1


@pytest.mark.parametrize(("failure", "method"), [case for case in CASES if case[1] not in AGAIN[case[0]]])
def test_Q03_rejects_sending_again_what_may_have_been_done(failure: str | int, method: str) -> None:
    trial = Trial(failure)
    assert trial.status(method) == (failure if isinstance(failure, int) else 0)
    assert (trial.sent, trial.waits) == (1, [])


@pytest.mark.parametrize(("failure", "last"), [(LOST, 0), (502, 502), (503, 503), (504, 504)])
def test_Q03_rejects_a_fifth_try_and_waits_twice_as_long_each_time(failure: str | int, last: int) -> None:
    trial = Trial(*[failure] * 9)
    assert trial.status("GET") == last
    assert (trial.sent, trial.waits) == (4, [0.5, 1.0, 2.0])


@pytest.mark.parametrize("failure", [LOST, 503])
def test_Q03_rejects_a_wait_that_ends_after_the_command_has_to(failure: str | int) -> None:
    trial = Trial(*[failure] * 9, seconds=1.0)
    trial.status("GET")
    assert (trial.sent, trial.waits) == (2, [0.5])


def test_Q03_accepts_a_delete_that_was_carried_out_without_an_answer() -> None:
    assert Trial(LOST, 404).status("DELETE") == 204
    assert Trial(404).status("DELETE") == 404


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 1.0),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 1.0),
        ({"retry-after": "Mon"}, 1.0),
        ({"x-ratelimit-reset": "1790000003", "date": DATE}, 3.0),
        ({"x-ratelimit-reset": "1790000003", "date": DATE, "retry-after": "2"}, 3.0),
        ({"x-ratelimit-reset": "1790000003", "date": DATE, "retry-after": "5"}, 5.0),
        ({"x-ratelimit-reset": "1789999000", "date": DATE}, 1.0),
    ],
)
def test_Q02_accepts_the_wait_that_the_tenant_tells_and_says_so(headers: dict[str, str], seconds: float) -> None:
    assert wanted_wait(headers) == seconds
    trial = Trial(429, 429, headers=headers)
    assert trial.status("POST") == 200
    assert trial.waits == [seconds + 0.5] * 2  # and up to half a second more, so that not all come at once
    assert len(trial.said) == 2
    assert all("rate limit is used up" in said for said in trial.said)


@pytest.mark.parametrize(
    ("headers", "sent", "waited"),
    [
        ({}, 5, 6.0),  # five tries
        ({"retry-after": "61"}, 1, 0.0),  # a minute at most at once
        ({"retry-after": "50"}, 3, 101.0),  # two minutes at most in all
    ],
)
def test_Q02_rejects_waiting_for_ever_and_ends_in_7_with_the_reset(
    headers: dict[str, str], sent: int, waited: float
) -> None:
    trial = Trial(*[429] * 9, headers=headers)
    answer = trial.patience.answer("GET", trial.attempt)
    assert (answer.status, trial.sent, sum(trial.waits)) == (429, sent, waited)
    refused = said_no(answer, "GET /api/v2/clients", EXAMPLE)
    assert isinstance(refused, RateLimited)
    assert int(refused.exit_code) == 7
    assert f"try again in {headers.get('retry-after', '1')} s" in refused.hint


def test_Q02_rejects_a_second_request_where_nobody_asked_for_patience() -> None:
    """The token endpoint is never asked twice: a code or a rotating refresh token is used up by the first."""
    seen = list[str]()

    def busy(environ: dict[str, str], start: object) -> list[bytes]:
        seen.append(environ["REQUEST_METHOD"])
        assert callable(start)
        start("429 Too Many Requests", [("Content-Length", "0")])
        return [b""]

    trial = Trial()
    with Http(apps={EXAMPLE.origin: busy}, patience=trial.patience) as http:
        assert http.send("POST", f"{EXAMPLE.origin}/oauth/token").status == 429
        assert len(seen) == 1
        assert http.send_again("GET", f"{EXAMPLE.origin}/api/v2/clients").status == 429
    assert len(seen) == 6
