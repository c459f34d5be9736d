"""/keys/signing: the keys of the tenant's tokens, their rotation and revocation (management-api.md section 8)."""

from urllib.parse import urlsplit

from auth0ctl.localtenant.management.call import Answer, ApiError, Call, Endpoint, public
from auth0ctl.localtenant.store import defaults, keys
from auth0ctl.localtenant.store.state import JSON

# INFERRED: the recorded body is a constant of the recorder (recorded-examples/README.md); members as documented.
_ORDER = (
    "kid", "cert", "pkcs7", "current", "next", "previous", "current_since", "current_until", "fingerprint",
    "thumbprint", "revoked", "revoked_at",
)  # fmt: skip


def _shown(row: JSON) -> JSON:
    return defaults.in_order({"previous": False} | public(row), _ORDER)


def _list(call: Call) -> Answer:
    return Answer(body=[_shown(row) for row in call.state.all("signing_key")])


def _get(call: Call) -> Answer:
    return Answer(body=_shown(_existing(call)))


def _rotate(call: Call) -> Answer:
    row = keys.advance(call.state, host=urlsplit(call.issuer).netloc, now=call.now)
    return Answer(body={"cert": row["cert"], "kid": row["kid"]}, status=201)


def _revoke(call: Call) -> Answer:
    row = keys.revoke(call.state, _existing(call)["kid"], now=call.now)
    if row is None:  # wording INFERRED
        raise ApiError(400, "Only the previous signing key can be revoked", "operation_not_supported")
    return Answer(body={"cert": row["cert"], "kid": row["kid"]})


def _existing(call: Call) -> JSON:
    body = call.state.get("signing_key", call.path["kid"])
    if body is None:
        raise ApiError(404, "Not Found")
    return body


_ALL = "/keys/signing"
_CHANGE = "update:signing_keys"
ENDPOINTS = (
    Endpoint(method="GET", rule=_ALL, scopes=("read:signing_keys",), respond=_list),
    Endpoint(method="POST", rule=_ALL + "/rotate", scopes=("create:signing_keys", _CHANGE), respond=_rotate),
    Endpoint(method="GET", rule=_ALL + "/<kid>", scopes=("read:signing_keys",), respond=_get),
    Endpoint(method="PUT", rule=_ALL + "/<kid>/revoke", scopes=(_CHANGE,), respond=_revoke),
)
