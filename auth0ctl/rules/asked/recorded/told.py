"""What refusals in a recording say in words, where nothing in the requests themselves explains them."""

from collections.abc import Iterator
from dataclasses import replace

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.rules.asked.causes import ESCAPED_WRONGLY, LOGIN_PAGE_LINK
from auth0ctl.rules.asked.recorded.returning import starts
from auth0ctl.rules.asked.recorded.story import (
    Login,
    Story,
    by_page,
    error_in,
    failed,
    grant_of,
    is_token_request,
    path_of,
    redirected,
    secret_sent,
    shown,
)
from auth0ctl.rules.asked.urls import LOGOUTS, host_of, hostname_of, place_of
from auth0ctl.rules.login.asking import CALLBACK_NOT_REGISTERED
from auth0ctl.rules.said.causes.app import WRONG_TENANT
from auth0ctl.rules.said.causes.browser import CROSS_ORIGIN_LOGIN, HOSTS_DIFFER
from auth0ctl.rules.said.causes.tenant import LOGOUT_CLIENT_ID, LOGOUT_URL
from auth0ctl.rules.said.judges import candidates
from auth0ctl.rules.wish.addresses import over_tls
from auth0ctl.rules.wish.situation import found
from auth0ctl.situation import Exchange, Said
from auth0ctl.words import split_url

Told = Iterator[tuple[int, Finding]]
# What is no failure: the way that these flows go.
ON_THE_WAY = ("authorization_pending", "slow_down", "use_dpop_nonce")
TEXTS = 40  # different refusals whose words are read
PAGE = 400  # characters of an error page; a login page is another URL
OWN_PAGES = ("/login", "/u/login", "/u/signup")


def logout(story: Story) -> Told:
    for at, one in enumerate(story.exchanges):
        path = path_of(one)
        if path not in LOGOUTS or not failed(one):
            continue
        back = one.query.get("returnTo") or one.query.get("post_logout_redirect_uri") or ""
        named = one.query.get("client_id") or one.query.get("id_token_hint")
        if not back:
            continue
        yield (
            at,
            found(
                LOGOUT_URL if named else LOGOUT_CLIENT_ID,
                "the logout",
                f"{path} answered {one.status}: {back} is not among the Allowed Logout URLs of "
                + ("the client." if named else "the tenant, whose list counts where the request has no client_id."),
                f"return URL: {back}",
                f"client_id: {one.query.get('client_id') or 'none'}",
                shown(one),
                fix=f"In the dashboard, add {back} to the Allowed Logout URLs of the client."
                if named
                else "Send client_id with the logout request, or add the URL to the tenant's list.",
            ),
        )


def escaped(story: Story) -> Told:
    """What a person pastes may come out of a page's source; what was recorded was sent like that."""
    for login in story.logins:
        if "&amp;" in login.exchange.url:
            yield (
                login.at,
                found(
                    ESCAPED_WRONGLY,
                    login.request.client_id,
                    "The request's query is escaped as HTML (&amp; in place of &): Auth0 gets parameters named amp;...",
                    shown(login.exchange),
                ),
            )


def callback_refused(story: Story) -> Told:
    """The page that says so, beside the URL that it is about."""
    for login in story.logins:
        words = login.exchange.answer.lower()
        told = "callback url mismatch" in words or "allowed callback urls" in words
        if not told or over_tls(login.request.redirect_uri):
            continue
        yield (
            login.at,
            found(
                CALLBACK_NOT_REGISTERED,
                login.request.client_id,
                f"Auth0 refused the redirect_uri {login.request.redirect_uri}: it is not among the client's Allowed "
                "Callback URLs.",
                f"redirect_uri: {login.request.redirect_uri}",
                shown(login.exchange),
                fix=f"In the dashboard, add {login.request.redirect_uri} to the client's Allowed Callback URLs, or "
                f"send one "
                "that is there.",
            ),
        )


def embedded(story: Story) -> Told:
    """A login form on the app's own page, which the client or the page's origin does not allow."""
    for at, one in enumerate(story.exchanges):
        words = f"{error_in(one).get('error', '')} {one.answer}".lower()
        if path_of(one) == "/co/authenticate" and failed(one) and "password" not in words and one.method == "POST":
            yield (
                at,
                found(
                    CROSS_ORIGIN_LOGIN,
                    host_of(one.url),
                    f"The cross-origin login of an embedded form was refused with {one.status or 'no answer'}: the "
                    f"client "
                    "does not allow cross-origin authentication, or the page's origin is not registered.",
                    shown(one),
                    confidence=Confidence.LIKELY,
                ),
            )


def not_there(story: Story) -> Told:
    """/authorize or /oauth/token that does not exist at the host."""
    for at, one in enumerate(story.exchanges):
        at_auth = any(login.at == at for login in story.logins) or is_token_request(one) or "/.well-known/" in one.url
        if at_auth and one.status in (404, 405) and not error_in(one):
            yield (
                at,
                found(
                    WRONG_TENANT,
                    host_of(one.url),
                    f"{host_of(one.url)} knows no {path_of(one)} (it answered {one.status}): the domain is not that "
                    f"of an "
                    "Auth0 tenant, or the tenant does not exist.",
                    shown(one),
                    confidence=Confidence.LIKELY,
                ),
            )


