"""A connection's socket, which never blocks: what came in is had, and what can go out goes."""

import socket
from selectors import EVENT_READ, EVENT_WRITE

PIECE = 65536  # bytes received at once


class Channel:
    """A connection without TLS. ``awaits`` is the event to wait for before anything more comes in or goes out."""

    def __init__(self, accepted: socket.socket) -> None:
        accepted.setblocking(False)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = accepted
        self.awaits = EVENT_READ

    def receive(self) -> bytes | None:
        """What came in, nothing where the other side has ended, None where there is nothing yet. Raises OSError."""
        try:
            return self.socket.recv(PIECE)
        except BlockingIOError:
            return None

    def send(self, data: bytes | memoryview) -> int:
        """How many bytes of ``data`` went out. Raises OSError."""
        self.awaits = EVENT_READ
        try:
            return self.socket.send(data)
        except BlockingIOError:
            self.awaits = EVENT_WRITE
            return 0

    def has_more(self) -> bool:
        """Has something come in that no event will tell of?"""
        return False

    def discard(self) -> int | None:
        """How many bytes came in that nobody wants; None where there are none yet. Raises OSError."""
        try:
            # The plain socket's own method: what comes in after the last answer need not be decrypted.
            return len(socket.socket.recv(self.socket, PIECE))
        except BlockingIOError:
            return None

    def end(self) -> None:
        """Say that nothing more goes out. Raises OSError."""
        socket.socket.shutdown(self.socket, socket.SHUT_WR)
