"""How the questions are sent: side by side, and with patience where the tenant asks for some."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from auth0ctl.tenant.http import Answer, Http

T = TypeVar("T")
SIDE_BY_SIDE = 12  # requests; far below what the Authentication API allows, and all that a round has
TURNS = 3  # how often a request is sent again when there were too many
LONGEST, SHORTEST = 10.0, 0.2  # seconds of one wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Where questions go. ``pause`` waits for seconds, ``clock`` tells Unix seconds, ``step`` says what is done."""

    http: Http
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    step: Callable[[str], None] = print

    def send(
        self, method: str, url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, sent again after the time that a 429 names. Raises NetworkError when there is no answer."""
        for _ in range(TURNS):
            answer = self.http.send(method, url, form=form, headers=headers)
            if answer.status != 429:
                return answer
            self.pause(wait_of(answer.headers, self.clock()))
        return self.http.send(method, url, form=form, headers=headers)

    def side_by_side(self, questions: Sequence[Callable[[], T]]) -> tuple[T, ...]:
        """The answers in the order of the questions. Raises NetworkError as the first of them does."""
        if len(questions) < 2:
            return tuple(one() for one in questions)
        with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(questions))) as pool:
            return tuple(pool.map(lambda one: one(), questions))


def wait_of(headers: Mapping[str, str], now: float) -> float:
    """Seconds to wait: ``Retry-After``, else until the Unix second ``x-ratelimit-reset`` (management-api.md 3)."""
    for name, since in (("retry-after", 0.0), ("x-ratelimit-reset", now)):
        try:
            stated = float(headers[name]) - since
        except (KeyError, ValueError):
            continue
        return min(LONGEST, max(SHORTEST, stated))
    return 1.0
