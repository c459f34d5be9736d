"""/tickets and /jobs: what would otherwise reach a user by e-mail, and exports of users; user_imports.py
has the other direction.

Members as in auth0-python's types; statuses INFERRED from its successes (201 for both). No mail is sent: a ticket's
address is the answer, and login/tickets.py serves it.
"""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, STRING, Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

TICKET = "ticket"
JOB = "job"
DAYS = 5  # a ticket's life unless it says otherwise

_COMMON: dict[str, Shape] = {"user_id": STRING, "client_id": STRING, "organization_id": STRING, "identity": OBJECT}
_TICKET: dict[str, Shape] = {
    **_COMMON,
    "result_url": {"type": "string", "format": "absolute-uri-or-empty"},
    "ttl_sec": {"type": "integer", "minimum": 0, "maximum": 157788000},
    "includeEmailInRedirect": BOOLEAN,
}
PASSWORD_CHANGE: Shape = {
    "type": "object",
    "properties": {**_TICKET, "connection_id": STRING, "email": STRING, "mark_email_as_verified": BOOLEAN},
}
EMAIL_VERIFICATION: Shape = {"type": "object", "required": ("user_id",), "properties": _TICKET}
VERIFICATION_EMAIL: Shape = {"type": "object", "required": ("user_id",), "properties": _COMMON}
_FIELD: Shape = {"type": "object", "required": ("name",), "properties": {"name": STRING, "export_as": STRING}}
USERS_EXPORT: Shape = {
    "type": "object",
    "properties": {
        "connection_id": STRING,
        "format": {"type": "string", "enum": ("json", "csv")},
        "limit": {"type": "integer", "minimum": 1},
        "fields": {"type": "array", "items": _FIELD},
    },
}


def _password_change(call: Call) -> Answer:
    stated = call.body()
    user = _by_email(call, stated) if "user_id" not in stated else _user(call, stated["user_id"])
    verifies = bool(stated.get("mark_email_as_verified"))
    return _ticket(call, user, stated, path="u/reset-verify", kept={"does": "password", "verifies": verifies})


def _email_verification(call: Call) -> Answer:
    stated = call.body()
    user = _user(call, stated["user_id"])
    return _ticket(call, user, stated, path="u/email-verification", kept={"does": "email"})


def _ticket(call: Call, user: JSON, stated: JSON, *, path: str, kept: JSON) -> Answer:
    name = chance.token_urlsafe(24)
    seconds = stated.get("ttl_sec") or DAYS * 86400
    body = {**kept, "user_id": user["user_id"], "result_url": stated.get("result_url", "")}
    call.state.keep(TICKET, name, body, expires_at=call.now + seconds)
    return Answer(body={"ticket": f"{call.issuer}{path}?ticket={name}"}, status=201)


def _by_email(call: Call, stated: JSON) -> JSON:
    if "email" not in stated or "connection_id" not in stated:
        raise refuse("Missing required property: user_id")
    connection = call.state.get("connection", stated["connection_id"])
    if connection is None:
        raise ApiError(404, "The connection does not exist", "inexistent_connection")
    for user in call.state.all("user"):
        in_it = any(one["connection"] == connection["name"] for one in user["identities"])
        if in_it and str(user.get("email", "")).lower() == stated["email"].lower():
            return user
    raise ApiError(404, "The user does not exist.", "inexistent_user")


def _user(call: Call, user_id: str) -> JSON:
    user = call.state.get("user", user_id)
    if user is None:
        raise ApiError(404, "The user does not exist.", "inexistent_user")
    return user


def _verification_email(call: Call) -> Answer:
    _user(call, call.body()["user_id"])
    return started(call, "verification_email", {})


def _export(call: Call) -> Answer:
    stated = call.body()
    if "connection_id" in stated and call.state.get("connection", stated["connection_id"]) is None:
        raise ApiError(404, "The connection does not exist", "inexistent_connection")
    return started(call, "users_export", stated)


def started(call: Call, kind: str, more: JSON, *, ended: JSON | None = None, status: int = 201) -> Answer:
    """Told as pending; by the next GET it is done, with the members of ``ended``; ``_errors`` is for /errors."""
    body: JSON = {
        "type": kind,
        "status": "pending",
        "created_at": defaults.milliseconds(call.now),
        "id": "job_" + defaults.alphanumeric(16),
        **more,
    }
    call.state.insert(JOB, body["id"], body | (ended or {"status": "completed"}))
    return Answer(body=body, status=status)


def _existing(call: Call) -> JSON:
    body = call.state.get(JOB, call.path["id"])
    if body is None:
        raise ApiError(404, "The job does not exist.", "inexistent_job")  # wording INFERRED
    return body


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _errors(call: Call) -> Answer:
    return Answer(body=_existing(call).get("_errors", []))


_CREATE = ("create:user_tickets",)
_JOBS = ("create:users", "read:users")
ENDPOINTS = (
    Endpoint(
        method="POST", rule="/tickets/password-change", scopes=_CREATE, respond=_password_change, body=PASSWORD_CHANGE
    ),
    Endpoint(
        method="POST",
        rule="/tickets/email-verification",
        scopes=_CREATE,
        respond=_email_verification,
        body=EMAIL_VERIFICATION,
    ),
    Endpoint(
        method="POST",
        rule="/jobs/verification-email",
        scopes=("update:users",),
        respond=_verification_email,
        body=VERIFICATION_EMAIL,
    ),
    Endpoint(method="POST", rule="/jobs/users-exports", scopes=("read:users",), respond=_export, body=USERS_EXPORT),
    Endpoint(method="GET", rule="/jobs/<id>", scopes=_JOBS, respond=_get),
    Endpoint(method="GET", rule="/jobs/<id>/errors", scopes=_JOBS, respond=_errors),
)
