"""Ways back from the login in a recording: hosts and states that differ, callbacks without an answer, loops."""

import re
from collections.abc import Iterator

from auth0ctl.findings import Confidence, Finding
from auth0ctl.rules.asked.causes import LOGIN_LOOP
from auth0ctl.rules.asked.recorded.story import RESOURCE_TYPE, Login, Story, failed, shown
from auth0ctl.rules.asked.urls import host_of, hostname_of, origin_of, place_of
from auth0ctl.rules.login.endpoint import CODE_INVALID
from auth0ctl.rules.said.causes.app import SCHEME_BEHIND_PROXY
from auth0ctl.rules.said.causes.browser import (
    CALLED_BY_SCRIPT,
    HOSTS_DIFFER,
    LOGIN_FRAMED,
    NO_ANSWER_IN_URL,
    STATE_COOKIE_IN_IFRAME,
    STATE_LOST,
)
from auth0ctl.rules.wish.addresses import over_tls
from auth0ctl.rules.wish.situation import LOOPBACK, found
from auth0ctl.situation import Exchange

Told = Iterator[tuple[int, Finding]]
LOOP = 3  # logins that went well, one after the other, from which on it is a loop
COOKIE = re.compile(r"^\s*([^=;\s]+)=", re.MULTILINE)


def returning(story: Story) -> Told:
    yield from states(story)
    yield from twice(story)
    yield from hosts(story)
    yield from behind_proxy(story)
    yield from without_answer(story)
    yield from misused(story)
    yield from loop(story)


def states(story: Story) -> Told:
    """An answer whose state no login of the recording has sent."""
    sent = {one.request.state for one in story.logins if one.request.state}
    for at, one, answer in story.callbacks:
        state = answer.get("state", "")
        here = [login for login in story.logins if login.at < at and same_app(login, one)]
        if not sent or not here or state in sent or ("error" in answer and not state):
            continue
        yield (
            at,
            found(
                STATE_LOST,
                host_of(one.url),
                "The callback carries another state than the login sent (or none): the answer belongs to another "
                "login, or "
                "the state was changed on the way.",
                shown(here[-1].exchange),
                shown(one),
                confidence=Confidence.CERTAIN if failed(one) else Confidence.LIKELY,
            ),
        )


def twice(story: Story) -> Told:
    """One callback that was loaded again: its code is spent."""
    seen: dict[str, Exchange] = {}
    for at, one, answer in story.callbacks:
        code = answer.get("code", "")
        if code and code in seen and failed(one) and not failed(seen[code]):
            yield (
                at,
                found(
                    CODE_INVALID,
                    host_of(one.url),
                    "The callback was loaded twice with the same code, and refused the second time: a code is good "
                    "for one "
                    "token request.",
                    shown(seen[code]),
                    shown(one),
                    fix="Redirect away from the callback's URL once it is handled; do not reload or prefetch it.",
                ),
            )
        seen.setdefault(code, one)


def same_app(login: Login, one: Exchange) -> bool:
    return place_of(login.request.redirect_uri) == place_of(one.url)


def starts(story: Story) -> Iterator[tuple[Login, Exchange]]:
    """Each login with the app's own request that led to it: a redirect there, or the page that it came from."""
    for login in story.interactive:
        if by_script(login.exchange):
            continue
        before = [one for one in story.exchanges[: login.at] if host_of(one.url) not in story.tenant_hosts]
        goes = login.place.host
        by_redirect = [one for one in before if goes and host_of(one.answer_headers.get("location", "")) == goes]
        # A recorder may leave the Location out.
        failing = any(at > login.at and same_app(login, one) and failed(one) for at, one, _ in story.callbacks)
        last = by_redirect or [one for one in before[-1:] if failing or redirects_somewhere(one)]
        if last:
            yield login, last[-1]


def redirects_somewhere(one: Exchange) -> bool:
    return 300 <= one.status < 400 and not one.answer_headers.get("location")


