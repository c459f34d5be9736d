"""The tenant as a WSGI application: one table of routes."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from auth0ctl.localtenant import chance, cors, limits
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.messages import Broken, Request, Response, TooLarge
from auth0ctl.localtenant.tenant import Tenant

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Endpoint = Callable[[Request, Tenant], Response]

# Path -> methods -> endpoint, imported when it is first asked for: a tenant answers sooner, and few use all of it.
# Everything under /api/v2/ is the Management API's.
ROUTES: Mapping[str, Mapping[str, str]] = {
    "/": {"GET": "web.overview:overview"},
    "/local/log": {"GET": "web.overview:log"},
    "/openapi.json": {"GET": "openapi.document:serve"},
    "/.well-known/openid-configuration": {"GET": "discovery:configuration"},
    "/.well-known/oauth-authorization-server": {"GET": "discovery:configuration"},
    "/.well-known/jwks.json": {"GET": "discovery:keys"},
    "/pem": {"GET": "discovery:certificate"},
    "/rawpem": {"GET": "discovery:certificate"},
    "/cer": {"GET": "discovery:certificate"},
    "/pb7": {"GET": "discovery:certificate"},
    "/authorize": {"GET": "login.authorize:authorize", "POST": "login.authorize:authorize"},
    "/u/login": {"GET": "login.screens:login", "POST": "login.screens:login"},
    "/u/signup": {"GET": "login.screens:signup", "POST": "login.screens:signup"},
    "/u/consent": {"GET": "login.screens:consent", "POST": "login.screens:consent"},
    "/u/confirm": {"GET": "login.screens:confirm", "POST": "login.screens:confirm"},
    "/u/device": {"GET": "login.screens:device", "POST": "login.screens:device"},
    "/u/mfa-otp-challenge": {"GET": "login.screens:mfa_challenge", "POST": "login.screens:mfa_challenge"},
    "/u/logout": {"GET": "login.logout:confirm", "POST": "login.logout:confirm"},
    "/u/email-verification": {"GET": "login.tickets:verify_email"},
    "/u/reset-verify": {"GET": "login.tickets:reset_password", "POST": "login.tickets:reset_password"},
    "/co/authenticate": {"POST": "login.cross_origin:authenticate"},
    "/co/verify": {"POST": "login.cross_origin:verify"},
    "/activate": {"GET": "login.activate:activate", "POST": "login.activate:activate"},
    "/oauth/token": {"POST": "grants.token_endpoint:token"},
    "/oauth/device/code": {"POST": "grants.device:device_code"},
    "/oauth/par": {"POST": "grants.par:push"},
    "/oidc/register": {"POST": "grants.register:register"},
    "/bc-authorize": {"POST": "grants.ciba:bc_authorize"},
    "/mfa/challenge": {"POST": "grants.mfa_api:challenge"},
    "/mfa/authenticators": {"GET": "grants.mfa_api:authenticators"},
    "/mfa/associate": {"POST": "grants.mfa_api:associate"},
    "/passwordless/start": {"POST": "grants.passwordless:start"},
    "/dbconnections/signup": {"POST": "login.signup:signup"},
    "/dbconnections/change_password": {"POST": "login.signup:change_password"},
    "/oauth/revoke": {"POST": "tokens.userinfo:revoke"},
    "/userinfo": {"GET": "tokens.userinfo:userinfo", "POST": "tokens.userinfo:userinfo"},
    "/v2/logout": {"GET": "login.logout:logout"},
    "/oidc/logout": {"GET": "login.logout:oidc_logout", "POST": "login.logout:oidc_logout"},
}
MANAGEMENT = "/api/v2/"


class Application:
    """The WSGI callable. Works under any Host; one object serves many threads."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        tenant = self._tenant
        tenant.requests.append(f"{request.method} {request.path}")
        with tenant.state.request(), chance.drawn_from(tenant.chance):
            response = self._respond(request, tenant.at(request.scheme, request.host))
        if "X-Content-Type-Options" not in response.headers:
            response.headers.add("X-Content-Type-Options", "nosniff")
        return response(environ, start_response)

    def _respond(self, request: Request, tenant: Tenant) -> Response:
        try:
            response = (
                cors.preflight(request, tenant)
                or tenant.faults.answer(request, tenant)
                or self._limited(request, tenant)
            )
        except TooLarge:
            response = _error(413, "Payload Too Large", "Payload content length greater than maximum allowed: 1000000")
        except Broken:
            response = _error(400, "Bad Request", "The request body is shorter than its Content-Length")
        cors.allow(request, response, tenant)
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
            verify = partial(load("tokens.jose:verify"), tenant)
            answer: Response = load("management:respond")(
                request, tenant.state, issuer=self._tenant.issuer, verify=verify, now=tenant.now
            )
            return answer
        methods = ROUTES.get(request.path)
        if methods is None:
            return _error(404, "Not Found", "Not Found")
        method = "GET" if request.method == "HEAD" else request.method
        if method not in methods:
            return _error(405, "Method Not Allowed", "Method Not Allowed")
        endpoint: Endpoint = load(methods[method])
        return endpoint(request, tenant)


def _error(status: int, name: str, message: str) -> Response:
    body = {"statusCode": status, "error": name, "message": message}
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")
