"""/organizations and the client grants tied to them (management-api.md section 8 and its additions)."""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import PAGES, Stored, listing
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, OBJECT_OR_NULL, STRING, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_COMMON: dict[str, Shape] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 50, "pattern": "^[a-z0-9][a-z0-9_-]*$"},
    "display_name": {"type": "string", "minLength": 1, "maxLength": 255},
    "branding": OBJECT,
    "metadata": {
        "type": "object",
        "additionalProperties": {"type": ["string", "null"], "maxLength": 255},
        "maxProperties": 25,
    },
    "token_quota": OBJECT_OR_NULL,
    "third_party_client_access": {"type": "string", "enum": ("block", "allow")},
    "is_app_entitlement_active": BOOLEAN,
}
CREATE: Shape = {
    "type": "object",
    "required": ("name",),
    "properties": {
        **_COMMON,
        "enabled_connections": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ("connection_id",),
                "properties": {
                    "connection_id": STRING,
                    "assign_membership_on_login": BOOLEAN,
                    "show_as_button": BOOLEAN,
                    "is_signup_enabled": BOOLEAN,
                },
            },
        },
    },
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {**{name: nullable(shape) for name, shape in _COMMON.items()}, "name": _COMMON["name"]},
}
_CLIENT_GRANT: Shape = {"type": "object", "required": ("grant_id",), "properties": {"grant_id": STRING}}
_LAST = ("third_party_client_access", "is_app_entitlement_active")  # the newer keys stand at the end
_FIRST = ("id", "display_name", "name")


def new(stated: JSON) -> JSON:
    """An organization as POST makes it, in the recorded order."""
    filled: JSON = {
        "id": "org_" + defaults.alphanumeric(16),
        "display_name": stated["name"],  # INFERRED
        "third_party_client_access": "block",
        "is_app_entitlement_active": False,
        **stated,
    }
    middle = [name for name in filled if name not in _FIRST and name not in _LAST]
    return defaults.in_order(filled, (*_FIRST, *middle, *_LAST))


def _list(call: Call) -> Answer:
    return listing(call, Stored(state=call.state, kind="organization"), "organizations", envelope="last")


def _get(call: Call) -> Answer:
    return Answer(body=public(existing(call)))


def _get_by_name(call: Call) -> Answer:
    found = next((row for row in call.state.all("organization") if row["name"] == call.path["name"]), None)
    if found is None:
        raise _unknown()
    return Answer(body=public(found))


def _create(call: Call) -> Answer:
    stated = call.body()
    enabled = stated.pop("enabled_connections", [])
    _check_free(call, stated["name"], "")
    for one in enabled:
        if call.state.get("connection", one["connection_id"]) is None:
            raise ApiError(404, "The connection does not exist", "inexistent_connection")  # INFERRED
    body = new(stated)
    given = {"is_signup_enabled": False, "assign_membership_on_login": False, "show_as_button": True}
    kept = [{**given, "is_enabled": True, "organization_access_level": "none", **one} for one in enabled]
    call.state.insert("organization", body["id"], body | {"_enabled_connections": kept})
    return Answer(body=public(body), status=201)


def _update(call: Call) -> Answer:
    body = existing(call)
    patch = call.body()
    _check_free(call, patch.get("name") or body["name"], body["id"])
    merged = {name: value for name, value in (body | patch).items() if value is not None}
    if patch.get("metadata"):
        merged["metadata"] = {name: value for name, value in patch["metadata"].items() if value is not None}
    body = new(merged)
    call.state.put("organization", body["id"], body)
    return Answer(body=public(body))


def _check_free(call: Call, name: str, own: str) -> None:
    if any(row["name"] == name and row["id"] != own for row in call.state.all("organization")):
        raise ApiError(409, "An organization with this name already exists.", "organization_conflict")  # INFERRED


def _delete(call: Call) -> Answer:
    call.state.delete("organization", existing(call)["id"])
    return NO_CONTENT


def _client_grants(call: Call) -> Answer:
    tied = existing(call).get("_client_grants", ())
    rows = [public(row) for row in call.state.all("client_grant") if row["id"] in tied]
    return listing(call, rows, "client_grants", envelope="last")


def _tie_client_grant(call: Call) -> Answer:
    body = existing(call)
    grant = call.state.get("client_grant", call.body()["grant_id"])
    if grant is None:
        raise ApiError(404, "The grant does not exist.", "inexistent_client_grant")
    body["_client_grants"] = list(dict.fromkeys([*body.get("_client_grants", ()), grant["id"]]))
    call.state.put("organization", body["id"], body)
    return Answer(body=public(grant), status=201)


def _untie_client_grant(call: Call) -> Answer:
    body = existing(call)
    body["_client_grants"] = [one for one in body.get("_client_grants", ()) if one != call.path["grant_id"]]
    call.state.put("organization", body["id"], body)
    return NO_CONTENT


def _none(collection: str, *, checkpoint: bool) -> Endpoint:
    """A list of what this tenant has none of: invitations are e-mails, and domains are looked up in the DNS."""

    def respond(call: Call) -> Answer:
        existing(call)
        return listing(call, [], collection, envelope="last", always_object=checkpoint)

    rules = {"domains": "discovery-domains"}
    scopes = {
        "clients": "read:organization_clients",
        "domains": "read:organization_discovery_domains",
        "invitations": "read:organization_invitations",
    }
    rule = f"/organizations/<id>/{rules.get(collection, collection)}"
    return Endpoint(method="GET", rule=rule, scopes=(scopes[collection],), respond=respond, query=PAGES)


def existing(call: Call) -> JSON:
    """The organization that the path names. Raises ``ApiError`` 404."""
    body = call.state.get("organization", call.path["id"])
    if body is None:
        raise _unknown()
    return body


def _unknown() -> ApiError:
    return ApiError(404, "No organization found by that id or name")


_ONE = "/organizations/<id>"
_GRANTS = _ONE + "/client-grants"
ENDPOINTS = (
    Endpoint(method="GET", rule="/organizations", scopes=("read:organizations",), respond=_list, query=PAGES),
    Endpoint(method="POST", rule="/organizations", scopes=("create:organizations",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule="/organizations/name/<name>", scopes=("read:organizations",), respond=_get_by_name),
    Endpoint(method="GET", rule=_ONE, scopes=("read:organizations",), respond=_get),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:organizations",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:organizations",), respond=_delete),
    Endpoint(
        method="GET", rule=_GRANTS, scopes=("read:organization_client_grants",), respond=_client_grants, query=PAGES
    ),
    Endpoint(
        method="POST",
        rule=_GRANTS,
        scopes=("create:organization_client_grants",),
        respond=_tie_client_grant,
        body=_CLIENT_GRANT,
    ),
    Endpoint(
        method="DELETE",
        rule=_GRANTS + "/<grant_id>",
        scopes=("delete:organization_client_grants",),
        respond=_untie_client_grant,
    ),
    _none("clients", checkpoint=True),
    _none("domains", checkpoint=True),
    _none("invitations", checkpoint=False),
)
