"""Processes that verify blocks of tokens. Each has one block at a time; keys reach it as numbers, and only when new."""

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from auth0ctl.errors import Auth0ctlError
from auth0ctl.journeys.tokens.block import Block, Results, Task, verify_block
from auth0ctl.tokens.bulk import Bench
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import packed, unpacked

# Where it is safe, a process that begins as a copy of this one saves the imports.
METHOD = "fork" if sys.platform == "linux" else "spawn"


class Worker:
    """One process. ``give`` a block, then ``take`` its results; never two blocks at once."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self._process = process
        self.connection = connection
        self._known: KeySet | None = None

    def give(self, block: Block, keys: KeySet | None) -> None:
        """Send a block, with the keys where they are not those of the block before."""
        news = None if keys is None or keys is self._known else packed(keys)
        self._known = keys
        # The text by itself: a hundred times as large as all else, and nothing in it to be pickled.
        self.connection.send((block.first, block.at, news))
        self.connection.send_bytes(block.text)

    def take(self) -> Results:
        """Wait for the results. Raises Auth0ctlError when the process has ended without any."""
        try:
            results: Results = self.connection.recv()
        except (EOFError, OSError):
            raise Auth0ctlError(
                "a process that verified tokens was ended from outside", "Try again with --jobs 1."
            ) from None
        return results

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self.connection.close()


def first_ready(crew: Iterable[Worker]) -> list[Worker]:
    """Those that have results, or have ended, as soon as there are any."""
    ours: dict[Any, Worker] = {worker.connection: worker for worker in crew}
    return [ours[ready] for ready in wait(list(ours))]


@contextmanager
def workers(count: int, task: Task) -> Iterator[list[Worker]]:
    """``count`` processes, all of them ended when the context is left."""
    context: Any = multiprocessing.get_context(METHOD)
    crew: list[Worker] = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, ours if METHOD == "fork" else None, task), daemon=True
            )
            process.start()
            theirs.close()
            crew.append(Worker(process, ours))
        yield crew
    finally:
        for worker in crew:
            worker.stop()


def serve(connection: Connection, inherited: Connection | None, task: Task) -> None:
    """What a process does: results for blocks, until it is ended. Ctrl-C is for the process that started it.

    ``inherited`` is the other end of the connection in a process that began as a copy: while it is open here, the
    connection would outlive the process that has the right to it.
    """
    if inherited is not None:
        inherited.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench = Bench(task.expectations, None, task.secret)
    try:
        while True:
            first, at, news = connection.recv()
            if news is not None:
                bench = Bench(task.expectations, unpacked(news), task.secret)
            results = verify_block(Block(first=first, at=at, text=connection.recv_bytes()), task, bench)
            results.join()
            connection.send(results)
    except (EOFError, OSError):  # the calling process is gone
        return
