"""``auth0ctl token refresh``."""

from typing import Annotated

import typer

from auth0ctl.cli.login.direct import code_of, world_of
from auth0ctl.cli.login.proof import method_named, proof_of
from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.journeys.login.refresh import Change, choose, refresh_login
from auth0ctl.results import Bare, Login
from auth0ctl.vault import SavedLogin, all_logins


def refresh(
    ctx: typer.Context,
    access: Annotated[bool, typer.Option("--access", help="Print the new access token alone, bare, for curl.")] = False,
    id_token: Annotated[bool, typer.Option("--id", help="Print the new ID token alone, bare.")] = False,
    scope: Annotated[str | None, typer.Option("--scope", help="Ask for less than the login was granted.")] = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help="Another API, where the client's refresh tokens serve several.")
    ] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="Whose last login.")] = None,
    file: Annotated[
        str | None,
        typer.Option("--refresh-token-file", metavar="FILE", help="A refresh token from elsewhere; - for stdin."),
    ] = None,
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
) -> int:
    """Get new tokens for the last login's refresh token; show whether it rotated, verify the tokens, keep them.

    The new refresh token is saved before anything else happens, and two shells take turns. A refresh token that the
    tenant refuses is forgotten: using a rotated one again makes Auth0 end all that came from it.

    Example: auth0ctl token refresh

    Example: curl -H "Authorization: Bearer $(auth0ctl token refresh --access)" https://api.example.com
    """
    session: Session = ctx.obj
    if access and id_token:
        raise UsageError("--access and --id cannot go together: one token is printed")
    given = read_secret(session, file, "refresh token")
    tenant = session.settings().tenant.value
    vault = session.open_vault(before_login=True)  # before the request: a rotated token that cannot be kept is lost
    login = elsewhere(session, given, client) if given else choose(all_logins(vault, tenant), client)
    authentication = proof_of(
        session, login.client_id, secret_file=client_secret_file, key_file=private_key_file, key_id=key_id
    )
    change = Change(scope=tuple((scope or "").split()), audience=audience, client_auth=method_named(client_auth))
    result = refresh_login(vault, login, world_of(session, authentication), change, in_vault=given is None)
    if access or id_token:
        show_bare(session, result, "access" if access else "id")
    else:
        session.show(result)
    return code_of(result)


def elsewhere(session: Session, refresh_token: str, client: str | None) -> SavedLogin:
    """A refresh token that no login of ours brought, as the login that it stands for. Raises UsageError.

    Which API its access tokens are for is not written on it: the configured audience is what they are held against.
    """
    settings = session.settings(client_id=client)
    if not settings.client_id.value:
        raise UsageError("whose refresh token is it? Give --client ID, or set AUTH0_CLIENT_ID")
    return SavedLogin(
        tenant=settings.tenant.value,
        issuer=session.discovery.issuer,
        client_id=settings.client_id.value,
        audience=settings.audience.value,
        requested_scope="",
        granted_scope=None,
        received_at=session.now(),
        flow="refresh",
        refresh_token=refresh_token,
    )


def show_bare(session: Session, result: Login, kind: str) -> None:
    """The one token, bare, where it passed; else the whole result on no account: stdout goes to a program."""
    for finding in result.findings:
        session.say(f"{finding.rule.code} {finding.rule.title}: {finding.detail}")
    if result.refusal:
        said = f": {result.refusal.description}" if result.refusal.description else ""
        session.say(f"Refused: {result.refusal.error}{said}")
    if result.saved:
        session.say(result.saved)
    if result.tokens is None or not result.passed:
        for one in (*result.failed_checks, *(check for each in result.verified for check in each.report.checks)):
            if one.status == "fail":
                session.say(f"{one.id} {one.title}: {one.detail}")
        return
    text = result.tokens.access_token if kind == "access" else result.tokens.id_token
    if text is None:
        raise UsageError(f"the refresh brought no {kind} token", "See what it brought: `auth0ctl token refresh`.")
    session.show(Bare(name=f"{kind}_token", text=text))
