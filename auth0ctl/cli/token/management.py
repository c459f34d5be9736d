"""``token get --management``: the token that the Management API is called with, for scripts."""

from auth0ctl.cli.local import open_local
from auth0ctl.cli.session import Session


def management_token(session: Session, scope: str | None, issuer: str | None) -> str:
    """The token of the tenant in force. ``scope``: with these alone, at the built-in tenant.

    ``issuer``: the built-in tenant as it is served there, whatever tenant is in force: a served tenant is known by its
    own address, and takes no token of another issuer. Raises what ``Session.management_token`` raises, and UsageError.
    """
    if issuer is not None:
        return open_local(session, issuer=issuer.rstrip("/") + "/").management_token(scope)
    text = session.management_token(scope)
    if session.settings().built_in:
        session.say(f"It is for {session.local.issuer}; where `local serve` has another address, add --issuer URL.")
    return text
