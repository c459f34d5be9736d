"""/custom-domains (management-api.md section 8)."""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, listing, select
from auth0ctl.localtenant.management.validation import OBJECT, STRING, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

KIND = "custom_domain"
_CHANGEABLE: dict[str, Shape] = {
    "tls_policy": {"type": "string", "enum": ("recommended", "compatible")},
    "custom_client_ip_header": {
        "type": ["string", "null"],
        "enum": ("", "true-client-ip", "cf-connecting-ip", "x-forwarded-for", "x-azure-clientip"),
    },
    "domain_metadata": OBJECT,
    "relying_party_identifier": STRING,
}
CREATE: Shape = {
    "type": "object",
    "required": ("domain", "type"),
    "properties": {
        "domain": {"type": "string", "minLength": 1},
        "type": {"type": "string", "enum": ("auth0_managed_certs", "self_managed_certs")},
        "verification_method": {"type": "string", "enum": ("txt",)},
        **_CHANGEABLE,
    },
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {name: nullable(shape) for name, shape in _CHANGEABLE.items()},
}
DEFAULT: Shape = {"type": "object", "required": ("domain",), "properties": {"domain": STRING}}


def new(stated: JSON, *, now: float) -> JSON:
    """A domain as POST makes it: a TXT record proves self-managed ones, a CNAME record the others."""
    domain = stated["domain"]
    if stated["type"] == "self_managed_certs":
        method = {"name": "TXT", "record": str(chance.uuid4()), "domain": f"_cf-custom-hostname.{domain}"}
    else:
        method = {"name": "CNAME", "record": f"{chance.uuid4().hex[:16]}.edge.invalid", "domain": domain}
    return {
        "custom_domain_id": "cd_" + defaults.alphanumeric(16),
        "domain": domain,
        "primary": False,
        "is_default": False,
        "status": "pending_verification",
        "type": stated["type"],
        "verification": {"methods": [method]},
        "custom_client_ip_header": None,
        "created_at": defaults.milliseconds(now),
        **stated,
    }


def _list(call: Call) -> Answer:
    rows = [public(row) for row in call.state.all(KIND)]
    if call.text("take") is not None or call.text("from") is not None:
        return listing(call, rows, "custom_domains")
    return Answer(body=[select(call, row) for row in rows])


def _get(call: Call) -> Answer:
    return Answer(body=select(call, public(_existing(call))))


def _create(call: Call) -> Answer:
    stated = call.body()
    stated.pop("verification_method", None)
    if any(row["domain"] == stated["domain"] for row in call.state.all(KIND)):  # wording INFERRED
        raise ApiError(409, "Custom domain already exists", "custom_domain_conflict")
    body = new(stated, now=call.now)
    call.state.insert(KIND, body["custom_domain_id"], body)
    return Answer(body=public(body), status=201)


def _update(call: Call) -> Answer:
    body = _existing(call)
    body |= call.body()
    call.state.put(KIND, body["custom_domain_id"], body)
    return Answer(body=public(body))


def _delete(call: Call) -> Answer:
    call.state.delete(KIND, call.path["id"])
    return NO_CONTENT


def _verify(call: Call) -> Answer:
    """INFERRED: nobody looks into the DNS here; who asks for the verification gets it."""
    body = _existing(call)
    body["status"] = "ready"
    call.state.put(KIND, body["custom_domain_id"], body)
    return Answer(body=public(body))


def _default(call: Call) -> Answer:
    found = [row for row in call.state.all(KIND) if row.get("is_default")]
    if not found:
        raise ApiError(404, "Not Found")  # INFERRED
    return Answer(body=public(found[0]))


def _set_default(call: Call) -> Answer:
    domain = call.body()["domain"]
    rows = call.state.all(KIND)
    chosen = next((row for row in rows if row["domain"] == domain), None)
    if chosen is None:
        raise ApiError(404, f"The custom domain {domain} does not exist", "inexistent_custom_domain")
    if chosen["status"] != "ready":
        raise ApiError(400, "The domain must be verified before it can be set as default.", "invalid_body")
    for row in rows:
        call.state.put(KIND, row["custom_domain_id"], row | {"is_default": row is chosen})
    return Answer(body=public(chosen | {"is_default": True}))


def _existing(call: Call) -> JSON:
    name = call.path["id"]
    body = call.state.get(KIND, name)
    if body is None:
        raise ApiError(404, f"The custom domain {name} does not exist", "inexistent_custom_domain")
    return body


_ALL = "/custom-domains"
_ONE = "/custom-domains/<id>"
ENDPOINTS = (
    Endpoint(method="GET", rule=_ALL, scopes=("read:custom_domains",), respond=_list, query=PAGES),
    Endpoint(method="POST", rule=_ALL, scopes=("create:custom_domains",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ALL + "/default", scopes=("read:custom_domains",), respond=_default),
    Endpoint(
        method="PATCH", rule=_ALL + "/default", scopes=("update:custom_domains",), respond=_set_default, body=DEFAULT
    ),
    Endpoint(method="GET", rule=_ONE, scopes=("read:custom_domains",), respond=_get, query=FIELDS),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:custom_domains",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:custom_domains",), respond=_delete),
    Endpoint(method="POST", rule=_ONE + "/verify", scopes=("create:custom_domains",), respond=_verify),
)
