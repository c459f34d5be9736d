"""Ways to bend a good token: its bits, its characters, its parts, its JSON, its base64, and what stands around it."""

import hashlib
import hmac
import json
import random
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any

from forge import NOW, b64

Bend = Callable[[random.Random, str, str], str]  # (chance, a good token, another good token) -> a bent token

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STRANGE: tuple[str, ...] = (
    *"=+/.%~!*\"'{}[] \t\r\n\0\x1b",
    "\u200b",
    "\u202e",
    "\u3002",
    "\uff0e",
    "\u00e9",
    "\ud800",
    "%2E",
    "==",
    "..",
)
INSERTED: tuple[str, ...] = (*STRANGE, *ALPHABET)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 1e308, 0.1, "", "admin", "none", "RS256", "HS256", "ES256", "JWT"),
    *([], {}, ["admin"], {"a": 1}, NOW * 1000, NOW + 10**9, str(NOW), "\u0000", "\ud800", "x" * 300, [[]]),
)
CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nbf", "nonce", "azp", "scope", "permissions", "jti", "client_id", "admin")
HEADERS = ("alg", "typ", "kid", "crit", "b64", "zip", "cty", "jku", "jwk", "x5u", "x5c", "enc", "p2c", "x")


def flip_character_bit(pick: random.Random, text: str, _: str) -> str:
    at = pick.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ (1 << pick.randrange(7))) + text[at + 1 :]


def flip_bit(pick: random.Random, text: str, _: str) -> str:
    """One bit of what a part spells, the part written canonically again."""
    parts = text.split(".")
    which = pick.randrange(len(parts))
    raw = bytearray(spelled(parts[which]))
    if raw:
        raw[pick.randrange(len(raw))] ^= 1 << pick.randrange(8)
    parts[which] = b64(bytes(raw))
    return ".".join(parts)


def replace_character(pick: random.Random, text: str, _: str) -> str:
    at = pick.randrange(len(text))
    return text[:at] + pick.choice(ALPHABET) + text[at + 1 :]


def insert(pick: random.Random, text: str, _: str) -> str:
    at = pick.randrange(len(text) + 1)
    return text[:at] + pick.choice(INSERTED) + text[at:]


def cut(pick: random.Random, text: str, _: str) -> str:
    at = pick.randrange(len(text))
    return text[:at] + text[at + pick.choice((1, 1, 2, 3, 4, 8, 100)) :]


def repeat(pick: random.Random, text: str, _: str) -> str:
    start = pick.randrange(len(text))
    end = min(len(text), start + pick.choice((1, 4, 20, 200)))
    return text[:end] + text[start:]


def splice_parts(pick: random.Random, text: str, other: str) -> str:
    """Header, payload and signature, each from either token."""
    return ".".join(pick.choice(pair) for pair in zip(text.split("."), other.split("."), strict=False))


def cross_over(pick: random.Random, text: str, other: str) -> str:
    return text[: pick.randrange(len(text))] + other[pick.randrange(len(other)) :]


def swap_parts(pick: random.Random, text: str, _: str) -> str:
    parts = text.split(".")
    pick.shuffle(parts)
    return ".".join(parts)


def empty_part(pick: random.Random, text: str, _: str) -> str:
    parts = text.split(".")
    parts[pick.randrange(len(parts))] = ""
    return ".".join(parts)


def more_parts(pick: random.Random, text: str, other: str) -> str:
    more = pick.choice(("", "AAAA", other, "e30", "."))
    return f"{text}.{more}" if pick.random() < 0.5 else f"{more}.{text}"


def edit_payload(pick: random.Random, text: str, _: str) -> str:
    return edit_json(pick, text, 1, CLAIMS)


def edit_header(pick: random.Random, text: str, _: str) -> str:
    return edit_json(pick, text, 0, HEADERS)


def edit_json(pick: random.Random, text: str, which: int, names: tuple[str, ...]) -> str:
    """Change, add or remove a member, and keep the signature."""
    parts = parts_of(text)
    members = read(parts[which])
    name = pick.choice((*names, *members))
    if name in members and pick.random() < 0.3:
        del members[name]
    else:
        members[name] = pick.choice(VALUES)
    parts[which] = written(members)
    return ".".join(parts)


