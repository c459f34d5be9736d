"""``auth0ctl tenant``: profiles, and the settings in force with the origin of each."""

from typing import Annotated, Any

import typer

from auth0ctl.cli.remembered import remember_tenants
from auth0ctl.cli.session import Session
from auth0ctl.cli.tenant.keeping import change, forget
from auth0ctl.errors import UsageError
from auth0ctl.profiles import LOCAL, Profile, with_current, without_profile
from auth0ctl.results import Changed, Inspection, Listing, Section
from auth0ctl.settings import ROWS, Setting

SECRETS = ("client_secret", "api_token")
HIDDEN = "set (hidden)"
LABELS = {"api_token": "API token", "ca_file": "CA file"}


def list_tenants(ctx: typer.Context) -> None:
    """List the known tenants; the built-in `local` is always among them.

    Example: auth0ctl tenant list
    """
    session: Session = ctx.obj
    profiles = session.profiles
    session.check_output()
    remember_tenants(session.folders, profiles)
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


def said(value: object) -> str:
    """A setting's value in words."""
    if value is None or isinstance(value, bool):
        return {None: "not set", True: "yes", False: "no"}[value]
    return f"{value:g} s" if isinstance(value, float) else str(value)


def show(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The tenant; without one, the current one.")] = None,
) -> None:
    """Show the settings in force, each with where it comes from. Safe to paste: secrets are not shown.

    Example: auth0ctl tenant show
    """
    session: Session = ctx.obj
    if name is not None:
        session.given["tenant"] = name
    settings = session.settings()
    values: dict[str, Setting[Any]] = {
        name: getattr(settings, name) for name in ("tenant", "domain", *(row.name for row in ROWS))
    }
    rows, resource = [], {}
    for row, setting in values.items():
        value = HIDDEN if row in SECRETS and setting.value else setting.value
        resource[row] = {"value": value, "origin": setting.origin}
        rows.append((LABELS.get(row, row.replace("_", " ")), f"{said(value)}  ({setting.origin})"))
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
    forget(session, name)
    session.show(Changed(sentence=f"Forgot the tenant {name}, its secrets and its tokens."))
