"""The terminal's drawing of a result as HTML, for the results that have no page of their own."""

from collections.abc import Iterable

from auth0ctl.render.html.markup import tag, with_code
from auth0ctl.render.terminal.parts import Column, Grid, Heading, Indented, Line, Part

STYLES = {"green": "good", "bold green": "good", "bold red": "bad", "red": "bad", "dim": "dim", "bold": "strong"}


def drawing(parts: Iterable[Part]) -> str:
    """Lines, grids and headings, one below the other."""
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    match part:
        case Line():
            return tag("p", _words(part)) if part.words else ""
        case Heading(line=line):
            return tag("h2", _words(line))
        case Indented(parts=inner):
            return tag("div", drawing(inner), cls="inner")
        case Grid():
            return _grid(part)


def _grid(grid: Grid) -> str:
    head = tag("thead", tag("tr", *(tag("th", _words(cell), scope="col") for cell in grid.head))) if grid.head else ""
    rows = (
        tag("tr", *(_cell(cell, column) for cell, column in zip(row, grid.columns, strict=True))) for row in grid.rows
    )
    return tag("div", tag("table", head, tag("tbody", *rows), cls="grid"), cls="wide", tabindex=0)


def _cell(cell: Line, column: Column) -> str:
    return tag("td", _words(cell), cls=STYLES.get(column.style, ""))


def _words(line: Line) -> str:
    """Words with their styles. They are safe already, and escaped as they become elements."""
    from_style = ((word, STYLES.get(style, "")) for word, style in line.words)
    words = ((word, with_code(_escaped(word)), cls) for word, cls in from_style)
    return "".join("<br>" if word == "\n" else tag("span", html, cls=cls) for word, html, cls in words)


def _escaped(word: str) -> str:
    return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
