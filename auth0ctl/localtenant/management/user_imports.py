"""POST /jobs/users-imports: users out of a file, into a database connection.

Source: Auth0's pages "Bulk User Imports" (form fields, job bodies, error codes) and "Bulk User Import Database Schema
and Examples" (members, which of them an upsert changes). INFERRED: the wordings, that the file is read at once, and
that a user who has one fault is told that one alone. Which hashes are taken says imported_passwords.py.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from auth0ctl.localtenant.grants import totp
from auth0ctl.localtenant.management import imported_passwords, jobs
from auth0ctl.localtenant.management.call import MAX_BODY_BYTES, Answer, ApiError, Call, Endpoint, refuse
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, STRING, Invalid, Shape, check
from auth0ctl.localtenant.messages import Broken, TooLarge
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

MAX_FILE = 512_000  # bytes: documented as 500 KB
_NOT_IN_APP_METADATA = frozenset(
    """__tenant _id blocked clientID created_at email_verified email globalClientID global_client_id identities lastIP
    lastLogin loginsCount metadata multifactor_last_modified multifactor updated_at user_id""".split()
)
_UPSERTED = ("app_metadata", "email_verified", "family_name", "given_name", "name", "nickname", "picture",
             "user_metadata")  # fmt: skip
_FACTOR: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        # The kinds are documented, the members below them INFERRED.
        "totp": {"type": "object", "required": ("secret",), "properties": {"secret": STRING}},
        "phone": {"type": "object", "required": ("value",), "properties": {"value": STRING}},
        "email": {"type": "object", "required": ("value",), "properties": {"value": STRING}},
    },
}
USER: Shape = {
    "type": "object",
    "required": ("email",),
    "properties": {
        "email": {"type": "string", "format": "email"},
        "email_verified": BOOLEAN,
        "phone_number": STRING,
        "phone_verified": BOOLEAN,
        "user_id": {"type": "string", "minLength": 1, "maxLength": 255},
        "username": {"type": "string", "minLength": 1, "maxLength": 128},
        "given_name": STRING,
        "family_name": STRING,
        "name": STRING,
        "nickname": STRING,
        "picture": STRING,
        "blocked": BOOLEAN,
        "password_hash": STRING,
        "custom_password_hash": imported_passwords.SHAPE,
        "password_set_date": STRING,
        "app_metadata": OBJECT,
        "user_metadata": OBJECT,
        "mfa_factors": {"type": "array", "items": _FACTOR, "maxItems": 10},
    },
}
_ORDERS = frozenset({"password_hash", "custom_password_hash", "mfa_factors", "password_set_date"})
# How our validator begins a sentence -> Auth0's code for it.
_CODES: Mapping[str, str] = {
    "Missing required property": "OBJECT_REQUIRED",
    "Expected type": "INVALID_TYPE",
    "No enum match": "ENUM_MISMATCH",
    "String is too long": "MAX_LENGTH",
    "String is too short": "MIN_LENGTH",
    "Array is too long": "ARRAY_LENGTH_LONG",
    "Object didn't pass": "FORMAT",
}


class _Rejected(Exception):
    """One user is not imported: code, message, path."""


@dataclass(frozen=True, slots=True)
class _Directory:
    """Who is in the connection, by what identifies a user there."""

    rows: dict[tuple[str, str], JSON] = field(default_factory=dict)

    def add(self, user: JSON) -> None:
        for key in _keys(user):
            self.rows[key] = user

    def find(self, user: JSON) -> JSON | None:
        return next((self.rows[key] for key in _keys(user) if key in self.rows), None)


def _keys(user: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = ("user_id", "email", "username")
    # Addresses and names are the same in any case, ids are not.
    return [(name, user[name] if name == "user_id" else str(user[name]).lower()) for name in names if user.get(name)]


def _import(call: Call) -> Answer:
    fields, file = _form(call)
    connection = call.state.get("connection", fields["connection_id"])
    if connection is None:
        raise ApiError(404, "The connection does not exist", "inexistent_connection")
    if connection["strategy"] != "auth0":
        raise ApiError(400, "The connection is not a database connection", "invalid_body")
    told: JSON = {
        "connection_id": connection["id"],
        "upsert": fields.get("upsert") == "true",
        **({"external_id": fields["external_id"]} if fields.get("external_id") else {}),
        "send_completion_email": fields.get("send_completion_email") != "false",
    }
    try:
        users = json.loads(file)
        json.dumps(users, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        users = None
    if not isinstance(users, list):
        ended: JSON = {
            "status": "failed",
            "status_details": "Failed to parse users file JSON when importing users. Make sure it is valid JSON.",
        }
        return jobs.started(call, "users_import", told, ended=ended, status=202)
    summary, errors = _load(call, users, connection=str(connection["name"]), upsert=told["upsert"])
    # As documented, what is wrong with a user does not make the job fail.
    ended = {"status": "completed", "summary": summary, "_errors": errors}
    return jobs.started(call, "users_import", told, ended=ended, status=202)


def _form(call: Call) -> tuple[dict[str, str], bytes]:
    """The fields and the file ``users`` of the multipart body. Raises ``ApiError``."""
    call.request.max_content_length = MAX_BODY_BYTES
    kind, options = parse_options_header(str(call.request.environ.get("CONTENT_TYPE", "")))
    if kind != "multipart/form-data":
        raise ApiError(400, "Payload validation error: 'The body must be multipart/form-data'.", "invalid_body")
    try:
        data = call.request.get_data()
        parser = FormDataParser(max_form_memory_size=MAX_BODY_BYTES)
        _, form, files = parser.parse(BytesIO(data), kind, len(data), options)
    except Broken as error:
        raise ApiError(400, "Invalid request payload format") from error
    except (TooLarge, RequestEntityTooLarge) as error:
        raise _too_large() from error
    fields = {str(name): str(value) for name, value in form.items()}
    given = files.get("users")
    file = given.stream.read() if given is not None else fields.get("users", "").encode(errors="replace")
    for name, missing in (("users", not file), ("connection_id", not fields.get("connection_id"))):
        if missing:
            raise refuse(f"Missing required property: {name}")
    for name in ("upsert", "send_completion_email"):
        if fields.get(name, "true") not in ("true", "false"):
            raise refuse("Expected type boolean but found type string", name)
    if len(file) > MAX_FILE:
        raise _too_large()
    return fields, file


def _too_large() -> ApiError:
    return ApiError(413, f"Payload content length greater than maximum allowed: {MAX_FILE}")


def _load(call: Call, users: list[Any], *, connection: str, upsert: bool) -> tuple[JSON, list[JSON]]:
    directory = _Directory()
    for row in call.state.all("user"):
        if any(one["connection"] == connection for one in row["identities"]):
            directory.add(row)
    summary = {"failed": 0, "updated": 0, "inserted": 0, "total": len(users)}
    errors: list[JSON] = []
    for given in users:
        try:
            summary[_one(call, given, directory, connection=connection, upsert=upsert)] += 1
        except _Rejected as rejected:
            summary["failed"] += 1
            code, message, path = rejected.args
            fault = {"code": code, "message": message, "path": path}
            errors.append({"user": _redacted(given), "errors": [fault]})
    return summary, errors


def _one(call: Call, given: Any, directory: _Directory, *, connection: str, upsert: bool) -> str:
    """Take one user in; ``inserted`` or ``updated``. Raises ``_Rejected``."""
    private = _checked(given)
    profile = {name: value for name, value in given.items() if name not in _ORDERS}
    body = defaults.user(profile, connection=connection, provider="auth0", now=call.now)
    if "user_id" in given:  # documented: the prefix is put before it, even where there is one
        body["user_id"] = f"auth0|{given['user_id']}"
        body["identities"][0]["user_id"] = given["user_id"]
    known = directory.find(body if "user_id" in given else {**body, "user_id": ""})
    if known is None:
        if call.state.get("user", body["user_id"]) is not None:  # in another connection
            raise _Rejected("CONFLICT", "The user_id is that of another user.", "user_id")
        call.state.insert("user", body["user_id"], body | private, alias=body["email"].lower())
        directory.add(body)
        return "inserted"
    if not upsert:
        raise _Rejected("DUPLICATED_USER", "The user already exists.", "")
    current = call.state.get("user", known["user_id"]) or known
    if current.get("logins_count"):
        private.pop("_password_hash", None)  # documented: not after the first login
    current |= {name: given[name] for name in _UPSERTED if name in given} | private
    current["updated_at"] = defaults.milliseconds(call.now)
    call.state.put("user", current["user_id"], dict(sorted(current.items())))
    return "updated"


def _checked(given: Any) -> JSON:
    """What a good user keeps in private: a password's hash, authenticator apps. Raises ``_Rejected``."""
    try:
        check(given, USER)
    except Invalid as fault:
        code = next((code for start, code in _CODES.items() if fault.reason.startswith(start)), "NOT_PASSED")
        raise _Rejected(code, fault.reason, fault.path) from fault
    if named := sorted(_NOT_IN_APP_METADATA & set(given.get("app_metadata") or ())):
        raise _Rejected("NOT_PASSED", f"app_metadata must not contain {named[0]}", "app_metadata")
    private: JSON = {}
    if "password_hash" in given:
        raise _Rejected("NOT_PASSED", "the local tenant cannot check bcrypt hashes", "password_hash")
    if "custom_password_hash" in given:
        hashed = _tried("custom_password_hash", imported_passwords.stored, given["custom_password_hash"])
        private["_password_hash"] = hashed
    apps = [factor["totp"]["secret"] for factor in given.get("mfa_factors") or () if "totp" in factor]
    if apps:
        private[totp.MEMBER] = [_tried("mfa_factors", _app, secret) for secret in apps]
    return private


def _app(secret: str) -> JSON:
    return totp.new(secret, active=True)


def _tried(path: str, make: Callable[[Any], Any], value: Any) -> Any:
    try:
        return make(value)
    except ValueError as error:
        raise _Rejected("MFA_FACTORS_FAILED" if path == "mfa_factors" else "NOT_PASSED", str(error), path) from error


def _redacted(given: Any) -> Any:
    """The user as the file has it, without the secrets."""
    if not isinstance(given, dict):
        return {}
    shown = dict(given)
    for name in ("password_hash", "mfa_factors"):
        if name in shown:
            shown[name] = "*****"
    hashed = shown.get("custom_password_hash")
    if isinstance(hashed, dict):
        shown["custom_password_hash"] = {"algorithm": hashed.get("algorithm"), "hash": {"value": "*****"}}
    elif hashed is not None:
        shown["custom_password_hash"] = "*****"
    return shown


ENDPOINTS = (Endpoint(method="POST", rule="/jobs/users-imports", scopes=("create:users",), respond=_import),)
