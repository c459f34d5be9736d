"""``auth0ctl logout``."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from auth0ctl.cli.login.proof import proof_of
from auth0ctl.cli.session import Session
from auth0ctl.errors import Auth0ctlError, ExitCode
from auth0ctl.flows.open_browser import can_open, open_browser
from auth0ctl.journeys.login.logout import Left, leave, logout_url, revoke_token
from auth0ctl.journeys.login.run import method_of
from auth0ctl.model import Tenant
from auth0ctl.profiles import LOCAL
from auth0ctl.protocol import Discovery
from auth0ctl.results import Changed
from auth0ctl.settings import Settings, resolve
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.token_endpoint import TokenEndpoint
from auth0ctl.vault import SavedLogin, every_vault, known_tenants


def logout(
    ctx: typer.Context,
    revoke: Annotated[bool, typer.Option("--revoke", help="Revoke the refresh tokens at the tenant first.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="The logins of every tenant, not only this one's.")] = False,
    browser: Annotated[
        bool, typer.Option("--browser", help="End the browser's session at the tenant too: open its logout page.")
    ] = False,
    federated: Annotated[
        bool, typer.Option("--federated", help="With --browser: at the identity provider behind the tenant as well.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the logout page; open nothing.")] = False,
) -> int:
    """Forget the tenant's logins on this machine, and prove it by reading back.

    --revoke ends the refresh tokens at the tenant first; where that fails, the logins are forgotten all the same, and
    the exit code says so. Access tokens stay good until they end by themselves.

    Example: auth0ctl logout --revoke
    """
    session: Session = ctx.obj
    settings = session.settings()
    vaults = every_vault(session.folders, session.environ, backend=settings.keyring_backend.value)
    names = [settings.tenant.value]
    if everything:
        kept = {name for vault in vaults for name in known_tenants(vault)}
        names = sorted({*names, LOCAL, *session.profiles.by_name, *kept})
    left = [leave(vaults, name, (lambda one: revoke_of(session, one)) if revoke else None) for name in names]
    for trouble in (trouble for one in left for trouble in one.troubles):
        session.say(f"{trouble.message} {trouble.hint}".strip())
    url = page_of(session, left[0], federated=federated) if browser or federated or no_browser else ""
    if url:
        send_to(session, url, open_it=browser and not no_browser)
    session.show(said(left, url, revoke=revoke))
    return next((int(trouble.exit_code) for one in left for trouble in one.troubles), ExitCode.OK)


def revoke_of(session: Session, login: SavedLogin) -> None:
    """Revoke a kept login's refresh token at its own tenant. Raises what ``revoke_token`` raises."""
    settings = settings_of(session, login.tenant)
    discovery = discovered(session, settings)
    proof = proof_of(session, login.client_id, settings=settings)
    endpoint = TokenEndpoint(
        http=session.http,
        url=discovery.token_endpoint,
        issuer=discovery.issuer,
        client_id=login.client_id,
        authentication=replace(proof, method=method_of(None, proof)),
        now=session.now,
    )
    assert login.refresh_token is not None
    session.step(f"revoking the refresh token of client {login.client_id}")
    revoke_token(endpoint, discovery, login.refresh_token, login.issuer)


def settings_of(session: Session, tenant: str) -> Settings:
    """The settings of the tenant of a kept login: the current one, a profile, or a domain without one."""
    current = session.settings()
    if tenant == current.tenant.value:
        return current
    profile = tenant == LOCAL or tenant in session.profiles.by_name
    return resolve({"tenant" if profile else "domain": tenant}, {}, session.profiles)


def discovered(session: Session, settings: Settings) -> Discovery:
    """The endpoints of a tenant, the current one or another."""
    if settings.tenant.value == session.settings().tenant.value:
        return session.discovery
    origin = settings.origin or session.local.issuer.rstrip("/")
    return discover(session.http, Tenant(name=settings.tenant.value, origin=origin))


def page_of(session: Session, left: Left, *, federated: bool) -> str:
    """The tenant's logout page, or nothing where the tenant does not answer: the logins are forgotten already."""
    try:
        client_id = session.settings().client_id.value
        return logout_url(session.discovery, left.last, client_id, federated=federated)
    except Auth0ctlError as error:
        session.say(f"The tenant's logout page is not known: {error.message}.")
        return ""


def send_to(session: Session, url: str, *, open_it: bool) -> None:
    """Open the logout page, or say where it is. The built-in tenant answers a browser only while it is served."""
    if session.settings().built_in:
        session.say("The built-in tenant's pages are there while `auth0ctl local serve` runs.")
    elif open_it and not can_open(session.environ) and open_browser(url, session.environ):
        session.say("Your browser opens the tenant's logout page now. If it does not, open it yourself:")
        session.say(f"\n  {url}\n")
        return
    session.say(f"To end the browser's session at the tenant, open this in it:\n\n  {url}\n")


def said(left: list[Left], url: str, *, revoke: bool) -> Changed:
    """What was forgotten and revoked, and what was not."""
    logins, held, revoked = (sum(getattr(one, name) for one in left) for name in ("logins", "held", "revoked"))
    where = ", ".join(one.tenant for one in left if one.logins) or left[0].tenant
    count = f"{logins} login" + ("" if logins == 1 else "s")
    sentence = f"Forgot {count} of {where} on this machine." if logins else f"There was no login of {where} to forget."
    if held and not revoked:
        sentence += " The refresh token was not revoked: whoever has a copy can go on using it."
    elif held:
        sentence += f" Revoked {revoked} of {held} refresh token" + ("." if held == 1 else "s.")
    resource: dict[str, Any] = {
        "name": left[0].tenant,
        "tenants": [one.tenant for one in left],
        "logins_forgotten": logins,
        "refresh_tokens": held,
        "refresh_tokens_revoked": revoked,
        "revocation_asked": revoke,
        "logout_url": url or None,
        "troubles": [trouble.message for one in left for trouble in one.troubles],
    }
    return Changed(sentence=sentence, resource=resource, next="" if url or not logins else "auth0ctl logout --browser")
