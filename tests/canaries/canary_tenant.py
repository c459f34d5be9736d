"""A tenant that hands out canaries and, in a bad mood, says back whatever secret it was sent, in every encoding."""

import base64
import hashlib
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from canaries import CANARIES, ENCODINGS, KEY, Search
from forge import CLIENT, b64

DOMAIN = "canary.example"
ORIGIN = f"https://{DOMAIN}"
API = "https://api.example.com"

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class CanaryTenant:
    """``mood`` is ``good``, or ``echo``: all but discovery and keys is refused, in words that repeat what was sent.

    ``odd`` does the same by an error that Auth0 has not.
    """

    def __init__(self, search: Search, mood: str = "good") -> None:
        self.search, self.mood = search, mood
        self.nonce: str | None = None
        self.changed: dict[str, Any] = {}  # what a client was changed to
        self.pushed: dict[str, str] = {}  # what a pushed authorization request asked for

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        form = dict(parse_qsl(sent))
        if path == "/.well-known/openid-configuration":
            return self.answer(200, discovery(), start_response)
        if path == "/.well-known/jwks.json":
            return self.answer(200, {"keys": [KEY.jwk]}, start_response)
        if path == "/authorize":
            start_response("302 Found", [("Location", f"{ORIGIN}/u/login?state=of-the-login-page")])
            return [b""]
        if self.mood != "good":
            received = [*form.values(), environ.get("HTTP_AUTHORIZATION", ""), sent]
            return self.answer(
                403, refusal("odd" if self.mood == "odd" else "invalid_client", received), start_response
            )
        if path == "/oauth/token":
            return self.answer(*self.tokens(form), start_response)
        if path == "/oauth/device/code":
            return self.answer(200, device(), start_response)
        if path == "/userinfo":
            return self.answer(200, {"sub": "auth0|u1", "name": "A Person"}, start_response)
        if path == "/oauth/revoke":
            return self.answer(200, {}, start_response)
        if path == "/oauth/par":
            self.pushed = form
            return self.answer(201, {"request_uri": "urn:x:par:1", "expires_in": 30}, start_response)
        if method == "PATCH" and "/clients/" in path:
            self.changed |= json.loads(sent)
        return self.answer(*management(method, path.removeprefix("/api/v2/"), self.changed), start_response)

    def tokens(self, form: dict[str, str]) -> tuple[int, Any]:
        """What the token endpoint gives for a grant."""
        if form.get("password") == CANARIES["wrong password"]:
            mfa = {"error": "mfa_required", "error_description": "MFA", "mfa_token": CANARIES["mfa token"]}
            return 403, mfa
        whose = "of a device" if "device" in form["grant_type"] else "opaque"
        refresh = "refresh token, rotated" if form["grant_type"] == "refresh_token" else "refresh token"
        return 200, {
            "access_token": CANARIES[f"access token, {whose}"],
            "id_token": self.id_token(form.get("client_id", CLIENT)),
            "refresh_token": CANARIES[refresh],
            "token_type": "Bearer",
            "expires_in": 600,
        }

    def id_token(self, client_id: str, **hashes: str | None) -> str:
        """An ID token; its signature is a canary from now on."""
        now = int(time.time())
        claims = {"iss": f"{ORIGIN}/", "sub": "auth0|u1", "aud": client_id, "iat": now, "exp": now + 600}
        more = {name: value for name, value in {"nonce": self.nonce, **hashes}.items() if value}
        token = KEY.sign(claims | more)
        self.search.add("id token's signature", token.rpartition(".")[2])
        return token

    def answer(self, status: int, body: Any, start_response: StartResponse) -> Iterable[bytes]:
        cookie = f"did={CANARIES['cookie']}; Path=/; HttpOnly"
        start_response(f"{status} X", [("Content-Type", "application/json"), ("Set-Cookie", cookie)])
        return [json.dumps(body).encode()]

    def log_in(self, url: str) -> str:
        """What a browser does at ``url``: the person is logged in, and what was asked for comes to the callback.

        Returns the page that the person sees at the end.
        """
        asked = self.pushed or dict(parse_qsl(urlsplit(url).query))
        self.nonce = asked.get("nonce")
        back = {"state": asked["state"]}
        words = asked["response_type"].split()
        if "code" in words:
            back["code"] = CANARIES["authorization code" if words == ["code"] else "authorization code, front channel"]
        if "token" in words:
            back |= {"access_token": CANARIES["access token, opaque"], "token_type": "Bearer", "expires_in": "600"}
        if "id_token" in words:
            hashes = {"c_hash": half_hash(back.get("code")), "at_hash": half_hash(back.get("access_token"))}
            back["id_token"] = self.id_token(asked["client_id"], **hashes)
        sent = urlencode(back)
        target, posted = (asked["redirect_uri"], sent.encode()) if "response_mode" in asked else (None, None)
        request = urllib.request.Request(
            target or f"{asked['redirect_uri']}?{sent}", data=posted, headers={"Origin": ORIGIN} if posted else {}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as page:
                return str(page.read().decode())
        except urllib.error.HTTPError as refused:
            return refused.read().decode()


def half_hash(value: str | None) -> str | None:
    """``at_hash`` and ``c_hash`` of RS256 (OIDC Core 3.1.3.6)."""
    return b64(hashlib.sha256(value.encode()).digest()[:16]) if value else None


def refusal(word: str, received: list[str]) -> dict[str, Any]:
    """Everything that was received, in every encoding, wherever Auth0 puts words of its own."""
    known = {one for one in CANARIES.values() if one}
    received += [unquote_plus(basic(one)) for one in received if one.startswith("Basic ")]
    secrets = [one for value in received for one in (value, value.partition(" ")[2]) if one in known]
    echo = " | ".join([*(encode(one) for one in secrets for encode in ENCODINGS.values()), *received])
    return {
        "error": f"{word} {echo}",
        "error_description": f"You sent {echo}",
        "statusCode": 403,
        "message": echo,
        "errorCode": echo[:400],
        **{name: echo for name in ("hint", "code") if echo},
    }


def basic(header: str) -> str:
    """The password in an Authorization header."""
    return base64.b64decode(header.partition(" ")[2]).decode().partition(":")[2]


def discovery() -> dict[str, Any]:
    ends = {
        "token_endpoint": "oauth/token",
        "jwks_uri": ".well-known/jwks.json",
        "authorization_endpoint": "authorize",
        "userinfo_endpoint": "userinfo",
        "device_authorization_endpoint": "oauth/device/code",
        "pushed_authorization_request_endpoint": "oauth/par",
        "revocation_endpoint": "oauth/revoke",
        "end_session_endpoint": "oidc/logout",
    }
    return {"issuer": f"{ORIGIN}/", **{name: f"{ORIGIN}/{path}" for name, path in ends.items()}}


def device() -> dict[str, Any]:
    page = f"{ORIGIN}/activate"
    return {
        "device_code": CANARIES["device code"],
        "user_code": "WDJB-MJHT",
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code=WDJB-MJHT",
        "expires_in": 60,
        "interval": 1,
    }


def management(method: str, path: str, changed: dict[str, Any]) -> tuple[int, Any]:
    """The Management API, with the secrets that it does return."""
    kind, _, rest = path.partition("/")
    client = {
        "client_id": CLIENT,
        "name": "Canary",
        "app_type": "regular_web",
        "client_secret": CANARIES["client secret, of another client"],
        "callbacks": [],
        "grant_types": ["authorization_code", "client_credentials", "refresh_token", "password"],
        "token_endpoint_auth_method": "client_secret_post",
        "signing_keys": [{"cert": "x", "pkcs7": "y"}],
        **changed,
    }
    api = {
        "id": "api1",
        "identifier": API,
        "name": "API",
        "signing_alg": "HS256",
        "signing_secret": CANARIES["signing secret of an API"],
        "scopes": [],
    }
    if method == "POST":
        new = CANARIES["client secret, of a new client"]
        return 201, {**(client if kind == "clients" else api), "client_secret": new, "id": "new1"}
    if kind == "clients":
        return 200, client if rest else [client]
    if kind == "resource-servers":
        return 200, api if rest else [api]
    if rest == "actions/new1":
        return 200, {"id": "new1", "all_changes_deployed": True}
    if kind == "actions":
        return 200, {"actions": []} if "bindings" not in path else {"bindings": []}
    if kind in ("client-grants", "guardian"):
        return 200, []
    return 200, {}


URL = re.compile(rf"^  ({re.escape(ORIGIN)}/authorize\?\S+)$", re.MULTILINE)
