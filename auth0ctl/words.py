"""Values in words for people: how long, when, and what a claim holds. Pure text; renderers make foreign text safe."""

import json
import math
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

_UNITS = ((31_536_000, "y"), (86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))


def duration(seconds: float) -> str:
    """How long, in the two largest units that matter: ``23 h 59 m``, ``3 m``, ``12 s``. The sign is dropped."""
    left = int(abs(seconds))
    parts: list[str] = []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
        elif parts:
            break
        if len(parts) == 2:
            break
    return " ".join(parts) or "0 s"


def counted(number: float, noun: str) -> str:
    """``1 second``, ``2.5 seconds``, ``0 checks``; ``noun`` is the singular, and takes an s."""
    amount = f"{number:g}" if isinstance(number, float) else f"{number}"
    return f"{amount} {noun if number == 1 else noun + 's'}"


def moment(timestamp: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC (``2026-11-22T09:30:00Z``), or the bare number where no calendar has it."""
    try:
        return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return f"{timestamp:.6g}" if math.isfinite(timestamp) else str(timestamp)


def shown(value: Any, limit: int = 120) -> str:
    """A claim's value as JSON on one line, cut after ``limit`` characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def token_name(kind: str) -> str:
    """What people call a token of this kind (``id``, ``access``, ``refresh``, ``unknown``)."""
    return {"id": "ID token", "unknown": "token"}.get(kind, f"{kind} token")


def split_url(text: str) -> SplitResult:
    """The parts of what claims to be a URL. Foreign text often is none: then it is all path, and nothing is raised."""
    try:
        return urlsplit(text)
    except ValueError:  # "https://[x": an address in brackets that is none
        return SplitResult("", "", text, "", "")
