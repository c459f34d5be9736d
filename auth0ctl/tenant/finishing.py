"""Ctrl-C while a tenant is being changed: the request that is under way is finished first (standards.md Q13)."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

FINISH_SECONDS = 3.0


@contextmanager
def finishing(call: str, hurry: Callable[[float], None], say: Callable[[str], None]) -> Iterator[None]:
    """Let the request of the block be answered although Ctrl-C is pressed; KeyboardInterrupt comes after it.

    ``hurry`` lets the request end within so many seconds. A second Ctrl-C ends at once. ``call`` names the request;
    the notes of the KeyboardInterrupt say what became of it and how to go on. Where Ctrl-C has another meaning
    already, and outside the main thread, this does nothing.
    """
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            raise broken_off(call, "was broken off and may have been carried out")
        hurry(FINISH_SECONDS)
        say(f"Finishing {call} first; Ctrl-C once more ends at once.")

    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, hear)
    try:
        yield
    except Exception:
        if told:
            raise broken_off(call, "was not answered and may have been carried out") from None
        raise
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if told:
        raise broken_off(call, "was finished first")


def broken_off(call: str, became: str) -> KeyboardInterrupt:
    ending = KeyboardInterrupt()
    ending.add_note(f"{call} {became}. Run the same command again to go on; `auth0ctl undo --list` shows what is open.")
    return ending
