"""What goes over the wire of OAuth 2.0 and OpenID Connect, as frozen values: what is asked, what comes back.

Names are the RFCs' own; secrets and tokens stay out of ``repr``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

JSONObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """``/.well-known/openid-configuration``: the endpoints auth0ctl uses; empty string where one is not offered."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    device_authorization_endpoint: str = ""
    pushed_authorization_request_endpoint: str = ""
    revocation_endpoint: str = ""
    end_session_endpoint: str = ""
    iss_parameter_supported: bool = False
    raw: JSONObject = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeRequest:
    """What a login asks for. ``url`` is the whole authorize URL; the fields repeat what the rules look at."""

    url: str
    client_id: str
    redirect_uri: str
    response_type: str
    response_mode: str
    scope: tuple[str, ...]
    audience: str | None
    state: str = field(repr=False)
    nonce: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What a flow without a browser asks of the token endpoint. ``parameters`` are the further ones that may be shown.

    ``audience`` is None where none was asked for.
    """

    grant_type: str
    client_id: str
    scope: tuple[str, ...]
    audience: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


class ClientAuthMethod(StrEnum):
    """How a client proves itself at the token endpoint (RFC 6749 section 2.3, OIDC Core section 9)."""

    NONE = "none"
    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    PRIVATE_KEY_JWT = "private_key_jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAuthentication:
    """What a client proves itself with. ``private_key`` is PEM, ``key_id`` the credential's ``kid`` if any."""

    method: ClientAuthMethod = ClientAuthMethod.NONE
    client_secret: str | None = field(repr=False, default=None)
    private_key: bytes | None = field(repr=False, default=None)
    key_id: str | None = None
    alg: str = "RS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """How the tenant said no. ``where``: ``page`` (an error page), ``redirect`` (at the callback) or ``token``."""

    where: str
    error: str
    description: str
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """What a login or a token request gave. ``scope`` is None where the answer did not say (then: as requested)."""

    received_at: datetime
    access_token: str | None = field(repr=False, default=None)
    id_token: str | None = field(repr=False, default=None)
    refresh_token: str | None = field(repr=False, default=None)
    token_type: str = "Bearer"
    expires_in: int | None = None  # seconds
    scope: str | None = None
    issued_token_type: str | None = None  # of a token exchange (RFC 8693 section 2.2.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One arrow of a login's story, for the trace and the sequence diagram.

    ``source`` and ``target`` are ``auth0ctl``, ``browser``, ``tenant``, ``api`` or ``person``. ``details`` may hold
    what was really sent: whoever writes an event down redacts it first.
    """

    at: datetime
    source: str
    target: str
    what: str  # in a few words: "POST /oauth/token"
    details: JSONObject = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP request and what came of it, as it was sent: whoever shows any of it redacts it first.

    ``status`` is 0 where no answer came, and ``failure`` then says why. Header names of the answer are lower case.
    """

    method: str
    url: str = field(repr=False)
    seconds: float
    sent_headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    form: Mapping[str, str] | None = field(repr=False, default=None)
    sent: Any = field(repr=False, default=None)  # the JSON value of the request's body, or its text
    status: int = 0
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    body: bytes = field(repr=False, default=b"")
    failure: str = ""
