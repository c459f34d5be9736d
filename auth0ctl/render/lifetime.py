"""A token's lifetime as one line of text: issued, now, expires, and what that is in words.

``├━━━━━━━●─────────────┤`` is valid now; ``○····├──────┤`` not yet; ``├━━━━━━┤····○`` no more. Between ``├`` and ``┤``
the line is to scale; what lies outside has a fixed length, because a token may be years old. ``╎`` is nbf; ``●`` and
``○`` are now.
"""

from collections.abc import Mapping
from typing import Any

from auth0ctl.tokens.times import MILLISECONDS, number
from auth0ctl.words import duration

INSIDE = 32  # columns between ├ and ┤
OUTSIDE = 5  # columns for the time before or after
SPENT, LEFT, GONE, NBF = "━", "─", "·", "╎"


def lifetime(claims: Mapping[str, Any], now: float) -> tuple[str, str] | None:
    """``(bar, words)`` as of ``now`` (seconds since 1970); None where the claims do not say when it begins and ends."""
    issued, ends, begins = (number(claims.get(name)) for name in ("iat", "exp", "nbf"))
    if issued is None or ends is None or ends <= issued or ends > MILLISECONDS:
        return None
    start = issued if begins is None or begins <= issued else begins
    return _bar(issued, ends, start, now), _words(issued, ends, start, now)


def _bar(issued: float, ends: float, start: float, now: float) -> str:
    def column(moment: float) -> int:
        return min(INSIDE - 1, int((moment - issued) / (ends - issued) * INSIDE))

    here = column(now) if issued <= now < ends else INSIDE if now >= ends else 0
    cells = [SPENT if place < here else LEFT for place in range(INSIDE)]
    if start > issued:
        first = column(min(start, ends))
        cells[:first] = GONE * first  # issued, but not good yet
        cells[first] = NBF
    if issued <= now < ends:
        cells[here] = "●" if now >= start else "○"
    before = f"○{GONE * (OUTSIDE - 1)}" if now < issued else ""
    after = f"{GONE * (OUTSIDE - 1)}○" if now >= ends else ""
    return f"{before}├{''.join(cells)}┤{after}"


def _words(issued: float, ends: float, start: float, now: float) -> str:
    said = [f"issued {_when(issued, now)}"]
    if start > issued:
        said.append(f"good {'' if start > now else 'since '}{_when(start, now)}")
    said.append(f"expired {_when(ends, now)}" if ends <= now else f"expires {_when(ends, now)}")
    said.append(f"{duration(ends - issued)} in all")
    return ", ".join(said)


def _when(moment: float, now: float) -> str:
    return f"in {duration(moment - now)}" if moment > now else f"{duration(now - moment)} ago"
