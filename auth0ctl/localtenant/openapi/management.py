"""The Management API's operations, one for each row of its route table."""

import re
from collections.abc import Mapping, Sequence

from auth0ctl.localtenant.management.api import ENDPOINTS
from auth0ctl.localtenant.management.call import Endpoint
from auth0ctl.localtenant.openapi import known
from auth0ctl.localtenant.openapi.schema import Schema, schema
from auth0ctl.localtenant.store.state import State

SECURITY = "management"
ERROR = "ManagementError"
# The body that management/call.py gives every refusal.
ERROR_SCHEMA: Schema = {
    "type": "object",
    "required": ["statusCode", "error", "message"],
    "properties": {
        "statusCode": {"type": "integer"},
        "error": {"type": "string"},
        "message": {"type": "string"},
        "errorCode": {"type": "string"},
        "attributes": {"type": "object"},
    },
}

_PARAMETER = re.compile(r"<(?:path:)?(\w+)>")
_BOOLEANS = frozenset(
    {
        "include_totals", "include_fields", "is_global", "is_first_party", "deployed", "force",
        "allow_any_organization",
    }
)  # fmt: skip
_QUERY: Mapping[str, Schema] = {
    "page": {"type": "integer", "minimum": 0},
    "per_page": {"type": "integer", "minimum": 0, "maximum": 100},
    "take": {"type": "integer", "minimum": 1, "maximum": 100},
    "fields": {"type": "string", "examples": ["name", "client_id,name"]},
    "q": {"type": "string", "examples": ['email:"user@example.com"', "type:s AND NOT client_id:x", "name:a*"]},
    "sort": {"type": "string", "examples": ["created_at:1", "date:-1"]},
    **{name: {"type": "boolean"} for name in _BOOLEANS},
}


def paths(state: State) -> dict[str, Schema]:
    """OpenAPI path -> its operations by method, with examples from the tenant."""
    names = known.properties(state)
    made: dict[str, Schema] = {}
    for endpoint in ENDPOINTS:
        path = "/api/v2" + _PARAMETER.sub(r"{\1}", endpoint.rule)
        made.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint, state, names)
    return made


def _operation(endpoint: Endpoint, state: State, names: Mapping[str, Sequence[str]]) -> Schema:
    in_path = [_path_parameter(state, endpoint.rule, name) for name in _PARAMETER.findall(endpoint.rule)]
    in_query = [_query_parameter(name, names) for name in endpoint.query]
    made: Schema = {
        "operationId": _operation_id(endpoint),
        "tags": [endpoint.rule.split("/")[1]],
        # Any one of the scopes is enough.
        "security": [{SECURITY: [scope]} for scope in (*endpoint.scopes, *endpoint.own_scopes)],
        "responses": {
            "2XX": {"description": "What was asked for, or nothing."},
            "4XX": {
                "description": "A refusal.",
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{ERROR}"}}},
            },
        },
    }
    if in_path or in_query:
        made["parameters"] = [*in_path, *in_query]
    if endpoint.body is not None:
        # Without required members a body may be left out, as the API takes none for an empty one.
        content = {"application/json": {"schema": schema(endpoint.body, names)}}
        made["requestBody"] = {"required": bool(endpoint.body.get("required")), "content": content}
    return made


def _operation_id(endpoint: Endpoint) -> str:
    return "_".join([endpoint.method.lower(), *re.findall(r"\w+", _PARAMETER.sub(r"\1", endpoint.rule))])


def _path_parameter(state: State, rule: str, name: str) -> Schema:
    examples = known.path_parameter(state, rule, name)
    one: Schema = {"type": "string", "minLength": 1} | ({"examples": examples} if examples else {})
    return {"name": name, "in": "path", "required": True, "schema": one}


def _query_parameter(name: str, names: Mapping[str, Sequence[str]]) -> Schema:
    one = dict(_QUERY.get(name, {"type": "string"}))
    if names.get(name):
        one["examples"] = list(names[name])
    return {"name": name, "in": "query", "schema": one}
