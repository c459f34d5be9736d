"""A question to /authorize: the very request, once, without cookies. Auth0 refuses it or offers a login."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from auth0ctl.protocol import AuthorizeRequest, Refusal
from auth0ctl.tenant.http import Answer, Http

# What Auth0's own error page says (auth0-facts/authorize.md section 3), with the OAuth error that goes with it.
PAGE_TEXTS = (
    (re.compile(r"Callback URL mismatch\.?"), "unauthorized_client"),
    (re.compile(r"Unknown client: \S+"), "invalid_request"),
    (re.compile(r"Missing required parameter: \w+"), "invalid_request"),
)
# Another provider's page names the error as the standard spells it: "error: invalid_request".
PLAIN_ERROR = re.compile(
    r"\berror ?: ([a-z]+(?:_[a-z]+)+)\b(?: error_description ?: (.*?)(?= (?:state|iss|scope) ?: |$))?"
)
LONGEST = 300  # characters of a page that are worth repeating


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where an authorize request ends: refused, or at the page ``place`` (a URL; "" for one without a redirect)."""

    refusal: Refusal | None
    place: str = ""


def ask_authorize(http: Http, request: AuthorizeRequest) -> Refusal | None:
    """Send an authorize request and return how it is refused, or None when Auth0 would go on to a login.

    Raises NetworkError when there is no answer. Sends no cookie, so it starts no session and answers no prompt.
    """
    return landing(http.send("GET", request.url), request.redirect_uri).refusal


def landing(answer: Answer, redirect_uri: str) -> Landing:
    """What an answer of /authorize means."""
    if answer.status == 429:  # a page, never JSON (auth0-facts/authorize.md section 3)
        refusal = Refusal(where="page", error="too_many_requests", description="Rate limit exceeded", status=429)
        return Landing(refusal=refusal)
    if location := answer.headers.get("location"):
        return Landing(refusal=refusal_in(location, redirect_uri, answer.status), place=urljoin(answer.url, location))
    if answer.status >= 400:
        return Landing(refusal=refusal_on(answer.text, answer.status))
    return Landing(refusal=None)


def refusal_in(location: str, redirect_uri: str, status: int) -> Refusal | None:
    """A redirect that carries an error: to the app's callback, or to the tenant's own error page."""
    parts = urlsplit(location)
    params = dict(parse_qsl(parts.query)) | dict(parse_qsl(parts.fragment))
    if "error" not in params:
        return None
    where = "redirect" if redirect_uri and location.startswith(redirect_uri) else "page"
    return Refusal(where=where, error=params["error"], description=params.get("error_description", ""), status=status)


def refusal_on(page: str, status: int) -> Refusal:
    """What an error page says, in its own words."""
    words = visible_text(page)
    for pattern, error in PAGE_TEXTS:
        if match := pattern.search(words):
            return Refusal(where="page", error=error, description=match.group(), status=status)
    if match := PLAIN_ERROR.search(words):
        return Refusal(where="page", error=match[1], description=(match[2] or "")[:LONGEST], status=status)
    return Refusal(where="page", error="unknown", description=words[:LONGEST], status=status)


def visible_text(page: str) -> str:
    """The words of an HTML page, without scripts and styles, on one line."""
    reader = Words()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())


class Words(HTMLParser):
    """Collects the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "head")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "head")

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self.words.append(data)
