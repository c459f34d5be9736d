"""/clients (auth0-facts/clients.md)."""

from collections.abc import Callable, Sequence
from typing import Any

from auth0ctl.localtenant.management import client_shape, credentials
from auth0ctl.localtenant.management.call import NO_CONTENT, Answer, ApiError, Call, Endpoint, public, refuse
from auth0ctl.localtenant.management.listing import FIELDS, PAGES, Stored, listing, select
from auth0ctl.localtenant.store import defaults
from auth0ctl.localtenant.store.state import JSON

GLOBAL = "global_client"
READ = ("read:clients", "read:client_summary")
UPDATE = ("update:clients", "update:client_keys", "update:client_credentials")


def _list(call: Call) -> Answer:
    shown = _shower(call, listed=True)
    if call.flag("is_global"):
        return listing(call, [shown(_all_applications(call))], "clients")
    # INFERRED: without is_global=true the pseudo client is not among the others.
    where: dict[str, Sequence[str | bool]] = {}
    if (first_party := call.flag("is_first_party")) is not None:
        where["is_first_party"] = (first_party,)
    if app_types := [kind for kind in (call.text("app_type") or "").split(",") if kind]:
        where["app_type"] = tuple(dict.fromkeys(app_types))
    if (external := call.text("external_client_id")) is not None:
        where["external_client_id"] = (external,)
    return listing(call, Stored(state=call.state, kind="client", show=shown, where=where), "clients")


def _all_applications(call: Call) -> JSON:
    """The pseudo client that holds the login page of Classic Login; made when somebody first asks for it."""
    with call.state.transaction():
        rows = call.state.all(GLOBAL)
        if rows:
            return rows[0]
        body = defaults.global_client()
        call.state.insert(GLOBAL, body["client_id"], body)
        return body


def _get(call: Call) -> Answer:
    return Answer(body=select(call, _shown(call, _existing(call), listed=True)))


def _create(call: Call) -> Answer:
    stated = call.body()
    _check_rotation(stated)
    _check_third_party(stated)
    body = defaults.client(stated)
    credentials.absorb(call.state, body, now=call.now)
    call.state.insert("client", body["client_id"], body)
    if body["is_first_party"] and _flag(call, "enable_client_connections"):
        _enable_connections(call, body["client_id"])
    return Answer(body=_shown(call, body), status=201)


def _check_third_party(stated: JSON) -> None:
    if stated.get("is_first_party") is not False:
        if "third_party_security_mode" in stated:
            raise refuse("Additional properties not allowed: third_party_security_mode")  # INFERRED
        return
    if stated.get("third_party_security_mode") == "permissive":
        # Only tenants that had third-party clients before 23 April 2026 may choose it; the wording is INFERRED.
        raise ApiError(400, "third_party_security_mode permissive is not available for this tenant", "invalid_body")
    rest = [name for name in stated if name not in client_shape.STRICT_THIRD_PARTY]
    if rest:
        raise refuse(f"Additional properties not allowed: {','.join(rest)}")
    grant_types = [name for name in stated.get("grant_types", ()) if name not in client_shape.STRICT_GRANT_TYPES]
    if grant_types:
        raise refuse(f"No enum match for: {grant_types[0]}", "grant_types[0]")
    alg = (stated.get("jwt_configuration") or {}).get("alg", "RS256")
    if alg != "RS256":
        raise refuse(f"No enum match for: {alg}", "jwt_configuration.alg")


def _check_rotation(stated: JSON) -> None:
    given = stated.get("refresh_token") or {}
    if given.get("rotation_type") == "rotating" and given.get("expiration_type") != "expiring":
        raise ApiError(400, "Rotating refresh tokens must be expiring", "invalid_body")  # wording INFERRED


def _flag(call: Call, name: str) -> bool:
    # INFERRED: enable_client_connections is true unless switched off.
    flags = (call.state.get("settings", "tenant") or {}).get("flags") or {}
    return bool(flags.get(name, True))


def _enable_connections(call: Call, client_id: str) -> None:
    for connection in call.state.all("connection"):
        connection["enabled_clients"] = [*connection.get("enabled_clients", ()), client_id]
        call.state.put("connection", connection["id"], connection)


def _update(call: Call) -> Answer:
    body = _existing(call)
    patch = call.body()
    if "client_secret" in patch and "update:client_keys" not in call.scopes:
        raise ApiError(403, "Insufficient scope, expected any of: update:client_keys", "insufficient_scope")
    _check_rotation(patch)
    if patch.get("is_first_party", body.get("is_first_party")) is not body.get("is_first_party"):
        raise ApiError(400, "is_first_party cannot be changed", "invalid_body")  # wording INFERRED
    for name, value in patch.items():
        if value is None:
            body.pop(name, None)
        elif name == "jwt_configuration":
            body[name] = (body.get(name) or {}) | value  # recorded: this nested object is merged
        elif name == "refresh_token":
            body[name] = _merged_refresh_token(body, value)
        elif name == "client_metadata":
            body[name] = {key: text for key, text in ((body.get(name) or {}) | value).items() if text is not None}
        else:
            body[name] = value
    if patch.get("client_authentication_methods"):
        body.pop("token_endpoint_auth_method", None)  # the two exclude each other
    elif patch.get("token_endpoint_auth_method"):
        body.pop("client_authentication_methods", None)
    credentials.absorb(call.state, body, now=call.now)
    if not body.get("global"):
        body = defaults.in_order(body, defaults.CLIENT_ORDER)
    call.state.put(GLOBAL if body.get("global") else "client", body["client_id"], body)
    return Answer(body=_shown(call, body))


