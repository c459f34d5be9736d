"""The way into the Management API: which endpoint, who asks, may they, and how an error is shown."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import cache
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

from auth0ctl.localtenant.management import (
    actions,
    bindings,
    client_grants,
    clients,
    connections,
    consents,
    credentials,
    custom_domains,
    emails,
    jobs,
    kept,
    logs,
    organization_connections,
    organization_members,
    organizations,
    resource_servers,
    roles,
    sessions,
    settings,
    signing_keys,
    tenant_settings,
    token_exchange_profiles,
    user_blocks,
    user_imports,
    user_permissions,
    users,
)
from auth0ctl.localtenant.management.audience import management_audiences
from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import State
from auth0ctl.localtenant.tokens.bad_token import BadToken

Verify = Callable[[str], Mapping[str, Any] | None]

MODULES = (
    clients, resource_servers, client_grants, connections, users, user_permissions, user_blocks, sessions, jobs,
    user_imports, consents, actions, bindings,
    tenant_settings, logs, organizations, organization_members, organization_connections, roles, custom_domains,
    signing_keys, credentials, token_exchange_profiles, emails, settings, kept,
)  # fmt: skip
ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for module in MODULES for endpoint in module.ENDPOINTS)

# All a user's own token may hold (management-api.md section 1).
USER_SCOPES = frozenset(
    {
        "read:current_user",
        "update:current_user_metadata",
        "create:current_user_metadata",
        "update:current_user_identities",
        "create:current_user_device_credentials",
        "delete:current_user_device_credentials",
    }
)

RATE_LIMIT = 1000  # requests a second; told, not enforced


def respond(
    request: Request, state: State, *, issuer: str, verify: Verify, now: Callable[[], float] = time.time
) -> Response:
    """Answer one request under /api/v2.

    ``issuer`` ends in a slash; ``verify`` gives the claims of a good access token of this tenant or raises BadToken;
    ``now`` gives Unix seconds. Writes happen in one transaction, so an error leaves nothing behind.
    """
    at = now()
    try:
        answer = _answer(request, state, issuer=issuer, verify=verify, at=at)
    except ApiError as error:
        answer = Answer(body=error.body, status=error.status)
    headers = {
        "x-ratelimit-limit": str(RATE_LIMIT),
        "x-ratelimit-remaining": str(RATE_LIMIT - 1),
        "x-ratelimit-reset": str(int(at) + 1),  # Unix seconds
        "cache-control": "no-store",
        **answer.headers,
    }
    if answer.body is None:
        return Response(status=answer.status, headers=headers)
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=answer.status, headers=headers, content_type="application/json; charset=utf-8")


def _answer(request: Request, state: State, *, issuer: str, verify: Verify, at: float) -> Answer:
    endpoint, path = _route(request)
    claims = _authenticate(request, verify)
    _check_audience(claims, issuer)
    subject = str(claims.get("sub", ""))
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not subject.endswith("@clients"):
        scopes &= USER_SCOPES
    _check_scope(endpoint, scopes, own=path.get("user_id") == subject)
    call = Call(
        request=request,
        state=state,
        issuer=issuer,
        now=at,
        scopes=scopes,
        subject=subject,
        path=path,
        shape=endpoint.body,
    )
    with nullcontext() if endpoint.method == "GET" else state.transaction():
        return endpoint.respond(call)


@cache
def _routes() -> Map:
    # The client libraries send an API's identifier percent-encoded as one path segment; WSGI hands it over decoded,
    # slashes and all, hence the path converter there and no merging of slashes.
    rules = [Rule("/api/v2" + e.rule, methods=[e.method], endpoint=e) for e in ENDPOINTS]
    return Map(rules, merge_slashes=False, strict_slashes=False)


def _route(request: Request) -> tuple[Endpoint, Mapping[str, str]]:
    adapter: MapAdapter = _routes().bind("localhost")
    try:
        endpoint, path = adapter.match(request.path, method=request.method)
    except HTTPException as error:
        # A method that a path does not have is "Not Found" too (INFERRED; the 404 body is recorded).
        raise ApiError(404, "Not Found") from error
    if request.method == "HEAD":
        raise ApiError(404, "Not Found")
    return endpoint, path


def _authenticate(request: Request, verify: Verify) -> Mapping[str, Any]:
    header = request.headers.get("Authorization", "")
    if not header:
        raise _unauthorized("Missing authentication")  # wording INFERRED
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or " " in token.strip():
        raise ApiError(400, "Bad HTTP authentication header format", "Bearer")
    try:
        claims = verify(token.strip())
    except BadToken as error:
        raise _unauthorized(_BAD_TOKEN[error.kind]) from error
    if claims is None:
        raise _unauthorized(_BAD_TOKEN["malformed"])
    return claims


_BAD_TOKEN = {
    "malformed": "Invalid token",
    "expired": "Expired token received for JSON Web Token validation",
    "invalid": "Invalid signature received for JSON Web Token validation",
}


def _unauthorized(message: str) -> ApiError:
    # This family has ``attributes`` and no ``errorCode``.
    return ApiError(401, message, attributes={"error": message})


def _check_audience(claims: Mapping[str, Any], issuer: str) -> None:
    audience = claims.get("aud")
    given = [one for one in (audience if isinstance(audience, list) else [audience]) if isinstance(one, str)]
    if not set(given) & set(management_audiences(issuer)):
        raise _unauthorized(f"Bad audience: {', '.join(given)}")  # INFERRED (error-catalog.md)


def _check_scope(endpoint: Endpoint, scopes: frozenset[str], *, own: bool) -> None:
    if scopes.intersection(endpoint.scopes) or (own and scopes.intersection(endpoint.own_scopes)):
        return
    expected = ",".join(endpoint.scopes + endpoint.own_scopes)
    raise ApiError(403, f"Insufficient scope, expected any of: {expected}", "insufficient_scope")
