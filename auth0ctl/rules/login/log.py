"""What the tenant's log says about a refused attempt (auth0-facts/management-api.md section 5)."""

from auth0ctl.model import Facts, LogEntry

MEANINGS = {
    "f": "failed login",
    "fp": "wrong password",
    "fu": "unknown user name",
    "fsa": "failed silent login",
    "feacft": "failed exchange of a code",
    "feccft": "failed client credentials",
    "fepft": "failed password grant",
    "fertft": "failed refresh",
    "ferrt": "reused refresh token",
    "fede": "failed device login",
    "fdeac": "failed device activation",
    "fdeaz": "failed device authorization",
    "fdecc": "device confirmation cancelled",
    "fecte": "failed token exchange",
    "fpar": "failed pushed request",
    "limit_wc": "blocked account",
    "limit_mu": "blocked address",
    "limit_sul": "too many logins of one user",
    "pwd_leak": "leaked password",
    "gd_auth_failed": "failed second factor",
    "actions_execution_failed": "failed Action",
    "api_limit": "rate limit passed",
}
SHOWN = 2  # entries, where none says what the refusal says


def failures(facts: Facts) -> tuple[LogEntry, ...]:
    """The entries of this attempt that tell of a failure, newest first. Auth0's types of failures start with ``f``."""
    return tuple(entry for entry in facts.log or () if entry.type.startswith("f") or entry.type in MEANINGS)


def lines(facts: Facts) -> tuple[str, ...]:
    """As evidence: the newest entry that says what the refusal says, else the newest of any."""
    found = failures(facts)
    said = facts.refusal.description if facts.refusal else ""
    same = [entry for entry in found if said and entry.description == said]
    return tuple(line_of(entry) for entry in (same[:1] or found[:SHOWN]))


def line_of(entry: LogEntry) -> str:
    """Type, description, date and id of one entry."""
    meaning = f" ({MEANINGS[entry.type]})" if entry.type in MEANINGS else ""
    said = f": {entry.description}" if entry.description else ""
    return f"tenant log: {entry.type}{meaning}{said}, {entry.date}, log_id {entry.log_id}"
