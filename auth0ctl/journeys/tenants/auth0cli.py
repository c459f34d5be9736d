"""The tenants that auth0-cli is logged in to: its ``config.json``, and its secrets in the system's keyring. Read only.

Source: auth0/auth0-cli, internal/config/{config,tenant}.go and internal/keyring/keyring.go. A tenant with a client id
was logged in to with a client's secret, one without by a person, whose access token ends after a day.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auth0ctl.errors import UsageError
from auth0ctl.journeys.tenants.access import Credentials
from auth0ctl.journeys.tenants.found import Found, domain_of

ACCESS_TOKEN, CLIENT_SECRET = "Auth0 CLI Access Token", "Auth0 CLI Client Secret"
CHUNKS = 50  # of 2048 bytes; more are never written
Keyring = Callable[[str, str], str | None]


def config_file(environ: Mapping[str, str]) -> Path:
    """Where auth0-cli keeps it: ``$HOME/.config/auth0/config.json``, on every system."""
    home = environ.get("HOME") or environ.get("USERPROFILE") or str(Path("~").expanduser())
    return Path(home) / ".config" / "auth0" / "config.json"


def read_auth0_cli(text: str, file: str, keyring: Keyring, now: datetime) -> tuple[Found, ...]:
    """Every tenant in ``config.json``, auth0-cli's default one first. ``keyring(service, user)`` gives a secret.

    A tenant whose domain is none is left out of the answer; one whose token has expired comes without it, and says so.
    Raises UsageError for a file that is not auth0-cli's, VaultError where the keyring does not answer.
    """
    try:
        document = json.loads(text)
        tenants = document["tenants"]
        entries = [one for one in tenants.values() if isinstance(one, dict)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{file} is not a config.json of auth0-cli") from None
    default = document.get("default_tenant")
    found = tuple(found_in(entries, default, keyring, now))
    if not found:
        raise UsageError(f"auth0-cli knows no tenant: {file} names none", "Log in with it first: `auth0 login`.")
    return tuple(sorted(found, key=lambda one: not one.current))


def found_in(entries: list[dict[str, Any]], default: Any, keyring: Keyring, now: datetime) -> Iterator[Found]:
    for entry in entries:
        try:
            written = str(entry.get("domain") or "")
            domain = domain_of(written)
        except UsageError:
            continue
        client_id = text_of(entry.get("client_id"))
        current = written == default
        if client_id:
            secret = keyring(CLIENT_SECRET, written)
            notes = () if secret else (f"auth0-cli's keyring has no client secret for {domain}.",)
            known = Credentials(client_id=client_id, client_secret=secret)
            yield Found(domain=domain, credentials=known, current=current, notes=notes)
            continue
        # The app that `auth0 test login` was told to use by default: a client id for logins.
        app = text_of(entry.get("default_app_id"))
        expires_at = time_of(entry.get("expires_at"))
        token = access_token(keyring, written) or text_of(entry.get("access_token"))
        notes = () if token else (f"auth0-cli has no access token for {domain}: `auth0 login` gets one.",)
        if token and expires_at is not None and expires_at <= now:
            notes = (
                f"auth0-cli's token for {domain} expired at {expires_at:%Y-%m-%d %H:%M} UTC, so it was not taken over. "
                "After `auth0 login`, run this again with --force.",
            )
            token = None
        known = Credentials(client_id=app, api_token=token)
        yield Found(domain=domain, credentials=known, expires_at=expires_at, current=current, notes=notes)


def access_token(keyring: Keyring, domain: str) -> str | None:
    """The token, put together from its chunks: ``Auth0 CLI Access Token 0``, ``... 1``, up to the first that is not."""
    chunks = []
    for number in range(CHUNKS):
        chunk = keyring(f"{ACCESS_TOKEN} {number}", domain)
        if chunk is None:
            break
        chunks.append(chunk)
    return "".join(chunks) or None


def text_of(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def time_of(value: Any) -> datetime | None:
    """Go's RFC 3339 time; its zero time (year 1) means that none was written."""
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time if time.year > 1 else None
