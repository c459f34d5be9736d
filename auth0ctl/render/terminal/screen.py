"""Inks a drawing on a terminal, in colour and to its width. The drawing's text is safe already; markup is off."""

from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from auth0ctl.render.plain import InASCII, shows_glyphs
from auth0ctl.render.terminal.parts import Grid, Heading, Indented, Line, Part


def show(parts: Iterable[Part], out: TextIO) -> None:
    """Print each part as it comes. rich itself looks at NO_COLOR and TERM."""
    file: Any = out if shows_glyphs(out) else InASCII(out)
    console = Console(file=file, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(inked(part))


def inked(part: Part) -> RenderableType:
    """A part as rich draws it."""
    match part:
        case Line():
            return text(part)
        case Heading(line=line):
            return Rule(text(line), align="left", style="dim")
        case Indented(parts=parts):
            return Padding(Group(*map(inked, parts)), (0, 0, 0, 2), expand=False)
        case Grid():
            return table(part)


def text(line: Line) -> Text:
    return Text.assemble(*line.words)


def table(grid: Grid) -> Table:
    drawn = Table(box=None, pad_edge=False, show_header=bool(grid.head), padding=(0, grid.gap, 0, 0))
    heads = grid.head or (Line(),) * len(grid.columns)
    for column, head in zip(grid.columns, heads, strict=True):
        drawn.add_column(
            text(head),
            style=column.style or None,
            no_wrap=not column.wraps,
            max_width=column.widest or None,
            min_width=column.narrowest or None,
            overflow="fold" if column.wraps else "ellipsis",
        )
    for row in grid.rows:
        drawn.add_row(*map(text, row))
    return drawn
