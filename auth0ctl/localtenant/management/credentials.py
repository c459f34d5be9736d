"""/clients/{id}/credentials: the public keys of ``private_key_jwt`` (clients.md sections 1 and 7)."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.jwk import RSAKey

from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.validation import STRING, Shape, nullable
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON, State

KIND = "client_credential"
CREATE: Shape = {
    "type": "object",
    "required": ("credential_type",),
    "properties": {
        # Certificates are for mTLS, which this tenant does not serve.
        "credential_type": {"type": "string", "enum": ("public_key",)},
        "name": {"type": "string", "maxLength": 128},
        "pem": {"type": "string", "minLength": 1},
        "alg": {"type": "string", "enum": ("RS256", "RS384", "PS256")},
        "kid": STRING,
        "expires_at": STRING,
        "parse_expiry_from_cert": {"type": "boolean"},
    },
}
UPDATE: Shape = {"type": "object", "minProperties": 1, "properties": {"expires_at": nullable(STRING)}}


def create(state: State, client_id: str, stated: JSON, *, now: float) -> JSON:
    """Store a public key. Raises ``ApiError`` (wordings INFERRED) for one that is no RSA key or too small."""
    pem = str(stated.get("pem") or "")
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        key = None
    if not isinstance(key, RSAPublicKey) or key.key_size < 2048:
        raise refuse("Object didn't pass validation for format pem: an RSA public key of 2048 bits or more", "pem")
    at = defaults.milliseconds(now)
    body: JSON = {
        "id": "cred_" + defaults.alphanumeric(22),
        **({"name": stated["name"]} if stated.get("name") else {}),
        "kid": stated.get("kid") or RSAKey.import_key(pem).thumbprint(),  # which hash Auth0 takes is INFERRED
        "alg": stated.get("alg") or "RS256",
        "credential_type": "public_key",
        "created_at": at,
        "updated_at": at,
        "_client_id": client_id,
        "_pem": pem,
    }
    body |= _expiry(stated.get("expires_at"))
    state.insert(KIND, body["id"], body)
    return body


def absorb(state: State, client: JSON, *, now: float) -> None:
    """Turn the keys that ``client_authentication_methods`` holds whole into credentials; the client keeps their ids."""
    methods = client.get("client_authentication_methods") or {}
    listed = (methods.get("private_key_jwt") or {}).get("credentials") or []
    if not listed:
        return
    kept = [
        {"id": create(state, client["client_id"], one, now=now)["id"] if "pem" in one else _known(state, client, one)}
        for one in listed
    ]
    client["client_authentication_methods"] = {**methods, "private_key_jwt": {"credentials": kept}}


def forget(state: State, client_id: str, *, unless: JSON | None = None) -> None:
    """Drop the keys of a client, except those that ``unless``, its authentication methods, names by their ids."""
    named = ((unless or {}).get("private_key_jwt") or {}).get("credentials") or []
    kept = {one.get("id") for one in named}
    for row in state.all(KIND):
        if row["_client_id"] == client_id and row["id"] not in kept:
            state.delete(KIND, row["id"])


def _known(state: State, client: JSON, stated: JSON) -> str:
    row = state.get(KIND, str(stated.get("id")))
    if row is None or row["_client_id"] != client["client_id"]:
        raise refuse(f"Unknown credential: {stated.get('id')}", "client_authentication_methods")  # INFERRED
    return str(row["id"])


def _expiry(text: str | None) -> JSON:
    if text is None:
        return {}
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise refuse(f"Object didn't pass validation for format date-time: {text}", "expires_at") from None
    if moment.tzinfo is None:
        raise refuse(f"Object didn't pass validation for format date-time: {text}", "expires_at")
    return {"expires_at": text, "_expires_at": moment.timestamp()}


def _list(call: Call) -> Answer:
    client_id = _client(call)
    # Recorded: an array, even with include_totals.
    return Answer(body=[public(row) for row in call.state.all(KIND) if row["_client_id"] == client_id])


def _get(call: Call) -> Answer:
    return Answer(body=public(_existing(call)))


def _create(call: Call) -> Answer:
    client_id = _client(call)
    return Answer(body=public(create(call.state, client_id, call.body(), now=call.now)), status=201)


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    body = {name: value for name, value in body.items() if name not in {"expires_at", "_expires_at"}}
    body |= {**_expiry(patch.get("expires_at")), "updated_at": defaults.milliseconds(call.now)}
    call.state.put(KIND, body["id"], body)
    return Answer(body=public(body))


def _delete(call: Call) -> Answer:
    client_id = _client(call)
    row = call.state.get(KIND, call.path["credential_id"])
    if row is not None and row["_client_id"] == client_id:
        call.state.delete(KIND, row["id"])
    return NO_CONTENT


def _client(call: Call) -> str:
    if call.state.get("client", call.path["client_id"]) is None:
        raise ApiError(404, "The client does not exist", "inexistent_client")
    return call.path["client_id"]


def _existing(call: Call) -> JSON:
    client_id = _client(call)
    row = call.state.get(KIND, call.path["credential_id"])
    if row is None or row["_client_id"] != client_id:
        raise ApiError(404, "The credential does not exist", "inexistent_credential")  # INFERRED
    return row


_ALL = "/clients/<client_id>/credentials"
_ONE = "/clients/<client_id>/credentials/<credential_id>"
ENDPOINTS = (
    Endpoint(method="GET", rule=_ALL, scopes=("read:client_credentials",), respond=_list),
    Endpoint(method="POST", rule=_ALL, scopes=("create:client_credentials",), respond=_create, body=CREATE),
    Endpoint(method="GET", rule=_ONE, scopes=("read:client_credentials",), respond=_get),
    Endpoint(method="PATCH", rule=_ONE, scopes=("update:client_credentials",), respond=_update, body=UPDATE),
    Endpoint(method="DELETE", rule=_ONE, scopes=("delete:client_credentials",), respond=_delete),
)
