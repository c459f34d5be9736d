"""A line of a verification before it is put into words. ``Check`` is the line as people read it.

A rule of judgement is written once and returns a ``Line``. Whoever shows a verification tells every line; whoever
judges a million tokens only looks for FAIL, and the sentences of the lines that pass are never made.
"""

from collections.abc import Callable, Iterable

from auth0ctl.findings import Check, Status

PASS, FAIL, SKIP = Status.PASS, Status.FAIL, Status.SKIP

# id, title, status, and the detail or what makes it
Line = tuple[str, str, Status, str | Callable[[], str]]


def told(lines: Iterable[Line]) -> tuple[Check, ...]:
    """The lines as checks, each with its sentence."""
    return tuple(
        Check(id=id_, title=title, status=status, detail=detail if isinstance(detail, str) else detail())
        for id_, title, status, detail in lines
    )


def failed(lines: Iterable[Line]) -> list[str]:
    """The ids of the lines that failed, in their order; an id may stand for several lines."""
    return [line[0] for line in lines if line[2] is FAIL]
