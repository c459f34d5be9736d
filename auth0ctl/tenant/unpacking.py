"""A body as it was before it was packed for the way, and no more of it than may be kept (standards.md Q06)."""

import zlib
from collections.abc import Iterable, Iterator

AUTO = 32 + zlib.MAX_WBITS  # zlib looks itself whether it is gzip or deflate


class Unreadable(Exception):
    """A body that is too large, or packed in a way that cannot be undone. The text goes on after the URL."""


def unpacked(chunks: Iterable[bytes], packing: str, limit: int) -> Iterator[bytes]:
    """The chunks of a body as they were before they were packed. Raises Unreadable past ``limit`` bytes.

    A small packed body can unpack to a thousand times its size, so no more is unpacked than may be kept.
    """
    too_much = f"sent more than {limit // 1024} KiB; auth0ctl stopped reading"
    total = 0
    if packing in ("", "identity"):
        for chunk in chunks:
            total += len(chunk)
            if total > limit:
                raise Unreadable(too_much)
            yield chunk
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable(f"sent a body packed as {packing[:20]!a}, which was not asked for")
    unpacking = zlib.decompressobj(AUTO)
    got = False
    try:
        for chunk in chunks:
            got = got or bool(chunk)
            part = unpacking.decompress(chunk, limit - total + 1)
            total += len(part)
            if total > limit:
                raise Unreadable(too_much)
            yield part
    except zlib.error:
        raise Unreadable(f"sent a body that is not {packing}, though its headers say so") from None
    if got and not unpacking.eof:
        raise Unreadable("sent a packed body that breaks off")
