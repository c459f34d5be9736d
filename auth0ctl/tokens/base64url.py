"""Base64url as RFC 7515 section 2 has it: the URL-safe alphabet, no padding, no spare bits. Standard library only."""

import re
from binascii import a2b_base64

_foreign = re.compile(r"[^A-Za-z0-9_-]", re.ASCII)
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Into the alphabet that binascii reads; every foreign byte, "+", "/" and "=" among them, becomes one that it refuses.
_TO_STANDARD = bytes(
    b"+/"[b"-_".index(byte)] if byte in b"-_" else byte if byte in _ALPHABET else 0 for byte in range(256)
)
# A last group of 2 or 3 characters carries 4 or 2 bits that belong to no byte; they must be zero, or one signature
# could be spelled in several ways.
# By how many characters the last group has, and the last of them: the padding that other readers want.
_PADDING: tuple[dict[int, bytes], ...] = (
    dict.fromkeys(_ALPHABET + b"+/", b""),
    {},
    dict.fromkeys(b"AQgw", b"=="),
    dict.fromkeys(b"AEIMQUYcgkosw048", b"="),
)


def read(text: str) -> bytes:
    """The bytes that ``text`` spells. Raises ValueError whose message ends a sentence ("is empty")."""
    try:
        return a2b_base64(padded(text.encode("ascii").translate(_TO_STANDARD)), strict_mode=True)
    except ValueError:  # binascii.Error and UnicodeEncodeError are of this kind
        raise ValueError(_objection(text)) from None


def padded(part: bytes) -> bytes:
    """``part`` with the padding that other readers want.

    Raises ValueError where it is empty, has spare bits set, or ends with what is in no base64 alphabet.
    """
    try:
        return part + _PADDING[len(part) % 4][part[-1]]
    except LookupError:
        raise ValueError from None


def _objection(text: str) -> str:
    if not text:
        return "is empty"
    if strays := _foreign.findall(text):
        if strays[0] == "=":
            return "carries '=' padding, which a JWT never has"
        return f"holds {strays[0]!a}, which is not in the base64url alphabet"
    if len(text) % 4 == 1:
        return f"has {len(text)} characters, a length that base64url cannot have: something was cut off"
    return "has spare bits set in its last character (not canonical base64url)"
