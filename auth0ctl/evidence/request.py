"""Reads a URL of a login as somebody pasted it: authorize, callback, logout, or one of Auth0's own pages.

Broken ones too: without a host, with two schemes, escaped once too often, cut out of a log line. What is wrong with
them is for the rules (``rules.asked``); here they are only taken apart.
"""

from collections.abc import Mapping

from auth0ctl.errors import UsageError
from auth0ctl.model import Facts
from auth0ctl.protocol import Refusal
from auth0ctl.rules.asked.urls import (
    Place,
    authorize_request,
    is_authorize,
    is_callback,
    is_logout,
    is_pushed,
    logout_request,
    place_of,
    read_place,
)
from auth0ctl.situation import Exchange, Wish

OWN_PAGES = ("/u/", "/login", "/oauth/", "/userinfo", "/mfa", "/decision", "/continue", "/authorize/resume")


def read_url(text: str) -> Facts:
    """What a URL says: ``request`` or ``logout`` with ``wish.app_domain``, the domain that the app must have to make
    such a URL; ``exchanges`` for a callback and for a page of Auth0's own, with ``refusal`` where it is one.

    Raises UsageError for what is no URL, and for one that belongs to no login.
    """
    if not text.strip():
        raise UsageError("there is no URL", "Paste the whole URL, from https:// on.")
    place = read_place(text)
    if place is None:
        raise UsageError(
            "that is no URL", "Paste the whole URL, from https:// on: of /authorize, of the callback, of the logout."
        )
    seen = Exchange(method="GET", url=place.url, status=0, query={**place.query, **place.fragment})
    if place.endpoint.startswith("/u/") or (place.endpoint == "/login" and "protocol" in place.query):
        return Facts(exchanges=(seen,))
    if is_authorize(place) and is_pushed(place):
        return Facts(exchanges=(seen,), wish=Wish(app_domain=place.domain))  # only the tenant knows what it asks
    if is_logout(place):
        return Facts(logout=logout_request(place), wish=Wish(app_domain=place.domain))
    if is_authorize(place) and not (is_callback(place) and "response_type" not in place.query):
        return Facts(request=authorize_request(place), wish=wish_of(place))
    if "error" in place.query or "error" in place.fragment:
        return Facts(exchanges=(seen,), refusal=refusal_in({**place.query, **place.fragment}))
    if is_callback(place) or place.endpoint.startswith(OWN_PAGES):
        return Facts(exchanges=(seen,))
    raise UsageError(
        f"{place_of(place.url)} is no URL of a login",
        "Give the URL of /authorize, of the callback with its parameters, or of the logout.",
    )


def refusal_in(answer: Mapping[str, str]) -> Refusal:
    """The error that a callback carries (RFC 6749 section 4.1.2.1)."""
    return Refusal(where="redirect", error=answer["error"], description=answer.get("error_description", ""))


def wish_of(place: Place) -> Wish:
    """What the URL itself says about the app. An answer by ``web_message`` is what silent logins ask for."""
    silent = place.query.get("response_mode") == "web_message" and "none" in place.query.get("prompt", "none").split()
    return Wish(app_domain=place.domain, flow="silent" if silent else None)
