"""DPoP: a proof that the caller holds a key, to which the tokens are bound (token-endpoint.md 11, RFC 9449).

That a proof is refused with ``invalid_dpop_proof``, and the nonce's error, are documented; the wordings of the refusals
are INFERRED.
"""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from auth0ctl.localtenant.grants.client_auth import is_public
from auth0ctl.localtenant.grants.client_jwt import parts, seconds
from auth0ctl.localtenant.grants.dpop import ALGORITHMS
from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

PROOF_SECONDS = 60  # INFERRED: how far from now a proof's iat may be
NONCE_SECONDS = 300  # INFERRED
NONCE_REQUIRED = "Authorization server requires nonce in DPoP proof"


def proven_key(request: Request, tenant: Tenant, client: JSON) -> str:
    """The thumbprint of the key that the request proves. Raises ``TokenError``.

    Public clients must repeat a nonce; the first refusal tells it in the header ``DPoP-Nonce``.
    """
    claims, thumbprint = read(request, tenant)
    if is_public(client) and claims.get("nonce") not in _good_nonces(tenant):
        raise TokenError(400, "use_dpop_nonce", NONCE_REQUIRED, headers={"DPoP-Nonce": nonce(tenant)})
    return thumbprint


def read(request: Request, tenant: Tenant, *, access_token: str | None = None) -> tuple[JSON, str]:
    """The claims of the request's proof and the thumbprint of its key. Raises ``TokenError``."""
    text = request.headers.get("DPoP", "")
    try:
        header, claims = parts(text)
        key = _key(header)
        jws.deserialize_compact(text, key, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise _bad("the proof is malformed or its signature is wrong") from None
    if header.get("typ") != "dpop+jwt":
        raise _bad("the proof's typ must be dpop+jwt")
    if claims.get("htm") != request.method:
        raise _bad("htm does not match the request's method")
    if not _same_place(request, tenant, claims.get("htu")):
        raise _bad("htu does not match the request's URL")
    issued = seconds(claims.get("iat"))
    if issued is None or abs(tenant.now() - issued) > PROOF_SECONDS:
        raise _bad("iat is not close to the current time")
    if access_token is not None and claims.get("ath") != _hash(access_token):
        raise _bad("ath does not match the access token")
    thumbprint = key.thumbprint()
    _once(tenant, thumbprint, claims.get("jti"))
    return claims, thumbprint


def nonce(tenant: Tenant) -> str:
    """The nonce of these minutes. It needs no store: it is a keyed hash of the time."""
    return _nonce(tenant, int(tenant.now() // NONCE_SECONDS))


def _good_nonces(tenant: Tenant) -> tuple[str, str]:
    window = int(tenant.now() // NONCE_SECONDS)
    return _nonce(tenant, window), _nonce(tenant, window - 1)


def _nonce(tenant: Tenant, window: int) -> str:
    raw = hmac.new(tenant.keys.opaque(), f"dpop {window}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw[:24]).decode()


def _key(header: JSON) -> ECKey:
    jwk = header["jwk"]
    if not isinstance(jwk, dict) or "d" in jwk:
        raise ValueError("the proof must carry a public key")
    return ECKey.import_key(jwk)


def _same_place(request: Request, tenant: Tenant, htu: Any) -> bool:
    """Query and fragment do not count (RFC 9449 section 4.3). The tenant answers under several origins."""
    if not isinstance(htu, str):
        return False
    try:
        parts = urlsplit(htu)
    except ValueError:  # a broken bracket, as in http://[::1
        return False
    origins = {tenant.origin, tenant.front_origin, request.host_url.rstrip("/")}
    return parts.path == request.path and f"{parts.scheme}://{parts.netloc}" in origins


def _hash(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()


def _once(tenant: Tenant, thumbprint: str, jti: Any) -> None:
    if not isinstance(jti, str) or not jti:
        raise _bad("jti is required")
    key = digest(f"{thumbprint} {jti}")
    with tenant.state.transaction():
        if tenant.state.peek("dpop_proof", key, now=tenant.now()) is not None:
            raise _bad("the proof was used before")
        tenant.state.keep("dpop_proof", key, {}, expires_at=tenant.now() + 2 * PROOF_SECONDS + 1)


def _bad(reason: str) -> TokenError:
    return TokenError(400, "invalid_dpop_proof", f"Invalid DPoP proof: {reason}")
