"""Whole collections: page by page, side by side, at the Free plan's limits, past the reach of pages."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import TenantError
from auth0ctl.localtenant import open_tenant
from auth0ctl.model import Tenant
from auth0ctl.protocol import Exchange
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.listing import SIDE_BY_SIDE, by_checkpoints, by_pages
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace

Params = Mapping[str, str | int]


class Collection:
    """A tenant's collection of ``total`` numbers, in pages of at most ``size``."""

    def __init__(self, total: int, *, size: int = 100, told: int | None = None, checkpoints: bool = True) -> None:
        self.rows = [{"number": number} for number in range(total)]
        self.size, self.told, self.checkpoints = size, told, checkpoints
        self.asked: list[dict[str, str | int]] = []
        self._lock = threading.Lock()

    def get(self, params: Params) -> Any:
        with self._lock:
            self.asked.append(dict(params))
        if "take" in params and self.checkpoints:
            start = int(params.get("from", 0))
            following = {"next": start + 100} if start + 100 < len(self.rows) else {}
            return {"things": self.rows[start : start + 100], **following}
        size = min(self.size, int(params.get("per_page", 50)))
        start = int(params.get("page", 0)) * size
        assert start < 1000, "pages end there"
        shown = self.rows[start : start + size]
        if "include_totals" not in params:
            return shown
        total = len(self.rows) if self.told is None else self.told
        return {"start": start, "limit": size, "total": total, "things": shown}


@pytest.mark.parametrize(
    ("collection", "requests"),
    [
        (Collection(0), 1),
        (Collection(1), 1),
        (Collection(100), 1),
        (Collection(101), 2),
        (Collection(1000), 10),  # an eleventh would be refused
        (Collection(1000, size=50), 20),  # the tenant gives smaller pages than were asked for
        (Collection(30, told=0), 1),  # recorded: a total below what is there
        (Collection(230, told=0), 3),
    ],
)
def test_pages_are_read_in_their_order_and_none_too_many(collection: Collection, requests: int) -> None:
    assert by_pages(collection.get, "things", {"q": "x"}) == collection.rows
    assert len(collection.asked) == requests
    assert all(asked["q"] == "x" for asked in collection.asked)


@pytest.mark.parametrize(("total", "requests"), [(0, 1), (99, 1), (100, 2), (250, 3)])
def test_without_totals_the_last_page_is_the_one_that_is_not_full(total: int, requests: int) -> None:
    collection = Collection(total)
    assert by_pages(collection.get, "things", {}, totals=False) == collection.rows
    assert len(collection.asked) == requests


def test_more_than_pages_reach_is_read_by_checkpoints() -> None:
    collection = Collection(1234)
    assert by_pages(collection.get, "things", {"q": "x"}) == collection.rows
    assert [asked.get("page") for asked in collection.asked] == [0] + [None] * 13


def test_a_list_that_was_cut_never_passes_for_the_whole() -> None:
    with pytest.raises(TenantError, match="1234 things, and its Management API gave only 50"):
        by_pages(Collection(1234, checkpoints=False).get, "things", {})


@pytest.mark.parametrize("answer", [None, "text", 7, {"things": {}}, {"things": "abc"}])
def test_json_that_is_no_list_is_said(answer: object) -> None:
    with pytest.raises(TenantError, match="no list of things"):
        by_pages(lambda _: answer, "things", {})
    with pytest.raises(TenantError, match="no list of things"):
        list(by_checkpoints(lambda _: answer, "things", {}))


def test_as_many_pages_as_agreed_are_on_their_way_together() -> None:
    """The pages after the first wait here for each other; fewer side by side would break the barrier."""
    collection, together = Collection(1000, size=1000 // (SIDE_BY_SIDE + 1) + 1), threading.Barrier(SIDE_BY_SIDE)

    def get(params: Params) -> Any:
        if params["page"]:
            together.wait(timeout=10)
        return collection.get(params)

    assert by_pages(get, "things", {}) == collection.rows


def test_the_first_page_that_fails_is_the_error() -> None:
    collection = Collection(1000)

    def get(params: Params) -> Any:
        if int(params["page"]) >= 3:
            raise TenantError(f"page {params['page']}")
        return collection.get(params)

    with pytest.raises(TenantError, match="page 3"):
        by_pages(get, "things", {})


class Clock:
    """Unix seconds that pass only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.25

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def thousand_clients(folder: Path, clock: Clock, seen: list[Exchange]) -> Iterator[Management]:
    """A tenant at the Free plan's limits, with 1,000 clients besides the one it starts with."""
    with closing(open_tenant(folder)) as filling, Http(apps={filling.issuer.rstrip("/"): filling.app}) as http:
        api = Management(http, Tenant(name="local", origin=filling.issuer.rstrip("/")), filling.management_token)
        for number in range(999):
            api.create_client({"name": f"client {number}"})
    with closing(open_tenant(folder, now=clock, rate_limit="free")) as local:
        origin = local.issuer.rstrip("/")
        with Http(apps={origin: local.app}, observe=seen.append) as http:
            tenant = Tenant(name="local", origin=origin)
            yield Management(http, tenant, local.management_token, Pace(clock.pause, clock))


def test_Q01_accepts_a_thousand_objects_at_the_free_plans_limits(tmp_path: Path) -> None:
    """Ten pages: two at once, then one each half second, so four seconds are ideal."""
    clock, seen = Clock(), list[Exchange]()
    with thousand_clients(tmp_path / "local", clock, seen) as management:
        began = clock()
        listed = management.clients()
    assert len(listed) == 1000
    assert len(seen) == 10
    assert sum(one.status == 429 for one in seen) <= 0.01 * len(seen)
    assert clock() - began <= 1.1 * 4.0
