"""Passwords that come hashed, with an import of users: Auth0's ``custom_password_hash``.

Source: Auth0's page "Bulk User Import Database Schema and Examples". Taken are md5, sha1, sha256, sha512, hmac with
these and with sha224 and sha384, and pbkdf2, all of which Python brings along. Refused, each user by itself, are
argon2, bcrypt (and with it ``password_hash``), ldap, md4, and the digests that Python has no name for.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from auth0ctl.localtenant.management.validation import Shape
from auth0ctl.localtenant.passwords import IMPORTED

_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_ALGORITHMS = ("argon2", "bcrypt", "hmac", "ldap", "md4", "md5", "sha1", "sha256", "sha512", "pbkdf2")
_PLAIN = ("md5", "sha1", "sha256", "sha512")
_MOST_ROUNDS = 10_000_000  # more would let one login take minutes (INFERRED)
_PHC = re.compile(r"\$pbkdf2-([a-z0-9]+)(?:\$([il]=\d+(?:,[il]=\d+)*))?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)")
_TEXT = {"utf8": "utf-8", "utf-8": "utf-8", "ascii": "ascii", "latin1": "latin-1", "binary": "latin-1",
         "utf16le": "utf-16-le", "ucs2": "utf-16-le"}  # fmt: skip

_ENCODED: Shape = {"type": "string", "enum": ("base64", "hex", "utf8", "utf-8")}  # utf-8: as people send it
SHAPE: Shape = {
    "type": "object",
    "required": ("algorithm", "hash"),
    "properties": {
        "algorithm": {"type": "string", "enum": _ALGORITHMS},
        "hash": {
            "type": "object",
            "required": ("value",),
            "properties": {
                "value": {"type": "string"},
                "encoding": _ENCODED,
                "digest": {"type": "string"},
                "key": {
                    "type": "object",
                    "required": ("value",),
                    "properties": {"value": {"type": "string"}, "encoding": _ENCODED},
                },
            },
        },
        "salt": {
            "type": "object",
            "required": ("value",),
            "properties": {
                "value": {"type": "string"},
                "encoding": _ENCODED,
                "position": {"type": "string", "enum": ("prefix", "suffix")},
            },
        },
        "password": {
            "type": "object",
            "properties": {"encoding": {"type": "string", "enum": tuple(_TEXT)}},
        },
    },
}


def stored(given: Mapping[str, Any]) -> str:
    """What is kept of a hash that fits ``SHAPE``. Raises ``ValueError``, saying why, for one that cannot be checked."""
    algorithm, told = given["algorithm"], given["hash"]
    if algorithm == "pbkdf2":
        _pbkdf2(told["value"])
    elif algorithm == "hmac":
        if told.get("digest") not in _DIGESTS or "key" not in told:
            raise ValueError(f"hmac needs hash.key and a hash.digest that the local tenant has: {', '.join(_DIGESTS)}")
        _octets(told["key"], "utf8")
        _hashed(told)
    elif algorithm in _PLAIN:
        _octets(given.get("salt") or {"value": ""}, "utf8")
        _hashed(told)
    else:
        raise ValueError(f"the local tenant cannot check {algorithm} hashes")
    return IMPORTED + json.dumps(given)


def fits(kept: str, password: str) -> bool:
    """Is it the password? ``kept`` is what ``stored`` returned."""
    given = json.loads(kept.removeprefix(IMPORTED))
    algorithm, told = given["algorithm"], given["hash"]
    encoding = _TEXT[(given.get("password") or {}).get("encoding", "utf8")]
    try:
        typed = password.encode(encoding)
    except UnicodeEncodeError:
        return False
    if algorithm == "pbkdf2":
        digest, rounds, length, salt, wanted = _pbkdf2(told["value"])
        return hmac.compare_digest(hashlib.pbkdf2_hmac(digest, typed, salt, rounds, length), wanted)
    if algorithm == "hmac":
        return hmac.compare_digest(hmac.digest(_octets(told["key"], "utf8"), typed, told["digest"]), _hashed(told))
    salting = given.get("salt") or {"value": ""}
    salt = _octets(salting, "utf8")
    salted = typed + salt if salting.get("position") == "suffix" else salt + typed
    return hmac.compare_digest(hashlib.new(algorithm, salted, usedforsecurity=False).digest(), _hashed(told))


def _hashed(told: Mapping[str, Any]) -> bytes:
    if told.get("encoding") not in ("hex", "base64"):
        raise ValueError("hash.encoding must be hex or base64")
    return _octets(told, "")


def _octets(told: Mapping[str, Any], default: str) -> bytes:
    value, encoding = str(told["value"]), told.get("encoding", default)
    try:
        if encoding == "hex":
            return bytes.fromhex(value)
        if encoding == "base64":
            return _base64(value.replace("-", "+").replace("_", "/"))
    except (ValueError, binascii.Error):
        raise ValueError(f"a value is not {encoding}") from None
    return value.encode()


def _base64(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _pbkdf2(text: str) -> tuple[str, int, int, bytes, bytes]:
    """Digest, rounds, length in bytes, salt and hash of a PHC string. Raises ``ValueError``."""
    match = _PHC.fullmatch(text)
    if match is None or match[1] not in _DIGESTS:
        raise ValueError("hash.value is no PHC string of pbkdf2 with a digest that the local tenant has")
    params = dict(part.split("=") for part in (match[2] or "").split(",") if part)
    rounds, length = (int(params.get(name, default)[:9]) for name, default in (("i", "100000"), ("l", "64")))
    if not 1 <= rounds <= _MOST_ROUNDS or not 1 <= length <= 1024:
        raise ValueError("hash.value has an i or an l that is out of reach")
    try:
        return match[1], rounds, length, _base64(match[3]), _base64(match[4])
    except binascii.Error:
        raise ValueError("hash.value is not base64") from None
