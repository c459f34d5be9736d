"""Requests side by side under a rate limit: the first alone, then as many as the answers allow, never one too many."""

import shutil
from collections.abc import Callable, Iterator
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


Ask = Callable[[Management], object]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seen() -> list[Exchange]:
    return []


@pytest.fixture
def management(tmp_path: Path, first_run: Path, clock: Clock, seen: list[Exchange]) -> Iterator[Management]:
    shutil.copytree(first_run, tmp_path / "local")
    local = open_tenant(tmp_path / "local", now=clock, rate_limit="free")
    origin = local.issuer.rstrip("/")
    with Http(apps={origin: local.app}, observe=seen.append) as http:
        yield Management(http, Tenant(name="local", origin=origin), local.management_token)
    local.close()


def test_twelve_requests_on_the_free_plan_and_none_too_many(
    management: Management, clock: Clock, seen: list[Exchange]
) -> None:
    paced = management.paced(Pace(clock.pause, clock))
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: paced.tenant_settings(), range(12)))
    assert len(answers) == 12
    assert [one.status for one in seen] == [200] * 12
    assert 4 <= sum(clock.waits) <= 12  # two at once, then two a second at the most


def test_without_a_pace_the_same_are_refused(management: Management, seen: list[Exchange]) -> None:
    """The tenant does keep the limit: the test above could fail."""
    for _ in range(3):
        with suppress(RateLimited):
            management.tenant_settings()
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


def test_with_nothing_left_one_waits_until_the_reset(clock: Clock) -> None:
    pace = Pace(clock.pause, clock)
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1790000002"})
    with pace.turn() as tell:
        tell({"x-ratelimit-remaining": "1"})
    assert clock.waits == [1.75]


def test_a_far_reset_and_one_that_is_no_number_are_bounded(clock: Clock) -> None:
    pace = Pace(clock.pause, clock)
    for reset in ("1890000000", "soon", "1000"):
        with pace.turn() as tell:
            tell({"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset})
    with pace.turn():
        pass
    assert clock.waits == [10.0, 1.0, 0.1]


def not_needed(seconds: float) -> None:
    raise AssertionError(f"waited {seconds} seconds for nothing")
