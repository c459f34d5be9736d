"""Whose clock a failed time is compared with: that of the tenant which the command talks to anyway, or none."""

from auth0ctl.cli.session import Session
from auth0ctl.cli.token.keys import origin_of
from auth0ctl.errors import UsageError
from auth0ctl.journeys.tokens.verify import Clock
from auth0ctl.lookup import load

PATH = "/.well-known/openid-configuration"


def clock_for(
    session: Session,
    *,
    at: str | None,
    issuer: str | None,
    jwks: str | None,
    offline: bool = False,
    trusted: bool = False,
) -> Clock | None:
    """None where a moment was named (``--at`` must give the same verdict for ever), and where nothing is to be asked.
    With ``trusted`` (``--trust-server-clock``) that is a UsageError: there would be no clock to trust.

    The built-in tenant has this machine's clock; with a key file the verification sends no request, and with a key
    set's URL that one is asked. HTTP is imported when the clock is asked, and not before.
    """
    if at is not None or offline or (jwks is not None and "://" not in jwks):
        if trusted:
            raise UsageError(
                "--trust-server-clock has no clock to ask",
                "Leave out --at, --offline and --jwks FILE, or leave out --trust-server-clock.",
            )
        return None
    if jwks is None and issuer is None and session.settings().built_in:
        return None

    def ask() -> float | None:
        url = jwks or (origin_of(issuer) if issuer else session.tenant.origin) + PATH
        offset: float | None = load("auth0ctl.tenant.clock:clock_offset")(session.http, url, session.now)
        return offset

    return ask
