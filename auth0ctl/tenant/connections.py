"""Connections on which nothing waits without end: each address, each handshake, each byte counts against one limit.

httpx bounds single reads alone, so a server that drips a byte at a time would hold a command for ever, and an address
that swallows packets would use up the time of all the others (standards.md Q06, Q08). This module, with
httpcore, is imported when a request leaves the process.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from auth0ctl.tenant.limit import Resolve, time_left

ADDRESS_SECONDS = 2.0  # for one of a host's addresses, where it has several (standards.md Q08)
SLICE = 0.25  # seconds after which a wait looks whether its limit has been moved


class Backend(httpcore.NetworkBackend):
    """Connects to a host's addresses one after the other, IPv6 and IPv4 as the system orders them."""

    def __init__(self, resolve: Resolve = socket.getaddrinfo) -> None:
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers. Raises ConnectTimeout or ConnectError with what the last one said."""
        try:
            found = list(dict.fromkeys(row[4][0] for row in self._resolve(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"getaddrinfo failed: {error}") from error
        failure: Exception = httpcore.ConnectError("getaddrinfo failed: no address")
        for number, address in enumerate(found):
            left = time_left(timeout)
            if left <= 0:
                break
            others = number + 1 < len(found)
            try:
                stream = self._plain.connect_tcp(
                    address,
                    port,
                    timeout=min(left, ADDRESS_SECONDS) if others else left,
                    local_address=local_address,
                    socket_options=socket_options,
                )
                return Stream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("Unix sockets are not used")

    def sleep(self, seconds: float) -> None:
        self._plain.sleep(seconds)


class Stream(httpcore.NetworkStream):
    """One connection, whose every step is over when the request's limit is."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        began = time.monotonic()
        while True:
            left = time_left(None if timeout is None else timeout - (time.monotonic() - began))
            if left <= 0:
                raise httpcore.ReadTimeout("the whole answer took too long")
            try:
                return self._inner.read(max_bytes, timeout=min(SLICE, left))
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = time_left(timeout)
        if left <= 0:
            raise httpcore.WriteTimeout("sending the request took too long")
        self._inner.write(buffer, timeout=left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = time_left(timeout)
        if left <= 0:
            raise httpcore.ConnectTimeout("there is no time left for a TLS handshake")
        return Stream(self._inner.start_tls(ssl_context, server_hostname, timeout=left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
