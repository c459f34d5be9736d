"""The OAuth endpoints: the authorize URL, the token request and its answer. The only importer of authlib.

Authlib for the protocol, our own HTTP door for transport: Authlib's httpx client warns under today's httpx.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.model import AuthorizeRequest, Discovery, TokenSet
from auth0ctl.tenant.http import Answer, Http


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One login attempt: the request as sent, and what must be kept back to redeem the answer."""

    request: AuthorizeRequest
    code_verifier: str | None = field(repr=False, default=None)


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
        audience=audience,
        state=state,
        nonce=nonce,
    )
    return Attempt(request=request, code_verifier=verifier)


def default_mode(response_type: str) -> str:
    """``query`` for a code alone, ``fragment`` for anything with a token in it (OAuth 2.0 Multiple Response Types)."""
    return "query" if response_type.split() == ["code"] else "fragment"


def redeem_code(
    http: Http, discovery: Discovery, attempt: Attempt, code: str, *, client_secret: str | None, now: datetime
) -> TokenSet:
    """Exchange an authorization code, once. Raises AuthError when the tenant refuses (RFC 6749 section 4.1.3)."""
    form = {
        "grant_type": "authorization_code",
        "client_id": attempt.request.client_id,
        "code": code,
        "redirect_uri": attempt.request.redirect_uri,
    }
    if attempt.code_verifier:
        form["code_verifier"] = attempt.code_verifier
    if client_secret:
        form["client_secret"] = client_secret
    return token_set(request_token(http, discovery.token_endpoint, form), now)


def client_credentials(
    http: Http, token_endpoint: str, *, client_id: str, client_secret: str, audience: str, now: datetime
) -> TokenSet:
    """A machine-to-machine token (RFC 6749 section 4.4). Raises AuthError when the tenant refuses."""
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": client_secret,
        "audience": audience,
    }
    return token_set(request_token(http, token_endpoint, form), now)


def request_token(http: Http, token_endpoint: str, form: Mapping[str, str]) -> Mapping[str, Any]:
    """POST to the token endpoint and return the JSON object. Raises AuthError, RateLimited or TenantError.

    The outcome is read from ``error`` first: Auth0's status codes are not RFC 6749's (token-endpoint.md section 1).
    """
    answer = http.send("POST", token_endpoint, form=form, headers={"Accept": "application/json"})
    body = answer.json()
    if not isinstance(body, Mapping):
        raise TenantError("the token endpoint answered with JSON that is not an object", status=answer.status)
    if "error" in body or answer.status != 200:
        raise refused(answer, body)
    return body


def refused(answer: Answer, body: Mapping[str, Any]) -> Exception:
    """The error for a token endpoint's refusal, with the tenant's own words."""
    code, said = str(body.get("error", answer.status)), str(body.get("error_description", ""))
    sentence = f"the token endpoint refused: {code}" + (f" ({said})" if said else "")
    if code == "too_many_requests" or (answer.status == 429 and code == "429"):
        return RateLimited(sentence, "Wait a little and try again.")
    if answer.status >= 500 and code != "server_error":
        return TenantError(sentence, status=answer.status, code=code)
    return TokenRefused(sentence, code=code, description=said, status=answer.status)


class TokenRefused(AuthError):
    """The token endpoint said no: OAuth's ``error`` as ``code``, the tenant's words as ``description``."""

    def __init__(self, message: str, *, code: str, description: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.description = description
        self.status = status


def token_set(body: Mapping[str, Any], now: datetime) -> TokenSet:
    """Read a token answer, from the token endpoint or from a callback's parameters (where all values are strings)."""

    def text(name: str) -> str | None:
        value = body.get(name)
        return value if isinstance(value, str) and value else None

    expires = body.get("expires_in")
    if isinstance(expires, str):
        expires = int(expires) if expires.isascii() and expires.isdigit() and len(expires) < 12 else None
    return TokenSet(
        received_at=now,
        access_token=text("access_token"),
        id_token=text("id_token"),
        refresh_token=text("refresh_token"),
        token_type=text("token_type") or "Bearer",
        expires_in=expires if isinstance(expires, int) else None,
        scope=text("scope"),
    )
