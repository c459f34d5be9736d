"""A prompt beside the waiting server: the address that a browser ended at, pasted by hand, with the echo off.

For a browser on another machine (SSH, a container): it ends at an address of its own loopback, where nobody listens,
and the address bar then holds the answer. What is pasted goes through the server's own checks (standards.md C11). The
prompt is read on the caller's thread, in the pauses of ``CallbackServer.wait``, so that it leaves no thread behind.
"""

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Protocol, TextIO

from auth0ctl.flows.callback.http import MAX_BODY
from auth0ctl.flows.callback.server import CallbackServer

if sys.platform == "win32":
    import msvcrt
else:
    import termios

_LONGEST = MAX_BODY  # bytes of one line; no answer that the server takes is longer
_CHUNK = 4096  # bytes; as much as a terminal ever has
_READS = 64  # in one turn, so that an endless pipe does not keep the login from its timeout
_MARKS = ("\x1b[200~", "\x1b[201~")  # what some terminals put around pasted text

Say = Callable[[str], None]


class Keys(Protocol):
    """Where typed text comes from."""

    def read(self) -> bytes | None:
        """What there is now, ``b""`` where there is nothing yet; None at the end. Never waits."""


def read_pasted(
    server: CallbackServer, stream: TextIO, say: Say, *, piped: bool = False
) -> AbstractContextManager[None]:
    """While the context lasts, lines of ``stream`` are taken as pasted callback addresses whenever ``server`` waits.

    ``stream`` is standard input. Does nothing where it is no terminal of ours to read from (a pipe, a job in the
    background), unless ``piped`` asks for a pipe or a file (not on Windows); nor where the server expects a form, so
    call ``expect`` before. ``say`` gets the sentences, which repeat nothing of what was pasted. On leaving, the
    terminal is as it was, and what was typed and not read is gone.
    """
    try:
        descriptor = stream.fileno()
        terminal = stream.isatty()
    except (OSError, ValueError):  # closed, or not a real file
        return nullcontext()
    if not server.pasteable or (not terminal and not piped):
        return nullcontext()
    return _prompt(server, descriptor, terminal, say)


@contextmanager
def _prompt(server: CallbackServer, descriptor: int, terminal: bool, say: Say) -> Iterator[None]:
    with _keys(descriptor, terminal) as keys:
        if keys is None:
            yield
            return
        if terminal:
            say("Or paste the address that the browser ended at, and press Enter (it is not shown):")
        stop = server.beside(Prompt(server, keys, say).turn)
        try:
            yield
        finally:
            stop()


class Prompt:
    """Collects typed text into lines and hands each to the server, until one is taken or the text ends."""

    def __init__(self, server: CallbackServer, keys: Keys, say: Say) -> None:
        self._server = server
        self._keys = keys
        self._say = say
        self._line = bytearray()
        self._over = False

    def turn(self) -> None:
        """Read what has been typed so far; never waits."""
        for _ in range(_READS):
            typed = b"" if self._over else self._keys.read()
            if typed == b"":
                return
            if typed is None:
                self._enter()  # a last line without its end
                self._over = True
                return
            for one in typed:
                self._type(one)

    def _type(self, one: int) -> None:
        if self._over:
            return
        if one in b"\r\n":
            self._enter()
        elif one in b"\b\x7f":
            del self._line[-1:]
        elif one == 0x15:  # Ctrl-U
            self._line.clear()
        elif len(self._line) <= _LONGEST:
            self._line.append(one)

    def _enter(self) -> None:
        text = self._line.decode("utf-8", "replace").strip()
        self._line.clear()
        for mark in _MARKS:
            text = text.replace(mark, "")
        if not text:
            return
        if len(text) > _LONGEST:
            self._say("That is too long to be the address of a login. Paste it again:")
        elif reason := self._server.paste(text):
            self._say(f"Not taken: {reason.rstrip('.')}. Paste it again:")
        else:
            self._over = True


if sys.platform == "win32":

    class _Console:
        """Windows: the console's keys, which ``getwch`` does not echo."""

        def read(self) -> bytes | None:
            typed = ""
            while msvcrt.kbhit() and len(typed) < _CHUNK:
                key = msvcrt.getwch()
                if key == "\x03":  # getwch swallows Ctrl-C
                    raise KeyboardInterrupt
                if key in ("\x00", "\xe0"):  # an arrow or function key, in two parts
                    msvcrt.getwch()
                else:
                    typed += key
            return typed.encode("utf-8", "replace")

    @contextmanager
    def _keys(_: int, terminal: bool) -> Iterator[Keys | None]:
        yield _Console() if terminal else None  # a pipe cannot be asked without waiting for it

else:

    class _Descriptor:
        """POSIX: a terminal, a pipe or a file, read when it has something."""

        def __init__(self, descriptor: int, terminal: bool) -> None:
            self._descriptor = descriptor
            self._terminal = terminal

        def read(self) -> bytes | None:
            try:
                if self._terminal and not _in_foreground(self._descriptor):
                    return b""  # sent to the background meanwhile
                if not select.select([self._descriptor], [], [], 0)[0]:
                    return b""
                return os.read(self._descriptor, _CHUNK) or None
            except (OSError, ValueError):  # the terminal has gone
                return None

    def _in_foreground(descriptor: int) -> bool:
        """A job in the background is stopped when it reads or sets the terminal."""
        return os.tcgetpgrp(descriptor) == os.getpgrp()

    @contextmanager
    def _keys(descriptor: int, terminal: bool) -> Iterator[Keys | None]:
        if not terminal:
            yield _Descriptor(descriptor, terminal)
            return
        try:
            ours = _in_foreground(descriptor)
            before = termios.tcgetattr(descriptor)
        except (OSError, termios.error):
            ours = False
        if not ours:
            yield None
            return
        hidden = termios.tcgetattr(descriptor)
        # No echo, and no lines either: the system cuts those at 4,096 characters, and an address may carry two tokens.
        # ISIG stays, so Ctrl-C is Ctrl-C.
        hidden[3] &= ~(termios.ECHO | termios.ICANON)
        hidden[6][termios.VMIN], hidden[6][termios.VTIME] = 1, 0
        try:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, hidden)
            yield _Descriptor(descriptor, terminal)
        finally:
            with suppress(OSError, termios.error):  # it may have gone
                if _in_foreground(descriptor):
                    # FLUSH: the rest of an address must not land in the shell's next line.
                    termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
