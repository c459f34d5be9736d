"""/users and /users-by-email (management-api.md sections 8 and 9). A user's own token may read and change it."""

from auth0ctl.localtenant import passwords
from auth0ctl.localtenant.management.call import (
    NO_CONTENT,
    Answer,
    ApiError,
    Call,
    Endpoint,
    public,
    query_fault,
    refuse,
)
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, Stored, listing, select, user_listing
from auth0ctl.localtenant.management.search import exact_terms, matching
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, STRING, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_COMMON: dict[str, Shape] = {
    "email": {"type": "string", "format": "email"},
    "email_verified": BOOLEAN,
    "phone_number": STRING,
    "phone_verified": BOOLEAN,
    "username": {"type": "string", "minLength": 1, "maxLength": 128},
    "password": {"type": "string", "minLength": 1},
    "name": {"type": "string", "minLength": 1, "maxLength": 300},
    "nickname": {"type": "string", "minLength": 1, "maxLength": 300},
    "given_name": {"type": "string", "minLength": 1, "maxLength": 150},
    "family_name": {"type": "string", "minLength": 1, "maxLength": 150},
    "picture": STRING,
    "blocked": BOOLEAN,
    "verify_email": BOOLEAN,
    "user_metadata": OBJECT,
    "app_metadata": OBJECT,
}
CREATE: Shape = {
    "type": "object",
    "required": ("connection",),
    "properties": {"connection": STRING, "user_id": {"type": "string", "maxLength": 255}, **_COMMON},
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        **{name: nullable(shape) for name, shape in _COMMON.items()},
        "connection": STRING,
        "client_id": STRING,
        "verify_phone_number": BOOLEAN,
        "verify_password": BOOLEAN,
    },
}
_ORDERS = frozenset({"connection", "verify_email", "verify_phone_number", "verify_password", "client_id", "password"})


def _list(call: Call) -> Answer:
    query = call.text("q")
    if not query and call.text("connection") is None and call.text("sort") is None:
        return user_listing(call, Stored(state=call.state, kind="user"))
    rows = [public(row) for row in _candidates(call, query or "")]
    if query:
        rows = matching(rows, query)
    connection = call.text("connection")
    if connection is not None:
        rows = [row for row in rows if any(one["connection"] == connection for one in row["identities"])]
    field, _, direction = (call.text("sort") or "").partition(":")
    if field:
        if direction not in ("1", "-1"):
            raise query_fault("String does not match pattern ^[^:]+:(1|-1)$", "sort")  # INFERRED
        rows.sort(key=lambda row: str(row.get(field, "")), reverse=direction == "-1")
    return user_listing(call, rows)


def _candidates(call: Call, query: str) -> list[JSON]:
    """All users whom the query may mean; where it names one user's address or id, that one is looked up."""
    terms = exact_terms(query)
    if "email" in terms:
        return call.state.named("user", terms["email"].lower())
    if "user_id" in terms:
        found = call.state.get("user", terms["user_id"])
        return [found] if found else []
    return call.state.all("user")


def _email(row: JSON) -> str:
    return str(row.get("email", "")).lower()


def _by_email(call: Call) -> Answer:
    email = call.text("email")
    if email is None:
        raise ApiError(400, "Query validation error: 'Missing required property: email'.", "invalid_query_string")
    rows = [public(row) for row in call.state.named("user", email.lower()) if _email(row) == email.lower()]
    return Answer(body=[select(call, row) for row in rows])


def _get(call: Call) -> Answer:
    return Answer(body=select(call, public(_existing(call))))


def _create(call: Call) -> Answer:
    stated = call.body()
    _check_custom_domain(call)
    connection = call.state.find("connection", stated["connection"])
    if connection is None:
        raise ApiError(400, "The connection does not exist.", "inexistent_connection")  # wording INFERRED
    provider = connection["strategy"]
    if provider == "auth0":
        for name in ("email", "password"):
            if name not in stated:
                raise refuse(f"Missing required property: {name}")
    profile = {name: value for name, value in stated.items() if name not in _ORDERS}
    body = defaults.user(profile, connection=connection["name"], provider=provider, now=call.now)
    if call.state.get("user", body["user_id"]) or _taken(call, body, connection["name"]):
        raise ApiError(409, "The user already exists.", "auth0_idp_error")
    if "password" in stated:
        body["_password_hash"] = passwords.hashed(stated["password"])
    call.state.insert("user", body["user_id"], body, alias=str(body.get("email", "")).lower())
    return Answer(body=public(body), status=201)


