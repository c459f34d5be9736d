"""The time that a request may take in all, wherever it is waiting (standards.md Q06)."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

Resolve = Callable[..., Iterable[Any]]  # as socket.getaddrinfo


@dataclass(slots=True)
class Limit:
    """When the request that is under way must be over, in ``time.monotonic`` seconds. It may be moved meanwhile."""

    ends: float

    def left(self) -> float:
        return self.ends - time.monotonic()

    def shorten(self, seconds: float) -> None:
        """It ends in ``seconds`` at the latest."""
        self.ends = min(self.ends, time.monotonic() + seconds)


CURRENT: ContextVar[Limit | None] = ContextVar("limit", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[Limit]:
    """Everything that this thread sends and reads inside the block is over after ``seconds``."""
    limit = Limit(time.monotonic() + seconds)
    token = CURRENT.set(limit)
    try:
        yield limit
    finally:
        CURRENT.reset(token)


def time_left(timeout: float | None) -> float:
    """What is left for one step: of its own ``timeout``, and of the whole request's."""
    limit = CURRENT.get()
    return min(timeout if timeout is not None else float("inf"), limit.left() if limit else float("inf"))
