"""/sessions and /refresh-tokens, one by one and of a user (management-api.md section 9 has their scopes).

The members are those of auth0-python's types; that DELETE answers 202, and that there is no ``device``, is INFERRED.
A refresh token is known by its family, which stays the same while the token rotates.
"""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import PAGES, listing
from auth0ctl.localtenant.management.user_permissions import existing
from auth0ctl.localtenant.management.validation import Shape
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

# The kinds under which login/session.py and grants/refresh.py keep them.
SESSION = "session"
TOKEN = "refresh_token"
FAMILY = "refresh_family"
# What PATCH has said about them, under their ids.
SESSION_METADATA = "session_metadata"
TOKEN_METADATA = "refresh_token_metadata"
_FAR = 100 * 365 * 86400.0  # an end beyond this is none
_ACCEPTED = Answer(status=202)


def _sessions(call: Call) -> Answer:
    user_id = existing(call)["user_id"]
    return listing(call, _shown_sessions(call, user_id=user_id), "sessions", always_object=True)


def _session(call: Call) -> Answer:
    return Answer(body=_existing_session(call))


def _update_session(call: Call) -> Answer:
    """The metadata is replaced as a whole; null and ``{}`` remove it."""
    found = _existing_session(call)
    return _with_metadata(call, found, SESSION_METADATA)


def _update_token(call: Call) -> Answer:
    return _with_metadata(call, _existing_token(call), TOKEN_METADATA)


def _with_metadata(call: Call, found: JSON, kind: str) -> Answer:
    stated = call.body()
    if kind in stated:
        found.pop(kind, None)
        call.state.take(kind, found["id"], now=call.now)
        if stated[kind]:
            found[kind] = stated[kind]
            call.state.keep(kind, found["id"], stated[kind], expires_at=call.now + _FAR)
    return Answer(body=found)


def _metadata(call: Call, kind: str, key: str) -> JSON:
    kept = call.state.peek(kind, key, now=call.now)
    return {kind: kept} if kept else {}


def _delete_sessions(call: Call) -> Answer:
    call.state.drop(SESSION, user_id=existing(call)["user_id"])
    return _ACCEPTED


def _delete_session(call: Call) -> Answer:
    call.state.drop(SESSION, sid=_existing_session(call)["id"])
    return _ACCEPTED


def _revoke_session(call: Call) -> Answer:
    """The session and every refresh token that was given in it."""
    sid = _existing_session(call)["id"]
    call.state.drop(SESSION, sid=sid)
    call.state.drop(TOKEN, sid=sid)
    return _ACCEPTED


def _tokens(call: Call) -> Answer:
    user_id = existing(call)["user_id"]
    return listing(call, _shown_tokens(call, user_id=user_id), "tokens", always_object=True)


def _token(call: Call) -> Answer:
    return Answer(body=_existing_token(call))


def _delete_tokens(call: Call) -> Answer:
    call.state.drop(TOKEN, user_id=existing(call)["user_id"])
    return _ACCEPTED


def _delete_token(call: Call) -> Answer:
    family = _existing_token(call)["id"]
    call.state.drop(TOKEN, family=family)
    call.state.take(FAMILY, family, now=call.now)
    return _ACCEPTED


def _revoke_access(call: Call) -> Answer:
    """All of a user: sessions and refresh tokens, or what hangs on the session that the body names."""
    user_id = existing(call)["user_id"]
    stated = call.body()
    named: dict[str, str] = {"sid": stated["session_id"]} if "session_id" in stated else {}
    call.state.drop(SESSION, user_id=user_id, **named)
    if not stated.get("preserve_refresh_tokens"):
        call.state.drop(TOKEN, user_id=user_id, **named)
    return NO_CONTENT


def _shown_sessions(call: Call, **members: str) -> list[JSON]:
    settings = call.state.get("settings", "tenant") or {}
    absolute, idle = (float(settings.get(f"{name}session_lifetime") or 0) * 3600 for name in ("", "idle_"))
    rows = []
    for _, body, ends in call.state.living(SESSION, now=call.now, **members):
        began = float(body["auth_time"])
        used = max(began, ends - idle) if idle else began
        clients = {token["client_id"]: 0 for _, token, _ in call.state.living(TOKEN, now=call.now, sid=body["sid"])}
        rows.append(
            {
                "id": body["sid"],
                "user_id": body["user_id"],
                "created_at": defaults.milliseconds(began),
                "updated_at": defaults.milliseconds(used),
                "authenticated_at": defaults.milliseconds(began),
                "authentication": {"methods": [{"name": "pwd", "timestamp": defaults.milliseconds(began)}]},
                "idle_expires_at": defaults.milliseconds(ends),
                "expires_at": defaults.milliseconds(began + absolute if absolute else ends),
                "last_interacted_at": defaults.milliseconds(used),
                "clients": [{"client_id": client_id} for client_id in clients],
                **_metadata(call, SESSION_METADATA, body["sid"]),
            }
        )
    return rows


