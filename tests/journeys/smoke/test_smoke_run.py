"""How checks are run: twice where the network fails, never longer than their time, after what they need."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from auth0ctl.errors import AuthError, ExitCode, RateLimited
from auth0ctl.findings import Severity
from auth0ctl.journeys.smoke.declared import Declared
from auth0ctl.journeys.smoke.ground import Ground
from auth0ctl.journeys.smoke.places import Place
from auth0ctl.journeys.smoke.reading import read_smoke
from auth0ctl.journeys.smoke.run import smoke
from auth0ctl.journeys.smoke.unjudged import NotRun
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import ClientAuthentication
from auth0ctl.redact import Redactor
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome
from auth0ctl.tenant.http import Http
from auth0ctl.trace import Recorder


class Troubled(ThreadingHTTPServer):
    """``troubles``: how many connections are dropped before one is answered; ``hold`` is waited for before that."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.troubles = 0
        self.status = 401
        self.body = b"{}"
        self.asked = 0
        self.hold = threading.Event()
        self.hold.set()
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Troubled

    def do_GET(self) -> None:
        self.server.asked += 1
        self.server.hold.wait(10)
        if self.server.troubles > 0:
            self.server.troubles -= 1
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[Troubled]:
    with Troubled() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield made
        made.hold.set()
        made.shutdown()
        thread.join(5)


def nobody() -> str:
    raise AuthError("the Management API needs a token, and none is configured")


def no_world(_: ClientAuthentication) -> Any:
    raise AssertionError("no check here logs in")


def missing(name: str) -> str:
    raise NotRun(f"the environment variable {name} is not set")


def no_facts(_: Mapping[str, Any]) -> Facts:
    raise AssertionError("no check here is a doctor run")


@contextmanager
def ground(server: Troubled, token: Callable[[], str] = nobody, why_not: str = "") -> Iterator[Ground]:
    with Http(timeout=5) as http:
        yield Ground(
            tenant=Tenant(name="x", origin=server.origin),
            http=http,
            management_token=token,
            why_no_management=why_not,
            world=no_world,
            secret=missing,
            own_proof=lambda _: ClientAuthentication(),
            facts_of=no_facts,
            visiting=lambda _email, _client_id: nullcontext(lambda _url: None),
            why_no_visit="",
            recorder=lambda: Recorder(Redactor(), now=lambda: datetime.now(UTC)),
            step=lambda _: None,
            now=lambda: datetime.now(UTC),
        )


def call(server: Troubled, more: str = "") -> str:
    return f'[[call]]\nid = "c"\nurl = "{server.origin}/x"\n{more}'


def run(server: Troubled, text: str, *, seconds: float | None = None, **more: Any) -> Smoked:
    with ground(server, **more) as made:
        return smoke(read_smoke(text.encode(), "f.toml"), made, "f.toml", seconds=seconds)


API = '[[api]]\nid = "a"\nidentifier = "https://x.example"\n'


def test_Q15_accepts_a_check_that_is_as_declared_at_the_first_try(server: Troubled) -> None:
    done = run(server, call(server))
    (check,) = done.checks
    assert (check.outcome, check.tries, check.detail) == (SmokeOutcome.PASSED, 1, "401 with nothing")
    assert (done.passed, done.exit_code) == (True, ExitCode.OK)


def test_Q15_rejects_a_check_that_passed_only_after_the_network_failed_once(server: Troubled) -> None:
    server.troubles = 1
    done = run(server, call(server))
    (check,) = done.checks
    assert (check.outcome, check.tries) == (SmokeOutcome.FLAKY, 2)
    assert "the next try passed" in check.detail
    assert (done.passed, done.exit_code) == (False, ExitCode.FOUND)


def test_a_second_network_failure_is_the_result(server: Troubled) -> None:
    server.troubles = 9
    done = run(server, call(server))
    (check,) = done.checks
    assert (check.outcome, check.tries, server.asked) == (SmokeOutcome.UNREACHED, 2, 2)
    assert done.exit_code is ExitCode.NETWORK


def test_Q15_rejects_a_difference_at_the_first_try(server: Troubled) -> None:
    server.status = 200
    done = run(server, call(server))
    (check,) = done.checks
    assert (check.outcome, check.tries, server.asked) == (SmokeOutcome.FAILED, 1, 1)
    assert (check.expected, check.seen) == (("the answer to no token: 401",), ("the answer to no token: 200",))
    assert [one.rule.name for one in check.findings] == ["api-accepts-no-token"]


def test_nothing_listens_at_all(server: Troubled) -> None:
    done = run(server, '[[call]]\nurl = "http://127.0.0.1:9/x"\n')
    assert done.checks[0].outcome is SmokeOutcome.UNREACHED
    assert done.exit_code is ExitCode.NETWORK


@pytest.mark.parametrize(
    ("status", "code"), [(401, ExitCode.AUTH), (403, ExitCode.API), (429, ExitCode.RATE_LIMITED), (500, ExitCode.API)]
)
def test_where_nothing_can_be_judged_the_code_says_why(server: Troubled, status: int, code: ExitCode) -> None:
    server.status, server.body = status, b'{"message": "no", "errorCode": "insufficient_scope"}'
    done = run(server, API, token=lambda: "t")
    assert done.checks[0].outcome is SmokeOutcome.UNREACHED
    assert (done.passed, done.exit_code) == (False, code)


