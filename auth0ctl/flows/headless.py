"""What to do where the browser is on another machine than this one: the exact line to type there.

The callback listens on this machine's loopback alone (RFC 8252 section 8.3), so the browser's machine has to be
connected to it, or the login needs no callback.
"""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from auth0ctl.flows.open_browser import in_container

_PLAIN = re.compile(r"[!-~]{1,255}", re.ASCII)
DEVICE = "Or log in without a callback: `auth0ctl login --flow device`."


def advice(
    environ: Mapping[str, str], redirect_uri: str, *, authorize_url: str = "", root: Path = Path("/")
) -> list[str]:
    """Sentences for a person whose browser runs elsewhere than this process; empty on an ordinary desktop.

    ``environ`` is the process environment, ``redirect_uri`` where the callback listens, ``root`` where the marks of a
    container are looked for. ``authorize_url`` matters where the tenant is on this machine too: its port is connected
    as well. The first sentence is what to type, the last one the way out that always works.
    """
    host = urlsplit(redirect_uri).hostname or "127.0.0.1"
    ports = [urlsplit(redirect_uri).port or 80, *_local_port(authorize_url)]
    pairs = " ".join(f"{port}:{port}" for port in ports)
    port = ports[0]
    if environ.get("CODESPACES") == "true":
        return [_codespace(environ, pairs), DEVICE]
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return [_tunnel(environ, host, ports), DEVICE]
    if environ.get("KUBERNETES_SERVICE_HOST"):
        pod = _word(environ.get("HOSTNAME"), "POD")
        return [f"On the machine with the browser, connect the port: kubectl port-forward {pod} {pairs}", DEVICE]
    if environ.get("WSL_DISTRO_NAME"):
        return [_wsl(port), DEVICE]
    if environ.get("REMOTE_CONTAINERS") == "true":
        return [f"Forward port {port} in VS Code (the PORTS view), to the same port on your own machine.", DEVICE]
    if in_container(environ, root):
        return [_container(port), DEVICE]
    if environ.get("CI", "").lower() not in ("", "0", "false"):
        return ["A CI run has nobody who could log in: use `auth0ctl login --flow client-credentials`."]
    return []


def _local_port(url: str) -> list[int]:
    """The port of a tenant on this machine, such as the built-in one."""
    parts = urlsplit(url)
    return [parts.port] if parts.port and parts.hostname in ("127.0.0.1", "localhost") else []


def _tunnel(environ: Mapping[str, str], host: str, ports: list[int]) -> str:
    """``SSH_CONNECTION`` is "client-address client-port server-address server-port" (sshd's own)."""
    connection = environ.get("SSH_CONNECTION", "").split()
    server, ssh_port = (connection[2], connection[3]) if len(connection) == 4 else ("HOST", "22")
    user = _word(environ.get("USER") or environ.get("LOGNAME"), "USER")
    other = f"-p {ssh_port} " if ssh_port != "22" and ssh_port.isascii() and ssh_port.isdigit() else ""
    # -L without an address listens on the loopback of the browser's machine, IPv4 and IPv6.
    ends = " ".join(f"-L {port}:127.0.0.1:{port}" for port in ports)
    if host == "::1":
        ends = ends.replace(f"{ports[0]}:127.0.0.1:", f"[::1]:{ports[0]}:[::1]:", 1)
    return (
        "On the machine with the browser, run this first (with the name you connect by, where it is another): "
        f"ssh {other}{ends} {user}@{_word(server, 'HOST')}"
    )


def _codespace(environ: Mapping[str, str], pairs: str) -> str:
    # The address https://NAME-PORT.app.github.dev that a codespace offers is not the registered callback.
    name = environ.get("CODESPACE_NAME")
    chosen = f" -c {_word(name, 'NAME')}" if name else ""
    return f"On the machine with the browser, run this first: gh codespace ports forward {pairs}{chosen}"


def _container(port: int) -> str:
    # Publishing a port leads to the container's outer address, where the callback must not listen.
    return (
        "The callback listens on the container's own loopback, which a published port alone does not reach. On Linux "
        "start the container with --network host. Elsewhere publish the port to the host's loopback, "
        f"-p 127.0.0.1:{port}:{port}, and connect the two inside: "
        f"socat TCP-LISTEN:{port},fork,bind=$(hostname -i) TCP:127.0.0.1:{port}"
    )


def _wsl(port: int) -> str:
    return (
        f"A browser of Windows reaches port {port} here through WSL's localhost forwarding. If it does not: "
        "`wslinfo --networking-mode` says how WSL is connected; with nat, localhostForwarding must not be false in "
        ".wslconfig, or set networkingMode=mirrored there."
    )


def _word(found: str | None, unknown: str) -> str:
    """One word for a command line that a person will copy: quoted, or a placeholder where nothing good is known."""
    return shlex.quote(found) if found and _PLAIN.fullmatch(found) and not found.startswith("-") else unknown
