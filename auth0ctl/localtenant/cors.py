"""Which web pages may call the tenant from a browser (authorize.md section 11)."""

from auth0ctl.localtenant.login.delivery import origin_of
from auth0ctl.localtenant.login.redirect_uri import is_registered
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.tenant import Tenant

ANY_ORIGIN = ("/.well-known/",)
REGISTERED_ORIGIN = frozenset(
    {
        "/oauth/token",
        "/oauth/revoke",
        "/userinfo",
        "/dbconnections/signup",
        "/dbconnections/change_password",
        "/passwordless/start",
        "/co/authenticate",
        "/mfa/challenge",
        "/mfa/authenticators",
        "/mfa/associate",
    }
)


def preflight(request: Request, tenant: Tenant) -> Response | None:
    """The answer to a CORS preflight, or None when the request is none."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    response = Response(status=204)
    allow(request, response, tenant)
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "")
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def allow(request: Request, response: Response, tenant: Tenant) -> None:
    """Add the CORS headers, if the origin may read the answer."""
    origin = request.headers.get("Origin")
    if origin is None:
        return
    if request.path.startswith(ANY_ORIGIN):
        response.headers["Access-Control-Allow-Origin"] = "*"
    elif request.path in REGISTERED_ORIGIN:
        response.headers.add("Vary", "Origin")
        if _registered(tenant, origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Expose-Headers"] = "DPoP-Nonce"
        elif request.method != "OPTIONS" and request.path != "/co/authenticate":  # that one writes its own
            text = f"Origin {origin[:200]} is not in the list of allowed origins"  # INFERRED
            logs.write(tenant, "fco", request, description=text, error="access_denied")


def _registered(tenant: Tenant, origin: str) -> bool:
    # A preflight does not say which client it is for, so the origins of every client count.
    for client in tenant.state.all("client"):
        callbacks = [origin_of(uri) for uri in client.get("callbacks") or []]
        named = [*(client.get("allowed_origins") or []), *(client.get("web_origins") or []), *callbacks]
        if is_registered(origin, [str(entry).rstrip("/") for entry in named], wildcards=True):
            return True
    return False
