"""Who puts a claim into a token, and when: auth0-facts/tokens.md sections 2 to 4, 8 and 9.

One table for two questions: why a claim that somebody wants is not there, and where one that is there comes from.
"""

from dataclasses import dataclass

from auth0ctl.model import TokenKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """When Auth0 writes a claim into each kind of token, as the end of "it comes ..."; empty: never into that kind."""

    id: str = ""
    access: str = ""

    def of(self, kind: TokenKind) -> str:
        return self.id if kind is TokenKind.ID else self.access


_ALWAYS = Source(id="with every token", access="with every token")
_MFA = "right after a multi-factor challenge on the login page, and never from a refresh or a silent login"
_ORGANIZATION = "when the login names an organization (`organization=org_...`) that takes the user"

SOURCES: dict[str, Source] = {
    **dict.fromkeys(("iss", "sub", "aud", "iat", "exp"), _ALWAYS),
    "nonce": Source(id="when the login sent a nonce"),
    "sid": Source(id="from a login through the tenant's session in a browser"),
    "auth_time": Source(id="when the login sent max_age or prompt=login"),
    "amr": Source(id=_MFA),
    "acr": Source(id=_MFA),
    "at_hash": Source(id="with an access token that comes straight from /authorize"),
    "c_hash": Source(id="with a code that comes straight beside it (hybrid flow)"),
    "azp": Source(access="with the token dialect access_token; the RFC 9068 dialects say client_id instead"),
    "gty": Source(access="with the token dialect access_token, for a machine, a password or a refresh"),
    "client_id": Source(access="with the RFC 9068 token dialects of the API; the default one says azp instead"),
    "jti": Source(access="with the RFC 9068 token dialects of the API (rfc9068_profile, rfc9068_profile_authz)"),
    "scope": Source(access="with what was asked for and granted"),
    "permissions": Source(access="from RBAC with Add Permissions in the Access Token (an _authz token dialect)"),
    "org_id": Source(id=_ORGANIZATION, access=_ORGANIZATION),
    "org_name": Source(
        id=f"{_ORGANIZATION}, and the tenant takes names", access=f"{_ORGANIZATION}, and the tenant takes names"
    ),
    "cnf": Source(access="when the client proved a key (DPoP, mutual TLS)"),
    "act": Source(access="from an exchange on behalf of somebody"),
    "authorization_details": Source(access="when the login asked for them (rich authorization requests)"),
}
# What the user's record or a rule of old held, and no OIDC token carries by itself.
PROFILE_RECORD = (
    "user_id",
    "identities",
    "created_at",
    "last_login",
    "last_ip",
    "logins_count",
    "blocked",
    "username",
    "clientID",
    "global_client_id",
)
