"""A test client of our own: found by its mark, or made, with what a flow needs. It stays until ``undo``."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.journeys.records.once import client_once, is_a_no, metadata
from auth0ctl.tenant.management import Management

MARK = "auth0ctl"  # in client_metadata, because the names of clients are not unique (standards.md Q04)

Raw = dict[str, Any]


def ensure_client(
    management: Management,
    name: str,
    journal: Journal,
    *,
    grant_types: Iterable[str],
    callbacks: Iterable[str] = (),
    confidential: bool = False,
) -> Raw:
    """The client of this name that auth0ctl made, with these grant types and callbacks; made where there is none.

    ``confidential``: with a secret, which is in the object where the Management token may read it. Somebody else's
    client of the same name is neither used nor changed. Returns the Management API's object. Raises ConfigError when
    the journal cannot be written, and what the Management API raises.
    """
    wanted = {"grant_types": [*grant_types], "callbacks": [*callbacks]}
    with journal.turn():
        present = next((one for one in marked(management) if is_it(one, name, confidential)), None)
        if present is not None:
            return with_missing(management, present, wanted)
        entry = journal.new(Change.CLIENT, management.tenant, None, name)
        with journal.owned(entry):
            journal.begin(entry)
            made = make(management, journal, entry, body_of(entry, confidential, wanted))
            journal.begin(replace(entry, client_id=made["client_id"], confirmed=True))
            return made


def body_of(entry: Entry, confidential: bool, wanted: Mapping[str, list[str]]) -> Raw:
    """What is sent to make the client: today's advice, and the mark of this run."""
    app_type = "native"
    if confidential:
        app_type = "non_interactive" if wanted["grant_types"] == ["client_credentials"] else "regular_web"
    return {
        "name": entry.value,
        "app_type": app_type,
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
        "token_endpoint_auth_method": "client_secret_post" if confidential else "none",
        "client_metadata": {MARK: "1"},
        **{member: values for member, values in wanted.items() if values},
    }


def make(management: Management, journal: Journal, entry: Entry, body: Raw) -> Raw:
    """Create the client once, marked with its entry's id; the entry ends where the tenant plainly said no."""
    try:
        return client_once(management, body, entry.id)
    except (AuthError, RateLimited):
        journal.end(entry)
        raise
    except (NetworkError, TenantError) as error:
        if is_a_no(error):
            journal.end(entry)
        raise


def with_missing(management: Management, client: Raw, wanted: Mapping[str, list[str]]) -> Raw:
    """Our own client with what it lacks for this flow added to it; nothing is taken away."""
    lists = {member: list(client.get(member) or ()) for member in wanted}
    more = {
        member: [*have, *(value for value in wanted[member] if value not in have)] for member, have in lists.items()
    }
    changed = {member: values for member, values in more.items() if values != lists[member]}
    if not changed:
        return client
    management.update_client(client["client_id"], changed)
    return management.client(client["client_id"])


def marked(management: Management) -> list[Raw]:
    """The clients that auth0ctl made."""
    return [one for one in management.clients() if metadata(one).get(MARK) == "1"]


def is_it(client: Mapping[str, Any], name: str, confidential: bool) -> bool:
    """Whether a client of ours is the one that was named, and can, or cannot, keep a secret, as the flow needs it."""
    public = client.get("token_endpoint_auth_method") == "none"
    return client.get("name") == name and public is not confidential
