"""Whole HTTP answers that go wrong, and /userinfo answers of another form."""

import json
from collections.abc import Callable, Iterator

from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import signing

SLOW_SECONDS = 5.0
HUGE_BYTES = 64 * 1024 * 1024
_BLOCK = 64 * 1024


def slow(request: Request, tenant: Tenant) -> None:
    hold: Callable[[float], None] = request.environ.get("auth0ctl.hold", tenant.pause)
    hold(SLOW_SECONDS)


def server_error(request: Request, _tenant: Tenant) -> Response:
    return _error(request, 500, "Internal Server Error", "server_error", "Something happened on our end.")


def too_many_requests(request: Request, tenant: Tenant) -> Response:
    response = _error(request, 429, "Too Many Requests", "too_many_requests", "Global limit has been reached")
    reset = int(tenant.now()) + 1
    response.headers.extend(
        {"Retry-After": "1", "x-ratelimit-limit": "10", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    )
    return response


def malformed_json(_request: Request, _tenant: Tenant) -> Response:
    return Response('{"access_token":"cut off in the mid', content_type="application/json")


def huge_body(_request: Request, _tenant: Tenant) -> Response:
    return Response(_padding(), content_type="application/json")


def signed_userinfo(body: JSON, tenant: Tenant, client_id: str) -> Response:
    """application/jwt (OpenID Connect Core 5.3.2), signed by the tenant for the client."""
    claims = {"iss": tenant.issuer, "aud": client_id, **body}
    return Response(signing.sign(tenant, claims, alg="RS256"), content_type="application/jwt")


def refused_userinfo(_body: JSON, _tenant: Tenant, _client_id: str) -> Response:
    response = Response("Unauthorized", status=401, content_type="text/plain; charset=utf-8")
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def _padding() -> Iterator[bytes]:
    yield b'{"padding":"'
    for _ in range(HUGE_BYTES // _BLOCK):
        yield b"a" * _BLOCK
    yield b'"}'


def _error(request: Request, status: int, name: str, code: str, text: str) -> Response:
    """In the Management API's shape or the Authentication API's, by the path."""
    if request.path.startswith("/api/v2/"):
        body: JSON = {"statusCode": status, "error": name, "message": text, "errorCode": code}
    else:
        body = {"error": code, "error_description": text}
    return Response(json.dumps(body), status=status, content_type="application/json")
