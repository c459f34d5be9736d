"""``auth0ctl local``: the embedded tenant, for browsers, SDKs and test suites."""

import json
import socket
from pathlib import Path
from typing import Annotated

import typer

from auth0ctl.cli.secret import read_text
from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.localtenant import DEFAULT_ISSUER, LocalTenant, NotLoopback, open_tenant
from auth0ctl.localtenant.first_run import CLIENT_ID, PASSWORD, USER_EMAIL
from auth0ctl.results import Bare, Changed, Inspection, Section

PORT = 18400


def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = PORT,
    https: Annotated[bool, typer.Option("--https", help="TLS by the tenant's own CA (`local ca`), for SDKs.")] = False,
    seed_file: Annotated[str | None, typer.Option("--seed", metavar="FILE", help="Load this file first.")] = None,
    auto_login: Annotated[
        str | None, typer.Option("--auto-login", metavar="EMAIL", help="Log this user in without any page.")
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    expose: Annotated[bool, typer.Option("--expose", help="Allow an address that others can reach.")] = False,
) -> None:
    """Open the local tenant to browsers and SDKs until Ctrl-C. It is not Auth0, and it listens on this machine alone.

    Its users, clients and tokens are those of every other auth0ctl command on the built-in tenant.

    Example: auth0ctl local serve --https --port 18443
    """
    session: Session = ctx.obj
    session.check_output()
    scheme = "https" if https else "http"
    port = port or free_port(host)
    # SDKs insist that issuer and address agree, so a served tenant is known by the address it is served at.
    name = "localhost" if https and host == "127.0.0.1" else host
    issuer = DEFAULT_ISSUER if (scheme, name, port) == ("http", "127.0.0.1", PORT) else f"{scheme}://{name}:{port}/"
    tenant = open_local(session, issuer=issuer, auto_login=auto_login)
    if seed_file:
        load_seed(session, tenant, seed_file)
    if auto_login and tenant.state.find("user", auto_login.lower()) is None:
        raise UsageError(f"the local tenant has no user {auto_login}", f"There is {USER_EMAIL}.")
    try:
        listener = tenant.listen(host=host, port=port, tls=https, expose=expose)
    except NotLoopback as error:
        raise UsageError(str(error), "Add --expose if other machines really must reach it.") from None
    except OSError as error:
        raise ConfigError(
            f"port {port} cannot be used: {(error.strerror or str(error)).lower()}",
            f"Choose another: `auth0ctl local serve --port {port + 1}`.",
        ) from None
    with listener:
        if expose:
            session.say("WARNING: other machines can reach this tenant, and anybody can log in to it.")
        session.show(settings_for_apps(tenant, issuer, https))
        session.say("Serving until Ctrl-C.")
        listener.wait()


def free_port(host: str) -> int:
    """A free port, chosen by the system, so that the issuer can be known before the tenant is opened."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def settings_for_apps(tenant: LocalTenant, issuer: str, https: bool) -> Inspection:
    """What an app has to be told to use the served tenant."""
    domain = issuer.removeprefix("https://").rstrip("/") if https else issuer.rstrip("/")
    resource = {
        "issuer": issuer,
        "domain": domain,
        "client_id": CLIENT_ID,
        "jwks_uri": f"{issuer}.well-known/jwks.json",
        "user": USER_EMAIL,
        "password": PASSWORD,
        "ca_file": str(tenant.ca_file) if https else None,
    }
    rows = [(name.replace("_", " "), str(value)) for name, value in resource.items() if value]
    if https:
        rows.append(("trust it", f"NODE_EXTRA_CA_CERTS={tenant.ca_file}  SSL_CERT_FILE={tenant.ca_file}"))
    return Inspection(
        resource=resource,
        title="The auth0ctl local tenant (not Auth0)",
        sections=(Section(title="Settings for apps", rows=tuple(rows)),),
    )


def seed(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A JSON file with clients, resource_servers, users ...; - for stdin.")],
) -> None:
    """Load clients, APIs, grants, connections, users and Actions into the local tenant. What is there stays.

    Example: auth0ctl local seed tenant.json
    """
    session: Session = ctx.obj
    tenant = session.local
    load_seed(session, tenant, file)
    session.show(Changed(sentence=f"Loaded {file} into the local tenant.", resource=tenant.status()))


def load_seed(session: Session, tenant: LocalTenant, file: str) -> None:
    """Load one seed file. Raises UsageError that names the place where the file is wrong."""
    text = read_text(session, file, "seed")
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{file} is no JSON: {error}") from None
    if not isinstance(document, dict):
        raise UsageError(f"{file} is no seed: it must hold a JSON object", "Its members: clients, users and so on.")
    try:
        tenant.seed(document)
    except ValueError as error:
        raise UsageError(f"{file} is no seed: {error}") from None


def reset(ctx: typer.Context) -> None:
    """Put the local tenant back to its first state. Its signing keys stay, so that old tokens can still be read.

    Example: auth0ctl local reset
    """
    session: Session = ctx.obj
    session.local.reset()
    session.show(Changed(sentence="The local tenant is as it was on the first day.", resource=session.local.status()))


def status(ctx: typer.Context) -> None:
    """Show what the local tenant holds.

    Example: auth0ctl local status
    """
    session: Session = ctx.obj
    held = session.local.status()
    rows = tuple((name.replace("_", " "), str(value)) for name, value in held.items())
    login = (("client id", CLIENT_ID), ("user", f"{USER_EMAIL}, password: {PASSWORD}"))
    session.show(
        Inspection(
            resource=held,
            title="The auth0ctl local tenant (not Auth0)",
            sections=(Section(title="Holds", rows=rows), Section(title="To log in", rows=login)),
        )
    )


def ca(ctx: typer.Context) -> None:
    """Print the path of the CA certificate that `local serve --https` uses.

    Example: NODE_EXTRA_CA_CERTS=$(auth0ctl local ca) node app.js
    """
    session: Session = ctx.obj
    session.show(Bare(name="ca_file", text=str(session.local.ca_file)))


def open_local(session: Session, *, issuer: str, auto_login: str | None) -> LocalTenant:
    """The local tenant under another issuer. Raises ConfigError where its folder cannot be written."""
    folder: Path = session.folders.data / "local"
    try:
        return open_tenant(folder, issuer=issuer, auto_login=auto_login)
    except OSError as error:
        raise ConfigError(
            f"the local tenant cannot be kept in {folder}: {error.strerror or error}",
            "Set AUTH0CTL_HOME to a folder you can write to.",
        ) from None