def _merged_refresh_token(body: JSON, given: JSON) -> JSON:
    """INFERRED: a stated object starts from the defaults that go with its expiration_type."""
    method = body.get("token_endpoint_auth_method")
    return defaults.refresh_token(given, method=method, strict=defaults.is_strict_third_party(body))


def _delete(call: Call) -> Answer:
    client_id = call.path["client_id"]
    if call.state.get(GLOBAL, client_id):
        raise ApiError(400, "The global client cannot be deleted", "operation_not_supported")  # INFERRED
    call.state.delete("client", client_id)
    # INFERRED: what belongs to the client goes with it.
    credentials.forget(call.state, client_id)
    for grant in call.state.having("client_grant", "client_id", client_id):
        call.state.delete("client_grant", grant["id"])
    for connection in call.state.all("connection"):
        if client_id in connection.get("enabled_clients", ()):
            connection["enabled_clients"].remove(client_id)
            call.state.put("connection", connection["id"], connection)
    return NO_CONTENT


def _rotate_secret(call: Call) -> Answer:
    body = _existing(call)
    body["client_secret"] = defaults.client_secret()
    call.state.put("client", body["client_id"], body)
    return Answer(body=_shown(call, body))


def _connections(call: Call) -> Answer:
    client_id = _existing(call)["client_id"]
    rows = [public(row) for row in call.state.all("connection") if client_id in row.get("enabled_clients", ())]
    for row in rows:
        row.pop("enabled_clients")
        if "read:connections_options" not in call.scopes:
            row.pop("options", None)
    return listing(call, rows, "connections", always_object=True)


def _existing(call: Call) -> JSON:
    body = call.state.get("client", call.path["client_id"]) or call.state.get(GLOBAL, call.path["client_id"])
    if body is None:
        raise ApiError(404, "The client does not exist", "inexistent_client")
    return body


def _shown(call: Call, body: JSON, *, listed: bool = False) -> JSON:
    return _shower(call, listed=listed)(body)


def _shower(call: Call, *, listed: bool) -> Callable[[JSON], JSON]:
    """Shows a client as this token may see it; GET answers also name the tenant (clients.md section 1)."""
    with_keys = "read:client_keys" in call.scopes
    signing_keys = _signing_keys(call) if with_keys else []

    def show(body: JSON) -> JSON:
        shown = public(body)
        if listed:
            shown = {"tenant": "local", "global": False} | shown
        if with_keys:
            shown["signing_keys"] = signing_keys
        else:
            shown.pop("client_secret", None)
        # Recorded: the pseudo client has an order of its own.
        return defaults.in_order(shown, defaults.GLOBAL_CLIENT_ORDER if shown.get("global") else defaults.CLIENT_ORDER)

    return show


def _signing_keys(call: Call) -> list[dict[str, Any]]:
    """One element: the tenant's own certificate (which certificate it is, is INFERRED)."""
    current = [key for key in call.state.all("signing_key") if key.get("current")]
    return [{"cert": key["cert"], "pkcs7": key["pkcs7"], "subject": "deprecated"} for key in current[:1]]


ENDPOINTS = (
    Endpoint(
        method="GET",
        rule="/clients",
        scopes=READ,
        respond=_list,
        query=(*PAGES, "is_global", "is_first_party", "external_client_id", "app_type"),
    ),
    Endpoint(method="POST", rule="/clients", scopes=("create:clients",), respond=_create, body=client_shape.CREATE),
    Endpoint(method="GET", rule="/clients/<client_id>", scopes=READ, respond=_get, query=FIELDS),
    Endpoint(method="PATCH", rule="/clients/<client_id>", scopes=UPDATE, respond=_update, body=client_shape.UPDATE),
    Endpoint(method="DELETE", rule="/clients/<client_id>", scopes=("delete:clients",), respond=_delete),
    Endpoint(
        method="POST",
        rule="/clients/<client_id>/rotate-secret",
        scopes=("update:client_keys",),
        respond=_rotate_secret,
    ),
    Endpoint(
        method="GET",
        rule="/clients/<client_id>/connections",
        scopes=("read:connections", "read:clients", "read:client_summary"),
        respond=_connections,
        query=PAGES,
    ),
)
