"""``auth0ctl tenant``: profiles, and the settings in force with the origin of each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import typer

from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.profiles import LOCAL, Profile, Profiles, change_profiles, with_current, with_profile, without_profile
from auth0ctl.results import Changed, Inspection, Listing, Section
from auth0ctl.settings import ROWS, Setting, tenant_origin
from auth0ctl.vault import every_vault, forget_tenant, secret_account

SECRETS = ("client_secret", "api_token")
HIDDEN = "set (hidden)"


def list_tenants(ctx: typer.Context) -> None:
    """List the known tenants; the built-in `local` is always among them.

    Example: auth0ctl tenant list
    """
    session: Session = ctx.obj
    profiles = session.profiles
    session.check_output()
    current = session.given.get("tenant") or profiles.current or LOCAL
    known = [Profile(name=LOCAL, domain="built in"), *profiles.by_name.values()]
    session.show(
        Listing(
            noun="tenants",
            columns=("", "name", "domain", "client id"),
            rows=tuple(
                ("*" if one.name == current else "", one.name, one.domain, one.client_id or "") for one in known
            ),
            objects=tuple(
                {"name": one.name, "domain": one.domain, "client_id": one.client_id, "current": one.name == current}
                for one in known
            ),
        )
    )


def show(ctx: typer.Context) -> None:
    """Show the settings in force, each with where it comes from. Safe to paste: secrets are not shown.

    Example: auth0ctl tenant show
    """
    session: Session = ctx.obj
    settings = session.settings()
    values: dict[str, Setting[Any]] = {
        name: getattr(settings, name) for name in ("tenant", "domain", *(row.name for row in ROWS))
    }
    rows, resource = [], {}
    for name, setting in values.items():
        value = HIDDEN if name in SECRETS and setting.value else setting.value
        resource[name] = {"value": value, "origin": setting.origin}
        rows.append((name.replace("_", " "), f"{'not set' if value is None else value}  ({setting.origin})"))
    files = Section(
        title="Files",
        rows=(("profiles", str(session.folders.config)), ("data", str(session.folders.data))),
    )
    session.show(
        Inspection(
            resource=resource,
            title=f"tenant {settings.tenant.value}",
            sections=(Section(title="Settings", rows=tuple(rows)), files),
        )
    )


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A short name for the tenant.")],
    domain: Annotated[str | None, typer.Option("--domain", help="Its domain: NAME.eu.auth0.com.")] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="The client id to use.")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="The API to ask for by default.")] = None,
    client_secret_file: Annotated[
        str | None, typer.Option("--client-secret-file", metavar="FILE", help="A file with the secret; - for stdin.")
    ] = None,
    api_token_file: Annotated[
        str | None, typer.Option("--api-token-file", metavar="FILE", help="A Management API token; - for stdin.")
    ] = None,
    ask_secret: Annotated[
        bool, typer.Option("--ask-secret", help="Ask for the client secret at the terminal, without echo.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a tenant of this name.")] = False,
) -> None:
    """Add a tenant. A client id alone is enough to log in and verify; `client` and `api` commands need a Management
    token, or the secret of a machine-to-machine client. Secrets go to the keyring, never into the profile.

    Example: auth0ctl tenant add prod --domain example.eu.auth0.com --client abc123
    """
    session: Session = ctx.obj
    session.check_output()
    if name == LOCAL:
        raise UsageError("`local` is the built-in tenant, it needs no adding", "Choose another name.")
    if name in session.profiles.by_name and not force:
        raise UsageError(f"there is a tenant {name} already", "Add --force to replace it, or choose another name.")
    if domain is None:
        if not session.interactive:
            raise UsageError("which domain? Give --domain", "For instance --domain example.eu.auth0.com.")
        domain = typer.prompt("Domain", err=True)
    tenant_origin(domain)  # refuses what is no domain, with the reason
    secrets = {
        "client_secret": read_secret(session, client_secret_file, "client secret"),
        "api_token": read_secret(session, api_token_file, "Management token"),
    }
    if ask_secret:
        secrets["client_secret"] = ask(session, "Client secret")
    kept = {key: value for key, value in secrets.items() if value}
    profile = Profile(name=name, domain=domain, client_id=client, audience=audience)
    if session.given.get("insecure_storage"):
        profile = replace(profile, insecure_storage=True)
    if kept:
        keep_secrets(session, name, domain, kept)
    current = change(session, lambda before: with_profile(before, profile)).current == name
    session.show(
        Changed(
            sentence=f"Added the tenant {name} ({domain})." + (" Commands now talk to it." if current else ""),
            resource={"name": name, "domain": domain, "client_id": client, "audience": audience},
            next="auth0ctl login --audience IDENTIFIER" if current else f"auth0ctl tenant use {name}",
        )
    )


def ask(session: Session, what: str) -> str:
    """A secret typed at the terminal, not shown. Raises UsageError where nobody can type."""
    if not session.interactive:
        raise UsageError(
            "nobody can be asked here: this is no terminal", "Use --client-secret-file FILE, or - for stdin."
        )
    typed: str = typer.prompt(what, hide_input=True, err=True)
    return typed


def keep_secrets(session: Session, tenant: str, domain: str, secrets: dict[str, str]) -> None:
    """Put a tenant's secrets into the vault, before its profile says that it exists."""
    vault = session.open_vault(before_login=True, domain=domain)
    if not vault.persistent:
        raise ConfigError(
            "this machine has no keyring to keep the secret in",
            "Add --insecure-storage to keep it in a file only you can read, or leave it out and set "
            "AUTH0_CLIENT_SECRET or AUTH0_API_TOKEN when you need it.",
        )
    for key, value in secrets.items():
        vault.set(secret_account(tenant, key), value)


def use(ctx: typer.Context, name: Annotated[str, typer.Argument(help="The tenant.")]) -> None:
    """Choose the tenant that commands talk to.

    Example: auth0ctl tenant use prod
    """
    session: Session = ctx.obj
    change(session, lambda before: with_current(before, name))
    session.show(Changed(sentence=f"Commands now talk to {name}.", resource={"name": name, "current": True}))


def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(help="The tenant.")]) -> None:
    """Forget a tenant: its profile, its secrets and its tokens on this machine. The tenant itself is not touched.

    Example: auth0ctl tenant remove prod
    """
    session: Session = ctx.obj
    if name == LOCAL:
        raise UsageError("the built-in tenant cannot be removed", "`auth0ctl local reset` empties it.")
    change(session, lambda before: without_profile(before, name))
    for vault in every_vault(session.folders, session.environ):
        forget_tenant(vault, name)
    session.show(Changed(sentence=f"Forgot the tenant {name}, its secrets and its tokens."))


def change(session: Session, how: Callable[[Profiles], Profiles]) -> Profiles:
    """Change the profiles file. It is read first, so that what is wrong with it has been said."""
    assert session.profiles is not None
    return change_profiles(session.folders, how)
