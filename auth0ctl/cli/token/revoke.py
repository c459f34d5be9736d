"""``auth0ctl token revoke``."""

from dataclasses import replace
from typing import Annotated

import typer

from auth0ctl.cli.login.proof import method_named, proof_of
from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import AuthError, UsageError
from auth0ctl.journeys.login.logout import revoke_token
from auth0ctl.journeys.login.refresh import choose
from auth0ctl.journeys.login.run import method_of
from auth0ctl.model import TokenForm
from auth0ctl.results import Changed
from auth0ctl.tenant.token_endpoint import TokenEndpoint
from auth0ctl.tokens.decode import decode
from auth0ctl.vault import SavedLogin, all_logins, replace_refresh_token
from auth0ctl.words import duration


def revoke(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="A refresh token from elsewhere; - for stdin.")
    ] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="Whose refresh token.")] = None,
    client_secret_file: Annotated[
        str | None,
        typer.Option("--client-secret-file", metavar="FILE", help="For a client with a secret; - for stdin."),
    ] = None,
    client_auth: Annotated[
        str | None, typer.Option("--client-auth", metavar="METHOD", help="How the client proves itself.")
    ] = None,
    private_key_file: Annotated[
        str | None, typer.Option("--private-key-file", metavar="FILE", help="The client's private key, PEM.")
    ] = None,
    key_id: Annotated[str | None, typer.Option("--key-id", metavar="KID", help="That key's id.")] = None,
) -> None:
    """Revoke a refresh token, the last login's unless one is given, and forget it here.

    Auth0 cannot revoke an access token: it is good until it ends by itself, wherever it is.

    Example: auth0ctl token revoke
    """
    session: Session = ctx.obj
    given = read_secret(session, file, "refresh token")
    if given and decode(given).form is TokenForm.JWS:
        raise UsageError(
            "that is a JWT, not a refresh token: Auth0 revokes refresh tokens only",
            "An access token ends by itself; see when: `auth0ctl token decode`.",
        )
    settings = session.settings(client_id=client)
    if given and not settings.client_id.value:
        raise UsageError("whose refresh token is it? Give --client ID, or set AUTH0_CLIENT_ID")
    with session.vault.refreshing():
        login = None if given else choose(all_logins(session.vault, settings.tenant.value), client)
        client_id = login.client_id if login else settings.client_id.value or ""
        token = given or (login.refresh_token if login else None)
        if not token:
            raise AuthError(f"the login of client {client_id} has no refresh token to revoke")
        proof = proof_of(session, client_id, secret_file=client_secret_file, key_file=private_key_file, key_id=key_id)
        endpoint = TokenEndpoint(
            http=session.http,
            url=session.discovery.token_endpoint,
            issuer=session.discovery.issuer,
            client_id=client_id,
            authentication=replace(proof, method=method_named(client_auth) or method_of(None, proof)),
            now=session.now,
        )
        revoke_token(endpoint, session.discovery, token, login.issuer if login else None)
        count = replace_refresh_token(session.vault, settings.tenant.value, token, None)
    told = left_over(session, login)
    session.show(
        Changed(
            sentence=f"Revoked the refresh token of client {client_id} at {session.tenant.domain}. {told}".strip(),
            resource={
                "client_id": client_id,
                "revoked": "refresh_token",
                "forgotten_in_logins": count,
                "access_token_expires_at": login.expires_at.isoformat() if login and login.expires_at else None,
            },
        )
    )


def left_over(session: Session, login: SavedLogin | None) -> str:
    """What revoking does not end: the access token, and for how long."""
    ends = login.expires_at if login and login.access_token else None
    left = (ends - session.now()).total_seconds() if ends else None
    if left is not None and left <= 0:
        return ""
    when = f"in {duration(left)}" if left is not None else "at its own time"
    return f"Access tokens cannot be revoked at Auth0: the one that came with it ends by itself {when}."
