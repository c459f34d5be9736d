"""``tenant add --from``: what auth0-cli, an app or auth0-deploy-cli knows, taken over. Nothing of theirs is written."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from auth0ctl.cli.secret import read_text
from auth0ctl.cli.session import Session
from auth0ctl.cli.tenant.keeping import keep
from auth0ctl.cli.tenant.told import document, held
from auth0ctl.cli.tenant.trying import checked
from auth0ctl.errors import Auth0ctlError, AuthError, UsageError
from auth0ctl.journeys.tenants.access import OUTSIDE, Access, Credentials
from auth0ctl.journeys.tenants.auth0cli import config_file, read_auth0_cli
from auth0ctl.journeys.tenants.filed import read_deploy_cli, read_document, read_dotenv
from auth0ctl.journeys.tenants.found import Found, domain_of, name_of
from auth0ctl.profiles import Profile, Profiles, check_name
from auth0ctl.results import Listing
from auth0ctl.vault import TIMEOUT, TIMEOUT_WITH_PROMPT, foreign_entries

AUTH0_CLI = "auth0-cli"


def take_over(
    session: Session, source: str, name: str | None, domain: str | None, *, force: bool, check: bool
) -> Listing:
    """Add every tenant that the source knows, or the one of ``domain``; one line for each, JSON an array of them.

    Raises UsageError for a source that holds none, and whatever the only one's trial raises; of several, one that does
    not answer is left out and said.
    """
    found = chosen(known_by(session, source), source, name, domain)
    if name is not None:
        check_name(name)
    lines = []
    for one in found:
        for secret in (one.credentials.client_secret, one.credentials.api_token):
            session.redactor.learn(secret)
        lines.append(taken(session, one, name, alone=len(found) == 1, force=force, check=check))
    if not any(line["added"] for line in lines):
        raise UsageError(
            "no tenant was added: " + "; ".join(f"{line['domain']}: {line['notes'][-1]}" for line in lines),
            "Add --force to replace tenants that are here already.",
        )
    return Listing(
        noun="tenants",
        columns=("added", "name", "domain", "way in", "note"),
        rows=tuple(
            (
                "✓" if line["added"] else "–",
                line["name"] or "",
                line["domain"],
                line["told"],
                " ".join(line["notes"]),
            )
            for line in lines
        ),
        objects=tuple({key: value for key, value in line.items() if key != "told"} for line in lines),
    )


def known_by(session: Session, source: str) -> tuple[Found, ...]:
    """What the source knows. Raises UsageError where it is none of the three kinds, VaultError for a silent keyring."""
    path = config_file(session.environ) if source == AUTH0_CLI else Path(source)
    if source == AUTH0_CLI and not path.exists():
        raise UsageError(f"auth0-cli has left no {path} here", "Log in with it first, or give --domain and --client.")
    file = str(path)
    text = read_text(session, file, "settings")
    found = read_document(text)
    if source == AUTH0_CLI or (found is not None and "tenants" in found):
        keyring = foreign_entries(
            session.environ,
            backend=session.environ.get("AUTH0CTL_KEYRING_BACKEND"),
            timeout=TIMEOUT_WITH_PROMPT if session.interactive else TIMEOUT,
        )
        return read_auth0_cli(text, file, keyring, session.now())
    return (read_deploy_cli(found, file) if found is not None else read_dotenv(text, file),)


def chosen(found: tuple[Found, ...], source: str, name: str | None, domain: str | None) -> tuple[Found, ...]:
    """Those that were asked for: one by its domain, or all of them."""
    if domain is not None:
        wanted = domain_of(domain)
        found = tuple(one for one in found if one.domain == wanted)
        if not found:
            raise UsageError(f"{source} knows no tenant {wanted}", "Leave --domain out to take over what it knows.")
    if name is not None and len(found) > 1:
        domains = ", ".join(one.domain for one in found)
        raise UsageError(f"{source} knows {len(found)} tenants: {domains}", "Say which one NAME is for: --domain.")
    return found


def taken(session: Session, one: Found, name: str | None, *, alone: bool, force: bool, check: bool) -> dict[str, Any]:
    """One tenant, tried and kept; its line. A tenant whose secret is refused comes without it."""
    profiles = known(session)
    same = next((profile.name for profile in profiles.by_name.values() if profile.domain == one.domain), None)
    called = name or same or name_of(one.domain, profiles.by_name)
    line: dict[str, Any] = {"name": called, "domain": one.domain, "added": False, "notes": list(one.notes), "told": ""}
    if called in profiles.by_name and not force:
        line["notes"].append(f"There is a tenant {called} already.")
        return line
    credentials, access = one.credentials, None
    if check:
        try:
            credentials, access = tried(session, called, one, line["notes"])
        except Auth0ctlError as failure:
            if alone:
                raise
            line["notes"].append(failure.message)
            return line
    profile = Profile(name=called, domain=one.domain, client_id=credentials.client_id, audience=one.audience)
    keep(session, profile, credentials)
    notes = line["notes"] + list(access.notes if access else ())
    line |= {"client_id": credentials.client_id, "audience": one.audience, **document(access)}
    line |= {"added": True, "notes": notes, "told": "not tried" if access is None else way(access)}
    return line


def tried(session: Session, name: str, one: Found, notes: list[str]) -> tuple[Credentials, Access]:
    """What is left of the credentials once the tenant was asked, and what they open."""
    try:
        return one.credentials, checked(session, name, one.domain, one.credentials)
    except AuthError as refused:
        notes.append(f"Not taken over: {refused.message}.")
        less = replace(one.credentials, client_secret=None, api_token=None)
        return less, checked(session, name, one.domain, less)


def way(access: Access) -> str:
    return access.way if access.way == OUTSIDE else f"{access.way}, {held(access)}"


def known(session: Session) -> Profiles:
    """The profiles as they are now: several tenants are added one after the other."""
    session.__dict__.pop("profiles", None)
    return session.profiles
