"""Requests for tokens in a recording: what they say beside what the login said, and how they were answered."""

import base64
import hashlib
from collections.abc import Iterator, Mapping

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.rules.asked.causes import SECRET_IN_BROWSER
from auth0ctl.rules.asked.recorded.story import (
    Story,
    by_page,
    error_in,
    grant_of,
    secret_sent,
    shown,
)
from auth0ctl.rules.asked.urls import host_of
from auth0ctl.rules.client import PUBLIC_WITH_SECRET
from auth0ctl.rules.login.asking import DEVICE_NEEDS_PUBLIC
from auth0ctl.rules.login.endpoint import (
    CODE_INVALID,
    REDIRECT_URI_DIFFERS,
    REFRESH_TOKEN_REUSED,
    SECRET_WRONG,
    VERIFIER_WRONG,
)
from auth0ctl.rules.said.causes.app import AUDIENCE_NOT_AT_LOGIN
from auth0ctl.rules.wish.situation import found
from auth0ctl.situation import Exchange

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ONCE = "Handle the callback once, and take code and state out of the address at once (history.replaceState)."
UNAUTHORIZED = ("access_denied", "invalid_client", "unauthorized", None)
Told = Iterator[tuple[int, Finding]]


def redeeming(story: Story) -> Told:
    """Every fault that a token request shows, with the place of the request that it explains."""
    for at, one in story.tokens:
        if one.status >= 400 and grant_of(one) == "authorization_code":
            yield from code_refused(story, at, one)
        if one.status >= 400 and grant_of(one) == "refresh_token":
            yield from refresh_refused(story, at, one)
        if one.status == 401 and error_in(one).get("error") in UNAUTHORIZED:
            yield at, client_refused(one)
        if one.form.get("client_secret") and by_page(one):
            yield (
                at,
                found(
                    SECRET_IN_BROWSER,
                    one.form.get("client_id", ""),
                    "A page's script sends the client_secret to /oauth/token: whoever opens the app can read it.",
                    shown(one),
                ),
            )


def code_refused(story: Story, at: int, one: Exchange) -> Told:
    """Why a code could not be redeemed: the plainest difference first, and only one."""
    code, client_id = one.form.get("code", ""), one.form.get("client_id", "")
    login = story.login_before(at, code=code)
    error = error_in(one)
    described = error.get("error_description", "").lower()
    sent = one.form.get("redirect_uri", "")
    if login is not None and sent and login.request.redirect_uri and sent != login.request.redirect_uri:
        yield (
            at,
            found(
                REDIRECT_URI_DIFFERS,
                client_id or login.request.client_id,
                f"The login asked for redirect_uri {login.request.redirect_uri}, and the token request sends {sent}: "
                "both must be the same.",
                f"at /authorize: {login.request.redirect_uri}",
                f"at /oauth/token: {sent}",
                shown(one),
                fix="In the app, use the same public redirect_uri in the token request as in the login (its base URL, "
                "not the inner host and port).",
            ),
        )
        return
    if "redirect uri is wrong" in described:
        return  # in words; another part of the tool knows them
    earlier = [other for before, other in story.tokens if before < at and code and other.form.get("code") == code]
    if earlier:
        well = "succeeded" if earlier[0].status == 200 else "was made before"
        yield (
            at,
            found(
                CODE_INVALID,
                client_id,
                f"The same code was redeemed twice: the first request {well}, and a code is good for one. The callback "
                "was handled a second time (a reload, a double render, two tabs).",
                *(shown(other) for other in earlier[:2]),
                shown(one),
                fix=ONCE,
            ),
        )
        return
    if login is None:
        return
    if host_of(one.url) != login.place.host and login.place.host:
        yield (
            at,
            found(
                CODE_INVALID,
                login.place.host,
                f"The login went to {login.place.host}, the token request to {host_of(one.url)}: a code is good at the "
                "domain that issued it.",
                shown(login.exchange),
                shown(one),
                fix="Use one domain for the login and the token request (not the custom domain for one of them).",
            ),
        )
    elif client_id and login.request.client_id and client_id != login.request.client_id:
        yield (
            at,
            found(
                CODE_INVALID,
                client_id,
                f"The code was issued to the client {login.request.client_id}, and {client_id} redeems it.",
                f"client_id at /authorize: {login.request.client_id}",
                f"client_id at /oauth/token: {client_id}",
                fix="Use one client id for login and token request.",
            ),
        )
    elif (
        why := verifier(login.place.query, one.form.get("code_verifier"))
    ) and "invalid authorization" not in described:
        yield (
            at,
            found(
                VERIFIER_WRONG,
                client_id,
                f"{why} The login's state was lost, or two logins were mixed up.",
                "code_challenge at /authorize: sent",
                f"code_verifier at /oauth/token: {'sent' if one.form.get('code_verifier') else 'none'}",
                shown(one),
                confidence=Confidence.CERTAIN if "verif" in described or "pkce" in described else Confidence.LIKELY,
            ),
        )


