"""``auth0ctl token diff``: two tokens beside each other."""

from typing import Annotated

import typer

from auth0ctl.cli.session import Session
from auth0ctl.cli.token.command import given, last, read_time
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.journeys.tokens.diff import diff as compare

LAST = {"last:id": "id", "last:access": "access"}
SOURCE = "A token, - for stdin, last:id or last:access."


def diff(
    ctx: typer.Context,
    a: Annotated[str | None, typer.Argument(metavar="[A]", help=SOURCE)] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help=SOURCE)] = None,
    file_a: Annotated[str | None, typer.Option("--file-a", metavar="FILE", help="Read A from a file.")] = None,
    file_b: Annotated[str | None, typer.Option("--file-b", metavar="FILE", help="Read B from a file.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="Judge as of this time (ISO or Unix).")] = None,
) -> int:
    """Compare two tokens, the one that works and the one that does not: only what differs, each with what it means.

    No signature is checked. Exit code 1 when they differ by more than their nature (times, ids of one login).

    Example: auth0ctl token diff --file-a works.jwt last:access
    """
    session: Session = ctx.obj
    sources = [one for one in (a, b) if one is not None]
    if len(sources) + sum(file is not None for file in (file_a, file_b)) != 2:
        raise UsageError(
            "two tokens are compared, no more and no fewer", "auth0ctl token diff --file-a works.jwt last:access"
        )
    if sources.count("-") + [file_a, file_b].count("-") > 1:
        raise UsageError("standard input holds one token", "Keep the other in a file: --file-b FILE.")
    texts = [read(session, sources.pop(0) if file is None else None, file) for file in (file_a, file_b)]
    result = compare(texts[0], texts[1], read_time(at) if at else session.now())
    session.show(result)
    return ExitCode.FOUND if result.differences else ExitCode.OK


def read(session: Session, source: str | None, file: str | None) -> str:
    """The text of one of the two."""
    if source in LAST:
        return last(session, LAST[source])[0]
    return given(session, source, file, None)[0]
