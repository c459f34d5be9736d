"""Which requests are sent again, after which failures, and how long is waited before (standards.md Q02, Q03).

    what failed                        GET HEAD PUT DELETE    PATCH    POST
    nothing was sent (refused, DNS)    again                  again    again
    no answer, or a broken one         again                  no       no
    429                                again                  again    again
    502, 503, 504                      again                  no       no
    500, every other status            no                     no       no

A POST or PATCH whose answer was lost may have been carried out: whoever sent it looks first (Q04).
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from auth0ctl.errors import Auth0ctlError, NetworkError, TenantError

if TYPE_CHECKING:
    from auth0ctl.tenant.http import Answer

T = TypeVar("T")
PAUSES = (1.0, 3.0)  # seconds before a second and a third try; the smallest tenants allow two requests a second (Q01)
REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
UNAVAILABLE = frozenset({502, 503, 504})
SERVER_TROUBLE = 500  # from this status on
TROUBLE = "That is a fault of the server, or of a proxy before it: try again in a moment."
TRIES = 4  # of one request, the first one included
UNSENT_TRIES = (
    2  # where nothing listens, or a name is unknown: mostly a wrong domain, and nobody wants to wait for that
)
LIMITED_TRIES = 5
STEP, LONGEST_STEP = 0.5, 8.0  # seconds: each wait is a random part of 0.5, 1, 2, 4, 8
LONGEST_WAIT = 60.0  # seconds of one wait for a rate limit
LIMITED_SECONDS = 120.0  # seconds of all waits for a rate limit, in one request


def silent(sentence: str) -> None:
    """Where nobody is to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``seconds``: after so many no request is repeated any more. ``pause`` waits, ``clock`` tells monotonic seconds,
    ``draw(a, b)`` a number between, ``say`` is told each wait for a rate limit."""

    seconds: float
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    draw: Callable[[float, float], float] = random.uniform
    say: Callable[[str], None] = silent

    def answer(self, method: str, attempt: Callable[[], "Answer"]) -> "Answer":
        """What ``attempt`` answers in the end. Raises its last NetworkError.

        A DELETE that finds nothing, after one that was not answered, has done its work: it answers 204.
        """
        began, waited, failed, limited, lost = self.clock(), 0.0, 0, 0, False
        while True:
            answer: Answer | None = None
            try:
                answer = attempt()
            except NetworkError as error:
                failed += 1
                lost = lost or error.sent
                most = TRIES if error.sent else UNSENT_TRIES
                if failed >= most or (error.sent and method not in REPEATABLE):
                    raise
                wait = self._step(failed)
                if self.clock() - began + wait >= self.seconds:
                    raise
            else:
                if answer.status == 429:
                    limited += 1
                    wait = wanted_wait(answer.headers) + self.draw(0, STEP)
                    if limited >= LIMITED_TRIES or wait > LONGEST_WAIT or waited + wait > LIMITED_SECONDS:
                        return answer
                    waited += wait
                    self.say(f"The tenant's rate limit is used up: going on in {wait:.0f} s.")
                elif answer.status in UNAVAILABLE and method in REPEATABLE and failed + 1 < TRIES:
                    failed += 1
                    lost = True
                    wait = self._step(failed)
                    if self.clock() - began + wait >= self.seconds:
                        return answer
                else:
                    done = method == "DELETE" and lost and answer.status == 404
                    return replace(answer, status=204) if done else answer
            self.pause(wait)

    def _step(self, failed: int) -> float:
        return self.draw(0, min(LONGEST_STEP, STEP * 2 ** (failed - 1)))


def patiently(
    do: Callable[[], T],
    pause: Callable[[float], None],
    errors: tuple[type[Auth0ctlError], ...],
    pauses: Sequence[float] = PAUSES,
) -> T:
    """What ``do`` returns; after one of ``errors`` it is tried again, but never after a tenant's plain no (4xx).

    For steps of several requests, and for requests over an ``Http`` without patience. ``pauses``: seconds before each
    further try.
    """
    for seconds in pauses:
        try:
            return do()
        except errors as error:
            if isinstance(error, TenantError) and error.status < 500:
                raise
            pause(seconds)
    return do()


def wanted_wait(headers: Mapping[str, str]) -> float:
    """Seconds until a tenant that answered 429 takes requests again: at least one.

    By ``retry-after`` (seconds) and by ``x-ratelimit-reset`` (Unix seconds of the tenant's clock, so against its
    ``date``), whichever is later (auth0-facts/management-api.md section 3).
    """
    waits = [1.0]
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if after.isascii() and after.isdigit():
        waits.append(float(after))
    if reset.isascii() and reset.isdigit():
        try:
            now = parsedate_to_datetime(headers.get("date", "")).timestamp()
        except (ValueError, OverflowError):
            now = time.time()
        waits.append(float(reset) - now)
    return max(waits)
