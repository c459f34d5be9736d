"""A token and what came with it, in words: one claim, one title, one line. Pure text; ``safe`` is for the caller."""

import json
from datetime import datetime
from typing import Any

from auth0ctl.model import Token, TokenForm
from auth0ctl.results import Login, Verified
from auth0ctl.words import duration, moment

TIMES = ("iat", "exp", "nbf", "auth_time")


def scopes(result: Login) -> str:
    """The granted scope against the one asked for."""
    got = result.tokens
    assert got is not None
    asked = set(result.request.scope)
    if got.scope is None:
        return "as asked (the answer does not repeat it)"
    granted = got.scope.split()
    lost, extra = sorted(asked - set(granted)), sorted(set(granted) - asked)
    notes = [f"not granted: {' '.join(lost)}"] if lost else []
    notes += [f"beyond what was asked: {' '.join(extra)}"] if extra else []
    return f"{got.scope or 'none'}  ({'; '.join(notes) or 'as asked'})"


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


def claim_value(name: str, value: Any, at: datetime) -> str:
    """A claim's value; a time also as a date and in words."""
    if name in TIMES and isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
        gap = duration(value - at.timestamp())
        return f"{value}  {moment(value)}, " + (f"in {gap}" if value > at.timestamp() else f"{gap} ago")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
