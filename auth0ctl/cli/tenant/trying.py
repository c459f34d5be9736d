"""The way in, tried before anything is kept."""

from auth0ctl.cli.session import Session
from auth0ctl.errors import NetworkError, TenantError
from auth0ctl.journeys.tenants.access import Access, Credentials, try_way_in
from auth0ctl.model import Tenant
from auth0ctl.settings import tenant_origin

NO_CHECK = "Add --no-check to add the tenant without asking it."


def checked(session: Session, name: str, domain: str, credentials: Credentials) -> Access:
    """The way in, tried. Raises what ``try_way_in`` raises, with the option that leaves the trial out."""
    before = session.given
    session.given = {**before, "domain": domain}  # whichever tenant is current, or none: this one is asked
    try:
        with session.make_http() as http:
            return try_way_in(
                http,
                Tenant(name=name, origin=tenant_origin(domain)),
                credentials,
                now=session.now,
                step=session.step,
            )
    except (NetworkError, TenantError) as failure:
        failure.hint = f"{failure.hint} {NO_CHECK}".strip()
        raise
    finally:
        session.given = before
