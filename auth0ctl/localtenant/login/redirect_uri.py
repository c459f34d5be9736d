"""Matching a URL against the ones that a client has registered (authorize.md section 4)."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit


def is_registered(uri: str, registered: Iterable[str], *, wildcards: bool, organization: str | None = None) -> bool:
    """Exact match with path, query, trailing slash and port, also on loopback; or one wildcard label where allowed."""
    return any(_matches(uri, entry, wildcards=wildcards, organization=organization) for entry in registered)


def _matches(uri: str, entry: str, *, wildcards: bool, organization: str | None) -> bool:
    if "{organization_name}" in entry:
        if not organization:
            return False
        entry = entry.replace("{organization_name}", organization)
    if uri == entry:
        return True
    return wildcards and "*" in entry and _matches_wildcard(uri, entry)


def _matches_wildcard(uri: str, entry: str) -> bool:
    # One star, http(s) only, in the left-most of at least three labels, standing for part of one level.
    found = re.fullmatch(r"(https?)://([^/?#]*)(.*)", entry, re.DOTALL)
    if not found:
        return False
    scheme, authority, rest = found.groups()
    first, _, parent = authority.partition(".")
    if entry.count("*") != 1 or "*" not in first or "." not in parent.partition(":")[0]:
        return False
    label = "[A-Za-z0-9-]+".join(re.escape(part) for part in first.split("*"))
    return re.fullmatch(f"{scheme}://{label}{re.escape('.' + parent + rest)}", uri) is not None


def is_verifiable(uri: str) -> bool:
    """Can the callback prove who owns it? Custom schemes and loopback hosts cannot; ``name.localhost`` counts as if."""
    parts = urlsplit(uri)
    if parts.scheme not in {"http", "https"}:
        return False
    host = parts.hostname or ""
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
