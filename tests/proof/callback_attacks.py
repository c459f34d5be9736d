"""Requests that do not belong on a login's callback, made at random from a seed, and how each is sent.

Every one carries the word ``canary``, which no reply may repeat. With ``state``, some carry the right state of the
login that waits and break another rule; without it (the login is somebody else's process) those are left out.
"""

import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

FORM = "Content-Type: application/x-www-form-urlencoded"
PATIENCE = 10.0  # seconds for one request; the server lets go of it long before
NO_REPLY = 0
TLS_HELLO = bytes.fromhex("16030100a5010000a10303") + bytes(range(160))
HTTP2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """``pieces`` are sent one after the other. ``then``: ``read`` the reply, ``leave`` at once, or ``reset``."""

    kind: str
    pieces: tuple[bytes, ...] = field(repr=False)
    then: str = "read"


@dataclass(slots=True, kw_only=True)
class Seen:
    """What came back: how often each kind got each status (0: closed without a reply), and what must never be."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    echoed: list[str] = field(default_factory=list)  # kinds whose reply repeated what was sent
    taken: list[str] = field(default_factory=list)  # kinds that were answered as a login's end

    def enter(self, kind: str, reply: bytes, state: str | None) -> None:
        status = status_of(reply)
        self.statuses[kind, status] += 1
        if b"canary" in reply or (state and state.encode() in reply):
            self.echoed.append(kind)
        if status == 303:
            self.taken.append(kind)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    def kinds(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (kind, _), many in self.statuses.items():
            found[kind] += many
        return found


def storm(redirect_uri: str, count: int, *, seed: int, state: str | None = None, at_once: int = 64) -> Seen:
    """Send ``count`` attacks to the callback at ``redirect_uri``, ``at_once`` at a time, and say what came back."""
    parts = urlsplit(redirect_uri)
    address = (parts.hostname or "127.0.0.1", parts.port or 80)
    seen = Seen()

    coming, turn = attacks(redirect_uri, count, seed=seed, state=state), threading.Lock()

    def worker() -> None:
        while True:
            with turn:
                attack = next(coming, None)
            if attack is None:
                return
            reply = launch(address, attack)
            with turn:
                seen.enter(attack.kind, reply, state)

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        for working in [pool.submit(worker) for _ in range(at_once)]:
            working.result()
    return seen


def attacks(redirect_uri: str, count: int, *, seed: int, state: str | None = None) -> Iterator[Attack]:
    """``count`` attacks in random order, every kind about as often as any other; the same for the same seed."""
    parts = urlsplit(redirect_uri)
    chance = random.Random(seed)
    makers = [*ANYBODYS, *(KNOWING if state else ())]
    for _ in range(count):
        maker = chance.choice(makers)
        yield maker(Target(netloc=parts.netloc, path=parts.path, state=state or "", chance=chance))


def launch(address: tuple[str, int], attack: Attack) -> bytes:
    """Send one attack and return the reply; empty where the connection ended without one."""
    try:
        with socket.create_connection(address, timeout=PATIENCE) as connection:
            for piece in attack.pieces:
                connection.sendall(piece)
            if attack.then == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return b""
            if attack.then == "leave":
                return b""
            return b"".join(iter(lambda: connection.recv(65536), b""))
    except TimeoutError:
        raise AssertionError(f"{attack.kind}: the server neither answered nor let go") from None
    except OSError:
        return b""  # cut off while still sending


def status_of(reply: bytes) -> int:
    return int(reply.split(b" ", 2)[1]) if reply.startswith(b"HTTP/1.1 ") else NO_REPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The callback to aim at, and where chance comes from."""

    netloc: str
    path: str
    state: str
    chance: random.Random

    def get(self, query: str = "", *, method: str = "GET", path: str = "", host: str = "", more: str = "") -> bytes:
        target = (path or self.path) + (f"?{query}" if query else "")
        return f"{method} {target} HTTP/1.1\r\nHost: {host or self.netloc}\r\n{more}\r\n".encode("latin-1")

    def post(self, body: str, *, path: str = "", more: str = FORM, length: str = "") -> bytes:
        head = f"{more}\r\nContent-Length: {length or len(body)}\r\n"
        return self.get(method="POST", path=path, more=head) + body.encode("latin-1")

    def junk(self, most: int = 40) -> str:
        return "canary" + "".join(chr(self.chance.randrange(0x21, 0x7F)) for _ in range(self.chance.randrange(most)))

    def word(self) -> str:
        return quote(self.junk(), safe="")


Maker = Callable[[Target], Attack]


def _plain(kind: str, make: Callable[[Target], bytes], then: str = "read") -> Maker:
    return lambda target: Attack(kind=kind, pieces=(make(target),), then=then)


def _slowly(target: Target) -> Attack:
    sent = target.get(f"code=canary&state={target.word()}")[:-2] + b"X: canary\r\n"  # the head never ends
    return Attack(kind="slowloris", pieces=tuple(sent[n : n + 7] for n in range(0, len(sent), 7)))


def _cut_short(target: Target) -> Attack:
    sent = target.get(f"code=canary&state={target.word()}")
    then = target.chance.choice(("leave", "reset"))
    return Attack(kind=f"half a request, then {then}", pieces=(sent[: target.chance.randrange(len(sent))],), then=then)


