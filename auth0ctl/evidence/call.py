"""The user's own API, asked the way its callers ask: with nothing, with the access token, with what it should refuse.

Only GET and OPTIONS, only to the one URL that the user named, never along a redirect (``tenant.http`` follows none),
and a token only over https or to this machine. Of an answer only what says something about access is kept.
"""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress

from auth0ctl.errors import NetworkError, TenantError
from auth0ctl.situation import ApiAnswer
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.http import Answer, Http, check_url, place
from auth0ctl.tenant.resource import send_with_token

BODY_LIMIT = 1024 * 1024  # bytes of an answer that are read at most
BODY_KEPT = 2_000  # characters of a refusal
KEPT_HEADERS = (
    "access-control-allow-origin",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-credentials",
    "content-type",
    "location",
)


def call_api(
    http: Http,
    url: str,
    *,
    access_token: str | None = None,
    id_token: str | None = None,
    token_type: str = "Bearer",
    dpop: DpopKey | None = None,
    origin: str | None = None,
) -> tuple[ApiAnswer, ...]:
    """Call ``url`` with nothing, with each token that is given, and, where the access token is taken, with two forged
    ones; ``origin`` also asks what a browser asks before a page of that origin may call (CORS preflight).

    Raises UsageError for a URL that is neither https nor on this machine, NetworkError where nothing answers the
    first call, ConfigError where a DPoP-bound token comes without its key. A later call without an answer is left out.
    """
    check_url(url)
    secrets = [one for one in (access_token, id_token) if one]
    try:
        first = http.send("GET", url, headers=_accept(), limit=BODY_LIMIT)
    except NetworkError as nothing:
        nothing.hint = "That is the API that was to be called, not the tenant: see that it runs, and check its URL."
        raise
    answers = [_kept("nothing", first, secrets)]

    def with_token(sent: str, token: str) -> ApiAnswer:
        answer = send_with_token(
            http,
            "GET",
            url,
            token,
            token_type=token_type if sent != "ID token" else "Bearer",
            dpop=dpop,
            accept=_accept()["Accept"],
            limit=BODY_LIMIT,
        )
        return _kept(sent, answer, [*secrets, token])

    if access_token:
        answers.append(with_token("access token", access_token))
        if _taken(answers[-1]) and not _taken(answers[0]):
            answers.extend(with_token(sent, token) for sent, token in forged(access_token).items())
    if id_token:
        with suppress(TenantError):  # not a text that any header can carry, so no API ever sees it
            answers.append(with_token("ID token", id_token))
    if origin:
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        }
        answers.append(_kept("preflight", http.send("OPTIONS", url, headers=asked, limit=BODY_LIMIT), secrets))
    return tuple(answers)


def forged(token: str) -> Mapping[str, str]:
    """Tokens that no API may take: the same claims with another signature, and with none at all (RFC 8725 section 2.1).

    Empty for a token that is no signed JWT.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        return {}
    header, claims, signature = parts
    # the middle changes the signature's value; the last character may hold nothing but padding bits
    half = len(signature) // 2
    other = "A" if signature[half] != "A" else "B"
    broken = f"{header}.{claims}.{signature[:half]}{other}{signature[half + 1 :]}"
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return {"broken signature": broken, "unsigned": f"{none}.{claims}."}


def _accept() -> dict[str, str]:
    return {"Accept": "application/json, */*;q=0.5"}


def _taken(answer: ApiAnswer) -> bool:
    return 200 <= answer.status < 300


def _kept(sent: str, answer: Answer, secrets: list[str]) -> ApiAnswer:
    """What is kept of an answer: nothing of what an API gives away, and no token that it says back."""

    def hide(text: str) -> str:
        for secret in secrets:
            for part in (secret, secret.rpartition(".")[2]):
                if len(part) >= 16:
                    text = text.replace(part, "(hidden)")
        return text

    refused = answer.status >= 400
    headers = {name: hide(answer.headers[name])[:300] for name in KEPT_HEADERS if name in answer.headers}
    if "location" in headers:
        headers["location"] = place(headers["location"])  # its query may hold a state or a code
    return ApiAnswer(
        sent=sent,
        status=answer.status,
        challenge=hide(answer.headers.get("www-authenticate", ""))[:BODY_KEPT],
        body=hide(answer.text)[:BODY_KEPT] if refused else "",
        url=place(answer.url),
        headers=headers,
    )