def write_again(pick: random.Random, text: str, _: str) -> str:
    """The same JSON in other bytes: what is signed is the bytes."""
    parts = parts_of(text)
    which = pick.randrange(2)
    members = read(parts[which])
    body = json.dumps(members, **pick.choice(({"indent": 1}, {"sort_keys": True}, {"separators": (",", ":")}, {})))
    if pick.random() < 0.3 and body.endswith("}") and members:
        name = pick.choice(list(members))
        body = f"{body[:-1]}, {json.dumps(name)}: {json.dumps(pick.choice(VALUES))}" + "}"
    elif pick.random() < 0.2:
        body = pick.choice(("\ufeff", " ", "\n")) + body
    parts[which] = b64(body.encode(pick.choice(("utf-8", "utf-8", "utf-16")), "surrogatepass"))
    return ".".join(parts)


def other_spelling(pick: random.Random, text: str, _: str) -> str:
    """The same bytes in another base64: padding, the standard alphabet, spare bits, line breaks."""
    parts = text.split(".")
    which = pick.randrange(len(parts))
    part = parts[which]
    spellings = (
        part + "=" * (-len(part) % 4),
        part + "=",
        part.replace("-", "+").replace("_", "/"),
        part[:-1] + ALPHABET[(ALPHABET.index(part[-1]) + pick.randrange(1, 4)) % 64]
        if part and part[-1] in ALPHABET
        else part,
        part[:8] + "\n" + part[8:],
        part + "\n",
        "".join(f"%{ord(char):02X}" for char in part[:4]) + part[4:],
        part.swapcase(),
    )
    parts[which] = pick.choice(spellings)
    return ".".join(parts)


def wrap(pick: random.Random, text: str, other: str) -> str:
    return pick.choice(
        (
            f"Bearer {text}",
            f'"{text}"',
            f" {text}",
            f"{text}\n",
            f"access_token={text}",
            f'{{"access_token":"{text}"}}',
            f"{text} {other}",
            f"{text},{other}",
            text.replace(".", "%2E"),
            f"https://example.com/#id_token={text}",
            text.encode("utf-8", "surrogatepass").hex(),
            b64(text.encode("utf-8", "surrogatepass")),
        )
    )


def unsign(pick: random.Random, text: str, _: str) -> str:
    """alg none, in some spelling, with or without a signature left behind."""
    head, payload, signature = parts_of(text)[:3]
    header = read(head) | {"alg": pick.choice(("none", "None", "NONE", "nOnE", "none ", "", "null"))}
    return f"{written(header)}.{payload}.{pick.choice(('', signature, 'AA'))}"


def sign_again(pick: random.Random, text: str, _: str) -> str:
    """HMAC with what is public: nothing, the kid, the issuer, a word."""
    head, payload = parts_of(text)[:2]
    header = read(head) | {"alg": pick.choice(("HS256", "RS256", "ES256"))}
    secret = pick.choice((b"", b"secret", b"key-1", b"https://tenant.eu.auth0.com/", b"0" * 32))
    content = f"{written(header)}.{pick.choice((payload, written({'sub': 'admin'})))}"
    return f"{content}.{b64(hmac.new(secret, content.encode('utf-8', 'replace'), hashlib.sha256).digest())}"


BENDS: tuple[Bend, ...] = (
    *(flip_character_bit, flip_bit, replace_character, insert, cut, repeat, splice_parts, cross_over, swap_parts),
    *(empty_part, more_parts, edit_payload, edit_header, write_again, other_spelling, wrap, unsign, sign_again),
)


def bend(pick: random.Random, text: str, other: str) -> str:
    """One to three bends, one after the other."""
    bent = text
    for _ in range(pick.choices((1, 2, 3), (80, 15, 5))[0]):
        bent = pick.choice(BENDS)(pick, bent, other) if bent else bent
    return bent


def parts_of(text: str) -> list[str]:
    """The parts, at least three: one bend may have taken some away before the next."""
    parts = text.split(".")
    return parts + [""] * (3 - len(parts))


def spelled(part: str) -> bytes:
    """What a part spells, as far as it can be read."""
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        return b""


def read(part: str) -> dict[str, Any]:
    try:
        value = json.loads(spelled(part))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def written(members: dict[str, Any]) -> str:
    return b64(json.dumps(members).encode("utf-8", "surrogatepass"))
