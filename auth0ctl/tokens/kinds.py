"""Which kind of token is it? Told from its structure alone, with the reason, and honest where the structure is silent.

Sources: OIDC Core section 2, RFC 9068 section 2, auth0-facts/tokens.md sections 2 to 4.
"""

from functools import lru_cache

from auth0ctl.model import TokenKind
from auth0ctl.protocol import JSONObject

ACCESS_TYPES = ("at+jwt", "application/at+jwt")  # RFC 9068 section 2.1, compared without case
_PROFILE_CLAIMS = ("email", "email_verified", "name", "nickname", "picture", "updated_at", "auth_time", "amr", "sid")
_OF_ID = tuple((name, f"it has `{name}`, which ties it to one login") for name in ("nonce", "at_hash", "c_hash"))
_OF_ACCESS = tuple((name, f"it has `{name}`") for name in ("scope", "gty", "permissions"))
_TYPES = {
    "logout+jwt": "It is a back-channel logout token: its header's typ says logout+jwt.",
    "dpop+jwt": "It is a DPoP proof: its header's typ says dpop+jwt.",
}


def classify(header: JSONObject, claims: JSONObject) -> tuple[TokenKind, str]:
    """The kind and the reason, in one sentence."""
    typ = header.get("typ")
    if isinstance(typ, str) and typ.lower() in _TYPES:
        return TokenKind.UNKNOWN, _TYPES[typ.lower()]
    if not claims:
        return TokenKind.UNKNOWN, "It has no claims that could be read."
    access, identity = signs_of_access(header, claims), signs_of_id(claims)
    if access and identity:
        return TokenKind.UNKNOWN, f"It contradicts itself: {identity[0]}, but {access[0]}."
    if access:
        return TokenKind.ACCESS, f"It is an access token: {access[0]}."
    if identity:
        return TokenKind.ID, f"It is an ID token: {identity[0]}."
    return _guess(claims)


def signs_of_id(claims: JSONObject) -> tuple[str, ...]:
    """What only an ID token has."""
    signs = [sign for name, sign in _OF_ID if name in claims]
    if claims.get("azp") is not None and claims["azp"] == claims.get("aud"):
        signs.append("its `aud` is the client it was issued to (`azp`)")
    return tuple(signs)


def signs_of_access(header: JSONObject, claims: JSONObject) -> tuple[str, ...]:
    """What only an access token has."""
    signs: list[str] = []
    typ = header.get("typ")
    if isinstance(typ, str) and typ.lower() in ACCESS_TYPES:
        signs.append(f"its header's typ is {typ.lower()} (RFC 9068)")
    audiences = audiences_of(claims)
    if any(map(is_userinfo, audiences)):
        signs.append("it may be used at /userinfo, which its `aud` names")
    signs += [sign for name, sign in _OF_ACCESS if name in claims]
    azp = claims.get("azp")
    # An ID token's azp is its aud; beside a nonce another azp is not a sign but a wrong ID token (I02).
    if isinstance(azp, str) and audiences and azp not in audiences and not signs_of_id(claims):
        signs.append("its `aud` is not the client it was issued to (`azp`)")
    subject = claims.get("sub")
    if isinstance(subject, str) and subject.endswith("@clients"):
        signs.append("its `sub` is a machine, and no machine gets an ID token")
    return tuple(signs)


def audiences_of(claims: JSONObject) -> tuple[str, ...]:
    """``aud`` as a tuple of strings; empty where it is absent or has another type."""
    aud = claims.get("aud")
    if isinstance(aud, str):
        return (aud,)
    if isinstance(aud, list):
        return tuple([one for one in aud if isinstance(one, str)])
    return ()


@lru_cache(maxsize=64)  # the same few audiences, over and over
def is_userinfo(audience: str) -> bool:
    """True for ``https://{domain}/userinfo``, the one audience that Auth0 adds beside an API (tokens.md section 1)."""
    scheme, separator, rest = audience.partition("://")
    host, slash, path = rest.partition("/")
    return scheme in {"https", "http"} and bool(separator and slash and host) and path == "userinfo"


def _guess(claims: JSONObject) -> tuple[TokenKind, str]:
    audiences = audiences_of(claims)
    if any(":" in one or "/" in one for one in audiences):
        return TokenKind.ACCESS, "It is probably an access token: its `aud` is a URI, as an API's identifier is."
    present = [name for name in _PROFILE_CLAIMS if name in claims]
    if present:
        return (
            TokenKind.ID,
            f"It is probably an ID token: it has `{present[0]}` and nothing that only an access token has.",
        )
    named = f"`aud` {audiences[0]!r}" if audiences else "nothing in it"
    return TokenKind.UNKNOWN, f"{named} could be a client id or an API identifier; nothing else in it tells."
