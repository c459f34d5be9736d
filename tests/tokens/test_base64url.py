"""Base64url: of all texts that spell some bytes, exactly one is accepted (V05)."""

import random
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from auth0ctl.tokens.base64url import read

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
FOREIGN = "+/= \n\r\t\0\u00e9.~%\x80\u2028\uff21"
COUNT, SEED = 50_000, 4648


def canonical(text: str) -> bytes | None:
    """The bytes, where writing them again gives the same text. The standard library reads leniently; this makes up."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text, re.ASCII) or len(text) % 4 == 1:
        return None
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return raw if urlsafe_b64encode(raw).rstrip(b"=").decode() == text else None


def test_V05_accepts_the_canonical_spelling_and_rejects_every_other() -> None:
    pick, accepted = random.Random(SEED), 0
    for _ in range(COUNT):
        letters = (pick.choice(FOREIGN if pick.random() < 0.05 else ALPHABET) for _ in range(pick.randrange(10)))
        text = "".join(letters)
        wanted = canonical(text)
        if wanted is None:
            with pytest.raises(ValueError, match=r"\w"):
                read(text)
        else:
            assert read(text) == wanted
            accepted += 1
    assert 0.1 * COUNT < accepted < 0.9 * COUNT
