"""/resource-servers (auth0-facts/resource-servers.md). A path names an API by id or by identifier."""

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.jwk import RSAKey

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, listing, select
from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT_OR_NULL, STRING, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

_SCOPES: Shape = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ("value",),
        "properties": {
            "value": {"type": "string", "minLength": 1, "maxLength": 280},
            "description": {"type": "string", "maxLength": 500},
        },
    },
    "uniqueItems": True,
}


def _policy(*names: str) -> Shape:
    return {"type": "object", "properties": {"policy": {"type": "string", "enum": names}}}


_ENCRYPTION: Shape = {
    "type": ["object", "null"],
    "required": ("format", "encryption_key"),
    "properties": {
        "format": {"type": "string", "enum": ("compact-nested-jwe",)},
        "encryption_key": {
            "type": "object",
            "required": ("pem", "alg"),
            "properties": {
                "name": STRING,
                "alg": {"type": "string", "enum": ("RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512")},
                "kid": STRING,
                "pem": STRING,
            },
        },
    },
}
_COMMON: dict[str, Shape] = {
    "name": {"type": "string", "maxLength": 200, "pattern": "^[^<>]*$"},
    "scopes": _SCOPES,
    "signing_alg": {"type": "string", "enum": ("HS256", "RS256", "RS512", "PS256")},
    "signing_secret": {"type": "string", "minLength": 16},
    "token_lifetime": {"type": "integer", "minimum": 0, "maximum": 2592000},
    "token_lifetime_for_web": {"type": "integer", "minimum": 0, "maximum": 2592000},
    "allow_offline_access": BOOLEAN,
    "allow_online_access": BOOLEAN,
    "allow_online_access_with_ephemeral_sessions": BOOLEAN,
    "skip_consent_for_verifiable_first_party_clients": BOOLEAN,
    "enforce_policies": BOOLEAN,
    "token_dialect": {
        "type": "string",
        "enum": ("access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz"),
    },
    "token_encryption": _ENCRYPTION,
    "consent_policy": {"type": ["string", "null"], "enum": ("transactional-authorization-with-mfa",)},
    "authorization_details": {"type": ["array", "null"], "items": {"type": "object"}},
    "proof_of_possession": OBJECT_OR_NULL,
    "subject_type_authorization": {
        "type": "object",
        "properties": {
            "user": _policy("allow_all", "deny_all", "require_client_grant"),
            "client": _policy("deny_all", "require_client_grant"),
        },
    },
    "authorization_policy": OBJECT_OR_NULL,
    "agent_subject_claims": {"type": ["string", "null"], "enum": ("auth0-v1",)},
    "verificationLocation": STRING,
    "verification_key": STRING,
}
CREATE: Shape = {
    "type": "object",
    "required": ("identifier",),
    "properties": {"identifier": {"type": "string", "minLength": 1, "maxLength": 600}, **_COMMON},
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {name: nullable(shape) for name, shape in _COMMON.items()},
}


def _list(call: Call) -> Answer:
    own = call.issuer + "api/v2/"
    wanted = call.request.args.getlist("identifiers") + call.request.args.getlist("identifiers[]")
    if wanted:  # in the order in which they are asked for (INFERRED)
        rows = [row for name in dict.fromkeys(wanted) for row in call.state.named("resource_server", name)]
    else:
        rows = call.state.all("resource_server")
    # The same store may be served under another issuer too; that one's Management API is not this tenant's.
    rows = [row for row in rows if not row.get("is_system") or row["identifier"] == own]
    return listing(call, [_shown(row) for row in rows], "resource_servers")


def _get(call: Call) -> Answer:
    return Answer(body=select(call, _shown(_existing(call))))


def _create(call: Call) -> Answer:
    stated = call.body()
    if call.state.find("resource_server", stated["identifier"]):
        # 409 is documented; message and code INFERRED.
        raise ApiError(409, "A resource server with the same identifier already exists", "resource_server_conflict")
    body = defaults.resource_server(stated)
    _check(body)
    call.state.insert("resource_server", body["id"], body, alias=body["identifier"])
    return Answer(body=_shown(body), status=201)


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    if body.get("is_system") and "scopes" in patch:
        raise refuse("Additional properties not allowed: scopes")
    for name, value in patch.items():
        if value is None:
            body.pop(name, None)
        else:
            body[name] = value
    body = defaults.resource_server(body)  # what was cleared goes back to its default
    _check(body)
    call.state.put("resource_server", body["id"], body)
    return Answer(body=_shown(body))


def _check(body: JSON) -> None:
    key = (body.get("token_encryption") or {}).get("encryption_key")
    if key is not None and _thumbprint(key) is None:  # wording INFERRED
        raise refuse("Object didn't pass validation for format pem", "token_encryption.encryption_key.pem")
    if body["token_lifetime_for_web"] > body["token_lifetime"]:  # wording INFERRED
        raise ApiError(400, "token_lifetime_for_web must be less than or equal to token_lifetime", "invalid_body")


def _delete(call: Call) -> Answer:
    body = _found(call)
    if body is None:
        return NO_CONTENT  # recorded: deleting twice is no error
    if body.get("is_system"):  # wording INFERRED
        raise ApiError(400, "System resource servers cannot be deleted", "operation_not_supported")
    call.state.delete("resource_server", body["id"])
    for grant in call.state.all("client_grant"):  # INFERRED: the API's client grants go with it
        if grant["audience"] == body["identifier"]:
            call.state.delete("client_grant", grant["id"])
    return NO_CONTENT


def _found(call: Call) -> JSON | None:
    name = call.path["name"]
    return call.state.get("resource_server", name) or call.state.find("resource_server", name)


def _existing(call: Call) -> JSON:
    body = _found(call)
    if body is None:
        raise ApiError(404, "The resource server does not exist", "inexistent_resource_server")
    return body


def _shown(body: JSON) -> JSON:
    shown = public(body)
    encryption = shown.get("token_encryption")
    if encryption:
        key = {name: value for name, value in encryption["encryption_key"].items() if name != "pem"}  # write-only
        shown["token_encryption"] = {
            "encryption_key": key | {"thumbprint_sha256": _thumbprint(encryption["encryption_key"])},
            "format": encryption.get("format"),
        }
    return shown


def _thumbprint(key: JSON) -> str | None:
    """That of the public key (which hash Auth0 takes is INFERRED); None if the PEM holds no RSA key."""
    try:
        public_key = load_pem_public_key(str(key.get("pem", "")).encode())
    except ValueError:
        return None
    return RSAKey(public_key, public_key).thumbprint() if isinstance(public_key, RSAPublicKey) else None


_ONE = "/resource-servers/<path:name>"
ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/resource-servers",
        scopes=("read:resource_servers",),
        respond=_list,
        query=(*PAGES, "identifiers", "identifiers[]"),
    ),
    Endpoint(
        method="POST", rule="/resource-servers", scopes=("create:resource_servers",), respond=_create, body=CREATE
    ),
    Endpoint(method="GET", rule=_ONE, scopes=("read:resource_servers",), respond=_get, query=FIELDS),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:resource_servers",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:resource_servers",), respond=_delete),
)
