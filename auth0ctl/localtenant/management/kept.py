"""Collections that the tenant keeps as they are sent, without acting on them: rules, log streams, forms and the like.

One table. Shapes, statuses and texts are those of auth0-deploy-cli's recordings and of management-error-bodies.json;
what a row says beyond those is INFERRED.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, Envelope, Stored, listing, select
from auth0ctl.localtenant.management.network_acls import check_network_acl
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, STRING, Invalid, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_TYPES: dict[str, Shape] = {
    **dict.fromkeys(("name", "description", "type", "script", "triggerId", "app_id", "status", "stage"), STRING),
    **dict.fromkeys(("enabled", "active", "disabled", "isPriority"), BOOLEAN),
    **dict.fromkeys(("sink", "rule", "destination", "credentials", "user_attributes"), OBJECT),
    "order": {"type": "integer", "minimum": 0},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """``envelope`` None is a bare array; ``wrapped`` an object without totals, as checkpoint-only lists are.

    ``scope`` is the second half of the scopes. ``id_format``: what a bad id is refused as before it is looked for.
    ``listed`` are the members that the list shows, all when empty. ``hidden`` are never shown. ``check`` raises
    ``ApiError`` for an object that cannot be.
    """

    path: str
    name: str
    scope: str
    prefix: str
    missing: str
    required: tuple[str, ...] = ()
    filled: JSON = field(default_factory=dict)
    envelope: Envelope | None = "first"
    wrapped: bool = False
    dated: bool = True
    created: int = 201
    id_last: bool = False
    id_format: str = ""
    listed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    check: Callable[[JSON], None] | None = None

    def shape(self, *, patch: bool = False) -> Shape:
        """Of a POST or a PATCH body: a few members have types, all others are kept as they come (INFERRED)."""
        if patch:
            known = {name: nullable(_TYPES[name]) for name in _TYPES if name not in self.required}
            known |= {name: _TYPES[name] for name in self.required}
            return {"type": "object", "minProperties": 1, "properties": known, "additionalProperties": {}}
        return {"type": "object", "required": self.required, "properties": _TYPES, "additionalProperties": {}}

    @property
    def kind(self) -> str:
        return "kept:" + self.path


COLLECTIONS = (
    Collection(
        path="/rules", name="rules", scope="rules", prefix="rul_", missing="The rule does not exist.",
        required=("name", "script"), filled={"enabled": True}, dated=False,
    ),
    Collection(path="/hooks", name="hooks", scope="hooks", prefix="", missing="The hook does not exist.",
               required=("name", "script", "triggerId"), filled={"enabled": False}, dated=False),
    Collection(
        path="/log-streams", name="log_streams", scope="log_streams", prefix="lst_",
        missing="The log stream does not exist.", required=("type", "sink"), dated=False, envelope=None, created=200,
        filled={"status": "active"},
    ),
    Collection(
        path="/forms", name="forms", scope="forms", prefix="ap_", missing="Form not found", required=("name",),
        envelope="limit", listed=("id", "name", "flow_count", "created_at", "updated_at"),
    ),
    Collection(
        path="/flows", name="flows", scope="flows", prefix="af_", missing="Flow not found", required=("name",),
        envelope="limit", listed=("id", "name", "created_at", "updated_at"),
    ),
    Collection(
        path="/flows/vault/connections", name="connections", scope="flows_vault_connections", prefix="ac_",
        missing="Connection not found", required=("name", "app_id"), envelope="limit", hidden=("setup",),
    ),
    Collection(
        path="/network-acls", name="network_acls", scope="network_acls", prefix="acl_", id_last=True,
        missing="The network ACL does not exist.", required=("description", "active", "rule"),
        check=check_network_acl,
        id_format="Network ACL id is not a valid ACL ID in the form 'acl_XXXXXXXXXXXXXXXXXXXXXX'",
    ),
    Collection(
        path="/event-streams", name="eventStreams", scope="event_streams", prefix="est_", wrapped=True,
        missing="Event stream not found", required=("destination",), filled={"status": "enabled"},
        id_format="event-stream",
    ),
    Collection(
        path="/self-service-profiles", name="self_service_profiles", scope="self_service_profiles", prefix="ssp_",
        missing="Profile with ID: {id} not found", required=("name",), envelope="last",
    ),
    Collection(
        path="/user-attribute-profiles", name="user_attribute_profiles", scope="user_attribute_profiles",
        prefix="uap_", missing="User attribute profile not found.", required=("name", "user_attributes"),
        wrapped=True, dated=False,
    ),
    Collection(
        path="/connection-profiles", name="connection_profiles", scope="connection_profiles", prefix="cop_",
        missing="Connection profile not found.", required=("name",), wrapped=True, dated=False,
    ),
    Collection(
        path="/rate-limit-policies", name="rate_limit_policies", scope="rate_limit_policies", prefix="rlp_",
        missing="Rate limit policy not found.", wrapped=True,
    ),
    Collection(
        path="/branding/phone/providers", name="providers", scope="phone_providers", prefix="pro_", wrapped=True,
        missing="Provider not found", required=("name", "credentials"), hidden=("credentials",),
        filled={"channel": "phone", "disabled": False},
    ),
    Collection(
        path="/branding/phone/templates", name="templates", scope="phone_templates", prefix="tem_", wrapped=True,
        missing="Template not found", required=("type",), filled={"channel": "phone", "disabled": False},
    ),
)  # fmt: skip


def _endpoints(one: Collection) -> tuple[Endpoint, ...]:
    """The five endpoints of a collection."""

    def shown(body: JSON) -> JSON:
        return {name: value for name, value in public(body).items() if name not in one.hidden}

    def listed(body: JSON) -> JSON:
        whole = shown(body)
        return {name: whole[name] for name in one.listed if name in whole} if one.listed else whole

    def existing(call: Call) -> JSON:
        name = call.path["id"]
        _check_id(one, name)
        body = call.state.get(one.kind, name)
        if body is None:
            raise ApiError(404, one.missing.format(id=name))
        return body

    def respond_list(call: Call) -> Answer:
        rows = Stored(state=call.state, kind=one.kind, show=listed)
        if one.envelope is None:
            return Answer(body=[select(call, listed(row)) for row in call.state.all(one.kind)])
        return listing(call, rows, one.name, envelope=one.envelope, always_object=one.wrapped)

    def get(call: Call) -> Answer:
        return Answer(body=select(call, shown(existing(call))))

    def create(call: Call) -> Answer:
        body = _new(one, call, call.body())
        if one.check:
            one.check(body)
        call.state.insert(one.kind, body["id"], body)
        return Answer(body=shown(body), status=one.created)

    def update(call: Call) -> Answer:
        body = existing(call)
        patch = {name: value for name, value in call.body().items() if name not in _OWN}
        if isinstance(patch.get("sink"), dict):  # INFERRED: a secret of a log stream that is not sent again stays
            patch["sink"] = (body.get("sink") or {}) | patch["sink"]
        body = {name: value for name, value in (body | patch).items() if value is not None}
        if one.check:
            one.check(body)
        if one.dated:
            body["updated_at"] = defaults.milliseconds(call.now)
        call.state.put(one.kind, body["id"], body)
        return Answer(body=shown(body))

    def delete(call: Call) -> Answer:
        call.state.delete(one.kind, existing(call)["id"])
        return NO_CONTENT

    def may(verb: str) -> tuple[str, ...]:
        return (f"{verb}:{one.scope}",)

    rule = one.path + "/<id>"
    return (
        Endpoint(method="GET", rule=one.path, scopes=may("read"), respond=respond_list, query=PAGES),
        Endpoint(method="POST", rule=one.path, scopes=may("create"), respond=create, body=one.shape()),
        Endpoint(method="GET", rule=rule, scopes=may("read"), respond=get, query=FIELDS),
        Endpoint(method="PATCH", rule=rule, scopes=may("update"), respond=update, body=one.shape(patch=True)),
        Endpoint(method="DELETE", rule=rule, scopes=may("delete"), respond=delete),
    )


_OWN = frozenset({"id", "created_at", "updated_at"})


def _new(one: Collection, call: Call, stated: JSON) -> JSON:
    length = 16 if one.prefix in ("rul_", "lst_") else 22
    name: JSON = {"id": one.prefix + defaults.alphanumeric(length)}
    given = {key: value for key, value in stated.items() if key not in _OWN}
    dates = {key: defaults.milliseconds(call.now) for key in ("created_at", "updated_at")} if one.dated else {}
    filled = dict(one.filled)
    if one.path == "/rules":  # in the recorded order: id, enabled, script, name, order, stage
        filled |= {name: given[name] for name in ("script", "name")}
        filled |= {"order": call.state.count(one.kind) + 1, "stage": "login_success"}
    elif one.path == "/log-streams":
        filled = {key: given.pop(key) for key in ("name", "type") if key in given} | filled
        given |= {"isPriority": given.pop("isPriority", False)}
    elif one.path == "/forms":
        given.setdefault("flow_count", 0)
    return {**({} if one.id_last else name), **filled, **given, **dates, **name}


def _check_id(one: Collection, name: str) -> None:
    """The recorded refusals of ids that cannot be; an id has 22 characters after its prefix."""
    if not one.id_format or (name.startswith(one.prefix) and len(name) == len(one.prefix) + 22):
        return
    if one.id_format == "event-stream":
        fault = Invalid(f"Object didn't pass validation for format event-stream-id: {name}", "id")
        text = fault.message("Path").removesuffix(".") + " (Unique identifier for the event stream)."
        raise ApiError(400, text, "invalid_uri")
    raise ApiError(400, one.id_format, "invalid_uri")


ENDPOINTS = tuple(endpoint for one in COLLECTIONS for endpoint in _endpoints(one))
