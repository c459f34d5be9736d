"""The tenant's own description of its two APIs, as OpenAPI 3.1 at /openapi.json."""
