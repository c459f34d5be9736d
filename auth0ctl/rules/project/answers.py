"""How the user's own API answered when it was called: with nothing, with the access token, with what it must refuse."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.project.refusals import reason, said
from auth0ctl.rules.said.causes.browser import API_CORS
from auth0ctl.situation import ApiAnswer
from auth0ctl.words import shown

ACCESS_DOCS = "https://auth0.com/docs/secure/tokens/access-tokens/validate-access-tokens"

TAKES_NOTHING = Rule(
    code="AZ951",
    name="api-accepts-no-token",
    severity=Severity.WARNING,
    title="The API answers without any token",
    why="What is open to everybody is not protected by Auth0: the middleware is not on this route, or it lets requests "
    "without credentials pass.",
    fix="Put the token check on this route, before its handler; if the route is meant to be open, call another one.",
    docs=ACCESS_DOCS,
)
TAKES_ID_TOKEN = Rule(
    code="AZ952",
    name="api-accepts-id-token",
    severity=Severity.ERROR,
    title="The API takes an ID token as if it were an access token",
    why="An ID token is for the client: its `aud` is the client id, it has no scopes, and every app that shares the "
    "tenant's keys can get one. An API that takes it does not check the audience, or checks for the client id.",
    fix="Let the API check that `aud` is its own identifier.",
    docs=ACCESS_DOCS,
)
TAKES_FORGED = Rule(
    code="AZ953",
    name="api-accepts-forged-token",
    severity=Severity.ERROR,
    title="The API takes a token whose signature is wrong",
    why="A token that is only decoded proves nothing: anybody can write one. This API does not verify the signature.",
    fix="Verify the signature with the tenant's keys (JWKS) and a fixed algorithm; do not just decode.",
    docs=ACCESS_DOCS,
)
NOT_CHALLENGED = Rule(
    code="AZ954",
    name="api-refusal-without-challenge",
    severity=Severity.INFO,
    title="The API's refusal does not say what it wants",
    why="A 401 carries WWW-Authenticate (RFC 9110 section 11.6.1, RFC 6750 section 3): callers and this tool read the "
    "reason there.",
    fix="Let the middleware's own error answer through, or send the header in the error handler.",
    docs="https://www.rfc-editor.org/rfc/rfc6750#section-3",
)
REDIRECTS = Rule(
    code="AZ957",
    name="api-redirects-to-login",
    severity=Severity.ERROR,
    title="The API sends callers to a login page instead of checking a token",
    why="The route is protected by a browser session (a middleware for web apps). It never looks at an access token: "
    "programs and pages of another origin get a redirect that they cannot follow.",
    fix="Protect the route with a middleware that validates access tokens, such as express-oauth2-jwt-bearer.",
    docs="https://auth0.com/docs/quickstart/backend",
)
NOT_THERE = Rule(
    code="AZ959",
    name="api-path-not-found",
    severity=Severity.WARNING,
    title="There is nothing to call at this address",
    why="The answer is the same with and without a token, and it says that the path or the method does not exist: "
    "whether tokens are checked cannot be seen.",
    fix="Call a protected path that answers to GET.",
    docs="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5",
)
FAILS = Rule(
    code="AZ960",
    name="api-fails-on-token",
    severity=Severity.ERROR,
    title="The API breaks down when it gets a token",
    why="A 5xx answer is the API's own error: often it cannot fetch the tenant's keys, has no secret or issuer "
    "configured, or does not catch the error that its middleware raises.",
    fix="Look at the API's own log at the time of the call; check its domain, issuer and JWKS settings.",
    docs=ACCESS_DOCS,
)
WHAT_IS_CHECKED = Rule(
    code="AZ961",
    name="api-checks-tokens",
    severity=Severity.INFO,
    title="What the API seems to check",
    why="Concluded from its answers to a call without a token, with the access token, and with tokens that it must "
    "refuse.",
    fix="Nothing to do.",
    docs=ACCESS_DOCS,
)
FORGED = {"broken signature": "whose signature was changed", "unsigned": "with alg none and no signature"}
REDIRECT = (301, 302, 303, 307, 308)


def answered(facts: Facts, sent: str) -> ApiAnswer | None:
    return next((one for one in facts.api_answers or () if one.sent == sent), None)


def taken(answer: ApiAnswer | None) -> bool:
    return answer is not None and 200 <= answer.status < 300


def refused(answer: ApiAnswer | None) -> bool:
    return answer is not None and answer.status in (400, 401, 403)


def lines(facts: Facts) -> tuple[str, ...]:
    """One line of evidence for each call."""
    told = []
    for one in facts.api_answers or ():
        words = said(one)
        told.append(f"with {one.sent}: {one.status}" + (f", {shown(words[:160])}" if words.strip() else ""))
    return tuple(told)


def about(facts: Facts, rule: Rule, detail: str, fix: str = "", confidence: Confidence = Confidence.CERTAIN) -> Finding:
    answers = facts.api_answers or ()
    return Finding(
        rule=rule,
        subject=answers[0].url or "the API",
        detail=detail,
        evidence=lines(facts),
        fix=fix or rule.fix,
        confidence=confidence,
    )


def takes_nothing(facts: Facts) -> Finding | None:
    if not taken(answered(facts, "nothing")):
        return None
    return about(facts, TAKES_NOTHING, "A call without any token was answered: this address is open to everybody.")


def takes_id_token(facts: Facts) -> Finding | None:
    if taken(answered(facts, "nothing")) or not taken(answered(facts, "ID token")):
        return None
    alone = refused(answered(facts, "access token"))
    detail = "The ID token was taken" + (
        " and the access token refused: the API checks for the client id as audience, so it mistakes the ID token for "
        "an access token."
        if alone
        else ": the API does not check that the audience (aud) is its own identifier."
    )
    return about(facts, TAKES_ID_TOKEN, detail)


def takes_forged(facts: Facts) -> Finding | None:
    if taken(answered(facts, "nothing")):
        return None
    forged = [words for sent, words in FORGED.items() if taken(answered(facts, sent))]
    if not forged:
        return None
    return about(
        facts, TAKES_FORGED, f"The API took a token {' and one '.join(forged)}: it does not verify signatures."
    )


def redirects(facts: Facts) -> Finding | None:
    nothing, access = answered(facts, "nothing"), answered(facts, "access token")
    last = access or nothing
    if last is None or last.status not in REDIRECT or (nothing is not None and nothing.status not in REDIRECT):
        return None
    to = last.headers.get("location", "")
    same_place = to.rstrip("/") == last.url.rstrip("/") or to.removeprefix("https") == last.url.removeprefix("http")
    if same_place:
        return None
    return about(
        facts,
        REDIRECTS,
        f"The call was redirected ({last.status}{', to ' + to if to else ''})"
        + (" even with the access token" if access else "")
        + ": the route is protected by a browser session, not by a token.",
        confidence=Confidence.LIKELY,
    )


def cors_refused(facts: Facts) -> Finding | None:
    preflight = answered(facts, "preflight")
    if preflight is None:
        return None
    allowed = preflight.headers.get("access-control-allow-origin", "")
    named = {one.strip().lower() for one in preflight.headers.get("access-control-allow-headers", "").split(",")}
    if not taken(preflight):
        why = f"the OPTIONS question was answered with {preflight.status}"
        if preflight.status in (401, 403):
            why += ": the token check stands before the CORS handling"
    elif not allowed:
        why = "there is no Access-Control-Allow-Origin in the answer"
    elif "authorization" not in named:
        # a star does not cover Authorization (Fetch standard, CORS-preflight)
        why = "`authorization` is not among the allowed headers"
    else:
        return None
    return about(facts, API_CORS, f"A browser would not let the page call the API: {why}.")


def not_there(facts: Facts) -> Finding | None:
    calls = [one for one in facts.api_answers or () if one.sent != "preflight"]
    if not calls or any(one.status not in (404, 405, 501) for one in calls):
        return None
    return about(facts, NOT_THERE, f"Every call was answered with {calls[0].status}: nothing was learned about tokens.")


def fails(facts: Facts) -> Finding | None:
    access, nothing = answered(facts, "access token"), answered(facts, "nothing")
    broken = next((one for one in (access, nothing) if one is not None and one.status >= 500), None)
    if broken is None or broken.status == 501:
        return None
    hints = {
        "key": " It speaks of keys: it may not reach the tenant's JWKS, or has none configured.",
        "absent": " It speaks of a missing token: its error handler turns a refusal into a server error.",
    }
    more = hints.get(reason(broken) or "", " Its own log says why.")
    return about(facts, FAILS, f"The call with {broken.sent} ended in {broken.status}.{more}")


def not_challenged(facts: Facts) -> Finding | None:
    silent = [
        one for one in facts.api_answers or () if one.status == 401 and not one.challenge and one.sent != "preflight"
    ]
    if not silent:
        return None
    return about(facts, NOT_CHALLENGED, f"The 401 to a call with {silent[0].sent} has no WWW-Authenticate header.")


def what_is_checked(facts: Facts) -> Finding | None:
    """The summary, where the API is protected at all and takes what it should."""
    nothing, access = answered(facts, "nothing"), answered(facts, "access token")
    if not refused(nothing) or not taken(access):
        return None
    checks = ["that there is a token"]
    if all(refused(one) for sent in FORGED if (one := answered(facts, sent)) is not None) and answered(
        facts, "broken signature"
    ):
        checks.append("its signature")
    if refused(answered(facts, "ID token")):
        checks.append("that it is an access token for this API (audience)")
    return about(facts, WHAT_IS_CHECKED, f"The API takes the access token. It seems to check {', '.join(checks)}.")


JUDGES = tuple(
    Judge(rule=rule, needs=("api_answers",), find=find)
    for rule, find in (
        (TAKES_FORGED, takes_forged),
        (TAKES_ID_TOKEN, takes_id_token),
        (TAKES_NOTHING, takes_nothing),
        (REDIRECTS, redirects),
        (FAILS, fails),
        (NOT_THERE, not_there),
        (API_CORS, cors_refused),
        (NOT_CHALLENGED, not_challenged),
        (WHAT_IS_CHECKED, what_is_checked),
    )
)