def _check_custom_domain(call: Call) -> None:
    """Recorded: with several domains it must be clear which one an e-mail would name (when exactly is INFERRED)."""
    ready = [row for row in call.state.all("custom_domain") if row["status"] == "ready"]
    named = call.request.headers.get("Auth0-Custom-Domain") or any(row.get("is_default") for row in ready)
    if len(ready) > 1 and not named:
        raise ApiError(409, "The tenant has multiple verified custom domains.", "custom_domain_conflict")


def _taken(call: Call, body: JSON, connection: str) -> bool:
    """Is the e-mail address or user name that of somebody else in the same connection?"""
    for other in call.state.all("user"):
        if other["user_id"] == body["user_id"] or all(one["connection"] != connection for one in other["identities"]):
            continue
        for name in ("email", "username"):
            if body.get(name) and str(body[name]).lower() == str(other.get(name, "")).lower():
                return True
    return False


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    if not call.scopes.intersection({"update:users", "update:users_app_metadata"}):
        rest = [name for name in patch if name != "user_metadata"]
        if rest:  # a user's own token changes user_metadata alone
            raise refuse(f"Additional properties not allowed: {','.join(rest)}")
    for name, value in patch.items():
        if name in _ORDERS:
            continue
        if value is None:
            body.pop(name, None)
        elif name in ("app_metadata", "user_metadata"):
            merged = (body.get(name) or {}) | value  # the first level is merged, null deletes
            body[name] = {key: item for key, item in merged.items() if item is not None}
        else:
            body[name] = value
    connection = body["identities"][0]["connection"]
    if "email" in patch and _taken(call, body, connection):
        raise ApiError(400, "The specified new email already exists", "auth0_idp_error")
    if patch.get("password"):
        body["_password_hash"] = passwords.hashed(patch["password"])
    body["updated_at"] = defaults.milliseconds(call.now)
    body = dict(sorted(body.items()))
    call.state.put("user", body["user_id"], body, alias=str(body.get("email", "")).lower())
    return Answer(body=public(body))


def _delete(call: Call) -> Answer:
    user_id = call.path["user_id"]
    call.state.delete("user", user_id)
    for consent in call.state.all("consent"):
        if consent["user_id"] == user_id:
            call.state.delete("consent", consent["id"])
    return NO_CONTENT


def _logs(call: Call) -> Answer:
    rows = [public(row) for row in reversed(call.state.all("log")) if row.get("user_id") == call.path["user_id"]]
    return listing(call, rows, "logs")


def _existing(call: Call) -> JSON:
    body = call.state.get("user", call.path["user_id"])
    if body is None:
        raise ApiError(404, "The user does not exist.", "inexistent_user")
    return body


_ONE = "/users/<user_id>"
_OWN_READ = ("read:current_user",)
_OWN_UPDATE = ("update:current_user_metadata",)
ENDPOINTS = (
    Endpoint(
        method="GET", rule="/users", scopes=("read:users",), respond=_list, query=(*PAGES, "q", "connection", "sort")
    ),
    Endpoint(method="GET", rule="/users-by-email", scopes=("read:users",), respond=_by_email, query=(*FIELDS, "email")),
    Endpoint(method="POST", rule="/users", scopes=("create:users",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ONE, scopes=("read:users",), own_scopes=_OWN_READ, respond=_get, query=FIELDS),
    Endpoint(
        method="PATCH",
        rule=_ONE,
        scopes=("update:users", "update:users_app_metadata"),
        own_scopes=_OWN_UPDATE,
        respond=_update,
        body=UPDATE,
    ),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:users",), respond=_delete),
    Endpoint(method="GET", rule=_ONE + "/logs", scopes=("read:logs", "read:logs_users"), respond=_logs, query=PAGES),
)
