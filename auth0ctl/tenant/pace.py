"""Requests side by side, and never more of them than the tenant's rate limit allows.

Limits are token buckets (standards.md Q01; auth0-facts/management-api.md section 3), and every answer of the Management
API tells what is left in its own. So the first request goes alone, and what its answer says holds for the rest. An
empty bucket of the slowest plan has a token again after half a second, of a faster one more than that: after half a
second one request goes ahead and its answer says how many may follow. The reset that is told comes in whole seconds,
too coarse to keep up with two a second; it is waited for where it is farther off than rounding explains, and
after a refusal.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Protocol

SLOWEST_PLAN = 2.0  # requests a second: the Free plan and Enterprise tenants that are not in production
ROUNDING = 2.0  # seconds: both ends are cut to whole seconds, and the next token is half a second away
LONGEST = 10.0  # seconds of one wait
HOPELESS = 60.0  # seconds; a refusal for longer than this is not waited out
TOO_MANY = 429


class Tell(Protocol):
    """To be told the headers and the status of an answer. Header names are lower case."""

    def __call__(self, headers: Mapping[str, str], status: int = 200) -> None: ...


class Pace:
    """One rate limit, shared by the threads that ask. ``pause`` waits for seconds, ``clock`` tells Unix seconds."""

    def __init__(self, pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.time) -> None:
        self._pause, self._clock = pause, clock
        self._changed = threading.Condition()
        self._told = False  # whether an answer has come
        self._left: int | None = None  # requests that may still be sent; None: nothing limits them
        self._lowest: int | None = None  # what answers told that overlapped in time
        self._wait = 0.0  # seconds until there is more
        self._under_way = 0
        self._sent, self._heard = 0, 0  # how many were sent; how many had been when an answer was last heard
        self._somebody_waits = False

    @contextmanager
    def turn(self) -> Iterator[Tell]:
        """Wait until a request may be sent; the value is to be told the headers of its answer."""
        place = self._enter()
        answered: tuple[Mapping[str, str], int] | None = None

        def tell(headers: Mapping[str, str], status: int = 200) -> None:
            nonlocal answered
            answered = headers, status

        try:
            yield tell
        finally:
            self._leave(place, answered)

    def _enter(self) -> int:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._may_go() or self._must_wait())
                if self._may_go():
                    self._under_way += 1
                    self._sent += 1
                    self._left = None if self._left is None else self._left - 1
                    return self._sent
                self._somebody_waits = True
            try:
                self._pause(self._wait)
            finally:  # the others must not wait for one who was interrupted
                with self._changed:
                    self._somebody_waits = False
                    self._left = 1  # its answer says whether there is more
                    self._changed.notify_all()

    def _may_go(self) -> bool:
        if not self._told:
            return not self._under_way
        return self._left is None or self._left > 0

    def _must_wait(self) -> bool:
        """Nothing is left, and nothing is under way whose answer could say otherwise: one waits for all."""
        return self._told and not self._under_way and not self._somebody_waits

    def _leave(self, place: int, answered: tuple[Mapping[str, str], int] | None) -> None:
        with self._changed:
            self._under_way -= 1
            self._told = True  # without an answer as well: the others must not wait for one that does not come
            if answered is not None:
                self._hear(place, *answered)
            self._changed.notify_all()

    def _hear(self, place: int, headers: Mapping[str, str], status: int) -> None:
        remaining = number(headers, "x-ratelimit-remaining")
        left = 0 if status == TOO_MANY else None if remaining is None else int(remaining)
        if left is not None and self._lowest is not None and place <= self._heard:
            left = min(left, self._lowest)  # answers may overtake each other; the tenant counted the lower one last
        self._lowest, self._heard = left, self._sent
        # Those that are under way may not have been counted yet.
        self._left = None if left is None else max(0, left - self._under_way)
        self._wait = seconds_to_wait(headers, status, self._clock())


def seconds_to_wait(headers: Mapping[str, str], status: int, now: float) -> float:
    """Seconds from an answer until there is something left again. ``now``: Unix seconds."""
    since = dated(headers)
    reset, after = number(headers, "x-ratelimit-reset"), number(headers, "retry-after")
    told = 0.0 if reset is None else reset - (now if since is None else since)
    told = max(told, after or 0.0)
    if status != TOO_MANY and told <= ROUNDING:
        return 1 / SLOWEST_PLAN
    if status == TOO_MANY and told > HOPELESS:  # who asks would wait once for each request, and be refused each time
        return 1 / SLOWEST_PLAN
    return min(LONGEST, max(1 / SLOWEST_PLAN, told))


def dated(headers: Mapping[str, str]) -> float | None:
    """The server's own clock, in Unix seconds: a reset is told by it, and this machine's may be minutes off."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return None


def number(headers: Mapping[str, str], name: str) -> float | None:
    """A header that is a number; None where there is none."""
    try:
        found = float(headers[name])
    except (KeyError, ValueError):
        return None
    return found if math.isfinite(found) else None
