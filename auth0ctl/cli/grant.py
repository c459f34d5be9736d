"""``auth0ctl grant``: client grants, which say what a client may ask of an API."""

from typing import Annotated

import typer

from auth0ctl.cli.session import Session
from auth0ctl.errors import TenantError, UsageError
from auth0ctl.journeys.records.inspect import find_client
from auth0ctl.journeys.records.once import client_grant_once
from auth0ctl.results import Changed, Listing


def list_grants(
    ctx: typer.Context,
    client: Annotated[str | None, typer.Option("--client", help="Only this client's (id or name).")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="Only those for this API.")] = None,
) -> None:
    """List client grants.

    Example: auth0ctl grant list --audience https://api.example.com
    """
    session: Session = ctx.obj
    filters = {}
    if client:
        filters["client_id"] = find_client(session.management, client)["client_id"]
    if audience:
        filters["audience"] = audience
    grants = session.management.client_grants(**filters)
    session.show(
        Listing(
            noun="client grants",
            columns=("client id", "audience", "for", "scopes"),
            rows=tuple(
                (
                    grant.get("client_id") or "third-party clients",
                    grant["audience"],
                    grant.get("subject_type") or "client",
                    "all" if grant.get("allow_all_scopes") else " ".join(grant.get("scope") or ()) or "none",
                )
                for grant in grants
            ),
            objects=tuple(grants),
            empty="auth0ctl grant create --client CLIENT --audience IDENTIFIER",
        )
    )


def create(
    ctx: typer.Context,
    client: Annotated[str, typer.Option("--client", help="The client (id or name).")],
    audience: Annotated[str, typer.Option("--audience", help="The API's identifier.")],
    scope: Annotated[list[str] | None, typer.Option("--scope", help="A scope of the API; repeatable.")] = None,
    subject_type: Annotated[
        str, typer.Option("--subject-type", help="client: machine to machine. user: people logging in.")
    ] = "client",
    ensure: Annotated[bool, typer.Option("--ensure", help="Do nothing when the grant exists.")] = False,
) -> None:
    """Allow a client to ask for an API.

    Example: auth0ctl grant create --client "My job" --audience https://api.example.com --scope read:x
    """
    session: Session = ctx.obj
    check_subject_type(subject_type)
    client_id = find_client(session.management, client)["client_id"]
    scopes = [one for text in scope or () for one in text.split()]
    if ensure:
        for grant in session.management.client_grants(client_id=client_id, audience=audience):
            if (grant.get("subject_type") or "client") == subject_type:
                session.show(Changed(sentence="The client grant exists already; nothing was changed.", resource=grant))
                return
    body = {"client_id": client_id, "audience": audience, "scope": scopes, "subject_type": subject_type}
    try:
        made = client_grant_once(session.writing, body)
    except TenantError as error:
        if error.status == 409:
            hint = "Add --ensure to accept the grant that is there, or add scopes to it: `auth0ctl grant update`."
            raise TenantError(error.message, hint, status=409, code=error.code) from None
        raise
    session.show(Changed(sentence=f"The client {client_id} may now ask for {audience}.", resource=made))


def update(
    ctx: typer.Context,
    client: Annotated[str, typer.Option("--client", help="The client (id or name).")],
    audience: Annotated[str, typer.Option("--audience", help="The API's identifier.")],
    scope: Annotated[list[str], typer.Option("--scope", help="A scope of the API to add; repeatable.")],
    subject_type: Annotated[
        str, typer.Option("--subject-type", help="client: machine to machine. user: people logging in.")
    ] = "client",
) -> None:
    """Add scopes to a client grant; what it has stays.

    Example: auth0ctl grant update --client "My job" --audience https://api.example.com --scope write:x
    """
    session: Session = ctx.obj
    check_subject_type(subject_type)
    client_id = find_client(session.management, client)["client_id"]
    grants = session.management.client_grants(client_id=client_id, audience=audience)
    present = next((one for one in grants if (one.get("subject_type") or "client") == subject_type), None)
    if present is None:
        raise UsageError(
            f"the client {client_id} has no client grant for {audience} (subject type {subject_type})",
            f"Make one: `auth0ctl grant create --client {client_id} --audience {audience}`.",
        )
    held = list(present.get("scope") or ())
    more = [one for one in dict.fromkeys(word for text in scope for word in text.split()) if one not in held]
    if present.get("allow_all_scopes") or not more:
        session.show(Changed(sentence="The client grant has these scopes already.", resource=present))
        return
    changed = session.writing.update_client_grant(present["id"], {"scope": [*held, *more]})
    session.show(Changed(sentence=f"The client {client_id} may now also ask for {' '.join(more)}.", resource=changed))


def check_subject_type(subject_type: str) -> None:
    """Raises UsageError for one that there is none of."""
    if subject_type not in ("client", "user"):
        raise UsageError(f"there is no subject type {subject_type}", "Choose client or user.")
