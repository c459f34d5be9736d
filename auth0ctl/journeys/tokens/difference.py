"""What one difference between two tokens means where they are used: at an API, at a client, at a verifier.

Sources: auth0-facts/tokens.md sections 1 to 5 and 8; RFC 9068 section 2; RFC 8725 section 3.
"""

from typing import Any
from urllib.parse import urlsplit

from auth0ctl.model import Token, TokenForm, TokenKind
from auth0ctl.rules.claim import NEEDS_SCOPE
from auth0ctl.tokens.kinds import audiences_of, is_userinfo
from auth0ctl.words import shown

ONE_SIDED = {
    "azp": "The default dialect names the client in azp, the RFC 9068 dialect in client_id: the API's token dialect "
    "differs, or it is another kind of token.",
    "client_id": "The RFC 9068 dialect names the client in client_id, the default one in azp: the API's token dialect "
    "differs.",
    "jti": "The RFC 9068 dialect gives each token an id of its own (jti), the default one does not.",
    "auth_time": "Only a login that sent max_age or prompt=login brings it; a client that checks max_age needs it.",
    "nonce": "A login that sends a nonce gets it back; a client that sent one refuses the ID token without it.",
    "at_hash": "It ties an ID token to the access token that came with it straight from /authorize.",
    "c_hash": "It ties an ID token to the code that came with it straight from /authorize.",
    "sid": "It names a browser session at Auth0; a token got without a browser has none.",
    "gty": "Only tokens got without a browser login carry a grant type (gty): client credentials, password, refresh.",
    "org_id": "Only a login to an organization carries it; an API that serves organizations refuses the other token.",
    "org_name": "It comes with a login to an organization, where the tenant allows names in tokens.",
    "cnf": "The token that has it is bound to a key: without a proof of that key (DPoP or mutual TLS) an API refuses "
    "it.",
    "permissions": "The API adds permissions only with RBAC on and a token dialect that ends in _authz; an API that "
    "checks permissions refuses the token without.",
    "scope": "A token without scope was granted none; an API that checks scopes refuses it.",
    "amr": "It is there only right after a second factor was used.",
    "acr": "It says how strong the login was; an API that demands a level refuses the token without.",
    "act": "The token that has it is used by somebody on behalf of the subject.",
    "exp": "A token without an end is refused by every verifier.",
    "iat": "Auth0 always says when it issued a token.",
    "nbf": "Auth0 puts no nbf into its tokens; this one may not be used before it.",
}
OF_ACCESS = ("azp", "client_id", "scope", "permissions", "gty", "authorization_details")
OF_ID = ("nonce", "at_hash", "c_hash", "s_hash", "sid", "auth_time", "amr", "acr")
TOKEN_WORDS = {TokenKind.ID: "an ID token", TokenKind.ACCESS: "an access token", TokenKind.REFRESH: "a refresh token"}


def form_means(a: Token, b: Token) -> str:
    """Two tokens of different form."""
    unread = {TokenForm.OPAQUE, TokenForm.JWE}
    if TokenForm.OTHER in (a.form, b.form):
        name, one = ("A", a) if a.form is TokenForm.OTHER else ("B", b)
        return f"{name} is no token that anybody can use. {one.note}".strip()
    if TokenForm.JWS not in (a.form, b.form):
        return "Neither can be read here; an opaque and an encrypted token are two forms of what only Auth0 reads."
    name, one = ("A", a) if a.form in unread else ("B", b)
    if one.kind is TokenKind.REFRESH:
        return f"{name} is a refresh token: only /oauth/token takes it, no API does."
    if one.form is TokenForm.JWE and one.header.get("alg") != "dir":
        return f"{name} is encrypted for its API: only the holder of the API's private key can read it."
    return (
        f"{name} is opaque to everyone but Auth0: it is good for /userinfo, and an API that wants a JWT refuses it. "
        "Its login asked for no API audience."
    )


