"""The callback of a login: a server on this machine that takes the tenant's answer, once, from the right sender.

RFC 8252 section 7.3 (loopback redirect), RFC 9700 section 4.7 (state), OAuth 2.0 Form Post Response Mode. The state is
looked at before anything that an answer claims, errors included; whatever does not carry it is refused and the login
goes on. Nothing is logged, and no sentence from here quotes a parameter's value.
"""

import socket
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Self

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.flows.callback.desk import DONE, FAVICON, FRAGMENT, Desk
from auth0ctl.flows.callback.http import Refused
from auth0ctl.flows.callback.inbox import Delivery, Inbox
from auth0ctl.flows.callback.listen import listen
from auth0ctl.flows.callback.serve import Limits, Loop
from auth0ctl.flows.open_browser import check_address
from auth0ctl.words import counted

__all__ = ["PATH", "PORTS", "CallbackServer", "Delivery", "Limits", "bind"]

PORTS = (18484, 18485, 18486)
PATH = "/callback"
WARN_AFTER = 20  # refused hits

_SLICE = 0.1  # seconds; Windows notices Ctrl-C only between two waits


def bind(
    *,
    port: int | None = None,
    ports: Sequence[int] = PORTS,
    path: str = PATH,
    host: str = "127.0.0.1",
    limits: Limits | None = None,
) -> "CallbackServer":
    """Take ``port``, or the first free one of ``ports``, and answer there from now on; do this before a browser opens.

    ``host`` and ``path`` are those of the registered callback; ``host`` is ``127.0.0.1``, ``::1``, ``localhost`` or
    ``NAME.localhost``. Raises ConfigError when no port is free, UsageError for a host or path that cannot be served.
    """
    plain = path.startswith("/") and path.isascii() and path.isprintable() and not set(path) & set("?# ")
    if not plain or path in (DONE, FRAGMENT, FAVICON):
        raise UsageError("The login callback cannot be served at that path.", "Use a path such as /callback.")
    taken, sockets = listen(host, ports if port is None else (port,))
    return CallbackServer(host=host, port=taken, path=path, sockets=sockets, limits=limits or Limits())


