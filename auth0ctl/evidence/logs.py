"""The tenant's log entries of one login attempt as facts; a token that may not read the log is a reason, no error."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.evidence.config import reason_of
from auth0ctl.model import Facts, LogEntry
from auth0ctl.tenant.management import Management

CLOCKS = timedelta(seconds=10)  # by so much the tenant's clock may be behind ours


def read_log(
    facts: Facts, management: Management | None, client_id: str, since: datetime, *, why_not: str = ""
) -> Facts:
    """Add the entries about ``client_id`` since ``since``, newest first; ``why_not`` says why there is no token.

    Whatever refuses or fails ends as a reason in ``missing``: a login that was refused is explained without the log
    too. Needs the scope read:logs or read:logs_users (auth0-facts/management-api.md section 9).
    """
    if management is None:
        return without(facts, why_not or "no Management token")
    try:
        # By client alone: date ranges are a part of the search syntax that not every tenant here understands.
        written = management.logs(f'client_id:"{client_id.replace(chr(34), "")}"')
    except (TenantError, AuthError, RateLimited, NetworkError) as refused:
        return without(facts, reason_of(refused))
    entries = [LogEntry.from_api(raw) for raw in written]
    return replace(facts, log=tuple(entry for entry in entries if of_attempt(entry, client_id, since)))


def without(facts: Facts, reason: str) -> Facts:
    """The facts with the reason why there is no log."""
    return replace(facts, log=None, missing={**facts.missing, "log": reason})


def of_attempt(entry: LogEntry, client_id: str, since: datetime) -> bool:
    """Whether an entry is about this client and not older than the attempt."""
    try:
        date = datetime.fromisoformat(entry.date)
    except ValueError:
        return False
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return entry.client_id == client_id and date >= since - CLOCKS