def kind_means(a: Token, b: Token) -> str:
    """Two tokens of different kind; each of the two is known."""
    if {a.kind, b.kind} == {TokenKind.ID, TokenKind.ACCESS}:
        name, other = ("A", "B") if a.kind is TokenKind.ID else ("B", "A")
        return (
            f"{name} tells a client who logged in, {other} is for an API. An API must refuse {name}; most of what "
            "differs below follows from this."
        )
    return f"A is {TOKEN_WORDS[a.kind]}, B is {TOKEN_WORDS[b.kind]}: each is for another receiver."


def header_means(name: str, a: Token, b: Token) -> str:
    """A header member that differs."""
    left, right = a.header.get(name), b.header.get(name)
    if name == "alg":
        return _algorithm(left, right)
    if name == "kid":
        return _key(a, b)
    if name == "typ":
        return (
            "at+jwt is the RFC 9068 dialect of access tokens, JWT the default: a verifier that insists on one refuses "
            "the other."
        )
    if name == "enc":
        return "They are encrypted in different ways; only the receiver can read either."
    if name == "iss":
        return "Each opaque token is from another tenant or domain, and only that one's /userinfo takes it."
    return "Auth0 does not put this into the header of the tokens it signs."


def _algorithm(left: Any, right: Any) -> str:
    said = [one if isinstance(one, str) else "" for one in (left, right)]
    if any(one.lower() == "none" for one in said):
        return "A token with alg none is signed by nobody, and refused by everyone."
    if any(one.startswith("HS") for one in said) and not all(one.startswith("HS") for one in said):
        return (
            "HS256 is signed with a shared secret, RS256 with the tenant's private key: a verifier accepts the one it "
            "was set to, and refuses the other."
        )
    return "A verifier accepts the algorithms it was set to, and refuses every other."


def _key(a: Token, b: Token) -> str:
    if None in (a.header.get("kid"), b.header.get("kid")):
        return "A token signed with a shared secret (HS256) names no key; one signed by the tenant always does."
    if a.claims.get("iss") != b.claims.get("iss") and a.claims and b.claims:
        return "Each issuer signs with its own keys: this follows from the issuers being different."
    return (
        "Another key of the same issuer: the signing key was rotated between the two, or one of them was not signed by "
        "it. A verifier with an old copy of the key set knows the older key only."
    )


def claim_means(name: str, a: Token, b: Token) -> str:
    """A claim that differs, or that only one of them has."""
    left, right = a.claims.get(name), b.claims.get(name)
    both = name in a.claims and name in b.claims
    if both and name in SPOKEN:
        return SPOKEN[name](left, right, a, b)
    if not both and a.kind is not b.kind and name in OF_ACCESS:
        return "Access tokens carry it, ID tokens do not: it follows from the kind."
    if not both and a.kind is not b.kind and name in OF_ID:
        return "ID tokens carry it, access tokens do not: it follows from the kind."
    if not both and name in ONE_SIDED:
        return ONE_SIDED[name]
    if name in NEEDS_SCOPE:
        return _profile(name, a, b, both)
    if name in ("iat", "exp", "nbf", "auth_time"):
        return "One of them is no number of seconds: a verifier refuses that token."
    if name in ONE_SIDED:
        return "It belongs to one login or one grant, and these are two."
    if not both:
        which = "A" if name in a.claims else "B"
        return (
            f"A custom claim that only {which} has: an Action sets it. The other token comes from before the Action, "
            "from a login that it left out, or is of the kind that it does not set it on."
        )
    return "A custom claim with another value: an Action sets it, from the person's or the client's data."


def _profile(name: str, a: Token, b: Token, both: bool) -> str:
    if both:
        return "The person's profile differs, or they are two persons."
    if a.kind is not b.kind:
        return "Profile claims are for ID tokens; an access token has them only where an Action sets them."
    return f"It comes with the scope {NEEDS_SCOPE[name]}, and only if the person has it: the logins asked differently."


