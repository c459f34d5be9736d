"""The Management API of the local tenant: ``respond`` answers a request under /api/v2."""

from auth0ctl.localtenant.management.api import respond

__all__ = ["respond"]
