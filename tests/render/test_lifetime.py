"""A lifetime as a bar: to scale between issued and expires, honest outside, in ASCII where the stream has no more."""

import io
from datetime import timedelta

import pytest
from forge import AT, NOW, access_claims, id_claims, rsa_signer

from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.render.lifetime import INSIDE, lifetime
from auth0ctl.render.plain import ASCII, GLYPHS, shows_glyphs
from auth0ctl.render.terminal.draw import render
from auth0ctl.results import Decoded, Verified
from auth0ctl.tokens.decode import decode

HOUR = 3600
TEXT = rsa_signer().sign(access_claims(iat=NOW - HOUR, exp=NOW + 3 * HOUR))


@pytest.mark.parametrize(
    ("claims", "bar", "words"),
    [
        (
            {"iat": NOW - HOUR, "exp": NOW + 3 * HOUR},
            "├━━━━━━━━●───────────────────────┤",
            "issued 1 h ago, expires in 3 h, 4 h in all",
        ),
        ({"iat": NOW, "exp": NOW + HOUR}, f"├●{'─' * 31}┤", "issued 0 s ago, expires in 1 h, 1 h in all"),
        (
            {"iat": NOW - 3 * HOUR, "exp": NOW - HOUR},
            f"├{'━' * 32}┤····○",
            "issued 3 h ago, expired 1 h ago, 2 h in all",
        ),
        ({"iat": NOW - HOUR, "exp": NOW}, f"├{'━' * 32}┤····○", "issued 1 h ago, expired 0 s ago, 1 h in all"),
        ({"iat": NOW + HOUR, "exp": NOW + 2 * HOUR}, f"○····├{'─' * 32}┤", "issued in 1 h, expires in 2 h, 1 h in all"),
        (
            {"iat": NOW - HOUR, "nbf": NOW + HOUR, "exp": NOW + 3 * HOUR},
            f"├{'·' * 8}○{'·' * 7}╎{'─' * 15}┤",
            "issued 1 h ago, good in 1 h, expires in 3 h, 4 h in all",
        ),
        ({"iat": NOW - HOUR, "nbf": NOW - HOUR, "exp": NOW + HOUR}, f"├{'━' * 16}●{'─' * 15}┤", "issued 1 h ago,"),
    ],
)
def test_the_bar_shows_issued_now_and_expires(claims: dict[str, int], bar: str, words: str) -> None:
    drawn = lifetime(claims, NOW)
    assert drawn is not None
    assert drawn[0] == bar
    assert drawn[1].startswith(words)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iat": NOW},
        {"exp": NOW},
        {"iat": NOW, "exp": NOW},
        {"iat": NOW, "exp": NOW - 1},
        {"iat": "x", "exp": NOW},
        {"iat": NOW, "exp": NOW * 1000},
        {"iat": True, "exp": NOW},
        {"iat": NOW, "exp": float("inf")},
    ],
)
def test_no_bar_where_the_claims_do_not_say(claims: dict[str, object]) -> None:
    assert lifetime(claims, NOW) is None


def test_the_bar_fits_at_every_moment() -> None:
    claims = {"iat": 0, "nbf": 500, "exp": 1000}
    for now in range(-100, 1200, 7):
        drawn = lifetime(claims, now)
        assert drawn is not None
        inside = drawn[0].partition("├")[2].partition("┤")[0]
        assert len(inside) == INSIDE
        assert drawn[0].count("●") + drawn[0].count("○") == 1


class Stream(io.StringIO):
    def __init__(self, encoding: str, terminal: bool) -> None:
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize("terminal", [False, True])
def test_decode_and_verify_draw_it(terminal: bool) -> None:
    report = verify(TEXT, Expected(kind=TokenKind.ACCESS, at=AT), None)
    for result in (Decoded(token=decode(TEXT), at=AT), Verified(token=decode(TEXT), report=report, at=AT)):
        out = Stream("utf-8", terminal)
        render(result, out)
        assert "├━━━━━━━━●───────────────────────┤" in out.getvalue()
        assert "issued 1 h ago, expires in 3 h" in out.getvalue()


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "no-such-encoding"])
def test_a_stream_without_the_glyphs_gets_ascii(encoding: str, terminal: bool) -> None:
    out = Stream(encoding, terminal)
    assert not shows_glyphs(out)
    render(Decoded(token=decode(rsa_signer().sign(id_claims())), at=AT + timedelta(hours=1)), out)
    assert out.getvalue().isascii()
    assert "[===*----------------------------]" in out.getvalue()


def test_every_glyph_has_one_ascii_character() -> None:
    assert all(GLYPHS.translate(ASCII)[n].isascii() for n in range(len(GLYPHS)))
    assert len(GLYPHS.translate(ASCII)) == len(GLYPHS) == len(set(GLYPHS))
    assert shows_glyphs(io.StringIO())
