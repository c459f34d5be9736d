"""Fetching a key set (RFC 7517). Only from the ``jwks_uri`` of a verified issuer or a URL the user named (K01)."""

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Http

LIMIT = 512 * 1024  # bytes


def fetch_jwks(http: Http, url: str) -> bytes:
    """The JWKS document at ``url`` as sent. Raises NetworkError for anything but a 200; redirects are not followed."""
    answer = http.send("GET", url, limit=LIMIT)
    if answer.status != 200:
        raise NetworkError(f"the key set at {url} answered {answer.status}")
    return answer.body
