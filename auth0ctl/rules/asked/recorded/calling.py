"""Calls in a recording: to the app's API with some token, to /userinfo, and what the browser's CORS rules refused."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.rules.asked.causes import TOKEN_IN_URL
from auth0ctl.rules.asked.recorded.story import (
    Story,
    bearer_of,
    by_page,
    claims_of,
    failed,
    is_token_request,
    opaque,
    path_of,
    secret_sent,
    shown,
)
from auth0ctl.rules.asked.urls import USERINFO, host_of, origin_of
from auth0ctl.rules.login.endpoint import RATE_LIMITED
from auth0ctl.rules.said.causes.api import HEADER_MALFORMED, HEADER_MISSING, USERINFO_REFUSED
from auth0ctl.rules.said.causes.app import WRONG_TENANT
from auth0ctl.rules.said.causes.browser import API_CORS, CORS_ORIGIN_MISSING
from auth0ctl.rules.token.form import ID_AS_ACCESS, OPAQUE
from auth0ctl.rules.token.party import OTHER_AUDIENCE
from auth0ctl.rules.token.rights import NOT_REQUESTED, SCOPE_NOT_PERMISSIONS, USER_LACKS_PERMISSION
from auth0ctl.rules.wish.situation import found
from auth0ctl.situation import Exchange

Told = Iterator[tuple[int, Finding]]
NOT_TOKENS = ("", "undefined", "null", "[object promise]", "[object object]", "none", "false", "bearer")
NO_SUCH_HOST = ("name_not_resolved", "enotfound", "nxdomain", "dns", "could not be resolved", "unknown host")
ALLOW = "access-control-allow-origin"


def calling(story: Story) -> Told:
    for at, one in enumerate(story.exchanges):
        if one.method == "OPTIONS":
            yield from preflight(story, at, one)
        elif one.status == 429:
            yield (
                at,
                found(
                    RATE_LIMITED,
                    host_of(one.url),
                    f"{host_of(one.url)} answered 429: too many requests in a short time.",
                    shown(one),
                ),
            )
        elif one.status == 0 and host_of(one.url) in story.tenant_hosts:
            yield from no_answer(story, at, one)
        elif host_of(one.url) not in story.tenant_hosts:
            yield from to_api(story, at, one)
        elif path_of(one) == USERINFO and one.status in (401, 403):
            yield at, userinfo(story, one)
        if one.query.get("access_token") and "#" not in one.url:
            yield (
                -1,
                found(
                    TOKEN_IN_URL,
                    host_of(one.url),
                    f"An access_token stands in the query of a request to {host_of(one.url)}.",
                    shown(one),
                    severity=Severity.ERROR if one.status in (401, 403) else None,
                ),
            )


def issued(story: Story, name: str) -> set[str]:
    """The tokens of this kind that came back in the recording."""
    values = {(one.answer_json or {}).get(name) for _, one in story.tokens}
    return {value for value in values if isinstance(value, str) and value}


def to_api(story: Story, at: int, one: Exchange) -> Told:
    """What an API that refuses was given."""
    if one.status not in (401, 403) or (not story.tokens and not story.logins and bearer_of(one) is None):
        return
    token = bearer_of(one)
    recorded = any("authorization" in other.request_headers for other in story.exchanges)
    if token is None:
        if recorded and story.first_success is not None and story.first_success < at and by_page(one):
            yield (
                at,
                found(
                    HEADER_MISSING,
                    host_of(one.url),
                    "The call to the API carries no Authorization header, while others do.",
                    shown(one),
                    confidence=Confidence.LIKELY,
                ),
            )
        return
    header = one.request_headers["authorization"]
    if token.lower() in NOT_TOKENS or not header.lower().startswith(("bearer ", "dpop ", "basic ")):
        kind = token if token.lower() in NOT_TOKENS and token else "no word Bearer before the token"
        yield (
            at,
            found(
                HEADER_MALFORMED,
                host_of(one.url),
                f"The Authorization header is no `Bearer TOKEN`: {kind}.",
                shown(one),
            ),
        )
        return
    if header.lower().startswith("basic "):
        return
    yield from by_token(story, at, one, token)
    yield from by_rights(story, at, one, claims_of(token))


def by_token(story: Story, at: int, one: Exchange, token: str) -> Told:
    claims = claims_of(token)
    client_ids = {login.request.client_id for login in story.logins} | {
        other.form.get("client_id", "") for _, other in story.tokens
    }
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience if isinstance(audience, list) else []
    if token in issued(story, "id_token") or ("nonce" in claims) or (audiences and {*audiences} <= client_ids - {""}):
        yield (
            at,
            found(
                ID_AS_ACCESS,
                host_of(one.url),
                "The call to the API carries the ID token: its audience is the client, and the API expects an access "
                "token.",
                f"aud: {', '.join(map(str, audiences)) or 'unknown'}",
                shown(one),
            ),
        )
    elif opaque(token) and token in issued(story, "access_token"):
        yield (
            at,
            found(
                OPAQUE,
                host_of(one.url),
                "The API was given an opaque access token, which it cannot check: the login asked for no audience (or "
                "only "
                "/userinfo).",
                "access token: not a JWT",
                shown(one),
                fix="auth0ctl login --audience IDENTIFIER    # and the same audience in the app",
            ),
        )
    elif len(audiences) == 1 and for_auth0(str(audiences[0])) and host_of(str(audiences[0])) != host_of(one.url):
        yield (
            at,
            found(
                OTHER_AUDIENCE,
                host_of(one.url),
                f"The access token is for {audiences[0]}, an API of Auth0's own, and it was sent to "
                f"{host_of(one.url)}.",
                f"aud: {audiences[0]}",
                shown(one),
                confidence=Confidence.LIKELY,
            ),
        )


def by_rights(story: Story, at: int, one: Exchange, claims: Mapping[str, Any]) -> Told:
    """403: the scope that the API names, beside what the token holds and what the login asked for."""
    challenge = one.answer_headers.get("www-authenticate", "")
    named = re.search(r"scope=\"?([^\",]+)", challenge)
    needed = named[1].split() if named else []
    scope = claims.get("scope")
    if one.status != 403 or not needed or not claims:
        return
    held, permissions = str(scope or "").split(), [str(each) for each in claims.get("permissions") or ()]
    missing = [each for each in needed if each not in held]
    login = story.login_before(at)
    if not missing or login is None:
        return
    rule, why = NOT_REQUESTED, "the login did not request it"
    if set(missing) <= set(permissions):
        rule, why = SCOPE_NOT_PERMISSIONS, "it is in the claim permissions, and the API looks for it in scope"
    elif set(missing) <= set(login.request.scope):
        rule, why = USER_LACKS_PERMISSION, "the login requested it and Auth0 dropped it: the user lacks the permission"
    yield (
        at,
        found(
            rule,
            host_of(one.url),
            f"The API wants the scope {' '.join(missing)}, and the access token's scope does not have it: {why}.",
            f"scope of the token: {' '.join(held) or 'none'}",
            f"scope of the login: {' '.join(login.request.scope) or 'none'}",
            shown(one),
            confidence=Confidence.LIKELY,
        ),
    )


def for_auth0(audience: str) -> bool:
    """Whether it is one of Auth0's own APIs."""
    return audience.rstrip("/").endswith(("/api/v2", "/userinfo"))