def bookmarked(story: Story) -> Told:
    """A recording, or a pasted URL, that begins with Auth0's own login page."""
    if len(story.exchanges) != 1 or story.exchanges[0].method == "POST":  # somebody typed into the page
        return
    one = story.exchanges[0]
    if split_url(place_of(one.url)).path.startswith(OWN_PAGES) and one.query.get("state") and "code" not in one.query:
        own = host_of(one.url).endswith(".auth0.com") or "client" in one.query or "/u/" in one.url
        if own:
            yield (
                0,
                found(
                    LOGIN_PAGE_LINK,
                    host_of(one.url),
                    "This is Auth0's login page for one login that was begun elsewhere: its state is good once, and "
                    "not "
                    "for long.",
                    f"URL: {place_of(one.url)}",
                    confidence=Confidence.LIKELY,
                ),
            )


def in_words(story: Story, explained: frozenset[int]) -> Told:
    """The rest: each refusal's own words, held against everything that is known to be said."""
    explained |= {at for at, one, _ in story.callbacks if (login := login_of(story, one)) and login.at in explained}
    heard: set[tuple[str, int, str]] = set()
    for at, one in enumerate(story.exchanges):
        words = (host_of(one.url), one.status, one.answer)
        if (words in heard and not {"error"} & {*one.query, *one.form}) or len(heard) > TEXTS:
            continue  # the same host said the same before
        if at in explained or not refuses(story, at, one) or mended(story, at, one):
            continue
        heard.add(words)
        said = said_in(story, at, one)
        # Several readings of one text are likely to be told apart by the requests around it: those have spoken before.
        told = [one for one in candidates(said) if not disproved(story, at, one)]
        for finding in told[: 1 if told and told[0].confidence is Confidence.CERTAIN else 2]:
            bare = finding.severity or finding.rule.severity
            yield (
                at,
                replace(
                    finding,
                    subject=host_of(one.url),
                    evidence=(shown(one), *finding.evidence),
                    severity=bare if bare is not Severity.INFO else None,
                ),
            )


def disproved(story: Story, at: int, reading: Finding) -> bool:
    """Whether the requests show that what the words may mean is not so: the login began on its callback's host."""
    if reading.rule is not HOSTS_DIFFER:
        return False
    began = [(login, start) for login, start in starts(story) if login.at < at]
    return bool(began) and all(
        hostname_of(start.url) == hostname_of(login.request.redirect_uri) for login, start in began
    )


def refuses(story: Story, at: int, one: Exchange) -> bool:
    if one.method == "OPTIONS":
        return False
    error = {**redirected(one), **error_in(one)}.get("error", "")
    if error in ON_THE_WAY:
        return False
    if len(story.exchanges) == 1 and one.status == 0 and one.query.get("error"):
        return True  # a pasted callback
    ours = host_of(one.url) in story.tenant_hosts
    back = any(place == at for place, _, _ in story.callbacks)
    if back and one.query.get("error", one.form.get("error", "")):
        return True
    login = any(each.at == at and not each.silent for each in story.logins)
    if login and one.status == 200 and 0 < len(one.answer) < PAGE:
        return True
    return (bool(error) and ours) or (failed(one) and (ours or back or bool(one.answer)))


def login_of(story: Story, one: Exchange) -> Login | None:
    """The login that a callback answers, by its state."""
    state = one.query.get("state") or one.form.get("state")
    return next((login for login in story.logins if state and login.request.state == state), None)


def mended(story: Story, at: int, one: Exchange) -> bool:
    """Whether the same was asked again and went well, or a silent question was only the beginning of a login."""
    login = next((each for each in story.logins if each.at == at), None) or login_of(story, one)
    if login is not None and login.silent:
        return any(each.at > at for each in story.interactive) or login.error == "login_required"
    if is_token_request(one):
        if error_in(one).get("error") == "mfa_required" and any(
            "/mfa" in grant_of(other) or path_of(other).startswith("/mfa/") for other in story.exchanges[at + 1 :]
        ):
            return True  # the app goes on to ask for the second factor
        return any(
            later > at and other.status == 200 and grant_of(other) == grant_of(one) for later, other in story.tokens
        )
    same = (
        place_of(other.url) == place_of(one.url) and other.method == one.method for other in story.exchanges[at + 1 :]
    )
    well = (200 <= other.status < 300 for other in story.exchanges[at + 1 :])
    return any(is_same and is_well for is_same, is_well in zip(same, well, strict=True))


def said_in(story: Story, at: int, one: Exchange) -> Said:
    answer = {**one.query, **one.form, **redirected(one), **error_in(one)}
    error, description = answer.get("error", ""), answer.get("error_description", "")
    text = " \n".join(part for part in (one.answer, f"{error}: {description}" if error else "") if part)
    challenge = one.answer_headers.get("www-authenticate", "")
    return Said(
        text=f"{text}\n{challenge}".strip()[:4000],
        error=error,
        description=description,
        status=one.status or None,
        known=known_of(story, at, one),
    )


def known_of(story: Story, at: int, one: Exchange) -> dict[str, str]:
    """What the requests around it tell: as a person would add it with ``--know``."""
    known: dict[str, str] = {}
    login: Login | None = story.login_before(at + 1)
    if login is not None:
        known["redirect_uri"] = login.request.redirect_uri
        known["client_id"] = login.request.client_id
        known["scope"] = " ".join(login.request.scope)
        if login.request.audience:
            known["login_audience"] = login.request.audience
    elif any(place == at for place, _, _ in story.callbacks):
        known["redirect_uri"] = place_of(one.url)
    if is_token_request(one):
        known["grant_type"] = grant_of(one)
        known["has_secret"] = "true" if secret_sent(one) else "false"
        if not secret_sent(one) and by_page(one):
            known["app"] = "spa"
        if origin := one.request_headers.get("origin"):
            known["origin"] = origin
    return {name: value for name, value in known.items() if value}