def hosts(story: Story) -> Told:
    """A cookie of the host where the login starts is not sent to another one."""
    for login, start in starts(story):
        begins, ends = hostname_of(start.url), hostname_of(login.request.redirect_uri)
        if not ends or begins == ends or shares_cookies(start, ends):
            continue
        back = next(((at, one) for at, one, _ in story.callbacks if at > login.at and same_app(login, one)), None)
        refused = back is not None and failed(back[1])
        came = back is not None and back[1].status in (200, 302, 303, 307)
        if came and story.first_success is not None and not loops(story):
            continue  # it works all the same
        yield (
            back[0] if back is not None else login.at,
            found(
                HOSTS_DIFFER,
                ends,
                f"The login starts on the host {begins}, and its callback lands on {ends}: the cookie with the state "
                f"is set "
                "for the first and never sent to the second.",
                f"login starts at: {place_of(start.url)}",
                f"redirect_uri: {login.request.redirect_uri}",
                *([shown(back[1])] if back else []),
                fix=f"Start the login on {ends}, or let the callback (redirect_uri, base URL) be on {begins}: one "
                f"host for "
                "both.",
                confidence=Confidence.CERTAIN if refused else Confidence.LIKELY,
            ),
        )
    yield from pages(story)


def shares_cookies(start: Exchange, other: str) -> bool:
    """Whether its cookies are set for a domain that the other host belongs to."""
    domains = re.findall(r"domain=\.?([^;\s]+)", start.answer_headers.get("set-cookie", ""), re.IGNORECASE)
    return any(other == one.lower() or other.endswith("." + one.lower()) for one in domains)


def pages(story: Story) -> Told:
    """A single page keeps its state by origin, port and scheme included."""
    for login in story.interactive:
        page = origin_of(login.exchange.request_headers.get("referer", ""))
        back = origin_of(login.request.redirect_uri)
        redeemed = any(at > login.at and one.status == 200 for at, one in story.tokens)
        ours = host_of(page) in story.tenant_hosts
        if not page or not back or ours or page == back or redeemed or "code_challenge" not in login.place.query:
            continue
        if any(start.url.startswith(page) for _, start in starts(story)):
            continue
        if any(at > login.at and not failed(one) for at, one, _ in story.callbacks) and hostname_of(
            page
        ) == hostname_of(back):
            continue
        yield (
            login.at,
            found(
                HOSTS_DIFFER,
                back,
                f"The login starts on a page of {page}, and its callback lands on {back}: what the first keeps (state, "
                "verifier, cookies) the second host cannot read.",
                f"page: {page}",
                f"redirect_uri: {login.request.redirect_uri}",
                fix=f"Open the app under {back}, or use a redirect_uri of {page}.",
                confidence=Confidence.LIKELY,
            ),
        )


def behind_proxy(story: Story) -> Told:
    """An http callback of a site that is on https."""
    for login in story.interactive:
        uri = login.request.redirect_uri
        if not (secure := over_tls(uri)):
            continue
        https = next((one for one in story.exchanges if origin_of(one.url) == origin_of(secure)), None)
        referer = origin_of(login.exchange.request_headers.get("referer", "")) == origin_of(secure)
        refused = login.exchange.status >= 400 or bool(login.error)
        if https is None and not referer and not refused:
            continue
        yield (
            login.at if refused else -1,
            found(
                SCHEME_BEHIND_PROXY,
                uri,
                f"The app sends the redirect_uri {uri} with http"
                + (f", and the site itself is on {origin_of(secure)}" if https is not None or referer else "")
                + ": it does not see that a proxy before it speaks https.",
                f"redirect_uri: {uri}",
                shown(login.exchange),
                confidence=Confidence.CERTAIN if (https is not None or referer) and refused else Confidence.LIKELY,
            ),
        )