def test_without_a_management_token_settings_cannot_be_judged(server: Troubled) -> None:
    assert run(server, API, why_not="no Management token").exit_code is ExitCode.AUTH
    assert run(server, API).exit_code is ExitCode.AUTH


def test_one_that_could_be_judged_makes_it_1(server: Troubled) -> None:
    done = run(server, API + call(server), why_not="no Management token")
    assert [one.outcome for one in done.checks] == [SmokeOutcome.UNREACHED, SmokeOutcome.PASSED]
    assert done.exit_code is ExitCode.FOUND


def test_a_red_warning_is_no_failure_but_nothing_judged_is_never_0(server: Troubled) -> None:
    warned = API + 'severity = "warning"\n'
    both = run(server, warned + call(server), why_not="no Management token")
    assert (both.passed, both.exit_code) == (True, ExitCode.OK)
    alone = run(server, warned, why_not="no Management token")
    assert (alone.passed, alone.exit_code) == (False, ExitCode.AUTH)


def test_a_check_ends_with_its_time(server: Troubled) -> None:
    server.hold.clear()
    began = time.monotonic()
    done = run(server, call(server, "timeout = 0.3\n"))
    (check,) = done.checks
    assert check.outcome is SmokeOutcome.UNREACHED
    assert check.detail == "it was given 0.3 seconds, and that was not enough"
    assert time.monotonic() - began < 4
    assert done.exit_code is ExitCode.NETWORK


def test_the_whole_run_ends_with_its_time(server: Troubled) -> None:
    server.hold.clear()
    done = run(server, call(server), seconds=0.3)
    assert "the whole run was given 0.3 seconds" in done.checks[0].detail


def test_what_a_red_check_is_needed_for_is_not_run(server: Troubled) -> None:
    server.status = 200
    text = call(server) + '[[call]]\nid = "d"\nneeds = "c"\nurl = "http://127.0.0.1:9/x"\n'
    first, second = run(server, text).checks
    assert first.outcome is SmokeOutcome.FAILED
    assert (second.outcome, second.detail) == (SmokeOutcome.SKIPPED, "not run: it needs c, which is failed")


def test_checks_run_side_by_side(server: Troubled) -> None:
    server.hold.clear()
    text = "".join(call(server).replace('"c"', f'"c{number}"') for number in range(6))

    def release() -> None:
        while server.asked < 6:
            server.hold.wait(0.01)
        server.hold.set()

    thread = threading.Thread(target=release, daemon=True)
    thread.start()
    done = run(server, text)
    thread.join(5)
    assert done.passed  # one after the other, the first would still be waiting for the others to be asked
    assert [one.id for one in done.checks] == [f"c{number}" for number in range(6)]


def test_progress_is_told(server: Troubled) -> None:
    told: list[tuple[int, int, str]] = []
    with ground(server) as made:
        smoke(read_smoke(call(server).encode(), "f"), made, "f", tell=lambda *step: told.append(step))
    assert (told[0], told[-1]) == ((0, 1, "c"), (1, 1, ""))


def result(outcome: SmokeOutcome, severity: Severity = Severity.ERROR, code: int = 0) -> SmokeCheck:
    return SmokeCheck(id="x", kind="call", title="x", outcome=outcome, severity=severity, exit_code=code)


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ((), 1),
        ((result(SmokeOutcome.PASSED),), 0),
        ((result(SmokeOutcome.FLAKY),), 1),
        ((result(SmokeOutcome.SKIPPED, code=3),), 3),
        ((result(SmokeOutcome.SKIPPED),), 1),
        ((result(SmokeOutcome.PASSED), result(SmokeOutcome.SKIPPED, code=3)), 1),
        ((result(SmokeOutcome.PASSED), result(SmokeOutcome.FAILED, Severity.INFO)), 0),
        ((result(SmokeOutcome.FAILED, Severity.WARNING),), 0),
    ],
)
def test_exit_codes(checks: tuple[SmokeCheck, ...], code: int) -> None:
    assert Smoked(file="f", tenant="t", at=datetime.now(UTC), checks=checks).exit_code == code


def test_a_bug_is_not_hidden(server: Troubled) -> None:
    check = Declared(id="x", kind="doctor", title="x", place=Place(1, 1), given={"client": "x"})
    with ground(server) as made, pytest.raises(AssertionError, match="no check here"):
        smoke((check,), made, "f")


def test_a_token_that_is_refused_is_not_asked_for_again(server: Troubled) -> None:
    from auth0ctl.cli.smoke.outside import once_refused  # noqa: PLC0415

    asked: list[str] = []

    def refuse() -> str:
        asked.append("token")
        raise RateLimited("wait") if len(asked) > 1 else AuthError("no")

    token = once_refused(refuse, threading.Lock())
    for _ in range(3):
        with pytest.raises(AuthError, match="no"):
            token()
    assert asked == ["token"]
