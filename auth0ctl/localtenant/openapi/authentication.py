"""The operations beside the Management API: authentication, the pages of a login, and the tenant's own pages.

Forms and queries list what the endpoints read; what else is sent is let be, as Auth0 does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auth0ctl.localtenant.grants import ciba, device, mfa, passwordless
from auth0ctl.localtenant.grants.exchange import ACCESS_TOKEN, TOKEN_EXCHANGE
from auth0ctl.localtenant.grants.password import PASSWORD, PASSWORD_REALM
from auth0ctl.localtenant.openapi import known
from auth0ctl.localtenant.openapi.schema import Schema
from auth0ctl.localtenant.store.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``form`` may be sent as JSON too where ``json`` is true; ``bearer`` where an access token is read."""

    path: str
    methods: tuple[str, ...] = ("POST",)
    query: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    json: bool = False
    bearer: bool = False


CLIENT = ("client_id", "client_secret", "client_assertion", "client_assertion_type")
ASKED = ("audience", "scope", "organization")
AUTHORIZE = (
    "client_id", "response_type", "redirect_uri", "scope", "state", "nonce", "audience", "resource", "response_mode",
    "prompt", "max_age", "login_hint", "connection", "organization", "screen_hint", "code_challenge",
    "code_challenge_method", "request_uri", "ui_locales", "acr_values", "dpop_jkt", "ext-test", "login_ticket",
)  # fmt: skip
# Grant type -> the parameters it needs, and those it may have.
GRANTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "authorization_code": (("code",), ("redirect_uri", "code_verifier")),
    "refresh_token": (("refresh_token",), ("scope", "audience")),
    "client_credentials": (("audience",), ("scope", "organization")),
    PASSWORD: (("username", "password"), ASKED),
    PASSWORD_REALM: (("username", "password", "realm"), ASKED),
    device.DEVICE_CODE: (("device_code",), ()),
    TOKEN_EXCHANGE: (
        ("subject_token", "subject_token_type"),
        (*ASKED, "requested_token_type", "actor_token", "actor_token_type"),
    ),
    passwordless.OTP: (("username", "otp", "realm"), ASKED),
    mfa.OTP: (("mfa_token", "otp"), ()),
    mfa.OOB: (("mfa_token", "oob_code"), ("binding_code",)),
    mfa.RECOVERY_CODE: (("mfa_token", "recovery_code"), ()),
    ciba.CIBA: (("auth_req_id",), ()),
}
TOKEN = Operation(path="/oauth/token", json=True)

_SIGNUP = ("client_id", "connection", "email", "password", "username", "given_name", "family_name", "name", "nickname")
OPERATIONS = (
    TOKEN,
    Operation(path="/authorize", methods=("GET", "POST"), query=AUTHORIZE, form=AUTHORIZE),
    Operation(path="/u/login", methods=("GET", "POST"), query=("state",), form=("state", "username", "password")),
    Operation(path="/u/signup", methods=("GET", "POST"), query=("state",), form=("state", "email", "password")),
    Operation(path="/u/consent", methods=("GET", "POST"), query=("state",), form=("state", "action")),
    Operation(path="/u/confirm", methods=("GET", "POST"), query=("state",), form=("state", "action")),
    Operation(path="/u/mfa-otp-challenge", methods=("GET", "POST"), query=("state",), form=("state", "code")),
    Operation(path="/u/device", methods=("GET", "POST"), query=("state",), form=("state", "action")),
    Operation(path="/u/logout", methods=("GET", "POST"), query=("state",), form=("state", "action")),
    Operation(path="/u/email-verification", methods=("GET",), query=("ticket",)),
    Operation(path="/u/reset-verify", methods=("GET", "POST"), query=("ticket",), form=("ticket", "password")),
    Operation(path="/co/authenticate", form=("client_id", "credential_type", "username", "password", "realm"),
              json=True),
    Operation(path="/co/verify", form=("state", "verifier")),
    Operation(path="/activate", methods=("GET", "POST"), query=("user_code",), form=("user_code",)),
    Operation(path="/oauth/device/code", form=(*CLIENT, "scope", "audience"), json=True),
    Operation(path="/oauth/par", form=(*CLIENT[1:], *AUTHORIZE), json=True),
    Operation(path="/oauth/revoke", form=(*CLIENT, "token", "token_type_hint"), json=True),
    Operation(path="/oidc/register", form=("client_name", "redirect_uris", "token_endpoint_auth_method"), json=True),
    Operation(path="/bc-authorize", form=(*CLIENT, "login_hint", "scope", "audience", "binding_message"), json=True),
    Operation(path="/mfa/challenge", form=(*CLIENT, "mfa_token", "challenge_type", "authenticator_id"), json=True),
    Operation(path="/mfa/authenticators", methods=("GET",), bearer=True),
    Operation(path="/mfa/associate", form=(*CLIENT, "authenticator_types", "oob_channels", "phone_number"), json=True,
              bearer=True),
    Operation(path="/passwordless/start", form=(*CLIENT, "connection", "email", "phone_number", "send"), json=True),
    Operation(path="/dbconnections/signup", form=_SIGNUP, json=True),
    Operation(path="/dbconnections/change_password", form=("client_id", "connection", "email"), json=True),
    Operation(path="/userinfo", methods=("GET", "POST"), form=("access_token",), bearer=True),
    Operation(path="/v2/logout", methods=("GET",), query=("client_id", "returnTo", "federated")),
    Operation(path="/oidc/logout", methods=("GET", "POST"), query=(
        "id_token_hint", "logout_hint", "post_logout_redirect_uri", "client_id", "state", "ui_locales",
    )),
    Operation(path="/.well-known/openid-configuration", methods=("GET",)),
    Operation(path="/.well-known/oauth-authorization-server", methods=("GET",)),
    Operation(path="/.well-known/jwks.json", methods=("GET",)),
    Operation(path="/pem", methods=("GET",)),
    Operation(path="/rawpem", methods=("GET",)),
    Operation(path="/cer", methods=("GET",)),
    Operation(path="/pb7", methods=("GET",)),
    Operation(path="/", methods=("GET",), query=("client", "api")),
    Operation(path="/local/log", methods=("GET",)),
    Operation(path="/openapi.json", methods=("GET",)),
)  # fmt: skip

