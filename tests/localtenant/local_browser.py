"""A browser without a screen for the local tenant's tests: keeps cookies, fills in pages, stops at the callback."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from auth0ctl.localtenant import LocalTenant

SPA = "localSPA000000000000000000000000"
CALLBACK = "http://127.0.0.1:18484/callback"
API = "https://api.example.com"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def spa(**changes: Any) -> dict[str, Any]:
    """The first-run client as a seed document's client, with changes."""
    return {
        "client_id": SPA,
        "name": "Example SPA",
        "app_type": "spa",
        "oidc_conformant": True,
        "token_endpoint_auth_method": "none",
        "callbacks": [CALLBACK, "https://app.example.com/callback"],
        "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000, "secret_encoded": False},
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        **changes,
    }


def api(**changes: Any) -> dict[str, Any]:
    """An API with two scopes that skips consent where Auth0 lets it."""
    return {
        "identifier": API,
        "name": "Example API",
        "scopes": [{"value": "read:items", "description": "Read items"}, {"value": "write:items"}],
        "signing_alg": "RS256",
        "allow_offline_access": True,
        "skip_consent_for_verifiable_first_party_clients": True,
        **changes,
    }


def machine(**changes: Any) -> dict[str, Any]:
    """A confidential client for client credentials."""
    return {
        "client_id": "machine00000000000000000000000000",
        "client_secret": "machine-secret-that-nobody-else-knows",
        "name": "Machine",
        "app_type": "non_interactive",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials", "authorization_code", "refresh_token"],
        "callbacks": ["https://app.example.com/callback"],
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
        **changes,
    }


MACHINE = machine()["client_id"]
SECRET = machine()["client_secret"]


class Clock:
    """Unix seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What arrived at the callback. ``mode`` is "query" or "fragment"; ``pages`` the titles of the pages on the way."""

    mode: str
    params: Mapping[str, str]
    location: str
    pages: tuple[str, ...] = field(default=())


class Browser:
    def __init__(self, tenant: LocalTenant, origin: str | None = None, *, clock: Clock | None = None) -> None:
        self.tenant = tenant
        self.clock = clock or Clock()
        self.answers: list[httpx.Response] = []  # what each login ended in
        transport = None if origin else httpx.WSGITransport(app=tenant.app)
        self.http = httpx.Client(base_url=origin or tenant.issuer, transport=transport)

    def authorize(self, **params: Any) -> httpx.Response:
        """GET /authorize with the usual parameters, changed by ``params``; None leaves one out."""
        return self.http.get("/authorize", params=usual(params))

    def login(self, *, username: str = "user@example.com", password: str = "password", **params: Any) -> Answer:
        """Answer every page with yes until the callback is reached."""
        return self.go_on(self.authorize(**params), username=username, password=password)

    def go_on(
        self,
        response: httpx.Response,
        *,
        username: str = "user@example.com",
        password: str = "password",
        choice: str = "accept",
    ) -> Answer:
        pages: list[str] = []
        for _ in range(6):
            location = response.headers.get("location", "")
            if not location.startswith("/u/"):
                break
            page = self.http.get(location)
            pages.append(title(page))
            form = {"state": transaction(page)}
            if location.startswith("/u/login"):
                form |= {"username": username, "password": password, "action": "default"}
            elif location.startswith("/u/mfa"):
                form |= {"code": "000000"}
            else:
                form |= {"action": choice}
            response = self.http.post(urlsplit(location).path, data=form)
        self.answers.append(response)
        assert response.status_code == 302, response.text
        return landed(response.headers["location"], tuple(pages))

    def code(self, **params: Any) -> str:
        return self.login(**params).params["code"]

    def exchange(self, code: str, **fields: Any) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": SPA,
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": CALLBACK,
            **fields,
        }
        return self.http.post("/oauth/token", data={name: value for name, value in form.items() if value is not None})

    def tokens(self, **params: Any) -> dict[str, Any]:
        """Log in by code and PKCE and return the token endpoint's answer."""
        response = self.exchange(self.code(**params))
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    def log_types(self) -> list[str]:
        return [entry["type"] for entry in self.tenant.state.all("log")]


def usual(params: Mapping[str, Any]) -> dict[str, Any]:
    everything = {
        "client_id": SPA,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid profile email",
        "state": "the state & more",
        "nonce": "the-nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **params,
    }
    return {name: value for name, value in everything.items() if value is not None}


def landed(location: str, pages: tuple[str, ...] = ()) -> Answer:
    parts = urlsplit(location)
    mode = "fragment" if parts.fragment else "query"
    params = dict(parse_qsl(parts.fragment or parts.query, keep_blank_values=True))
    return Answer(mode=mode, params=params, location=location, pages=pages)


def title(page: httpx.Response) -> str:
    found = re.search(r"<title>([^<]*)</title>", page.text)
    assert found, page.text
    return found.group(1)


def transaction(page: httpx.Response) -> str:
    found = re.search(r'name="state" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def post(browser: Browser, **fields: Any) -> httpx.Response:
    return browser.http.post("/oauth/token", data={name: value for name, value in fields.items() if value is not None})


def credentials(browser: Browser, **fields: Any) -> httpx.Response:
    known = {"grant_type": "client_credentials", "client_id": MACHINE, "client_secret": SECRET, "audience": API}
    return post(browser, **{**known, **fields})


def refused(response: httpx.Response) -> tuple[int, str, str]:
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    return response.status_code, body["error"], body["error_description"]
