"""A file or a stream of lines, in blocks: whatever its size, little of it is in memory at once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Protocol

from auth0ctl.journeys.tokens.block import Block

SIZE = 128 * 1024  # bytes read at once; twice as many are taken from the system and given back for each block
LONGEST = 1024 * 1024  # bytes of a line; what comes after them is dropped: no token is a sixteenth as long


class Stream(Protocol):
    """What can be read in pieces, as ``io.BufferedReader`` and ``io.BytesIO`` can."""

    def read1(self, size: int, /) -> bytes: ...


def read_blocks(stream: Stream, *, now: Callable[[], datetime], head: bytes = b"") -> Iterator[Block]:
    """The lines of ``stream`` in blocks, each as soon as it is there. ``head`` is what was read of it before."""
    number, rest = 1, b""
    for piece in _pieces(stream, head):
        data = rest + piece
        cut = data.rfind(b"\n")
        rest = data[cut + 1 :][:LONGEST]
        if cut >= 0:
            block = Block(first=number, at=now(), text=data[: cut + 1])
            number += sum(1 for _ in BytesIO(block.text))  # four times as fast as to count the line ends
            yield block
    if rest:
        yield Block(first=number, at=now(), text=rest)


def _pieces(stream: Stream, head: bytes) -> Iterator[bytes]:
    if head:
        yield head
    while piece := stream.read1(SIZE):
        yield piece
