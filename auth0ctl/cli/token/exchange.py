"""``auth0ctl token exchange``."""

from dataclasses import replace
from typing import Annotated

import typer

from auth0ctl.cli.login.direct import code_of, direct_wish, world_of
from auth0ctl.cli.login.keeping import keep
from auth0ctl.cli.login.proof import method_named, proof_of
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.flows import FLOWS
from auth0ctl.journeys.login.direct import direct_login

RESERVED = ("client_id", "client_secret", "subject_token", "subject_token_type", "audience", "scope", "organization")


def exchange(
    ctx: typer.Context,
    subject_token_file: Annotated[
        str, typer.Option("--subject-token-file", metavar="FILE", help="The token to exchange; - for stdin.")
    ],
    subject_token_type: Annotated[
        str | None, typer.Option("--subject-token-type", metavar="URI", help="What it is. Default: an access token.")
    ] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="The API the new token is for.")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="What the new token may do.")] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="The client that exchanges.")] = None,
    organization: Annotated[str | None, typer.Option("--organization", help="For this organization.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="K=V", help="A further parameter; repeatable.")
    ] = None,
    client_secret_file: Annotated[
        str | None, typer.Option("--client-secret-file", metavar="FILE", help="For a client with a secret.")
    ] = None,
    client_auth: Annotated[
        str | None, typer.Option("--client-auth", metavar="METHOD", help="How the client proves itself.")
    ] = None,
    private_key_file: Annotated[
        str | None, typer.Option("--private-key-file", metavar="FILE", help="The client's private key, PEM.")
    ] = None,
    key_id: Annotated[str | None, typer.Option("--key-id", metavar="KID", help="That key's id.")] = None,
) -> int:
    """Exchange one token for another (RFC 8693), and verify what comes.

    The client needs the token-exchange grant, and at Auth0 a profile of its own (custom tokens) or to be the API's
    client (on behalf of a user).

    Example: auth0ctl token exchange --subject-token-file token.txt --audience https://api.example.com
    """
    session: Session = ctx.obj
    settings = session.settings(client_id=client, audience=audience, organization=organization)
    client_id = settings.client_id.value
    if not client_id:
        raise UsageError("which client? Give --client ID, or set AUTH0_CLIENT_ID", "See `auth0ctl client list`.")
    proof = proof_of(session, client_id, secret_file=client_secret_file, key_file=private_key_file, key_id=key_id)
    wish = direct_wish(
        session,
        FLOWS["token-exchange"],
        client_id=client_id,
        scope=tuple((scope or "").split()),
        audience=settings.audience.value,
        organization=settings.organization.value,
        subject_token_file=subject_token_file,
        subject_token_type=subject_token_type,
        parameters=dict(read_param(text) for text in param or ()),
        client_auth=method_named(client_auth),
    )
    vault = session.open_vault(before_login=True)
    result = direct_login(wish, world_of(session, proof))
    if result.tokens:
        result = replace(result, saved=keep(session, vault, result))
    session.show(result)
    return code_of(result)


def read_param(text: str) -> tuple[str, str]:
    """``name=value``. Raises UsageError for anything else, and for what an option is there for."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"'{name}' is no parameter", "Write it as --param name=value.")
    if name in RESERVED:
        raise UsageError(f"--param cannot set {name}: the command has an option for it, or decides it itself")
    return name, value
