"""The load for ``tests.benchmarks.tenant``, in a process of its own: one request over and over on open connections.

``python tests/benchmarks/load.py http|https PORT CONNECTIONS SECONDS < REQUEST`` prints one JSON object: ``answers``,
``seconds``, ``cpu_seconds`` (its own) and ``first`` (the body of the first answer). It ends with 1 when an answer is
not 200. Each connection has one request under way at a time.
"""

import json
import selectors
import socket
import ssl
import sys
import time
from dataclasses import dataclass

HOST = "127.0.0.1"


class Bad(Exception):
    """What came back is no answer of the kind that is counted."""


@dataclass(slots=True)
class Open:
    """A connection and what has come in of the answer."""

    socket: socket.socket
    held: bytes = b""

    def receive(self) -> bytes | None:
        """The body of the answer once it is whole. Raises ``Bad``."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise Bad(f"the connection was closed after {self.held[:200]!r}")
        self.held += piece
        head, end, body = self.held.partition(b"\r\n\r\n")
        if not end:
            return None
        _, named, after = head.lower().partition(b"\r\ncontent-length:")
        if not named or not head.startswith(b"HTTP/1.1 200"):
            raise Bad(self.held[:500].decode("latin-1"))
        if len(body) < int(after.partition(b"\r\n")[0]):
            return None
        self.held = b""
        return body


def connect(scheme: str, port: int) -> socket.socket:
    """A connection to this machine; over TLS the certificate is not looked at, as it is not what is measured."""
    plain = socket.create_connection((HOST, port), timeout=30)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if scheme == "http":
        return plain
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # without the system's authorities, which take long to read
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname="localhost")


def run(scheme: str, port: int, connections: int, seconds: float, request: bytes) -> dict[str, object]:
    """Ask for ``seconds`` and count the answers. Raises ``Bad`` and ``OSError``."""
    answers, first = 0, b""
    with selectors.DefaultSelector() as waiting:
        for _ in range(connections):
            one = Open(connect(scheme, port))
            waiting.register(one.socket, selectors.EVENT_READ, one)
            one.socket.sendall(request)
        spent = time.process_time()
        begin = time.perf_counter()
        while (now := time.perf_counter()) < begin + seconds:
            for key, _ in waiting.select(begin + seconds - now):
                body = key.data.receive()
                if body is not None:
                    first = first or body
                    answers += 1
                    key.data.socket.sendall(request)
        taken = time.perf_counter() - begin
        for key in list(waiting.get_map().values()):
            key.data.socket.close()
    return {
        "answers": answers,
        "seconds": taken,
        "cpu_seconds": time.process_time() - spent,
        "first": first.decode(),
    }


def main() -> None:
    """Read the request from standard input, ask, print."""
    scheme, port, connections, seconds = sys.argv[1:]
    try:
        done = run(scheme, int(port), int(connections), float(seconds), sys.stdin.buffer.read())
    except Bad as error:
        raise SystemExit(f"unexpected answer: {error}") from None
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
