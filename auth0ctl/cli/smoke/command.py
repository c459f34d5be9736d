"""``auth0ctl smoke`` and ``auth0ctl smoke init``."""

from pathlib import Path
from typing import Annotated

import typer

from auth0ctl.cli.session import Session
from auth0ctl.cli.smoke.outside import ground_of
from auth0ctl.cli.smoke.watching import watched
from auth0ctl.errors import ConfigError, ExitCode, UsageError
from auth0ctl.journeys.smoke.declared import DEFAULT_FILE, Declared
from auth0ctl.journeys.smoke.ground import Ground
from auth0ctl.journeys.smoke.needs import chosen
from auth0ctl.journeys.smoke.reading import read_smoke
from auth0ctl.journeys.smoke.run import smoke as run_checks
from auth0ctl.journeys.smoke.writing import written
from auth0ctl.lookup import load
from auth0ctl.results import Changed
from auth0ctl.smoked import Smoked
from auth0ctl.words import counted

LARGEST = 1024 * 1024  # bytes


def smoke(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", show_default=False, help=f"What is declared. Default: {DEFAULT_FILE}.")
    ] = (DEFAULT_FILE),
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="ID|KIND", help="Only these checks, and what they need; * stands for anything."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever the file changes, until Ctrl-C.")] = False,
    every: Annotated[
        float | None,
        typer.Option("--every", metavar="SECONDS", min=1, help="With --watch: also after this many seconds."),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open no browser: flows that need a person are not run.")
    ] = False,
) -> ExitCode:
    """Hold the tenant against what auth0ctl.toml declares: settings, flows, refusals, API calls, doctor runs.

    Checks run side by side within the tenant's rate limit, each with its timeout; --timeout bounds the whole run. A
    network failure is tried once more, and the check is then reported as flaky, never as green.

    Ends with 0 when all is green, 1 when something is not, 3 for a mistake in the file; with 4, 5, 6 or 7 when nothing
    at all could be judged for want of a login, an answer, a permission or patience.

    \b
    [[client]]                                   [[flow]]
    client = "Example SPA"                       id = "machine"
    is_first_party = true                        flow = "client-credentials"
    callbacks = { contains = ["https://..."] }   client = "Example CI"
                                                 client_secret_env = "EXAMPLE_SECRET"
    [[refused]]                                  audience = "https://api.example.com"
    client = "Example SPA"                       access_token.scopes = ["read:orders"]
    flow = "implicit"
    error = "unauthorized_client"                [[call]]
                                                 url = "https://api.example.com/orders"
    [[doctor]]                                   token_from = "machine"
    client = "Example SPA"

    Also [[api]] and [[grant]]. `auth0ctl smoke init` writes a file from today's tenant, with comments.

    Example: auth0ctl smoke auth0ctl.toml --only 'client' --only 'flow' -o json
    """
    session: Session = ctx.obj
    if every is not None and not watch:
        raise UsageError("--every goes with --watch")
    if watch and session.output not in ("terminal", "quiet"):
        raise UsageError(f"--watch shows one run after the other, and -o {session.output} is one document")
    if not watch:
        return once(session, file, tuple(only or ()), no_browser=no_browser)
    return watched(
        session, Path(file), every=every, run=lambda: once(session, file, tuple(only or ()), no_browser=no_browser)
    )


def once(session: Session, file: str, only: tuple[str, ...], *, no_browser: bool) -> ExitCode:
    """One run, shown."""
    checks = chosen(read_smoke(read(file), file), only)
    with ground_of(session, checks, no_browser=no_browser) as ground:
        result = with_progress(session, checks, ground, file)
    session.show(result)
    return result.exit_code


def with_progress(session: Session, checks: tuple[Declared, ...], ground: Ground, file: str) -> Smoked:
    """The run, with a bar where somebody looks on."""
    settings = session.settings()
    seconds = settings.timeout.value if settings.timeout.origin != "default" else None
    if session.stderr.isatty() and session.output == "terminal" and not session.given.get("verbose"):
        with load("auth0ctl.render.terminal.progress:steps")(session.stderr) as tell:
            return run_checks(checks, ground, file, seconds=seconds, tell=tell)
    return run_checks(checks, ground, file, seconds=seconds)


def read(file: str) -> bytes:
    """The file's content. Raises UsageError where there is none, ConfigError where it cannot be read."""
    path = Path(file)
    try:
        with path.open("rb") as source:
            data = source.read(LARGEST + 1)
    except FileNotFoundError:
        if file == "init":  # an option stood between the two words
            raise UsageError("init comes right after smoke", "auth0ctl smoke init") from None
        raise UsageError(
            f"there is no file {file}", "`auth0ctl smoke init` writes one from what the tenant is like today."
        ) from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise ConfigError(f"{file} is larger than {LARGEST // 1024} KiB: this is no smoke file")
    return data


def init(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", show_default=False, help=f"Where to. Default: {DEFAULT_FILE}.")
    ] = DEFAULT_FILE,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a smoke file from what the tenant is like today, with comments. Every check is tried before it is written;
    what is not green today stands there as a comment, with the reason. No secret is written.

    Scopes that it uses: read:clients read:resource_servers read:client_grants, and those of `auth0ctl doctor`.

    Example: auth0ctl smoke init && auth0ctl smoke
    """
    session: Session = ctx.obj
    path = Path(file)
    if path.exists() and not force:
        raise UsageError(f"{file} is there already", "Give another name, or --force to replace it.")

    def tried(text: str) -> Smoked:
        checks = read_smoke(text.encode(), file)
        with ground_of(session, checks, no_browser=True) as ground:
            return with_progress(session, checks, ground, file)

    settings = session.settings()
    text = written(session.management, session.tenant.domain, built_in=settings.built_in, tried=tried)
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise UsageError(f"{file} is there already", "Give another name, or --force to replace it.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}") from None
    count = text.count("\n[[")
    told = (
        f"{counted(count, 'check')} of {session.tenant.domain}, all green"
        if count
        else "examples only, to complete by hand"
    )
    session.show(Changed(sentence=f"Wrote {file}: {told}.", next="auth0ctl smoke"))
