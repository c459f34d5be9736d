"""Inks a drawing for a pipe or a file: no colour, a steady width, no blanks that pad a screen.

Plain code instead of the terminal's library, because loading that costs more than all the rest of a short command.
"""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TextIO

from auth0ctl.render.plain import in_ascii, shows_glyphs
from auth0ctl.render.terminal.parts import Column, Grid, Heading, Indented, Line, Part

WIDTH = 110  # columns
INDENT = 2


def show(parts: Iterable[Part], out: TextIO) -> None:
    """Write each part as it comes."""
    glyphs = shows_glyphs(out)
    for part in parts:
        for row in rows(part, WIDTH):
            out.write((row if glyphs else in_ascii(row)).rstrip() + "\n")


def rows(part: Part, width: int) -> Iterator[str]:
    """The rows of a part, none wider than ``width`` where that can be helped."""
    match part:
        case Line():
            yield from wrapped(part.text, width)
        case Heading(line=line):
            yield f"{line.text} ".ljust(width, "─")
        case Indented(parts=parts):
            for inner in parts:
                yield from (" " * INDENT + row for row in rows(inner, width - INDENT))
        case Grid():
            yield from grid_rows(part, width)


def grid_rows(grid: Grid, width: int) -> Iterator[str]:
    """Each row of a grid as high as its highest cell."""
    lines = [*([grid.head] if grid.head else []), *grid.rows]
    widths = column_widths(grid, lines, width)
    gap = " " * grid.gap
    for line in lines:
        columns = zip(line, grid.columns, widths, strict=True)
        stacks = [set_cell(cell.text, column, wide) for cell, column, wide in columns]
        for number in range(max(map(len, stacks), default=0)):
            row = (stack[number] if number < len(stack) else "" for stack in stacks)
            yield gap.join(padded(text, wide) for text, wide in zip(row, widths, strict=True))


def column_widths(grid: Grid, lines: list[tuple[Line, ...]], width: int) -> list[int]:
    """As wide as what stands in them; then the widest of those that wrap gives way until all fit."""
    widths = []
    for number, column in enumerate(grid.columns):
        widest = max((cells(row) for line in lines for row in line[number].text.split("\n")), default=0)
        widths.append(min(widest, column.widest) if column.widest else widest)
    room = width - grid.gap * (len(widths) - 1)
    while sum(widths) > room:
        giving = [
            number
            for number, column in enumerate(grid.columns)
            if column.wraps and widths[number] > max(column.narrowest, 8)
        ]
        if not giving:
            break
        widths[max(giving, key=lambda number: widths[number])] -= 1
    return widths


def set_cell(text: str, column: Column, width: int) -> list[str]:
    """A cell's text in the rows it takes."""
    if not column.wraps:
        return [row if cells(row) <= width else row[: max(width - 1, 0)] + "…" for row in text.split("\n")]
    return [row for part in text.split("\n") for row in wrapped(part, width)]


def wrapped(text: str, width: int) -> list[str]:
    """Text in rows of at most ``width``; a word that is longer is broken."""
    if cells(text) <= width:
        return [text]
    return textwrap.wrap(text, max(width, 1), break_on_hyphens=False, drop_whitespace=True) or [""]


def padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def cells(text: str) -> int:
    """How many columns a text takes on a screen: wide East Asian characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