def userinfo(story: Story, one: Exchange) -> Finding:
    """/userinfo takes a person's access token with openid (token-endpoint.md section 13)."""
    token = bearer_of(one) or ""
    claims = claims_of(token)
    audience = claims.get("aud")
    login = story.logins[-1] if story.logins else None
    if token in issued(story, "id_token") or "nonce" in claims:
        return found(
            ID_AS_ACCESS,
            host_of(one.url),
            f"/userinfo answered {one.status}: the ID token was sent, and it takes the access token.",
            shown(one),
        )
    why = "the token is expired, of another tenant, or not a person's access token with the scope openid"
    if claims and isinstance(audience, str) and not audience.endswith("/userinfo"):
        why = f"the token's audience is {audience} alone, without /userinfo"
    elif login is not None and "openid" not in login.request.scope:
        why = "the login's scope has no openid"
    return found(
        USERINFO_REFUSED,
        host_of(one.url),
        f"/userinfo answered {one.status}: {why}.",
        shown(one),
        confidence=Confidence.POSSIBLE if why.startswith("the token is") else Confidence.CERTAIN,
    )


def preflight(story: Story, at: int, one: Exchange) -> Told:
    """A CORS question that was answered without leave."""
    page = one.request_headers.get("origin", "")
    granted = one.answer_headers.get(ALLOW)
    if (granted is not None and granted in ("*", page)) or (not one.answer_headers and one.status and one.status < 400):
        return
    if not page and not failed(one):
        return
    yield at, cors(story, one, page)


def no_answer(story: Story, at: int, one: Exchange) -> Told:
    """A request to the tenant that brought nothing the page may see."""
    words = one.answer.lower()
    if any(sign in words for sign in NO_SUCH_HOST):
        yield (
            at,
            found(
                WRONG_TENANT,
                host_of(one.url),
                f"There is no host {host_of(one.url)}: the app's domain is not the tenant's (a letter, the region "
                f"part).",
                shown(one),
                fix="Copy the domain from the client's settings page into the app.",
            ),
        )
    elif is_token_request(one) or path_of(one) == USERINFO:
        # A recorder may say nothing of the reason; a program with a secret is not subject to CORS.
        if secret_sent(one) or (words and not any(sign in words for sign in ("cors", "failed", "blocked", "network"))):
            return
        yield at, cors(story, one, one.request_headers.get("origin", ""))


def cors(story: Story, one: Exchange, page: str) -> Finding:
    ours = host_of(one.url) in story.tenant_hosts
    where = page or origin_of(next((other.request.redirect_uri for other in story.logins), "")) or "the page's origin"
    whose = "Allowed Origins (CORS) of the client" if ours else "CORS settings of the API"
    return found(
        CORS_ORIGIN_MISSING if ours else API_CORS,
        where,
        f"The browser asked {host_of(one.url)} whether a page of {where} may call it (CORS), and got no leave: "
        f"{where} is not "
        f"in the {whose}.",
        f"origin: {page or 'not recorded'}",
        f"{ALLOW}: {one.answer_headers.get(ALLOW, 'none')}",
        shown(one),
        fix=f"In the dashboard: Applications, the client, Settings: add {where} to Allowed Origins (CORS)."
        if ours
        else f"Let the API answer preflights from {where}, with Authorization among the allowed headers.",
        confidence=Confidence.CERTAIN if page else Confidence.LIKELY,
    )
