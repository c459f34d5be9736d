"""/token-exchange-profiles: which Action answers for which subject_token_type (token-endpoint.md section 10).

The facts hold no recording of this object; its fields and its refusals are INFERRED.
"""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, refuse
from auth0ctl.localtenant.management.listing import PAGES, listing
from auth0ctl.localtenant.management.validation import Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

KIND = "token_exchange_profile"
_NAME: Shape = {"type": "string", "minLength": 1, "maxLength": 50}
_TOKEN_TYPE: Shape = {"type": "string", "minLength": 8, "maxLength": 100, "pattern": "^(https?://|urn:)"}
CREATE: Shape = {
    "type": "object",
    "required": ("name", "subject_token_type", "action_id", "type"),
    "properties": {
        "name": _NAME,
        "subject_token_type": _TOKEN_TYPE,
        "action_id": {"type": "string", "minLength": 1},
        "type": {"type": "string", "enum": ("custom_authentication",)},
    },
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {"name": _NAME, "subject_token_type": _TOKEN_TYPE},
}


def new(stated: JSON, *, now: float) -> JSON:
    at = defaults.milliseconds(now)
    filled = {"id": "tep_" + defaults.alphanumeric(16), "type": "custom_authentication", **stated}
    return {**filled, "created_at": at, "updated_at": at}


def _list(call: Call) -> Answer:
    return listing(call, call.state.all(KIND), "token_exchange_profiles", always_object=True)


def _get(call: Call) -> Answer:
    return Answer(body=_existing(call))


def _create(call: Call) -> Answer:
    stated = call.body()
    if call.state.get("action", stated["action_id"]) is None:
        raise ApiError(404, "That action does not exist.")
    _check_free(call, stated["subject_token_type"], "")
    body = new(stated, now=call.now)
    call.state.insert(KIND, body["id"], body)
    return Answer(body=body, status=201)


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    if "subject_token_type" in patch:
        _check_free(call, patch["subject_token_type"], body["id"])
    body |= {**patch, "updated_at": defaults.milliseconds(call.now)}
    call.state.put(KIND, body["id"], body)
    return NO_CONTENT


def _delete(call: Call) -> Answer:
    call.state.delete(KIND, call.path["id"])
    return NO_CONTENT


def _check_free(call: Call, kind: str, own: str) -> None:
    if kind.startswith(("urn:ietf", "urn:auth0", "urn:okta", "http://auth0.com", "https://auth0.com")):
        raise refuse(f"Reserved namespace: {kind}", "subject_token_type")
    if any(row["subject_token_type"] == kind and row["id"] != own for row in call.state.all(KIND)):
        raise ApiError(409, "A token exchange profile for this subject_token_type already exists")


def _existing(call: Call) -> JSON:
    body = call.state.get(KIND, call.path["id"])
    if body is None:
        raise ApiError(404, "Token exchange profile not found.")
    return body


_ONE = "/token-exchange-profiles/<id>"
ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/token-exchange-profiles",
        scopes=("read:token_exchange_profiles",),
        respond=_list,
        query=PAGES,
    ),
    Endpoint(
        method="POST",
        rule="/token-exchange-profiles",
        scopes=("create:token_exchange_profiles",),
        respond=_create,
        body=CREATE,
    ),
    Endpoint(method="GET", rule=_ONE, scopes=("read:token_exchange_profiles",), respond=_get),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:token_exchange_profiles",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:token_exchange_profiles",), respond=_delete),
)
