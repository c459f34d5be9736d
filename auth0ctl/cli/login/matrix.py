"""``auth0ctl login --matrix``: how far it has come, and where its first login is kept."""

from dataclasses import replace

from auth0ctl.cli.login.direct import code_of
from auth0ctl.cli.login.keeping import keep
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode
from auth0ctl.journeys.login.matrix import matrix
from auth0ctl.journeys.login.run import Wish
from auth0ctl.journeys.login.world import World
from auth0ctl.lookup import load
from auth0ctl.results import Matrix
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.vault import Vault


def run_matrix(session: Session, wish: Wish, world: World, vault: Vault, key: DpopKey | None) -> Matrix:
    """Run it, with a bar where somebody looks, and keep the tokens of the login that a person took part in."""
    if session.stderr.isatty() and session.output == "terminal" and not session.given.get("verbose"):
        with load("auth0ctl.render.terminal.progress:steps")(session.stderr) as progress:
            result: Matrix = matrix(wish, world, progress)
    else:
        result = matrix(wish, world)
    first = result.first
    return replace(result, first=replace(first, saved=keep(session, vault, first, key))) if first.tokens else result


def code_of_matrix(result: Matrix) -> ExitCode:
    """That of the login where it did not work; else fine once variants were run and no token failed verification."""
    first = code_of(result.first)
    return first if first is not ExitCode.OK or result.passed else ExitCode.FOUND
