"""Whose keys and whose issuer a verification uses. Never those that only the token itself names."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.journeys.keys import keys_at, keys_in
from auth0ctl.journeys.verify import KeySource
from auth0ctl.model import Tenant, Token
from auth0ctl.settings import tenant_origin
from auth0ctl.tenant.discovery import discover


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The keys to verify with, and the issuer to expect; None where nobody but the token could say."""

    keys: KeySource | None
    issuer: str | None


def keys_for(
    session: Session, token: Token, *, jwks: str | None, issuer: str | None, trust_issuer: bool, needed: bool
) -> Source:
    """Decide keys and issuer: options first, then the tenant. ``needed`` is false when a shared secret is used.

    With no tenant configured, the built-in one is meant for its own tokens; for another issuer's token nothing is
    known, and only ``trust_issuer`` makes auth0ctl ask that issuer.
    """
    named = token.claims.get("iss")
    settings = session.settings()
    nobody_said = settings.tenant.origin == "built in" and isinstance(named, str)
    stranger = nobody_said and issuer is None and named != session.local.issuer
    expected = issuer if stranger or issuer else session.tenant.issuer
    if not needed:
        return Source(keys=None, issuer=expected)
    if jwks is not None:
        return Source(keys=read_named(session, jwks), issuer=expected)
    if not stranger and issuer is None:
        return Source(keys=keys_at(session.http, session.discovery.jwks_uri), issuer=session.discovery.issuer)
    asked = issuer or (str(named) if trust_issuer else None)
    if asked is None:
        return Source(keys=None, issuer=None)
    discovery = discover(session.http, Tenant(name="", origin=origin_of(asked)))
    return Source(keys=keys_at(session.http, discovery.jwks_uri), issuer=issuer)


def origin_of(issuer: str) -> str:
    """The origin of an issuer. Raises UsageError for one that is no plain https (or loopback) URL."""
    parts = urlsplit(issuer)
    return tenant_origin(parts.netloc if parts.scheme == "https" else issuer.rstrip("/"))


def read_named(session: Session, jwks: str) -> KeySource:
    """The keys at a URL or in a file that the user named."""
    if "://" in jwks:
        return keys_at(session.http, jwks)
    try:
        return keys_in(Path(jwks).read_bytes())
    except OSError as error:
        raise UsageError(f"the key set cannot be read from {jwks}: {error.strerror}") from None
