"""Marks and lines for a stream that has none: LANG=C, an old Windows console. One ASCII character for each of ours."""

from typing import Any, TextIO

GLYPHS = "✓✗–…·├┤━─╎●○│┌┐└┘"
ASCII = str.maketrans(GLYPHS, "+x-~.[]=-:*o|++++")


def shows_glyphs(out: TextIO) -> bool:
    """Whether the stream's encoding has our marks. One that names no encoding holds any text."""
    try:
        GLYPHS.encode(getattr(out, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def in_ascii(text: str) -> str:
    """``text`` with our marks in ASCII; every character stays one character wide."""
    return text.translate(ASCII)


class InASCII:
    """A stream that has no such marks, wrapped so that they are written in ASCII."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(in_ascii(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
