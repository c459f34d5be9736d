"""The embedded local tenant: an Auth0-shaped server in a folder. It shares no code with the rest of auth0ctl."""

from auth0ctl.localtenant.opening import DEFAULT_ISSUER, LocalTenant, open_tenant
from auth0ctl.localtenant.server import Listener, NotLoopback

__all__ = ["DEFAULT_ISSUER", "Listener", "LocalTenant", "NotLoopback", "open_tenant"]
