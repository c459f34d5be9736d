"""The tenant's own OpenAPI description: valid, complete, with no secret in it, and true to what the tenant checks."""

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import Client

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.app import ROUTES
from auth0ctl.localtenant.management.api import ENDPOINTS

MANAGEMENT = "/api/v2"


@pytest.fixture
def description(with_machine: LocalTenant) -> dict[str, Any]:
    answer = Client(with_machine.app).get("/openapi.json")
    assert answer.content_type.startswith("application/json")
    described: dict[str, Any] = json.loads(answer.get_data())
    return described


def test_it_is_valid(description: dict[str, Any]) -> None:
    assert [fault.message for fault in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_every_route_is_described_and_no_other(description: dict[str, Any]) -> None:
    described = {(path, method.upper()) for path, methods in description["paths"].items() for method in methods}
    served = {(path, method) for path, methods in ROUTES.items() for method in methods}
    served |= {(MANAGEMENT + re.sub(r"<(?:path:)?(\w+)>", r"{\1}", one.rule), one.method) for one in ENDPOINTS}
    assert described == served


def test_each_described_operation_is_one_that_the_tenant_knows(
    description: dict[str, Any], with_machine: LocalTenant
) -> None:
    http = Client(with_machine.app)
    for path, methods in description["paths"].items():
        for method in methods:
            # Without a token the Management API refuses at the door, after it has found the way.
            answer = http.open(re.sub(r"\{\w+\}", "x", path), method=method.upper())
            assert answer.status_code not in (405, 501), (method, path)
            assert answer.status_code != 404 or b"Not Found" not in answer.data, (method, path)
    assert http.get("/not-described").status_code == 404


def test_operation_ids_are_unique(description: dict[str, Any]) -> None:
    ids = [one["operationId"] for methods in description["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids))


def test_examples_name_what_there_is(description: dict[str, Any], with_machine: LocalTenant) -> None:
    (in_path,) = (
        one for one in description["paths"]["/api/v2/clients/{client_id}"]["get"]["parameters"] if one["in"] == "path"
    )
    known = [client["client_id"] for client in with_machine.state.all("client")]
    assert in_path["schema"]["examples"] == known
    prompts = description["paths"]["/api/v2/prompts/{prompt}/partials"]["get"]["parameters"]
    assert prompts[0]["schema"]["examples"] == ["login", "consent"]


def test_no_secret_is_in_it(description: dict[str, Any], with_machine: LocalTenant) -> None:
    text = json.dumps(description)
    secrets = [client["client_secret"] for client in with_machine.state.all("client") if "client_secret" in client]
    assert secrets
    assert [secret for secret in secrets if secret in text] == []


def test_a_body_is_described_as_it_is_checked(description: dict[str, Any]) -> None:
    content = description["paths"]["/api/v2/connections/{id}"]["patch"]["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    assert schema["additionalProperties"] is False, "PATCH knows no enabled_clients any more"
    assert "enabled_clients" not in schema["properties"]
    assert schema["properties"]["authentication"]["required"] == ["active"]
    domain = description["paths"]["/api/v2/custom-domains/{id}"]["patch"]["requestBody"]["content"]
    nullable = domain["application/json"]["schema"]["properties"]["tls_policy"]
    assert None in nullable["enum"], "null clears a field"
    assert "null" in nullable["type"]


def test_any_one_of_the_scopes_is_enough(description: dict[str, Any]) -> None:
    asked = description["paths"]["/api/v2/users/{user_id}"]["get"]["security"]
    assert asked == [{"management": ["read:users"]}, {"management": ["read:current_user"]}]
