"""``auth0ctl client``: the tenant's clients, and whether one is first-party."""

import uuid
from typing import Annotated, Any

import typer

from auth0ctl.cli.remembered import remember_clients
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.evidence.tenant import Wanted, read_tenant
from auth0ctl.journeys.records.inspect import find_client, inspect_client
from auth0ctl.journeys.records.once import client_once
from auth0ctl.model import Facts
from auth0ctl.results import Changed, Listing

TYPES = ("spa", "native", "regular_web", "non_interactive")


def list_clients(ctx: typer.Context) -> None:
    """List the tenant's clients.

    Example: auth0ctl client list -o json
    """
    session: Session = ctx.obj
    clients = session.management.clients()
    remember_clients(session, clients)
    session.show(
        Listing(
            noun="clients",
            columns=("name", "client id", "type", "first-party"),
            rows=tuple(
                (
                    client.get("name") or "",
                    client["client_id"],
                    client.get("app_type") or "not set",
                    "no" if client.get("is_first_party") is False else "yes",
                )
                for client in clients
            ),
            objects=tuple(clients),
            empty="auth0ctl client create NAME",
        )
    )


def inspect(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[ID|NAME]", help="The client; without one, the configured or chosen one.")
    ] = None,
) -> None:
    """Say whether a client is first-party, what follows from it, and which settings decide how its logins behave.

    Example: auth0ctl client inspect "Example SPA"
    """
    session: Session = ctx.obj
    wanted = client or session.settings().client_id.value
    raw = find_client(session.management, wanted) if wanted else choose(session)
    wanted_too = Wanted(client=str(raw["client_id"]))
    known = None
    if raw.get("callbacks"):
        known = read_tenant(Facts(tenant=session.tenant), session.management, wanted_too, pause=session.pause)
    session.show(inspect_client(raw, known))


def choose(session: Session) -> dict[str, Any]:
    """One client of the tenant: the only one, or the one that the person picks from a list."""
    clients = session.management.clients()
    if len(clients) == 1:
        session.say(f"The tenant has one client: {clients[0].get('name')}.")
        return clients[0]
    if not clients:
        raise UsageError("the tenant has no client", "Make one: `auth0ctl client create NAME`.")
    if not session.interactive:
        names = ", ".join(str(client.get("name")) for client in clients[:10])
        raise UsageError("which client? Give its id or name", f"The tenant has: {names}.")
    for number, client in enumerate(clients, 1):
        session.say(f"{number:3}  {client.get('name')}  ({client['client_id']})")
    picked: int = typer.prompt("Which one", type=int, err=True)
    if not 1 <= picked <= len(clients):
        raise UsageError(f"there is no number {picked} in the list")
    return clients[picked - 1]


def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The client's name.")],
    app_type: Annotated[str, typer.Option("--type", help=f"One of {', '.join(TYPES)}.")] = "spa",
    callback: Annotated[
        list[str] | None, typer.Option("--callback", help="An Allowed Callback URL; repeatable.")
    ] = None,
    web_origin: Annotated[list[str] | None, typer.Option("--web-origin", help="An Allowed Web Origin.")] = None,
    logout_url: Annotated[list[str] | None, typer.Option("--logout-url", help="An Allowed Logout URL.")] = None,
    third_party: Annotated[bool, typer.Option("--third-party", help="Make it third-party; cannot be undone.")] = False,
    ensure: Annotated[bool, typer.Option("--ensure", help="Do nothing when a client of this name exists.")] = False,
) -> None:
    """Create a client that follows today's advice: RS256, OIDC conformant, public where the type cannot keep a secret.

    Example: auth0ctl client create "My SPA" --type spa --callback http://127.0.0.1:18484/callback
    """
    session: Session = ctx.obj
    if app_type not in TYPES:
        raise UsageError(f"there is no client type {app_type}", f"Choose one of: {', '.join(TYPES)}.")
    if ensure:
        present = [client for client in session.management.clients() if client.get("name") == name]
        if present:
            session.show(Changed(sentence=f"The client {name} exists already.", resource=present[0]))
            return
    body: dict[str, Any] = {
        "name": name,
        "app_type": app_type,
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
        "token_endpoint_auth_method": "none" if app_type in ("spa", "native") else "client_secret_post",
    }
    lists = {"callbacks": callback, "web_origins": web_origin, "allowed_logout_urls": logout_url}
    body |= {field: values for field, values in lists.items() if values}
    if app_type == "non_interactive":
        body["grant_types"] = ["client_credentials"]
    if third_party:
        body["is_first_party"] = False
        del body["oidc_conformant"]  # a strict third-party client has it by itself, and Auth0 refuses the field
    made = client_once(session.writing, body, uuid.uuid4().hex)
    session.show(
        Changed(
            sentence=f"Created the client {made.get('name')} ({made['client_id']}).",
            resource=made,
            next=f"auth0ctl client inspect {made['client_id']}",
        )
    )
