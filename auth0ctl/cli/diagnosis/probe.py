"""``auth0ctl probe``: what a tenant tells anybody who asks."""

from typing import Annotated
from urllib.parse import urlsplit

import typer

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, logout_request, token_request, wish_of
from auth0ctl.cli.diagnosis.doctor import severity
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.flows.apps import HELP
from auth0ctl.journeys.diagnosis.probe import Outside
from auth0ctl.journeys.diagnosis.probe import probe as ask
from auth0ctl.model import Facts
from auth0ctl.settings import is_loopback


def probe(
    ctx: typer.Context,
    domain: Annotated[
        str | None, typer.Argument(metavar="[DOMAIN]", help="The tenant's domain; the current tenant's without one.")
    ] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="The client's id.")] = None,
    flow: Annotated[str | None, typer.Option("--flow", help=HELP)] = None,
    redirect_uri: Annotated[str | None, typer.Option("--redirect-uri", metavar="URL", help="Its callback URL.")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="The API it asks for.")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="Default: 'openid profile email'.")] = None,
    connection: Annotated[str | None, typer.Option("--connection", help="The connection that it names.")] = None,
    organization: Annotated[
        str | None, typer.Option("--organization", help="The organization that it names: id or name.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", help="The page's origin, as https://app.example.com.")
    ] = None,
    return_to: Annotated[
        str | None, typer.Option("--return-to", metavar="URL", help="Where its logout comes back to.")
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="error, warning or info: from where the exit code is 1.")
    ] = "warning",
) -> ExitCode:
    """Find out from outside, without any credentials, how far a login gets, and what stops it.

    Tells apart: no such tenant, client unknown, callback not registered, grant type off, audience or connection
    unknown, a secret wanted, a page's origin not allowed; or all good up to the login page. Reads the discovery
    document and the keys, asks /authorize without cookies, and sends /oauth/token requests that cannot succeed: never
    a password, a secret or a code that was issued. The tenant's log gets an entry for each refusal; with --flow device
    one device code is asked for, which nobody confirms.

    Example: auth0ctl probe example.eu.auth0.com --client CLIENT_ID --redirect-uri http://localhost:3000
    """
    session: Session = ctx.obj
    given = ""
    if domain is not None:
        bare = bare_domain(domain)
        given = domain.partition("?")[0].partition("#")[0] if bare != domain else ""  # a query may hold a code
        session.given["domain"] = bare
    settings = session.settings(**({"client_id": client} if client else {}))
    worst = severity(fail_on)
    asked = Asked(
        client=client or settings.client_id.value,
        flow=flow,
        audience=audience,
        redirect_uri=redirect_uri,
        origin=origin,
        scope=scope,
        connection=connection,
        organization=organization,
        return_to=return_to,
    )
    tenant = session.tenant
    facts = Facts(
        tenant=tenant,
        wish=wish_of(asked),
        request=authorize_request(asked, tenant),
        token_request=token_request(asked),
        logout=logout_request(asked, tenant) if asked.return_to else None,
    )
    outside = Outside(
        facts=facts,
        tenant=tenant,
        http=session.http,
        client_id=asked.client,
        given=given,
        step=session.step,
        pause=session.pause,
    )
    result = ask(outside, fail_on=worst)
    session.show(result)
    return ExitCode.OK if result.passed else ExitCode.FOUND


def bare_domain(given: str) -> str:
    """The host that is meant by a URL or by a host with a slash; a URL of this machine stays what it is."""
    text = given.strip()
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError:
            raise UsageError("that is no domain and no URL", "A domain looks like x.eu.auth0.com.") from None
        if is_loopback(parts.hostname or ""):
            return text.rstrip("/")
        return parts.netloc.lower() if not parts.username else text
    return text.partition("/")[0].lower() or text
