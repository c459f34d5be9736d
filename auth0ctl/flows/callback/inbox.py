"""The place for the answers of one login: which answer it waits for, and the one it got.

The order is that of ``take``: readable and without duplicates, right state, not used yet, then the way it came. An
answer is taken once however many copies race for it. A login of several attempts in one tab waits for one after the
other; a copy of an answer that an earlier attempt took stays a copy.
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
    """Safe from any thread. ``replay`` (seconds) is how long a copy of a taken answer counts as the browser's own.

    ``taken`` counts the answers so far. ``browser_waits``: the last one came from a browser, not from a paste, and that
    browser asks for a page now.
    """

    def __init__(self, *, replay: float) -> None:
        self.delivery: Delivery | None = None
        self.delivered = threading.Event()
        self.taken = 0
        self.browser_waits = False
        self.stray = 0
        self.last_refusal = ""
        self._used: dict[str, float] = {}  # state -> when its answer was taken
        self._expected: _Expected | None = None
        self._replay = replay
        self._lock = threading.Lock()

    def expect(self, *, state: str, modes: frozenset[str], origin: str | None) -> None:
        if not state or not modes or not modes <= MODES:
            raise ValueError("a login needs a state, and modes out of query, fragment and form_post")
        with self._lock:
            if state in self._used:
                raise ValueError("a state is used for one attempt only")
            self._expected = _Expected(state=state, modes=modes, origin=origin)
            self.delivery = None
            self.delivered.clear()

    @property
    def pasteable(self) -> bool:
        """Whether the expected answer can stand in an address."""
        return self._expected is not None and self._expected.modes != {"form_post"}

    def take(self, text: str, via: str, *, pasted: bool = False) -> bool:
        """Take an answer in its encoded form: True when this is the delivery, False for a copy of one.

        Raises Refused for everything else. An error is taken whichever way it came, because a tenant that rejects the
        request may not have understood its response mode either.
        """
        answer = read_answer(text)
        with self._lock:
            expected = self._expected
            used = [at for state, at in self._used.items() if same_state(answer, state)]
            if used:
                if time.monotonic() - used[0] < self._replay:
                    return False
                raise Refused(HTTPStatus.CONFLICT, "This answer has been used already.")
            if expected is None or not same_state(answer, expected.state):
                raise Refused(HTTPStatus.BAD_REQUEST, "This answer does not belong to the login that is waiting.")
            if via not in expected.modes and "error" not in answer:
                asked = " or ".join(sorted(expected.modes))
                raise Refused(HTTPStatus.BAD_REQUEST, f"The answer came by {via}; the login asked for {asked}.")
            self.delivery = Delivery(params=answer, via=via)
            self.taken += 1
            self.browser_waits = not pasted
            self._used[expected.state] = time.monotonic()
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
