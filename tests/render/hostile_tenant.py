"""A tenant every word of which is foreign: the part of Auth0 that printing commands read, as a WSGI application."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

DOMAIN = "evil.example"
ORIGIN = f"https://{DOMAIN}"

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class HostileTenant:
    """Answers with ``payloads``: as names, ids, descriptions, callbacks, error texts and header values."""

    def __init__(self, payloads: Sequence[str]) -> None:
        self.payloads = list(payloads)
        self.all = "|".join(payloads)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/authorize":
            query = parse_qs(environ["QUERY_STRING"])
            fields = {"error": self.payloads[0], "error_description": self.all, "state": query["state"][0]}
            words = urlencode(fields, errors="surrogatepass")
            start_response("302 Found", [("Location", f"{query['redirect_uri'][0]}?{words}")])
            return [b""]
        if path.startswith("/api/v2/") and (answer := self.resource(path.removeprefix("/api/v2/"))) is not None:
            return self.sent("200 OK", self.page(answer, environ["QUERY_STRING"]), start_response)
        if path == "/.well-known/openid-configuration":
            return self.sent("200 OK", self.discovery(), start_response)
        refusal = {"statusCode": 400, "error": self.payloads[0], "message": self.all, "errorCode": self.payloads[-1]}
        return self.sent("400 Bad Request", refusal, start_response)

    def page(self, answer: Any, query: str) -> Any:
        """The part of a list that was asked for."""
        asked = parse_qs(query)
        if "page" not in asked:
            return answer
        number, size = int(asked["page"][0]), int(asked["per_page"][0])
        items = next(iter(answer.values())) if isinstance(answer, dict) else answer
        part = items[number * size : (number + 1) * size]
        return {next(iter(answer)): part} if isinstance(answer, dict) else part

    def sent(self, status: str, answer: Any, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": f"{ORIGIN}/",
            "authorization_endpoint": f"{ORIGIN}/authorize",
            "token_endpoint": f"{ORIGIN}/oauth/token",
            "jwks_uri": f"{ORIGIN}/.well-known/jwks.json",
        }

    def resource(self, path: str) -> Any:
        kind, _, rest = path.partition("/")
        if kind == "clients":
            clients = [self.client(one, index) for index, one in enumerate(self.payloads)]
            return next((one for one in clients if one["client_id"] == rest), None) if rest else clients
        if kind == "resource-servers":
            apis = [self.api(one, index) for index, one in enumerate(self.payloads)]
            return next((one for one in apis if one["id"] == rest), None) if rest else apis
        if kind == "client-grants":
            return [self.grant(one, index) for index, one in enumerate(self.payloads)]
        if path == "tenants/settings":
            return {"friendly_name": self.all, "default_audience": self.all, "flags": {self.all: True}}
        if path == "actions/actions":
            return {"actions": [self.action(one, index) for index, one in enumerate(self.payloads)]}
        if kind == "actions":
            return {"bindings": [{"action": {"id": "act0"}, "display_name": self.all}]}
        return None

    def client(self, text: str, index: int) -> dict[str, Any]:
        return {
            "client_id": f"client{index}",
            "name": text,
            "description": text,
            "app_type": "spa",
            "callbacks": [text, f"http://127.0.0.1/{text}", "http://127.0.0.1:18484/callback"],
            "web_origins": [text],
            "allowed_origins": [text],
            "allowed_logout_urls": [text],
            "grant_types": ["authorization_code", "implicit", text],
            "token_endpoint_auth_method": text,
            "jwt_configuration": {"alg": text, "lifetime_in_seconds": 36000},
            "organization_usage": text,
            "third_party_security_mode": text,
            "client_metadata": {text: text},
        }

    def api(self, text: str, index: int) -> dict[str, Any]:
        return {
            "id": f"api{index}",
            "identifier": f"https://api.example/{text}",
            "name": text,
            "scopes": [{"value": text, "description": text}],
            "signing_alg": text,
            "token_dialect": text,
            "subject_type_authorization": {"user": {"policy": text}},
        }

    def grant(self, text: str, index: int) -> dict[str, Any]:
        return {
            "id": f"grant{index}",
            "client_id": f"client{index}",
            "audience": f"https://api.example/{text}",
            "scope": [text],
            "subject_type": text,
        }

    def action(self, text: str, index: int) -> dict[str, Any]:
        does = {"name": text, "tokens": ["id"], "value": text}
        return {"id": f"act{index}", "name": text, "code": f"// auth0ctl claim: {json.dumps(does)}\n", "status": text}
