"""The place for the one answer of a login attempt: which answer it waits for, and the one it got.

The order is that of ``take``: readable and without duplicates, right state, not used yet, then the way it came. An
answer is taken once however many copies race for it.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from auth0ctl.flows.callback.answer import read_answer, same_state
from auth0ctl.flows.callback.http import Refused

MODES = frozenset({"query", "fragment", "form_post"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The tenant's answer. ``via`` is how it came: ``query``, ``fragment`` or ``form_post``. It may be an ``error``."""

    params: Mapping[str, str] = field(repr=False)
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Expected:
    state: str = field(repr=False)
    modes: frozenset[str]
    origin: str | None


class Inbox:
    """Safe from any thread. ``replay`` (seconds) is how long a copy of the taken answer counts as the browser's own."""

    def __init__(self, *, replay: float) -> None:
        self.delivery: Delivery | None = None
        self.delivered = threading.Event()
        self.stray = 0
        self.last_refusal = ""
        self._delivered_at = 0.0
        self._expected: _Expected | None = None
        self._replay = replay
        self._lock = threading.Lock()

    def expect(self, *, state: str, modes: frozenset[str], origin: str | None) -> None:
        if not state or not modes or not modes <= MODES:
            raise ValueError("a login needs a state, and modes out of query, fragment and form_post")
        self._expected = _Expected(state=state, modes=modes, origin=origin)

    def take(self, text: str, via: str) -> bool:
        """Take an answer in its encoded form: True when this is the delivery, False for a copy of it.

        Raises Refused for everything else. An error is taken whichever way it came, because a tenant that rejects the
        request may not have understood its response mode either.
        """
        answer = read_answer(text)
        with self._lock:
            expected = self._expected
            if expected is None or not same_state(answer, expected.state):
                raise Refused(HTTPStatus.BAD_REQUEST, "This answer does not belong to the login that is waiting.")
            if self.delivery is not None:
                if time.monotonic() - self._delivered_at < self._replay:
                    return False
                raise Refused(HTTPStatus.CONFLICT, "This answer has been used already.")
            if via not in expected.modes and "error" not in answer:
                asked = " or ".join(sorted(expected.modes))
                raise Refused(HTTPStatus.BAD_REQUEST, f"The answer came by {via}; the login asked for {asked}.")
            self.delivery = Delivery(params=answer, via=via)
            self._delivered_at = time.monotonic()
        self.delivered.set()
        return True

    def allows_origin(self, origin: str) -> bool:
        """Whether a form may come from ``origin``: the tenant's, or ``null``, which a page without referrer sends."""
        expected = self._expected
        return expected is None or expected.origin is None or origin in ("null", expected.origin)

    def count(self, sentence: str) -> None:
        """Note a hit on the callback that was refused, and why."""
        with self._lock:
            self.stray += 1
            self.last_refusal = sentence
