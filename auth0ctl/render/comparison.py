"""Two tokens beside each other, as labels and text: what each one is, and each difference with its meaning."""

from typing import Any

from auth0ctl.model import Token, TokenForm
from auth0ctl.render.lifetime import lifetime
from auth0ctl.results import Compared, Difference
from auth0ctl.words import shown, token_name

FORMS = {
    TokenForm.JWS: "JWT",
    TokenForm.JWE: "encrypted (JWE)",
    TokenForm.OPAQUE: "opaque",
    TokenForm.OTHER: "not a token",
}
LONGEST = 400  # characters of a value


def title(result: Compared) -> str:
    """The verdict."""
    count = len(result.differences)
    if count:
        return f"{count} difference{'s' if count > 1 else ''}"
    if result.a.text == result.b.text:
        return "the same token twice"
    return "no difference that matters"


def sides(result: Compared) -> tuple[tuple[str, str], ...]:
    """What A and B are, one line each."""
    return tuple((name, side(one, result)) for name, one in (("A", result.a), ("B", result.b)))


def side(one: Token, result: Compared) -> str:
    """One of the two in a line: kind, form, algorithm, how long it lasts."""
    known = [token_name(one.kind), FORMS[one.form]]
    if isinstance(one.header.get("alg"), str):
        known.append(one.header["alg"])
    lasts = lifetime(one.claims, result.at.timestamp())
    return ", ".join(known) + (f": {lasts[1]}" if lasts else "")


def rows(one: Difference) -> tuple[tuple[str, str], ...]:
    """A difference: its value in A, in B, and what that means."""
    return (
        ("A", value(one.a, absent=one.only_in == "b")),
        ("B", value(one.b, absent=one.only_in == "a")),
        ("means", one.meaning),
    )


def value(one: Any, *, absent: bool) -> str:
    """A value as it stands in the token; text without its quotes."""
    if absent:
        return "(absent)"
    if isinstance(one, str):
        return one if len(one) <= LONGEST else f"{one[: LONGEST - 1]}…"
    return shown(one, LONGEST)


def nature(result: Compared) -> str:
    """The claims that no two logins share, in one line; empty where none differs."""
    return f"differ by nature, each token has its own: {', '.join(result.by_nature)}" if result.by_nature else ""
