"""What a recording is about: its logins, what came back of each, and the requests for tokens."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from auth0ctl.model import Facts
from auth0ctl.protocol import AuthorizeRequest, TokenRequest
from auth0ctl.rules.asked.urls import (
    LOGOUTS,
    TOKEN,
    USERINFO,
    Place,
    authorize_request,
    host_of,
    is_authorize,
    is_logout,
    is_pushed,
    logout_request,
    place_of,
    read_place,
)
from auth0ctl.situation import Exchange, Wish

KEPT = 3_000  # requests that are looked at, the relevant ones
RESOURCE_TYPE = ":resource-type"  # Chrome's own member, which evidence.har keeps beside the headers
ASSETS = (".js", ".css", ".png", ".svg", ".ico", ".woff", ".woff2", ".map", ".jpg", ".gif", ".webp")
AUTH0_PATHS = (TOKEN, USERINFO, *LOGOUTS, "/oauth/device/code", "/oauth/par", "/oauth/revoke", "/co/authenticate",
               "/usernamepassword/login", "/dbconnections/signup", "/dbconnections/change_password")  # fmt: skip
# What a page of /authorize may say in the middle of other words.
ERRORS = re.compile(r"\b(?:login|consent|interaction)[_ ]required\b")
DIRECT = {"client_credentials": "client-credentials", "password": "password"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """One request to /authorize. ``error`` and ``code`` came back with its answer; each is empty where none did."""

    at: int
    exchange: Exchange
    place: Place
    request: AuthorizeRequest
    silent: bool
    error: str = ""
    description: str = ""
    code: str = field(repr=False, default="")


@dataclass(frozen=True)
class Story:
    """The requests in their order, and what they are."""

    exchanges: tuple[Exchange, ...]

    @cached_property
    def logins(self) -> tuple[Login, ...]:
        back = {one["state"]: one for one in map(answer_of, self.exchanges) if "error" in one and one.get("state")}
        return tuple(
            one if one.error else answered(one, back.get(one.request.state, {})) for one in logins_in(self.exchanges)
        )

    @cached_property
    def interactive(self) -> tuple[Login, ...]:
        return tuple(one for one in self.logins if not one.silent)

    @cached_property
    def tenant_hosts(self) -> frozenset[str]:
        """Hosts that /authorize, /oauth/token and the like were asked at."""
        hosts = {one.place.host for one in self.logins}
        hosts |= {host_of(one.url) for one in self.exchanges if path_of(one) in AUTH0_PATHS}
        return frozenset(hosts - {""})

    @cached_property
    def tokens(self) -> tuple[tuple[int, Exchange], ...]:
        """The requests for tokens; preflights are none."""
        return tuple((at, one) for at, one in enumerate(self.exchanges) if is_token_request(one))

    @cached_property
    def callbacks(self) -> tuple[tuple[int, Exchange, Mapping[str, str]], ...]:
        """What the app was called back with: its own URL with an answer in query or form."""
        return tuple(callbacks_in(self.exchanges, self.logins, self.tenant_hosts))

    @cached_property
    def first_success(self) -> int | None:
        """Where the first sign is of a login that a person has finished: tokens, or a code at the callback."""
        for at, one in enumerate(self.exchanges):
            if is_token_request(one) and one.status == 200 and "refresh_token" not in grant_of(one):
                return at
        codes = [one.at for one in self.interactive if one.code]
        codes += [at for at, _, answer in self.callbacks if answer.get("code")]
        return min(codes, default=None)

    def login_before(self, at: int, client_id: str = "", code: str = "") -> Login | None:
        """The login that a token request belongs to: by its code or the callback's state, else the last before it."""
        earlier = [one for one in self.logins if one.at < at and client_id in ("", one.request.client_id)]
        if code:
            if by_code := next((one for one in earlier if one.code == code), None):
                return by_code
            states = [answer.get("state") for _, _, answer in self.callbacks if answer.get("code") == code]
            if by_state := next((one for one in reversed(earlier) if one.request.state in states), None):
                return by_state
        return earlier[-1] if earlier else None


