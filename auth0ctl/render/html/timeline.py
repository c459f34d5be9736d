"""How long each token lives, on one scale, with the moment of the login across all of them."""

from collections.abc import Iterable
from datetime import datetime

from auth0ctl.model import Token
from auth0ctl.render.html.markup import tag, text
from auth0ctl.render.lifetime import lifetime
from auth0ctl.tokens.times import number

FULL, LEFT, RIGHT = 860, 120, 20  # pixels
ROW, BAR = 50, 14


def timeline(tokens: Iterable[tuple[str, Token]], at: datetime) -> str:
    """A bar for each token that says when it begins and ends; empty where none does."""
    now = at.timestamp()
    lasting = []
    for name, token in tokens:
        lasts = lifetime(token.claims, now)
        issued, ends = number(token.claims.get("iat")), number(token.claims.get("exp"))
        if lasts and issued is not None and ends is not None:
            lasting.append((name, issued, ends, lasts[1]))
    if not lasting:
        return ""
    first = min(now, *(issued for _, issued, _, _ in lasting))
    last = max(now, *(ends for _, _, ends, _ in lasting))

    def x(moment: float) -> float:
        return LEFT + (moment - first) / (last - first or 1) * (FULL - LEFT - RIGHT)

    bars = []
    for index, (name, issued, ends, words) in enumerate(lasting):
        y = 24 + index * ROW
        spent = min(max(now, issued), ends)
        bars += [
            tag("text", text(name), x=0, y=y + 11, cls="name"),
            tag(
                "rect",
                x=f"{x(issued):.1f}",
                y=y,
                width=f"{max(x(ends) - x(issued), 3):.1f}",
                height=BAR,
                rx=3,
                cls="left",
            ),
            tag("rect", x=f"{x(issued):.1f}", y=y, width=f"{x(spent) - x(issued):.1f}", height=BAR, rx=3, cls="spent"),
            tag("text", text(words), x=LEFT, y=y + BAR + 15, cls="when"),
        ]
    height = 24 + len(lasting) * ROW
    here = x(now)
    bars += [
        tag("line", x1=f"{here:.1f}", x2=f"{here:.1f}", y1=16, y2=height - 6, cls="now"),
        tag("text", "now", x=f"{min(max(here, LEFT), FULL - RIGHT):.1f}", y=11, cls="at"),
    ]
    picture = tag(
        "svg",
        tag("title", "How long each token lives"),
        *bars,
        viewBox=f"0 0 {FULL} {height}",
        width=FULL,
        height=height,
        role="img",
        cls="timeline",
    )
    return tag("div", picture, cls="wide", tabindex=0)
