"""Taking a loopback port: the first free one of a list, on this machine's own addresses and no other.

RFC 8252 sections 7.3 and 8.3. Auth0 compares the port of a redirect URI too (auth0-facts/authorize.md section 4), so
the ports are a fixed list that the client has registered, not whatever the system hands out.
"""

import errno
import re
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from auth0ctl.errors import ConfigError, UsageError

_BACKLOG = 128
# In lower case, as browsers send it.
_NAME = re.compile(r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.){1,8}localhost", re.ASCII)


def listen(host: str, ports: Sequence[int]) -> tuple[int, list[socket.socket]]:
    """Bind and listen on the first free port for the redirect URI's ``host``.

    ``host`` is ``127.0.0.1``, ``::1``, ``localhost`` or ``NAME.localhost``; the last two listen on both address
    families, because a browser may choose either. Port 0 takes any free port. Raises UsageError for another host and
    ConfigError when no port can be had, naming each port with its reason and, on Linux, the program that holds it.
    """
    families = _families(host)
    reasons = []
    for port in ports:
        try:
            return _listen_on(families, port)
        except OSError as error:
            reasons.append(_reason(port, error))
    raise ConfigError(
        f"No port for the login callback is free: {'; '.join(reasons)}.",
        "End that program, or pick another port that the client has registered with --port; "
        "`auth0ctl login --flow device` needs no port.",
    )


def _families(host: str) -> list[tuple[socket.AddressFamily, str]]:
    if host == "127.0.0.1":
        return [(socket.AF_INET, "127.0.0.1")]
    if host == "::1":
        return [(socket.AF_INET6, "::1")]
    if host == "localhost" or _NAME.fullmatch(host):
        return [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
    raise UsageError(
        "The login callback can only listen on this machine: 127.0.0.1, ::1, localhost or NAME.localhost.",
        "Register http://127.0.0.1:18484/callback as a callback of the client and leave the host out.",
    )


def _listen_on(families: list[tuple[socket.AddressFamily, str]], port: int) -> tuple[int, list[socket.socket]]:
    sockets: list[socket.socket] = []
    try:
        for family, address in families:
            try:
                sockets.append(_listener(family, address, port))
            except OSError as error:
                # A machine without IPv6 serves localhost on IPv4 alone. A taken ::1 port is different: the browser
                # might hand the login to whoever holds it, so that port is busy.
                if not sockets or error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                    raise
            else:
                port = sockets[0].getsockname()[1]
    except OSError:
        for one in sockets:
            one.close()
        raise
    return port, sockets


def _listener(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # Windows lets another program bind the same port beside us unless it is claimed for one.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Lets the next login have the port while old connections are in TIME_WAIT; never a second listener.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _reason(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        owner = owner_of(port)
        return f"{port} is in use by {owner}" if owner else f"{port} is in use"
    if error.errno == errno.EACCES:
        return f"{port} is reserved by the system"  # below 1024, or set aside by Hyper-V
    return f"{port} cannot be bound ({error.strerror or 'unknown reason'})"


def owner_of(port: int, *, proc: Path = Path("/proc")) -> str:
    """The program that listens on a TCP port, as ``NAME (pid N)``; empty where the system does not tell."""
    inodes = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            listening = columns[3] == "0A"
            if listening and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{columns[9]}]")
    if not inodes:
        return ""
    for process in proc.glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in inodes for link in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} (pid {process.name})"
        except OSError:
            continue  # another user's process, or one that has just ended
    return ""
