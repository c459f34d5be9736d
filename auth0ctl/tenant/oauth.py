"""The authorize request: its URL, and what is kept back to redeem the answer. The only importer of authlib.

Authlib for the protocol, our own HTTP door for transport: Authlib's httpx client warns under today's httpx.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from auth0ctl.protocol import AuthorizeRequest, Discovery


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One login attempt: the request as sent, and what must be kept back to redeem the answer.

    ``url_expires_at`` is set where the request was pushed (RFC 9126): until then, and once, its URL works.
    """

    request: AuthorizeRequest
    code_verifier: str | None = field(repr=False, default=None)
    url_expires_at: datetime | None = None


def new_attempt(
    discovery: Discovery,
    *,
    client_id: str,
    redirect_uri: str,
    response_type: str,
    response_mode: str,
    scope: tuple[str, ...],
    audience: str | None,
    pkce: bool,
    extra: Mapping[str, str],
) -> Attempt:
    """Make an authorize request with its own state (256 bit), nonce where an ID token is asked for, and PKCE S256.

    ``extra`` are further query parameters, sent as they are. RFC 6749 section 4.1.1, RFC 7636, OIDC Core 3.1.2.1.
    """
    state = secrets.token_urlsafe(32)
    openid = "openid" in scope or "id_token" in response_type.split()
    nonce = secrets.token_urlsafe(32) if openid else None
    verifier = secrets.token_urlsafe(48) if pkce else None
    optional = {
        # The default mode need not be said, and saying it is one more thing that could differ from the user's app.
        "response_mode": response_mode if response_mode != default_mode(response_type) else None,
        "audience": audience,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier) if verifier else None,
        "code_challenge_method": "S256" if verifier else None,
        **extra,
    }
    url = prepare_grant_uri(
        discovery.authorization_endpoint,
        client_id=client_id,
        response_type=response_type,
        redirect_uri=redirect_uri,
        scope=" ".join(scope),
        state=state,
        **{name: value for name, value in optional.items() if value},
    )
    request = AuthorizeRequest(
        url=url,
        client_id=client_id,
        redirect_uri=redirect_uri,
        response_type=response_type,
        response_mode=response_mode,
        scope=scope,
        audience=audience or extra.get("resource"),  # RFC 8707's name for it; Auth0 takes it too where set so
        state=state,
        nonce=nonce,
    )
    return Attempt(request=request, code_verifier=verifier)


def default_mode(response_type: str) -> str:
    """``query`` for a code alone, ``fragment`` for anything with a token in it (OAuth 2.0 Multiple Response Types)."""
    return "query" if response_type.split() == ["code"] else "fragment"
