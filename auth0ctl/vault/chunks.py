"""Long values in a store that takes only short ones.

The Windows Credential Manager holds 2560 bytes an entry, 1280 UTF-16 units; an access token is longer (standards.md
S04). A long value is cut into chunks, named ``<account>#a.0``, ``#a.1``, ...; the account itself then holds a manifest
with their number and checksum. Two sets of names (``a``, ``b``) take turns: the new chunks are written beside the old,
the manifest last, and only then the old chunks go. A crash at any point leaves the old value or the new; chunks that do
not fit their manifest read as absent.
"""

import hashlib
import re
from collections.abc import Callable

WINDOWS_LIMIT = 1280  # UTF-16 units
PREFIX = "auth0ctl-chunks:"
MANIFEST = re.compile(r"auth0ctl-chunks:1:(?P<letter>[ab]):(?P<count>\d{1,4}):(?P<checksum>[0-9a-f]{64})")

Get = Callable[[str], str | None]
Set = Callable[[str, str], None]
Delete = Callable[[str], None]


def chunked(get: Get, put: Set, delete: Delete, *, limit: int) -> tuple[Get, Set, Delete]:
    """The same three functions for values of any length, over ones that take ``limit`` UTF-16 units."""

    def get_whole(account: str) -> str | None:
        entry = get(account)
        if entry is None or not entry.startswith(PREFIX):
            return entry
        manifest = MANIFEST.fullmatch(entry)
        if manifest is None:  # a newer format, or damage
            return None
        chunks = [get(f"{account}#{manifest['letter']}.{number}") for number in range(int(manifest["count"]))]
        value = "".join(chunk or "" for chunk in chunks)
        whole = None not in chunks and _checksum(value) == manifest["checksum"]
        return value if whole else None

    def put_whole(account: str, value: str) -> None:
        entry = get(account)
        manifest = MANIFEST.fullmatch(entry) if entry else None
        used = manifest["letter"] if manifest else None
        if _units(value) <= limit and not value.startswith(PREFIX):
            put(account, value)
            unused = "ab"
        else:
            letter, other = ("b", "a") if used == "a" else ("a", "b")
            chunks = _split(value, limit)
            for number, chunk in enumerate(chunks):
                put(f"{account}#{letter}.{number}", chunk)
            _drop(account, letter, start=len(chunks))
            put(account, f"{PREFIX}1:{letter}:{len(chunks)}:{_checksum(value)}")
            unused = other
        for letter in unused:
            _drop(account, letter, start=0)

    def delete_whole(account: str) -> None:
        delete(account)
        for letter in ("a", "b"):
            _drop(account, letter, start=0)

    def _drop(account: str, letter: str, *, start: int) -> None:
        end = start
        while get(f"{account}#{letter}.{end}") is not None:
            end += 1
        for number in reversed(range(start, end)):  # from the end, so that a crash leaves no chunk past a gap
            delete(f"{account}#{letter}.{number}")

    return get_whole, put_whole, delete_whole


def _units(value: str) -> int:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def _split(value: str, limit: int) -> list[str]:
    chunks, start, units = [], 0, 0
    for position, char in enumerate(value):
        width = 2 if ord(char) > 0xFFFF else 1
        if units + width > limit:
            chunks.append(value[start:position])
            start, units = position, 0
        units += width
    return [*chunks, value[start:]]


def _checksum(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
