"""``auth0ctl completions``: static scripts, generated from the command table, so that TAB starts no Python."""

from typing import Annotated

import typer

from auth0ctl.cli.completion_scripts import SHELLS, script
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.results import Bare


def completions(ctx: typer.Context, shell: Annotated[str, typer.Argument(help=f"One of {', '.join(SHELLS)}.")]) -> None:
    """Print the completion script of a shell.

    Example: auth0ctl completions bash > ~/.local/share/bash-completion/completions/auth0ctl
    """
    session: Session = ctx.obj
    if shell not in SHELLS:
        raise UsageError(f"there is no completion script for {shell}", f"Choose one of: {', '.join(SHELLS)}.")
    session.show(Bare(name="script", text=script(shell).rstrip("\n")))
