"""What goes to stderr: the talk beside the data. Plain text, so that an error never waits for the terminal library."""

import os
import sys
import traceback
from collections.abc import Mapping
from typing import TextIO

from auth0ctl.errors import Auth0ctlError
from auth0ctl.render.safe import safe

BOLD_RED, DIM, RESET = "\x1b[1;31m", "\x1b[2m", "\x1b[0m"


def colourful(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether colour is wanted on this stream: a terminal, and neither NO_COLOR nor TERM=dumb."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def say(stream: TextIO, sentence: str) -> None:
    """One line of talk. Talk that cannot be written is lost in silence: it must never end a command."""
    try:
        stream.write("\n".join(safe(line) for line in sentence.split("\n")) + "\n")
        stream.flush()
    except (OSError, ValueError):
        pass


def tell_error(stream: TextIO, error: Auth0ctlError, colour: bool) -> None:
    """``error: one sentence`` and, under it, what to type next."""
    mark, end = (BOLD_RED, RESET) if colour else ("", "")
    try:
        stream.write(f"{mark}error:{end} {safe(sentence(error.message))}\n")
        if error.hint:
            dim, end = (DIM, RESET) if colour else ("", "")
            stream.write(f"{dim}  next:{end} {safe(error.hint)}\n")
        stream.flush()
    except (OSError, ValueError):
        pass


def sentence(message: str) -> str:
    """The message with a full stop, and no capital forced on a host name."""
    return message if message.endswith((".", "!", "?", ":", ")")) else message + "."


def our_bug(error: Exception) -> str:
    """Where a bug of ours happened, without its values: they may hold a secret (S09)."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((frame for frame in reversed(frames) if "auth0ctl" in frame.filename), frames[-1] if frames else None)
    place = f" at {os.path.basename(ours.filename)}:{ours.lineno} in {ours.name}" if ours else ""
    return f"this is a bug in auth0ctl: {type(error).__name__}{place} (Python {sys.version.split()[0]})"
