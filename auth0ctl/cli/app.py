"""Builds the command line from the table, runs it, and turns every way it can end into an exit code.

Typer's group class is the one seam: it is given names from the table and imports a command's module when asked for it.
"""

import errno
import itertools
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
import typer.core
import typer.main
from typer.models import CommandInfo

from auth0ctl.cli.metavars import name_values
from auth0ctl.cli.session import Session
from auth0ctl.cli.table import COMMANDS, GROUPS, Command
from auth0ctl.errors import Auth0ctlError, ConfigError, ExitCode, UsageError
from auth0ctl.lookup import load

ABOUT = """Find out why an Auth0 login or API call does not work, prove it, and fix it.

With no tenant configured, the built-in tenant `local` is used: no account, no network.

Start with `auth0ctl demo`, or `auth0ctl login --audience https://api.example.com`."""

Row = Command | tuple[Command, ...]  # a command, or the commands of a group


class TableGroup(typer.core.TyperGroup):
    """A group whose commands are rows of the table."""

    def __init__(self, *, rows: dict[str, Row], **attributes: Any) -> None:
        # The names are enough for help and for "did you mean"; the commands behind them are loaded on request.
        super().__init__(commands=dict.fromkeys(rows), rich_markup_mode=None, **attributes)  # type: ignore[arg-type]
        self.rows = rows

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command behind a name, imported now; None where there is none."""
        row = self.rows.get(cmd_name)
        if row is None:
            return None
        if isinstance(row, Command):
            return command_of(row, cmd_name)
        rows: dict[str, Row] = {command.path.partition(" ")[2]: command for command in row}
        return TableGroup(
            name=cmd_name,
            rows=rows,
            help=GROUPS[cmd_name],
            no_args_is_help=True,
            params=global_params(),
            context_settings=CONTEXT,
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """``smoke init`` stands beside ``smoke [FILE]``, which is no group: its two words are one name here."""
        two = " ".join(args[:2])
        if " " in two and two in self.rows:
            return two, self.get_command(ctx, two), args[2:]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing any of them."""
        listed = [(name, row.summary if isinstance(row, Command) else GROUPS[name]) for name, row in self.rows.items()]
        with formatter.section("Commands"):
            formatter.write_dl(listed)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Under the commands of the top level: what the exit codes mean."""
        if ctx.parent is None:
            with formatter.section("Exit codes"):
                formatter.write_dl([(str(int(code)), code.meaning) for code in ExitCode])


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class PanelledCommand(typer.core.TyperCommand):
    """A command whose help lists its options under the panels that they name, the others after them.

    Typer draws panels with rich alone, which help does without here.
    """

    row: Command

    def invoke(self, ctx: Any) -> Any:
        """Run it, unless the format that was asked for holds nothing that it gives: then nothing is done at all."""
        ctx.find_root().obj.check_report(self.row.path, self.row.reports)
        return super().invoke(ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        panels: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                panels.setdefault(getattr(param, "rich_help_panel", None) or "", []).append(record)
        rest = panels.pop("", [])
        for title, records in (*panels.items(), ("Options" if not panels else "Every command", rest)):
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def command_of(row: Command, name: str) -> Any:
    """Import a row's function and make it a command; every command also takes the global options."""
    function = load(row.target)
    info = CommandInfo(
        name=name, cls=PanelledCommand, callback=function, short_help=row.summary, context_settings=CONTEXT
    )
    command = typer.main.get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    name_values(command.params)
    command.params.extend(global_params())
    command.row = row  # type: ignore[attr-defined]  # a PanelledCommand, which typer does not say
    return command


def global_options(
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT",
            help="terminal, json, quiet, html; of a report also junit, sarif, github.",
        ),
    ] = None,
    tenant: Annotated[
        str | None, typer.Option("--tenant", metavar="NAME", help="The tenant to talk to (see `tenant list`).")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell each step on stderr; never a secret.")] = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long to wait for an answer.")
    ] = None,
    ca_file: Annotated[
        str | None, typer.Option("--ca-file", metavar="FILE", help="Trust these CA certificates (PEM) as well.")
    ] = None,
    insecure_storage: Annotated[
        bool, typer.Option("--insecure-storage", help="Without a keyring, keep tokens in a file only you can read.")
    ] = False,
    client_secret: Annotated[str | None, typer.Option("--client-secret", hidden=True)] = None,
    api_token: Annotated[str | None, typer.Option("--api-token", hidden=True)] = None,
    password: Annotated[str | None, typer.Option("--password", hidden=True)] = None,
) -> None:
    """The options that every command takes, before or after its name."""


