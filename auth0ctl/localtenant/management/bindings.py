"""/actions/triggers and the bindings of post-login (management-api.md section 6)."""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import NUMBERED, action_listing
from auth0ctl.localtenant.management.validation import STRING, Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_NODE18 = ("node18-actions", "node22")
_OLD = ("node22",)
# id, version, status, runtimes, default runtime, binding policy (recorded by auth0-deploy-cli in August 2026; the order
# of the versions of one trigger changes from answer to answer there).
_TRIGGERS = (
    ("post-login", "v3", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("post-login", "v2", "DEPRECATED", ("node18", "node22"), "node16", "trigger-bound"),
    ("post-login", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("credentials-exchange", "v2", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("credentials-exchange", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("pre-user-registration", "v2", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("pre-user-registration", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("post-user-registration", "v2", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("post-user-registration", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("post-change-password", "v2", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("post-change-password", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("send-phone-message", "v2", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("send-phone-message", "v1", "DEPRECATED", _OLD, "node12", "trigger-bound"),
    ("password-reset-post-challenge", "v1", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("custom-phone-provider", "v1", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("custom-email-provider", "v1", "CURRENT", _NODE18, "node22", "trigger-bound"),
    ("custom-token-exchange", "v1", "CURRENT", ("node18", "node22"), "node22", "entity-bound"),
    ("event-stream", "v1", "CURRENT", _OLD, "node22", "entity-bound"),
    ("mcp-tool", "v1", "CURRENT", _OLD, "node22", "entity-bound"),
    ("password-hash-migration", "v1", "CURRENT", _OLD, "node22", "entity-bound"),
)
NAMES = frozenset(row[0] for row in _TRIGGERS)

UPDATE: Shape = {
    "type": "object",
    "required": ("bindings",),
    "properties": {
        "bindings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ("ref",),
                "properties": {
                    "ref": {
                        "type": "object",
                        "required": ("type", "value"),
                        "properties": {
                            "type": {"type": "string", "enum": ("action_id", "action_name", "binding_id")},
                            "value": STRING,
                        },
                    },
                    "display_name": STRING,
                    "secrets": {"type": "array"},
                },
            },
        }
    },
}


def _triggers(_call: Call) -> Answer:
    rows = [
        {
            "id": name,
            "version": version,
            "status": status,
            "runtimes": list(runtimes),
            "default_runtime": default_runtime,
            "binding_policy": policy,
            "compatible_triggers": [{"id": name, "version": "v2"}] if (name, version) == ("post-login", "v3") else [],
        }
        for name, version, status, runtimes, default_runtime, policy in _TRIGGERS
    ]
    return Answer(body={"triggers": rows})


def _list(call: Call) -> Answer:
    return action_listing(call, _shown(call, _trigger(call)), "bindings")


def _replace(call: Call) -> Answer:
    """The whole ordered list is replaced."""
    trigger = _trigger(call)
    body = call.body()
    present = (call.state.get("binding", trigger) or {"bindings": []})["bindings"]
    bindings = [_bound(call, trigger, item, present) for item in body["bindings"]]
    call.state.put("binding", trigger, {"bindings": bindings})
    return action_listing(call, _shown(call, trigger), "bindings")


def _bound(call: Call, trigger: str, item: JSON, present: list[JSON]) -> JSON:
    action = _referred(call, item["ref"], present)
    if action is None:
        raise ApiError(404, "That action does not exist.")
    if all(supported["id"] != trigger for supported in action["supported_triggers"]):  # wording INFERRED
        raise ApiError(400, f"The action '{action['name']}' does not support the trigger '{trigger}'.")
    if "deployed_version" not in action:  # wording INFERRED
        raise ApiError(400, f"The action '{action['name']}' must be deployed before it can be bound.")
    return new_binding(trigger, action, display_name=item.get("display_name"), now=call.now)


def _referred(call: Call, ref: JSON, present: list[JSON]) -> JSON | None:
    kind, value = ref["type"], ref["value"]
    if kind == "action_name":
        return next((row for row in call.state.all("action") if row["name"] == value), None)
    if kind == "binding_id":
        value = next((row["action_id"] for row in present if row["id"] == value), "")
    return call.state.get("action", value)


def new_binding(trigger: str, action: JSON, *, display_name: str | None, now: float) -> JSON:
    """A binding as the store keeps it; the Action itself is put in when it is shown."""
    at = defaults.nanoseconds(now)
    return {
        "id": str(chance.uuid4()),
        "trigger_id": trigger,
        "action_id": action["id"],
        "created_at": at,
        "updated_at": at,
        "display_name": display_name or action["name"],
    }


def _shown(call: Call, trigger: str) -> list[JSON]:
    rows: list[JSON] = []
    for binding in (call.state.get("binding", trigger) or {"bindings": []})["bindings"]:
        action = call.state.get("action", binding["action_id"])
        if action is None:
            continue
        rest = {name: binding[name] for name in ("created_at", "updated_at", "display_name")}
        rows.append({"id": binding["id"], "trigger_id": trigger, "action": _action(action), **rest})
    return rows


def _action(action: JSON) -> JSON:
    shown = {name: action[name] for name in ("id", "name", "supported_triggers", "created_at", "updated_at")}
    version = action.get("deployed_version")
    if version:
        shown["current_version"] = {
            "id": version["id"],
            "code": version["code"],
            "runtime": version["runtime"],
            "status": "BUILT",  # upper case here, lower case in deployed_version: recorded
            "number": version["number"],
            "build_time": version["built_at"],
            "created_at": version["created_at"],
            "updated_at": version["updated_at"],
        }
        shown["deployed_version"] = version
    # Recorded as false here even when everything is deployed.
    return shown | {"all_changes_deployed": False}


def _trigger(call: Call) -> str:
    trigger = call.path["trigger"]
    if trigger not in NAMES:  # wording INFERRED
        raise ApiError(404, "That trigger does not exist.")
    return trigger


_ONE = "/actions/triggers/<trigger>/bindings"
ENDPOINTS = (
    Endpoint(method="GET", rule="/actions/triggers", scopes=("read:actions",), respond=_triggers),
    Endpoint(method="GET", rule=_ONE, scopes=("read:actions",), respond=_list, query=NUMBERED),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:actions",), respond=_replace, query=NUMBERED, body=UPDATE),
)
