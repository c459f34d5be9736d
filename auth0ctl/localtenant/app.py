"""The tenant as a WSGI application: one table of routes."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from auth0ctl.localtenant import cors, discovery, management
from auth0ctl.localtenant.grants import token_endpoint
from auth0ctl.localtenant.login import authorize, logout, screens
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import jose as tokens
from auth0ctl.localtenant.tokens import userinfo

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Endpoint = Callable[[Request, Tenant], Response]

# Path -> methods -> endpoint. Everything under /api/v2/ is the Management API's.
ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/.well-known/openid-configuration": {"GET": discovery.configuration},
    "/.well-known/oauth-authorization-server": {"GET": discovery.configuration},
    "/.well-known/jwks.json": {"GET": discovery.keys},
    "/authorize": {"GET": authorize.authorize, "POST": authorize.authorize},
    "/u/login": {"GET": screens.login, "POST": screens.login},
    "/u/consent": {"GET": screens.consent, "POST": screens.consent},
    "/u/confirm": {"GET": screens.confirm, "POST": screens.confirm},
    "/oauth/token": {"POST": token_endpoint.token},
    "/oauth/revoke": {"POST": userinfo.revoke},
    "/userinfo": {"GET": userinfo.userinfo, "POST": userinfo.userinfo},
    "/v2/logout": {"GET": logout.logout},
    "/oidc/logout": {"GET": logout.oidc_logout, "POST": logout.oidc_logout},
}
MANAGEMENT = "/api/v2/"
MAX_BODY = 1_000_000  # bytes (management-api.md section 3)


class TenantRequest(Request):
    max_content_length = MAX_BODY
    max_form_memory_size = MAX_BODY


class Application:
    """The WSGI callable. Works under any Host; one object serves many threads."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = TenantRequest(environ)
        response = self._respond(request)
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        try:
            response = cors.preflight(request, self._tenant) or self._dispatch(request)
        except RequestEntityTooLarge:
            response = _error(413, "Payload Too Large", "Payload content length greater than maximum allowed: 1000000")
        except HTTPException as error:
            response = _error(error.code or 500, error.name, error.description or error.name)
        cors.allow(request, response, self._tenant)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    def _dispatch(self, request: Request) -> Response:
        if request.path.startswith(MANAGEMENT):
            return management.respond(request, self._tenant.state, issuer=self._tenant.issuer, verify=self._verify)
        methods = ROUTES.get(request.path)
        if methods is None:
            return _error(404, "Not Found", "Not Found")
        method = "GET" if request.method == "HEAD" else request.method
        endpoint = methods.get(method)
        if endpoint is None:
            return _error(405, "Method Not Allowed", "Method Not Allowed")
        return endpoint(request, self._tenant)

    def _verify(self, bearer: str) -> Mapping[str, Any]:
        return tokens.verify(self._tenant, bearer)


def _error(status: int, name: str, message: str) -> Response:
    body = {"statusCode": status, "error": name, "message": message}
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
