"""Everything in the tenant that is left to chance: ids, codes, secrets, keys. But for one function, hard to guess.

It comes from the operating system, unless the tenant was opened with ``seed_random``: then from a stream that is the
same every time, so that a test suite sees the same ids, keys, codes and tokens in every run.
"""

import base64
import random
import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

_Option = TypeVar("_Option")

# Each request, and each call by the owner, draws from its own tenant's stream: two tenants in one process, each used by
# several threads, do not get into each other's way, and nothing below has to hand the stream on.
_stream: ContextVar[random.Random | None] = ContextVar("stream", default=None)


def stream(seed: int | None, opening: int) -> random.Random | None:
    """The stream of a seed. ``opening`` is how often the folder was opened with one: what is kept there must not come
    again. None without a seed."""
    return None if seed is None else random.Random(f"{seed}/{opening}")  # noqa: S311 (to be the same again is its job)


_GUESSABLE = random.Random()  # noqa: S311 (its name says it)


@contextmanager
def drawn_from(source: random.Random | None) -> Iterator[None]:
    """All that is drawn inside comes from ``source``; from the operating system where it is None."""
    before = _stream.set(source)
    try:
        yield
    finally:
        _stream.reset(before)


def token_bytes(count: int) -> bytes:
    source = _stream.get()
    return secrets.token_bytes(count) if source is None else source.randbytes(count)


def token_hex(count: int) -> str:
    """``count`` bytes as two digits each."""
    return token_bytes(count).hex()


def token_urlsafe(count: int) -> str:
    """``count`` bytes as base64url without padding."""
    return base64.urlsafe_b64encode(token_bytes(count)).rstrip(b"=").decode()


def randbelow(limit: int) -> int:
    source = _stream.get()
    return secrets.randbelow(limit) if source is None else source.randrange(limit)


def any_below(limit: int) -> int:
    """For what has to be unlike the others and may be guessed: the operating system need not be asked."""
    return (_stream.get() or _GUESSABLE).randrange(limit)


def choice(options: Sequence[_Option]) -> _Option:
    return options[randbelow(len(options))]


def uuid4() -> uuid.UUID:
    return uuid.UUID(bytes=token_bytes(16), version=4)


def serial_number() -> int:
    """A certificate's serial number: at most 20 bytes, and positive (RFC 5280 section 4.1.2.2)."""
    return int.from_bytes(token_bytes(20)) >> 1 or 1


def seeded() -> random.Random | None:
    """The stream that is drawn from now; None where it is the operating system."""
    return _stream.get()