def verifier(asked: Mapping[str, str], sent: str | None) -> str:
    """What is wrong with the PKCE proof; empty where nothing is, or nothing can be said."""
    challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "plain")
    if not challenge:
        return ""
    if not sent:
        return "The login was bound to a code_challenge, and the token request has no code_verifier."
    if sent.startswith("(hidden") or set(sent) <= set("*x."):
        return ""  # the recorder took it out
    digest = base64.urlsafe_b64encode(hashlib.sha256(sent.encode()).digest()).rstrip(b"=").decode()
    if (digest if method == "S256" else sent) == challenge:
        return ""
    return "The code_verifier is not the one that the login's code_challenge was made of."


def client_refused(one: Exchange) -> Finding:
    """401: with a secret it is wrong, without one the client wants one (token-endpoint.md section 2)."""
    client_id, grant = one.form.get("client_id", "the client"), grant_of(one)
    if grant == DEVICE:
        return found(
            DEVICE_NEEDS_PUBLIC,
            client_id,
            "The device flow's token request was refused as Unauthorized: the client is no native, public one.",
            shown(one),
            confidence=Confidence.LIKELY,
        )
    if secret_sent(one) or grant == "client_credentials":
        what = "The client secret that was sent" if secret_sent(one) else "The request of a machine without a secret"
        return found(
            SECRET_WRONG,
            client_id,
            f"{what} was refused as Unauthorized: the secret is not this client's (cut off, quoted, of another client "
            "or tenant), or there is no such client.",
            f"client_secret: {'sent' if secret_sent(one) else 'none in the body'}",
            shown(one),
            confidence=Confidence.LIKELY,
        )
    return found(
        PUBLIC_WITH_SECRET,
        client_id,
        "The token request sends no client secret and is refused as Unauthorized: the client's token endpoint "
        "authentication method expects a secret, as for a regular web application.",
        "client_secret: none",
        shown(one),
        fix="In the dashboard: Applications, the client: type Single Page Application or Native, Credentials, "
        "Authentication Method: None.",
        confidence=Confidence.LIKELY if by_page(one) or one.form.get("code_verifier") else Confidence.POSSIBLE,
        severity=Severity.ERROR,
    )


def refresh_refused(story: Story, at: int, one: Exchange) -> Told:
    token, client_id = one.form.get("refresh_token", ""), one.form.get("client_id", "")
    if not token:
        return
    earlier = [
        (before, other)
        for before, other in story.tokens
        if before < at and other.form.get("refresh_token") == token and other.status == 200
    ]
    rotated = [other for _, other in earlier if (other.answer_json or {}).get("refresh_token") not in (None, token)]
    if rotated:
        yield (
            at,
            found(
                REFRESH_TOKEN_REUSED,
                client_id,
                "The refresh token was used before and had been replaced by a new one (rotation): using the old one "
                "again is refused, and ends the whole family of tokens.",
                shown(rotated[0]),
                shown(one),
                fix="Keep the newest refresh token, and let one request refresh at a time (other tabs and parallel "
                "calls must wait).",
            ),
        )
        return
    login = story.login_before(at, client_id)
    wanted = one.form.get("audience", "")
    if login is not None and wanted and wanted != (login.request.audience or ""):
        yield (
            at,
            found(
                AUDIENCE_NOT_AT_LOGIN,
                client_id,
                f"The refresh asks for the audience {wanted}, and the login for {login.request.audience or 'none'}.",
                shown(one),
            ),
        )
