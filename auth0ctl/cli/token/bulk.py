"""``auth0ctl token verify`` for many tokens: rows to stdout, progress and a summary to stderr."""

import gc
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from auth0ctl.cli.session import Session
from auth0ctl.cli.token.source import Lines
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.journeys.tokens.block import Results, Task, member
from auth0ctl.journeys.tokens.bulk import verify_many
from auth0ctl.journeys.tokens.reading import read_blocks
from auth0ctl.journeys.tokens.verify import Clock, KeySource
from auth0ctl.lookup import load
from auth0ctl.model import Expected, Token
from auth0ctl.rules.token.clock import TOLERATED
from auth0ctl.tokens.bulk import Expectations
from auth0ctl.tokens.decode import decode
from auth0ctl.words import duration

# Containers alive at once before Python looks for cycles among them. Tokens come and go by the million and make none;
# looking as often as usual takes a twentieth of the time.
CYCLES_LOOKED_FOR = 50_000
WORTH_PROCESSES = 8 * 1024 * 1024  # bytes; below, starting processes takes longer than they save


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of all lines so far."""

    passed: int = 0
    failed: int = 0
    empty: int = 0
    times: int = 0  # of those that failed: by a time, at least
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        return self.passed + self.failed

    def add(self, results: Results) -> None:
        self.passed += results.passed
        self.failed += results.failed
        self.empty += results.empty
        self.times += results.times
        self.reasons.update(results.reasons)


def first_token(lines: Lines, name: str | None) -> Token:
    """The token on the first line: where no tenant is configured, its issuer is the one that is judged or refused."""
    text = lines.head.split(b"\n", 1)[0].decode("utf-8", "replace").strip("\r\n")
    return decode(member(text, name)[0] if name is not None else text)


def task_of(of_id: Expected, of_access: Expected, *, member: str | None, secret: bytes | None) -> Task:
    """What every line is held against."""
    return Task(expectations=Expectations(of_id=of_id, of_access=of_access), member=member, secret=secret)


def jobs_for(size: int | None) -> int:
    """How many processes pay: one for a stream or a small file, one for each processor for a large file."""
    if size is None or size < WORTH_PROCESSES:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def verify_lines(
    session: Session,
    lines: Lines,
    task: Task,
    keys: KeySource | None,
    *,
    jobs: int | None,
    at_named: bool,
    clock: Clock | None = None,
    trust_clock: bool = False,
) -> ExitCode:
    """Verify every line, and write its row as soon as its block is done.

    With ``at_named`` every token is judged as of the time in the task; else as of the time its block was read. With
    ``trust_clock`` that time is the issuer's ``clock``'s; else the clock is asked once, at the end, where times failed.
    """
    gc.set_threshold(CYCLES_LOOKED_FOR)
    began, tally = time.monotonic(), Tally()
    stop = Interruption()
    trusted = timedelta(seconds=_trusted(session, clock) if trust_clock and clock else 0)
    moment = (lambda: task.expectations.of_access.at) if at_named else (lambda: session.now() + trusted)
    blocks = read_blocks(lines.stream, now=moment, head=lines.head)
    try:
        with stop.handled(), lines.stream, _meter(session, lines.size) as tell:
            for results in verify_many(blocks, task, keys, jobs=jobs or jobs_for(lines.size)):
                with stop.held():
                    _write(session, results, first=not tally.judged)
                    tally.add(results)  # with the rows, so that the summary counts all that were written
                tell(results.size, tally.judged)
    except KeyboardInterrupt:
        _end(session, tally)
        _summary(session, tally, time.monotonic() - began)
        raise
    if not tally.judged:
        raise UsageError(f"there is no token in {lines.name}", "Give a token on every line, or JSON with --field NAME.")
    _end(session, tally)
    _summary(session, tally, time.monotonic() - began)
    if tally.times and clock and not trust_clock:
        _compare_clocks(session, tally, clock)
    return ExitCode.FOUND if tally.failed else ExitCode.OK


def _write(session: Session, results: Results, *, first: bool) -> None:
    """The rows as they are; with JSON output as the elements of one array, still each on its line."""
    text = results.text()
    if not text or session.output == "quiet":
        return
    if session.output == "json":
        text = ("[\n" if first else ",\n") + ",\n".join(text.splitlines())
    session.stdout.write(text)
    session.stdout.flush()


def _end(session: Session, tally: Tally) -> None:
    """With JSON output, close the array."""
    if session.output == "json" and tally.judged:
        session.stdout.write("\n]\n")


def _summary(session: Session, tally: Tally, seconds: float) -> None:
    rate = f"{tally.judged / seconds:,.0f} a second" if seconds > 0 else "at once"
    plural = "" if tally.judged == 1 else "s"
    empty = f", {tally.empty} empty lines left out" if tally.empty else ""
    said = f"{tally.judged:,} token{plural}: {tally.passed:,} passed, {tally.failed:,} failed{empty} ({rate})."
    rows = [f"  {count:>9,}  {reason}" for reason, count in tally.reasons.most_common()]
    session.say("\n".join((said, *rows)))


def _trusted(session: Session, clock: Clock) -> float:
    """The seconds to add to this machine's time, so that the tokens are judged by the issuer's clock (Q09)."""
    offset = clock()
    if offset is None:
        session.say("The issuer's clock could not be read: judging by this machine's.")
        return 0.0
    if abs(offset) <= TOLERATED:
        return 0.0
    session.say(f"{_apart(offset)} Judging by the issuer's.")
    return offset


def _compare_clocks(session: Session, tally: Tally, clock: Clock) -> None:
    """Say so where this machine's clock may be why times failed; the verdicts stay (Q09)."""
    offset = clock()
    if offset is not None and abs(offset) > TOLERATED:
        failed = f"{tally.times:,} token{'' if tally.times == 1 else 's'} failed by a time"
        session.say(f"{_apart(offset)} {failed}: judge again with --trust-server-clock.")


def _apart(offset: float) -> str:
    return f"This machine's clock is {duration(offset)} {'behind' if offset > 0 else 'ahead of'} the issuer's."


@contextmanager
def _meter(session: Session, size: int | None) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr where a person looks on and the rows go elsewhere; else nothing."""
    if session.output == "quiet" or not session.stderr.isatty() or session.stdout.isatty():
        yield lambda _size, _judged: None
        return
    with load("auth0ctl.render.terminal.progress:bar")(session.stderr, size) as tell:
        yield tell


class Interruption:
    """Ctrl-C while rows are written waits until they are whole; a second one does not."""

    def __init__(self) -> None:
        self._holding = False
        self._pressed = False

    def __call__(self, _signal: int, _frame: Any) -> None:
        if not self._holding or self._pressed:
            raise KeyboardInterrupt
        self._pressed = True

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle Ctrl-C here, where this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While something is written that must not be cut."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._pressed:
            raise KeyboardInterrupt
