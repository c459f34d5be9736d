"""The tenant's clock against this machine's, from the ``Date`` header of one answer (standards.md Q09)."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Answer, Http

LIMIT = 512 * 1024  # bytes


def clock_offset(http: Http, url: str, now: Callable[[], datetime]) -> float | None:
    """By how many seconds the clock behind ``url`` is ahead of this machine's; negative where it is behind.

    None where there is no answer, or one without a readable ``Date``. The header counts whole seconds and an answer
    takes its time, so this is right to about a second more than half the round trip.
    """
    sent = now()
    try:
        answer = http.send("GET", url, limit=LIMIT)
    except NetworkError:
        return None
    return offset_of(answer, sent, now())


def offset_of(answer: Answer, sent: datetime, received: datetime) -> float | None:
    """The same for an answer that is here: its ``Date`` (and ``Age``, where a cache kept it) at mid-journey."""
    try:
        dated = parsedate_to_datetime(answer.headers.get("date", ""))
        kept = max(0, int(answer.headers.get("age", "0")))  # RFC 9111 section 5.1: seconds since Date
    except (ValueError, OverflowError):
        return None
    if dated.tzinfo is None:  # "-0000": UTC that names no zone
        dated = dated.replace(tzinfo=UTC)
    middle = sent + (received - sent) / 2
    return (dated - middle).total_seconds() + kept + 0.5  # Date is cut to whole seconds: half of one on average
