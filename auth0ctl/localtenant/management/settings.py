"""Settings of the tenant that it keeps without acting on them: attack protection, branding, MFA factors, prompts.

Each is one object with a default (recorded in auth0-deploy-cli's recordings; a new tenant's values are INFERRED).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import FIELDS, NUMBERED, PAGES, listing, select
from auth0ctl.localtenant.management.validation import BOOLEAN, STRING, Shape, nullable
from auth0ctl.localtenant.store.state import JSON

KIND = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """``method`` PATCH merges, PUT replaces. ``may_change`` is the scope of the change where it is not ``update:``."""

    path: str
    scope: str
    method: str = "PATCH"
    default: JSON = field(default_factory=dict)


_PROTECTION = "attack_protection"
_FACTORS = "guardian_factors"
_DISABLED = {"enabled": False}
_STAGE: JSON = {"pre-user-registration": {"shields": []}, "pre-change-password": {"shields": []}}
_RATES = {
    "pre-login": {"max_attempts": 100, "rate": 864000},
    "pre-user-registration": {"max_attempts": 50, "rate": 1200},
    "pre-custom-token-exchange": {"max_attempts": 10, "rate": 600000},
}
SETTINGS = (
    Setting(path="/attack-protection/breached-password-detection", scope=_PROTECTION, default={
        "enabled": False, "shields": [], "admin_notification_frequency": [], "method": "standard", "stage": _STAGE,
    }),
    Setting(path="/attack-protection/brute-force-protection", scope=_PROTECTION, default={
        "enabled": True, "shields": ["block", "user_notification"], "mode": "count_per_identifier_and_ip",
        "allowlist": [], "max_attempts": 10,
    }),
    Setting(path="/attack-protection/captcha", scope=_PROTECTION, default={
        "active_provider_id": "auth_challenge", "simple_captcha": {}, "auth_challenge": {"fail_open": False},
        "recaptcha_v2": {"site_key": ""}, "recaptcha_enterprise": {"site_key": "", "project_id": ""},
        "hcaptcha": {"site_key": ""}, "friendly_captcha": {"site_key": ""},
        "arkose": {"site_key": "", "client_subdomain": "client-api", "verify_subdomain": "verify-api",
                   "fail_open": False},
    }),
    Setting(path="/attack-protection/suspicious-ip-throttling", scope=_PROTECTION, default={
        "enabled": True, "shields": ["admin_notification", "block"], "allowlist": [], "stage": _RATES,
    }),
    Setting(path="/branding", scope="branding"),
    Setting(path="/prompts", scope="prompts", default={"universal_login_experience": "new", "identifier_first": True}),
    Setting(path="/risk-assessments/settings", scope=_PROTECTION, default=_DISABLED),
    Setting(path="/risk-assessments/settings/new-device", scope=_PROTECTION, default={"remember_for": 30}),
    Setting(path="/guardian/factors/phone/message-types", scope=_FACTORS, method="PUT", default={"message_types": []}),
    Setting(path="/guardian/factors/phone/selected-provider", scope=_FACTORS, method="PUT",
            default={"provider": "auth0"}),
    Setting(path="/guardian/factors/push-notification/selected-provider", scope=_FACTORS, method="PUT",
            default={"provider": "guardian"}),
    Setting(path="/guardian/factors/push-notification/providers/sns", scope=_FACTORS, method="PUT"),
    Setting(path="/guardian/factors/phone/providers/twilio", scope=_FACTORS, method="PUT"),
    Setting(path="/guardian/factors/sms/providers/twilio", scope=_FACTORS, method="PUT"),
    Setting(path="/guardian/factors/sms/templates", scope=_FACTORS, method="PUT"),
    Setting(path="/guardian/factors/phone/templates", scope=_FACTORS, method="PUT"),
    Setting(path="/prompts/<prompt>/custom-text/<language>", scope="prompts", method="PUT"),
    Setting(path="/prompts/<prompt>/partials", scope="prompts", method="PUT"),
    Setting(path="/self-service-profiles/<id>/custom-text/<language>/<page>", scope="self_service_profile_custom_texts",
            method="PUT"),
)  # fmt: skip
FACTORS = ("sms", "push-notification", "otp", "email", "duo", "webauthn-roaming", "webauthn-platform", "recovery-code")
_ENABLED: Shape = {"type": "object", "required": ("enabled",), "properties": {"enabled": {"type": "boolean"}}}
_POLICIES: Shape = {"type": "array", "items": {"type": "string", "enum": ("all-applications", "confidence-score")}}


def _endpoints(one: Setting) -> tuple[Endpoint, ...]:
    def key(call: Call) -> str:
        return call.request.path.removeprefix("/api/v2")

    def present(call: Call) -> JSON:
        stored = call.state.get(KIND, key(call))
        return one.default if stored is None else stored

    def get(call: Call) -> Answer:
        return Answer(body=select(call, present(call)))

    def change(call: Call) -> Answer:
        stated = call.body()
        if one.method == "PATCH":
            stated = _merged(present(call), stated)
        call.state.put(KIND, key(call), stated)
        return Answer(body=stated)

    return (
        Endpoint(method="GET", rule=one.path, scopes=(f"read:{one.scope}",), respond=get, query=FIELDS),
        Endpoint(
            method=one.method,
            rule=one.path,
            scopes=(f"update:{one.scope}",),
            respond=change,
            body=_shape(one.default, patched=one.method == "PATCH"),
        ),
    )


def _shape(default: JSON, *, patched: bool) -> Shape:
    """An object whose known members are of the types that its default has; others are kept as they come (INFERRED)."""
    known = {name: _shape_of(value) for name, value in default.items()}
    if patched:
        known = {name: nullable(shape) for name, shape in known.items()}
    return {"type": "object", "properties": known, "additionalProperties": {}}


def _shape_of(value: object) -> Shape:
    if isinstance(value, dict):
        return _shape(value, patched=False)
    if isinstance(value, list):
        return {"type": "array", "items": STRING}  # all those of the table are lists of names
    if isinstance(value, bool):
        return BOOLEAN
    return STRING if isinstance(value, str) else {"type": "integer", "minimum": 0}


def _merged(present: JSON, stated: JSON) -> JSON:
    """Recorded: ``stage`` keeps the parts that were not sent, every other member is replaced; null clears."""
    merged = present | stated
    if isinstance(present.get("stage"), dict) and isinstance(stated.get("stage"), dict):
        merged["stage"] = present["stage"] | stated["stage"]
    return {name: value for name, value in merged.items() if value is not None}


def _factors(call: Call) -> Answer:
    enabled = (call.state.get(KIND, "guardian_factors") or {}).get("enabled", [])
    return Answer(body=[{"name": name, "enabled": name in enabled, "trial_expired": False} for name in FACTORS])


def _set_factor(call: Call) -> Answer:
    name = call.path["factor"]
    if name not in FACTORS:
        raise ApiError(404, "Not Found")
    on = call.body()["enabled"]
    enabled = [one for one in (call.state.get(KIND, "guardian_factors") or {}).get("enabled", []) if one != name]
    call.state.put(KIND, "guardian_factors", {"enabled": [*enabled, name] if on else enabled})
    return Answer(body={"enabled": on})


def _policies(call: Call) -> Answer:
    return Answer(body=(call.state.get(KIND, "guardian_policies") or {}).get("policies", []))


def _set_policies(call: Call) -> Answer:
    policies = call.array()
    call.state.put(KIND, "guardian_policies", {"policies": policies})
    return Answer(body=policies)


def _refused(status: int, message: str, code: str) -> Callable[[Call], Answer]:
    def respond(_call: Call) -> Answer:
        raise ApiError(status, message, code)

    return respond


def _empty(collection: str, **how: Any) -> Callable[[Call], Answer]:
    def respond(call: Call) -> Answer:
        return listing(call, [], collection, **how)

    return respond


def _empty_array(_call: Call) -> Answer:
    return Answer(body=[])


def _modules(call: Call) -> Answer:
    # Recorded: unlike the other lists of Actions this one shows its zeros.
    limit = call.number("per_page", default=50, minimum=1, maximum=100)
    return Answer(
        body={"modules": [], "total": 0, "page": call.number("page", default=0, minimum=0), "per_page": limit}
    )


_NO_THEME = "There was an error retrieving branding settings: invalid theme ID"
_SIGNALS = "Please upgrade your subscription to enable Akamai Signals."
_TEMPLATE = "/branding/templates/universal-login"
# Recorded for PATCH. That GET says the same is INFERRED: auth0-deploy-cli takes its 403 for a plan without the feature.
_BOTS = "Please upgrade your subscription to use bot detection"
_READ_BRANDING = ("read:branding",)
ENDPOINTS = (
    *(endpoint for one in SETTINGS for endpoint in _endpoints(one)),
    Endpoint(method="GET", rule="/guardian/factors", scopes=("read:guardian_factors",), respond=_factors),
    Endpoint(
        method="PUT",
        rule="/guardian/factors/<factor>",
        scopes=("update:guardian_factors",),
        respond=_set_factor,
        body=_ENABLED,
    ),
    Endpoint(method="GET", rule="/guardian/policies", scopes=("read:mfa_policies",), respond=_policies),
    Endpoint(
        method="PUT", rule="/guardian/policies", scopes=("update:mfa_policies",), respond=_set_policies, body=_POLICIES
    ),
    Endpoint(method="GET", rule="/actions/modules", scopes=("read:actions",), respond=_modules, query=NUMBERED),
    Endpoint(method="GET", rule="/rules-configs", scopes=("read:rules_configs",), respond=_empty_array),
    Endpoint(
        method="GET",
        rule="/prompts/rendering",
        scopes=("read:prompts",),
        respond=_empty("configs", envelope="last"),
        query=PAGES,
    ),
    Endpoint(
        method="GET",
        rule="/connections-directory-provisionings",
        scopes=("read:directory_provisionings",),
        respond=_empty("directory_provisionings", always_object=True),
        query=PAGES,  # the member's name is INFERRED
    ),
    *(
        Endpoint(
            method=method,
            rule="/attack-protection/bot-detection",
            scopes=(f"{verb}:attack_protection",),
            respond=_refused(403, _BOTS, "insufficient_entitlement"),
        )
        for method, verb in (("GET", "read"), ("PATCH", "update"))
    ),
    Endpoint(
        method="GET",
        rule="/supplemental-signals",
        scopes=("read:attack_protection",),
        respond=_refused(403, _SIGNALS, "insufficient_scope"),
    ),
    Endpoint(
        method="GET",
        rule=_TEMPLATE,
        scopes=_READ_BRANDING,
        respond=_refused(404, "Template does not exist.", "inexistent_templates_universal_login"),
    ),
    Endpoint(
        method="GET",
        rule="/branding/themes/default",
        scopes=_READ_BRANDING,
        respond=_refused(404, _NO_THEME, "theme_not_found"),
    ),
)
