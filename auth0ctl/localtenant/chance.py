"""Everything in the tenant that must be hard to guess: ids, codes, secrets, keys.

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

from cryptography.hazmat.primitives.asymmetric import rsa

_Option = TypeVar("_Option")

KEY_BITS = 2048
EXPONENT = 65537

# Each request, and each call by the owner, draws from its own tenant's stream: two tenants in one process, each used by
# several threads, do not get into each other's way, and nothing below has to hand the stream on.
_stream: ContextVar[random.Random | None] = ContextVar("stream", default=None)


def stream(seed: int | None, opening: int) -> random.Random | None:
    """The stream of a seed. ``opening`` is how often the folder was opened with one: what is kept there must not come
    again. None without a seed."""
    return None if seed is None else random.Random(f"{seed}/{opening}")  # noqa: S311 (to be the same again is its job)


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


def choice(options: Sequence[_Option]) -> _Option:
    return options[randbelow(len(options))]


def uuid4() -> uuid.UUID:
    return uuid.UUID(bytes=token_bytes(16), version=4)


def serial_number() -> int:
    """A certificate's serial number: at most 20 bytes, and positive (RFC 5280 section 4.1.2.2)."""
    return int.from_bytes(token_bytes(20)) >> 1 or 1


def rsa_key() -> rsa.RSAPrivateKey:
    """A new RSA key of 2048 bits. From a seed it takes about a second: OpenSSL's own generator cannot be seeded."""
    source = _stream.get()
    if source is None:
        return rsa.generate_private_key(public_exponent=EXPONENT, key_size=KEY_BITS)
    p, q = _prime(source), _prime(source)
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(EXPONENT, p * q),
    ).private_key()


_SMALL = [n for n in range(3, 4000, 2) if all(n % divisor for divisor in range(3, int(n**0.5) + 1, 2))]
_ROUNDS = 8  # of Miller and Rabin's test; at this size a composite number passes far less often than once in 2**100


def _prime(source: random.Random) -> int:
    bits = KEY_BITS // 2
    while True:
        # The two highest bits make the product of two primes exactly as long as the key has to be.
        candidate = source.getrandbits(bits) | 3 << bits - 2 | 1
        if all(candidate % small for small in _SMALL) and candidate % EXPONENT != 1 and _passes(candidate, source):
            return candidate


def _passes(candidate: int, source: random.Random) -> bool:
    """Miller and Rabin's test."""
    odd, twos = candidate - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    return all(_is_no_witness(source.randrange(2, candidate - 1), candidate, odd, twos) for _ in range(_ROUNDS))


def _is_no_witness(base: int, candidate: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, candidate)
    if power in {1, candidate - 1}:
        return True
    for _ in range(twos - 1):
        power = power * power % candidate
        if power == candidate - 1:
            return True
    return False
