"""The sequence diagram of a login: one column for each party, one arrow for each event, top to bottom.

Plain SVG whose every size is reckoned in advance: the letters are monospaced, so a text's width is its length, and a
label wraps before it could touch the next lifeline or the row below.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auth0ctl.protocol import Event
from auth0ctl.render.html.markup import tag, text
from auth0ctl.render.safe import safe
from auth0ctl.render.terminal.page import cells
from auth0ctl.words import counted

PARTIES = {"person": "you", "browser": "browser", "auth0ctl": "auth0ctl", "tenant": "tenant", "api": "API"}
# pixels
LETTER = 7.3  # the widest of the common monospaced fonts at 12 px
LINE = 15
GUTTER = 74  # left of the first column, for the times
WIDE, NARROW = 300, 150  # between two columns, where there are few and where there are many
FULL = 880  # what a card has inside, in a window of 1000
HEAD = 46
PAD = 10  # between an arrow and the next label
MOST_LINES = 6
PIECES = re.compile(r"[^\s/?&=_.-]*[\s/?&=_.-]+|[^\s/?&=_.-]+")  # where a label may break: after each of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One arrow with its place: ``top`` of its label, ``arrow`` the height of the line, both in pixels."""

    event: Event
    number: int
    top: int
    arrow: int
    left: float
    right: float
    label: tuple[str, ...]


def diagram(events: Iterable[Event], *, tenant: str = "") -> str:
    """The diagram as an SVG element; empty where nothing was recorded. ``tenant``: its domain, for the column."""
    story = [event for event in events if event.source in PARTIES and event.target in PARTIES]
    if not story:
        return ""
    there = {party for event in story for party in (event.source, event.target)}
    lanes = [party for party in PARTIES if party in there]
    gap = min(WIDE, max(NARROW, (FULL - GUTTER) // max(len(lanes), 1)))
    at = {party: GUTTER + gap / 2 + gap * index for index, party in enumerate(lanes)}
    rows = placed(story, at, gap)
    height = rows[-1].arrow + 24
    width = GUTTER + gap * len(lanes)
    columns = "".join(
        _lane(PARTIES[party], tenant if party == "tenant" else "", at[party], gap, height) for party in lanes
    )
    arrows = "".join(_arrow(row, at, story[0]) for row in rows)
    name = f"{counted(len(story), 'step')} between {', '.join(PARTIES[party] for party in lanes)}"
    picture = tag(
        "svg",
        tag("title", text(name)),
        columns,
        arrows,
        viewBox=f"0 0 {width:g} {height}",
        width=f"{width:g}",
        height=height,
        role="img",
        cls="diagram",
    )
    return tag("div", picture, cls="wide", tabindex=0)


def placed(story: list[Event], at: Mapping[str, float], gap: float) -> list[Row]:
    """Where each arrow goes; a row is as high as its label needs."""
    rows, top = [], HEAD + 22
    for number, event in enumerate(story, 1):
        ends = (at[event.source], at[event.target])
        left, right = min(ends), max(ends)
        room = (right - left if right > left else gap) - 34  # the numbered dot and the arrow's head stay clear
        label = _label(event.what, int(room / LETTER))
        arrow = top + len(label) * LINE + 3
        rows.append(Row(event=event, number=number, top=top, arrow=arrow, left=left, right=right, label=label))
        top = arrow + PAD + 8
    return rows


def _label(what: str, letters: int) -> tuple[str, ...]:
    """What happened, in lines of at most ``letters`` columns, broken where a URL has its joints; cut where endless."""
    found = [""]
    for piece in PIECES.findall(safe(what)):
        if cells(found[-1] + piece.rstrip()) > letters:
            found.append("")
        for letter in piece if cells(piece) > letters else [piece]:
            if cells(found[-1] + letter) > letters and found[-1]:
                found.append("")
            found[-1] += letter
    found = [line.strip() for line in found if line.strip()]
    return tuple(found if len(found) <= MOST_LINES else [*found[: MOST_LINES - 1], "…"])


def _cut(line: str, letters: int) -> str:
    """The beginning of a text, as far as there is room."""
    while cells(line) > letters:
        line = line[:-2] + "…"
    return line


def _lane(name: str, note: str, x: float, gap: float, height: int) -> str:
    """A party: its head and its lifeline."""
    letters = int((gap - 12) / LETTER)
    words = tag("text", text(name), x=f"{x:g}", y=22, cls="party")
    if note:
        words += tag("text", text(_cut(safe(note), letters)), x=f"{x:g}", y=38, cls="note")
    box = tag("rect", x=f"{x - gap / 2 + 5:g}", y=2, width=f"{gap - 10:g}", height=HEAD - 2, rx=6, cls="head")
    line = tag("line", x1=f"{x:g}", x2=f"{x:g}", y1=HEAD, y2=height, cls="life")
    return box + words + line


def _arrow(row: Row, at: Mapping[str, float], first: Event) -> str:
    """One arrow with its number, its label and the time since the first."""
    event = row.event
    source, target, y = at[event.source], at[event.target], row.arrow
    middle = (row.left + row.right) / 2
    wide = max(map(cells, row.label), default=0) * LETTER + 8
    parts = [_time(event, first, y)]
    if source == target:  # something one party does by itself: a note on its lifeline
        box = {"x": f"{source - wide / 2 - 10:g}", "y": row.top - 3, "width": f"{wide + 20:g}"}
        parts.append(tag("rect", **box, height=len(row.label) * LINE + 7, rx=4, cls="own"))
        parts += _dot(row.number, source - wide / 2 - 10, row.top + len(row.label) * LINE / 2)
    else:
        if abs(target - source) > 1 and len(at) > 2:
            # Where the arrow passes a third party's lifeline, the label stands before it.
            back = {"x": f"{middle - wide / 2:g}", "y": row.top - 1, "width": f"{wide:g}"}
            parts.append(tag("rect", **back, height=len(row.label) * LINE - 2, cls="back"))
        way = 1 if target > source else -1
        parts.append(tag("line", x1=f"{source + way * 9:g}", x2=f"{target - way * 2:g}", y1=y, y2=y, cls="way"))
        head = f"{target - way:g},{y} {target - way * 10:g},{y - 4} {target - way * 10:g},{y + 4}"
        parts.append(tag("polygon", points=head, cls="tip"))
        parts += _dot(row.number, source, y)
    for index, line in enumerate(row.label):
        parts.append(tag("text", text(line), x=f"{middle:g}", y=row.top + 11 + index * LINE, cls="what"))
    return tag(
        "g",
        *parts,
        cls=f"step{' answer' if 'milliseconds' in event.details else ''}{' failed' if failed(event) else ''}",
    )


def _dot(number: int, x: float, y: float) -> list[str]:
    """A step's number in a circle."""
    return [
        tag("circle", cx=f"{x:g}", cy=f"{y:g}", r=9, cls="dot"),
        tag("text", str(number), x=f"{x:g}", y=f"{y + 3.5:g}", cls="number"),
    ]


def _time(event: Event, first: Event, y: float) -> str:
    after = max((event.at - first.at).total_seconds(), 0)
    words = f"+{after:.2f} s" if after < 100 else f"+{after / 60:.0f} min"
    return tag("text", words, x=GUTTER - 8, y=y + 4, cls="time")


def failed(event: Event) -> bool:
    """Whether this step is a refusal: an error status, no answer, an error at the callback."""
    details = event.details
    status = details.get("status")
    return bool(details.get("failure") or details.get("error")) or (isinstance(status, int) and status >= 400)
