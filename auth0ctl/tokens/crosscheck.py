"""Two things of one login that came separately are held against each other: I10, I12 and I13.

Nothing here verifies a token: both sides have been verified before. The result is one line for each comparison.
"""

import json
from collections.abc import Mapping
from typing import Any

from auth0ctl.findings import Check
from auth0ctl.model import Token
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line, told
from auth0ctl.tokens.times import number
from auth0ctl.words import shown

# What two ID tokens of one login may have each its own: when each was made, and hashes of what came beside it.
OF_EACH = frozenset({"iat", "exp", "nbf", "jti", "at_hash", "c_hash", "s_hash"})


def front_and_back(front: Token, back: Token) -> tuple[Check, ...]:
    """I10: the front channel's ID token against the back channel's of the same hybrid login (OIDC Core 3.3.3.6).

    ``iss`` and ``sub`` must be there and equal; so must every claim that both have, but for those of ``OF_EACH``.
    """
    common = sorted((front.claims.keys() & back.claims.keys()) - OF_EACH - {"iss", "sub"})
    different = [name for name in common if not _same(name, front.claims[name], back.claims[name])]
    compared = f"{len(common)} more claims are in both, all of them equal"
    rest: Line = ("I10", "front and back: the rest", PASS, compared)
    if different:
        said = "; ".join(_differs(name, front.claims[name], back.claims[name]) for name in different)
        rest = ("I10", "front and back: the rest", FAIL, said)
    return told(
        (
            _equal("I10", "front and back: issuer", "iss", front.claims, back.claims),
            _equal("I10", "front and back: subject", "sub", front.claims, back.claims),
            rest,
        )
    )


def userinfo_subject(id_token: Token, claims: JSONObject) -> tuple[Check, ...]:
    """I12: the ``sub`` that /userinfo answered against the ID token's (OIDC Core 5.3.2). Until it passes, no claim of
    /userinfo may be believed or shown."""
    if not claims:
        # auth0-facts/error-catalog.md E088: a token without the openid scope gets 200 and an empty object.
        return told((("I12", "userinfo: subject", FAIL, "/userinfo answered an empty object"),))
    return told((_equal("I12", "userinfo: subject", "sub", id_token.claims, claims),))


def after_refresh(old: Token, new: Token) -> tuple[Check, ...]:
    """I13: the ID token before a refresh against the one after it (OIDC Core 12.2)."""
    return told(
        (
            _equal("I13", "after refresh: issuer", "iss", old.claims, new.claims),
            _equal("I13", "after refresh: subject", "sub", old.claims, new.claims),
            _equal("I13", "after refresh: audience", "aud", old.claims, new.claims),
            _login_time(old, new),
            _issued_anew(old, new),
            _if_stated("I13", "after refresh: nonce", "nonce", old.claims, new.claims),
            _if_stated("I13", "after refresh: azp", "azp", old.claims, new.claims),
        )
    )


def _equal(id_: str, title: str, name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Line:
    """The claim must be on both sides, and mean the same."""
    first, second = one.get(name), other.get(name)
    if first in (None, "") or second in (None, ""):
        return id_, title, FAIL, f"there is no {name} to compare: {shown(first)} and {shown(second)}"
    if _same(name, first, second):
        return id_, title, PASS, lambda: shown(second)
    return id_, title, FAIL, _differs(name, first, second)


def _if_stated(id_: str, title: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Line:
    """The new token may leave the claim out; where it states it, it must be what the old one stated."""
    if name not in new:
        return id_, title, SKIP, f"the new token states no {name}"
    if name not in old:
        return id_, title, FAIL, f"the new token has {name} {shown(new[name])}, the old one had none"
    if _same(name, old[name], new[name]):
        return id_, title, PASS, f"the same {name}"
    return id_, title, FAIL, _differs(name, old[name], new[name])


def _login_time(old: Token, new: Token) -> Line:
    title = "after refresh: login time"
    if "auth_time" in new.claims and "auth_time" not in old.claims:
        return "I13", title, SKIP, "the old token stated no auth_time to compare it with"
    return _if_stated("I13", title, "auth_time", old.claims, new.claims)


def _issued_anew(old: Token, new: Token) -> Line:
    title = "after refresh: issued anew"
    before, after = number(old.claims.get("iat")), number(new.claims.get("iat"))
    if old.text == new.text:
        return "I13", title, FAIL, "it is the old token once more"
    if before is None or after is None:
        return "I13", title, FAIL, "there is no iat to tell which is the newer one"
    if after < before:
        return "I13", title, FAIL, "it was issued before the token that it replaces"
    return "I13", title, PASS, "not older than the token that it replaces"


def _same(name: str, one: Any, other: Any) -> bool:
    """Equal as JSON: to Python True is 1. One audience may be written as itself or as a list of one."""
    if name == "aud" and (first := _audiences(one)) is not None:
        return first == _audiences(other)
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _audiences(aud: Any) -> list[str] | None:
    values = [aud] if isinstance(aud, str) else aud
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        return None
    return sorted(values)


def _differs(name: str, one: Any, other: Any) -> str:
    if name == "nonce":
        return "nonce differs"
    return f"{name} is {shown(one)} in one and {shown(other)} in the other"
