"""/emails/provider and /email-templates. Nothing is ever sent; what is stored is shown again without its secrets."""

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint
from auth0ctl.localtenant.management.listing import FIELDS, select
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, OBJECT_OR_NULL, STRING, Shape, nullable
from auth0ctl.localtenant.store.state import JSON

TEMPLATES = (
    "verify_email", "verify_email_by_code", "reset_email", "reset_email_by_code", "welcome_email", "blocked_account",
    "stolen_credentials", "enrollment_email", "mfa_oob_code", "user_invitation", "change_password", "password_reset",
    "async_approval",
)  # fmt: skip
_NAMES = ("mailgun", "mandrill", "sendgrid", "ses", "sparkpost", "smtp", "azure_cs", "ms365", "custom")
_PROVIDER: dict[str, Shape] = {
    "name": {"type": "string", "enum": _NAMES},
    "enabled": BOOLEAN,
    "default_from_address": STRING,
    "credentials": OBJECT,
    "settings": OBJECT_OR_NULL,
}
CREATE: Shape = {"type": "object", "required": ("name", "credentials"), "properties": _PROVIDER}
UPDATE: Shape = {"type": "object", "minProperties": 1, "properties": _PROVIDER}
_TEMPLATE: dict[str, Shape] = {
    "body": STRING,
    "from": STRING,
    "subject": STRING,
    "syntax": STRING,
    "resultUrl": STRING,
    "urlLifetimeInSeconds": {"type": "number", "minimum": 0},
    "includeEmailInRedirect": BOOLEAN,
    "enabled": BOOLEAN,
}
_OPTIONAL = {name: nullable(shape) for name, shape in _TEMPLATE.items()}
TEMPLATE: Shape = {
    "type": "object",
    "required": ("template", "body", "from", "subject", "syntax", "enabled"),
    "properties": {"template": {"type": "string", "enum": TEMPLATES}, **_OPTIONAL},
}
TEMPLATE_UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {"template": {"type": "string", "enum": TEMPLATES}, **_OPTIONAL},
}
_KEY = "/emails/provider"
_KIND = "email_template"


def _shown(body: JSON) -> JSON:
    return body | {"credentials": {}}  # recorded: credentials are not shown


def _get(call: Call) -> Answer:
    return Answer(body=select(call, _shown(_provider(call))))


def _create(call: Call) -> Answer:
    if call.state.get("settings", _KEY):
        raise ApiError(409, "There is already a configured email provider", "email_provider_conflict")  # INFERRED
    body = {"enabled": True} | call.body()
    call.state.put("settings", _KEY, body)
    return Answer(body=_shown(body), status=201)


def _update(call: Call) -> Answer:
    body = _provider(call) | call.body()
    body = {name: value for name, value in body.items() if value is not None}
    call.state.put("settings", _KEY, body)
    return Answer(body=_shown(body))


def _delete(call: Call) -> Answer:
    call.state.delete("settings", _KEY)
    return NO_CONTENT


def _provider(call: Call) -> JSON:
    body = call.state.get("settings", _KEY)
    if body is None:
        raise ApiError(404, "There is not a configured email provider", "inexistent_email_provider")
    return body


def _template(call: Call) -> Answer:
    return Answer(body=select(call, _existing(call)))


def _create_template(call: Call) -> Answer:
    body = call.body()
    if call.state.get(_KIND, body["template"]):
        raise ApiError(409, "The template already exists.", "email_template_conflict")  # INFERRED
    call.state.insert(_KIND, body["template"], body)
    return Answer(body=body)  # INFERRED: 200


def _update_template(call: Call) -> Answer:
    body = _existing(call) | call.body() | {"template": call.path["template"]}
    call.state.put(_KIND, body["template"], body)
    return Answer(body=body)


def _put_template(call: Call) -> Answer:
    if call.path["template"] not in TEMPLATES:
        raise _unknown()
    body = call.body() | {"template": call.path["template"]}
    call.state.put(_KIND, body["template"], body)
    return Answer(body=body)


def _existing(call: Call) -> JSON:
    body = call.state.get(_KIND, call.path["template"])
    if body is None:
        raise _unknown()
    return body


def _unknown() -> ApiError:
    return ApiError(404, "The template does not exist.", "inexistent_email_template")


_ONE = "/email-templates/<template>"
ENDPOINTS = (
    Endpoint(method="GET", rule=_KEY, scopes=("read:email_provider",), respond=_get, query=FIELDS),
    Endpoint(method="POST", rule=_KEY, scopes=("create:email_provider",), respond=_create, body=CREATE),
    Endpoint(method="PATCH", rule=_KEY, scopes=("update:email_provider",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_KEY, scopes=("delete:email_provider",), respond=_delete),
    Endpoint(
        method="POST",
        rule="/email-templates",
        scopes=("create:email_templates",),
        respond=_create_template,
        body=TEMPLATE,
    ),
    Endpoint(method="GET", rule=_ONE, scopes=("read:email_templates",), respond=_template, query=FIELDS),
    Endpoint(
        method="PATCH", rule=_ONE, scopes=("update:email_templates",), respond=_update_template, body=TEMPLATE_UPDATE
    ),
    Endpoint(method="PUT", rule=_ONE, scopes=("update:email_templates",), respond=_put_template, body=TEMPLATE),
)
