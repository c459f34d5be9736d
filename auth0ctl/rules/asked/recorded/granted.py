"""Tokens that came in a recording, and are not what the login asked for or the app needs."""

from collections.abc import Iterator

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.rules.api import OFFLINE_DISABLED
from auth0ctl.rules.asked.recorded.story import (
    Login,
    Story,
    claims_of,
    grant_of,
    header_of,
    opaque,
    secret_sent,
    shown,
)
from auth0ctl.rules.asked.urls import host_of
from auth0ctl.rules.client import ALG_HS256
from auth0ctl.rules.request import SCOPE_DROPPED
from auth0ctl.rules.token.form import OPAQUE
from auth0ctl.rules.token.rights import USER_LACKS_PERMISSION
from auth0ctl.rules.wish.situation import OIDC, found
from auth0ctl.situation import Exchange

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
Told = Iterator[tuple[int, Finding]]


def granted(story: Story) -> Told:
    """What each successful token request lacks."""
    for at, one in story.tokens:
        yield from token_opaque(story, at, one)
        yield from token_short(story, at, one)


def token_opaque(story: Story, at: int, one: Exchange) -> Told:
    """An access token that no API can check, because none was named."""
    token = (one.answer_json or {}).get("access_token")
    if one.status != 200 or not isinstance(token, str) or not opaque(token) or token.startswith("(hidden"):
        return
    machine = grant_of(one) == "client_credentials"
    what = "token request" if machine else "login"
    login = None if machine else story.login_before(at, code=one.form.get("code", ""))
    late = login is not None and grant_of(one) == "authorization_code" and bool(one.form.get("audience"))
    asked = login.request.audience or "" if login is not None and late else one.form.get("audience", "")
    asked = asked or (login.request.audience if login else None) or ""
    if asked and not asked.rstrip("/").endswith("/userinfo"):
        return
    if login is None and not machine and grant_of(one) not in ("password", DEVICE) and "realm" not in grant_of(one):
        return
    yield (
        -1,
        found(
            OPAQUE,
            one.form.get("client_id", ""),
            f"The {what} names {f'the audience {asked}' if asked else 'no audience'}, and the access token that came "
            f"back "
            "is opaque: not a JWT, good for /userinfo at most, and no API can check it."
            + (" The audience belongs into the authorize request; in the token request it is ignored." if late else ""),
            f"audience: {asked or 'none'}",
            f"access token: {form(token)}",
            shown(one),
            fix=f"auth0ctl login {'--flow client-credentials ' if machine else ''}--audience IDENTIFIER    # and in "
            "the app",
            confidence=Confidence.CERTAIN if machine else Confidence.LIKELY,
            severity=None if machine or calls_refused(story, at) else Severity.WARNING,
        ),
    )


def calls_refused(story: Story, at: int) -> bool:
    """Whether an API answered 401 or 403 after that."""
    later = story.exchanges[at + 1 :]
    return any(one.status in (401, 403) and host_of(one.url) not in story.tenant_hosts for one in later)


def token_short(story: Story, at: int, one: Exchange) -> Told:
    """What the login asked for and the token answer does not hold: a refresh token, scopes; an ID token with HS256."""
    answer = one.answer_json or {}
    if one.status != 200 or grant_of(one) != "authorization_code":
        return
    client_id = one.form.get("client_id", "")
    id_token = answer.get("id_token")
    if isinstance(id_token, str) and header_of(id_token).get("alg") == "HS256" and not secret_sent(one):
        yield (
            -1,
            found(
                ALG_HS256,
                client_id,
                "The ID token is signed with HS256, and a page has no secret to check it with: the SDKs accept RS256 "
                "only.",
                "alg: HS256",
                shown(one),
                fix="In the dashboard: Applications, the client, Advanced Settings, OAuth: RS256.",
                severity=Severity.ERROR,
            ),
        )
    login = story.login_before(at, client_id, one.form.get("code", ""))
    if login is None:
        return
    granted = answer.get("scope")
    if "offline_access" in login.request.scope and "refresh_token" not in answer and answer.get("access_token"):
        yield (
            -1,
            found(
                OFFLINE_DISABLED,
                login.request.audience or client_id,
                "The login asked for offline_access and got no refresh token: the API does not allow offline access, "
                "or the "
                "client lacks the refresh_token grant.",
                f"scope asked for: {' '.join(login.request.scope)}",
                f"scope granted: {granted if isinstance(granted, str) else 'as asked'}",
                confidence=Confidence.LIKELY,
                severity=Severity.WARNING,
            ),
        )
    yield from scopes_dropped(login, one, granted if isinstance(granted, str) else None)


def scopes_dropped(login: Login, one: Exchange, granted: str | None) -> Told:
    token = (one.answer_json or {}).get("access_token")
    claims = claims_of(token) if isinstance(token, str) else {}
    listed = granted if granted is not None else claims.get("scope")
    if not isinstance(listed, str) or not login.request.audience:
        return
    lost = [scope for scope in login.request.scope if scope not in listed.split() and scope not in OIDC]
    if not lost:
        return
    permissions = claims.get("permissions")
    by_rbac = isinstance(permissions, list) and not {*lost} & {*map(str, permissions)}
    yield (
        -1,
        found(
            USER_LACKS_PERMISSION if by_rbac else SCOPE_DROPPED,
            login.request.audience,
            f"The login asked for {' '.join(lost)}, and the token does not have it: "
            + (
                "RBAC is on for the API, and the user does not hold the permission."
                if by_rbac
                else "the API does not define it, or RBAC, a client grant or an Action takes it away."
            ),
            f"asked for: {' '.join(login.request.scope)}",
            f"granted: {listed or 'none'}",
            confidence=Confidence.LIKELY,
            severity=Severity.ERROR if by_rbac else Severity.WARNING,
        ),
    )


def form(token: str) -> str:
    """The shape of a token, never the token."""
    if token.count(".") == 4:
        return "five parts, encrypted (JWE)"
    return "a JWT" if claims_of(token) else f"{len(token)} characters, one word"
