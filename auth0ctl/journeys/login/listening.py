"""Where a login's callback listens: the client's registered callbacks decide, because Auth0 compares whole strings."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.flows.callback.server import CallbackServer, bind
from auth0ctl.model import Facts
from auth0ctl.words import split_url

OWN_PATHS = ("/done", "/fragment", "/favicon.ico")  # the callback server's own
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)  # of a host name (RFC 1123 section 2.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the command line says about the callback. ``redirect_uri`` is tried first, as it stands."""

    port: int | None = None
    host: str | None = None
    redirect_uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """A server that listens, and the redirect URI that reaches it, written as it is to be sent."""

    server: CallbackServer
    redirect_uri: str


def listen(place: Place, facts: Facts) -> Listening:
    """Listen where ``place`` says, else where the client's callbacks say if they are known, else on the defaults.

    Raises ConfigError when no port is free, UsageError for a host that is not this machine.
    """
    if place.redirect_uri and can_serve(place.redirect_uri):
        try:
            return on_any_of([place.redirect_uri])
        except ConfigError:  # the app itself is running there, most likely
            pass
    registered = facts.client.callbacks if facts.client else ()
    usable = [uri for uri in registered if can_serve(uri) and chosen(urlsplit(uri), place)]
    if usable:
        return on_any_of(usable)
    server = bind(port=place.port, host=place.host or "127.0.0.1")
    return Listening(server=server, redirect_uri=server.redirect_uri)


def on_any_of(uris: list[str]) -> Listening:
    """The first free port among those callbacks that differ from the first one in nothing else."""
    first = urlsplit(uris[0])
    alike = {port: uri for uri in uris if (port := port_of(urlsplit(uri))) and beside(urlsplit(uri), first)}
    server = bind(ports=list(alike), path=first.path or "/", host=first.hostname or "")
    bound = urlsplit(server.redirect_uri).port or 80
    return Listening(server=server, redirect_uri=alike[bound])


def beside(one: SplitResult, other: SplitResult) -> bool:
    """Whether two callbacks have the same host and path."""
    return (one.hostname, one.path) == (other.hostname, other.path)


def chosen(callback: SplitResult, place: Place) -> bool:
    """Whether a registered callback is one that the command line allows."""
    return place.port in (None, port_of(callback)) and place.host in (None, callback.hostname)


def can_serve(uri: str) -> bool:
    """Whether a redirect URI can be served here exactly as it stands."""
    callback = split_url(uri)
    here = callback.hostname in LOOPBACK or (callback.hostname or "").endswith(".localhost")
    plain = callback.scheme == "http" and port_of(callback) and not callback.query and not callback.fragment
    return bool(here and plain and callback.path not in OWN_PATHS)


def port_of(callback: SplitResult) -> int | None:
    """The port; None where there is none. Port 80 left out is none: few programs may listen there."""
    try:
        return callback.port
    except ValueError:
        return None


def callback_host(name: str) -> str:
    """``NAME`` or ``NAME.localhost`` as the host of a callback. Raises UsageError for a host elsewhere.

    Auth0 takes a name under ``.localhost`` for verifiable, and ``localhost`` and ``127.0.0.1`` not
    (auth0-facts/authorize.md section 7).
    """
    host = name.lower().rstrip(".")
    if host in LOOPBACK:
        return host
    own = host.removesuffix(".localhost")
    if LABEL.fullmatch(own) or (own != host and all(LABEL.fullmatch(label) for label in own.split("."))):
        return f"{own}.localhost"
    raise UsageError(
        f"--callback-host {name} is not a name of this machine",
        "Give a NAME: the callback is then http://NAME.localhost:PORT/callback.",
    )
