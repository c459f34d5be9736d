"""The door itself: which characters pass, which are written out."""

import unicodedata

import pytest
from hostile_payloads import ACTING, EMOJI, HOSTILE, LOOKS_LIKE_NOTHING, MARKUP, acting

from auth0ctl.render.safe import safe


def test_S10_rejects_every_character_of_unicode_that_acts_or_hides() -> None:
    passed = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if (unicodedata.category(chr(code)) in ACTING or chr(code) in LOOKS_LIKE_NOTHING)
        and safe(chr(code)) == chr(code)
    ]
    assert passed == []


def test_S10_rejects_payloads_and_keeps_them_readable_on_one_line() -> None:
    for payload in HOSTILE:
        assert acting(safe(payload), colours=False) == []
        assert "\n" not in safe(payload)
        assert len(safe(payload)) >= len(payload)


@pytest.mark.parametrize("text", [*EMOJI, *MARKUP, "plain", "", "\\x1b", "naïve café", "שלום", "a\u00a0b"])
def test_S10_accepts_what_is_plainly_printable(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2J", r"a\x1b[2J"),
        ("a\u202eb", r"a\u202eb"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("a\u200db", r"a\u200db"),  # a joiner joins pictures only
        ("👩\u200d", "👩" + r"\u200d"),
        ("👩\u200d\u202e👩", "👩" + r"\u200d\u202e" + "👩"),
        ("x\ufe0f", r"x\ufe0f"),
        ("\ufe0f👩", r"\ufe0f" + "👩"),
        ("7\ufe0f", r"7\ufe0f"),
    ],
)
def test_S10_shows_the_rest_as_its_escape(text: str, shown: str) -> None:
    assert safe(text) == shown
