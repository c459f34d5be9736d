"""For pipes: the one thing a script would want, or nothing at all. The exit code says the rest."""

from typing import Any, TextIO

from auth0ctl.render.safe import safe
from auth0ctl.results import Bare, Changed, Inspection, Listing

IDENTITY = ("client_id", "identifier", "id", "name")


def render(result: Any, out: TextIO) -> None:
    """Print identifiers, one a line, or bare text. Reports print nothing."""
    match result:
        case Bare():
            # To a program exactly as it is; on a screen nothing in it may act on the terminal.
            out.write((_shown(result.text) if out.isatty() else result.text) + "\n")
        case Listing():
            out.writelines(f"{identity(one)}\n" for one in result.objects)
        case Changed(resource=resource) | Inspection(resource=resource) if resource:
            if named := identity(resource):
                out.write(named + "\n")


def _shown(text: str) -> str:
    return "\n".join(safe(row) for row in text.split("\n"))


def identity(resource: Any) -> str:
    """What names an object: its client id, identifier, id or name, whichever it has first."""
    text = next((str(resource[name]) for name in IDENTITY if name in resource), "")
    return text.encode("unicode_escape").decode("ascii")  # foreign text: nothing in it may act on a terminal
