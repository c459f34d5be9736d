"""The same with TLS. Apart from the other, for ``ssl`` takes long to import."""

import socket
import ssl
from selectors import EVENT_READ, EVENT_WRITE

from auth0ctl.localtenant.channel import PIECE, Channel


class SecureChannel(Channel):
    """A connection with TLS; the handshake is part of receiving."""

    def __init__(self, accepted: socket.socket, context: ssl.SSLContext) -> None:
        super().__init__(accepted)
        self._secure = context.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        self.socket = self._secure
        self._shaken = False

    def receive(self) -> bytes | None:
        self.awaits = EVENT_READ
        try:
            if not self._shaken:
                self._secure.do_handshake()
                self._shaken = True
            return self._secure.recv(PIECE)
        except OSError as error:
            self._wait(error)
            return None

    def send(self, data: bytes | memoryview) -> int:
        self.awaits = EVENT_READ
        try:
            return self._secure.send(data)
        except OSError as error:
            self._wait(error)
            return 0

    def has_more(self) -> bool:
        return self._secure.pending() > 0

    def _wait(self, error: OSError) -> None:
        """What TLS waits for need not be what is asked of it. Raises ``error`` where it waits for nothing."""
        if isinstance(error, ssl.SSLWantWriteError):
            self.awaits = EVENT_WRITE
        elif not isinstance(error, ssl.SSLWantReadError):
            raise error