def _issuer(left: Any, right: Any, a: Token, b: Token) -> str:
    said = [one if isinstance(one, str) else "" for one in (left, right)]
    if not all(said):
        return "One of them names no issuer that could be compared."
    if said[0].rstrip("/") == said[1].rstrip("/"):
        return (
            "They differ by the slash at the end. Auth0 always puts it, and issuers are compared character by "
            "character: the one without was not made by Auth0."
        )
    if said[0].lower() == said[1].lower():
        return "They differ in upper and lower case; issuers are compared character by character."
    if said[0].partition("://")[2] == said[1].partition("://")[2]:
        return "They differ in http and https; issuers are compared character by character."
    if a.header.get("kid") is not None and a.header.get("kid") == b.header.get("kid"):
        return (
            "Two domains, one key: the same tenant under its custom and its canonical domain. A verifier trusts the "
            "one it was set to, so log in at that one."
        )
    hosts = [_host(one) for one in said]
    if sum(host.endswith(".auth0.com") for host in hosts) == 1:
        return (
            "Two tenants, or one tenant under its custom and its canonical domain; the keys differ, which speaks for "
            "two tenants."
        )
    return "Two tenants: a verifier trusts the one it was set to."


def _host(issuer: str) -> str:
    try:
        return urlsplit(issuer).netloc.lower()
    except ValueError:
        return ""


def _audience(_left: Any, _right: Any, a: Token, b: Token) -> str:
    seen = [audiences_of(one.claims) for one in (a, b)]
    apis = [[one for one in audiences if not is_userinfo(one)] for audiences in seen]
    if apis[0] and apis[0] == apis[1]:
        if seen[0] == seen[1]:
            return "The same audience, once as a string and once as a list: a verifier must take both forms."
        return (
            "The same API; the one with /userinfo comes from a login that asked for openid, and is a list. A verifier "
            "must take both forms."
        )
    if apis[0] and [one.rstrip("/") for one in apis[0]] == [one.rstrip("/") for one in apis[1]]:
        return (
            "They differ by the slash at the end. An API compares its identifier character by character, so it takes "
            "one of them only."
        )
    if a.kind is not b.kind:
        return "An ID token is for a client (its client id), an access token for an API (its identifier)."
    if a.kind is TokenKind.ID:
        return "Each ID token is for another client, and no other may take it."
    if not apis[0] or not apis[1]:
        return "One of them is for /userinfo alone: its login asked for no API."
    return "Each is for another API: a token is taken only by the API that its aud names."


def _scope(left: Any, right: Any, _a: Token, _b: Token) -> str:
    if not isinstance(left, str) or not isinstance(right, str):
        return "Auth0 writes scopes as one string with spaces between; a verifier refuses any other form."
    lost, gained = sorted(set(left.split()) - set(right.split())), sorted(set(right.split()) - set(left.split()))
    said = ([f"B lacks {' '.join(lost)}."] if lost else []) + ([f"Only B has {' '.join(gained)}."] if gained else [])
    said.append(
        "A scope is in the token if the login asked for it, the API defines it and, with RBAC, the person has the "
        "permission; an API that checks it refuses the token without."
    )
    return " ".join(said)


def _permissions(left: Any, right: Any, _a: Token, _b: Token) -> str:
    if not isinstance(left, list) or not isinstance(right, list):
        return "Auth0 writes permissions as a list; a verifier refuses any other form."
    lost = [str(one) for one in left if one not in right]
    gained = [str(one) for one in right if one not in left]
    said = ([f"B lacks {' '.join(lost)}."] if lost else []) + ([f"Only B has {' '.join(gained)}."] if gained else [])
    return " ".join([*said, "Permissions come from the roles of the person, or from the grant of a machine."])


def _subject(left: Any, right: Any, _a: Token, _b: Token) -> str:
    machines = [isinstance(one, str) and one.endswith("@clients") for one in (left, right)]
    if machines[0] != machines[1]:
        return f"{'A' if machines[0] else 'B'} was issued to a machine, the other to a person."
    return "Two machines." if machines[0] else "Two persons, or one person known by two connections."


def _client(left: Any, right: Any, _a: Token, _b: Token) -> str:
    return f"Each was issued to another client ({shown(left)}, {shown(right)}); their grants and settings may differ."


SPOKEN = {
    "iss": _issuer,
    "aud": _audience,
    "scope": _scope,
    "permissions": _permissions,
    "sub": _subject,
    "azp": _client,
    "client_id": _client,
}
