"""/tenants/settings (management-api.md section 7). PATCH merges, and null clears."""

from auth0ctl.localtenant.management.call import Answer, Call, Endpoint, public
from auth0ctl.localtenant.management.listing import FIELDS, select
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT_OR_NULL, STRING, Shape, nullable
from auth0ctl.localtenant.store.settings import in_recorded_order, tenant_settings
from auth0ctl.localtenant.store.state import JSON, State

_HOURS: Shape = {"type": "number", "minimum": 0}
_PROPERTIES: dict[str, Shape] = {
    "acr_values_supported": {"type": "array", "items": STRING, "uniqueItems": True},
    "allow_organization_name_in_authentication_api": BOOLEAN,
    "allowed_logout_urls": {"type": "array", "items": {"type": "string", "format": "callback-url"}},
    "authorization_response_iss_parameter_supported": BOOLEAN,
    "change_password": OBJECT_OR_NULL,
    "client_id_metadata_document_supported": BOOLEAN,
    "customize_mfa_in_postlogin_action": BOOLEAN,
    "default_audience": STRING,
    "default_directory": STRING,
    "default_redirection_uri": {"type": "string", "format": "absolute-https-uri-or-empty"},
    "default_token_quota": OBJECT_OR_NULL,
    "device_flow": OBJECT_OR_NULL,
    "dynamic_client_registration_security_mode": {"type": "string", "enum": ("strict", "permissive")},
    "enabled_locales": {"type": "array", "items": STRING},
    "ephemeral_session_lifetime": _HOURS,
    "error_page": OBJECT_OR_NULL,
    "flags": {"type": "object", "additionalProperties": BOOLEAN},
    "friendly_name": STRING,
    "guardian_mfa_page": OBJECT_OR_NULL,
    "idle_ephemeral_session_lifetime": _HOURS,
    "idle_session_lifetime": _HOURS,
    "mtls": OBJECT_OR_NULL,
    "oidc_logout": OBJECT_OR_NULL,
    "phone_consolidated_experience": BOOLEAN,
    "picture_url": {"type": "string", "format": "absolute-uri-or-empty"},
    "pushed_authorization_requests_supported": BOOLEAN,
    "resource_parameter_profile": {"type": "string", "enum": ("audience", "compatibility")},
    "sandbox_version": STRING,
    "session_cookie": OBJECT_OR_NULL,
    "session_lifetime": _HOURS,
    "sessions": OBJECT_OR_NULL,
    "skip_non_verifiable_callback_uri_confirmation_prompt": BOOLEAN,
    "support_email": {"type": "string", "format": "email"},
    "support_url": {"type": "string", "format": "absolute-uri-or-empty"},
    "universal_login": OBJECT_OR_NULL,
}
_LIFETIMES = (
    "session_lifetime",
    "idle_session_lifetime",
    "ephemeral_session_lifetime",
    "idle_ephemeral_session_lifetime",
)
_MINUTES: dict[str, Shape] = {name + "_in_minutes": {"type": "number", "minimum": 0} for name in _LIFETIMES}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {name: nullable(shape) for name, shape in (_PROPERTIES | _MINUTES).items()},
}
_PAGES = ("change_password", "error_page", "guardian_mfa_page")


def merge(state: State, changes: JSON) -> JSON:
    """Store the tenant's settings with these changes and return them. Objects (``flags``) are merged one level deep."""
    settings = state.get("settings", "tenant") or tenant_settings()
    for name, value in _in_hours(changes).items():
        if value is None:
            settings.pop(name, None)
        elif isinstance(value, dict) and isinstance(settings.get(name), dict):
            settings[name] = settings[name] | value
        else:
            settings[name] = value
    for name in _PAGES:
        if isinstance(settings.get(name), dict) and settings[name].get("html") == "":
            del settings[name]["html"]  # INFERRED: an empty page is no page
    settings = in_recorded_order(settings)
    state.put("settings", "tenant", settings)
    return settings


def _in_hours(changes: JSON) -> JSON:
    """The lifetimes that were stated in minutes, in hours; recorded: 181 minutes are shown as 3.0166666666666666."""
    hours: JSON = {}
    for name in _LIFETIMES:
        minutes = changes.get(name + "_in_minutes")
        if minutes is not None:
            hours[name] = minutes // 60 if minutes % 60 == 0 else minutes / 60
    return {name: value for name, value in changes.items() if name not in _MINUTES} | hours


def _get(call: Call) -> Answer:
    settings = call.state.get("settings", "tenant") or tenant_settings()
    return Answer(body=select(call, public(settings)))


def _update(call: Call) -> Answer:
    return Answer(body=public(merge(call.state, call.body())))


ENDPOINTS = (
    Endpoint(method="GET", rule="/tenants/settings", scopes=("read:tenant_settings",), respond=_get, query=FIELDS),
    Endpoint(
        method="PATCH", rule="/tenants/settings", scopes=("update:tenant_settings",), respond=_update, body=UPDATE
    ),
)
