"""Whose keys and whose issuer a verification uses. Never those that only the token itself names."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.journeys.tokens.keys import Network, TenantKeys, keys_at, keys_in
from auth0ctl.journeys.tokens.verify import KeySource
from auth0ctl.lookup import load
from auth0ctl.model import Tenant, Token
from auth0ctl.protocol import Discovery
from auth0ctl.settings import is_loopback, tenant_origin
from auth0ctl.tenant.jwks import fetch_jwks
from auth0ctl.words import split_url

# The built-in tenant's issuer, written here so that its kept keys can be used without opening it.
BUILT_IN_ISSUER = "http://127.0.0.1:18400/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The keys to verify with, and the issuer to expect; None where nobody but the token could say."""

    keys: KeySource | None
    issuer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the options say about keys. ``max_age`` is the age in seconds that a kept key set may have; ``jwks_uri`` is
    where a kept one must come from, known where discovery has been read already."""

    jwks: str | None = None
    issuer: str | None = None
    trust_issuer: bool = False
    offline: bool = False
    max_age: float | None = None
    jwks_uri: str | None = None
    needed: bool = True  # false where a shared secret is used


def keys_for(session: Session, token: Token, wanted: Wanted) -> Source:
    """Decide keys and issuer: options first, then the tenant.

    With no tenant configured, the built-in one is meant for its own tokens; for another issuer's token nothing is
    known, and only ``trust_issuer`` makes auth0ctl ask that issuer.
    """
    named = token.claims.get("iss")
    nobody_said = session.settings().tenant.origin == "built in" and isinstance(named, str)
    stranger = nobody_said and wanted.issuer is None and named != BUILT_IN_ISSUER
    expected = wanted.issuer if stranger or wanted.issuer else tenant_issuer(session)
    if not wanted.needed:
        return Source(keys=None, issuer=expected)
    if wanted.jwks is not None:
        return Source(keys=read_named(session, wanted.jwks, offline=wanted.offline), issuer=expected)
    if not stranger and wanted.issuer is None:
        kept = keys_of_tenant(session, wanted)
        return Source(keys=kept, issuer=kept.issuer)
    asked = wanted.issuer or (str(named) if wanted.trust_issuer else None)
    if asked is None:
        return Source(keys=None, issuer=None)
    return Source(keys=keys_of_issuer(session, asked, wanted), issuer=wanted.issuer)


def tenant_issuer(session: Session) -> str:
    """The issuer of the tenant that the command talks to. The built-in tenant is not opened for it."""
    if not session.settings().built_in:
        return session.tenant.issuer
    session.say_whose_tenant()
    return BUILT_IN_ISSUER


def keys_of_tenant(session: Session, wanted: Wanted) -> TenantKeys:
    """The kept or fetched keys of the tenant that the command talks to."""
    # The built-in tenant answers inside this process: asking it opens no socket.
    offline = wanted.offline and not session.settings().built_in
    return kept_keys(session, tenant_issuer(session), wanted, find=lambda: session.discovery, offline=offline)


def keys_of_issuer(session: Session, issuer: str, wanted: Wanted) -> TenantKeys:
    """The kept or fetched keys of an issuer that was named."""
    tenant = Tenant(name="", origin=origin_of(issuer))

    def find() -> Discovery:
        found: Discovery = load("auth0ctl.tenant.discovery:discover")(session.http, tenant)
        return found

    return kept_keys(session, tenant.issuer, wanted, find=find, offline=wanted.offline)


def kept_keys(
    session: Session, asked: str, wanted: Wanted, *, find: Callable[[], Discovery], offline: bool
) -> TenantKeys:
    """Keys kept in the data folder. HTTP is imported when something is asked for, and not before."""

    def found() -> tuple[str, str]:
        discovery = find()
        return discovery.issuer, discovery.jwks_uri

    return TenantKeys(
        asked,
        folder=session.folders.data / "cache",
        network=None if offline else Network(find=found, fetch=lambda url: fetch_jwks(session.http, url)),
        now=lambda: session.now().timestamp(),
        say=session.say,
        max_age=wanted.max_age,
        jwks_uri=wanted.jwks_uri,
    )


def origin_of(issuer: str) -> str:
    """The origin of an issuer. Raises UsageError for one that is no plain https (or loopback) URL, or has a path:
    Auth0's have none, and another tenant's keys would be asked for (OpenID Connect Discovery section 4.1).
    """
    parts = split_url(issuer)
    if parts.scheme and (parts.path.strip("/") or parts.query):
        raise UsageError(
            f"the issuer {issuer} has {'a path' if parts.path.strip('/') else 'a query'}, which no Auth0 issuer has",
            "Name its keys as well, and they are used: --issuer ISSUER --jwks URL|FILE.",
        )
    plain_host = parts.scheme == "https" and not is_loopback(parts.hostname or "")
    return tenant_origin(parts.netloc if plain_host else issuer.rstrip("/"))


def read_named(session: Session, jwks: str, *, offline: bool) -> KeySource:
    """The keys at a URL or in a file that the user named."""
    if "://" in jwks:
        if offline:
            raise UsageError("--offline cannot fetch the key set that --jwks names", "Save it to a file: --jwks FILE.")
        return keys_at(session.http, jwks)
    try:
        return keys_in(Path(jwks).read_bytes())
    except OSError as error:
        raise UsageError(f"the key set cannot be read from {jwks}: {error.strerror}") from None
