"""/user-blocks: who is blocked after too many wrong passwords, and letting them in again (error-catalog.md).

Members as in auth0-python's types. Deleting a block ends the count of wrong passwords.
"""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, query_fault
from auth0ctl.localtenant.management.user_permissions import existing
from auth0ctl.localtenant.store.state import JSON

# As login/attempts.py keeps the counts, and as it counts unless the tenant says otherwise.
KIND = "wrong_password"
MAX_ATTEMPTS = 10


def _of_user(call: Call) -> Answer:
    return Answer(body={"blocked_for": _blocks(call, existing(call))})


def _of_identifier(call: Call) -> Answer:
    return Answer(body={"blocked_for": [block for user in _named(call) for block in _blocks(call, user)]})


def _unblock(call: Call) -> Answer:
    call.state.drop(KIND, user_id=existing(call)["user_id"])
    return NO_CONTENT


def _unblock_identifier(call: Call) -> Answer:
    for user in _named(call):
        call.state.drop(KIND, user_id=user["user_id"])
    return NO_CONTENT


def _blocks(call: Call, user: JSON) -> list[JSON]:
    setting = call.state.get("settings", "/attack-protection/brute-force-protection") or {}
    limit = int(setting.get("max_attempts", MAX_ATTEMPTS))
    identifier = user.get("email") or user.get("username") or user["user_id"]
    return [
        {"identifier": identifier, "ip": body["ip"], "connection": user["identities"][0]["connection"]}
        for _, body, _ in call.state.living(KIND, now=call.now, user_id=user["user_id"])
        if body["count"] >= limit
    ]


def _named(call: Call) -> list[JSON]:
    identifier = call.text("identifier")
    if not identifier:
        raise query_fault("Missing required property: identifier", "")
    wanted = identifier.lower()
    names = ("email", "username", "phone_number")
    found = [row for row in call.state.all("user") if wanted in {str(row.get(name, "")).lower() for name in names}]
    if not found:
        raise ApiError(404, "The user does not exist.", "inexistent_user")  # INFERRED
    return found


_READ, _UPDATE = ("read:users",), ("update:users",)
ENDPOINTS = (
    Endpoint(method="GET", rule="/user-blocks", scopes=_READ, respond=_of_identifier, query=("identifier",)),
    Endpoint(method="DELETE", rule="/user-blocks", scopes=_UPDATE, respond=_unblock_identifier, query=("identifier",)),
    Endpoint(method="GET", rule="/user-blocks/<user_id>", scopes=_READ, respond=_of_user),
    Endpoint(method="DELETE", rule="/user-blocks/<user_id>", scopes=_UPDATE, respond=_unblock),
)