class CallbackServer:
    """Serves one login; a context manager, made by ``bind``. ``redirect_uri`` is where it listens.

    One attempt is ``expect``, ``wait``, ``show``. Several in one tab, each silent after the first, are ``expect``,
    ``wait``, then for each further one ``expect``, ``hop``, ``wait``, and ``show`` at the end.
    """

    def __init__(self, *, host: str, port: int, path: str, sockets: list[socket.socket], limits: Limits) -> None:
        name = f"[{host}]" if ":" in host else host
        authorities = {f"{name}:{port}".lower()} | (set() if ":" in host else {f"127.0.0.1:{port}"})
        if port == 80:
            authorities |= {one.removesuffix(":80") for one in authorities}  # browsers leave the default port out
        self.redirect_uri = f"http://{name}:{port}{path}"
        self._limits = limits
        self._inbox = Inbox(replay=limits.replay)
        self._desk = Desk(self._inbox, path=path, hosts=frozenset(authorities))
        self._page_due = False
        self._beside: list[Callable[[], None]] = []
        self._loop = Loop(sockets, self._desk, limits)
        self._loop.start()

    @property
    def stray(self) -> int:
        """How many hits on the callback were refused so far."""
        return self._inbox.stray

    def expect(self, *, state: str, mode: str | frozenset[str], origin: str | None = None) -> None:
        """Say which answer is waited for from now on; until the first time everything is refused.

        ``mode`` is ``query``, ``fragment``, ``form_post`` or a set of them. ``origin`` is the authorization endpoint's
        (``https://x.eu.auth0.com``): a form is then taken from there or from ``null`` only. Raises ValueError, also for
        a state that was used before.
        """
        modes = frozenset({mode}) if isinstance(mode, str) else mode
        self._inbox.expect(state=state, modes=modes, origin=origin)

    @property
    def pasteable(self) -> bool:
        """Whether the answer that is waited for can be pasted; one that comes by form_post stands in no address."""
        return self._inbox.pasteable

    @property
    def browser_waits(self) -> bool:
        """Whether the last answer came from a browser, which now waits for a page; a pasted one leaves none waiting."""
        return self._inbox.browser_waits

    def hop(self, url: str) -> None:
        """Send the browser that waits on to ``url``, the next attempt's authorize URL, instead of showing a verdict.

        Call ``expect`` for that attempt first. Raises ValueError for a URL that no browser is sent to, and when no
        browser waits (``browser_waits``).
        """
        check_address(url)
        if not self.browser_waits:
            raise ValueError("no browser waits to be sent on")
        self._desk.send_on(url)
        self._loop.wake()

    def beside(self, turn: Callable[[], None]) -> Callable[[], None]:
        """Have ``turn`` called about ten times a second while ``wait`` waits, on its thread; returns what ends that."""
        self._beside.append(turn)
        return lambda: self._beside.remove(turn)

    def wait(
        self,
        timeout: float,
        *,
        tick: Callable[[float], None] | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> Delivery:
        """Wait for the answer for ``timeout`` seconds.

        ``tick`` gets the seconds that are left, about once a second; ``warn`` one sentence when many hits were refused.
        Both run on the caller's thread. Raises NetworkError when the time is over; that and Ctrl-C close the server.
        """
        ends = time.monotonic() + timeout
        next_tick = time.monotonic()
        warned = False
        try:
            while not self._inbox.delivered.wait(max(0.0, min(_SLICE, ends - time.monotonic()))):
                now = time.monotonic()
                if now >= ends:
                    raise self._timed_out(timeout)
                for turn in self._beside:
                    turn()
                if tick is not None and now >= next_tick:
                    tick(ends - now)
                    next_tick += 1.0
                if warn is not None and not warned and self.stray >= WARN_AFTER:
                    warned = True
                    warn(
                        f"{self.stray} requests that do not belong to this login reached {self.redirect_uri}; "
                        "they were refused and the login goes on."
                    )
        except BaseException:
            self.close(linger=False)
            raise
        delivery = self._inbox.delivery
        if delivery is None:
            raise RuntimeError("delivered without a delivery")
        return delivery

    def _timed_out(self, timeout: float) -> NetworkError:
        seen = (
            f" {counted(self.stray, 'request')} {'was' if self.stray == 1 else 'were'} refused, the last because: "
            f"{self._inbox.last_refusal}"
            if self.stray
            else ""
        )
        return NetworkError(
            f"No answer reached {self.redirect_uri} within {counted(timeout, 'second')}.{seen}",
            "Finish the login in the browser and try again, with a longer --timeout if you need it. "
            "If the browser shows an error page of the tenant, its newest log entry names the cause.",
        )

    def paste(self, url: str) -> str | None:
        """Take the address that a browser ended at, by the same rules: None when taken, else why not, in a sentence."""
        rest = url.strip().removeprefix(self.redirect_uri)
        if rest == url.strip() or rest[:1] not in ("?", "#"):
            return f"That is not the address the login ends at; it begins with {self.redirect_uri}?"
        query, _, fragment = rest.removeprefix("?").partition("#") if rest[0] == "?" else ("", "", rest[1:])
        if query and fragment:
            return "That address carries an answer before and after the #."
        try:
            self._inbox.take(query or fragment, "query" if query else "fragment", pasted=True)
        except Refused as refused:
            if refused.status is not HTTPStatus.CONFLICT:
                self._inbox.count(refused.sentence)
            return refused.sentence
        return None

    def show(self, *, ok: bool, title: str, lines: Sequence[str]) -> None:
        """Show the verdict in the browser, once the tokens were verified or the failure is understood.

        The page can be read by every user of this machine while the server runs, so no secret belongs on it. Each line
        is escaped and cut at 300 characters.
        """
        self._desk.settle(ok=ok, title=title, lines=tuple(lines))
        self._page_due = self.browser_waits
        self._loop.wake()

    def close(self, *, linger: bool = True) -> None:
        """Free the port. With ``linger``, give the browser a moment to fetch a verdict that was just shown."""
        try:
            if linger and self._page_due:
                self._loop.final_sent.wait(self._limits.linger)
        finally:
            self._page_due = False
            self._loop.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close(linger=not isinstance(error, KeyboardInterrupt))
