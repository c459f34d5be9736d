"""A tenant's key set (RFC 7517): fetched from its ``jwks_uri``, and kept on disk between commands (K01, K02, K04).

Only bytes are kept, beside who published them, where and when; whoever takes them out judges them anew. Nothing here
imports HTTP: a kept key set is used without it.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auth0ctl.errors import ConfigError, NetworkError
from auth0ctl.files import locked, read_file, write_file

if TYPE_CHECKING:
    from auth0ctl.tenant.http import Http

LIMIT = 512 * 1024  # bytes
LARGEST_ENTRY = 2 * LIMIT  # bytes of a file of ours: the document, escaped as JSON text, and a few names
LOCK_WAIT = 1.0  # seconds; a cache is not worth waiting for


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A key set as an issuer published it. ``asked`` is the issuer it was fetched for, with the slash at the end;
    ``issuer`` what the issuer calls itself, ``fetched_at`` is in Unix seconds."""

    asked: str
    issuer: str
    jwks_uri: str
    fetched_at: float
    document: bytes = field(repr=False)


def fetch_jwks(http: "Http", url: str) -> bytes:
    """The JWKS document at ``url`` as sent. Raises NetworkError for anything but a 200; redirects are not followed."""
    answer = http.send_again("GET", url, limit=LIMIT)
    if answer.status != 200:
        raise NetworkError(f"the key set at {url} answered {answer.status}", "Try again in a moment.")
    return answer.body


def load_published(folder: Path, asked: str) -> Published | None:
    """What ``folder`` holds for the issuer ``asked``.

    None where there is nothing, or what is there cannot be trusted: another issuer's, written by another user or
    writable for others, cut, or not ours at all. The next ``keep`` overwrites it.
    """
    path = _path(folder, asked)
    try:
        if _foreign(path):
            return None
        raw = read_file(path)
        if raw is None or len(raw) > LARGEST_ENTRY:
            return None
        value: dict[str, Any] = json.loads(raw)
        published = Published(
            asked=_text(value, "asked"),
            issuer=_text(value, "issuer"),
            jwks_uri=_text(value, "jwks_uri"),
            fetched_at=float(value["fetched_at"]),
            document=_text(value, "document").encode(),
        )
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    same = published.asked == asked and published.issuer.rstrip("/") == asked.rstrip("/")
    return published if same else None


def keep(folder: Path, published: Published) -> bool:
    """Write it to ``folder`` (0600). False where that is not possible: the next command then fetches again."""
    entry = {
        "asked": published.asked,
        "issuer": published.issuer,
        "jwks_uri": published.jwks_uri,
        "fetched_at": published.fetched_at,
        "document": published.document.decode("utf-8", "replace"),
    }
    try:
        with locked(folder / "jwks.lock", wait=LOCK_WAIT):
            write_file(_path(folder, published.asked), json.dumps(entry).encode())
    except (ConfigError, OSError):
        return False
    return True


def _path(folder: Path, asked: str) -> Path:
    return folder / f"jwks-{hashlib.sha256(asked.encode()).hexdigest()[:32]}.json"


def _foreign(path: Path) -> bool:
    if not hasattr(os, "getuid"):  # Windows: a user's own folder is closed to others by its access list
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid != os.getuid() or bool(found.st_mode & 0o022) or not path.is_file() or path.is_symlink()


def _text(value: dict[str, Any], name: str) -> str:
    text = value[name]
    if not isinstance(text, str):
        raise TypeError(name)
    return text
