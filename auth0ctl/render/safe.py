"""The one door that foreign text passes on its way to a terminal (standards.md S10).

Claims, names, error texts and key ids come from elsewhere; an escape sequence in one of them could rewrite the screen,
set the clipboard or hide what follows. Whatever is not plainly printable is shown as its escape instead.
"""

import re

# Control characters (C0, DEL, C1), every invisible format character of Unicode (bidirectional overrides, zero-width,
# interlinear, musical, tags), fillers that look like nothing, line and paragraph separators, lone surrogates.
_HOSTILE = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# One picture made of several characters keeps its joiners (U+200D) and its variation selector (U+FE0F), which are
# hostile anywhere else: a family, a rainbow flag, a keycap.
_PICTURE = (
    "[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_ONE = f"{_PICTURE}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_EMOJI = f"{_ONE}(?:\u200d{_ONE})*|[0-9#*]\ufe0f\u20e3"
_FOREIGN = re.compile(f"({_EMOJI})|{_HOSTILE}")


def safe(text: str) -> str:
    """``text`` with everything that could act on a terminal written out, such as ``\\x1b``. Always one line."""
    return text if text.isascii() and text.isprintable() else _FOREIGN.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    """A hostile character as its escape; a picture as it is."""
    if match[1]:
        return match[1]
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
