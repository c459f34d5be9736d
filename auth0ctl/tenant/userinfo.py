"""``/userinfo``: what the issuer says about the person behind an access token (OIDC Core section 5.3).

auth0-facts/token-endpoint.md section 13: the token needs the ``/userinfo`` audience and scope ``openid``; without the
scope Auth0 answers 200 with ``{}`` or ``sub`` alone.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from auth0ctl.errors import AuthError, RateLimited, TenantError
from auth0ctl.protocol import JSONObject
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.resource import send_with_token, utc_now

LIMIT = 512 * 1024  # bytes
CHALLENGE_PART = re.compile(r'\b(error|error_description)="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfo:
    """``claims`` is the JSON object of the answer. Where the answer was a JWT, ``signed`` is its text and ``claims``
    is empty: nothing is read out of a signed answer before it was verified."""

    claims: JSONObject = field(repr=False, default_factory=dict)
    signed: str | None = field(repr=False, default=None)


def read_userinfo(
    http: Http,
    url: str,
    access_token: str,
    *,
    dpop: DpopKey | None = None,
    token_type: str = "Bearer",
    now: Callable[[], datetime] = utc_now,
) -> UserInfo:
    """Ask /userinfo.

    Raises AuthError where the token is refused (401, 403), RateLimited, TenantError for any other refusal or an
    answer that is neither a JSON object nor a JWT, NetworkError where there is no answer; else what
    ``send_with_token`` raises.
    """
    if not url:
        raise TenantError("the tenant's discovery document has no userinfo_endpoint")
    answer = send_with_token(
        http,
        "GET",
        url,
        access_token,
        token_type=token_type,
        dpop=dpop,
        accept="application/json, application/jwt",
        limit=LIMIT,
        now=now,
    )
    if answer.status != 200:
        raise refused(answer)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/jwt":
        return UserInfo(signed=answer.text.strip())
    claims = answer.json()
    if not isinstance(claims, Mapping):
        raise TenantError("/userinfo answered with JSON that is not an object", status=answer.status)
    return UserInfo(claims=claims)


def refused(answer: Answer) -> Exception:
    """The error for a refusal: its words are in a JSON body, in the challenge (RFC 6750 section 3), or plain text."""
    said = words_of(answer)
    sentence = f"/userinfo answered {answer.status}" + (f": {said}" if said else "")
    if answer.status in (401, 403):
        return AuthError(
            sentence,
            "It takes an access token of a login with scope openid, whose audience includes /userinfo: no ID token, "
            "no machine-to-machine token, none that has expired.",
        )
    if answer.status == 429:
        return RateLimited(sentence, "Auth0 takes few /userinfo requests for one person; wait a minute.")
    return TenantError(sentence, status=answer.status)


def words_of(answer: Answer) -> str:
    """What a refusal says, on one line."""
    parts = dict(CHALLENGE_PART.findall(answer.headers.get("www-authenticate", "")))
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        plain = answer.headers.get("content-type", "").startswith("text/plain") or answer.text == "Unauthorized"
        return " ".join(answer.text.split())[:200] if plain else ": ".join(parts.values())
    if isinstance(body, Mapping):
        parts |= {name: body[name] for name in ("error", "error_description") if isinstance(body.get(name), str)}
    return ": ".join(parts[name] for name in ("error", "error_description") if name in parts)
