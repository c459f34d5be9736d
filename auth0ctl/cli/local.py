"""``auth0ctl local``: the embedded tenant, for browsers, SDKs and test suites."""

import contextlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from auth0ctl.cli.secret import read_text
from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.localtenant import DEFAULT_ISSUER, FAULTS, LocalTenant, NotLoopback, free_port, open_tenant
from auth0ctl.localtenant.first_run import CLIENT_ID, PASSWORD, USER_EMAIL
from auth0ctl.localtenant.hosts import is_this_machine
from auth0ctl.localtenant.limits import PLANS
from auth0ctl.lookup import load

PORT = 18400
SHOWN = "auth0ctl.cli.local_shown"  # imported when there is something to show: a served tenant answers sooner
FIRST_RUN = {"client_id": CLIENT_ID, "user": USER_EMAIL, "password": PASSWORD}
RATE_LIMITS = (*PLANS, "off")


def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = PORT,
    https: Annotated[bool, typer.Option("--https", help="TLS by the tenant's own CA (`local ca`), for SDKs.")] = False,
    seed_file: Annotated[str | None, typer.Option("--seed", metavar="FILE", help="Load this file first.")] = None,
    auto_login: Annotated[
        str | None, typer.Option("--auto-login", metavar="EMAIL", help="Log this user in without any page.")
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    name: Annotated[
        str | None, typer.Option("--name", metavar="HOST", help="The issuer's host, where others know it by a name.")
    ] = None,
    expose: Annotated[
        bool, typer.Option("--expose", help="Allow an address, and names, by which others can reach it.")
    ] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME", help=f"Get this wrong; repeatable. One of: {', '.join(FAULTS)}."),
    ] = None,
    rate_limit: Annotated[
        str,
        typer.Option("--rate-limit", metavar="PLAN", help=f"Keep the rate limits of a plan: {', '.join(RATE_LIMITS)}."),
    ] = "off",
    seed_random: Annotated[
        int | None,
        typer.Option(
            "--seed-random",
            metavar="N",
            min=0,
            help="A new tenant, gone afterwards, with the same ids, keys and codes whenever N is the same.",
        ),
    ] = None,
) -> None:
    """Open the local tenant to browsers and SDKs until Ctrl-C. It is not Auth0, and it listens on this machine alone.

    Its users, clients and tokens are those of every other auth0ctl command on the built-in tenant, unless
    --seed-random asks for one of its own. Its page, for a browser, is at the address itself.

    Example: auth0ctl local serve --https --port 18443

    Example: auth0ctl local serve --auto-login user@example.com --fault expired
    """
    session: Session = ctx.obj
    session.check_output()
    if name and not expose and not is_this_machine(name):
        raise UsageError(f"{name} is no name of this machine alone", "Add --expose if others really must reach it.")
    if name and https and not is_this_machine(name):
        raise UsageError(f"the tenant's CA vouches for this machine alone, not for {name}", "Leave out --https.")
    scheme = "https" if https else "http"
    port = port or free_port(host)
    # SDKs insist that issuer and address agree, so a served tenant is known by the address it is served at.
    name = name or ("localhost" if https and host == "127.0.0.1" else host)
    named = f"[{name}]" if ":" in name else name
    issuer = DEFAULT_ISSUER if (scheme, name, port) == ("http", "127.0.0.1", PORT) else f"{scheme}://{named}:{port}/"
    with folder_for(session, seed_random) as folder:
        tenant = open_local(
            session,
            issuer=issuer,
            auto_login=auto_login,
            faults=fault or (),
            seed_random=seed_random,
            rate_limit=rate_limit,
            folder=folder,
        )
        if seed_random is not None:
            session.say("WARNING: with --seed-random every code, key and token can be foretold. For tests alone.")
        listen(session, tenant, Address(host=host, port=port, https=https, expose=expose), auto_login, seed_file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen."""

    host: str
    port: int
    https: bool
    expose: bool


def listen(
    session: Session, tenant: LocalTenant, address: Address, auto_login: str | None, seed_file: str | None
) -> None:
    """Serve until Ctrl-C. Raises UsageError and ConfigError where that cannot be."""
    if seed_file:
        load_seed(session, tenant, seed_file)
    if auto_login and tenant.state.find("user", auto_login.lower()) is None:
        raise UsageError(f"the local tenant has no user {auto_login}", f"There is {USER_EMAIL}.")
    try:
        listener = tenant.listen(
            host=address.host,
            port=address.port,
            tls=address.https,
            expose=address.expose,
            verbose=bool(session.given.get("verbose")),
        )
    except NotLoopback as error:
        raise UsageError(str(error), "Add --expose if other machines really must reach it.") from None
    except OSError as error:
        raise ConfigError(
            f"port {address.port} cannot be used: {(error.strerror or str(error)).lower()}",
            f"Choose another: `auth0ctl local serve --port {address.port + 1}`.",
        ) from None
    with listener:
        if address.expose:
            session.say("WARNING: other machines can reach this tenant, and anybody can log in to it.")
        ca_file = str(tenant.ca_file) if address.https else None
        session.show(load(f"{SHOWN}:settings_for_apps")(tenant.issuer, ca_file, **FIRST_RUN))
        session.say("Serving until Ctrl-C.")
        listener.wait()


@contextlib.contextmanager
def folder_for(session: Session, seed_random: int | None) -> Iterator[Path]:
    """Where the tenant lives: with a seed in a new folder, so that every run begins alike."""
    if seed_random is None:
        yield session.folders.data / "local"
        return
    with tempfile.TemporaryDirectory(prefix="auth0ctl-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "local"


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
    session.show(load(f"{SHOWN}:loaded")(file, tenant.status()))


def load_seed(session: Session, tenant: LocalTenant, file: str) -> None:
    """Load one seed file. Raises UsageError that names the place where the file is wrong."""
    text = read_text(session, file, "seed")
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{file} is no JSON: {error}") from None
    except RecursionError:
        raise UsageError(f"{file} is no seed: brackets stand within brackets too deep") from None
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
    session.show(load(f"{SHOWN}:emptied")(session.local.status()))


def status(ctx: typer.Context) -> None:
    """Show what the local tenant holds.

    Example: auth0ctl local status
    """
    session: Session = ctx.obj
    session.show(load(f"{SHOWN}:held")(session.local.status(), **FIRST_RUN))


def ca(ctx: typer.Context) -> None:
    """Print the path of the CA certificate that `local serve --https` uses.

    Example: NODE_EXTRA_CA_CERTS=$(auth0ctl local ca) node app.js
    """
    session: Session = ctx.obj
    session.show(load(f"{SHOWN}:ca_file")(str(session.local.ca_file)))


def open_local(
    session: Session,
    *,
    issuer: str,
    auto_login: str | None = None,
    faults: Sequence[str] = (),
    seed_random: int | None = None,
    rate_limit: str = "off",
    folder: Path | None = None,
) -> LocalTenant:
    """The local tenant under another issuer; in ``folder``, if not in its own. ``rate_limit`` is one of RATE_LIMITS.

    Raises UsageError for an issuer or a fault that cannot be, ConfigError where the folder cannot be written.
    """
    folder = folder or session.folders.data / "local"
    if rate_limit not in RATE_LIMITS:
        raise UsageError(f"--rate-limit is one of {', '.join(RATE_LIMITS)}, not {rate_limit}")
    try:
        return open_tenant(
            folder,
            issuer=issuer,
            auto_login=auto_login,
            faults=faults,
            seed_random=seed_random,
            rate_limit=None if rate_limit == "off" else rate_limit,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise ConfigError(
            f"the local tenant cannot be kept in {folder}: {error.strerror or error}",
            "Set AUTH0CTL_HOME to a folder you can write to.",
        ) from None
