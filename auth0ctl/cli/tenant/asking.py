"""The conversation of ``tenant add`` on a terminal: the domain, which of the three ways in, and its credentials."""

import typer

from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.journeys.tenants.access import Credentials
from auth0ctl.journeys.tenants.scopes import ALWAYS, READ_SCOPES

WAYS = f"""Three ways in, and what works with each:
  1  the domain and a client id
       probe, login, token verify: what any app of the tenant can do
  2  a Management API token (dashboard: APIs, Auth0 Management API, API Explorer; it ends after a day)
       also client, api, grant, claim and doctor, as far as its scopes go
  3  a machine-to-machine client with its secret, for a machine that stays
       the same, with a new token each time; the read scopes for its client grant are
       {" ".join(one.name for one in READ_SCOPES if one.asked_by == ALWAYS)}"""


def ask_way_in(session: Session, given: Credentials) -> Credentials:
    """Explain, and ask for what the way in needs that was not ``given``."""
    session.say(WAYS)
    way: str = typer.prompt("Which one", default="1", err=True)
    if way not in ("1", "2", "3"):
        raise UsageError(f"there is no way {way[:20]}", "Choose 1, 2 or 3.")
    if way == "2":
        return Credentials(client_id=given.client_id, api_token=ask_secret(session, "Management API token"))
    client_id = given.client_id or ask_text("Client id")
    if way == "1":
        return Credentials(client_id=client_id or None)
    return Credentials(client_id=client_id, client_secret=ask_secret(session, "Client secret"))


def ask_text(what: str) -> str:
    typed: str = typer.prompt(what, default="", show_default=False, err=True)
    return typed.strip()


def ask_secret(session: Session, what: str) -> str:
    """A secret typed at the terminal, not shown. Raises UsageError where nobody can type."""
    if not session.interactive:
        raise UsageError(
            "nobody can be asked here: this is no terminal", "Use --client-secret-file FILE, or - for stdin."
        )
    typed: str = typer.prompt(what, hide_input=True, err=True)
    session.redactor.learn(typed.strip())
    return typed.strip()
