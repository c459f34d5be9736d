"""Which ``Host`` a listener answers to. A web page elsewhere can make its own name point to this machine (DNS
rebinding); the browser then lets it read what it asks for, unless the name is refused here."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from auth0ctl.localtenant.messages import Response
from auth0ctl.localtenant.tenant import Tenant

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class OwnHosts:
    """Passes on the requests that name this machine, the tenant's issuer or one of its custom domains."""

    def __init__(self, app: "WSGIApplication", tenant: Tenant) -> None:
        self._app = app
        self._tenant = tenant

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if self._is_own(host_name(environ.get("HTTP_HOST", ""))):
            return self._app(environ, start_response)
        text = "This server does not answer to that name. Give it as a custom domain, or start with --expose.\n"
        return Response(text, status=421, content_type="text/plain; charset=utf-8")(environ, start_response)

    def _is_own(self, name: str) -> bool:
        if is_this_machine(name) or name == host_name(self._tenant.host):
            return True
        return any(str(row["domain"]).lower() == name for row in self._tenant.state.all("custom_domain"))


@lru_cache(maxsize=64)
def host_name(host: str) -> str:
    """The name in a ``Host`` header, in lower case, without its port and the brackets of IPv6."""
    name, colon, port = host.lower().rpartition(":")
    bare = name if colon and port.isdecimal() else host.lower()
    return bare.removeprefix("[").removesuffix("]")


@lru_cache(maxsize=64)
def is_this_machine(name: str) -> bool:
    """``localhost``, a name below it, or a loopback address."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
