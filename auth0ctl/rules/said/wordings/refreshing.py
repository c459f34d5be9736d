"""Refresh tokens that are refused, and those that were never issued."""

from auth0ctl.rules.api import OFFLINE_DISABLED
from auth0ctl.rules.login import endpoint
from auth0ctl.rules.said.causes import app, tenant
from auth0ctl.rules.said.hints import (
    denied,
    says,
    scope_has,
    scope_lacks,
    told,
)
from auth0ctl.rules.said.reading import Captures, wording
from auth0ctl.rules.said.words import Words

NO_REFRESH = (
    "missing refresh token (audience: '<audience>', scope: '<scope>')",
    "missing_refresh_token",
    "missing refresh token",
    "a refresh token was not provided",
    "a refresh token is not available",
    "refresh_token not present in tokenset",
    "refresh token is not set",
    "no refresh token is available",
    "no refresh token available",
    "no refresh token in credentials",
    "no refresh token",
    "does not contain a refresh token",
    "norefreshtoken",
    "refresh token is missing",
    "refresh_token is missing",
    "refresh token is required",
    "refresh token not found",
    "missing required parameter: refresh_token",
    "refresh_token is undefined",
    "refresh token is undefined",
    "refresh_token is null",
    "refresh token is null",
    "refresh_token is none",
    "no refresh_token",
    "refreshtoken is undefined",
    "refreshtoken is null",
    "credentials need to be renewed but",
)
BAD_REFRESH = (
    "unknown or invalid refresh token",
    "invalid refresh token",
    "refresh token is expired",
    "refresh token has expired",
    "refresh token expired",
    "the refresh token is invalid",
)


def named_audience(_: Words, captures: Captures) -> bool:
    """The token call asks for an API, not for whatever the login had."""
    return captures.get("audience", "default") not in ("default", "")


RENEWING = ("~refresh", "renew_failed", "renewfailed", "failedtorenew")  # says no more than that

ROWS = (
    wording(
        endpoint.REFRESH_TOKEN_UNKNOWN,
        60,
        *RENEWING,
        near=("credentials", "auth0", "refresh token", "refresh_token", "sdk"),
        unless=(*BAD_REFRESH, *NO_REFRESH[1:], "certificate"),
        check="the cause under this error: invalid_grant is the token, anything else the network",
    ),
    wording(
        tenant.REFRESH_EXPIRED,
        52,
        *RENEWING,
        near=("credentials", "auth0", "refresh token", "refresh_token", "sdk"),
        unless=(*BAD_REFRESH, *NO_REFRESH[1:], "certificate"),
        check="how long ago the person logged in, against the client's refresh token lifetime",
    ),
    wording(
        tenant.REFRESH_EXPIRED,
        66,
        *BAD_REFRESH,
        "expired refresh token",
        hints=(
            (told(r"rotat|reus|tabs|concurren|strict.?mode|parallel|two "), -8),
            (told(r"lifetime|idle|days|long|expir"), 20),
        ),
        detail="The refresh token is not accepted any more; most often it reached the end of its absolute or idle "
        "lifetime.",
        fix="Let the app send people to log in again when a refresh is refused; auth0ctl client inspect CLIENT shows "
        "the refresh token's lifetime.",
        check="the tenant's log: ferrt is a reused refresh token, fertft any other",
    ),
    wording(
        endpoint.REFRESH_TOKEN_REUSED,
        52,
        *BAD_REFRESH,
        "ferrt",
        "reused rotating refresh token",
        "refresh token reuse",
        "refresh token was reused",
        hints=(
            (told(r"rotat|reus|tabs|concurren|strict.?mode|parallel|two "), 30),
            (says("ferrt", "reuse"), 45),
        ),
        check="the tenant's log: ferrt with familyId",
    ),
    wording(
        endpoint.REFRESH_TOKEN_UNKNOWN,
        48,
        *BAD_REFRESH,
        hints=((told(r"revok|delet|password.?change|other.?(?:client|tenant)|environment"), 35),),
        check="the tenant's log: fertft and its description",
    ),
    wording(
        endpoint.REFRESH_TOKEN_UNKNOWN,
        95,
        "refresh_token was generated for a user who doesn't exist",
        "generated for a user who doesn't exist",
    ),
    wording(
        app.OFFLINE_ACCESS_MISSING,
        64,
        *NO_REFRESH,
        unless=("missing the required scope",),
        hints=((scope_lacks("offline_access"), 28), (scope_has("offline_access"), -35)),
        check="whether the login's scope (not the later call's) has offline_access",
    ),
    wording(
        app.AUDIENCE_NOT_AT_LOGIN,
        30,
        *NO_REFRESH,
        hints=(
            (named_audience, 30),
            (told(r"login_(?:audience|scope)|audience_at_login|asked_later"), 35),
            (denied(r"login_audience|audience_at_login"), 40),
            (scope_has("offline_access"), 12),
        ),
        detail="The token call asks for the audience{audience}; the login did not ask for it, so that there is no "
        "refresh token (and no cached token) for it.",
        check="whether the login's authorize URL carries the same audience",
    ),
    wording(
        OFFLINE_DISABLED,
        38,
        *NO_REFRESH,
        hints=((scope_has("offline_access"), 34), (told(r"api|audience"), 8), (denied(r"offline|allow_offline"), 40)),
        check="auth0ctl api inspect AUDIENCE: refresh tokens allowed or not",
    ),
)
