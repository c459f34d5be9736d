"""Which proxy a request goes through: HTTPS_PROXY or ALL_PROXY, but for what NO_PROXY names (standards.md Q07).

httpx reads these variables itself, but takes ``10.0.0.0/8`` in NO_PROXY for a name. Plain http goes to this machine
alone, and to this machine everything goes directly, so HTTP_PROXY has nothing to say here.
"""

import ipaddress
import re
import sys
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from auth0ctl.errors import ConfigError

WITH_HTTP = ("http", "https")
VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def proxy_of(url: str, environ: Mapping[str, str]) -> str | None:
    """The URL of the proxy for a request; None where it goes directly. A variable in small letters wins over capitals.

    Raises ConfigError for a proxy that nobody here can use.
    """
    parts = urlsplit(url)
    found = _proxy(environ)
    if parts.scheme != "https" or found is None or is_excepted(parts.hostname or "", parts.port or 443, environ):
        return None
    variable, value = found
    proxy = value if "://" in value else f"http://{value}"
    try:
        named = urlsplit(proxy)
        fits = named.scheme in WITH_HTTP and bool(named.hostname) and named.port != 0
    except ValueError:
        fits = False
    if not fits:
        kind = proxy.partition("://")[0]
        raise ConfigError(
            f"{variable} names a proxy that cannot be used"
            + (f": {kind} is not supported" if kind not in WITH_HTTP and kind.isalnum() else ""),
            f"Set {variable} to http://HOST:PORT, or unset it.",
        )
    return proxy


def passwords(environ: Mapping[str, str]) -> list[str]:
    """The passwords in the variables that name proxies: they are secrets."""
    values = [environ.get(name, "") for name in VARIABLES]
    return [found[1] for value in values if (found := re.search(r"//[^/@\s]*?:([^/\s]+)@", value))]


def is_excepted(host: str, port: int, environ: Mapping[str, str]) -> bool:
    """Whether NO_PROXY says that ``host`` is reached directly.

    Its words are separated by commas or spaces: ``*``, a name (with all names under it, dot or not), an address, a
    range of addresses such as ``10.0.0.0/8``, each with a port or without. Names are not resolved for ranges.
    """
    host = host.lower().rstrip(".")
    words = (environ.get("no_proxy") or environ.get("NO_PROXY") or "").lower().replace(",", " ").split()
    return is_here(host) or any(_names(word, host, port) for word in words)


def is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _names(word: str, host: str, port: int) -> bool:
    if word == "*":
        return True
    address = _address(host)
    with suppress(ValueError):  # the word is a name, or an address with a port
        if address is not None and address in ipaddress.ip_network(word.strip("[]"), strict=False):
            return True
    name, colon, wanted = word.rpartition(":")
    if colon and wanted.isdigit():
        if int(wanted) != port:
            return False
        word = name.strip("[]")
    if address is not None and address == _address(word):
        return True
    suffix = word.lstrip("*").lstrip(".").rstrip(".")
    return bool(suffix) and (host == suffix or host.endswith(f".{suffix}"))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _proxy(environ: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable and what it says; the system's own settings where there is no variable."""
    for variable in VARIABLES:
        if value := environ.get(variable, "").strip():
            return variable, value
    if sys.platform in ("darwin", "win32"):  # elsewhere there is nothing but the variables
        system = urllib.request.getproxies()
        if value := system.get("https") or system.get("all") or "":
            return "the system's proxy setting", value
    return None
