"""The tenant as a WSGI application: one table of routes."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from auth0ctl.localtenant import chance, cors, discovery, limits, management
from auth0ctl.localtenant.grants import ciba, device, mfa_api, par, passwordless, register, token_endpoint
from auth0ctl.localtenant.login import activate, authorize, logout, screens, signup
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import jose as tokens
from auth0ctl.localtenant.tokens import userinfo
from auth0ctl.localtenant.web import overview

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Endpoint = Callable[[Request, Tenant], Response]

# Path -> methods -> endpoint. Everything under /api/v2/ is the Management API's.
ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/": {"GET": overview.overview},
    "/local/log": {"GET": overview.log},
    "/.well-known/openid-configuration": {"GET": discovery.configuration},
    "/.well-known/oauth-authorization-server": {"GET": discovery.configuration},
    "/.well-known/jwks.json": {"GET": discovery.keys},
    "/pem": {"GET": discovery.certificate},
    "/rawpem": {"GET": discovery.certificate},
    "/cer": {"GET": discovery.certificate},
    "/pb7": {"GET": discovery.certificate},
    "/authorize": {"GET": authorize.authorize, "POST": authorize.authorize},
    "/u/login": {"GET": screens.login, "POST": screens.login},
    "/u/signup": {"GET": screens.signup, "POST": screens.signup},
    "/u/consent": {"GET": screens.consent, "POST": screens.consent},
    "/u/confirm": {"GET": screens.confirm, "POST": screens.confirm},
    "/u/device": {"GET": screens.device, "POST": screens.device},
    "/u/logout": {"GET": logout.confirm, "POST": logout.confirm},
    "/activate": {"GET": activate.activate, "POST": activate.activate},
    "/oauth/token": {"POST": token_endpoint.token},
    "/oauth/device/code": {"POST": device.device_code},
    "/oauth/par": {"POST": par.push},
    "/oidc/register": {"POST": register.register},
    "/bc-authorize": {"POST": ciba.bc_authorize},
    "/mfa/challenge": {"POST": mfa_api.challenge},
    "/mfa/authenticators": {"GET": mfa_api.authenticators},
    "/mfa/associate": {"POST": mfa_api.associate},
    "/passwordless/start": {"POST": passwordless.start},
    "/dbconnections/signup": {"POST": signup.signup},
    "/dbconnections/change_password": {"POST": signup.change_password},
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
        self._tenant.requests.append(f"{request.method} {request.path}")
        with chance.drawn_from(self._tenant.chance):
            response = self._respond(request, self._tenant.at(request.scheme, request.host))
        return response(environ, start_response)

    def _respond(self, request: Request, tenant: Tenant) -> Response:
        try:
            response = (
                cors.preflight(request, tenant)
                or tenant.faults.answer(request, tenant)
                or self._limited(request, tenant)
            )
        except RequestEntityTooLarge:
            response = _error(413, "Payload Too Large", "Payload content length greater than maximum allowed: 1000000")
        except HTTPException as error:
            response = _error(error.code or 500, error.name, error.description or error.name)
        cors.allow(request, response, tenant)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    def _limited(self, request: Request, tenant: Tenant) -> Response:
        taken = tenant.limits.take(request, tenant.now()) if tenant.limits else None
        if taken is None:
            return self._dispatch(request, tenant)
        response = self._dispatch(request, tenant) if taken.allowed else limits.refusal(request, taken)
        response.headers.update(taken.headers)
        return response

    def _dispatch(self, request: Request, tenant: Tenant) -> Response:
        if request.path.startswith(MANAGEMENT):
            verify = partial(tokens.verify, tenant)
            return management.respond(request, tenant.state, issuer=self._tenant.issuer, verify=verify, now=tenant.now)
        methods = ROUTES.get(request.path)
        if methods is None:
            return _error(404, "Not Found", "Not Found")
        method = "GET" if request.method == "HEAD" else request.method
        endpoint = methods.get(method)
        if endpoint is None:
            return _error(405, "Method Not Allowed", "Method Not Allowed")
        return endpoint(request, tenant)


def _error(status: int, name: str, message: str) -> Response:
    body = {"statusCode": status, "error": name, "message": message}
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
