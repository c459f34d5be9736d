"""What can only be read here: custom domains, signing keys and MFA policies (management-api.md section 8)."""

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import listing, select


def _custom_domains(call: Call) -> Answer:
    rows = [public(row) for row in call.state.all("custom_domain")]
    if call.text("take") is not None or call.text("from") is not None:
        return listing(call, rows, "custom_domains")
    return Answer(body=[select(call, row) for row in rows])


def _custom_domain(call: Call) -> Answer:
    name = call.path["id"]
    body = call.state.get("custom_domain", name)
    if body is None:
        raise ApiError(404, f"The custom domain {name} does not exist", "inexistent_custom_domain")
    return Answer(body=public(body))


def _signing_keys(call: Call) -> Answer:
    return Answer(body=[public(row) for row in call.state.all("signing_key")])


def _signing_key(call: Call) -> Answer:
    body = call.state.get("signing_key", call.path["kid"])
    if body is None:
        raise ApiError(404, "Not Found")
    return Answer(body=public(body))


def _guardian_policies(call: Call) -> Answer:
    return Answer(body=(call.state.get("settings", "guardian_policies") or {}).get("policies", []))


ENDPOINTS = (
    Endpoint(method="GET", rule="/custom-domains", scopes=("read:custom_domains",), respond=_custom_domains),
    Endpoint(method="GET", rule="/custom-domains/<id>", scopes=("read:custom_domains",), respond=_custom_domain),
    Endpoint(method="GET", rule="/keys/signing", scopes=("read:signing_keys",), respond=_signing_keys),
    Endpoint(method="GET", rule="/keys/signing/<kid>", scopes=("read:signing_keys",), respond=_signing_key),
    Endpoint(method="GET", rule="/guardian/policies", scopes=("read:mfa_policies",), respond=_guardian_policies),
)
