"""Asks the Management API of a fresh store, the way a WSGI server would."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from auth0ctl.localtenant.management import respond
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import seed
from auth0ctl.localtenant.store.defaults import management_api
from auth0ctl.localtenant.store.state import State
from auth0ctl.localtenant.tokens.bad_token import BadToken

ISSUER = "http://127.0.0.1:18400/"
NOW = 1_795_000_000.0
ALL_SCOPES = " ".join(scope["value"] for scope in management_api(ISSUER)["scopes"])


def recorded(name: str) -> Any:
    """A body Auth0 really returned."""
    return json.loads((Path(__file__).parent / "recorded" / f"{name}.json").read_text(encoding="utf-8"))


class ManagementClient:
    """``scope`` and ``subject`` are what the bearer token says; the token itself names how good it is."""

    def __init__(self, folder: Path) -> None:
        self.state = State(folder)
        self.scope = ALL_SCOPES
        self.subject = "m2m@clients"
        self.audience: str | list[str] = ISSUER + "api/v2/"
        seed.load(self.state, {}, issuer=ISSUER, now=NOW)
        self._http = Client(self._app)

    def seed(self, document: Mapping[str, Any]) -> None:
        seed.load(self.state, document, issuer=ISSUER, now=NOW)

    def ask(
        self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        given = {"Authorization": "Bearer good"} if headers is None else dict(headers)
        url = "/api/v2" + path
        if body is None:
            return self._http.open(url, method=method, headers=given)
        return self._http.open(url, method=method, headers=given, json=body)

    def post_text(self, path: str, text: str) -> TestResponse:
        """A POST whose body need not be JSON."""
        headers = {"Authorization": "Bearer good", "Content-Type": "application/json"}
        return self._http.post("/api/v2" + path, data=text, headers=headers)

    def good(self, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        """The body of an answer that must have this status."""
        answer = self.ask(method, path, body)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return json.loads(answer.get_data()) if answer.get_data() else None

    def _app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer: Response = respond(Request(environ), self.state, issuer=ISSUER, verify=self._verify, now=lambda: NOW)
        return answer(environ, start_response)

    def _verify(self, token: str) -> Mapping[str, Any]:
        match token:
            case "malformed" | "expired" | "invalid":
                raise BadToken(token)
        return {"aud": self.audience, "scope": self.scope, "sub": self.subject}
