"""/connections (management-api.md section 8). Which clients a connection is enabled for has its own endpoints."""

from collections.abc import Sequence

from auth0ctl.localtenant.management import database_options
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, Stored, listing, select
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, STRING, STRINGS, Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_COMMON: dict[str, Shape] = {
    "display_name": STRING,
    "options": OBJECT,
    "is_domain_connection": BOOLEAN,
    "show_as_button": BOOLEAN,
    "realms": STRINGS,
    "metadata": {"type": "object", "additionalProperties": {"type": ["string", "null"], "maxLength": 255}},
    "authentication": {"type": "object", "required": ("active",), "properties": {"active": BOOLEAN}},
    "cross_app_access_requesting_app": OBJECT,
    "connected_accounts": {"type": "object", "required": ("active",), "properties": {"active": BOOLEAN}},
}
CREATE: Shape = {
    "type": "object",
    "required": ("name", "strategy"),
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 128},
        "strategy": {"type": "string", "minLength": 1},
        "enabled_clients": STRINGS,
        **_COMMON,
    },
}
# PATCH has known no enabled_clients since 13 July 2026.
UPDATE: Shape = {"type": "object", "minProperties": 1, "properties": _COMMON}
UPDATE_CLIENTS: Shape = {
    "type": "array",
    "maxItems": 50,
    "items": {
        "type": "object",
        "required": ("client_id", "status"),
        "properties": {"client_id": STRING, "status": BOOLEAN},
    },
}


def _list(call: Call) -> Answer:
    strategies = call.request.args.getlist("strategy") + call.request.args.getlist("strategy[]")
    name = call.text("name")
    where: dict[str, Sequence[str]] = {}
    if strategies:
        where["strategy"] = tuple(dict.fromkeys(strategies))
    if name is not None:
        where["name"] = (name,)
    rows = Stored(state=call.state, kind="connection", show=lambda row: _shown(call, row), where=where)
    return listing(call, rows, "connections")


def _get(call: Call) -> Answer:
    return Answer(body=select(call, _shown(call, _existing(call))))


def _create(call: Call) -> Answer:
    stated = call.body()
    if call.state.find("connection", stated["name"]):  # wording INFERRED
        raise ApiError(409, "A connection with the same name already exists")
    if "enabled_clients" not in stated and _enabled_for_all(call):
        stated["enabled_clients"] = [row["client_id"] for row in call.state.all("client") if row["is_first_party"]]
    database_options.check(stated)
    body = defaults.connection(stated)
    call.state.insert("connection", body["id"], body, alias=body["name"])
    return Answer(body=_shown(call, body), status=201)


def _enabled_for_all(call: Call) -> bool:
    # INFERRED: the flag is true unless switched off.
    flags = (call.state.get("settings", "tenant") or {}).get("flags") or {}
    return bool(flags.get("enable_client_connections", True))


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    database_options.check({"strategy": body["strategy"], **patch}, present=body)
    body |= patch
    call.state.put("connection", body["id"], body)
    return Answer(body=_shown(call, body))


def _delete(call: Call) -> Answer:
    if not call.state.delete("connection", call.path["id"]):
        return NO_CONTENT  # recorded: an unknown one is no error
    return Answer(body={"deleted_at": defaults.milliseconds(call.now)}, status=202)


def _list_clients(call: Call) -> Answer:
    rows: list[JSON] = [{"client_id": client_id} for client_id in _existing(call).get("enabled_clients", ())]
    return listing(call, rows, "clients", always_object=True)


def _update_clients(call: Call) -> Answer:
    body = _existing(call)
    changes = call.array()
    enabled = list(body.get("enabled_clients", ()))
    for change in changes:
        client_id = change["client_id"]
        if call.state.get("client", client_id) is None:
            raise ApiError(404, "The client does not exist", "inexistent_client")  # status INFERRED
        if change["status"] and client_id not in enabled:
            enabled.append(client_id)
        elif not change["status"] and client_id in enabled:
            enabled.remove(client_id)
    call.state.put("connection", body["id"], body | {"enabled_clients": enabled})
    return NO_CONTENT


def _existing(call: Call) -> JSON:
    body = call.state.get("connection", call.path["id"])
    if body is None:
        raise ApiError(404, "The connection does not exist", "inexistent_connection")
    return body


def _shown(call: Call, body: JSON) -> JSON:
    # Recorded in August 2026: enabled_clients is still told here, though PATCH takes it no more.
    shown = public(body)
    if "read:connections_options" not in call.scopes:
        shown.pop("options", None)
    return shown


def _scim(call: Call) -> Answer:
    """SCIM is not served: the recorded refusals (management-error-bodies.json)."""
    strategy = _existing(call)["strategy"]
    if call.request.method == "POST" and strategy not in ("okta", "oidc", "samlp", "waad", "google-apps"):
        raise ApiError(404, _NO_SCIM)
    raise ApiError(404, "Not Found")


_NO_SCIM = (
    "This connection type does not support SCIM. Please see our documentation for the currently supported connection "
    "types: https://auth0.com/docs/authenticate/protocols/scim/configure-inbound-scim."
)
_ONE = "/connections/<id>"
ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/connections",
        scopes=("read:connections",),
        respond=_list,
        query=(*PAGES, "name", "strategy", "strategy[]"),
    ),
    Endpoint(method="POST", rule="/connections", scopes=("create:connections",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ONE, scopes=("read:connections",), respond=_get, query=FIELDS),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:connections",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:connections",), respond=_delete),
    Endpoint(method="GET", rule=_ONE + "/clients", scopes=("read:connections",), respond=_list_clients, query=PAGES),
    Endpoint(method="GET", rule=_ONE + "/scim-configuration", scopes=("read:scim_config",), respond=_scim),
    Endpoint(method="POST", rule=_ONE + "/scim-configuration", scopes=("create:scim_config",), respond=_scim),
    Endpoint(
        method="PATCH",
        rule=_ONE + "/clients",
        scopes=("update:connections",),
        respond=_update_clients,
        body=UPDATE_CLIENTS,
    ),
)
