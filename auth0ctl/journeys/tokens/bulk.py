"""Verify many tokens, block after block, in one process or in several.

Only the calling process asks for keys. A worker that meets an unknown ``kid`` leaves the token to it, so a flood of
them makes no more requests in eight processes than in one.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from auth0ctl.journeys.tokens.block import Block, Results, Task, row_of, verify_block
from auth0ctl.journeys.tokens.verify import KeySource
from auth0ctl.journeys.tokens.workers import Worker, first_ready, workers
from auth0ctl.tokens.bulk import Bench
from auth0ctl.tokens.jwks import KeySet

MOST_HELD = 64  # blocks


class Desk:
    """The calling process's side: it holds the key source, and judges what needs newer keys."""

    def __init__(self, task: Task, keys: KeySource | None) -> None:
        self._task = task
        self._source = keys if task.secret is None else None
        self._held: KeySet | None = None
        self._bench: Bench | None = None

    def keys(self) -> KeySet | None:
        """The keys for the next block. They may raise what a ``KeySource`` raises."""
        return self._source(None, False) if self._source is not None else None

    def bench(self, keys: KeySet | None) -> Bench:
        """A bench with these keys; the last one, while they stay the same."""
        if self._bench is None or keys is not self._held:
            self._held, self._bench = keys, Bench(self._task.expectations, keys, self._task.secret)
        return self._bench

    def _bench_at(self, keys: KeySet | None, results: Results) -> Bench:
        bench = self.bench(keys)
        bench.move_to(results.at)
        return bench

    def finish(self, results: Results) -> Results:
        """Judge the tokens whose ``kid`` was not known, each with the newest keys that may be had for it."""
        for row, number, text in results.open:
            judged = self._bench_at(self.keys(), results).judge(text)
            if judged is None:
                assert self._source is not None  # only an unknown kid of a key set is left open
                judged = self._bench_at(self._source(None, True), results).judge_finally(text)
            results.rows[row] = row_of(results, number, judged)
        results.open.clear()
        return results


def verify_many(blocks: Iterable[Block], task: Task, keys: KeySource | None, *, jobs: int) -> Iterator[Results]:
    """The results of each block, in order, with ``jobs`` processes at work. May raise what ``keys`` raises."""
    desk = Desk(task, keys)
    if jobs == 1:
        for block in blocks:
            yield desk.finish(verify_block(block, task, desk.bench(desk.keys())))
        return
    with workers(jobs, task) as crew:
        idle, busy = deque(crew), dict[Worker, int]()
        done: dict[int, Results] = {}  # by the number of the block, until those before it are done
        told = 0
        for given, block in enumerate(blocks):
            if not idle:
                # Whoever is ready first gets the next block first; but results do not pile up behind a slow one.
                for worker in first_ready(busy if len(done) < MOST_HELD else [min(busy, key=busy.__getitem__)]):
                    done[busy.pop(worker)] = worker.take()
                    idle.append(worker)
            idle[0].give(block, desk.keys())
            busy[idle.popleft()] = given
            while told in done:
                yield desk.finish(done.pop(told))
                told += 1
        for worker in busy:
            done[busy[worker]] = worker.take()
        for number in sorted(done):
            yield desk.finish(done[number])