def without_answer(story: Story) -> Told:
    """The callback was reached and refused, and nothing had been sent along, or only in the fragment."""
    for login in story.interactive:
        fragment = {"token", "id_token"} & set(login.request.response_type.split())
        for at, one in enumerate(story.exchanges[login.at + 1 :], login.at + 1):
            if not same_app(login, one) or {"code", "error"} & {*one.query, *one.form} or one.method == "OPTIONS":
                continue
            if not failed(one):
                break
            why = (
                "the answer is in the URL's fragment, which no server sees"
                if fragment
                else "it has neither code nor error"
            )
            yield (
                at,
                found(
                    NO_ANSWER_IN_URL,
                    host_of(one.url),
                    f"The callback was requested without an answer that the app could read: {why}.",
                    f"response_type: {login.request.response_type}",
                    shown(one),
                    fix="Ask for response_type=code (or response_mode=form_post), and let only Auth0 lead to the "
                    "callback.",
                    confidence=Confidence.LIKELY,
                ),
            )
            break


def misused(story: Story) -> Told:
    """A login page that was fetched by a script, or shown in a frame; a state cookie that a frame loses."""
    for login in story.interactive:
        headers = login.exchange.request_headers
        kind, place = headers.get(RESOURCE_TYPE, ""), headers.get("sec-fetch-dest", "")
        if by_script(login.exchange):
            yield (
                login.at,
                found(
                    CALLED_BY_SCRIPT,
                    login.request.client_id,
                    "A script fetched /authorize (XHR or fetch, often by following an API's redirect to the login): a "
                    "login "
                    "page cannot be answered there, and CORS forbids it.",
                    shown(login.exchange),
                    fix="Let the browser go to the login (window.location, a link); answer API calls with 401, no "
                    "redirect.",
                ),
            )
        elif place == "iframe" or (place == "" and kind == "iframe"):
            back = next(((at, one) for at, one, _ in story.callbacks if at > login.at and failed(one)), None)
            rule = STATE_COOKIE_IN_IFRAME if back is not None else LOGIN_FRAMED
            yield (
                back[0] if back is not None else login.at,
                found(
                    rule,
                    login.request.client_id,
                    "The login runs inside an iframe of another page: Auth0's pages do not open there, and cookies "
                    "with "
                    "SameSite=Lax are not sent.",
                    shown(login.exchange),
                    confidence=Confidence.LIKELY,
                ),
            )


def by_script(one: Exchange) -> bool:
    """Whether a script sent it, where the recorder says so."""
    headers = one.request_headers
    kind, mode = headers.get(RESOURCE_TYPE), headers.get("sec-fetch-mode")
    return kind in ("xhr", "fetch") or mode == "cors" or headers.get("x-requested-with") == "XMLHttpRequest"


def loops(story: Story) -> bool:
    return len([one for one in story.interactive if one.code or came_back(story, one)]) >= LOOP


def came_back(story: Story, login: Login) -> bool:
    following = [one.at for one in story.interactive if one.at > login.at]
    end = min(following, default=len(story.exchanges))
    return any(login.at < at < end and "code" in answer and not failed(one) for at, one, answer in story.callbacks)


def loop(story: Story) -> Told:
    if not loops(story):
        return
    login = story.interactive[-1]
    why = cookie_lost(story)
    yield (
        -1,
        found(
            LOGIN_LOOP,
            login.request.client_id,
            f"/authorize was asked {len(story.interactive)} times, and each time the browser came back with a code: "
            f"the app "
            f"does not keep its session{why or ', or starts the login before it has handled the callback'}.",
            *(shown(one.exchange) for one in story.interactive[:LOOP]),
            confidence=Confidence.LIKELY,
        ),
    )


def cookie_lost(story: Story) -> str:
    """Why the cookies of a callback's answer are not kept, where its headers show it."""
    for _, one, _ in story.callbacks:
        cookies = one.answer_headers.get("set-cookie", "")
        plain = one.url.startswith("http://") and hostname_of(one.url) not in LOOPBACK
        if plain and re.search(r";\s*secure\b", cookies, re.IGNORECASE):
            return ": its cookie is Secure, and the page is on http"
        if any(len(line) > 4096 for line in cookies.split("\n")):
            return ": its cookie is larger than the 4096 bytes that browsers keep"
    return ""
