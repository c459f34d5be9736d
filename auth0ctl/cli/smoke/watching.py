"""``auth0ctl smoke --watch``: again when the file changes, or after some time, until Ctrl-C."""

import time
from collections.abc import Callable
from pathlib import Path

from auth0ctl.cli.session import Session
from auth0ctl.errors import Auth0ctlError, ExitCode
from auth0ctl.words import counted

LOOK = 0.3  # seconds between looks at the file


def watched(
    session: Session,
    file: Path,
    *,
    every: float | None,
    run: Callable[[], ExitCode],
    wait: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> ExitCode:
    """Run, and run again. Ctrl-C ends it with the last run's code; before any has ended, it interrupts as usual.

    A mistake in the file is told, and its mending waited for. ``every`` is in seconds.
    """
    last: ExitCode | None = None
    try:
        while True:
            before = stamp(file)
            try:
                last = run()
            except Auth0ctlError as error:
                session.fail(error)
                last = error.exit_code
            ended = clock()
            also = f", or {counted(every, 'second')} {'passes' if every == 1 else 'pass'}" if every else ""
            session.say(f"\nWaiting until {file} changes{also}; Ctrl-C ends.")
            while stamp(file) == before and (every is None or clock() < ended + every):
                wait(LOOK)
    except KeyboardInterrupt:
        if last is None:
            raise
        return last


def stamp(file: Path) -> tuple[int, int] | None:
    """What changes with a file; None where it is not there just now."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size
