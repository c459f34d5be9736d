"""The embedded local tenant: an Auth0-shaped server in a folder. It shares no code with the rest of auth0ctl."""

from auth0ctl.localtenant.faults import FAULTS
from auth0ctl.localtenant.opening import DEFAULT_ISSUER, LocalTenant, open_tenant
from auth0ctl.localtenant.server import Listener, NotLoopback, free_port
from auth0ctl.localtenant.wanted import Wanted

__all__ = ["DEFAULT_ISSUER", "FAULTS", "Listener", "LocalTenant", "NotLoopback", "Wanted", "free_port", "open_tenant"]
