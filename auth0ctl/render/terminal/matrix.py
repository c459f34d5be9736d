"""A login and its silent variants: a line for each response type and mode, a column for each audience."""

from collections.abc import Iterable

from auth0ctl.model import TokenForm
from auth0ctl.render.terminal.login import login
from auth0ctl.render.terminal.parts import Column, Grid, Line, Part, findings, indented, line
from auth0ctl.results import Cell, Login, Matrix
from auth0ctl.tokens.decode import decode
from auth0ctl.words import counted

MARKS = {
    "works": ("✓ ", "green"),
    "refused": ("✗ ", "bold red"),
    "failed": ("! ", "bold red"),
    "not run": ("– ", "dim"),
}


def matrix(result: Matrix) -> Iterable[Part]:
    """The login as usual, without what went well; then the grid, and each cause once."""
    yield from login(result.first, folded=result.first.passed)
    if result.cells:
        yield Line()
        works = sum(cell.verdict == "works" for cell in result.cells)
        yield line(
            ("Silently, in the same tab ", "bold"),
            f"{works} of {counted(len(result.cells), 'variant')} work",
            ("  prompt=none", "dim"),
        )
        yield indented(grid(result.cells))
    for note in result.notes:
        yield Line()
        yield line(note)
    yield from findings(result.findings)


def grid(cells: tuple[Cell, ...]) -> Grid:
    """Response type, mode, and a cell for each audience."""
    audiences = tuple(dict.fromkeys(cell.audience for cell in cells))
    by_place = {(cell.response_type, cell.response_mode, cell.audience): cell for cell in cells}
    rows = []
    before = ""
    for response_type, mode in dict.fromkeys((cell.response_type, cell.response_mode) for cell in cells):
        found = [by_place[response_type, mode, audience] for audience in audiences]
        rows.append((line(response_type if response_type != before else ""), line(mode), *map(told, found)))
        before = response_type
    heads = [line((f"for {audience}" if audience else "without an audience", "bold")) for audience in audiences]
    columns = (Column(wraps=False), Column(style="dim", wraps=False), *(Column() for _ in audiences))
    return Grid(columns, tuple(rows), gap=2, head=(line(("response type", "bold")), line(("mode", "bold")), *heads))


def told(cell: Cell) -> Line:
    """The verdict of one variant, and why."""
    said = came(cell.login) if cell.verdict == "works" and cell.login else cell.why
    return line(MARKS[cell.verdict], said)


def came(result: Login) -> str:
    """The tokens that came: ``ID, access``; an access token that only Auth0 can read says so."""
    got = result.tokens
    words = ["ID"] if got and got.id_token else []
    if got and got.access_token:
        opaque = decode(got.access_token).form is not TokenForm.JWS
        words.append("access (opaque)" if opaque else "access")
    return ", ".join(words)
