"""What ``token verify`` is given to read: one token, or a file or stream with one on every line."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from auth0ctl.cli.secret import LARGEST
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """An open stream of lines. ``head`` is what was read of it already; ``size`` is None where nobody knows it."""

    name: str
    stream: io.BufferedReader | io.BytesIO = field(repr=False)
    head: bytes = field(repr=False)
    size: int | None


def open_source(session: Session, source: str, *, many: bool) -> Lines | str:
    """The lines of ``source`` (``-``: standard input) where ``many`` is asked for or there are several tokens in it.

    Else its whole text, as one token. Raises UsageError when it cannot be read.
    """
    stream: io.BufferedReader | io.BytesIO
    if source == "-":
        stream, size, name = _stdin(session), None, "standard input"
    else:
        try:
            stream = Path(source).open("rb")  # noqa: SIM115  # closed by whoever reads the lines
            size = Path(source).stat().st_size if Path(source).is_file() else None
        except OSError as error:
            raise UsageError(f"the token cannot be read from {source}: {error.strerror}") from None
        name = source
    try:
        head = stream.readline(LARGEST)
        if not many and not source.endswith(".ndjson"):
            head += stream.readline(LARGEST) if _begins_a_list(head) else b""
            if not _is_list(head):
                with stream:
                    return (head + stream.read(LARGEST)).decode("utf-8", "replace")
    except OSError as error:
        raise UsageError(f"the token cannot be read from {name}: {error.strerror}") from None
    return Lines(name=name, stream=stream, head=head, size=size)


def _stdin(session: Session) -> io.BufferedReader | io.BytesIO:
    if isinstance(session.stdin, io.TextIOWrapper) and isinstance(session.stdin.buffer, io.BufferedReader):
        return session.stdin.buffer
    return io.BytesIO(session.stdin.read().encode("utf-8", "replace"))


def _begins_a_list(line: bytes) -> bool:
    """Is this line a whole token or JSON object? A token that was wrapped over several lines has no such line."""
    text = line.strip()
    return line.endswith(b"\n") and (text.count(b".") >= 2 or (text[:1] == b"{" and text[-1:] == b"}"))


def _is_list(head: bytes) -> bool:
    lines = head.splitlines(keepends=True)
    return len(lines) == 2 and _begins_a_list(lines[0]) and _begins_a_list(lines[1].rstrip(b"\r\n") + b"\n")
