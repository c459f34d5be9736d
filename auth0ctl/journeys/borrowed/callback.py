"""A callback lent to a client for the length of a login: added before it, taken away after it, however it ends.

Whatever is added is in the journal, on the disk, before the request that adds it, so that the next run or ``undo`` can
take it away where this process cannot (standards.md Q05). Only the addition is ever taken away: the list is read again
first, and what others changed in the meantime stays.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from auth0ctl.errors import Auth0ctlError, AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.journeys.login.interruption import ending_tidily, finishing_first
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.patience import patiently

TAKEN = "taken away from the client"


@contextmanager
def borrowed_callback(
    management: Management,
    client_id: str,
    redirect_uri: str,
    journal: Journal,
    *,
    say: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Have ``redirect_uri`` among the client's Allowed Callback URLs inside the block; for the main thread.

    A client that has it already is not touched. Raises ConfigError when the journal cannot be written, and what the
    Management API raises when it does not allow the change; the block is then not entered. Taking it away raises
    nothing: when that fails it is said, and the entry stays for ``undo``. ``pause`` waits, in seconds, between tries.
    """
    entry = journal.new(Change.CALLBACK, management.tenant, client_id, redirect_uri)
    with ending_tidily(), ExitStack() as ours:
        try:
            with journal.turn():
                ours.enter_context(journal.owned(entry))
                lend(management, journal, entry, pause)
            yield
        finally:
            with finishing_first(say, "Putting the client back first; once more leaves that to `auth0ctl undo`."):
                give_back(management, journal, entry, say, pause)


def lend(management: Management, journal: Journal, entry: Entry, pause: Callable[[float], None]) -> None:
    """Add the callback of a new entry, in one's turn. Nothing is added, and no entry begun, where it is registered."""
    assert entry.client_id is not None
    listed = patiently(lambda: management.client(entry.client_id or ""), pause, (RateLimited,)).get("callbacks")
    lent = [one for one in journal.open_entries(entry.origin) if one.same_loan(entry)]
    present = entry.value in (listed or ())
    if present and not lent:
        return
    # Lent to another login already: then whichever ends last takes it away, and knows how the client was before both.
    entry = replace(entry, was_absent=lent[0].was_absent if present else listed is None, confirmed=present)
    journal.begin(entry)
    if present:
        return
    change = {"callbacks": [*(listed or ()), entry.value]}
    try:
        patiently(lambda: management.update_client(entry.client_id or "", change), pause, (RateLimited,))
    except (AuthError, RateLimited, TenantError) as error:
        if not (isinstance(error, TenantError) and error.status >= 500):
            journal.end(entry)  # a plain no: nothing was changed
        raise
    journal.begin(replace(entry, confirmed=True))


def give_back(
    management: Management,
    journal: Journal,
    entry: Entry,
    say: Callable[[str], None],
    pause: Callable[[float], None],
) -> None:
    """Take away what this process added, and say so when that cannot be done. Raises nothing of its own."""
    left = f"{entry.value} may still be a callback of the client {entry.client_id}"
    try:
        if journal.find(entry.id) is None:
            return
        with journal.turn():
            written = journal.find(entry.id)
            if written is None:  # `undo --force` was faster
                return
            if take_away(management, journal, written, pause) or written.confirmed:
                journal.end(written)
                return
        # The request to add it was broken off, and may yet arrive: the entry stays, and the next run looks again.
        say(f"{left}: adding it was broken off. `auth0ctl undo` looks again.")
    except Auth0ctlError as error:
        say(f"{left}: {error.message.rstrip('.')}. Take it away with `auth0ctl undo`.")
    except BaseException:
        say(f"{left}: taking it away was broken off. Take it away with `auth0ctl undo`.")
        raise


def take_away(management: Management, journal: Journal, entry: Entry, pause: Callable[[float], None]) -> str | None:
    """Take a lent callback from its client, in one's turn: what was done, in words; None where it was not there.

    It stays where another open entry lends it too: the last of them takes it away. Raises what the Management API does.
    """
    client_id = entry.client_id or ""
    if any(one.same_loan(entry) and one.id != entry.id for one in journal.open_entries(entry.origin)):
        return "left for another login that borrowed it too"
    again = (RateLimited, NetworkError, TenantError)
    try:
        listed = patiently(lambda: management.client(client_id), pause, again).get("callbacks") or []
    except TenantError as error:
        if error.status == 404:  # the client is gone, and the callback with it
            return "gone with the client"
        raise
    if entry.value not in listed:
        return None
    rest = [one for one in listed if one != entry.value]
    if not rest and entry.was_absent:
        try:  # INFERRED: that null clears this list as it does other members (clients.md section 1)
            patiently(lambda: management.update_client(client_id, {"callbacks": None}), pause, again)
            return TAKEN
        except TenantError as error:
            if error.status != 400:
                raise
    patiently(lambda: management.update_client(client_id, {"callbacks": rest}), pause, again)
    return TAKEN
