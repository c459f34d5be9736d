"""Foreign text that would act on a terminal if it reached one as it is, and pictures that should reach it."""

import re
import unicodedata

ESC, CSI8, OSC8, DCS8, BEL, ST, ST8 = "\x1b", "\x9b", "\x9d", "\x90", "\x07", "\x1b\\", "\x9c"

CONTROLS = [f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0))]
OSC_BODIES = (
    "0;owned",
    "1;icon",
    "2;title",
    "4;1;rgb:ff/00/00",
    "7;file://host/etc",
    "8;;http://evil.example",
    "8;id=1;javascript:alert(1)",
    "9;notify",
    "10;?",
    "11;?",
    "52;c;cm0gLXJmIH4=",
    "52;p;?",
    "104",
    "133;A",
    "777;notify;a;b",
    "1337;File=name=eA==;inline=1:eA==",
)
OSC = [opening + body + end + "text" for opening in (f"{ESC}]", OSC8) for body in OSC_BODIES for end in (BEL, ST)] + [
    f"{ESC}]8;;http://evil.example{ST}click{ESC}]8;;{ST}",
    f"{OSC8}52;c;AAAA{ST8}",
    f"{ESC}]0;unfinished",
]
CSI_BODIES = (
    "2J",
    "3J",
    "H",
    "1;1H",
    "10A",
    "10B",
    "10C",
    "10D",
    "K",
    "1K",
    "2K",
    "00m",
    "031m",
    "8m",
    "5m",
    "38;2;0;0;0;48;2;0;0;0m",
    "?25l",
    "?1049h",
    "?1000h",
    "?2004h",
    "?5h",
    "6n",
    "c",
    ">c",
    "5i",
    "4i",
    "18t",
    "21t",
    "3;0;0t",
    "r",
    "10S",
    "10T",
    "s",
    "u",
    "!p",
    "1b",
)
CSI = [f"{opening}{body}Q7" for opening in (f"{ESC}[", CSI8) for body in CSI_BODIES]
STRINGS = [
    f"{opening}{body}{end}x"
    for opening, end in ((f"{ESC}P", ST), (DCS8, ST8), (f"{ESC}X", ST), (f"{ESC}^", ST), (f"{ESC}_", ST))
    for body in ("1$r0m", "+q544e", "q#0;2;0;0;0", "tmux;x")
]
ESCAPES = [f"{ESC}{end}" for end in ("c", "7", "8", "D", "E", "M", "Z", "=", ">", "#8", "(0", ")B", "%G", "N", "O", "")]
BIDI = [f"a{char}gpj.exe" for char in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
INVISIBLE = [
    f"admin{char}user"
    for char in "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u206a\u3164\ufe00"
    "\ufe0e\ufe0f\ufeff\uffa0\ufff9\ufffb\U000110bd\U00013430\U0001bca0\U0001d173\U000e0001\U000e0041\U000e007f"
]
LINES = ["a\u2028b", "a\u2029b", "next\x85line", "ok\nerror: forged line", "progress\rerror: rewritten", "a\vb\fc"]
SURROGATES = [f"a{chr(code)}b" for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF)] + ["\ud83d", "\ude00\ud83d"]
MIXED = [
    f"{ESC}{ESC}[2J",
    f"{ESC}[\u202e2J",
    f"{ESC}[?1049h{ESC}[H{ESC}[2J",
    f"{ESC}[2J\u202e{OSC8}0;x{BEL}\r\n\u200b",
    "\x00" * 20,
    ESC * 20,
    "\u202e" * 20,
    "%1b[2J\x1b[0m",
]
HOSTILE = CONTROLS + OSC + CSI + STRINGS + ESCAPES + BIDI + INVISIBLE + LINES + SURROGATES + MIXED

# Meant for rich, which would colour, link or replace it; on the terminal it is plain text.
MARKUP = [
    "[red]x[/red]",
    "[bold]",
    "[/]",
    "[/bold]",
    "[link=http://e]y[/link]",
    "[@click=app.quit]z[/]",
    "\\[red]",
    ":smile:",
    ":boom:",
    "[blink reverse]x",
]
EMOJI = ["👨‍👩‍👧", "❤️", "🏳️‍🌈", "1️⃣", "👍🏽", "👩🏽‍🚀", "🇩🇪", "🧑‍⚕️", "☀️", "日本語", "Größe"]

# What render/terminal.py and cli/talk.py use: reset, bold, dim, italic, red, green, yellow, cyan. Payloads use others.
OUR_COLOURS = re.compile(r"\x1b\[(?:0|[123]|3[1236])(?:;(?:[123]|3[1236]))*m")
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
LOOKS_LIKE_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0" + "".join(
    map(chr, range(0xFE00, 0xFE10))
)


def acting(shown: str, *, colours: bool) -> list[str]:
    """What in ``shown`` could act on a terminal, as escapes; empty is safe. ``colours``: our own SGR may be there."""
    text = OUR_COLOURS.sub("", shown) if colours else shown
    for emoji in EMOJI:
        text = text.replace(emoji, "")
    text = text.replace("\r\n", "\n").replace("\n", "")
    found = {char for char in text if unicodedata.category(char) in ACTING or char in LOOKS_LIKE_NOTHING}
    return sorted(ascii(char) for char in found)
