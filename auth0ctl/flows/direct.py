"""The flows that need the token endpoint alone: client credentials, password, refresh, token exchange.

Each function takes a ``DirectWish``, makes one request, and returns the tokens. All raise TokenRefused when the tenant
says no, and RateLimited, TenantError or NetworkError. No answer is ever asked for twice: a refresh token that rotates
is used up by a request whose answer was lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.flows import Flow
from auth0ctl.protocol import ClientAuthMethod, TokenRequest, TokenSet
from auth0ctl.tenant import token_endpoint
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.token_endpoint import PASSWORD_REALM, TokenEndpoint

ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"
HIDDEN = "(hidden)"
LOST = (
    "It is not known whether the tenant used up the refresh token. Run the command again: within the client's overlap "
    "period (leeway) the old one still works; after it, log in again."
)
SECRET_WORDS = ("token", "secret", "password", "assertion", "otp", "code", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectWish:
    """What a login without a browser of ours is to ask for; each flow looks at its own fields.

    ``scope`` may be empty: then the tenant decides. ``parameters`` are further members of the request. ``before`` is
    the ID token that a refresh follows; ``nonce``, ``scope_before`` and ``audience_before`` belong to that login.
    ``client_auth`` None: as the client's own record says, else by what there is. ``timeout`` is in seconds, for the
    person at the device page; None: as long as the code is good.
    """

    flow: Flow
    client_id: str
    scope: tuple[str, ...] = ()
    audience: str | None = None
    organization: str | None = None
    parameters: Mapping[str, str] = field(repr=False, default_factory=dict)
    username: str | None = None
    password: str | None = field(repr=False, default=None)
    realm: str | None = None
    refresh_token: str | None = field(repr=False, default=None)
    before: str | None = field(repr=False, default=None)
    nonce: str | None = field(repr=False, default=None)
    scope_before: tuple[str, ...] = ()
    audience_before: str | None = None
    subject_token: str | None = field(repr=False, default=None)
    subject_token_type: str | None = None
    client_auth: ClientAuthMethod | None = None
    dpop_key: DpopKey | None = field(repr=False, default=None)
    timeout: float | None = None

    @property
    def further(self) -> dict[str, str]:
        """The further members of the request, the organization among them."""
        named = {"organization": self.organization} if self.organization else {}
        return {**named, **self.parameters}


def shown(wish: DirectWish) -> TokenRequest:
    """The request as it may be shown: who and what for, no secret."""
    told = {
        "username": wish.username,
        "realm": wish.realm,
        "subject_token_type": wish.subject_token_type,
        **{name: HIDDEN if secret(name) else value for name, value in wish.further.items() if name != "grant_type"},
    }
    return TokenRequest(
        # A parameter of that name wins: Auth0 has exchanges with a grant type of their own (Token Vault).
        grant_type=wish.parameters.get("grant_type") or (PASSWORD_REALM if wish.realm else wish.flow.grant_type),
        client_id=wish.client_id,
        scope=wish.scope,
        audience=wish.audience or wish.further.get("resource"),  # RFC 8707's name for it
        parameters={name: value for name, value in told.items() if value},
    )


def secret(name: str) -> bool:
    """Whether a parameter of this name may hold a secret; ``subject_token_type`` and its like only name a kind."""
    return any(word in name.lower() for word in SECRET_WORDS) and not name.endswith("_type")


def client_credentials(wish: DirectWish, endpoint: TokenEndpoint) -> TokenSet:
    """The client for itself (RFC 6749 section 4.4). With no scope Auth0 gives all that the client grant allows."""
    return token_endpoint.client_credentials(
        endpoint, audience=wish.audience, scope=wish.scope, parameters=wish.further
    )


def password(wish: DirectWish, endpoint: TokenEndpoint) -> TokenSet:
    """A person's name and password (RFC 6749 section 4.3); with ``realm`` Auth0's password-realm grant.

    With no scope Auth0 grants every scope of the audience (token-endpoint.md section 6). Raises UsageError where name
    or password is missing.
    """
    if not wish.username or not wish.password:
        raise UsageError("the password flow needs a user name and a password", "Give --username and --password-file.")
    return token_endpoint.password(
        endpoint,
        username=wish.username,
        password=wish.password,
        realm=wish.realm,
        audience=wish.audience,
        scope=wish.scope,
        parameters=wish.further,
    )


def refresh(wish: DirectWish, endpoint: TokenEndpoint) -> TokenSet:
    """New tokens for a refresh token (RFC 6749 section 6). Raises UsageError where there is none."""
    if not wish.refresh_token:
        raise UsageError("there is no refresh token to use", "Log in for one: ask for the scope offline_access.")
    try:
        return token_endpoint.refresh(endpoint, wish.refresh_token, scope=wish.scope or None, audience=wish.audience)
    except NetworkError as error:
        raise NetworkError(error.message, LOST) from None


def exchange(wish: DirectWish, endpoint: TokenEndpoint) -> TokenSet:
    """One token for another (RFC 8693; token-endpoint.md section 10). Raises UsageError where there is none to give."""
    if not wish.subject_token:
        raise UsageError("a token exchange needs the token to exchange", "Give --subject-token-file FILE.")
    return token_endpoint.exchange(
        endpoint,
        subject_token=wish.subject_token,
        subject_token_type=wish.subject_token_type or ACCESS_TOKEN_TYPE,
        audience=wish.audience,
        scope=wish.scope,
        parameters=wish.further,
    )
