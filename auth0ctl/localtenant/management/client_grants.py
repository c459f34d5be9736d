"""/client-grants (auth0-facts/resource-servers.md section 5)."""

from collections.abc import Sequence

from auth0ctl.localtenant.management.audience import own_spelling
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.listing import PAGES, Stored, listing
from auth0ctl.localtenant.management.validation import BOOLEAN, STRING, STRINGS, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_COMMON: dict[str, Shape] = {
    "scope": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 280}, "uniqueItems": True},
    "organization_usage": {"type": ["string", "null"], "enum": ("deny", "allow", "require")},
    "allow_any_organization": {"type": ["boolean", "null"]},
    "allow_all_scopes": BOOLEAN,
    "authorization_details_types": STRINGS,
}
CREATE: Shape = {
    "type": "object",
    "required": ("audience",),
    "properties": {
        "client_id": STRING,
        "audience": {"type": "string", "minLength": 1},
        "subject_type": {"type": "string", "enum": ("client", "user")},
        "default_for": {"type": "string", "enum": ("third_party_clients",)},
        **_COMMON,
    },
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {name: nullable(shape) for name, shape in _COMMON.items()},
}


_FILTERS = ("audience", "client_id", "subject_type", "default_for", "allow_any_organization")


def _list(call: Call) -> Answer:
    where: dict[str, Sequence[str | bool | None]] = {}
    for name in ("audience", "client_id", "subject_type", "default_for"):
        if (wanted := call.text(name)) is not None:
            where[name] = (own_spelling(wanted, call.issuer) if name == "audience" else wanted,)
    if (any_organization := call.flag("allow_any_organization")) is not None:
        where["allow_any_organization"] = (True,) if any_organization else (False, None)
    return listing(call, Stored(state=call.state, kind="client_grant", where=where), "client_grants")


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _create(call: Call) -> Answer:
    stated = call.body()
    if ("client_id" in stated) == ("default_for" in stated):
        raise refuse("Missing required property: client_id")
    stated["audience"] = own_spelling(stated["audience"], call.issuer)
    if "client_id" in stated and call.state.get("client", stated["client_id"]) is None:
        raise ApiError(404, "The client does not exist", "inexistent_client")
    if not stated.get("allow_all_scopes") and "scope" not in stated:
        raise refuse("Missing required property: scope")
    _check_scope(call, stated)
    body = defaults.client_grant(stated)
    if any(_same(body, other) for other in call.state.all("client_grant")):
        # 409 is documented; message and code INFERRED.
        raise ApiError(409, "A client grant for this client and audience already exists", "client_grant_conflict")
    call.state.insert("client_grant", body["id"], body)
    return Answer(body=public(body), status=201)


def _same(one: JSON, other: JSON) -> bool:
    """At most two grants for a client and an audience: one for users, one for the client itself."""
    return all(one.get(name) == other.get(name) for name in ("client_id", "audience", "subject_type", "default_for"))


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    if patch.get("allow_all_scopes") is False and "scope" not in patch and "scope" not in body:
        raise refuse("Missing required property: scope")  # recorded: going back needs an explicit scope
    body |= patch
    body = {name: value for name, value in body.items() if value is not None}
    _check_scope(call, body)
    body = defaults.client_grant(body)
    call.state.put("client_grant", body["id"], body)
    return Answer(body=public(body))


def _check_scope(call: Call, grant: JSON) -> None:
    api = call.state.find("resource_server", grant["audience"])
    if api is None:
        raise ApiError(404, "The resource server does not exist", "inexistent_resource_server")
    known = {scope["value"] for scope in api.get("scopes", ())}
    unknown = [scope for scope in grant.get("scope", ()) if scope not in known]
    if unknown:  # 400 is documented; message INFERRED
        raise ApiError(400, f"Scopes not defined on the resource server: {','.join(unknown)}", "invalid_body")


def _delete(call: Call) -> Answer:
    call.state.delete("client_grant", call.path["id"])
    return NO_CONTENT


def _organizations(call: Call) -> Answer:
    grant_id = _existing(call)["id"]
    rows = [public(row) for row in call.state.all("organization") if grant_id in row.get("_client_grants", ())]
    return listing(call, rows, "organizations", envelope="last")


def _existing(call: Call) -> JSON:
    body = call.state.get("client_grant", call.path["id"])
    if body is None:
        raise ApiError(404, "The grant does not exist.", "inexistent_client_grant")
    return body


ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/client-grants",
        scopes=("read:client_grants",),
        respond=_list,
        query=(*PAGES, *_FILTERS),
    ),
    Endpoint(method="POST", rule="/client-grants", scopes=("create:client_grants",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule="/client-grants/<id>", scopes=("read:client_grants",), respond=_get),
    Endpoint(
        method="PATCH", rule="/client-grants/<id>", scopes=("update:client_grants",), respond=_update, body=UPDATE
    ),
    Endpoint(method="DELETE", rule="/client-grants/<id>", scopes=("delete:client_grants",), respond=_delete),
    Endpoint(
        method="GET",
        rule="/client-grants/<id>/organizations",
        scopes=("read:organization_client_grants",),
        respond=_organizations,
        query=PAGES,
    ),
)
