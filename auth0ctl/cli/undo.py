"""``auth0ctl undo``."""

from typing import Annotated, Any

import typer

from auth0ctl.cli.session import Session
from auth0ctl.edits import document
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.journeys.borrowed.undo import in_turn, put_back, told
from auth0ctl.results import Listing


def undo(
    ctx: typer.Context,
    list_: Annotated[bool, typer.Option("--list", help="Show what is open, at every tenant; change nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be put back; change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what a command that still runs has borrowed.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Forget what doctor --fix changed: it stays as it is now.")
    ] = False,
) -> int:
    """Put back what auth0ctl changed at the tenant: what a broken-off login left, and what doctor --fix mended.

    A login takes its callback back by itself when it ends, and the next login does when it could not; a test client
    stays until now. What a command that still runs has borrowed is left to it. What doctor --fix changed gets exactly
    its former values back, the newest change first; --keep leaves it instead, and forgets how it was.

    Example: auth0ctl undo --dry-run
    """
    session: Session = ctx.obj
    session.check_output()
    if list_ and (dry_run or force or keep):
        raise UsageError("--list goes with neither --dry-run, --force nor --keep")
    journal = session.journal
    everywhere = journal.open_entries()
    if list_:
        session.show(listing([(one, state(journal, one)) for one in everywhere]))
        return ExitCode.OK
    origin = session.tenant.origin if everywhere else ""  # a tenant is not looked for when nothing is open
    say_of_others(session, [one for one in everywhere if one.origin != origin])
    entries = in_turn(one for one in everywhere if one.origin == origin)
    if keep:
        kept = [one for one in entries if one.change is Change.EDIT]
        if not dry_run:
            for one in kept:
                journal.end(one)
        session.show(listing([(one, "would be kept" if dry_run else "kept as it is now") for one in kept]))
        return ExitCode.OK
    if dry_run:
        session.show(listing([(one, plan(journal, one, force)) for one in entries]))
        return ExitCode.OK
    results = put_back(journal, session.management, force=force) if entries else ()
    session.show(listing([(one.entry, one.sentence) for one in results]))
    errors = [one.error for one in results if one.error]
    for hint in dict.fromkeys(error.hint for error in errors if error.hint):
        session.say(hint)
    return errors[0].exit_code if errors else ExitCode.OK


def state(journal: Journal, entry: Entry) -> str:
    """Whether an entry waits for ``undo``."""
    return f"in use by the process {entry.pid}" if journal.is_owned(entry) else "open"


def plan(journal: Journal, entry: Entry, force: bool) -> str:
    """What ``undo`` would do with an entry."""
    if not force and journal.is_owned(entry):
        return f"would be left alone: the process {entry.pid} still uses it"
    return "would be put back"


def say_of_others(session: Session, others: list[Entry]) -> None:
    """Name the tenants that have something open as well."""
    for name in sorted({one.tenant for one in others}):
        session.say(f"The tenant {name} has something open too: `auth0ctl undo --tenant {name}`.")


def listing(rows: list[tuple[Entry, str]]) -> Listing:
    """One line for each entry, with what is to be said of it."""
    return Listing(
        noun="open changes",
        columns=("tenant", "since", "what", "outcome"),
        rows=tuple((entry.tenant, f"{entry.at:%Y-%m-%d %H:%M} UTC", told(entry), said) for entry, said in rows),
        objects=tuple(resource(entry, said) for entry, said in rows),
        empty="There is nothing to put back.",
    )


def resource(entry: Entry, said: str) -> dict[str, Any]:
    """An entry for JSON; of an edit also the members with their former and new values."""
    more = {"edit": document(entry.edit)} if entry.edit else {}
    return {
        "id": entry.id,
        "tenant": entry.tenant,
        "origin": entry.origin,
        "change": entry.change.value,
        "client_id": entry.client_id,
        "value": entry.value,
        "at": entry.at,
        "pid": entry.pid,
        "outcome": said,
        **more,
    }
