"""POST /dbconnections/signup and /dbconnections/change_password, bodies as recorded (go-auth0).

Its errors have a shape of their own: ``name``, ``code``, ``description``, ``statusCode``. The one of a weak password is
that of a community report (131029); the other wordings are INFERRED.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.login import users
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import defaults, logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

_PROFILE = ("given_name", "family_name", "name", "nickname", "picture", "user_metadata")
EMAIL_SENT = "We've just sent you an email to reset your password."

# Policy -> the shortest password, and how many of how many kinds: lower case, upper case, digit, special character
# (docs: authenticate/database-connections/password-strength).
_POLICIES = {"none": (1, 0, 4), "low": (6, 0, 4), "fair": (8, 3, 3), "good": (8, 3, 4), "excellent": (10, 3, 4)}
_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class SignupRefused(Exception):
    """No account is made. ``body`` is the answer as JSON."""

    def __init__(self, status: int, name: str, code: str, description: str, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.description = description
        self.body = {"name": name, **more, "code": code, "description": description, "statusCode": status}


def signup(request: Request, tenant: Tenant) -> Response:
    """200 with the new user's ``_id`` and identifiers."""
    client: JSON | None = None
    try:
        params = _params(request)
        client = _client(tenant, params)
        connection = _connection(tenant, client, params)
        body = create(request, tenant, client, connection, params)
    except SignupRefused as refused:
        logs.write(tenant, "fs", request, description=refused.description, client=client)
        return _json(refused.body, refused.status)
    names = ("email", "username", "phone_number", "phone_verified", "email_verified", *_PROFILE)
    shown = {name: body[name] for name in names if name in params or (name.endswith("_verified") and name in body)}
    # Recorded: email_verified stands last, and only beside an e-mail address.
    return _json({"_id": body["user_id"].partition("|")[2], **shown}, 200)


def create(request: Request, tenant: Tenant, client: JSON, connection: JSON, params: Mapping[str, Any]) -> JSON:
    """Make the account. Raises ``SignupRefused``."""
    body = _new_user(tenant, connection, params)
    with tenant.state.transaction():
        _refuse_taken(tenant, connection, params)  # somebody may have been faster
        tenant.state.insert("user", body["user_id"], body, alias=str(body.get("email", "")).lower())
    logs.write(tenant, "ss", request, client=client, user=body, connection=connection["name"])
    return body


def change_password(request: Request, tenant: Tenant) -> Response:
    """Always the same answer, whether there is such a user or not. No message is sent by a local tenant."""
    client: JSON | None = None
    try:
        params = _params(request)
        client = _client(tenant, params)
        connection = _connection(tenant, client, params)
        if not params.get("email"):
            raise SignupRefused(400, "BadRequestError", "invalid_request", "email is required")
    except SignupRefused as refused:
        logs.write(tenant, "fcpr", request, description=refused.description, client=client)
        return _json(refused.body, refused.status)
    found = users.find(tenant, params["email"], [connection["name"]])
    kind = "scpr" if found else "fcpr"
    logs.write(tenant, kind, request, client=client, user=found[0] if found else None, connection=connection["name"])
    return Response(EMAIL_SENT, content_type="text/html; charset=utf-8")


def _params(request: Request) -> dict[str, Any]:
    if request.mimetype != "application/json":
        return dict(request.form.items())
    try:
        body = json.loads(request.get_data())
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise SignupRefused(400, "BadRequestError", "invalid_request", "The request body is not a JSON object")
    for name, value in body.items():
        if not isinstance(value, str) and name != "user_metadata":
            raise SignupRefused(400, "BadRequestError", "invalid_request", f"{name} must be a string")
    return body


def _client(tenant: Tenant, params: Mapping[str, Any]) -> JSON:
    client = tenant.client(str(params.get("client_id", "")))
    if client is None or client.get("global"):
        raise SignupRefused(400, "BadRequestError", "invalid_request", "client_id is missing or unknown")
    return client


def _connection(tenant: Tenant, client: JSON, params: Mapping[str, Any]) -> JSON:
    found = tenant.state.find("connection", str(params.get("connection", "")))
    if found is None or found["strategy"] != "auth0":
        raise SignupRefused(404, "NotFoundError", "not_found", "Connection not found")
    if client["client_id"] not in (found.get("enabled_clients") or []):
        raise SignupRefused(400, "BadRequestError", "invalid_request", "the connection was disabled")
    return found


def _new_user(tenant: Tenant, connection: JSON, params: Mapping[str, Any]) -> JSON:
    options = connection.get("options") or {}
    if options.get("disable_signup"):
        raise SignupRefused(400, "BadRequestError", "public_signup", "Public signup is disabled")
    named = {name: params[name] for name in ("email", "username", "phone_number") if params.get(name)}
    if not named or ("email" in named and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", named["email"])):
        raise SignupRefused(400, "BadRequestError", "invalid_signup", "Invalid sign up")
    _refuse_taken(tenant, connection, params)
    password = str(params.get("password", ""))
    shortest, wanted, kinds = _POLICIES.get(str(options.get("passwordPolicy")), _POLICIES["none"])
    if len(password) < shortest or sum(bool(re.search(kind, password)) for kind in _KINDS[:kinds]) < wanted:
        weak = "Password is too weak"
        raise SignupRefused(400, "PasswordStrengthError", "invalid_password", weak, message=weak)
    profile = {**named, **{name: params[name] for name in _PROFILE if name in params}}
    if "phone_number" in named:
        profile["phone_verified"] = False
    body = defaults.user(profile, connection=connection["name"], provider="auth0", now=tenant.now())
    if "email" not in named:
        body.pop("email_verified")
    return body | {"_password_hash": load("passwords:hashed")(password)}


def _refuse_taken(tenant: Tenant, connection: JSON, params: Mapping[str, Any]) -> None:
    for name in ("email", "username", "phone_number"):
        if params.get(name) and users.find(tenant, params[name], [connection["name"]]):
            # It says no more, so that nobody can ask who has an account.
            raise SignupRefused(400, "BadRequestError", "invalid_signup", "Invalid sign up")


def _json(body: JSON, status: int) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, content_type="application/json; charset=utf-8")