def logins_in(exchanges: tuple[Exchange, ...]) -> Iterator[Login]:
    for at, one in enumerate(exchanges):
        place = read_place(one.url)
        if place is None or one.method == "OPTIONS" or not is_authorize(place) or "/resume" in place.endpoint:
            continue
        if place.endpoint != "/authorize" and "response_type" not in place.query:
            continue
        if one.method == "POST" and one.form:
            place = replace(place, query={**one.form, **place.query})
        answer = {**redirected(one), **error_in(one)}
        if "error" not in answer and (named := ERRORS.search(one.answer.lower())):
            answer["error"] = named[0].replace(" ", "_")
        silent = "none" in place.query.get("prompt", "").split() or place.query.get("response_mode") == "web_message"
        yield Login(
            at=at,
            exchange=one,
            place=place,
            request=authorize_request(place),
            silent=silent,
            error=answer.get("error", ""),
            description=answer.get("error_description", ""),
            code=answer.get("code", ""),
        )


def answered(login: Login, answer: Mapping[str, str]) -> Login:
    """A login with the error that its callback brought."""
    return replace(login, error=answer.get("error", ""), description=answer.get("error_description", ""))


def answer_of(exchange: Exchange) -> dict[str, str]:
    return {**exchange.query, **exchange.form}


def callbacks_in(
    exchanges: tuple[Exchange, ...], logins: tuple[Login, ...], tenant_hosts: frozenset[str]
) -> Iterator[tuple[int, Exchange, Mapping[str, str]]]:
    expected = {place_of(one.request.redirect_uri) for one in logins if one.request.redirect_uri}
    for at, one in enumerate(exchanges):
        answer = answer_of(one)
        brings = ("code" in answer or "error" in answer) and "state" in answer
        own = host_of(one.url) in tenant_hosts or one.method == "OPTIONS" or is_token_request(one)
        if not own and (brings or (place_of(one.url) in expected and {"code", "error"} & set(answer))):
            yield at, one, answer


def path_of(exchange: Exchange) -> str:
    return "/" + place_of(exchange.url).partition("://")[2].partition("/")[2].strip("/")


def is_token_request(exchange: Exchange) -> bool:
    return path_of(exchange) == TOKEN and exchange.method == "POST"


def grant_of(exchange: Exchange) -> str:
    return exchange.form.get("grant_type", "")


def redirected(exchange: Exchange) -> dict[str, str]:
    """The parameters that an answer's redirect carries, in its query or its fragment."""
    location = exchange.answer_headers.get("location", "")
    before, _, fragment = location.partition("#")
    return {**dict(parse_qsl(before.partition("?")[2])), **dict(parse_qsl(fragment))}


def error_in(exchange: Exchange) -> dict[str, str]:
    """OAuth's error in an answer's JSON, or its words where they are no more than that."""
    opened = exchange.answer_json or {}
    error = opened.get("error")
    if isinstance(error, str):
        description = opened.get("error_description") or opened.get("message") or ""
        return {"error": error, "error_description": description if isinstance(description, str) else ""}
    word = exchange.answer.partition(":")[0].strip()
    if word.islower() and word.replace("_", "").isalpha() and "_" in word:
        return {"error": word, "error_description": exchange.answer.partition(":")[2].strip()}
    return {}


def failed(exchange: Exchange) -> bool:
    return exchange.status >= 400 or (exchange.status == 0 and bool(exchange.answer))


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a JWT, unverified; none of anything else."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def header_of(token: str) -> dict[str, Any]:
    """The header of a JWT, unverified."""
    return claims_of(f".{token.partition('.')[0]}.") if token.count(".") == 2 else {}


def opaque(token: str) -> bool:
    """Not a JWT that an API could check: one word, or the five parts of an encrypted token."""
    return bool(token) and not claims_of(token)


def bearer_of(exchange: Exchange) -> str | None:
    """The Authorization header's token; None where no header was recorded."""
    header = exchange.request_headers.get("authorization")
    return None if header is None else header.partition(" ")[2].strip()


