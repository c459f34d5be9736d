"""Two tokens beside each other, the one that works and the one that does not: what differs, and what that means.

Nothing is verified. Claims that no two logins share (a time, an id of its own) are named and not listed; what follows
from them, such as another lifetime or one token having expired, is listed.
"""

from datetime import datetime
from typing import Any

from auth0ctl.journeys.tokens.difference import claim_means, form_means, header_means, kind_means
from auth0ctl.model import Token, TokenForm, TokenKind
from auth0ctl.results import Compared, Difference
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.times import number
from auth0ctl.words import duration, token_name

# Each login, and each token, has its own (auth0-facts/tokens.md sections 2 and 3).
BY_NATURE = ("iat", "nbf", "exp", "auth_time", "updated_at", "jti", "nonce", "sid", "at_hash", "c_hash", "s_hash")
TIMES = ("iat", "nbf", "exp", "auth_time")
FIRST = ("iss", "aud", "azp", "client_id", "sub", "scope", "permissions", "org_id", "org_name", "gty")
ALWAYS_THE_SAME = ("RS", "HS")  # algorithms that sign one content in one way only; EC and PSS signatures hold chance


def diff(a: str, b: str, at: datetime) -> Compared:
    """Compare the tokens ``a`` and ``b`` as of ``at``: root differences first (form, kind, time), then each member."""
    left, right = decode(a), decode(b)
    differences = [*_form(left, right), *_kind(left, right), *_lifetime(left, right, at.timestamp())]
    by_nature: tuple[str, ...] = ()
    if left.form is right.form:  # where it is not, every other difference follows from that
        differences += _members("header", left, right)
    if left.claims and right.claims:
        differences += _members("claim", left, right)
        by_nature = tuple(name for name in BY_NATURE if _by_nature(left, right, name))
    differences += _signature(left, right)
    return Compared(a=left, b=right, at=at, differences=tuple(differences), by_nature=by_nature)


def _form(a: Token, b: Token) -> list[Difference]:
    found: list[Difference] = []
    if a.form is not b.form:
        said = [str(one.form) for one in (a, b)]
        found.append(Difference(where="form", name="form", a=said[0], b=said[1], meaning=form_means(a, b)))
    faults = [[fault.sentence for fault in one.faults] for one in (a, b)]
    if faults[0] != faults[1]:
        meaning = "A strict verifier refuses a token that is not written exactly as it was issued."
        found.append(_difference("form", "faults", faults[0] or None, faults[1] or None, meaning))
    return found


def _kind(a: Token, b: Token) -> list[Difference]:
    """Only where both are known: that a kind cannot be told follows from the form, or is no difference to rely on."""
    if a.kind is b.kind or TokenKind.UNKNOWN in (a.kind, b.kind):
        return []
    said = [token_name(one.kind) for one in (a, b)]
    return [Difference(where="kind", name="kind", a=said[0], b=said[1], meaning=kind_means(a, b))]


def _lifetime(a: Token, b: Token, now: float) -> list[Difference]:
    """That one is expired and the other is not, and that they were made to last differently long."""
    found: list[Difference] = []
    ends = [number(one.claims.get("exp")) for one in (a, b)]
    if None not in ends:
        gone = [end <= now for end in ends if end is not None]
        if gone[0] != gone[1]:
            said = [_ending(end, now) for end in ends if end is not None]
            which = "A" if gone[0] else "B"
            meaning = f"{which} is refused everywhere for its age alone; get a new one before looking further."
            found.append(Difference(where="time", name="expiry", a=said[0], b=said[1], meaning=meaning))
    spans = [_span(one) for one in (a, b)]
    if None not in spans and spans[0] != spans[1]:
        said = [duration(span) for span in spans if span is not None]
        meaning = (
            "They were made to last differently long: an API has one lifetime for tokens from /oauth/token and another "
            "for tokens straight from /authorize; an ID token has its client's."
        )
        found.append(Difference(where="time", name="lifetime", a=said[0], b=said[1], meaning=meaning))
    return found


def _ending(end: float, now: float) -> str:
    return f"expired {duration(now - end)} ago" if end <= now else f"expires in {duration(end - now)}"


def _span(token: Token) -> float | None:
    issued, ends = number(token.claims.get("iat")), number(token.claims.get("exp"))
    return None if issued is None or ends is None else ends - issued


def _members(where: str, a: Token, b: Token) -> list[Difference]:
    """The members of header or claims that differ by more than their nature; those that decide first."""
    left, right = (a.header, b.header) if where == "header" else (a.claims, b.claims)
    found: list[Difference] = []
    for name in sorted({**left, **right}, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        both = name in left and name in right
        if both and (_same(name, left[name], right[name]) or (where == "claim" and _by_nature(a, b, name))):
            continue
        meaning = header_means(name, a, b) if where == "header" else claim_means(name, a, b)
        found.append(
            Difference(
                where=where,
                name=name,
                a=left.get(name),
                b=right.get(name),
                meaning=meaning,
                only_in="" if both else "a" if name in left else "b",
            )
        )
    return found


def _same(name: str, a: Any, b: Any) -> bool:
    """Whether two values mean the same: the order of scopes, permissions and audiences does not count."""
    if name == "scope" and isinstance(a, str) and isinstance(b, str):
        return set(a.split()) == set(b.split())
    if name in ("permissions", "aud", "amr") and isinstance(a, list) and isinstance(b, list):
        return sorted(map(repr, a)) == sorted(map(repr, b))
    return type(a) is type(b) and bool(a == b)


def _by_nature(a: Token, b: Token, name: str) -> bool:
    """Both have it, each its own, and both as it should be: a time that is a number, an id that is a string."""
    if name not in BY_NATURE or name not in a.claims or name not in b.claims:
        return False
    values = (a.claims[name], b.claims[name])
    if name in TIMES:
        return values[0] != values[1] and all(number(value) is not None for value in values)
    return bool(values[0] != values[1]) and type(values[0]) is type(values[1])


def _signature(a: Token, b: Token) -> list[Difference]:
    """Another signature on the very same content: where the algorithm leaves nothing to chance, one is not genuine."""
    alg = a.header.get("alg")
    same_content = bool(a.signing_input) and a.signing_input == b.signing_input and a.form is TokenForm.JWS
    if not same_content or a.signature == b.signature:
        return []
    sizes = [f"{len(one.signature)} B" for one in (a, b)]
    if isinstance(alg, str) and alg.startswith(ALWAYS_THE_SAME):
        meaning = (
            f"The content is the same, and {alg} signs it in one way only: at least one of them was tampered with."
        )
    else:
        meaning = "The content is the same, signed twice; with this algorithm both signatures can be genuine."
    return [Difference(where="signature", name="signature", a=sizes[0], b=sizes[1], meaning=meaning)]


def _difference(where: str, name: str, a: Any, b: Any, meaning: str) -> Difference:
    only_in = "" if a is not None and b is not None else "a" if b is None else "b"
    return Difference(where=where, name=name, a=a, b=b, meaning=meaning, only_in=only_in)
