"""HARs of logins, made up request by request: what a browser's network panel saves."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

TENANT = "https://shop.eu.auth0.com"
APP = "https://shop.example"
API = "https://api.shop.example"
CALLBACK = APP + "/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
SILENT: dict[str, Any] = {"prompt": "none", "response_mode": "web_message"}
OPAQUE = "ghQ3vN8mT1xZ5cR7pL2kW9bY4sD6fJ0a"
Entry = dict[str, Any]


def authorize_url(**changed: str | None) -> str:
    """A sound authorize URL with changes; a parameter that is None is left out."""
    query: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "spa",
        "redirect_uri": CALLBACK,
        "audience": API,
        "scope": "openid profile",
        "state": "s1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changed,
    }
    return f"{TENANT}/authorize?" + urlencode({k: v for k, v in query.items() if v is not None}, quote_via=quote)


def entry(
    method: str,
    url: str,
    status: int = 200,
    *,
    body: str | None = None,
    answer: Any = "",
    sent: Mapping[str, str] | None = None,
    got: Mapping[str, str] | None = None,
    **more: Any,
) -> Entry:
    """One entry of a HAR. ``sent`` and ``got`` are headers; ``more`` are the browser's own members."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    request: dict[str, Any] = {"method": method, "url": url, "headers": headers(sent)}
    if body is not None:
        request["postData"] = {"mimeType": "application/x-www-form-urlencoded", "text": body}
    response = {"status": status, "headers": headers(got), "content": {"mimeType": "text/plain", "text": text}}
    return {"request": request, "response": response, **more}


def headers(named: Mapping[str, str] | None) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in (named or {}).items()]


def login(
    status: int = 302, *, answer: Any = "", sent: Mapping[str, str] | None = None, to: str = "", **query: Any
) -> Entry:
    """A request to /authorize; ``to`` is the Location of its answer."""
    return entry("GET", authorize_url(**query), status, answer=answer, sent=sent, got={"Location": to} if to else None)


def callback(status: int = 200, *, at: str = CALLBACK, answer: str = "", **query: str) -> Entry:
    """The app's callback with its answer."""
    return entry("GET", f"{at}?{urlencode({'code': 'c1', 'state': 's1', **query})}", status, answer=answer)


def redeem(status: int = 200, answer: Any = None, *, by_page: bool = True, **form: str | None) -> Entry:
    """The request that redeems the code, and tokens where it goes well."""
    sent = {
        "grant_type": "authorization_code",
        "client_id": "spa",
        "code": "c1",
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **form,
    }
    body = urlencode({name: value for name, value in sent.items() if value is not None})
    tokens = {"access_token": access_token(), "id_token": id_token(), "token_type": "Bearer", "expires_in": 86400}
    origin = {"Origin": APP} if by_page else {}
    return entry(
        "POST", f"{TENANT}/oauth/token", status, body=body, answer=tokens if answer is None else answer, sent=origin
    )


def grant(status: int, answer: Any, **form: str) -> Entry:
    """A token request of another grant."""
    return entry("POST", f"{TENANT}/oauth/token", status, body=urlencode(form), answer=answer)


def call(status: int, token: str | None = None, *, url: str = f"{API}/orders", **more: Any) -> Entry:
    """A call to the API."""
    return entry("GET", url, status, sent={"Authorization": f"Bearer {token}"} if token is not None else {}, **more)


def refusal(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}


def jwt(alg: str = "RS256", **claims: Any) -> str:
    """Something with the shape of a JWT."""
    parts = [json.dumps(one).encode() for one in ({"alg": alg, "typ": "JWT"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (*parts, b"signature"))


def access_token(**claims: Any) -> str:
    return jwt(**{"iss": f"{TENANT}/", "aud": API, "sub": "auth0|1", "scope": "openid profile", **claims})


def id_token(alg: str = "RS256") -> str:
    return jwt(alg, iss=f"{TENANT}/", aud="spa", sub="auth0|1", nonce="n1")


def har(*entries: Entry) -> str:
    """The document, one second between the requests."""
    dated = [{"startedDateTime": f"2026-11-22T09:30:{at:02}.000Z", **one} for at, one in enumerate(entries)]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": dated}})
