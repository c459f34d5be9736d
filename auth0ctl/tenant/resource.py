"""A request that carries an access token: in the ``Authorization`` header and nowhere else (L08).

RFC 6750 section 2.1 for a bearer token, RFC 9449 section 7 for one that is bound to a key.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from auth0ctl.errors import ConfigError, TenantError
from auth0ctl.tenant.dpop import DpopKey, keep_nonce, nonce_for, proof
from auth0ctl.tenant.http import BODY_LIMIT, Answer, Http

B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)  # RFC 6750 section 2.1


def utc_now() -> datetime:
    return datetime.now(UTC)


def send_with_token(
    http: Http,
    method: str,
    url: str,
    access_token: str,
    *,
    token_type: str = "Bearer",
    dpop: DpopKey | None = None,
    accept: str = "application/json",
    limit: int = BODY_LIMIT,
    now: Callable[[], datetime] = utc_now,
) -> Answer:
    """Send one request with an access token, bound (``token_type`` DPoP, with its key) or not.

    A server that wants a nonce in the proof is asked once more. Raises ConfigError where a bound token's key is not
    given, TenantError for a token that no header can carry, NetworkError where there is no answer.
    """
    if not B64TOKEN.fullmatch(access_token):  # httpx would repeat the whole header in its error
        raise TenantError("the access token holds characters that no Authorization header can carry")
    if token_type.lower() != "dpop":
        headers = {"Authorization": f"Bearer {access_token}", "Accept": accept}
        return http.send(method, url, headers=headers, limit=limit)
    if dpop is None:
        raise ConfigError("the access token is bound to a DPoP key that is not here", "Log in again with --dpop.")

    def attempt() -> Answer:
        made = proof(dpop, method, url, nonce=nonce_for(dpop, url), access_token=access_token, now=now())
        headers = {"Authorization": f"DPoP {access_token}", "DPoP": made, "Accept": accept}
        return http.send(method, url, headers=headers, limit=limit)

    answer = attempt()
    if keep_nonce(dpop, url, answer):
        answer = attempt()
        keep_nonce(dpop, url, answer)
    return answer
