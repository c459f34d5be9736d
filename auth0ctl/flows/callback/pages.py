"""The pages that the browser shows at the end of a login: files of ``html/``, filled in and sent with strict headers.

Nothing is loaded from elsewhere, nothing is cached, and every foreign word is escaped and shortened.
"""

import secrets
from collections.abc import Sequence
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template

from auth0ctl.flows.callback.http import Reply

MAX_LINE = 300  # characters of foreign text, such as error_description
MAX_LINES = 40

_PAGES = Path(__file__).parent / "html"
_MARKS = {"good": "&#10003;", "bad": "!", "calm": "&#8230;"}


def message_page(
    *,
    tone: str,
    title: str,
    lines: Sequence[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
    final: bool = False,
    foot: str = "You can close this tab and go back to the terminal.",
    refresh: str = "",
) -> Reply:
    """A page that says one thing. ``tone`` is ``good``, ``bad`` or ``calm``; all text may be foreign.

    ``refresh`` is the value of the ``Refresh`` header, if any, and never foreign.
    """
    paragraphs = "\n".join(f"<p>{_shown(line)}</p>" for line in lines[:MAX_LINES])
    return _page(
        "message.html",
        status=status,
        final=final,
        script=False,
        extra=(("Refresh", refresh),) if refresh else (),
        tone=tone,
        mark=_MARKS[tone],
        title=_shown(title),
        lines=paragraphs,
        foot=_shown(foot),
    )


def onward(url: str) -> Reply:
    """A page that goes on to ``url`` at once, which is checked already.

    Not a redirect: a browser follows at most 20 in a row, and an attempt that nobody sees takes three of them.
    """
    return message_page(
        tone="calm",
        title="The next request follows",
        lines=["This answer has arrived. The tab goes on by itself."],
        foot="Leave this tab open; the terminal shows how it goes.",
        refresh=f"0; url={url}",
    )


def fragment_page(once: str) -> Reply:
    """The page that takes an answer out of the address's fragment and posts it back with the one-time ``once``."""
    return _page("fragment.html", status=HTTPStatus.OK, final=False, script=True, once=escape(once))


def plain(status: HTTPStatus, sentence: str, *extra: tuple[str, str]) -> Reply:
    """A sentence as plain text: for the script of the fragment page, and where nobody looks."""
    return Reply(
        status=status,
        headers=(("Content-Type", "text/plain; charset=utf-8"), *_headers(), *extra),
        body=sentence.encode(),
    )


def moved(location: str) -> Reply:
    """303: the browser leaves the address that carried the code."""
    return Reply(status=HTTPStatus.SEE_OTHER, headers=(("Location", location), *_headers()))


def nothing() -> Reply:
    return Reply(status=HTTPStatus.NO_CONTENT, headers=_headers())


def _page(
    name: str,
    *,
    status: HTTPStatus,
    final: bool,
    script: bool,
    extra: tuple[tuple[str, str], ...] = (),
    **words: str,
) -> Reply:
    nonce = secrets.token_urlsafe(16)
    template = Template((_PAGES / name).read_text(encoding="utf-8"))
    style = (_PAGES / "style.html").read_text(encoding="utf-8")
    body = template.substitute(words, nonce=nonce, style=Template(style).substitute(nonce=nonce))
    allowed = f"script-src 'nonce-{nonce}'; connect-src 'self'; " if script else ""
    policy = (
        f"default-src 'none'; {allowed}style-src 'nonce-{nonce}'; "
        "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
    )
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy), *_headers(), *extra)
    return Reply(status=status, headers=headers, body=body.encode(), final=final)


def _headers() -> tuple[tuple[str, str], ...]:
    return (
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def _shown(text: str) -> str:
    """Escape for HTML; control characters, bidi overrides and lone surrogates become visible; long text is cut."""
    visible = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text[:MAX_LINE])
    cut = visible if len(text) <= MAX_LINE and len(visible) <= MAX_LINE else visible[: MAX_LINE - 1] + "…"
    return escape(cut)
