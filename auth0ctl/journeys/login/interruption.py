"""Ends that come from outside (Ctrl-C, SIGTERM, a closed terminal), so that what was begun can be put back first."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDINGS = ("SIGTERM", "SIGHUP", "SIGBREAK")  # the last on Windows only, the one before everywhere else
BASE = 128  # a process that a signal ended: 128 + its number, as a shell says it


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does: by an exception, here SystemExit(128 + number).

    What is ignored already (``nohup``) stays ignored. Outside the main thread, where there are no signals, it does
    nothing.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(BASE + number)

    with _handling([one for one in _signals(ENDINGS) if signal.getsignal(one) is not signal.SIG_IGN], end):
        yield


@contextmanager
def finishing_first(say: Callable[[str], None], sentence: str) -> Iterator[None]:
    """Let the block finish although it is told to end, saying ``sentence``; it ends afterwards. Told twice, it ends."""
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            raise _ending(number)
        say(sentence)

    with _handling(_signals(("SIGINT", *ENDINGS)), hear):
        yield
    if told:
        raise _ending(told[0])


def _ending(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else SystemExit(BASE + number)


def _signals(names: tuple[str, ...]) -> list[signal.Signals]:
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


@contextmanager
def _handling(numbers: list[signal.Signals], handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before: dict[signal.Signals, Any] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in numbers:
                before[number] = signal.signal(number, handler)
        yield
    finally:
        for number, former in before.items():
            # None: a handler that was not set from Python, and cannot be set back from there
            signal.signal(number, signal.SIG_DFL if former is None else former)