# Secrets that people try to give as arguments, and how each comes in instead.
SECRETS = {
    "client_secret": "set AUTH0_CLIENT_SECRET; or give --client-secret-file FILE (- for standard input) to "
    "`auth0ctl login` or `auth0ctl tenant add`; or let `auth0ctl tenant add NAME --ask-secret` ask for it without echo",
    "api_token": "set AUTH0_API_TOKEN; or give --api-token-file FILE (- for standard input) to `auth0ctl tenant add`",
    "password": "type it into the login page that `auth0ctl login` opens; where an app has no other way than "
    "`--flow password`, leave the password out and type it at the prompt, or give --password-file FILE (- for standard "
    "input)",
}


def global_params() -> list[Any]:
    """Fresh parameters for ``global_options``; their values go to the session, not to the command's function."""
    params, _, _ = typer.main.get_params_convertors_ctx_param_name_from_function(global_options)
    for param in params:
        param.expose_value = False
        param.callback = keep  # type: ignore[assignment]  # typer's own Context class
    return params


def keep(ctx: typer.Context, param: Any, value: Any) -> Any:
    """Keep a global option that was given; refuse a secret on the command line (S06)."""
    if value is None or value is False:
        return value
    if param.name in SECRETS:
        raise secret_refused(param.opts[0], SECRETS[param.name])
    ctx.find_root().obj.given[param.name] = value
    return value


def secret_refused(option: str, instead: str) -> UsageError:
    """Why a secret may not be an argument, and what to do instead."""
    return UsageError(
        f"{option} VALUE is refused: other users and your shell history can read a command line", f"Instead, {instead}."
    )


def build() -> TableGroup:
    """The whole command line."""
    rows: dict[str, Row] = {}
    for command in COMMANDS:
        first, _, rest = command.path.partition(" ")
        if rest and first not in GROUPS:
            rows[command.path] = command
        elif rest:
            members = rows.get(first, ())
            rows[first] = (*members, command) if isinstance(members, tuple) else (command,)
        else:
            rows[first] = command
    return TableGroup(
        name="auth0ctl",
        rows=rows,
        help=ABOUT,
        no_args_is_help=True,
        params=global_params(),
        context_settings=CONTEXT,
    )


def run(arguments: Sequence[str], session: Session | None = None) -> int:
    """Run one command line. Prints every error as one sentence and returns the exit code."""
    try:
        return ended(arguments, session or Session())
    except KeyboardInterrupt:  # a second one, or one while an error was being told
        return int(ExitCode.INTERRUPTED)


def ended(arguments: Sequence[str], session: Session) -> int:
    """The command has run, and how it ended has been told: the exit code."""
    try:
        with session, build().make_context("auth0ctl", list(arguments), obj=session) as ctx:
            outcome = ctx.command.invoke(ctx)
            session.flush()
            return int(outcome) if isinstance(outcome, int) else int(ExitCode.OK)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort) as ending:
        session.say(" ".join(("Interrupted.", *getattr(ending, "__notes__", ()))))
        return int(ExitCode.INTERRUPTED)
    except typer.TyperException as error:
        session.given.setdefault("output", format_asked(arguments))
        return complain(session, error)
    except Auth0ctlError as error:
        session.given.setdefault("output", format_asked(arguments))
        session.fail(error)
        return int(error.exit_code)
    except OSError as error:
        return unwritten(session, error)
    except Exception as error:
        session.bug(error)
        return int(ExitCode.BUG)


def unwritten(session: Session, error: OSError) -> int:
    """A reader that went away, a full disk, no output at all; any other error of the system is a bug of ours."""
    if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF):
        session.bug(error)
        return int(ExitCode.BUG)
    session.abandon_output()
    if error.errno == errno.EPIPE:
        return int(ExitCode.BROKEN_PIPE)
    session.fail(ConfigError(f"the output cannot be written: {(error.strerror or str(error)).lower()}"))
    return int(ExitCode.CONFIG)


def format_asked(arguments: Sequence[str]) -> str | None:
    """The ``--output`` of a command line that was refused before it was read as far as that option."""
    for word, after in itertools.pairwise((*arguments, "")):
        if word in ("-o", "--output"):
            return after
        if word.startswith(("-o", "--output=")):
            return word.removeprefix("--output=").removeprefix("-o")
    return None


def complain(session: Session, error: typer.TyperException) -> int:
    """A command line that typer refused. A bare group prints its help, as asking for it would, but is no success."""
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.format_message() + "\n")
        return int(ExitCode.USAGE)
    hint = f"See `{ctx.command_path} --help`." if ctx else "See `auth0ctl --help`."
    session.fail(UsageError(error.format_message().rstrip("."), hint))
    return int(ExitCode.USAGE)
