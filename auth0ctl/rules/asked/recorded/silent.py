"""Silent logins in a recording: refused although somebody had just logged in, or never answered."""

from collections.abc import Iterator

from auth0ctl.findings import Confidence, Finding
from auth0ctl.rules.asked.recorded.story import Login, Story, failed, shown
from auth0ctl.rules.asked.urls import origin_of
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.login.person import CONSENT_ON_LOOPBACK, CONSENT_REQUIRED, SESSION_NEEDED
from auth0ctl.rules.said.causes.app import AUDIENCE_NOT_AT_LOGIN
from auth0ctl.rules.said.causes.browser import THIRD_PARTY_COOKIES, WEB_ORIGIN_MISSING
from auth0ctl.rules.wish.situation import OIDC, found

Told = Iterator[tuple[int, Finding]]
NEEDS_PERSON = ("login_required", "interaction_required")


def silent(story: Story) -> Told:
    for one in story.logins:
        if not one.silent:
            continue
        if one.error == "consent_required":
            yield one.at, consent(one)
        elif one.error in NEEDS_PERSON:
            yield from refused(story, one)
        elif one.request.response_mode == "web_message":
            yield from unanswered(one)


def login_for(story: Story, one: Login) -> Login | None:
    """The last login before it that a person finished; one whose way back was not recorded counts as well."""
    own = [
        login for login in story.interactive if login.at < one.at and login.request.client_id == one.request.client_id
    ]
    went_well = [login for login in own if not login.error and login.exchange.status < 400]
    return went_well[-1] if went_well else None


def later(story: Story, one: Login) -> bool:
    """Whether a login of a person follows: then the silent one only asked whether there was a session."""
    return any(login.at > one.at and login.request.client_id == one.request.client_id for login in story.interactive)


def refused(story: Story, one: Login) -> Told:
    login = login_for(story, one)
    if login is None:
        session = story.first_success is not None and story.first_success < one.at
        if not later(story, one) and not session:
            yield (
                one.at,
                found(
                    SESSION_NEEDED,
                    one.request.client_id,
                    "The silent login was answered login_required: the browser sent no session of Auth0's. Nobody has "
                    "logged in in this recording; where somebody had before, the browser blocks third-party cookies.",
                    shown(one.exchange),
                    confidence=Confidence.POSSIBLE,
                ),
            )
        return
    cookies = one.exchange.request_headers.get("cookie")
    recorded = any("cookie" in other.request_headers for other in story.exchanges)
    if differs := beyond(login, one):
        yield (
            one.at,
            found(
                AUDIENCE_NOT_AT_LOGIN,
                one.request.client_id,
                f"The silent call asks for {differs}, which the login did not ask for: no token and no refresh token "
                f"of "
                "that login fits, so the SDK falls back to the iframe, which sees no session where third-party "
                "cookies are "
                "blocked.",
                f"audience at the login: {login.request.audience or 'none'}",
                f"audience of the silent call: {one.request.audience or 'none'}",
                shown(one.exchange),
                fix="Give the initial login the same audience and scope as the token call (on the provider: "
                "authorizationParams).",
                confidence=Confidence.LIKELY,
            ),
        )
        return
    blocked = cookies is None and recorded
    yield (
        one.at,
        found(
            THIRD_PARTY_COOKIES,
            one.request.client_id,
            "The silent login was answered login_required right after a login"
            + (", and its request carries no cookie" if blocked else "")
            + ": the browser blocks Auth0's session cookie in the iframe (third-party cookies).",
            shown(login.exchange),
            shown(one.exchange),
            confidence=Confidence.CERTAIN if blocked else Confidence.LIKELY,
        ),
    )


def beyond(login: Login, one: Login) -> str:
    """What a silent call asks for that the login did not; empty for nothing."""
    if (one.request.audience or "") != (login.request.audience or "") and one.request.audience:
        return f"the audience {one.request.audience}"
    more = [scope for scope in one.request.scope if scope not in login.request.scope and scope not in OIDC[:1]]
    return f"the scope {' '.join(more)}" if more else ""


def consent(one: Login) -> Finding:
    uri = one.request.redirect_uri
    local = bool(uri) and not verifiable(uri)
    return found(
        CONSENT_ON_LOOPBACK if local else CONSENT_REQUIRED,
        uri or one.request.client_id,
        f"The silent login was answered consent_required for the audience {one.request.audience or '(default)'}: "
        + (
            f"with the callback {uri} consent can never be skipped, as localhost is not verifiable."
            if local
            else "the API does not let this client skip the consent page."
        ),
        f"redirect_uri: {uri}",
        shown(one.exchange),
        fix="auth0ctl login --callback-host app.localhost    # and develop under such a name" if local else "",
    )


def unanswered(one: Login) -> Told:
    """A page that may not be answered: Auth0 says so on its error page, or posts to nobody."""
    words = one.exchange.answer.lower()
    page = origin_of(one.request.redirect_uri)
    by_page = origin_of(one.exchange.request_headers.get("referer", "")) or page
    told = "registered origin" in words or "web origin" in words or "web_origins" in words or "origin" in words
    if not failed(one.exchange) or "callback" in words:
        return
    if told or (not words and one.exchange.status in (400, 403)):
        yield (
            one.at,
            found(
                WEB_ORIGIN_MISSING,
                by_page,
                f"The silent login (web_message) of {by_page} was refused with {one.exchange.status}: this origin is "
                f"not "
                "among the client's Allowed Web Origins, so the page is never answered and waits for a timeout.",
                f"origin: {by_page}",
                shown(one.exchange),
                fix=f"In the dashboard: Applications, the client, Settings: add {by_page} to Allowed Web Origins.",
                confidence=Confidence.CERTAIN if told else Confidence.LIKELY,
            ),
        )
