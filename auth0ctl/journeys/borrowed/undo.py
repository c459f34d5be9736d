"""Putting back what a command changed on a tenant: what was broken off, and what ``doctor --fix`` mended."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auth0ctl.errors import Auth0ctlError
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.journeys.borrowed.callback import take_away
from auth0ctl.journeys.diagnosis.editing import NOT_THERE, take_back
from auth0ctl.journeys.records.once import of_run
from auth0ctl.tenant.management import Management


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What became of one entry. ``error`` where it could not be put back; ``running`` where its process still is."""

    entry: Entry
    sentence: str
    done: bool = False
    running: bool = False
    error: Auth0ctlError | None = None


def put_back(
    journal: Journal,
    management: Management,
    *,
    changes: frozenset[Change] = frozenset(Change),
    force: bool = False,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[PutBack, ...]:
    """Put back everything open at the tenant of ``management``; one failure does not stop the others.

    Edits first and the newest of them first, so that each finds what it left; then the others, oldest first.

    What a process that still runs has borrowed is left to it, unless ``force``. Sends nothing when nothing is open.
    Raises ConfigError when the journal cannot be read.
    """
    origin = management.tenant.origin
    entries = in_turn(one for one in journal.open_entries(origin) if one.change in changes)
    return tuple(put_one_back(journal, management, entry, force=force, pause=pause) for entry in entries)


def in_turn(entries: Iterable[Entry]) -> list[Entry]:
    """The order to put entries back in; those given are the oldest first."""
    every = list(entries)
    mended = [one for one in every if one.change is Change.EDIT]
    return [*reversed(mended), *(one for one in every if one.change is not Change.EDIT)]


def put_one_back(
    journal: Journal, management: Management, entry: Entry, *, force: bool, pause: Callable[[float], None]
) -> PutBack:
    """Put back one entry, in one's turn: nobody else begins to own it meanwhile."""
    try:
        with journal.turn():
            if not force and journal.is_owned(entry):
                return PutBack(entry=entry, sentence=f"left alone: the process {entry.pid} still uses it", running=True)
            return undone(journal, management, entry, pause)
    except Auth0ctlError as error:
        return PutBack(entry=entry, sentence=f"not put back: {error.message}", error=error)


def undone(journal: Journal, management: Management, entry: Entry, pause: Callable[[float], None]) -> PutBack:
    """The change taken back, and the entry ended."""
    written = journal.find(entry.id)
    if written is None:
        return PutBack(entry=entry, sentence="put back by another command just now", done=True)
    if written.change is Change.EDIT:
        sentence = take_back(management, written, pause=pause)
    elif written.change is Change.CALLBACK:
        sentence = take_away(management, journal, written, pause) or NOT_THERE
    else:
        made = of_run(management, written.id)  # by the mark of its run: what is not ours is never deleted
        for client in made:
            management.delete_client(client["client_id"])
        sentence = "deleted" if made else NOT_THERE
    journal.end(written)
    journal.sweep()
    return PutBack(entry=written, sentence=sentence, done=True)


def put_back_leftovers(
    journal: Journal,
    management: Management,
    say: Callable[[str], None],
    *,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Before a command changes a tenant: take away the callbacks that broken-off logins left there, and say so.

    Test clients stay: they were asked for. Raises nothing: what cannot be put back is said, and stays in the journal.
    """
    try:
        results = put_back(journal, management, changes=frozenset({Change.CALLBACK}), pause=pause)
    except Auth0ctlError as error:
        say(f"{error.message} {error.hint}".strip())
        return
    for one in results:
        if one.running:
            continue
        began = f"{one.entry.at:%Y-%m-%d %H:%M} UTC"
        say(f"{told(one.entry)}, left by a login that was broken off ({began}): {one.sentence}.")
        if one.error:
            say("Put it back with `auth0ctl undo`.")


def told(entry: Entry) -> str:
    """An entry in words."""
    if entry.change is Change.EDIT:
        return entry.value
    if entry.change is Change.CALLBACK:
        return f"The callback {entry.value} of the client {entry.client_id}"
    return f"The client {entry.value}" + (f" ({entry.client_id})" if entry.client_id else "")