_VALUES: Mapping[str, Schema] = {
    "response_type": {"examples": ["code", "token", "id_token", "id_token token", "code id_token token"]},
    "response_mode": {"examples": ["query", "fragment", "form_post", "web_message"]},
    "scope": {"examples": ["openid profile email offline_access", "read:items"]},
    "prompt": {"examples": ["none", "login", "consent", "select_account"]},
    "max_age": {"examples": ["0", "3600"]},
    "code_challenge_method": {"examples": ["S256", "plain"]},
    "screen_hint": {"examples": ["signup"]},
    "redirect_uri": {"examples": ["http://127.0.0.1:3000/callback"]},
    "returnTo": {"examples": ["http://127.0.0.1:3000"]},
    "subject_token_type": {"examples": [ACCESS_TOKEN]},
    "requested_token_type": {"examples": [ACCESS_TOKEN]},
    "client_assertion_type": {"examples": ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]},
    "challenge_type": {"examples": ["otp", "otp oob"]},
    "authenticator_types": {"type": ["array", "string"], "examples": ["otp", "oob"]},
    "redirect_uris": {"type": ["array", "string"], "items": {"type": "string"}},
    "user_metadata": {"type": "object"},
    "send": {"examples": ["link", "code"]},
    "action": {"examples": ["accept", "decline"]},
    "credential_type": {"examples": [PASSWORD_REALM, PASSWORD, passwordless.OTP]},
}
# Parameters of these names hold what those of the second name do.
_SAME = {"username": "email", "login_hint": "email", "client": "client_id", "api": "audience", "resource": "audience"}


def paths(state: State) -> dict[str, Schema]:
    """OpenAPI path -> its operations by method, with examples from the tenant."""
    names = known.properties(state)
    return {one.path: {method.lower(): _operation(one, method, names) for method in one.methods} for one in OPERATIONS}


def _operation(one: Operation, method: str, names: Mapping[str, Sequence[str]]) -> Schema:
    words = "_".join(part for part in one.path.replace(".", "_").replace("-", "_").split("/") if part)
    made: Schema = {
        "operationId": f"{method.lower()}_{words or 'overview'}",
        "tags": ["authentication"],
        "responses": {
            "2XX": {"description": "What was asked for."},
            "3XX": {"description": "On to the next page, or back to the application."},
            "4XX": {"description": "A refusal."},
        },
    }
    if one.bearer:
        made["security"] = [{"access_token": []}, {}]
    query = one.query if method == "GET" or not one.form else ()
    if query:
        made["parameters"] = [{"name": name, "in": "query", "schema": _value(name, names)} for name in query]
    body = _token_form(names) if one is TOKEN else _object(one.form, one.required, names) if one.form else None
    if method == "POST" and body is not None:
        kinds = ("application/x-www-form-urlencoded", *(("application/json",) if one.json else ()))
        made["requestBody"] = {"required": True, "content": {kind: {"schema": body} for kind in kinds}}
    return made


def _token_form(names: Mapping[str, Sequence[str]]) -> Schema:
    forms = []
    for grant_type, (needed, optional) in GRANTS.items():
        form = _object((*CLIENT, *needed, *optional), (*needed, "grant_type", "client_id"), names)
        form["properties"]["grant_type"] = {"const": grant_type}
        forms.append(form)
    return {"oneOf": forms}


def _object(form: Sequence[str], required: Sequence[str], names: Mapping[str, Sequence[str]]) -> Schema:
    made: Schema = {"type": "object", "properties": {name: _value(name, names) for name in form}}
    return made | ({"required": list(required)} if required else {})


def _value(name: str, names: Mapping[str, Sequence[str]]) -> Schema:
    made: Schema = {"type": "string"} | dict(_VALUES.get(name, {}))
    found = names.get(_SAME.get(name, name))
    return made | ({"examples": list(found)} if found else {})
