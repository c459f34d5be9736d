"""Where a verification gets its keys: a tenant's key set, kept between commands; a key set at a URL; a file.

Requirements K02 to K06. A kept key set is used for ten minutes, longer only where no newer one can be had. A ``kid``
that it does not have makes one request for a new one, for the first such token of a process always, after that at most
every 15 seconds: a flood of forged tokens must not become a flood of requests.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auth0ctl.errors import ConfigError, NetworkError, TenantError
from auth0ctl.journeys.tokens.verify import KeySource
from auth0ctl.tenant.jwks import Published, fetch_jwks, keep, load_published
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import read_keys
from auth0ctl.words import duration

if TYPE_CHECKING:
    from auth0ctl.tenant.http import Http

FRESH = 600.0  # seconds; Auth0 advises to keep a key set for minutes (standards.md K02)
PAUSE = 15.0  # seconds between two requests that unknown kids cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How to ask: ``find`` gives the issuer's own name and its ``jwks_uri``, ``fetch`` the document at a URL."""

    find: Callable[[], tuple[str, str]]
    fetch: Callable[[str], bytes]


class TenantKeys:
    """The key set of one issuer. Called as a ``KeySource``.

    ``folder`` is where key sets are kept, ``network`` is None where nothing may be asked, ``now`` gives Unix seconds,
    ``say`` gets a sentence when an old key set has to do. A key set older than ``max_age`` seconds is never used, nor
    is a kept one from elsewhere than ``jwks_uri``, where discovery has just named that.
    """

    def __init__(
        self,
        asked: str,
        *,
        folder: Path,
        network: Network | None,
        now: Callable[[], float],
        say: Callable[[str], None],
        max_age: float | None = None,
        jwks_uri: str | None = None,
    ) -> None:
        self._asked = asked
        self._folder = folder
        self._network = network
        self._now = now
        self._say = say
        self._max_age = max_age
        self._jwks_uri = jwks_uri
        self._published: Published | None = None
        self._keys = KeySet()
        self._looked = False
        self._tried_at: float | None = None  # when a request for a newer set last failed
        self._refetched_at: float | None = None  # when an unknown kid last made one

    @property
    def issuer(self) -> str:
        """The issuer as it calls itself. Raises what a call raises."""
        return self._current().issuer

    def __call__(self, kid: str | None, refresh: bool) -> KeySet:
        """The keys; with ``refresh`` newer ones, where they may be asked for.

        Raises NetworkError or TenantError where there are none and none can be fetched, ConfigError where nothing may
        be fetched.
        """
        self._current()
        if refresh and self._network is not None and not self._within(PAUSE, self._refetched_at):
            self._refetched_at = self._now()
            self._renew(self._network, find=False)
        return self._keys

    def _current(self) -> Published:
        if self._published is None and not self._looked:
            self._looked = True
            self._take_kept()
        held = self._published
        if self._network is None:
            return self._offline(held)
        if held is not None and self._within(min(FRESH, self._max_age or FRESH), held.fetched_at):
            return held
        if held is None or self._too_old(held) or not self._within(PAUSE, self._tried_at):
            self._renew(self._network, find=True)
        assert self._published is not None  # _renew raises where there is neither a new one nor an old one
        return self._published

    def _take_kept(self) -> None:
        kept = load_published(self._folder, self._asked)
        if kept is None or self._jwks_uri not in (None, kept.jwks_uri):
            return
        try:
            keys = read_keys(kept.document)
        except TenantError:  # damaged, or put there by somebody else: fetched anew and overwritten
            return
        if _usable(keys):
            self._published, self._keys = kept, keys

    def _offline(self, held: Published | None) -> Published:
        if held is None:
            raise ConfigError(
                f"there is no kept key set of {self._asked} to verify with offline",
                "Run the command once without --offline, or give the key set: --jwks FILE.",
            )
        if self._too_old(held):
            raise ConfigError(
                f"the kept key set of {held.issuer} is {self._age(held)} old, older than --max-key-age",
                "Run the command once without --offline.",
            )
        if self._tried_at is None:
            self._tried_at = self._now()
            self._say(f"Offline: using the key set of {held.issuer} fetched {self._age(held)} ago.")
        return held

    def _renew(self, network: Network, *, find: bool) -> None:
        """Fetch a newer set. An error leaves the old one in use, and says so; without an old one it is raised."""
        held = self._published
        try:
            self._fetch(network, held if not find else None)
        except (NetworkError, TenantError) as error:
            if held is None or self._too_old(held):
                raise
            self._tried_at = self._now()
            self._say(f"{error.message}: using the key set of {held.issuer} fetched {self._age(held)} ago.")

    def _fetch(self, network: Network, known: Published | None) -> None:
        issuer, jwks_uri = (known.issuer, known.jwks_uri) if known else network.find()
        published = Published(
            asked=self._asked,
            issuer=issuer,
            jwks_uri=jwks_uri,
            fetched_at=self._now(),
            document=network.fetch(jwks_uri),
        )
        keys = read_keys(published.document)
        if _usable(keys):
            keep(self._folder, published)
        elif self._published is not None:
            raise TenantError(f"the key set at {jwks_uri} has no usable key")
        self._published, self._keys = published, keys

    def _within(self, seconds: float, since: float | None) -> bool:
        # A moment in the future is none of ours: the clock was set back.
        return since is not None and 0 <= self._now() - since < seconds

    def _too_old(self, held: Published) -> bool:
        return self._max_age is not None and not self._within(self._max_age, held.fetched_at)

    def _age(self, held: Published) -> str:
        return duration(max(0.0, self._now() - held.fetched_at))


def _usable(keys: KeySet) -> bool:
    return any(not key.refused for key in keys.keys)


def keys_at(http: "Http", url: str, *, clock: Callable[[], float] = time.monotonic) -> KeySource:
    """The keys at ``url``: fetched once, and again for an unknown kid, at most every ``PAUSE`` seconds."""
    held: list[KeySet] = []
    refetched: list[float] = []

    def source(_kid: str | None, refresh: bool) -> KeySet:
        again = refresh and (not refetched or clock() - refetched[0] >= PAUSE)
        if again:
            refetched[:] = [clock()]
        if again or not held:
            held[:] = [read_keys(fetch_jwks(http, url))]
        return held[0]

    return source


def keys_in(document: bytes) -> KeySource:
    """The keys of a document that is here already."""
    held = read_keys(document)
    return lambda _kid, _refresh: held