def _noise(target: Target) -> bytes:
    return b"canary" + target.chance.randbytes(target.chance.randrange(1, 4000))


# What anybody on this machine, or a page in its browser, can send.
ANYBODYS: tuple[Maker, ...] = (
    _plain("wrong state", lambda t: t.get(f"code=canary&state={t.word()}")),
    _plain("no state", lambda t: t.get("code=canary")),
    _plain("error without state", lambda t: t.get(f"error=access_denied&error_description={t.word()}")),
    _plain("error with markup", lambda t: t.get("error=%3Cscript%3Ecanary&state=canary&error_description=%3Cimg")),
    _plain("wrong host", lambda t: t.get(f"code=canary&state={t.word()}", host="canary.example")),
    _plain("no host", lambda t: b"GET " + t.path.encode() + b"?code=canary HTTP/1.1\r\n\r\n"),
    _plain("two hosts", lambda t: t.get("code=canary", more=f"Host: {t.netloc}\r\n")),
    _plain("absolute form", lambda t: t.get("code=canary", path=f"http://{t.netloc}{t.path}")),
    _plain("wrong method", lambda t: t.get("code=canary", method=t.chance.choice("HEAD PUT DELETE TRACE".split()))),
    _plain("lower-case method", lambda t: t.get("code=canary", method="get")),
    _plain("wrong path", lambda t: t.get("code=canary", path="/" + t.word())),
    _plain("path up", lambda t: t.get("code=canary", path=f"/canary/..{t.path}")),
    _plain("fragment by hand", lambda t: t.post(f"access_token=canary&state={t.word()}", path="/fragment")),
    _plain("fragment from another site", lambda t: t.post("a=canary", path="/fragment", more="Origin: http://a.b")),
    _plain("NUL in a parameter", lambda t: t.get(f"code=canary%00&state={t.word()}")),
    _plain("NUL in the line", lambda t: t.get("code=canary\0")),
    _plain("broken UTF-8", lambda t: t.get("code=canary%ff%fe&state=%c3%28")),
    _plain("64 parameters and more", lambda t: t.get("&".join(f"p{n}=canary" for n in range(200)))),
    _plain("HTTP/0.9", lambda t: f"GET {t.path}?code=canary\r\n\r\n".encode()),
    _plain("HTTP/2", lambda t: HTTP2 + b"canary"),
    _plain("TLS hello", lambda t: TLS_HELLO + b"canary"),
    _plain("noise", _noise),
    _plain("a line of 1 MB", lambda t: b"GET /canary" + b"a" * 1_000_000),
    _plain("a header of 1 MB", lambda t: t.get(more="X: canary")[:-2] + b"b" * 1_000_000),
    _plain("200 headers", lambda t: t.get("code=canary", more="X: canary\r\n" * 200)),
    _plain("folded header", lambda t: t.get("code=canary", more="X: a\r\n canary\r\n")),
    _plain("body of 1 MB", lambda t: t.post("code=canary&x=" + "x" * 1_000_000)),
    _plain("body that never comes", lambda t: t.post("code=canary", length="60000")),
    _plain("length that is none", lambda t: t.post("code=canary", length=t.chance.choice(["-1", "+5", "1e3", "0x9"]))),
    _plain(
        "chunked", lambda t: t.get(method="POST", more=f"{FORM}\r\nTransfer-Encoding: chunked\r\n") + b"6\r\ncanary"
    ),
    _plain("JSON", lambda t: t.post('{"code": "canary"}', more="Content-Type: application/json")),
    _plain("multipart", lambda t: t.post("canary", more="Content-Type: multipart/form-data; boundary=canary")),
    _plain("form from another site", lambda t: t.post("code=canary", more=f"{FORM}\r\nOrigin: https://canary.example")),
    _plain("keep-alive hog", lambda t: t.get(path="/favicon.ico", more="Connection: keep-alive\r\n")),
    _plain("silence", lambda t: b""),
    _slowly,
    _cut_short,
)

# What only somebody who knows the state can send, such as the tenant itself, misbehaving.
KNOWING: tuple[Maker, ...] = (
    _plain("state and a parameter twice", lambda t: t.get(f"code=canary&code=canary2&state={t.state}")),
    _plain("state twice", lambda t: t.get(f"code=canary&state={t.state}&state={t.state}")),
    _plain("state and code and error", lambda t: t.get(f"code=canary&error=canary&state={t.state}")),
    _plain("state and NUL", lambda t: t.get(f"code=canary%00&state={t.state}")),
    _plain("state by the wrong way", lambda t: t.post(f"code=canary&state={t.state}")),
    _plain("state in form and address", lambda t: t.get(f"state={t.state}", method="POST", more=f"{FORM}\r\n")),
    _plain("state from another host", lambda t: t.get(f"code=canary&state={t.state}", host="localhost.example")),
    _plain("state in the wrong method", lambda t: t.get(f"code=canary&state={t.state}", method="PUT")),
    _plain("state after another request", lambda t: t.get(path="/favicon.ico") + t.get(f"code=x&state={t.state}")),
    _plain("state in upper case", lambda t: t.get(f"code=canary&state={t.state.swapcase()}")),
    _plain("half of the state", lambda t: t.get(f"code=canary&state={t.state[: len(t.state) // 2]}")),
)