def secret_sent(exchange: Exchange) -> bool:
    """Whether a token request proves its client. A recorder may leave the Authorization header out."""
    basic = exchange.request_headers.get("authorization", "").lower().startswith("basic")
    return basic or any(exchange.form.get(name) for name in ("client_secret", "client_assertion"))


def by_page(exchange: Exchange) -> bool:
    """Whether a page's script sent it."""
    return bool(exchange.request_headers.get("origin")) or exchange.request_headers.get(RESOURCE_TYPE) in (
        "xhr",
        "fetch",
    )


# What is handed on


def main_facts(recorded: tuple[Exchange, ...]) -> Facts:
    """The relevant requests; the login that was refused, else the last one that a person saw; the last logout."""
    story = Story(relevant(recorded))
    login = next((one for one in story.logins if refused(one)), None)
    login = login or (story.interactive[-1] if story.interactive else story.logins[-1] if story.logins else None)
    direct = next(
        (one for _, one in reversed(story.tokens) if grant_of(one) in ("client_credentials", "password")), None
    )
    places = [place for one in story.exchanges if (place := read_place(one.url)) and is_logout(place)]
    return Facts(
        exchanges=story.exchanges,
        request=login.request if login and not is_pushed(login.place) else None,
        token_request=token_request(direct) if direct is not None and login is None else None,
        logout=logout_request(places[-1]) if places else None,
        wish=wish_of(story, login, direct),
    )


def refused(login: Login) -> bool:
    return (bool(login.error) and login.error != "login_required") or login.exchange.status >= 400


def relevant(recorded: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """What a login, a logout or a call to an API may be: no pictures, no pages without a fault."""
    story = Story(recorded)
    hosts, logins = story.tenant_hosts, {one.at for one in story.logins}
    kept = []
    for at, one in enumerate(recorded):
        following = recorded[at + 1].url if at + 1 < len(recorded) else ""
        before_login = host_of(following) in hosts and "authorize" in following.partition("?")[0]
        asset = place_of(one.url).lower().endswith(ASSETS)
        tells = at in logins or host_of(one.url) in hosts or failed(one) or before_login or one.method == "OPTIONS"
        tells = tells or bool({"code", "error", "access_token"} & {*one.query, *one.form})
        tells = (
            tells or "authorization" in one.request_headers or host_of(one.answer_headers.get("location", "")) in hosts
        )
        if tells and not asset:
            kept.append(one)
    return tuple(kept[:KEPT])


def token_request(exchange: Exchange) -> TokenRequest:
    form = exchange.form
    more = {name: form[name] for name in ("realm", "organization", "resource") if name in form}
    return TokenRequest(
        grant_type=grant_of(exchange),
        client_id=form.get("client_id", ""),
        scope=tuple(form.get("scope", "").split()),
        audience=form.get("audience") or None,
        parameters=more,
    )


def wish_of(story: Story, login: Login | None, direct: Exchange | None) -> Wish:
    """The kind of app, as far as the requests show it."""
    redemption = next((one for _, one in story.tokens if grant_of(one) == "authorization_code"), None)
    domain = login.place.domain if login else None
    if login is None:
        flow = DIRECT.get(grant_of(direct)) if direct else None
        return Wish(flow=flow, has_secret=secret_sent(direct) if direct else None)
    if login.silent and login.request.response_mode == "web_message":
        return Wish(flow="silent", app_domain=domain)
    if redemption is not None:
        flow = "web-code" if secret_sent(redemption) else "spa-pkce"
        origin = redemption.request_headers.get("origin")
        return Wish(flow=flow, app_domain=domain, origin=origin if origin not in (None, "null") else None)
    at_server = any(one.status in (302, 303, 307) for _, one, answer in story.callbacks if answer.get("code"))
    return Wish(flow="web-code" if at_server else None, app_domain=domain)


def shown(exchange: Exchange) -> str:
    """A request in one line: no query, no secret."""
    status = str(exchange.status) if exchange.status else "no answer"
    return f"{exchange.method} {place_of(exchange.url)}: {status}"
