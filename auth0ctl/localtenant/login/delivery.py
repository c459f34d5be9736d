"""How an answer of /authorize reaches the application: query, fragment, form_post, web_message (authorize.md 2, 5)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.login import page
from auth0ctl.localtenant.messages import Response
from auth0ctl.localtenant.tenant import Tenant

MODES = ("query", "fragment", "form_post", "web_message")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAddress:
    """Where the answer goes. ``redirect_uri`` is one of the client's callbacks; that was checked before."""

    redirect_uri: str
    mode: str
    state: str | None = None
    post_to_origin: bool = False  # web_message: the callback's origin is one of the client's web_origins


class Refused(Exception):
    """/authorize says no. Without an address the error is shown on a page of the tenant, and nowhere else."""

    def __init__(
        self,
        error: str,
        description: str,
        *,
        address: ReturnAddress | None = None,
        status: int = 400,
        page_lines: tuple[str, ...] = (),
        lost: bool = False,
    ) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description
        self.address = address
        self.status = status  # of the page
        self.page_lines = page_lines or (description,)
        self.lost = lost  # there is no login under way that the request could belong to


def origin_of(uri: str) -> str:
    """Scheme and host; empty for what is no URL, which a seed file or an older store may hold."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def deliver(tenant: Tenant, address: ReturnAddress, params: Mapping[str, str]) -> Response:
    """The response that carries ``params`` to the application, with its ``state``.

    ``iss`` stands beside them, in errors too (RFC 9207 section 2), where the tenant's setting says so.
    """
    answer = dict(params)
    if address.state is not None:
        answer["state"] = address.state
    if tenant.settings().get("authorization_response_iss_parameter_supported"):
        answer["iss"] = tenant.issuer
    answer = tenant.faults.callback(answer)
    if address.mode == "form_post":
        return page.form_post(address.redirect_uri, answer)
    if address.mode == "web_message":
        return _web_message(address, answer)
    return _redirect(address, answer)


def redirect(location: str) -> Response:
    """302 to exactly this address, custom schemes and fragments included. Not to be stored: it may carry tokens."""
    response = Response(status=302)
    # A header holds ASCII only; anything else is quoted, line breaks are dropped.
    plain = location.isascii() and location.isprintable() and " " not in location
    response.headers["Location"] = location if plain else load("browsers:as_uri")(location)
    response.headers["Cache-Control"] = "no-store"
    return response


def _redirect(address: ReturnAddress, answer: Mapping[str, str]) -> Response:
    parts = urlsplit(address.redirect_uri)
    if address.mode == "fragment":
        location = urlunsplit(parts._replace(fragment=urlencode(answer, quote_via=quote)))
    else:
        query = [*parse_qsl(parts.query, keep_blank_values=True), *answer.items()]
        location = urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
    return redirect(location)


def _web_message(address: ReturnAddress, answer: Mapping[str, str]) -> Response:
    if not address.post_to_origin:
        # The page that Auth0 answers with posts to nobody, so the application waits until its own timeout.
        return page.web_message(target=None, message="null")
    response = {key: _number(key, value) for key, value in answer.items()}
    message = json.dumps({"type": "authorization_response", "response": response})
    return page.web_message(target=origin_of(address.redirect_uri), message=message)


def _number(key: str, value: str) -> str | int:
    return int(value) if key == "expires_in" else value
