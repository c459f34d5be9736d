"""The token endpoint: every grant's request, and reading its answer (RFC 6749 sections 4 to 6).

No request is ever repeated here, but for the one that a server refuses for want of its nonce in a DPoP proof: what was
sent may have been used up, though no answer came (L07).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.protocol import ClientAuthentication, TokenSet
from auth0ctl.tenant.client_authentication import prove
from auth0ctl.tenant.dpop import DpopKey, keep_nonce, nonce_for, proof
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.words import counted

LIMIT = 1024 * 1024  # bytes of an answer: three tokens and a few words
LONGEST_WORDS = 2000  # characters of a refusal that are worth repeating
MOST_SECONDS = 10**11  # 3000 years: more makes no date
NAME = "the token endpoint"

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"

TOKEN_TYPES = {"bearer": "Bearer", "dpop": "DPoP"}  # compared case-insensitively (L11; RFC 6749 section 5.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEndpoint:
    """Where tokens are asked for, by which client, and how it proves itself. ``issuer`` is a client assertion's aud.

    With ``dpop``, tokens are asked for that are bound to that key.
    """

    http: Http = field(repr=False)
    url: str
    issuer: str
    client_id: str
    now: Callable[[], datetime]
    authentication: ClientAuthentication = field(default_factory=ClientAuthentication)
    dpop: DpopKey | None = None


class TokenRefused(AuthError):
    """The token endpoint said no: OAuth's ``error`` as ``code``, the tenant's words as ``description``."""

    def __init__(self, message: str, *, code: str, description: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.description = description
        self.status = status


def redeem_code(endpoint: TokenEndpoint, attempt: Attempt, code: str) -> TokenSet:
    """Exchange an authorization code, once (RFC 6749 section 4.1.3). Raises what ``request_token`` raises."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.request.redirect_uri}
    if attempt.code_verifier:
        form["code_verifier"] = attempt.code_verifier
    try:
        return request_token(endpoint, form)
    except NetworkError as error:
        raise NetworkError(
            error.message, f"The code may have been used up and is not sent again: log in anew. {error.hint}".strip()
        ) from None


def client_credentials(
    endpoint: TokenEndpoint,
    *,
    audience: str | None,
    scope: tuple[str, ...] = (),
    parameters: Mapping[str, str] | None = None,
) -> TokenSet:
    """A machine-to-machine token (RFC 6749 section 4.4). Raises what ``request_token`` raises."""
    return request_token(endpoint, filled("client_credentials", scope, parameters, audience=audience))


def password(
    endpoint: TokenEndpoint,
    *,
    username: str,
    password: str,
    realm: str | None = None,
    audience: str | None = None,
    scope: tuple[str, ...] = (),
    parameters: Mapping[str, str] | None = None,
) -> TokenSet:
    """A token for a username and password (RFC 6749 section 4.3), to debug older apps only.

    ``realm`` names the connection, with Auth0's grant for that (token-endpoint.md section 6); without one the
    tenant's default directory decides. Raises what ``request_token`` raises.
    """
    grant_type = PASSWORD_REALM if realm else "password"
    form = filled(grant_type, scope, parameters, username=username, realm=realm, audience=audience)
    return request_token(endpoint, {**form, "password": password})


def refresh(
    endpoint: TokenEndpoint, refresh_token: str, *, scope: tuple[str, ...] | None = None, audience: str | None = None
) -> TokenSet:
    """New tokens for a refresh token (RFC 6749 section 6).

    ``scope`` None asks for what was granted before. ``audience`` is Auth0's, for multi-resource refresh tokens. The
    answer holds a new refresh token only where the client rotates them. Raises what ``request_token`` raises.
    """
    form = filled("refresh_token", scope or (), None, refresh_token=refresh_token, audience=audience)
    return request_token(endpoint, form)


def redeem_device_code(endpoint: TokenEndpoint, device_code: str) -> TokenSet:
    """Ask once whether the person has allowed a device (RFC 8628 section 3.4).

    Not yet is TokenRefused with the code ``authorization_pending`` or ``slow_down``; Auth0's statuses for these are
    403 and 429 (token-endpoint.md section 9). Raises what ``request_token`` raises.
    """
    return request_token(endpoint, filled(DEVICE_CODE, (), None, device_code=device_code))


def exchange(
    endpoint: TokenEndpoint,
    *,
    subject_token: str,
    subject_token_type: str,
    audience: str | None = None,
    scope: tuple[str, ...] = (),
    parameters: Mapping[str, str] | None = None,
) -> TokenSet:
    """Exchange a token for another (RFC 8693 section 2.1). Raises what ``request_token`` raises.

    ``parameters`` are further members, such as ``actor_token`` or Auth0's own ``grant_type`` for Token Vault.
    """
    subject = {"subject_token": subject_token, "subject_token_type": subject_token_type}
    return request_token(endpoint, filled(TOKEN_EXCHANGE, scope, parameters, audience=audience, **subject))


def filled(
    grant_type: str, scope: tuple[str, ...], parameters: Mapping[str, str] | None, **members: str | None
) -> dict[str, str]:
    """A grant's form: what has a value, and the caller's own parameters, which win over the grant's."""
    form = {"grant_type": grant_type, **members, "scope": " ".join(scope)}
    return {name: value for name, value in form.items() if value} | dict(parameters or {})


