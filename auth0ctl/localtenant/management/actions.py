"""/actions/actions (management-api.md section 6)."""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.listing import NUMBERED, action_listing
from auth0ctl.localtenant.management.validation import STRING, Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_COMMON: dict[str, Shape] = {
    "name": {"type": "string", "minLength": 1},
    "supported_triggers": {
        "type": "array",
        "items": {"type": "object", "required": ("id",), "properties": {"id": STRING, "version": STRING}},
    },
    "code": STRING,
    "dependencies": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"name": STRING, "version": STRING, "registry_url": {"type": ["string", "null"]}},
        },
    },
    "runtime": {"type": "string", "enum": ("node12", "node16", "node18", "node18-actions", "node22")},
    "secrets": {
        "type": "array",
        "items": {"type": "object", "required": ("name",), "properties": {"name": STRING, "value": STRING}},
    },
}
CREATE: Shape = {"type": "object", "required": ("name", "supported_triggers"), "properties": _COMMON}
UPDATE: Shape = {"type": "object", "minProperties": 1, "properties": _COMMON}


def _list(call: Call) -> Answer:
    rows = [public(row) for row in call.state.all("action")]
    trigger = call.text("triggerId")
    if trigger is not None:
        rows = [row for row in rows if any(item["id"] == trigger for item in row["supported_triggers"])]
    name = call.text("actionName")
    if name is not None:
        rows = [row for row in rows if row["name"] == name]
    deployed = call.flag("deployed")
    if deployed is not None:
        rows = [row for row in rows if ("deployed_version" in row) == deployed]
    return action_listing(call, rows, "actions")


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _create(call: Call) -> Answer:
    stated = call.body()
    if not stated["supported_triggers"]:
        raise refuse("Array is too short (0), minimum 1", "supported_triggers")
    if any(row["name"] == stated["name"] for row in call.state.all("action")):  # wording INFERRED
        raise ApiError(409, "An action with that name already exists.")
    for trigger in stated["supported_triggers"]:
        trigger.setdefault("version", "v3" if trigger["id"] == "post-login" else "v2")
    body = with_secrets(defaults.action(stated, now=call.now), stated, call.now)
    # POST answers "pending"; by the next GET it is built.
    call.state.insert("action", body["id"], body | {"status": "built"})
    return Answer(body=public(body), status=201)


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    body |= {name: value for name, value in patch.items() if name != "secrets"}
    body |= {"updated_at": defaults.nanoseconds(call.now), "all_changes_deployed": False}
    if "secrets" in patch:
        body = with_secrets(body, patch, call.now)
    call.state.put("action", body["id"], body | {"status": "built"})
    return Answer(body=public(body | {"status": "pending"}))


def with_secrets(body: JSON, stated: JSON, now: float) -> JSON:
    """Values are kept out of every answer; a secret sent without a value keeps the one it has."""
    values = body.get("_secret_values", {})
    given = stated.get("secrets", ())
    return body | {
        "secrets": [{"name": secret["name"], "updated_at": defaults.nanoseconds(now)} for secret in given],
        "_secret_values": {secret["name"]: secret.get("value", values.get(secret["name"], "")) for secret in given},
    }


def _delete(call: Call) -> Answer:
    body = _existing(call)
    bindings = call.state.get("binding", "post-login") or {"bindings": []}
    left = [binding for binding in bindings["bindings"] if binding["action_id"] != body["id"]]
    if len(left) < len(bindings["bindings"]):
        if not call.flag("force"):  # INFERRED
            raise ApiError(409, "Cannot delete an action that is bound to a trigger.")
        call.state.put("binding", "post-login", {"bindings": left})
    call.state.delete("action", body["id"])
    return NO_CONTENT


def _deploy(call: Call) -> Answer:
    body = deploy(_existing(call), now=call.now)
    call.state.put("action", body["id"], body)
    version = body["deployed_version"]
    action = {name: body[name] for name in ("id", "name", "supported_triggers", "created_at", "updated_at")}
    # Recorded with deployed:false and without built_at: the caller is expected to poll.
    shown = {name: value for name, value in version.items() if name != "built_at"} | {"deployed": False}
    return Answer(body=shown | {"action": action})


def deploy(body: JSON, *, now: float) -> JSON:
    """The Action with its present code as a new deployed version."""
    at = defaults.nanoseconds(now)
    versions = body.get("_versions", [])
    version: JSON = {
        "code": body["code"],
        "dependencies": body["dependencies"],
        "id": str(chance.uuid4()),
        "deployed": True,
        "number": len(versions) + 1,
        "built_at": at,
        "secrets": body["secrets"],
        "status": "built",
        "created_at": at,
        "updated_at": at,
        "runtime": body["runtime"],
        "supported_triggers": body["supported_triggers"],
    }
    earlier = [{**old, "deployed": False} for old in versions]
    return body | {
        "status": "built",
        "deployed_version": version,
        "all_changes_deployed": True,
        "_versions": [*earlier, version],
    }


def _versions(call: Call) -> Answer:
    return action_listing(call, list(reversed(_existing(call).get("_versions", []))), "versions")


def _existing(call: Call) -> JSON:
    body = call.state.get("action", call.path["id"])
    if body is None:
        raise ApiError(404, "That action does not exist.")
    return body


_ONE = "/actions/actions/<id>"
ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/actions/actions",
        scopes=("read:actions",),
        respond=_list,
        query=(*NUMBERED, "triggerId", "actionName", "deployed"),
    ),
    Endpoint(method="POST", rule="/actions/actions", scopes=("create:actions",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ONE, scopes=("read:actions",), respond=_get),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:actions",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:actions",), respond=_delete, query=("force",)),
    Endpoint(method="POST", rule=_ONE + "/deploy", scopes=("create:actions",), respond=_deploy),
    Endpoint(method="GET", rule=_ONE + "/versions", scopes=("read:actions",), respond=_versions, query=NUMBERED),
)
