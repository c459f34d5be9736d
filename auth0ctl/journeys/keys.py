"""Where a verification gets its keys: a tenant's key set over HTTP, fetched when first needed, or a file."""

from auth0ctl.journeys.verify import KeySource
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.jwks import fetch_jwks
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import read_keys


def keys_at(http: Http, url: str) -> KeySource:
    """The keys at ``url``: fetched once, and once more for each request to refresh."""
    held: list[KeySet] = []

    def source(_kid: str | None, refresh: bool) -> KeySet:
        if refresh or not held:
            held[:] = [read_keys(fetch_jwks(http, url))]
        return held[0]

    return source


def keys_in(document: bytes) -> KeySource:
    """The keys of a document that is here already."""
    held = read_keys(document)
    return lambda _kid, _refresh: held
