"""What each address of the callback server answers.

The order of the checks: path, host, method, size, then the answer itself (``inbox.Inbox.take``).
"""

import hmac
import secrets
from http import HTTPStatus

from auth0ctl.flows.callback.http import Head, Refused, Reply, body_length
from auth0ctl.flows.callback.inbox import Inbox
from auth0ctl.flows.callback.pages import fragment_page, message_page, moved, nothing, onward, plain

DONE = "/done"
FRAGMENT = "/fragment"
FAVICON = "/favicon.ico"
# The fragment that a browser carries over to the next address is replaced by an empty one.
_NEXT = DONE + "#"
# Not counted as stray: another site's name pointed at us, and a late copy of an answer that was taken.
_UNCOUNTED = frozenset({HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.CONFLICT})


class Desk:
    """Answers the requests of one login. ``hosts`` are the values of ``Host`` that mean this server."""

    def __init__(self, inbox: Inbox, *, path: str, hosts: frozenset[str]) -> None:
        self._inbox = inbox
        self._path = path
        self._hosts = hosts
        self._methods = {path: ("GET", "POST"), FRAGMENT: ("POST",), DONE: ("GET",), FAVICON: ("GET",)}
        self._once = secrets.token_urlsafe(32)
        self._settled: tuple[int, Reply] | None = None

    def settle(self, *, ok: bool, title: str, lines: tuple[str, ...]) -> None:
        """Say what the last page shows."""
        page = message_page(tone="good" if ok else "bad", title=title, lines=lines, final=True)
        self._settled = (self._inbox.taken, page)

    def send_on(self, url: str) -> None:
        """Say where the browser that waits goes next."""
        self._settled = (self._inbox.taken, onward(url))

    def begin(self, head: Head) -> Reply | int:
        if head.path not in self._methods:
            raise Refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
        host = head.headers.get("host")
        if host is None:
            raise Refused(HTTPStatus.BAD_REQUEST, "The request does not say which host it means.")
        if host.lower() not in self._hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "This server does not answer for that host.")
        if head.method not in self._methods[head.path]:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "This address does not take that method.")
        if head.method == "POST":
            self._check_sender(head)
            return body_length(head)
        return 0

    def _check_sender(self, head: Head) -> None:
        origin = head.headers.get("origin")
        if head.path == self._path:
            # A page of another site cannot leave Origin out; a program that does has no site to be confused with.
            if origin is not None and not self._inbox.allows_origin(origin):
                raise Refused(HTTPStatus.FORBIDDEN, "The form was sent from another site.")
            if head.query:
                raise Refused(HTTPStatus.BAD_REQUEST, "The answer came in the form and in the address at once.")
            return
        own = origin == f"http://{head.headers['host'].lower()}"
        if not own or head.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise Refused(HTTPStatus.FORBIDDEN, "The answer was sent from another site.")
        if not hmac.compare_digest(head.headers.get("x-auth0ctl-once", "").encode(), self._once.encode()):
            raise Refused(HTTPStatus.FORBIDDEN, "The answer was not sent by this server's own page.")

    def finish(self, head: Head, body: bytes) -> Reply | None:
        if head.path == FAVICON:
            return nothing()
        if head.path == DONE:
            if not self._inbox.taken:
                raise Refused(HTTPStatus.NOT_FOUND, "No login has arrived yet.")
            return self.verdict()
        if head.path == FRAGMENT:
            self._inbox.take(body.decode("latin-1"), "fragment")
            return plain(HTTPStatus.OK, "Taken.")
        if head.method == "GET" and not head.query:
            return fragment_page(self._once)
        text, via = (head.query or "", "query") if head.method == "GET" else (body.decode("latin-1"), "form_post")
        if self._inbox.take(text, via):
            return moved(_NEXT)
        return message_page(
            tone="calm",
            title="This login is already done",
            lines=["The terminal has this answer. Nothing more was done with it."],
        )

    def verdict(self) -> Reply | None:
        settled = self._settled
        # What was said about an earlier answer is not said about this one.
        return settled[1] if settled and settled[0] == self._inbox.taken else None

    def late(self, *, ask_again: bool) -> Reply:
        return message_page(
            tone="calm",
            title="Still checking",
            lines=["The answer has arrived. Look at the terminal for what it says."],
            refresh=f"1; url={DONE}" if ask_again else "",
        )

    def refuse(self, head: Head | None, status: HTTPStatus, sentence: str) -> Reply:
        path = head.path if head else None
        if path in (self._path, FRAGMENT) and status not in _UNCOUNTED:
            self._inbox.count(sentence)
        if status is HTTPStatus.METHOD_NOT_ALLOWED and path is not None:
            return plain(status, sentence, ("Allow", ", ".join(self._methods[path])))
        if path != self._path:
            return plain(status, sentence)
        return message_page(
            tone="bad",
            title="This page did not complete a login",
            lines=[sentence],
            status=status,
            foot="If a login is running, it goes on: finish it in the tab that it opened.",
        )
