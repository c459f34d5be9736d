"""A token and what came with it, in words: one claim, one title, one line. Pure text; ``safe`` is for the caller."""

import json
from datetime import datetime
from typing import Any

from auth0ctl.model import Token, TokenForm
from auth0ctl.protocol import AuthorizeRequest, TokenRequest
from auth0ctl.results import Login, Verified
from auth0ctl.words import duration, moment

REFRESH = "refresh_token"  # the grant type
FRONT = "front-channel "  # how the label of a token from /authorize begins, where others came from /oauth/token
TIMES = ("iat", "exp", "nbf", "auth_time")


def scope_asked(request: AuthorizeRequest | TokenRequest) -> str:
    """The scope that was asked for. None at the token endpoint leaves it to the tenant."""
    if request.scope:
        return " ".join(request.scope)
    if isinstance(request, TokenRequest) and request.grant_type == REFRESH:
        return "none: all that was granted before"
    return "none"


def audience_asked(request: AuthorizeRequest | TokenRequest) -> str:
    """The API that was asked for."""
    if isinstance(request, TokenRequest) and request.grant_type == REFRESH and not request.audience:
        return "none: the one of the login"
    return request.audience or "none"


def scopes(result: Login) -> str:
    """The granted scope against the one asked for."""
    got = result.tokens
    assert got is not None
    asked = set(result.request.scope)
    if got.scope is None:
        return "as asked (the answer does not repeat it)" if asked else "none in the answer, and none asked for"
    if not asked:
        return f"{got.scope or 'none'}  (none was asked for)"
    granted = got.scope.split()
    lost, extra = sorted(asked - set(granted)), sorted(set(granted) - asked)
    notes = [f"not granted: {' '.join(lost)}"] if lost else []
    notes += [f"beyond what was asked: {' '.join(extra)}"] if extra else []
    return f"{got.scope or 'none'}  ({'; '.join(notes) or 'as asked'})"


def rotated(result: Login) -> bool | None:
    """Whether a refresh brought a new refresh token; None for anything but a refresh that brought tokens."""
    request = result.request
    if not isinstance(request, TokenRequest) or request.grant_type != REFRESH or result.tokens is None:
        return None
    return result.tokens.refresh_token is not None


def refresh_words(result: Login) -> str:
    """The refresh token: whether there is one, and after a refresh whether it rotated."""
    match rotated(result):
        case True:
            return "a new one: it rotated, the one before is used up"
        case False:
            return "no new one: it did not rotate, the one before goes on"
    return "yes" if result.tokens and result.tokens.refresh_token else "none"


def token_line(one: Verified | None, text: str | None, at: datetime) -> str:
    """A token in one line: what it is, for whom, how long it lasts. Never the token."""
    if text is None:
        return "none"
    if one is None:
        return "opaque: only Auth0 can read it, only /userinfo accepts it"
    claims = one.token.claims
    if one.token.form is not TokenForm.JWS:
        return "opaque: only Auth0 can read it"
    audience = claims.get("aud")
    several = [str(one) for one in audience] if isinstance(audience, list) else [str(audience)]
    named = [one for one in several if not one.endswith("/userinfo")] or several
    whom = ", ".join(named) + (" and /userinfo" if len(named) < len(several) else "")
    ends = claims.get("exp")
    left = f", expires in {duration(ends - at.timestamp())}" if isinstance(ends, int | float) else ""
    return f"JWT, {one.token.header.get('alg')}, for {whom}{left}"


def token_title(token: Token) -> str:
    """What a token is, in a title."""
    names = {"id": "ID token", "access": "Access token", "refresh": "Refresh token"}
    forms = {TokenForm.JWS: "JWT", TokenForm.JWE: "encrypted (JWE)", TokenForm.OPAQUE: "opaque"}
    if token.form is TokenForm.OTHER:
        return "Not a token"
    return f"{names.get(token.kind.value, 'Token')}, {forms[token.form]}"


def channels(verified: tuple[Verified, ...]) -> tuple[str, ...]:
    """Which way each token came, in words, where a login brought some both ways (hybrid); else empty."""
    front = [one.label.startswith(FRONT) for one in verified]
    if not any(front):
        return ("",) * len(verified)
    return tuple("from /authorize (front channel)" if ahead else "from the token endpoint" for ahead in front)


def claim_value(name: str, value: Any, at: datetime) -> str:
    """A claim's value; a time also as a date and in words."""
    if name in TIMES and isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
        gap = duration(value - at.timestamp())
        return f"{value}  {moment(value)}, " + (f"in {gap}" if value > at.timestamp() else f"{gap} ago")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
