"""The token endpoint: every grant's request, and reading its answer (RFC 6749 sections 4 to 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.protocol import ClientAuthentication, TokenSet
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.oauth import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEndpoint:
    """Where tokens are asked for, by which client, and how it proves itself. ``issuer`` is a client assertion's aud."""

    http: Http = field(repr=False)
    url: str
    issuer: str
    client_id: str
    now: Callable[[], datetime]
    authentication: ClientAuthentication = field(default_factory=ClientAuthentication)


def redeem_code(endpoint: TokenEndpoint, attempt: Attempt, code: str) -> TokenSet:
    """Exchange an authorization code, once (RFC 6749 section 4.1.3). Raises what ``request_token`` raises."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.request.redirect_uri}
    if attempt.code_verifier:
        form["code_verifier"] = attempt.code_verifier
    return request_token(endpoint, form)


def client_credentials(endpoint: TokenEndpoint, *, audience: str | None, scope: tuple[str, ...] = ()) -> TokenSet:
    """A machine-to-machine token (RFC 6749 section 4.4). Raises what ``request_token`` raises."""
    form = {"grant_type": "client_credentials"}
    if audience:
        form["audience"] = audience
    if scope:
        form["scope"] = " ".join(scope)
    return request_token(endpoint, form)


def request_token(endpoint: TokenEndpoint, form: Mapping[str, str]) -> TokenSet:
    """POST to the token endpoint and read the answer. Raises TokenRefused, RateLimited, TenantError or NetworkError.

    The outcome is read from ``error`` first: Auth0's status codes are not RFC 6749's (token-endpoint.md section 1).
    """
    proof = {"client_id": endpoint.client_id}
    if endpoint.authentication.client_secret:
        proof["client_secret"] = endpoint.authentication.client_secret
    answer = endpoint.http.send("POST", endpoint.url, form=proof | dict(form), headers={"Accept": "application/json"})
    body = answer.json()
    if not isinstance(body, Mapping):
        raise TenantError("the token endpoint answered with JSON that is not an object", status=answer.status)
    if "error" in body or answer.status != 200:
        raise refused(answer, body)
    return token_set(body, endpoint.now())


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
