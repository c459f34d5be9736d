"""Several changes that belong together: when one fails, what is done and what is not, and how to go on or back (Q05).

The tenant itself is the record of what is done: each step is found again there by our mark, so the same command goes on
where it was broken off, by an error, by Ctrl-C or by ``kill -9``, and finds nothing to do when all is done.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from auth0ctl.errors import Auth0ctlError, Unfinished


class Steps:
    """The steps of one command. ``back``: the command that takes back what is done; "" where there is none."""

    def __init__(self, names: Sequence[str], *, back: str = "") -> None:
        self._pending = list(names)
        self._done: list[str] = []
        self._back = back

    def done(self) -> None:
        """The next step is done."""
        self._done.append(self._pending.pop(0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Raises Unfinished for an error after the first step; an interruption is told what is done."""
        if error is None or not self._done:
            return
        on = "Run the same command again to go on" + (f", or `{self._back}` to take it back." if self._back else ".")
        state = f"done: {', '.join(self._done)}; not done: {', '.join(self._pending) or 'nothing'}"
        if isinstance(error, Auth0ctlError):
            raise Unfinished(f"broken off ({state}): {error.message}", on) from None
        if isinstance(error, KeyboardInterrupt | SystemExit):
            error.add_note(f"Broken off ({state}). {on}")
