"""The whole description, and the endpoint that serves it."""

import json

from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.openapi import authentication, management
from auth0ctl.localtenant.openapi.schema import Schema
from auth0ctl.localtenant.tenant import Tenant


def serve(_request: Request, tenant: Tenant) -> Response:
    """GET /openapi.json. Nothing in it is secret; the examples name what there is in the tenant."""
    return Response(json.dumps(describe(tenant)), content_type="application/json; charset=utf-8")


def describe(tenant: Tenant) -> Schema:
    """Made anew each time, because its examples are ids that exist now."""
    paths = authentication.paths(tenant.state) | management.paths(tenant.state)
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "auth0ctl local tenant (not Auth0)",
            "description": "The Authentication API and the Management API as this tenant serves them.",
            "version": "2",
        },
        "servers": [{"url": tenant.front_origin}],
        "paths": paths,
        "components": {
            "schemas": {management.ERROR: management.ERROR_SCHEMA},
            "securitySchemes": {management.SECURITY: bearer, "access_token": bearer},
        },
    }