def _shown_tokens(call: Call, **members: str) -> list[JSON]:
    latest: dict[str, tuple[JSON, float]] = {}
    for _, body, ends in call.state.living(TOKEN, now=call.now, **members):
        known = latest.get(body["family"])
        if known is None or known[0]["counter"] < body["counter"]:
            latest[body["family"]] = (body, ends)
    rows = []
    for family, (body, ends) in latest.items():
        kept = call.state.peek(FAMILY, family, now=call.now)
        if kept is None:
            continue  # revoked
        client = call.state.get("client", body["client_id"]) or {}
        rotated = float(kept.get("rotated_at") or 0)
        rows.append(
            {
                "id": family,
                "user_id": body["user_id"],
                **({"created_at": defaults.milliseconds(body["created_at"])} if "created_at" in body else {}),
                **_end("idle_expires_at", ends, call.now),
                **_end("expires_at", kept["expires_at"], call.now),
                "client_id": body["client_id"],
                "session_id": body["sid"],
                "rotating": (client.get("refresh_token") or {}).get("rotation_type") == "rotating",
                "resource_servers": [{"audience": body["audience"], "scopes": " ".join(body["scope"])}],
                **_metadata(call, TOKEN_METADATA, family),
                **({"last_exchanged_at": defaults.milliseconds(rotated)} if rotated else {}),
            }
        )
    return rows


def _end(name: str, at: float, now: float) -> JSON:
    return {name: defaults.milliseconds(at)} if at - now < _FAR else {}


def _existing_session(call: Call) -> JSON:
    found = _shown_sessions(call, sid=call.path["id"])
    if not found:
        raise ApiError(404, "Session not found.", "inexistent_session")  # wording INFERRED
    return found[0]


def _existing_token(call: Call) -> JSON:
    found = _shown_tokens(call, family=call.path["id"])
    if not found:
        raise ApiError(404, "Refresh token not found.", "inexistent_refresh_token")  # wording INFERRED
    return found[0]


_USER = "/users/<user_id>"
_READ, _DELETE = ("read:sessions",), ("delete:sessions",)
_READ_TOKENS, _DELETE_TOKENS = ("read:refresh_tokens",), ("delete:refresh_tokens",)
# As the types of the npm SDK say: at most 25 members, texts of at most 255 characters.
_NOTES: Shape = {
    "type": ["object", "null"],
    "maxProperties": 25,
    "additionalProperties": {"type": "string", "maxLength": 255},
}
_REVOKE = {
    "type": "object",
    "properties": {"session_id": {"type": "string"}, "preserve_refresh_tokens": {"type": "boolean"}},
}
ENDPOINTS = (
    Endpoint(method="GET", rule=_USER + "/sessions", scopes=_READ, respond=_sessions, query=PAGES),
    Endpoint(method="DELETE", rule=_USER + "/sessions", scopes=_DELETE, respond=_delete_sessions),
    Endpoint(method="GET", rule=_USER + "/refresh-tokens", scopes=_READ_TOKENS, respond=_tokens, query=PAGES),
    Endpoint(method="DELETE", rule=_USER + "/refresh-tokens", scopes=_DELETE_TOKENS, respond=_delete_tokens),
    Endpoint(
        method="POST",
        rule=_USER + "/revoke-access",
        scopes=(*_DELETE, *_DELETE_TOKENS),
        respond=_revoke_access,
        body=_REVOKE,
    ),
    Endpoint(method="GET", rule="/sessions/<id>", scopes=_READ, respond=_session),
    Endpoint(
        method="PATCH",
        rule="/sessions/<id>",
        scopes=("update:sessions",),
        respond=_update_session,
        body={"type": "object", "properties": {SESSION_METADATA: _NOTES}},
    ),
    Endpoint(method="DELETE", rule="/sessions/<id>", scopes=_DELETE, respond=_delete_session),
    Endpoint(method="POST", rule="/sessions/<id>/revoke", scopes=_DELETE, respond=_revoke_session),
    Endpoint(method="GET", rule="/refresh-tokens/<id>", scopes=_READ_TOKENS, respond=_token),
    Endpoint(
        method="PATCH",
        rule="/refresh-tokens/<id>",
        scopes=("update:refresh_tokens",),
        respond=_update_token,
        body={"type": "object", "properties": {TOKEN_METADATA: _NOTES}},
    ),
    Endpoint(method="DELETE", rule="/refresh-tokens/<id>", scopes=_DELETE_TOKENS, respond=_delete_token),
)
