"""What a connection may not be set to.

The texts are recorded (management-error-bodies.json); when each of them comes is INFERRED from what it says.
"""

from collections.abc import Mapping
from typing import Any

from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.store.state import JSON

_IDENTIFIERS = ("email", "phone_number", "username")


def check(stated: JSON, *, present: JSON | None = None) -> None:
    """Raises ``ApiError``. ``present`` is the connection that a PATCH changes."""
    asked = stated.get("cross_app_access_requesting_app") or {}
    if asked.get("active") and stated["strategy"] not in ("oidc", "okta"):
        text = "Cross App Access Requesting App is not supported for this connection."
        raise ApiError(400, text, "operation_not_supported")
    options = stated.get("options") or {}
    attributes = options.get("attributes")
    if stated["strategy"] != "auth0" or not isinstance(attributes, dict):
        return
    for name in ("validation", "requires_username"):
        if name in options:
            raise _refused(f"Cannot set both options.attributes and options.{name}")
    email = _object(attributes, "email")
    if present is not None and email.get("unique") is False:
        raise _refused("cannot add non-unique email attribute")
    if not any(_object(_object(attributes, name), "identifier").get("active") for name in _IDENTIFIERS):
        raise _refused("attributes must contain one active identifier")
    for name in _IDENTIFIERS:
        attribute = _object(attributes, name)
        if attribute.get("profile_required") and _object(attribute, "signup").get("status") != "required":
            raise _refused(f"attribute {name} must also be required on signup")


def _object(body: Mapping[str, Any], name: str) -> JSON:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _refused(text: str) -> ApiError:
    return ApiError(400, text, "invalid_body")
