"""What each claim is and who put it there, in a few words: ``OIDC: who issued it`` (auth0-facts/tokens.md 2, 3, 8).

Who: a standard that makes every token carry it (OIDC, JWT, OAuth, RFC 9068), Auth0 by itself, RBAC on the API, an
Action of the tenant, or the request, where the claim answers to what the login asked for.
"""

from auth0ctl.rules.claim import NEEDS_SCOPE

OIDC, JWT, OAUTH, RFC9068 = "OIDC", "JWT", "OAuth", "RFC 9068"
AUTH0, RBAC, ACTION, REQUEST = "Auth0", "RBAC", "an Action", "the request"

MEANINGS = {
    "iss": (OIDC, "who issued it"),
    "sub": (OIDC, "who it is about"),
    "aud": (OIDC, "who it is for"),
    "azp": (OIDC, "the client that asked for it"),
    "client_id": (RFC9068, "the client that asked for it"),
    "iat": (OIDC, "issued"),
    "exp": (OIDC, "expires"),
    "nbf": (JWT, "not valid before"),
    "auth_time": (REQUEST, "when the person logged in; asked for by max_age or prompt=login"),
    "nonce": (REQUEST, "the value the login sent"),
    "at_hash": (OIDC, "ties it to the access token beside it"),
    "c_hash": (OIDC, "ties it to the code beside it"),
    "s_hash": (OIDC, "ties it to the state of the login"),
    "acr": (OIDC, "how strong the login was"),
    "amr": (OIDC, "by which means, such as mfa"),
    "jti": (JWT, "the token's own id"),
    "sid": (AUTH0, "the login session"),
    "scope": (REQUEST, "the scopes asked for, as far as they were granted"),
    "gty": (AUTH0, "the grant type, where no browser was involved"),
    "permissions": (RBAC, "what the person or machine may do with this API"),
    "org_id": (REQUEST, "the organization logged in to"),
    "org_name": (REQUEST, "the organization's name"),
    "authorization_details": (REQUEST, "what exactly was authorized (RFC 9396)"),
    "cnf": (REQUEST, "the key it is bound to: useless without it"),
    "act": (AUTH0, "who acts for the person"),
    "sub_profile": (AUTH0, "what kind of subject it is about"),
    "client_profile": (AUTH0, "what kind of client asked for it"),
    "events": (OIDC, "what happened: a logout token"),
}
OF_MACHINES = {"scope": (AUTH0, "the scopes of the client grant")}
AUDIENCES = {"id": (OIDC, "the client it is for"), "access": (REQUEST, "the API it is for")}


def meaning(name: str, kind: str, *, machine: bool = False) -> str:
    """A claim in a few words; ``kind`` is the token's ("id", "access"), ``machine`` true where no person is behind it.

    An unknown name comes from an Action: Rules and Hooks no longer run (tokens.md section 9).
    """
    who, what = origin(name, kind, machine=machine)
    return f"{who}: {what}"


def origin(name: str, kind: str, *, machine: bool = False) -> tuple[str, str]:
    """Who put the claim there, and what it is."""
    if name == "aud":
        return AUDIENCES.get(kind, MEANINGS["aud"])
    if machine and name in OF_MACHINES:
        return OF_MACHINES[name]
    if name in MEANINGS:
        return MEANINGS[name]
    if name in NEEDS_SCOPE:
        if kind == "access":  # tokens.md section 3: an access token has none of them by itself
            return ACTION, f"profile claim, kept by scope {NEEDS_SCOPE[name]}"
        return OIDC, f"by scope {NEEDS_SCOPE[name]}"
    return ACTION, "custom claim"
