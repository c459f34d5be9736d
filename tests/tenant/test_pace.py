"""Requests side by side under a rate limit: the first alone, then as many as the answers allow, never one too many."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Lock

import pytest

from auth0ctl.errors import NetworkError, RateLimited
from auth0ctl.localtenant import open_tenant
from auth0ctl.model import Tenant
from auth0ctl.protocol import Exchange
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace


class Clock:
    """Unix seconds that pass only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.25
        self.waits: list[float] = []
        self._lock = Lock()

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        with self._lock:
            self.waits.append(seconds)
            self.now += seconds


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pace") / "local"
    open_tenant(folder).close()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seen() -> list[Exchange]:
    return []


@pytest.fixture(params=["free"])
def management(
    request: pytest.FixtureRequest, tmp_path: Path, first_run: Path, clock: Clock, seen: list[Exchange]
) -> Iterator[Management]:
    """A tenant that keeps the limits of a plan, the Free one unless a test names another."""
    shutil.copytree(first_run, tmp_path / "local")
    local = open_tenant(tmp_path / "local", now=clock, rate_limit=request.param)
    origin = local.issuer.rstrip("/")
    with Http(apps={origin: local.app}, observe=seen.append) as http:
        yield Management(http, Tenant(name="local", origin=origin), local.management_token)
    local.close()


@pytest.mark.parametrize(
    ("management", "requests", "threads", "ideal"),
    [  # seconds: what is left after the burst, at the plan's rate
        ("free", 12, 12, (12 - 2) / 2),
        ("free", 200, 1, (200 - 2) / 2),
        ("free", 1000, 4, (1000 - 2) / 2),
        ("enterprise-nonprod", 300, 4, (300 - 10) / 2),
        ("enterprise", 300, 10, (300 - 50) / 16),
    ],
    indirect=["management"],
)
def test_Q01_accepts_each_plan_at_its_full_speed_and_never_asks_too_much(
    management: Management, clock: Clock, seen: list[Exchange], requests: int, threads: int, ideal: float
) -> None:
    paced, began = management.paced(Pace(clock.pause, clock)), clock()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: paced.tenant_settings(), range(requests)))
    assert [one.status for one in seen] == [200] * requests
    assert clock() - began <= 1.1 * ideal


def test_Q01_rejects_what_a_pace_of_its_own_does_not_know(management: Management, seen: list[Exchange]) -> None:
    """The tenant does keep the limit: the test above could fail."""
    for _ in range(3):
        with suppress(RateLimited):
            management.paced(Pace(not_needed)).tenant_settings()
    assert [one.status for one in seen] == [200, 200, 429]


def test_what_nothing_limits_goes_side_by_side() -> None:
    """After the first answer all are under way at once: each waits here for the others."""
    pace, together = Pace(pause=not_needed), Barrier(5, timeout=10)
    with pace.turn() as tell:
        tell({"content-type": "application/json"})

    def ask(_: int) -> None:
        with pace.turn() as tell:
            together.wait()
            tell({"content-type": "application/json"})

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(ask, range(5)))
    assert not together.broken


def test_the_first_goes_alone() -> None:
    pace, under_way, most, lock = Pace(pause=not_needed), 0, 0, Lock()
    first = True

    def ask(_: int) -> None:
        nonlocal under_way, most, first
        with pace.turn() as tell:
            with lock:
                under_way += 1
                if first:
                    most = under_way
                    first = False
            tell({"x-ratelimit-remaining": "40"})
            with lock:
                under_way -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert most == 1


def test_a_first_request_without_an_answer_holds_nobody_up() -> None:
    pace = Pace(pause=not_needed)
    with pytest.raises(NetworkError), pace.turn():
        raise NetworkError("no answer")
    with pace.turn() as tell, pace.turn():
        tell({})


def test_with_nothing_left_one_waits_as_long_as_the_slowest_plan_takes(clock: Clock) -> None:
    """The reset is told in whole seconds and would be up to three times too late."""
    pace = Pace(clock.pause, clock)
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1790000002"})
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "1"})
    assert clock.waits == [0.5]


DATE = "Mon, 21 Sep 2026 14:13:20 GMT"  # 1790000000


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [
        (200, {"x-ratelimit-reset": "1790000007"}, 6.75),  # a slower limit than that of any plan
        (200, {"x-ratelimit-reset": "1890000000"}, 10.0),
        (200, {"x-ratelimit-reset": "soon"}, 0.5),
        (200, {"x-ratelimit-reset": "nan", "retry-after": "inf"}, 0.5),
        (200, {"x-ratelimit-reset": "1000"}, 0.5),
        (429, {"x-ratelimit-reset": "1790000002"}, 1.75),
        (429, {"x-ratelimit-reset": "1790000002", "retry-after": "4"}, 4.0),
        (429, {"x-ratelimit-reset": "1000"}, 0.5),
        (429, {}, 0.5),
        (429, {"retry-after": "3600"}, 0.5),  # each of a dozen requests would wait for nothing
        # By the tenant's clock, wherever this machine's stands.
        (429, {"x-ratelimit-reset": "1790000003", "date": DATE}, 3.0),
        (429, {"x-ratelimit-reset": "1790000003", "date": "yesterday"}, 2.75),
    ],
)
def test_how_long_one_waits(clock: Clock, status: int, headers: dict[str, str], waits: float) -> None:
    pace = Pace(clock.pause, clock)
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "0", **headers}, status)
    with pace.turn():
        pass
    assert clock.waits == [waits]


def test_answers_that_overtake_each_other_do_not_add_up(clock: Clock) -> None:
    """Three side by side, answered in the wrong order: the tenant counted the lowest last."""
    pace = Pace(clock.pause, clock)
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "3"})
    turns = [pace.turn() for _ in range(3)]
    tells = [turn.__enter__() for turn in turns]
    for told, turn, left in zip(tells, turns, (0, 1, 2), strict=True):
        told({"x-ratelimit-remaining": str(left)})
        turn.__exit__(None, None, None)
    with pace.turn():
        pass
    assert clock.waits == [0.5]


def test_one_who_is_interrupted_while_waiting_holds_nobody_up() -> None:
    interruptions = iter([KeyboardInterrupt()])

    def pause(_: float) -> None:
        if (now := next(interruptions, None)) is not None:
            raise now

    pace = Pace(pause)
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "0"})
    with pytest.raises(KeyboardInterrupt), pace.turn():
        pass
    with pace.turn():
        pass


def not_needed(seconds: float) -> None:
    raise AssertionError(f"waited {seconds} seconds for nothing")