def request_token(endpoint: TokenEndpoint, form: Mapping[str, str]) -> TokenSet:
    """POST to the token endpoint and read the answer.

    The outcome is read from ``error`` first: Auth0's status codes are not RFC 6749's (token-endpoint.md section 1).
    Raises TokenRefused, RateLimited, ConfigError (no secret or key to prove the client with), TenantError (a server
    error, or an answer that is none) or NetworkError.
    """
    body = read_object(authenticated_post(endpoint, endpoint.url, form, dpop=endpoint.dpop), NAME)
    tokens = token_set(body, endpoint.now())
    if not (tokens.access_token or tokens.id_token):
        raise TenantError(f"{NAME} answered without any token")
    return tokens


def authenticated_post(
    endpoint: TokenEndpoint, url: str, form: Mapping[str, str], *, dpop: DpopKey | None = None
) -> Answer:
    """POST a form with the client's proof; with ``dpop``, with a proof of the key as well.

    The nonce that an answer brings is kept for the next request; a request that was refused for want of it is sent
    once more (RFC 9449 section 8), with a client assertion of its own. Raises ConfigError and NetworkError.
    """

    def attempt() -> Answer:
        proved, headers = prove(endpoint.issuer, endpoint.client_id, endpoint.authentication, form, endpoint.now())
        if dpop:
            headers["DPoP"] = proof(dpop, "POST", url, nonce=nonce_for(dpop, url), now=endpoint.now())
        accept = {"Accept": "application/json"}
        return endpoint.http.send("POST", url, form=proved, headers=accept | headers, limit=LIMIT)

    answer = attempt()
    if dpop and keep_nonce(dpop, url, answer):
        answer = attempt()
        keep_nonce(dpop, url, answer)
    return answer


def read_object(answer: Answer, name: str, good: tuple[int, ...] = (200,)) -> Mapping[str, Any]:
    """The JSON object of an answer. Raises the refusal that it is, or NetworkError where it is no JSON.

    ``name`` is the endpoint's, as a sentence begins.
    """
    if answer.status in (401, 429):
        raise read_refusal(answer, name)  # a gateway in front of the tenant may answer without JSON
    body = answer.json()
    if not isinstance(body, Mapping):
        raise TenantError(f"{name} answered with JSON that is not an object", status=answer.status)
    if body.get("error") or answer.status not in good:
        raise refused(answer, body, name)
    return body


def read_refusal(answer: Answer, name: str) -> Exception:
    """The error for an answer that is a refusal, whatever its body is."""
    try:
        body = answer.json()
    except NetworkError:
        body = {}
    return refused(answer, body if isinstance(body, Mapping) else {}, name)


def refused(answer: Answer, body: Mapping[str, Any], name: str) -> Exception:
    """The error for a refusal, with the tenant's own words. ``slow_down`` and blocked accounts are 429 as well, and
    are no rate limit."""
    code, said = str(body.get("error") or answer.status), str(body.get("error_description") or "")[:LONGEST_WORDS]
    sentence = f"{name} refused: {code[:LONGEST_WORDS]}" + (f" ({said})" if said else "")
    if code == "too_many_requests" or (answer.status == 429 and code == "429"):
        wait = answer.headers.get("retry-after", "")
        pause = f"Wait {counted(int(wait), 'second')}" if wait.isascii() and wait.isdigit() else "Wait a little"
        return RateLimited(sentence, f"{pause} and try again.")
    # server_error is what Auth0 answers for a tenant without a default directory: a matter of settings (section 6).
    if answer.status >= 500 and code != "server_error":
        return TenantError(sentence, status=answer.status, code=code)
    return TokenRefused(sentence, code=code, description=said, status=answer.status)


def token_set(body: Mapping[str, Any], now: datetime) -> TokenSet:
    """Read a token answer, from the token endpoint or from a callback's parameters (where all values are strings).

    ``token_type`` becomes ``Bearer`` or ``DPoP``, whatever its spelling. Raises TenantError for a token that is no
    text, and for a token type that nobody here can use.
    """

    def text(name: str) -> str | None:
        value = body.get(name)
        return value if isinstance(value, str) and value else None

    for name in ("access_token", "id_token", "refresh_token"):
        if not isinstance(body.get(name, ""), str | None):
            raise TenantError(f"the tenant answered with a member {name} that is no text")
    return TokenSet(
        received_at=now,
        access_token=text("access_token"),
        id_token=text("id_token"),
        refresh_token=text("refresh_token"),
        token_type=token_type(body),
        expires_in=whole_seconds(body.get("expires_in")),
        scope=text("scope"),
        issued_token_type=text("issued_token_type"),
    )


def token_type(body: Mapping[str, Any]) -> str:
    """How the access token is to be used. Bearer where nothing is said, which Auth0 always does."""
    said = body.get("token_type") or "Bearer"
    if isinstance(said, str):
        if said.lower() in TOKEN_TYPES:
            return TOKEN_TYPES[said.lower()]
        if said == "N_A" and body.get("issued_token_type"):  # RFC 8693 section 2.2.1: no access token, say an ID token
            return said
    raise TenantError(f"the tenant gave a token of type {str(said)[:40]!a}; auth0ctl can use Bearer and DPoP")


def whole_seconds(value: Any) -> int | None:
    """A number of seconds, or None for anything else; a callback's parameters have it as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_SECONDS
    return value if fits else None
