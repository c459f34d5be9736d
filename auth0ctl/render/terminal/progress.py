"""A progress bar on stderr for work that takes over a second: how far, how fast, how long still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

REFRESHES = 5.0  # a second


class _Rate(ProgressColumn):
    """How many tokens, and how many a second."""

    def render(self, task: Task) -> Text:
        tokens = int(task.fields["tokens"])
        seconds = task.elapsed or 0
        rate = f", {tokens / seconds:,.0f} a second" if seconds > 0.5 else ""
        return Text(f"{tokens:,} tokens{rate}")


@contextmanager
def bar(stream: TextIO, size: int | None) -> Iterator[Callable[[int, int], None]]:
    """Draw a bar until the context is left. The function takes the bytes done since the last call, and all tokens.

    ``size`` in bytes is None where the end is not known: then there is no share and no remaining time.
    """
    columns = (BarColumn(), TaskProgressColumn(), _Rate(), TimeRemainingColumn()) if size else (BarColumn(), _Rate())
    # No thread of its own: it is drawn when something was done, so processes can be started beside it.
    with Progress(
        *columns, console=Console(file=stream), auto_refresh=False, transient=True, redirect_stdout=False
    ) as progress:
        task = progress.add_task("", total=size, tokens=0)
        drawn = progress.get_time()

        def tell(done: int, tokens: int) -> None:
            nonlocal drawn
            progress.update(task, advance=done, tokens=tokens)
            if progress.get_time() - drawn > 1 / REFRESHES:
                drawn = progress.get_time()
                progress.refresh()

        yield tell


@contextmanager
def steps(stream: TextIO) -> Iterator[Callable[[int, int, str], None]]:
    """Draw a bar for work in steps, from the first one on. The function takes the steps done, how many there are, and
    which one comes next."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    progress = Progress(
        *columns, console=Console(file=stream), auto_refresh=False, transient=True, redirect_stdout=False
    )
    task = progress.add_task("", total=None)

    def tell(done: int, size: int, following: str) -> None:
        progress.update(task, completed=done, total=size, description=following)
        progress.start()
        progress.refresh()

    try:
        yield tell
    finally:
        progress.stop()
