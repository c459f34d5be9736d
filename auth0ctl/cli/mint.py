"""``auth0ctl local mint``: tokens of any shape by the local tenant, for negative tests."""

import json
from typing import Annotated, Any

import typer

from auth0ctl.cli.local import open_local
from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.localtenant import DEFAULT_ISSUER, Wanted
from auth0ctl.results import Bare


def mint(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="access or id.")] = "access",
    audience: Annotated[
        str | None, typer.Option("--audience", help="The API it is for; it need not exist. Not for ID tokens.")
    ] = None,
    scope: Annotated[str, typer.Option("--scope", metavar="SCOPES", help="Taken as it is.")] = "",
    user: Annotated[
        str | None,
        typer.Option("--user", metavar="EMAIL|ID", help="Whose it is. Default: a machine's; an ID token, the first's."),
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", "--client-id", metavar="ID", help="For which client; any ID will do.")
    ] = None,
    organization: Annotated[str | None, typer.Option("--organization", metavar="ID|NAME", help="Log in to it.")] = None,
    nonce: Annotated[str | None, typer.Option("--nonce", help="For an ID token.")] = None,
    claims: Annotated[
        str | None,
        typer.Option("--claims", metavar="JSON", help="Claims to put in their place; null takes one away."),
    ] = None,
    header: Annotated[
        str | None, typer.Option("--header", metavar="JSON", help="The same for the header, such as kid or typ.")
    ] = None,
    alg: Annotated[
        str | None,
        typer.Option("--alg", help="RS256, RS384, RS512, PS256, HS256 or ES256. Default: what the tenant would use."),
    ] = None,
    secret_file: Annotated[
        str | None, typer.Option("--secret-file", metavar="FILE", help="What HS256 signs with; - for stdin.")
    ] = None,
    lifetime: Annotated[
        int | None, typer.Option("--lifetime", metavar="SECONDS", help="Default: the tenant's.")
    ] = None,
    expired: Annotated[bool, typer.Option("--expired", help="It expired an hour ago.")] = False,
    foreign_key: Annotated[
        bool, typer.Option("--foreign-key", help="Signed by another key, under the published key's ID.")
    ] = False,
    broken: Annotated[bool, typer.Option("--broken", help="The last byte of the signature is wrong.")] = False,
    none: Annotated[bool, typer.Option("--none", help="Not signed, alg none.")] = False,
    issuer: Annotated[
        str, typer.Option("--issuer", metavar="URL", help="As which the tenant is served (`local serve` prints it).")
    ] = DEFAULT_ISSUER,
) -> None:
    """Print a token of any shape, signed by the local tenant: for tests of what an API must accept and must refuse.

    It is what the tenant would issue, except for what the options say. Claims may hold {{now-60}}, {{kid}}, {{domain}}.

    Example: auth0ctl local mint --audience https://api.example.com --scope read:items --expired

    Example: auth0ctl local mint --kind id --claims '{"sub": "auth0|other", "email": null}' --foreign-key
    """
    session: Session = ctx.obj
    session.check_output()
    chosen = [name for name, on in (("foreign", foreign_key), ("broken", broken), ("none", none)) if on]
    if len(chosen) > 1:
        raise UsageError("--foreign-key, --broken and --none cannot go together", "Give one of them.")
    secret = read_secret(session, secret_file, "secret")
    wanted = Wanted(
        kind=kind,
        audience=audience,
        scope=tuple(scope.split()),
        user=user,
        client_id=client,
        organization=organization,
        nonce=nonce,
        claims=members(claims, "--claims"),
        header=members(header, "--header"),
        alg=alg,
        secret=secret.encode() if secret else None,
        lifetime=lifetime,
        expired=expired,
        signature=chosen[0] if chosen else "good",
    )
    tenant = open_local(session, issuer=issuer)
    try:
        text = tenant.mint(wanted)
    except ValueError as error:
        raise UsageError(str(error), "See `auth0ctl local mint --help`.") from None
    session.show(Bare(name=f"{kind}_token", text=text))


_SUCH = """Such as '{"sub": "auth0|other"}'."""


def members(text: str | None, option: str) -> dict[str, Any]:
    """The members of a JSON object. Raises UsageError for anything else."""
    if text is None:
        return {}
    try:
        read = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{option} is no JSON: {error}", _SUCH) from None
    except RecursionError:
        raise UsageError(f"{option} has brackets within brackets too deep", _SUCH) from None
    if not isinstance(read, dict):
        raise UsageError(f"{option} must be a JSON object", _SUCH)
    return read
