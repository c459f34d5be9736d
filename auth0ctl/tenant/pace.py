"""Requests side by side, and never more of them than the tenant's rate limit allows.

Every answer of the Management API tells what is left (auth0-facts/management-api.md section 3); the Free plan allows
two requests at once and two a second. So the first request goes alone, and what its answer says holds for the rest.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

LONGEST, SHORTEST = 10.0, 0.1  # seconds of one wait
UNKNOWN_RESET = 1.0  # seconds, where an answer does not say when there is more


class Pace:
    """One rate limit, shared by the threads that ask. ``pause`` waits for seconds, ``clock`` tells Unix seconds."""

    def __init__(self, pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.time) -> None:
        self._pause, self._clock = pause, clock
        self._changed = threading.Condition()
        self._told = False  # whether an answer has come
        self._left: int | None = None  # requests that may still be sent; None: nothing limits them
        self._reset = 0.0  # Unix seconds
        self._under_way = 0
        self._somebody_waits = False

    @contextmanager
    def turn(self) -> "Iterator[Callable[[Mapping[str, str]], None]]":
        """Wait until a request may be sent; the value is to be told the headers of its answer."""
        self._enter()
        headers: Mapping[str, str] = {}

        def tell(answered: Mapping[str, str]) -> None:
            nonlocal headers
            headers = answered

        try:
            yield tell
        finally:
            self._leave(headers)

    def _enter(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._may_go() or self._must_wait())
                if self._may_go():
                    self._under_way += 1
                    self._left = None if self._left is None else self._left - 1
                    return
                self._somebody_waits = True
                seconds = min(LONGEST, max(SHORTEST, self._reset - self._clock()))
            self._pause(seconds)
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

    def _leave(self, headers: Mapping[str, str]) -> None:
        with self._changed:
            self._under_way -= 1
            left, reset = number(headers, "x-ratelimit-remaining"), number(headers, "x-ratelimit-reset")
            self._told = True  # without an answer as well: the others must not wait for one that does not come
            if headers:
                # Those that are under way may not have been counted yet.
                self._left = None if left is None else max(0, int(left) - self._under_way)
                self._reset = self._clock() + UNKNOWN_RESET if reset is None else reset
            self._changed.notify_all()


def number(headers: Mapping[str, str], name: str) -> float | None:
    """A header that is a number; None where there is none."""
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return None
